"""The parcel does not arrive: when to ask the supplier for the money, and what the customer is told meanwhile."""

from policy_gen.playbook.claims import claims
from policy_gen.playbook.desk import Desk
from policy_gen.records.reasons import Reason
from policy_gen.rules import parcels
from policy_gen.rules.clause import Clause

ID = "missing"
SOURCE = "What a page must say, D5, seen from the store: when a claim opens, and when it closes"


def derive(desk: Desk) -> Clause:
    """Every playbook has it: a lost parcel is always answered."""
    page = parcels.derive(desk.given)
    rows = {**page.rows, "claims": claims(desk, (Reason.LOST, Reason.DELIVERED_NOT_RECEIVED))}
    return Clause(ID, page.parts, {name: lines for name, lines in rows.items() if lines})
