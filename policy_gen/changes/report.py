"""Changes of a policy for people and programs: as text, as JSON, and as Markdown for a pull request."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from policy_gen.changes.diff import Change
from policy_gen.changes.weighing import Effect
from policy_gen.escaping import escaped

NOTHING = "nothing changed for customers"


def text(changes: Iterable[Change]) -> str:
    """One line for each change: what it does for customers, where, what, and why."""
    return "\n".join(_line(change) for change in changes) or NOTHING


def _line(change: Change) -> str:
    where = f" [{', '.join(change.clauses)}]" if change.clauses else ""
    why = f"; {'; '.join(change.causes)}" if change.causes else ""
    told = "" if change.effect is Effect.COSMETIC else f" {change.told}"
    return f"{change.effect:<8} {_scope(change)}: {_what(change)}{told}{where}{why}"


def _scope(change: Change) -> str:
    return ", ".join(part for part in (change.market or "everywhere", change.group) if part)


def _what(change: Change) -> str:
    return f"{change.name} ({', '.join(change.reasons)})" if change.reasons else change.name


def as_json(changes: Iterable[Change]) -> str:
    """The changes as `{"changes": [...]}`; null are a value that is not there and a market that stands for all."""
    data = [{**asdict(one), "market": one.market or None, "group": one.group or None} for one in changes]
    return json.dumps({"changes": data}, ensure_ascii=False, indent=2)


def markdown(changes: Iterable[Change]) -> str:
    """A table for a pull request or a job's summary."""
    rows = [_row(change) for change in changes]
    if not rows:
        return f"{NOTHING.capitalize()}."
    head = ["| For customers | Market | Term | Change | Where | Why |", "| --- | --- | --- | --- | --- | --- |"]
    return "\n".join(head + rows)


def _row(change: Change) -> str:
    is_worse = change.effect is Effect.WORSE
    told = "" if change.effect is Effect.COSMETIC else change.told
    where, why = ", ".join(change.clauses), "; ".join(change.causes)
    cells = [_cell(text) for text in (_scope(change), _what(change), told, where, why)]
    return f"| {' | '.join([f'**{change.effect}**' if is_worse else change.effect, *cells])} |"


def _cell(text: str) -> str:
    return escaped(text)
