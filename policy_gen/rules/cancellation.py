"""Cancelling before dispatch, and what happens when it is too late."""

from policy_gen.cancelling import answer_within, fee, named_ends, silence_approves
from policy_gen.clause import Clause, present
from policy_gen.given import Given

ID = "cancellation"
SOURCE = "What a page must say, D2: until when, how, what it costs, when the money is back, what if it is too late"


def derive(given: Given) -> Clause | None:
    """The clause is left out where nothing is known of an end of cancelling."""
    ends = named_ends(given)
    if not ends:
        return None
    asked = {name for name in ends if name.startswith("asked")}
    parts = (
        ends
        | fee(given)
        | present(
            email=given.terms.store.email,
            refunds_within=given.cancelling("refunds_within"),
            answer_within=answer_within(given) if asked else None,
            silence_approves=silence_approves(given) if asked else None,
        )
    )
    return Clause(ID, parts)
