"""Where the steps and the terms come from: every source with how sure it is and the day on which it was compared."""

from collections.abc import Iterable, Iterator
from typing import Any

from policy_gen.playbook.telling import merged, word
from policy_gen.provenance import Default, Fact, Source, Term
from policy_gen.records.scalars import Url
from policy_gen.rules.clause import Clause, Row

ID = "sources"
SOURCE = "Nothing is invented: what was read where, and when"

HERE = Default("sources", "what the profiles and the shop platform cite")


def derive(clauses: Iterable[Clause]) -> Clause | None:
    """The sources of everything in these clauses; None where all of it comes from the merchant's own answers."""
    found = dict.fromkeys(source for term in _terms(clauses) for source in _cited(term))
    rows = tuple(_row(source) for source in found)
    return Clause(ID, {}, {"sources": rows}) if rows else None


def _terms(clauses: Iterable[Clause]) -> Iterator[Term[Any]]:
    for clause in clauses:
        for row in (clause.parts, *(row for rows in clause.rows.values() for row in rows)):
            yield from row.values()


def _cited(term: Term[Any]) -> Iterator[Source]:
    for origin in term.leaves():
        if isinstance(origin, Fact):
            yield from origin.sources


def _row(source: Source) -> Row:
    row: Row = {"title": Term(source.title, HERE), "checked": Term(source.checked, HERE)}
    url: Row = {"url": Term(Url(source.url), HERE)} if source.url else {}
    return merged(row, url, word("confidence", Term(source.confidence, HERE)))
