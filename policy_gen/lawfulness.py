"""What the law of a store's markets says of its page: promises below a floor, missing links, languages, open points."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from policy_gen.comparison import ASKED, KINDS, OFFERED
from policy_gen.durations import Order, fewest_days
from policy_gen.findings import Finding, Level, Span, finding
from policy_gen.given import Given
from policy_gen.jurisdiction import Jurisdiction, LegalDuty, in_force
from policy_gen.law import Bearer, Ground, Sure, Verdict
from policy_gen.provenance import Answer, Law, Rule, Scope, Term
from policy_gen.reasons import CANCELLATION, CHOICES, FAULTS, Reason
from policy_gen.vocabulary import Coverage, Payer, Remedy

BELOW = (Order.WORSE,)
SELLERS_CHOICE = (Remedy.REFUND, Remedy.REPLACEMENT, Remedy.REPAIR)
"""What a seller may offer first for a fault wherever a law gives remedies: the price back, or the goods as promised."""
MISSING = {"error": Level.ERROR, "warning": Level.WARNING, "note": Level.NOTE}
LINK_CODES = {"withdrawal_instruction": "LAW011", "withdrawal_function": "LAW012", "legal_notice": "LAW013"}


def lawfulness(given: Given, languages: tuple[str, ...]) -> Iterator[Finding]:
    """Every finding about the law, for each market that the store names."""
    terms = given.terms
    if not given.markets:
        message = "no `sells_to`: the page follows the supplier and you alone, and no country's law was looked at"
        yield finding("LAW001", message, "`sells_to: [US, KR]`, the countries that you sell to", terms.named_at)
        return
    if terms.effective is None or terms.effective.known is None:
        message = "a page for named markets needs the day from which it holds: laws change, and the day decides"
        yield finding("LAW010", message, "`effective: 2026-12-01`", _sold_at(given))
    yield from _promises(given)
    for market in given.markets:
        if not terms.laws.markets[market]:
            message = f"there is no law file for `{market}`: nothing on the page was checked against its law"
            yield finding("LAW002", message, "let somebody who knows that law read the page", _sold_at(given))
    for law in terms.laws.named():
        yield from _duties(given, law)
        yield from _language(given, law, languages)
    yield from _return_cost(given)
    yield from _given_by_law(given)
    yield from _from_memory(given)
    yield from _coming(given)


def _promises(given: Given) -> Iterator[Finding]:
    """Promises that give a customer less than the law of a market does."""
    for topic, promise in given.terms.promises.items():
        for name, own in promise.items():
            for market in given.markets if own.known is not None else ():
                yield from _promise(given, topic, name, own, market)


def _promise(given: Given, topic: str, name: str, own: Term[Any], market: str) -> Iterator[Finding]:
    floor = _floor_under(given, topic, name, own, market)
    practice = _practice(given, market, topic, name, own)
    if floor is not None and isinstance(floor.origin, Law):
        law, words = floor.origin, practice[0].instead if practice else None
        doubtful = law.confidence == Sure.MEMORY
        yield finding(
            "LAW003",
            f"`{topic}`: {_shown(name, own)} is less than the law gives in {market}: "
            f"{_shown(name, floor)} ({cited(law)})",
            words or f"at least {floor.value}, or take the promise out",
            given.terms.place(own),
            level=Level.WARNING if doubtful else Level.ERROR,
        )
    elif practice and practice[0].verdict is Verdict.UNLAWFUL:
        doubtful = practice[0].confidence is Sure.MEMORY
        yield finding(
            "LAW004",
            f"`{topic}`: {_shown(name, own)} is not lawful in {market} ({cited(practice[1])})",
            practice[0].instead or "take the promise out",
            given.terms.place(own),
            level=Level.WARNING if doubtful else Level.ERROR,
        )
    elif practice and practice[0].verdict is Verdict.CONDITION:
        yield finding(
            "LAW005",
            f"`{topic}`: {_shown(name, own)} is lawful in {market} only under a condition: {practice[0].condition}",
            practice[0].instead or "",
            given.terms.place(own),
        )


def _floor_under(given: Given, topic: str, name: str, own: Term[Any], market: str) -> Term[Any] | None:
    """The law's value that a promise falls short of, if it does."""
    laws = given.terms.laws
    if name == "offered" and own.value == "never":
        return laws.floor("report_within", Scope(topic, market))
    if name not in KINDS or own.known is None:
        return None
    floor = laws.floor("restocking_fee" if name == "fee" and topic == CANCELLATION else name, _scope(topic, market))
    return floor if floor is not None and _below(topic, name, own.sure, floor.sure) else None


