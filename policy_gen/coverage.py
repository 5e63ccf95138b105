"""Where the page gives more than the supplier pays for: one note for each gap, with its sum."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from policy_gen.comparison import KINDS
from policy_gen.durations import Duration, Event, Order, Unit
from policy_gen.findings import Finding, Span, finding
from policy_gen.given import Given
from policy_gen.keeping import keep
from policy_gen.offers import Offer, no_time
from policy_gen.provenance import Answer, Fact, Rule, Scope, Term
from policy_gen.reasons import CANCELLATION, FAULTS, Reason
from policy_gen.scalars import Fee
from policy_gen.terms import Terms
from policy_gen.vocabulary import Coverage, Payer

NO_HANDLING = Term(Duration(0, 0, Unit.DAYS))
WITHIN_SUPPLIER = (Order.WORSE, Order.EQUAL)


def coverage(given: Given) -> Iterator[Finding]:
    """Every gap between the page and the supplier, in the order of the page."""
    yield from _uncovered_faults(given)
    yield from _postage_of_faults(given)
    yield from _nothing_left(given)
    for topic, promise in given.terms.promises.items():
        yield from _promise(given, topic, promise)


def _uncovered_faults(given: Given) -> Iterator[Finding]:
    faults = (*given.offers.faults, given.offers.lost)
    missing = [offer.reason for offer in faults if not offer.by_supplier and not _promised(given.terms, offer)]
    if missing:
        yield finding(
            "COV001",
            f"the supplier doesn't say that it covers {_names(missing)}: the page offers a refund all the same, "
            "as faults are always answered, and you pay it",
            "ask the supplier, and add what it accepts to `accepted`",
            given.terms.named_at,
        )


def _promised(terms: Terms, offer: Offer) -> bool:
    return terms.promised("offered", Scope(offer.reason)) is not None


def _postage_of_faults(given: Given) -> Iterator[Finding]:
    """Faults that the supplier covers but for whose postage it is not known to pay."""
    unpaid = [
        offer.reason
        for offer in given.offers.faults
        if offer.by_supplier
        and given.terms.mirror("return_postage", Scope(offer.reason)).known in (None, Payer.CUSTOMER)
    ]
    if unpaid:
        yield finding(
            "COV004",
            f"the supplier doesn't pay the return postage for {_names(unpaid)}, or nobody knows: "
            "the customer never pays for a fault, so you do",
            "ask the supplier, and answer `return_postage`",
            given.terms.named_at,
        )


def _nothing_left(given: Given) -> Iterator[Finding]:
    """Windows of which the handling time leaves less than one day."""
    for reason in Reason:
        window = given.terms.mirror("report_within", Scope(reason))
        if window.known is None or not no_time(window) or given.terms.promised("report_within", Scope(reason)):
            continue
        sum_ = window.origin.step if isinstance(window.origin, Rule) else str(window.value)
        what = "the page names no last day" if reason in FAULTS or reason is Reason.LOST else "it is not offered"
        yield finding(
            "COV005",
            f"`{reason}`: nothing is left of the supplier's window ({sum_}): {what}",
            "a shorter `handling_time`, if you can report that fast",
            _span(given.terms.supplied("report_within", Scope(reason))[0], given.terms),
        )


def _promise(given: Given, topic: str, promise: Any) -> Iterator[Finding]:
    terms, scope = given.terms, Scope(topic)
    offered = promise.get("offered")
    uncovered = topic != CANCELLATION and terms.mirror("covered", scope).known is not Coverage.COVERED
    if offered is not None and offered.value != "never" and uncovered:
        yield _not_covered(terms, topic, promise, offered)
        return
    for name in promise:
        own = terms.promised(name, scope)
        if own is not None and name in KINDS:
            yield from _compared(terms, name, own)


def _not_covered(terms: Terms, topic: str, promise: Any, offered: Term[Any]) -> Finding:
    window = promise["report_within"].known
    days = f" asked for on days 1 to {window.high}" if window and window.unit is Unit.DAYS else ""
    remedies = promise["remedies"].known or ()
    what = f"{_words(str(r) for r in remedies) if remedies else 'refund'}{days}"
    return finding(
        "COV003",
        f"you promise more than the supplier gives: it does not cover `{topic}`, so you pay each {what} yourself",
        "",
        _span(offered, terms),
    )


def _compared(terms: Terms, name: str, own: Term[Any]) -> Iterator[Finding]:
    """The finding about one promised value, if it goes beyond what the store can pass on."""
    mirror, supplier = terms.mirror(name, own.scope), _supplier_own(terms, name, own.scope)
    if name == "certain_until":
        asked = terms.mirror("asked_until", own.scope)
        if mirror.known is None and asked.known is not None:
            yield _beyond_request(own, asked, terms)
            return
    if mirror.known is not None and KINDS[name].order(own.sure, mirror.known) in WITHIN_SUPPLIER:
        return
    if name == "report_within" and supplier is not None and _leaves(own.sure, supplier) is not None:
        left = _leaves(own.sure, supplier)
        days = terms.handling.sure.high
        yield finding(
            "COV002",
            f"you promise {own.value}, the supplier gives {supplier}: "
            f"that leaves you {left} of your {days} days to report",
            "",
            _span(own, terms),
        )
        return
    yield finding(
        "COV003", f"you promise more than the supplier gives: {_gap(name, own, supplier)}", "", _span(own, terms)
    )


def _beyond_request(own: Term[Duration], asked: Term[Duration], terms: Terms) -> Finding:
    return finding(
        "COV003",
        f"you promise that every order can be cancelled {_cut_off(own.sure)}, but the supplier must agree "
        f"({_cut_off(asked.sure)}) or may ship earlier: for an order that it doesn't stop, you pay the refund yourself",
        "",
        _span(own, terms),
    )


def _cut_off(until: Duration) -> str:
    return str(until) if until.is_stage else f"within {until}"


def _supplier_own(terms: Terms, name: str, scope: Scope) -> Any:
    """The supplier's own value before any handling time is taken off; None where it is not known."""
    values = []
    for term, supplier in terms.candidates(name, scope):
        values.append(keep(name, term, replace(terms.frame(supplier, scope), handling=NO_HANDLING)).known)
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values):
        return None
    worst = known[0]
    for value in known[1:]:
        worst = KINDS[name].worst(worst, value)
    return worst


