"""How to ask for a return, step by step."""

from policy_gen.deriving.comparison import in_order
from policy_gen.deriving.offers import distinct
from policy_gen.provenance import Default, Term
from policy_gen.records.reasons import Reason
from policy_gen.records.vocabulary import Clarity, Evidence
from policy_gen.rules.clause import Clause, present
from policy_gen.rules.given import Given, all_or_some, markets_with

ID = "how_to_return"
SOURCE = "What a page must say, D7: write, wait for the steps, post, get the money; no address on the page"

OF_GROUPS = frozenset({"evidence"})
"""What is asked for with a fault stands beside each fault, too: where products differ in it, only there."""
ORDER_NUMBER = Default("order_number", "without it nobody finds the order")


def derive(given: Given) -> Clause:
    """Every page has it."""
    store = given.terms.store
    evidence = [offer.terms["evidence"] for offer in given.offers.faults if "evidence" in offer.terms]
    instructions = given.published("instructions")
    parts = present(
        email=store.email,
        order_number=Term(Evidence.ORDER_NUMBER, ORDER_NUMBER),
        evidence=_all(evidence),
        answers_within=given.terms.answers_within,
        resolves_within=given.published("resolves_within"),
        po_box=store.po_box,
        clear=instructions if instructions.known is Clarity.CLEAR else None,
    )
    instructed = all_or_some(given, given.terms.laws.instructed(), "instructed")
    if link := present(withdrawal_instruction=store.withdrawal_instruction):
        # Who may withdraw need not ask where to: the instruction says it.
        parts |= link | instructed if instructed else {}
    return Clause(ID, parts | markets_with(given, Reason.DEFECTIVE, "rights"))


def _all(evidence: list[Term[tuple[Evidence, ...]]]) -> Term[tuple[Evidence, ...]] | None:
    """Everything that is asked for with any fault, besides the order number."""
    if not evidence:
        return None
    pieces = in_order(piece for term in evidence for piece in term.sure if piece is not Evidence.ORDER_NUMBER)
    first, *others = distinct(evidence, lambda term: tuple(term.leaves()))
    return first.made(pieces, "", *others)
