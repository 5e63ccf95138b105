"""Promises beside the law: those that give less than a floor, and those that follow a habit which the law forbids."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from policy_gen.deriving.comparison import ASKED, KINDS, OFFERED
from policy_gen.deriving.jurisdiction import cited, in_force
from policy_gen.durations import SPOKEN, Duration, Order, fewest_days
from policy_gen.findings import Finding, Level, finding
from policy_gen.provenance import Law, Scope, Term
from policy_gen.records.law import Practice, Verdict
from policy_gen.records.provision import Sure
from policy_gen.records.reasons import CANCELLATION, CHOICES, FAULTS, Reason
from policy_gen.records.vocabulary import Payer, Remedy
from policy_gen.rules.given import Given

SELLERS_CHOICE = (Remedy.REFUND, Remedy.REPLACEMENT, Remedy.REPAIR)
"""What a seller may offer first for a fault wherever a law gives remedies: the price back, or the goods as promised."""


def promises(given: Given) -> Iterator[Finding]:
    """Promises that give a customer less than the law of a market does."""
    for topic, promise in given.terms.promises.items():
        for name, own in promise.items():
            for market in given.markets if own.known is not None else ():
                yield from _promise(given, topic, name, own, market)


def _promise(given: Given, topic: str, name: str, own: Term[Any], market: str) -> Iterator[Finding]:
    practice = _practice(given, market, topic, name, own)
    floor = _floor_under(given, topic, name, own, market)
    law = floor.origin if floor is not None and isinstance(floor.origin, Law) else None
    forbidden = practice is not None and practice[0].verdict is Verdict.UNLAWFUL
    surely_forbidden = practice is not None and forbidden and practice[0].confidence is not Sure.MEMORY
    if floor is not None and law is not None and not (law.confidence == Sure.MEMORY and surely_forbidden):
        yield finding(
            "LAW003",
            f"`{topic}`: {_shown(name, own)} is less than the law gives in {market}: "
            f"{_shown(name, floor)} ({_cited_in(market, law)})",
            (practice[0].instead if practice else None) or _instead(topic, name, floor),
            given.terms.place(own),
            level=Level.WARNING if law.confidence == Sure.MEMORY else Level.ERROR,
        )
    elif practice is not None and forbidden:
        yield finding(
            "LAW004",
            f"`{topic}`: {_shown(name, own)} is not lawful in {market} ({_cited_in(market, practice[1])})",
            practice[0].instead or "take the promise out",
            given.terms.place(own),
            level=Level.ERROR if surely_forbidden else Level.WARNING,
        )
    elif practice and practice[0].verdict is Verdict.CONDITION:
        yield finding(
            "LAW005",
            f"`{topic}`: {_shown(name, own)} is lawful in {market} only under a condition: {practice[0].condition}",
            practice[0].instead or "",
            given.terms.place(own),
        )


def mirrored(given: Given) -> Iterator[Finding]:
    """The supplier's own terms that the page passes on although the law of a market forbids such terms."""
    found: dict[tuple[str, str], dict[str, tuple[Term[Any], Practice, Law]]] = {}
    for market in given.markets:
        for topic, name, term in _passed_on(given, market):
            judged = _practice(given, market, topic, name, term)
            if judged is not None and judged[0].verdict is Verdict.UNLAWFUL:
                found.setdefault((name, _shown(name, term)), {}).setdefault(market, (term, *judged))
    for (_, shown), by_market in found.items():
        (term, practice, _), *_ = by_market.values()
        laws = "; ".join(f"{market}: {_cited_in(market, law)}" for market, (_, _, law) in by_market.items())
        message = f"the page passes on the supplier's {shown}, which a law of your markets forbids ({laws})"
        yield finding("LAW016", message, f"promise more: {practice.instead}", given.terms.place(term))


def _passed_on(given: Given, market: str) -> Iterator[tuple[str, str, Term[Any]]]:
    """What the page says in a market without a promise of the store: topic, name and term."""
    # A time to tell of faults is a wish, not a limit, where customers have rights by law.
    limits = () if market in given.with_right(Reason.DEFECTIVE) else ("report_within",)
    said = [(offer.reason, name, offer.terms.get(name)) for offer in given.offers.faults
            for name in ("remedies", *limits)]  # fmt: skip
    said += [(offer.reason, name, term) for offer in given.choices(market) for name, term in offer.terms.items()]
    lost = given.terms.with_law("remedies", given.offers.lost.terms["remedies"], Scope(Reason.LOST, market))[0]
    for topic, name, term in [*said, (Reason.LOST, "remedies", lost), (CANCELLATION, "fee", given.cancelling("fee"))]:
        if term is not None and term.known is not None and given.terms.promised(name, Scope(topic)) is None:
            yield topic, name, term


def _instead(topic: str, name: str, floor: Term[Any]) -> str:
    """What to write instead of a promise that gives less than the law."""
    if floor.value in SPOKEN:  # No answer of a questionnaire says that.
        return "take the promise out"
    if name == "offered":
        written = f"{topic}: {{report_within: {floor.value}}}"
    elif isinstance(floor.value, tuple):
        written = f"{name}: [{', '.join(str(one) for one in floor.value)}]"
    else:
        written = f"{name}: {floor.value}"
    return f"write `{written}`, or take the promise out"