def _scope(topic: str, market: str) -> Scope:
    return Scope(Reason.CHANGE_OF_MIND if topic == CANCELLATION else topic, market)


def _below(topic: str, name: str, own: Any, floor: Any) -> bool:
    kind = KINDS[name]
    if kind is OFFERED:
        # What the law gives stands apart on the page: a promise of something else is below it only for faults.
        return topic in FAULTS and not set(own) & {*floor, *SELLERS_CHOICE}
    if kind is ASKED:
        return not set(own) <= set(floor)
    return kind.order(own, floor) in BELOW


def _practice(given: Given, market: str, topic: str, name: str, own: Term[Any]) -> Any:
    """What the market's law says of the habit that a promise follows, if it follows one."""
    key = habit(topic, name, own.value)
    laws = given.terms.laws.markets[market]
    return next((law.practices[key] for law in laws if key in law.practices), None) if key else None


def habit(topic: str, name: str, value: Any) -> str | None:
    """Which of the ten habits of dropshipping stores a promise follows."""
    tests = (fits for key, fits in HABITS if key == name)
    return next((practice for fits in tests if (practice := fits(topic, value))), None)


def _refusal(topic: str, value: Any) -> str | None:
    return "all_sales_final" if value == "never" else None


def _customer_pays(topic: str, value: Any) -> str | None:
    if value is not Payer.CUSTOMER:
        return None
    return "customer_pays_fault" if topic in FAULTS else "customer_pays_return"


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
)
"""How to tell a habit by the promise that follows it."""


def _duties(given: Given, law: Jurisdiction) -> Iterator[Finding]:
    """Links that a law asks for and the questionnaire does not give."""
    store, day = given.terms.store, given.terms.laws.day
    open_ = [duty for duty in law.duties.values() if duty.duty.answered_by and duty.basis.holds(day)]
    for link in LINK_CODES:
        missing = [duty for duty in open_ if duty.duty.answered_by == link]
        if missing and not getattr(store, link):
            duty = max(missing, key=lambda one: SEVERITY.index(_weight(one)))
            yield finding(
                LINK_CODES[link],
                f"the law of {law.id.upper()} asks for {_duty_words(duty)} ({cited(duty.basis)}){_consequence(duty)}",
                f"`{link}: https://…` under `store`, the page of your website that holds it",
                _store_at(given),
                level=_weight(duty),
            )


SEVERITY = (Level.NOTE, Level.WARNING, Level.ERROR)


def _weight(duty: LegalDuty) -> Level:
    level = MISSING[duty.duty.missing]
    sure = duty.duty.transposed == "yes" and duty.basis.confidence != Sure.MEMORY
    return Level.WARNING if level is Level.ERROR and not sure else level


def _duty_words(duty: LegalDuty) -> str:
    places = ", ".join(where.place.replace("_", " ") for where in duty.duty.where)
    return f"the {duty.id.replace('_', ' ')} ({places}), and the page can only link to it"


def _consequence(duty: LegalDuty) -> str:
    words = {
        "longer_period": "; without it customers may return for longer",
        "fine": "; without it there may be a fine",
        "seller_pays": "; without it you pay the way back",
        "voidable": "; without it customers may end the contract",
        "default_right": "; without it the law's own return right holds",
        "none": "",
    }
    return words[duty.duty.consequence]


def _language(given: Given, law: Jurisdiction, languages: tuple[str, ...]) -> Iterator[Finding]:
    spoken = {code.split("-")[0] for code in languages}
    wanted = in_force(law.languages, given.terms.laws.day)
    if wanted is not None and not spoken & set(wanted.sure) and isinstance(wanted.origin, Law):
        yield finding(
            "LAW006",
            f"the law of {law.id.upper()} wants the page in `{' or '.join(wanted.sure)}` ({cited(wanted.origin)}), "
            "and there is no such page",
            "a language that policy-gen has, or a translation of your own beside it",
            _sold_at(given),
        )


