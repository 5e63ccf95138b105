"""Should you ask for the cancellation at all: whether the parcel can still be stopped, and what it costs otherwise."""

from policy_gen.playbook.desk import Desk
from policy_gen.playbook.figures import lost
from policy_gen.playbook.telling import merged
from policy_gen.records.reasons import Reason
from policy_gen.rules.cancelling import named_ends
from policy_gen.rules.clause import Clause, present
from policy_gen.rules.given import all_or_some, markets_with

ID = "worth"
SOURCE = "The article this project started from: first ask why, and don't ask for what can't be done any more"


def derive(desk: Desk) -> Clause:
    """Every playbook has it."""
    given = desk.given
    parts = merged(
        named_ends(given),
        present(ships_within=given.published("ships_within")),
        lost(desk.figures),
        markets_with(given, Reason.CHANGE_OF_MIND, "withdrawal"),
        all_or_some(given, given.terms.laws.may_cancel(), "may_cancel"),
    )
    return Clause(ID, parts)