def _cited_in(market: str, law: Law) -> str:
    """The article, with the law that it is of where that is not the market's own."""
    own = law.jurisdiction == market.lower()
    return cited(law) if own else f"{law.jurisdiction.upper()}: {cited(law)}"


def _floor_under(given: Given, topic: str, name: str, own: Term[Any], market: str) -> Term[Any] | None:
    """The law's value that a promise falls short of, if it does; the surest where there are several."""
    laws = given.terms.laws
    if name == "offered" and own.value == "never":
        return next(iter(sorted(laws.each("report_within", Scope(topic, market)), key=_doubt)), None)
    if name not in KINDS or own.known is None or _may_be_waived(given, topic, market):
        return None
    under = [one for one in laws.each(name, Scope(topic, market)) if _below(topic, name, own.sure, one.sure)]
    return next(iter(sorted(under, key=_doubt)), None)


def _doubt(term: Term[Any]) -> bool:
    return isinstance(term.origin, Law) and term.origin.confidence == Sure.MEMORY


def _may_be_waived(given: Given, topic: str, market: str) -> bool:
    """Whether every law of a market lets a store agree with its customers on less than they have for faults."""
    said = [
        in_force(law.guarantee.get("waivable", ()), given.terms.laws.day) for law in given.terms.laws.markets[market]
    ]
    return topic in FAULTS and bool(said) and all(term is not None and term.value for term in said)


def _below(topic: str, name: str, own: Any, floor: Any) -> bool:
    kind = KINDS[name]
    if kind is OFFERED:
        # What the law gives stands apart on the page: a promise of something else is below it only for faults.
        return topic in FAULTS and not set(own) & {*floor, *SELLERS_CHOICE}
    if kind is ASKED:
        return not set(own) <= set(floor)
    order = kind.order(own, floor)
    if order is Order.INCOMPARABLE and isinstance(own, Duration):
        # Nothing says which of the two events comes first: in some orders they are on one day.
        order = kind.order(replace(own, event=floor.event), floor)
    return order is Order.WORSE


def _practice(given: Given, market: str, topic: str, name: str, own: Term[Any]) -> tuple[Practice, Law] | None:
    """What the strictest of the market's laws says of the habit that a promise follows, if it follows one."""
    key, laws = habit(topic, name, own.value), given.terms.laws.markets[market]
    floors = given.terms.laws.floors(name, Scope(topic, market))
    if key == SLOW and floors and not any(_below(topic, name, own.sure, floor.sure) for floor in floors):
        return None  # The law has a number of its own, which the promise keeps.
    if key == FAR and given.terms.returns_go_to is not None:
        return None  # The page says where returns go and what that costs.
    found = [law.practices[key] for law in laws if key in law.practices] if key else []
    return max(
        found, key=lambda one: (STRICTER.index(one[0].verdict), one[0].confidence is not Sure.MEMORY), default=None
    )


STRICTER = (Verdict.LAWFUL, Verdict.CONDITION, Verdict.UNLAWFUL)


def habit(topic: str, name: str, value: Any) -> str | None:
    """Which of the ten habits of dropshipping stores a promise follows."""
    tests = (fits for key, fits in HABITS if key == name)
    return next((practice for fits in tests if (practice := fits(topic, value))), None)


def _refusal(topic: str, value: Any) -> str | None:
    return "all_sales_final" if value == "never" else None


def _customer_pays(topic: str, value: Any) -> str | None:
    if value is not Payer.CUSTOMER:
        return None
    return "customer_pays_fault" if topic in FAULTS else FAR


def _credit_only(topic: str, value: Any) -> str | None:
    return "store_credit_only" if set(value) == {Remedy.STORE_CREDIT} else None


def _no_refund_of_lost(topic: str, value: Any) -> str | None:
    return "parcel_risk" if topic == Reason.LOST and Remedy.REFUND not in value else None


def _takes_fee(topic: str, value: Any) -> str | None:
    return "fees" if value.amount else None


def _asks_condition(topic: str, value: Any) -> str | None:
    return "unopened_only" if value and topic in CHOICES else None


def _hurries(topic: str, value: Any) -> str | None:
    short = fewest_days(value.high, value.unit) <= SHORT_WINDOW
    return "short_claim_window" if topic in FAULTS and short else None


def _takes_long(topic: str, value: Any) -> str | None:
    long = fewest_days(value.high, value.unit) > LONG_REFUND
    return SLOW if topic in CHOICES and long else None


SLOW, FAR = "refund_in_business_days", "customer_pays_return"
"""Habits that are judged by more than the promise itself."""
LONG_REFUND = 14
"""Days after which a refund is slow wherever a law has no number of its own."""
SHORT_WINDOW = 2
"""Days in which nobody can be expected to find and report a fault."""
HABITS = (
    ("offered", _refusal),
    ("return_postage", _customer_pays),
    ("remedies", _credit_only),
    ("remedies", _no_refund_of_lost),
    ("restocking_fee", _takes_fee),
    ("fee", _takes_fee),
    ("condition", _asks_condition),
    ("report_within", _hurries),
    ("refunds_within", _takes_long),
)
"""How to tell a habit by the promise that follows it."""


def _shown(name: str, term: Term[Any]) -> str:
    if isinstance(term.value, tuple):
        return f"`{name}` {' or '.join(str(one) for one in term.value) or 'none'}"
    return f"`{name}` {term.value}" if name != "offered" else f"`{term.value}`"
