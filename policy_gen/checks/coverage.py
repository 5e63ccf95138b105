"""Where the page gives more than the supplier pays for: one note for each gap, with its sum."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from policy_gen.deriving.comparison import KINDS
from policy_gen.deriving.keeping import TIMES
from policy_gen.deriving.offers import Offer, no_time
from policy_gen.deriving.terms import Terms
from policy_gen.durations import Duration, Order, Unit, most_days
from policy_gen.findings import Finding, finding
from policy_gen.provenance import Answer, Missing, Rule, Scope, Term
from policy_gen.records.reasons import CHOICES, FAULTS, Reason
from policy_gen.records.scalars import Fee
from policy_gen.records.vocabulary import Coverage, Payer, SendBack
from policy_gen.rules.given import Given

NO_HANDLING = Term(Duration(0, 0, Unit.DAYS))
WITHIN_SUPPLIER = (Order.WORSE, Order.EQUAL)


def coverage(given: Given) -> Iterator[Finding]:
    """Every gap between the page and the supplier, in the order of the page."""
    yield from _uncovered_faults(given)
    yield from _postage_of_faults(given)
    yield from _nothing_left(given)
    for topic, promise in given.terms.promises.items():
        yield from _promise(given.terms, Scope(topic), promise)


def _uncovered_faults(given: Given) -> Iterator[Finding]:
    """Faults beside the accepted ones: the page answers them all the same."""
    faults = (*given.offers.faults, given.offers.lost)
    missing = [offer.reason for offer in faults if not offer.by_supplier and not _promised(given.terms, offer)]
    answered = (offer.covered for offer in faults if isinstance(offer.covered.origin, Answer))
    if missing:
        yield finding(
            "COV001",
            f"the supplier isn't known to cover {_names(missing)}: the page offers a refund all the same, "
            "as faults are always answered, and you pay it",
            "ask the supplier, and add what it accepts to `accepted` under `returns`",
            given.terms.place(next(answered, given.offers.lost.covered)),
        )


def _promised(terms: Terms, offer: Offer, name: str = "offered") -> bool:
    return terms.promised(name, Scope(offer.reason)) is not None


def _postage_of_faults(given: Given) -> Iterator[Finding]:
    """Faults that the supplier covers but for whose postage it is not known to pay."""
    unpaid = [
        offer.reason
        for offer in given.offers.faults
        if offer.by_supplier
        and not _promised(given.terms, offer, "return_postage")
        and given.terms.mirror("return_postage", Scope(offer.reason)).known in (None, Payer.CUSTOMER)
        # Where nothing comes back, nobody pays for it.
        and given.terms.mirror("send_back", Scope(offer.reason)).known is not SendBack.NEVER
    ]
    if unpaid:
        yield finding(
            "COV004",
            f"the supplier isn't known to pay the return postage for {_names(unpaid)}: "
            "the customer never pays for a fault, so you do",
            "ask the supplier, and answer `return_postage` under `returns`",
            given.terms.place(given.terms.mirror("return_postage", Scope(unpaid[0]))),
        )


def _nothing_left(given: Given) -> Iterator[Finding]:
    """Windows of which the handling time leaves less than one day; reasons with the same sum together."""
    terms, offered = given.terms, {offer.reason for offer in (*given.offers.returns, given.offers.lost)}
    found: dict[tuple[str, bool], list[Term[Any]]] = {}
    for reason in (*FAULTS, *CHOICES, Reason.LOST):
        window = terms.mirror("report_within", Scope(reason))
        if no_time(window) and not terms.promised("report_within", Scope(reason)):
            found.setdefault((_sum(window), reason in offered), []).append(window)
    for (sum_, is_offered), windows in found.items():
        names = _names([window.scope.reason for window in windows])
        yield finding(
            "COV005",
            f"{names}: less than one day is left of the supplier's time to report ({sum_}), "
            f"so {'the page names no last day' if is_offered else 'it is not offered'}",
            "shorten `handling_time`, if you can report faster; or add a promise of your own, at your own cost",
            terms.place(windows[0]),
        )


def _sum(window: Term[Any]) -> str:
    """The sum that leaves nothing, where the window is the worst of several."""
    if not isinstance(window.origin, Rule):
        return str(window.value)
    ended = [term for term in window.origin.inputs if no_time(term)]
    return _sum(ended[0]) if ended else window.origin.step


def _promise(terms: Terms, scope: Scope, promise: Mapping[str, Term[Any]]) -> Iterator[Finding]:
    """What a promise about one reason, or about cancelling, gives beyond the supplier."""
    offered, covered = terms.promised("offered", scope), terms.mirror("covered", scope)
    if offered is not None and offered.value == "never":
        return
    yield from _not_for_faults(terms, scope)
    if offered is not None and covered.known is not Coverage.COVERED:
        yield _not_covered(terms, scope, promise, covered)
        return
    for name in promise:
        own = terms.promised(name, scope)
        if own is not None and name in KINDS:
            yield from _compared(terms, name, own)


def _not_for_faults(terms: Terms, scope: Scope) -> Iterator[Finding]:
    """What a promise keeps from customers who have a fault to report: the page doesn't say it."""
    if scope.reason not in FAULTS:
        return
    for name in ("return_postage", "restocking_fee", "condition"):
        own = terms.promised(name, scope)
        if own is not None and own.value not in (Payer.STORE, Fee(0), ()):
            yield finding(
                "COV004",
                f"`{name}: {_value(own.value)}` is not on the page: a fault costs the customer nothing, "
                "and what is broken can't come back as new",
                f"take `{name}` out of the promise for `{scope.reason}`",
                terms.place(own),
            )


