"""Something is wrong with the goods: who bears it, what the customer is owed, what the supplier gives back."""

from policy_gen.deriving.offers import Offer
from policy_gen.playbook.claims import claims
from policy_gen.playbook.desk import Desk
from policy_gen.playbook.owed import law
from policy_gen.playbook.telling import merged, word
from policy_gen.provenance import Term
from policy_gen.records.reasons import Reason
from policy_gen.rules import something_wrong
from policy_gen.rules.clause import Clause, Row, by_value

ID = "wrong"
SOURCE = "The article this project started from: the usual reasons of a return, and who is at fault in each"


def derive(desk: Desk) -> Clause:
    """Every playbook has it: a fault is always answered."""
    page, faults = something_wrong.derive(desk.given), desk.given.offers.faults
    rows = {
        "causes": tuple(map(_cause, faults)),
        "groups": page.rows["groups"],
        "claims": claims(desk, (fault.reason for fault in faults)),
        "law": law(desk.given, "faults"),
    }
    parts = merged(page.parts, {"handling": desk.given.terms.handling})
    return Clause(ID, parts, {name: lines for name, lines in rows.items() if lines})


def _cause(offer: Offer) -> Row:
    reason: Term[Reason] = offer.because
    return merged({"cause": reason}, by_value("cause", reason), word("covered", offer.covered))
