"""Why a page says what it says: each clause with its values, and for each value the way back to where it comes from."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from policy_gen.clause import Clause, Row
from policy_gen.findings import Span
from policy_gen.provenance import Answer, Default, Fact, Rule, Source, Term

STEP = "  "


def explain(clauses: Iterable[Clause]) -> Iterator[str]:
    """The lines of the explanation; every leaf is a place in a file or a named default."""
    for clause in clauses:
        yield clause.id
        yield from _row(clause.parts, STEP)
        for name, rows in clause.rows.items():
            for number, row in enumerate(rows, start=1):
                yield f"{STEP}{name} {number}"
                yield from _row(row, STEP * 2)
        yield ""


def _row(row: Row, indent: str) -> Iterator[str]:
    for name, term in row.items():
        yield f"{indent}{name}: {_value(term)}"
        yield from _origin(term, indent + STEP)


def _origin(term: Term[Any], indent: str) -> Iterator[str]:
    match term.origin:
        case Answer(key, span):
            yield f"{indent}answer {key}, {place(span)}"
        case Fact(key, span, supplier, sources):
            yield f"{indent}{supplier} {key}, {place(span)}"
            yield from (f"{indent}{STEP}{_source(source)}" for source in sources)
        case Default(name, why):
            yield f"{indent}default {name}: {why}"
        case Rule(step, inputs):
            yield f"{indent}{step}"
            for one in inputs:
                yield f"{indent}{STEP}{_value(one)}"
                yield from _origin(one, indent + STEP * 2)
    if term.replaced:
        yield f"{indent}instead of {_value(term.replaced)}"
        yield from _origin(term.replaced, indent + STEP)


def _source(source: Source) -> str:
    dated = f"captured {source.captured}" if source.captured else source.published
    confidence = source.confidence.replace("_", " ")
    return f'"{source.title}" ({confidence}; {dated}; checked {source.checked}) {source.url}'


def _value(term: Term[Any]) -> str:
    shown = _plain(term.value)
    worst = f", at worst {_plain(term.worst)}" if term.worst else ""
    assumed = f", assumed {_plain(term.assume)}" if term.assume is not None else ""
    return f"{shown}{worst}{assumed}"


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value) or "none"
    return value.isoformat() if isinstance(value, date) else str(value)


def place(span: Span) -> str:
    """Where something stands, as editors and terminals understand it."""
    return f"{span.file}:{span.line}:{span.column}"
