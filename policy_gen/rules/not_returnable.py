"""What cannot be returned for the customer's own choice."""

from policy_gen.clause import Clause, present
from policy_gen.given import Given

ID = "not_returnable"
SOURCE = "What a page must say, D6: a closed list, and that it does not touch faults"


def derive(given: Given) -> Clause | None:
    """The clause is left out where no choice of the customer is accepted, or nothing is known to be excluded."""
    parts = present(items=given.published("not_returnable"))
    return Clause(ID, parts) if parts and given.offers.choices else None
