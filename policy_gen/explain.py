"""Why a page says what it says: each clause with its values, and for each value the way back to where it comes from."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from policy_gen.findings import Span
from policy_gen.provenance import Answer, Default, Fact, Law, Rule, Source, Term
from policy_gen.rules.clause import Clause, Row

STEP = "  "
STEMS = ("certain_until", "asked_until", "for", "postage_store", "postage_customer")
"""Names of parts that go on with the kind of value they have: a stage or a time, all faults or single reasons."""


def explain(clauses: Iterable[Clause]) -> Iterator[str]:
    """The lines of the explanation; every leaf is a place in a file or a named default."""
    for clause in clauses:
        yield f"{clause.id} ({', '.join(clause.products)})" if clause.products else clause.id
        yield from _row(clause.parts, STEP)
        for name, rows in clause.rows.items():
            for number, row in enumerate(rows, start=1):
                yield f"{STEP}{name} {number}"
                yield from _row(row, STEP * 2)
        yield ""


def _row(row: Row, indent: str) -> Iterator[str]:
    for name, term in row.items():
        yield f"{indent}{part_name(name, term)}: {shown(term)}"
        yield from (f"{indent}{STEP}{line}" for line in _origin(term))


def part_name(name: str, term: Term[Any]) -> str:
    """A part's name without the end that only tells templates which value it has, or what kind of one."""
    for stem in STEMS:
        if name.startswith(f"{stem}_"):
            return stem
    return name.removesuffix(f"_{str(term.value).replace(' ', '_')}")


def _origin(term: Term[Any]) -> Iterator[str]:
    match term.origin:
        case Answer(key, span):
            yield f"answer {key}, {place(span)}"
        case Fact(key, span, supplier, sources):
            yield f"{supplier} {key}, {place(span)}"
            yield from (f"{STEP}{cited(source)}" for source in sources)
        case Law():
            yield f"law {term.origin.jurisdiction} {term.origin.key}, {place(term.origin.span)}"
            yield f'{STEP}{term.origin.article}, "{term.origin.title}" ({term.origin.confidence}) {term.origin.url}'
        case Default(name, why):
            yield f"default {name}: {why}"
        case Rule(step, inputs):
            yield from [step] if step else []
            named = step or shown(term)
            yield from (f"{STEP if step else ''}{line}" for line in _inputs(named, inputs))
    if term.replaced:
        yield f"instead of {shown(term.replaced)}"
        yield from (f"{STEP}{line}" for line in _origin(term.replaced))


def _inputs(named: str, inputs: Iterable[Term[Any]]) -> Iterator[str]:
    """What a rule started from: values of the same origin on one line, none that the line before has just named."""
    values: dict[tuple[str, ...], list[str]] = {}
    for term in inputs:
        values.setdefault(tuple(_origin(term)), []).append(shown(term))
    for lines, same in values.items():
        value = ", ".join(dict.fromkeys(same))
        is_named = len(values) == 1 and value in named
        yield from [] if is_named else [value]
        yield from (f"{'' if is_named else STEP}{line}" for line in lines)


def cited(source: Source) -> str:
    """A source in one line: its title, how sure it is, its dates, and where it stands."""
    captured = [f"captured {source.captured}"] if source.captured else []
    known = "; ".join([source.confidence.replace("_", " "), source.published, *captured, f"checked {source.checked}"])
    return f"{source.title} ({known}) {source.url}".rstrip()


def shown(term: Term[Any]) -> str:
    """A term's value with what is known beside it."""
    worst = f", at worst {_plain(term.worst)}" if term.worst else ""
    assumed = f", assumed {_plain(term.assume)}" if term.assume is not None else ""
    return f"{_plain(term.value)}{worst}{assumed}"


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value) or "none"
    return value.isoformat() if isinstance(value, date) else str(value)


def place(span: Span) -> str:
    """Where something stands, as editors and terminals understand it."""
    return f"{span.file}:{span.line}:{span.column}"
