"""Cancelling before dispatch, and what happens when it is too late."""

from policy_gen.provenance import Scope
from policy_gen.records.reasons import CANCELLATION, Reason
from policy_gen.rules.cancelling import answer_within, by_law, fee, named_ends, silence_approves
from policy_gen.rules.clause import Clause, present
from policy_gen.rules.given import Given, all_or_some, in_markets
from policy_gen.rules.refunds import cancelled

ID = "cancellation"
SOURCE = "What a page must say, D2: until when, how, what it costs, when the money is back, what if it is too late"


def derive(given: Given) -> Clause | None:
    """The clause is left out where nothing is known of an end of cancelling, and no law lets customers cancel."""
    ends, laws, free = named_ends(given), by_law(given), given.terms.laws.may_cancel()
    if not ends and not free:
        return None
    asked = {name for name in ends if name.startswith("asked")}
    # Who promises an end of cancelling, promises it for every order.
    every = given.terms.promised("certain_until", Scope(CANCELLATION))
    parts = (
        ends
        | laws
        | fee(given)
        | present(
            email=given.terms.store.email,
            not_cancellable=None if every else given.cancelling("not_cancellable"),
            answer_within=answer_within(given) if asked else None,
            silence_approves=silence_approves(given) if asked else None,
        )
    )
    # The right to cancel is the right to return, used before the parcel is there: it leaves out the same goods.
    left_out = tuple(market for market in free if given.left_out(market))
    parts |= present(may_cancel_left_out=in_markets(given, left_out) if left_out else None)
    refunds = given.rows_by_market(lambda market: cancelled(given, market))
    # Who may cancel until the parcel arrives needs no other word on one that is on its way.
    returning = tuple(market for market in given.with_right(Reason.CHANGE_OF_MIND) if market not in free)
    parts |= all_or_some(given, returning, "withdrawal")
    return Clause(ID, parts, {"refunds": refunds} if refunds else {})
