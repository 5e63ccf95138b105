"""The customer changed their mind or ordered the wrong size: what the page gives, what the law does, who pays."""

from policy_gen.playbook.claims import claims
from policy_gen.playbook.desk import Desk
from policy_gen.playbook.owed import law
from policy_gen.records.reasons import CHOICES, Reason
from policy_gen.rules import change_of_mind
from policy_gen.rules.clause import Clause, present
from policy_gen.rules.given import markets_with

ID = "choices"
SOURCE = "The article this project started from: the wrong size ordered is nobody's fault but the customer's"


def derive(desk: Desk) -> Clause:
    """Every playbook has it."""
    page = change_of_mind.derive(desk.given)
    rows = {**page.rows, "claims": claims(desk, CHOICES), "law": law(desk.given, "choice")}
    withdrawal = markets_with(desk.given, Reason.CHANGE_OF_MIND, "withdrawal")
    parts = {**page.parts, **withdrawal, **present(po_box=desk.given.terms.store.po_box)}
    return Clause(ID, parts, {name: lines for name, lines in rows.items() if lines})
