"""What is known of the law: each jurisdiction's rules with article, source, dates and how sure they are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from policy_gen.columns import aligned
from policy_gen.deriving.jurisdiction import Dated, Jurisdiction, LegalDuty, LegalRight, coming
from policy_gen.durations import Duration
from policy_gen.provenance import Law
from policy_gen.records.law import PRACTICES, Practice
from policy_gen.records.provision import Sure
from policy_gen.records.rights import Ground, NotTold

GROUNDS = {
    Ground.STATUTORY: "always",
    Ground.UNLESS_DISCLOSED: "unless the store showed terms of its own before the order",
    Ground.BREACH: "only if the store broke a duty",
}
"""Why customers have a right, in words."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that the law says: the part of the file that it stands in, its name, its value and its origin."""

    part: str
    name: str
    value: str
    law: Law


def rules(law: Jurisdiction, day: date | None) -> tuple[Rule, ...]:
    """All that a jurisdiction's law says on a day, in the order of the schema; without a day the newest law."""
    found = [Rule("", "languages", words(term.value), _law(term.origin)) for term in law.languages]
    for right in law.rights.values():
        found += _of_right(right)
    found += _dated("guarantee", law.guarantee)
    found += _dated("delivery", law.delivery)
    if law.cancelling is not None:
        found.append(Rule("cancelling", "right", words(law.cancelling.value), _law(law.cancelling.origin)))
    found += _dated("cancelling", law.cancelled)
    found += [Rule("duties", duty.id, _duty(duty), duty.basis) for duty in law.duties.values()]
    found += [Rule("announced", id, change.sure, _law(change.origin)) for id, change in law.announced.items()]
    found += [Rule("practices", name, _practice(name, *law.practices[name])[0], law.practices[name][1])
              for name in PRACTICES if name in law.practices]  # fmt: skip
    return tuple(rule for rule in found if rule.law.holds(day))


def _of_right(right: LegalRight) -> Iterator[Rule]:
    part = f"rights.{right.id}"
    yield Rule(part, "reasons", f"{words(right.reasons)} ({_ground(right)})", right.basis)
    # What is told of a right as a whole holds for as long as the right does.
    yield from (rule for rule in _dated(part, right.values))
    for one in right.exceptions:
        said = [f"only if: {words(one.only_if)}"] if one.only_if else []
        said += ["the customer must be told"] if one.must_be_told else []
        only = f" ({'; '.join(said)})" if said else ""
        yield Rule(part, "not for", words(one.goods.value) + only, _law(one.goods.origin))
    for told in right.not_told:
        yield Rule(part, "not told", _not_told(told), replace(right.basis, article=told.article or right.basis.article))


def _ground(right: LegalRight) -> str:
    return GROUNDS[right.ground] + (f": {right.breach}" if right.breach else "")


def _not_told(told: NotTold) -> str:
    longer = f"{told.longer_by} longer" if told.longer_by else ""
    starts = f"the time starts after: {told.starts_after}" if told.starts_after else ""
    most = f"at most {told.at_most}" if told.at_most else ""
    return f"{told.missing}: {', '.join(part for part in (longer, starts, most) if part)}"


def _dated(part: str, values: Dated) -> Iterator[Rule]:
    for name, terms in values.items():
        yield from (Rule(part, name, words(term.value), _law(term.origin)) for term in terms)


def _duty(duty: LegalDuty) -> str:
    said = duty.duty
    what = [said.what] if said.what else []
    places = [f"{where.place}{' (a link will do)' if where.link_ok else ''}" for where in said.where]
    more = [
        f"met by `{said.answered_by}`" if said.answered_by else "",
        "no P.O. box" if said.po_box_ok is False else "",
        "or on request" if said.on_request else "",
        f"without it: {words(said.consequence)}" if said.consequence != "none" else "",
        f"made national law: {said.transposed}" if said.transposed != "yes" else "",
    ]
    return "; ".join([*what, ", ".join(places), *(part for part in more if part)])


def _practice(name: str, practice: Practice, law: Law) -> tuple[str, Law]:
    condition = f": {practice.condition}" if practice.condition else ""
    instead = f"; lawful instead: {practice.instead}" if practice.instead else ""
    return f"{practice.verdict}{condition}{instead}", law