def _not_covered(terms: Terms, scope: Scope, promise: Mapping[str, Term[Any]], covered: Term[Any]) -> Finding:
    window = promise["report_within"].known
    days = f" asked for on days 1 to {window.high}" if window and window.unit is Unit.DAYS else ""
    gives = "it isn't known to cover" if isinstance(covered.value, Missing) else "it doesn't cover"
    return finding(
        "COV003",
        f"you promise more than the supplier gives: {gives} `{scope.reason}`, "
        f"so every {_value(promise['remedies'].known or ('refund',))}{days} is at your cost",
        "",
        terms.place(terms.promised("offered", scope) or covered),
    )


def _compared(terms: Terms, name: str, own: Term[Any]) -> Iterator[Finding]:
    """The finding about one promised value, if it goes beyond what the store can pass on."""
    mirror = terms.mirror(name, own.scope)
    if mirror.known is not None and KINDS[name].order(own.sure, mirror.known) in WITHIN_SUPPLIER:
        return
    supplier = replace(terms, handling=NO_HANDLING).mirror(name, own.scope).known
    left = _left(own.sure, supplier) if name == "report_within" and supplier else -1
    if left >= 0:
        handling = most_days(terms.handling.sure.high, terms.handling.sure.unit)
        yield finding(
            "COV002",
            f"you promise {own.value}, the supplier gives {supplier}: "
            f"that leaves you {left} of your {handling} days to report",
            "",
            terms.place(own),
        )
        return
    gap = _cancelled(terms, own) if name == "certain_until" else _gap(name, own, supplier)
    yield finding("COV003", f"you promise {gap}", "", terms.place(own))


def _left(own: Duration, supplier: Duration) -> int:
    """The days that a promise leaves to report; -1 where it may go beyond the supplier's own window."""
    if KINDS["report_within"].order(own, supplier) not in WITHIN_SUPPLIER:
        return -1
    return supplier.low - most_days(own.high, own.unit)


def _cancelled(terms: Terms, own: Term[Duration]) -> str:
    certain, asked = (terms.mirror(name, own.scope).known for name in ("certain_until", "asked_until"))
    if certain is not None:
        why = f"the supplier only does so {_cut_off(certain)}"
    elif asked is not None:
        why = f"the supplier must agree ({_cut_off(asked)}) or may ship earlier"
    else:
        why = "until when the supplier does so is not known"
    return (
        f"that every order can be cancelled {_cut_off(own.sure)}, but {why}: "
        "for an order that it doesn't stop, you pay the refund yourself"
    )


def _cut_off(until: Duration) -> str:
    return str(until) if until.is_stage else f"within {until}"


def _gap(name: str, own: Term[Any], supplier: Any) -> str:
    """The promise, the supplier's term, and what the store pays itself."""
    promise = f"`{name}` {_value(own.value)}"
    if supplier is None:
        return f"{promise}, and what the supplier gives is not known: what it doesn't give, you pay yourself"
    both = f"{promise}, the supplier gives {_value(supplier)}"
    if name == "report_within":
        days = own.sure.unit is Unit.DAYS and own.sure.event is supplier.event
        late = _days(supplier.high + 1, own.sure.high) if days else "after that"
        return f"{both}: you pay refunds asked for {late} yourself"
    if name in TIMES:
        return f"{both}: until the supplier's refund arrives, you pay out of your own pocket"
    return f"{both}: you pay the difference"


def _days(first: int, last: int) -> str:
    return f"on day {first}" if first == last else f"on days {first} to {last}"


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return " or ".join(str(item).replace("_", " ") for item in value) or "none"
    return str(value)


def _names(reasons: Iterable[str | None]) -> str:
    return ", ".join(f"`{reason}`" for reason in reasons)
