"""Which of a supplier's rules could hold for an order, by where it goes and what is known of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from policy_gen.deriving.expansion import Case, Supplier
from policy_gen.deriving.keeping import OF_CANCELLING, settled
from policy_gen.deriving.merging import worst
from policy_gen.durations import Duration, Event
from policy_gen.provenance import Rule, Scope, Term
from policy_gen.records import markets
from policy_gen.records.markets import Market
from policy_gen.records.reasons import CANCELLATION, Reason
from policy_gen.records.record import UNKNOWN
from policy_gen.records.supplier import When
from policy_gen.records.vocabulary import Approver

WHEN_ASKED = ("asked_until", "reply_within", "silence")
"""What is said of cancelling by somebody's consent."""


def asking(name: str, cases: Iterable[Case]) -> list[Case]:
    """The ways of cancelling where some of them need consent: what is certain can be asked for, too, until it ends."""
    chosen = (case for case in cases if name == "asked_until" or _needs_consent(case))
    return [Case(case.when, _with_asking(case.terms)) for case in chosen]


def _needs_consent(case: Case) -> bool:
    """Whether cancelling needs somebody's consent, or nobody knows; False where it is certain as long as it is open."""
    return "asked_until" in case.terms or "certain_until" not in case.terms


def _with_asking(terms: Mapping[str, Term[Any]]) -> Mapping[str, Term[Any]]:
    return {"asked_until": terms["certain_until"], **terms} if "certain_until" in terms else terms


def cases_of(supplier: Supplier, reason: str, places: Sequence[Market | None]) -> list[Case]:
    """A supplier's rules that could hold for a reason, or for cancelling, in one of the places that orders go to."""
    if reason == CANCELLATION:
        return _chains(supplier.cancellation, places)
    return possible(supplier.returns.get(Reason(reason), ()), places)


def possible(cases: Sequence[Case], places: Sequence[Market | None]) -> list[Case]:
    """The cases that could hold in one of the places, in their order."""
    numbers = {number for market in places for number in _numbers(cases, market)}
    return [[*cases, NO_RULE][number] for number in sorted(numbers)]


def _numbers(cases: Sequence[Case], market: Market | None) -> list[int]:
    """Which cases could hold in a place, as far as is known: up to the first that surely does.

    Where none surely does, perhaps none holds at all: then nothing is known, which is the number after the last.
    """
    found = []
    for number, case in enumerate(cases):
        applies = holds(case.when, market)
        if applies is not False:
            found.append(number)
        if applies:
            return found
    return [*found, len(cases)] if cases else []


NO_RULE = Case(When.model_construct(), {})
"""What a supplier says of an order that none of its rules is for."""


def under(when: When, term: Term[Any], places: Sequence[Market | None]) -> Term[Any]:
    """The term with what it hangs on, where that is not decided or not the same for all orders."""
    applies = {holds(when, market) for market in places}
    if applies == {True} or term is UNKNOWN:
        return term
    asked = [f"{name} is {_listed(wanted)}" for name in type(when).model_fields if (wanted := getattr(when, name))]
    step = f"only if {' and '.join(asked)}{'' if True in applies else ', which nobody has said'}"
    return replace(term, origin=Rule(step, (term,)), replaced=None)


def _listed(wanted: str | tuple[str, ...]) -> str:
    return wanted if isinstance(wanted, str) else " or ".join(wanted)


def holds(when: When, market: Market | None) -> bool | None:
    """Whether a rule's condition is met; None where that depends on something that nobody has said."""
    there = markets.holds_for(when.ship_to, market) if when.ship_to else True
    if there is False:
        return False
    undecided = (when.ship_from, when.category, when.shipping_method, when.badge, when.item_value_over)
    if any(undecided) or there is None:
        return None
    return True


def _chains(cases: Sequence[Case], places: Sequence[Market | None]) -> list[Case]:
    """The ways in which cancelling could go, each by its stages in time: certain first, then on request."""
    chains: dict[int, Case] = {}
    for place, case in enumerate(cases):
        if all(chain.when != case.when for chain in chains.values()):
            # What is said for every order before holds for these orders, too.
            stages = [one for one in cases[:place] if one.when == When()]
            stages += [one for one in cases[place:] if one.when == case.when]
            chains[place] = Case(case.when, _stages([stage.terms for stage in stages]))
    return possible(sorted(chains.values(), key=lambda chain: chain.when == When()), places)


def _stages(stages: Sequence[Mapping[str, Term[Any]]]) -> dict[str, Term[Any]]:
    """The terms of cancelling through all its stages; what a request takes is said by the stages that need one."""
    # Before payment there is no order to cancel from a customer's point of view: customers pay as they order.
    paid = [terms for terms in stages if not _before_payment(terms["until"])]
    certain = [terms for terms in paid if terms["approver"].known is Approver.NOBODY]
    asked = [terms for terms in paid if terms["approver"].known is not Approver.NOBODY]
    chain: dict[str, Term[Any]] = {}
    for name in ("fee", "refunds_within", "not_cancellable"):
        chain |= _through(name, paid)
    for name in ("reply_within", "silence"):
        chain |= _through(name, asked)
    if certain:
        chain["certain_until"] = certain[-1]["until"]
    if asked:
        chain["asked_until"] = asked[-1]["until"]
    return chain


def _through(name: str, stages: Iterable[Mapping[str, Term[Any]]]) -> dict[str, Term[Any]]:
    terms = [settled(name, terms[name], OF_CANCELLING) for terms in stages if name in terms]
    return {name: worst(name, terms, Scope(CANCELLATION))} if terms else {}


def _before_payment(until: Term[Duration]) -> bool:
    return until.known is not None and until.known.is_stage and until.known.event is Event.PAYMENT