def words(value: Any) -> str:
    """A value of the law as its file writes it, in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        # Of several limits all bind, while several words of a list are no more than a list.
        joint = " and " if any(isinstance(one, Duration) for one in value) else ", "
        return joint.join(words(one) for one in value) or "none"
    return str(value).replace("_", " ")


def _law(origin: Any) -> Law:
    if not isinstance(origin, Law):
        raise TypeError(f"{origin} is no law")
    return origin


def share(found: Iterable[Rule]) -> int:
    """How many of a hundred rules were read in the law's own text, rounded down: only all of them are 100."""
    sure = [rule.law.confidence == Sure.READ for rule in found]
    return 100 * sum(sure) // len(sure) if sure else 0


HEADINGS = ("LAW", "NAME", "DEPTH", "REVIEWED", "RULES", "READ")


def table(laws: Iterable[Jurisdiction], day: date) -> Iterator[str]:
    """One line for each jurisdiction under a line of headings, as the law stands on a day."""
    return aligned([HEADINGS, *(_row(law, day) for law in laws)], right=(4, 5))


def _row(law: Jurisdiction, day: date) -> tuple[str, ...]:
    found = rules(law, day)
    return (law.id.upper(), law.name, law.depth, str(law.reviewed), str(len(found)), f"{share(found)} %")


def borrowed(members: Mapping[str, tuple[str, ...]], shipped: Iterable[str]) -> Iterator[str]:
    """What codes without a file of their own stand for, or whose law holds there."""
    known = {id.upper() for id in shipped}
    for code, ones in members.items():
        if code not in known:
            yield f"{code} stands for {', '.join(ones)}"
        elif without := [one for one in ones if one not in known]:
            yield f"{', '.join(without)}: no file of their own, the law of {code} holds"


def sheet(law: Jurisdiction, day: date) -> Iterator[str]:
    """Every rule of a jurisdiction on a day, each followed by what it stands on; then its notes and its texts."""
    found = rules(law, day)
    yield f"{law.name} ({law.id.upper()}): {law.depth}, reviewed {law.reviewed}"
    yield f"{len(found)} rules on {day}, {share(found)} % of them read in the law's own text; not legal advice"
    for part, of_part in groupby(found, key=lambda rule: rule.part):
        yield from ["", *([part] if part else [])]
        for cite, same in groupby(of_part, key=lambda rule: _cited(rule.law, law.id)):
            yield from (f"{'  ' if part else ''}{rule.name}: {rule.value}" for rule in same)
            yield f"{'  ' if part else ''}  {cite}"
    if law.notes:
        yield from ("", "notes", *(f"  {note}" for note in law.notes))
    texts = {rule.law.title: rule.law for rule in found if rule.law.url}
    yield from ("", "texts", *(f"  {_text(one)}" for one in texts.values()))


def _cited(law: Law, id: str) -> str:
    """What a rule stands on: article, text, how sure it is, its dates, and whose law it is where it is another's."""
    dates = [f"since {law.since}" if law.since else "", f"until {law.until}" if law.until else ""]
    inherited = f"law of {law.jurisdiction.upper()}" if law.jurisdiction != id else ""
    about = "; ".join(part for part in (law.confidence, *dates, inherited) if part)
    return f"{law.article or 'no article'}, {law.title} ({about})"


def _text(law: Law) -> str:
    return f"{law.title} (as of {law.version}) {law.url}"


def changes(laws: Iterable[Jurisdiction], day: date) -> Iterator[str]:
    """What is known to change after a day, the soonest first; what several laws change alike on one line."""
    found: dict[tuple[str, ...], list[str]] = {}
    for law, change in sorted(coming(laws, day), key=lambda one: (str(one[1].since), one[1].key)):
        about = f"{change.article}, {change.confidence}"
        found.setdefault((str(change.since), change.key, about), []).append(law.id.upper())
    rows = [
        ("FROM", "LAW", "WHAT"),
        *((since, ", ".join(ids), f"{key} ({about})") for (since, key, about), ids in found.items()),
    ]
    return aligned(rows) if found else iter([f"no change after {day} is known"])