def _leaves(own: Duration, supplier: Duration) -> int | None:
    """The days that a promise leaves to report, where it stays within the supplier's own window; else None."""
    if KINDS["report_within"].order(own, supplier) not in WITHIN_SUPPLIER or own.unit is not Unit.DAYS:
        return None
    return supplier.low - own.high


def _gap(name: str, own: Term[Any], supplier: Any) -> str:
    if supplier is None:
        return f"`{name}` {_value(own.value)}, and what the supplier gives is not known"
    if name == "report_within" and own.sure.unit is supplier.unit is Unit.DAYS and own.sure.event is Event.DELIVERY:
        extra = f"days {supplier.high + 1} to {own.sure.high}"
        return f"{own.value}, it gives {supplier}: refunds asked for on {extra} you pay yourself"
    if isinstance(own.value, Duration):
        return f"`{name}` {own.value}, it gives {supplier}: the difference is yours"
    return f"`{name}` {_value(own.value)}, it gives {_value(supplier)}: the difference is yours"


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return _words(str(item) for item in value) if value else "none"
    return f"{value}" if isinstance(value, Fee) else str(value)


def _words(items: Any) -> str:
    return " or ".join(items)


def _names(reasons: list[Reason]) -> str:
    return ", ".join(f"`{reason}`" for reason in reasons)


def _span(term: Term[Any], terms: Terms) -> Span:
    origin = term.origin
    while isinstance(origin, Rule) and origin.inputs:
        origin = origin.inputs[0].origin
    return origin.span if isinstance(origin, Answer | Fact) else terms.named_at
