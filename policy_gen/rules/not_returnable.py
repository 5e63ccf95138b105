"""What cannot be returned for the customer's own choice."""

from policy_gen.deriving.exceptions import in_parts, of_both
from policy_gen.records.reasons import Reason
from policy_gen.rules.clause import Clause, Row
from policy_gen.rules.given import Given, all_or_some

ID = "not_returnable"
SOURCE = "What a page must say, D6: a closed list, and that it does not touch faults"


def derive(given: Given) -> Clause | None:
    """The clause is left out where nothing is known to be excluded: by the supplier, or by a law that gives a right.

    Where a law gives one, its own list stands with the right, and this clause points to it.
    """
    lists = given.rows_by_market(lambda market: [row for row in [_items(given, market)] if row])
    by_law = tuple(market for market in given.with_right(Reason.CHANGE_OF_MIND) if given.left_out(market))
    parts = all_or_some(given, by_law, "left_out")
    return Clause(ID, parts, {"lists": lists} if lists else {}) if lists or parts else None


def _items(given: Given, market: str | None) -> Row:
    """What the store does not take back of its own accord: the supplier's exclusions.

    Where the law gives a right to return, only those that it leaves out, and as it does.
    """
    items = given.published("not_returnable")
    if not items.known or not given.offers.choices:
        return {}
    if market not in given.with_right(Reason.CHANGE_OF_MIND):
        return {"goods": items}
    step = "of these, what the law leaves out of the right to return"
    parts = in_parts(of_both(items.sure, given.left_out(market)), step, items)
    return {NAMES[name]: term for name, term in parts.items()}


NAMES = {"exceptions": "goods", "exceptions_only_if": "goods_only_if"}
"""What this clause calls the goods that a law leaves out."""
