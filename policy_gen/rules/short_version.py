"""The eight key facts, so that a customer finds the answer in ten seconds."""

from collections.abc import Iterable, Iterator, Set

from policy_gen.deriving.offers import Offer, collected, grouped, listed
from policy_gen.provenance import Scope, Term
from policy_gen.records.reasons import Reason
from policy_gen.records.vocabulary import Payer
from policy_gen.rules.cancelling import by_law, fee, named_ends
from policy_gen.rules.change_of_mind import refusals, rights
from policy_gen.rules.clause import Clause, Row, by_value, present
from policy_gen.rules.given import Given, markets_with
from policy_gen.rules.refunds import original_payment, times

ID = "short_version"
SOURCE = "What a page must say, D1: eight facts that answer most questions, before everything else"

KEY_FACTS: dict[str, frozenset[str]] = {
    "how long customers have to report a problem": frozenset({"windows"}),
    "how long an order can be cancelled": frozenset(
        {"certain_until_stage", "certain_until_time", "asked_until_stage", "asked_until_time", "may_cancel_everywhere"}
    ),
    "which reasons are accepted": frozenset({"accepted"}),
    "who pays the return postage": frozenset({"postage_store_faults", "postage_store_reasons"}),
    "what it costs": frozenset({"no_fee", "fees", "cancellation_fee"}),
    "how the money comes back": frozenset({"original_payment"}),
    "how long a refund takes": frozenset({"times"}),
    "how to start": frozenset({"email"}),
}
"""The eight facts, each with the parts of which one must be there for the page to tell it."""


def derive(given: Given) -> Clause:
    """Every page has it; a fact that is not known has no row."""
    offers, alike = given.offers.returns, _alike(given)
    faults = frozenset(offer.reason for offer in given.offers.faults)
    cancelling = fee(given)
    rows = {
        "windows": _windows(given, faults),
        "fees": given.rows_by_market(lambda market: _fees(given, market, faults)),
        "times": times(given),
        "rights": rights(given, only_rest=True),
        "payers": given.rows_by_market(lambda market: _payer(given, market)),
        "postages": () if alike == offers else given.rows_by_market(lambda market: _postages(given, market)),
    }
    parts = (
        named_ends(given)
        | markets_with(given, Reason.CHANGE_OF_MIND, "withdrawal")
        | markets_with(given, Reason.DEFECTIVE, "rights")
        | by_law(given)
        | refusals(given)
        | present(
            accepted=listed(offers),
            **_named("postage_store", _paid_by(Payer.STORE, alike), faults),
            **_named("postage_customer", _paid_by(Payer.CUSTOMER, alike), faults),
            no_fee=None if rows["fees"] else cancelling.get("no_fee"),
            cancellation_fee=cancelling.get("fee"),
            original_payment=original_payment(given),
            email=given.terms.store.email,
        )
    )
    return Clause(ID, parts, {name: lines for name, lines in rows.items() if lines})


def _alike(given: Given) -> tuple[Offer, ...]:
    """The offers that are the same for all customers: where laws give rights, those for their choices may not be."""
    return given.offers.faults if given.with_right(Reason.CHANGE_OF_MIND) else given.offers.returns


def _windows(given: Given, faults: Set[Reason]) -> tuple[Row, ...]:
    alike = _alike(given)
    rows = _rows("report_within", alike, faults)
    if alike == given.offers.returns:
        return rows
    return (*rows, *given.rows_by_market(lambda market: _rows("report_within", given.choices(market), faults)))


def _fees(given: Given, market: str | None, faults: Set[Reason]) -> tuple[Row, ...]:
    costly = (offer for offer in (*given.offers.faults, *given.choices(market)) if _costs(offer))
    return _rows("restocking_fee", costly, faults)


def _postages(given: Given, market: str | None) -> Iterator[Row]:
    """Who pays the way back of what the store takes back of its own accord, in a market with a law about that."""
    for payer in Payer:
        paid = tuple(_paid_by(payer, given.choices(market)))
        if paid:
            yield {"for_reasons": collected(paid), **by_value("return_postage", Term(payer, paid[0].origin))}


def _payer(given: Given, market: str | None) -> Iterator[Row]:
    """Who pays the way back of what only the law lets customers return."""
    floor = given.terms.laws.floor("return_postage", Scope(Reason.CHANGE_OF_MIND, market))
    if floor is not None and given.rest_by_law(market):
        yield by_value("return_postage", floor)


def _rows(name: str, offers: Iterable[Offer], faults: Set[Reason]) -> tuple[Row, ...]:
    groups = grouped((offer for offer in offers if name in offer.terms), lambda offer: offer.terms[name].value)
    return tuple(
        {name: group.terms[name], whom: reasons}
        for group in groups
        for whom, reasons in _named("for", group.because, faults).items()
    )


def _named(name: str, because: Iterable[Term[Reason]], faults: Set[Reason]) -> dict[str, Term[tuple[Reason, ...]]]:
    """The reasons under two names: all faults together, which customers know as one case, and every other."""
    terms = tuple(because)
    together = faults if faults <= {term.sure for term in terms} else frozenset()
    ends = {
        "faults": [term for term in terms if term.sure in together],
        "reasons": [term for term in terms if term.sure not in together],
    }
    return {f"{name}_{end}": collected(some) for end, some in ends.items() if some}


def _costs(offer: Offer) -> bool:
    return "restocking_fee" in offer.terms and bool(offer.terms["restocking_fee"].sure.amount)


def _paid_by(payer: Payer, offers: Iterable[Offer]) -> Iterator[Term[Reason]]:
    """The reasons for which `payer` pays the return postage, each with what says so."""
    for offer in offers:
        postage = offer.terms.get("return_postage")
        if postage is not None and postage.value is payer:
            yield offer.because.at(postage.origin)
