"""What customers are owed in each market, as the page has it, with the articles that say so."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from policy_gen.provenance import Law, Term
from policy_gen.records.provision import Sure
from policy_gen.records.scalars import Citation
from policy_gen.rules import legal_rights
from policy_gen.rules.clause import Row
from policy_gen.rules.given import Given, in_markets

LATE = ("ship_within", "delivery_at_most", "silence_waits", "unsupplied_refunds_within", "late", "seller_bears_loss")
"""How the names begin that the page has for what the law gives for a parcel that is late or lost."""


def law(given: Given, base: str) -> tuple[Row, ...]:
    """The page's rows on the law of each market that has a right, `choice` or `faults`.

    The right has its articles beside it, as `choice_article`; `choice_unsure` where one was not read in the law.
    """
    return _rows(given, lambda row: row if base in row else {}, lambda row: {base: row[base]}, base)


def late(given: Given) -> tuple[Row, ...]:
    """What the law of each market gives for a parcel that is late or lost, with the articles of all of it."""

    def part(row: Row) -> Row:
        return {name: term for name, term in row.items() if name.startswith(LATE)}

    return _rows(given, part, part, "late")


def _rows(given: Given, part: Callable[[Row], Row], cited: Callable[[Row], Row], name: str) -> tuple[Row, ...]:
    """A part of the page's row on each market, equal ones once, with the articles of every market that it is for."""
    found: dict[Any, tuple[Row, list[str], list[Term[Any]]]] = {}
    for market, whole in _by_market(given):
        row = {key: term for key, term in part(whole).items() if key != "markets"}
        if row:
            same = tuple((key, str(term.value)) for key, term in row.items())
            _, markets, terms = found.setdefault(same, (row, [], []))
            markets.append(market)
            terms += cited(row).values()
    return tuple(
        {"markets": in_markets(given, markets), **row, **_cited(name, terms)} for row, markets, terms in found.values()
    )


def _by_market(given: Given) -> Iterator[tuple[str, Row]]:
    laws = given.terms.laws
    for market, its in laws.markets.items():
        alone = replace(given, terms=replace(given.terms, laws=replace(laws, markets={market: its})))
        clause = legal_rights.derive(alone)
        yield from ((market, row) for row in (clause.rows["groups"] if clause else ()))


def _cited(name: str, terms: list[Term[Any]]) -> dict[str, Term[Any]]:
    """The articles behind some terms, and whether one of them was not read in the law itself."""
    first, *others = terms
    laws = [origin for term in terms for origin in term.leaves() if isinstance(origin, Law)]
    if not laws:
        return {}
    cited = first.made(Citation("; ".join(dict.fromkeys(law.article for law in laws))), "", *others)
    unsure = any(law.confidence != Sure.READ for law in laws)
    return {f"{name}_article": cited, **({f"{name}_unsure": cited} if unsure else {})}
