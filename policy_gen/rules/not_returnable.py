"""What cannot be returned for the customer's own choice."""

from collections.abc import Iterator
from typing import Any

from policy_gen.deriving.comparison import in_order
from policy_gen.provenance import Term
from policy_gen.records.reasons import Reason
from policy_gen.rules.clause import Clause, Row
from policy_gen.rules.given import Given

ID = "not_returnable"
SOURCE = "What a page must say, D6: a closed list, and that it does not touch faults"


def derive(given: Given) -> Clause | None:
    """The clause is left out where no choice of the customer is accepted, or nothing is known to be excluded."""
    lists = given.rows_by_market(lambda market: _items(given, market))
    return Clause(ID, {}, {"lists": lists}) if lists else None


def _items(given: Given, market: str | None) -> Iterator[Row]:
    """The supplier's exclusions; where the law gives a right to return, only those that it allows, and as it does."""
    items = given.published("not_returnable")
    if not items.known:
        return
    right = given.terms.laws.owed(market, Reason.CHANGE_OF_MIND) if market else None
    if right is None:
        yield from [{"goods": items}] if given.offers.choices else []
        return
    found: dict[str, list[Term[Any]]] = {}
    for one in right.exceptions:
        if set(one.goods.sure) <= set(items.sure):
            found.setdefault(CONDITIONS[one.needs_consent, one.must_be_marked], []).append(one.goods)
    for condition, allowed in found.items():
        goods = in_order(item for term in allowed for item in term.sure)
        yield {"goods": items.made(goods, "of these, what the law leaves out of the right to return", *allowed),
               **({condition: allowed[0]} if condition else {})}  # fmt: skip


CONDITIONS = {(False, False): "", (False, True): "if_marked", (True, False): "if_agreed", (True, True): "if_agreed"}
"""Under which condition goods are left out, by whether the customer must agree and whether they must be marked."""
