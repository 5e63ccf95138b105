"""The parcel does not arrive: what the page and the law give, and when to ask the supplier for the money."""

from policy_gen.playbook.claims import claims
from policy_gen.playbook.desk import Desk
from policy_gen.playbook.owed import late
from policy_gen.records.reasons import Reason
from policy_gen.rules import parcels
from policy_gen.rules.clause import Clause

ID = "missing"
SOURCE = "What a page must say, D5, seen from the store: when a claim opens, and when it closes"

NEVER_CAME = (Reason.LOST, Reason.DELIVERED_NOT_RECEIVED)


def derive(desk: Desk) -> Clause:
    """Every playbook has it: a lost parcel is always answered."""
    given, page = desk.given, parcels.derive(desk.given)
    rows = {
        **page.rows,
        "late": late(given),
        "claims": given.rows_by_market(lambda market: claims(desk, NEVER_CAME, market)),
    }
    return Clause(ID, page.parts, {name: lines for name, lines in rows.items() if lines})
