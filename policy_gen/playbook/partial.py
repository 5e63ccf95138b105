"""A partial refund: when it is fair, what to offer, and where the law lets the customer have more."""

from policy_gen.deriving.offers import Offer, collected
from policy_gen.playbook.desk import Desk, Side
from policy_gen.playbook.owed import law
from policy_gen.provenance import Scope, Term
from policy_gen.records.reasons import Reason
from policy_gen.records.vocabulary import Coverage, Remedy
from policy_gen.rules.clause import Clause, Row
from policy_gen.rules.given import markets_with

ID = "partial"
SOURCE = "The article this project started from: some cases end with a part of the price"


def derive(desk: Desk) -> Clause:
    """Every playbook has it."""
    offered = [_offered(fault) for fault in desk.given.offers.faults if Remedy.PARTIAL_REFUND in _remedies(fault)]
    parts = {"offered": collected(offered)} if offered else {}
    parts |= markets_with(desk.given, Reason.DEFECTIVE, "rights")
    rows = {"sides": tuple(map(_side, desk.sides)), "law": law(desk.given, "faults")}
    return Clause(ID, parts, {name: lines for name, lines in rows.items() if lines})


def _remedies(offer: Offer) -> tuple[Remedy, ...]:
    remedies: tuple[Remedy, ...] = offer.terms["remedies"].sure
    return remedies


def _offered(offer: Offer) -> Term[Reason]:
    return offer.because.at(offer.terms["remedies"].origin)


def _side(side: Side) -> Row:
    """Whether a supplier pays a part of the price for any fault."""
    told = [offer.reason for offer in side.given.offers.faults if offer.covered.known is Coverage.COVERED]
    given = [side.said("remedies", Scope(reason)) for reason in told]
    paying = [term for term in given if Remedy.PARTIAL_REFUND in (term.known or ())]
    if paying:
        return {"supplier": side.name, "gives": paying[0]}
    unknown = not given or any(term.known is None for term in given)
    return {"supplier": side.name, "gives_unknown" if unknown else "gives_none": side.name}
