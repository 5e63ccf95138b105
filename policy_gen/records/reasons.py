"""Why customers send things back, and who answers for each reason."""

from enum import StrEnum


class Reason(StrEnum):
    """A reason for a return, a refund or a question about a parcel."""

    CHANGE_OF_MIND = "change_of_mind"
    WRONG_SIZE_ORDERED = "wrong_size_ordered"
    ORDERED_BY_MISTAKE = "ordered_by_mistake"
    WRONG_ITEM = "wrong_item"
    WRONG_SIZE_SENT = "wrong_size_sent"
    MISSING_ITEM = "missing_item"
    MISSING_PART = "missing_part"
    MISPRINT = "misprint"
    DAMAGED = "damaged"
    DEFECTIVE = "defective"
    NOT_AS_DESCRIBED = "not_as_described"
    LOST = "lost"
    LATE = "late"
    DELIVERED_NOT_RECEIVED = "delivered_not_received"
    REFUSED = "refused"
    WRONG_ADDRESS = "wrong_address"
    CUSTOMS_HELD = "customs_held"


# The order is the order on the page: what happens most comes first.
FAULTS = (
    Reason.DAMAGED,
    Reason.DEFECTIVE,
    Reason.NOT_AS_DESCRIBED,
    Reason.WRONG_ITEM,
    Reason.WRONG_SIZE_SENT,
    Reason.MISSING_ITEM,
    Reason.MISSING_PART,
    Reason.MISPRINT,
)
"""The seller's side is at fault: always answered, whether the supplier covers it or not."""

ALWAYS_NAMED = frozenset(FAULTS) - {Reason.MISSING_PART, Reason.MISPRINT}
"""Faults that every shop can have; the others are named on the page where a supplier names them."""

CHOICES = (Reason.CHANGE_OF_MIND, Reason.WRONG_SIZE_ORDERED, Reason.ORDERED_BY_MISTAKE)
"""The customer's own choice: accepted only where the supplier, the store or the law says so."""

PARCELS = (Reason.LOST, Reason.LATE, Reason.DELIVERED_NOT_RECEIVED)
"""The parcel is not in the customer's hands."""

UNDELIVERABLE = (Reason.WRONG_ADDRESS, Reason.REFUSED, Reason.CUSTOMS_HELD)
"""The parcel could not be handed over for a reason on the customer's side."""

CANCELLATION = "cancellation"
"""Not a reason for a return, but terms are about it just the same: the customer asks before dispatch."""
