"""Cancelling as the store can offer it: for certain until some moment, on request until another."""

from dataclasses import replace
from typing import Any

from policy_gen.deriving.comparison import KINDS
from policy_gen.deriving.offers import NO_FEE
from policy_gen.durations import Event, Order, total
from policy_gen.provenance import Scope, Term
from policy_gen.records.reasons import CANCELLATION
from policy_gen.records.scalars import Fee
from policy_gen.records.vocabulary import Silence
from policy_gen.rules.given import Given, all_or_some
from policy_gen.rules.legal_rights import BREACHES


def cut_offs(given: Given) -> dict[str, Term[Any]]:
    """The ends of cancelling that are known: `certain_until` and, where it may end later, `asked_until`."""
    certain, asked = given.cancelling("certain_until"), given.cancelling("asked_until")
    known = {name: term for name, term in (("certain_until", certain), ("asked_until", asked)) if term.known}
    if certain.known and asked.known and KINDS["asked_until"].order(asked.known, certain.known) in NOT_LATER:
        known.pop("asked_until")
    return known


NOT_LATER = (Order.WORSE, Order.EQUAL)


def named_ends(given: Given) -> dict[str, Term[Any]]:
    """The cut-offs under names that say how they end, so that templates need not look: by a stage or by the clock."""
    return {f"{name}_{'stage' if term.sure.is_stage else 'time'}": term for name, term in cut_offs(given).items()}


def by_law(given: Given) -> dict[str, Term[Any]]:
    """The markets whose law lets customers cancel until the parcel arrives; of the others those that ask for a cause.

    A cause is an order that is late, or a duty of the store that it broke.
    """
    laws, free = given.terms.laws, given.terms.laws.may_cancel()
    others = tuple(market for market in given.markets if market not in free)
    late = tuple(market for market in others if "late" in laws.stated(market, "delivery"))
    breach = tuple(market for market in others if any(laws.after_breach(market, one) for one in BREACHES))
    # Where the law only asks that the order leaves in time, one that has left is not late any more.
    shipped = tuple(market for market in late if "shipping_is_enough" not in laws.stated(market, "delivery"))
    found = {"may_cancel": free, "late_cancel": late, "late_cancel_shipped": shipped, "breach_cancel": breach}
    return {part: term for name, some in found.items() for part, term in all_or_some(given, some, name).items()}


def answer_within(given: Given) -> Term[Any] | None:
    """By when the customer hears whether a request worked: the supplier's time and ours, one after the other."""
    reply, ours = given.cancelling("reply_within"), given.terms.answers_within
    if reply.known is None or ours.known is None:
        return None
    longest = total((reply.known, ours.known), Event.REQUEST)
    both = (replace(time, event=None) for time in (reply.known, ours.known))
    return reply.made(longest, "{} for the supplier + {} for us = {}".format(*both, longest), ours)


def silence_approves(given: Given) -> Term[Any] | None:
    """There where the supplier's silence is a yes."""
    silence = given.cancelling("silence")
    return silence if silence.known is Silence.APPROVED else None


def fee(given: Given) -> dict[str, Term[Any]]:
    """What a cancellation costs the customer, under a name that says whether it costs anything."""
    term: Term[Fee] = given.cancelling("fee")
    if term.known is None:
        term = Term(Fee(0), NO_FEE, Scope(CANCELLATION))
    return {"fee" if term.sure.amount else "no_fee": term}