def _return_cost(given: Given) -> Iterator[Finding]:
    """Customers who pay the way back must be told before they order where it goes and what that costs."""
    laws, scope = given.terms.laws, Reason.CHANGE_OF_MIND
    told = [
        market
        for market in given.markets
        if any(term.value is Bearer.CUSTOMER_IF_TOLD for term in laws.values(market, scope, "return_postage"))
    ]
    if told and given.terms.returns_go_to is None:
        yield finding(
            "LAW014",
            f"in {', '.join(told)} customers pay the way back only if you told them so, with the country and the cost",
            "`returns_go_to: {country: CN, postage: EUR 25-40}`, as it is for you",
            _sold_at(given),
        )


def _given_by_law(given: Given) -> Iterator[Finding]:
    """Returns that the law gives and no supplier pays for, and states whose law only replaces what is not shown."""
    laws, reason = given.terms.laws, Reason.CHANGE_OF_MIND
    uncovered = [
        market
        for market in laws.with_right(reason)
        if given.terms.mirror("covered", Scope(reason)).known is not Coverage.COVERED
    ]
    if uncovered:
        floors = {market: laws.floor("report_within", Scope(reason, market)) for market in uncovered}
        rows = [f"{market} {floor.value}" for market, floor in floors.items() if floor is not None]
        yield finding(
            "COV006",
            f"the law lets customers return without a reason ({'; '.join(rows)}); the supplier doesn't take that back, "
            "so you pay for it",
            "",
            _sold_at(given),
        )
    shown = [
        law.id.upper()
        for law in laws.named()
        if any(right.ground is Ground.UNLESS_DISCLOSED for right in law.rights.values())
    ]
    if shown:
        yield finding(
            "LAW007",
            f"in {', '.join(shown)} the page only counts if customers see it before they pay; "
            "else the law puts a return right of its own in its place",
            "link the page at the checkout; `policy-gen laws` shows each state's rule",
            _sold_at(given),
        )


def _from_memory(given: Given) -> Iterator[Finding]:
    """Law that applies although nobody has read it lately."""
    laws, day = given.terms.laws, given.terms.laws.day
    keys = {
        law.id.upper(): {one.key for one in law.origins() if one.confidence == Sure.MEMORY and one.holds(day)}
        for law in laws.named()
    }
    doubtful = {id: found for id, found in keys.items() if found}
    if doubtful:
        listed = "; ".join(f"{id}: {len(keys)}" for id, keys in doubtful.items())
        message = f"some rules of law are from memory, not from the text ({listed}); they apply all the same"
        yield finding("LAW008", message, "`policy-gen laws` names each of them", _sold_at(given))


def _coming(given: Given) -> Iterator[Finding]:
    """Changes of law that are known and fall after the page's date."""
    laws = given.terms.laws
    if laws.day is None:
        return
    named = dict.fromkeys(law for market in given.markets for law in laws.markets[market])
    for law, change in coming(named, laws.day):
        message = f"the law of {law.id.upper()} changes on {change.since}: {change.key} ({cited(change)})"
        yield finding(
            "LAW009", message, "build the page anew, with an `effective` date from that day on", _sold_at(given)
        )


def coming(laws: Iterable[Jurisdiction], day: date) -> Iterator[tuple[Jurisdiction, Law]]:
    """What begins to hold after a day, in the order of the dates."""
    changes = {
        (one.since, one.key): (law, one) for law in laws for one in law.origins() if one.since and one.since > day
    }
    for key in sorted(changes, key=str):
        yield changes[key]


def cited(law: Law) -> str:
    """The article as lawyers cite it, with a word where it is not sure."""
    doubt = {Sure.MEMORY: "from memory", Sure.SECONDARY: "second-hand"}.get(Sure(law.confidence))
    return ", ".join(part for part in (law.article, doubt) if part)


def _shown(name: str, term: Term[Any]) -> str:
    if isinstance(term.value, tuple):
        return f"`{name}` {' or '.join(str(one) for one in term.value) or 'none'}"
    return f"`{name}` {term.value}" if name != "offered" else f"`{term.value}`"


def _sold_at(given: Given) -> Span:
    sold = given.terms.sells_to
    return sold.origin.span if sold is not None and isinstance(sold.origin, Answer) else given.terms.named_at


def _store_at(given: Given) -> Span:
    origin = given.terms.store.name.origin
    while isinstance(origin, Rule) and origin.inputs:
        origin = origin.inputs[0].origin
    return origin.span if isinstance(origin, Answer) else given.terms.named_at
