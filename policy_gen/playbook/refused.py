"""The supplier refuses a cancellation: with a tracking number and without one, and the dispute."""

from policy_gen.durations import Duration, Event, Unit
from policy_gen.playbook.cancel import contact, once_sent
from policy_gen.playbook.desk import Desk, Side
from policy_gen.playbook.telling import merged, value, values, word
from policy_gen.provenance import Default, Scope, Term
from policy_gen.records.reasons import Reason
from policy_gen.records.vocabulary import Approver
from policy_gen.rules.clause import Clause, Row, present

ID = "refused"
SOURCE = "The article this project started from: ask for the tracking number; without one open a dispute"

TRACKING_WITHIN = Term(
    Duration(5, 5, Unit.BUSINESS_DAYS, Event.REQUEST),
    Default("tracking_number", "how long you wait for a tracking number; advice, no supplier's rule"),
)


def derive(desk: Desk) -> Clause:
    """Every playbook has it; a supplier that nobody has to ask can't refuse."""
    asked = [side for side in desk.sides if can_refuse(side)]
    rows = {
        "sides": tuple(map(_side, asked)),
        "free": tuple({"supplier": side.name} for side in desk.sides if side not in asked),
        "whatever": once_sent(desk.given),
    }
    parts = {"tracking_within": TRACKING_WITHIN} if asked else {}
    return Clause(ID, parts, {name: lines for name, lines in rows.items() if lines})


def can_refuse(side: Side) -> bool:
    """Whether some cancellation hangs on a yes of the supplier, or nobody knows if it does."""
    approvers = {terms["approver"].known for terms, _ in side.stages()}
    return approvers != {Approver.NOBODY}


def _side(side: Side) -> Row:
    lost = Scope(Reason.LOST)
    return merged(
        {"supplier": side.name},
        word("tracking_number", side.fact("tracking_number")),
        present(tracking_corrected_within=side.fact("tracking_corrected_within")),
        word("not_shipped", side.fact("not_shipped_in_time")),
        present(ships_within=side.fact("ships_within")),
        word("where", side.dispute("where")),
        word("dispute", side.dispute("opens")),
        value("how", side.dispute("how")),
        values(
            opens=side.said("report_opens", lost),
            closes=side.closes(lost),
            reply_within=side.dispute("reply_within"),
            steps_in_within=side.dispute("platform_steps_in_within"),
        ),
        word("silence", side.dispute("silence")),
        word("elsewhere", side.dispute("elsewhere")),
        contact(side),
    )
