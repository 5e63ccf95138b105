"""What cannot be returned for the customer's own choice."""

from typing import Any

from policy_gen.clause import Clause
from policy_gen.given import Given
from policy_gen.provenance import Term
from policy_gen.reasons import Reason

ID = "not_returnable"
SOURCE = "What a page must say, D6: a closed list, and that it does not touch faults"


def derive(given: Given) -> Clause | None:
    """The clause is left out where no choice of the customer is accepted, or nothing is known to be excluded."""
    lists = given.by_market("goods", lambda market: _items(given, market))
    named = tuple(row for row in lists if row["goods"].value)
    return Clause(ID, {}, {"lists": named}) if named else None


def _items(given: Given, market: str | None) -> Term[tuple[Any, ...]] | None:
    """The supplier's exclusions; where the law gives a right to return, only those that it allows."""
    items = given.published("not_returnable")
    if items.known is None:
        return None
    laws = [right for _, right in given.terms.laws.rights(market, Reason.CHANGE_OF_MIND)] if market else []
    if not laws:
        return items if given.offers.choices else None
    allowed = [exception.goods for right in laws for exception in right.exceptions]
    kinds = {kind for exception in allowed for kind in exception.sure}
    lawful = tuple(item for item in items.known if item in kinds)
    return items.made(lawful, "of these, what the law leaves out of the right to return", *allowed)
