"""Goods that a supplier does not take back and customers may return by law."""

from collections.abc import Iterator

from policy_gen.deriving.exceptions import beyond
from policy_gen.findings import Finding, finding
from policy_gen.provenance import Scope
from policy_gen.records.reasons import Reason
from policy_gen.records.vocabulary import Coverage
from policy_gen.rules.given import Given


def goods_by_law(given: Given) -> Iterator[Finding]:
    """One note for the goods that a supplier leaves out of its returns, by the markets whose law doesn't."""
    excluded = given.published("not_returnable")
    if not excluded.known or not _takes_back(given):
        return  # Where the supplier takes nothing back, no goods need a word of their own.
    found: dict[str, list[str]] = {}
    for market in given.markets:
        right = given.terms.laws.owed(market, Reason.CHANGE_OF_MIND)
        goods = beyond(excluded.sure, right.exceptions) if right is not None else ()
        if goods:
            found.setdefault(", ".join(f"`{one}`" for one in goods), []).append(market)
    if found:
        listed = "; ".join(f"in {', '.join(markets)} {goods}" for goods, markets in found.items())
        yield finding(
            "COV006",
            f"the law lets customers return goods that the supplier doesn't take back: {listed}; "
            "but for those that the law leaves out itself, you pay for them",
            "`policy-gen laws` shows under `not for` which goods each law leaves out, and when",
            given.terms.place(excluded),
        )


def _takes_back(given: Given) -> bool:
    return given.terms.mirror("covered", Scope(Reason.CHANGE_OF_MIND)).known is Coverage.COVERED
