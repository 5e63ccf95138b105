"""What is known of a supplier and what isn't: its profile's facts with their sources, and the questions to ask it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from policy_gen.checks import questions
from policy_gen.columns import aligned
from policy_gen.durations import Event
from policy_gen.explain import cited, shown
from policy_gen.provenance import Confidence, Fact, Missing, Source, Term
from policy_gen.records.reasons import CHOICES, FAULTS, PARCELS, UNDELIVERABLE, Reason
from policy_gen.records.record import Record
from policy_gen.records.supplier import CancellationRule, Limit, Profile, ReturnRule, When
from policy_gen.records.vocabulary import Approver, Coverage, Resale, SendBack

OWN_WORD = {Confidence.OWN, Confidence.OWN_ARCHIVED, Confidence.SUPPLIER_MESSAGE}
"""The supplier says it itself."""

SUPPLIER = questions.GENERAL | {
    "not_shipped_in_time": "what happens if you ship late? Is the order cancelled and paid back?",
    "not_returnable": "which goods do you not take back?",
    "instructions": "what exactly must the customer do, where does the parcel go, and who sends the label?",
    "refunds_to": "where does the money go: to the card, to a wallet, as credit?",
    "resale": "may I sell your goods on, shipped straight to my customers?",
    "contact": "how do I reach you?",
}
DISPUTE = {
    "where": "where do I open a claim that you refuse?",
    "how": "which steps open such a claim?",
    "reply_within": "how many days do you take to answer a claim?",
    "silence": "what does it mean if you don't answer a claim?",
    "elsewhere": "may I open a dispute at the bank or the payment service?",
}
CANCELLING = questions.CANCELLING | {
    "approver": "do you have to agree to a cancellation?",
    "how": "where do I click or write to cancel?",
    "not_cancellable": "which orders can't be cancelled at all?",
}
UNDELIVERED = {
    "taken_back": "do you take back a parcel that could not be handed over?",
    "held_for": "how long do you keep it?",
    "then": "what happens to it afterwards?",
    "reship_paid_by": "who pays for sending it once more?",
}
FAULT = {**questions.PER_REASON, "return_postage": questions.FOR_CHOICES["return_postage"]}
CHOICE = questions.PER_REASON | questions.FOR_CHOICES
LOST = {"report_opens": "from when on may I report it?", **questions.LOST}
COVERED = "do you answer for it?"
"""What to ask, by the name of the fact that the answer fills."""


RESALE = {Resale.PROHIBITED: ", no resale", Resale.RESTRICTED: ", limited resale"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A supplier's profile as the catalogue lists it; `place` is where its file lies, as people are told."""

    id: str
    place: str
    profile: Profile

    @property
    def facts(self) -> tuple[Term[Any], ...]:
        """Everything that is written in the file about the supplier, in the file's order."""
        return facts_of(self.profile)

    @property
    def known(self) -> tuple[Term[Any], ...]:
        """The facts that are known, and not only assumed."""
        return tuple(term for term in self.facts if term.known is not None)

    @property
    def share(self) -> int:
        """How many of a hundred known facts are the supplier's own word."""
        own = sum(any(source.confidence in OWN_WORD for source in _fact(term).sources) for term in self.known)
        return round(100 * own / len(self.known)) if self.known else 0

    @property
    def checked(self) -> tuple[date, ...]:
        """The oldest and the newest day on which facts were compared with their sources; empty without sources."""
        days = [source.checked for source in self.sources]
        return (min(days), max(days)) if days else ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source that a fact was read in, each once."""
        return _sources(self.facts)

    @property
    def kind(self) -> str:
        """What kind of business it is, in words, and what it says against selling its goods on."""
        resale = self.profile.resale.known
        return self.profile.kind.replace("_", " ") + (RESALE.get(resale, "") if resale else "")


HEADINGS = ("SUPPLIER", "KIND", "FACTS", "OWN WORD", "CHECKED", "AGE", "PROFILE")


def table(entries: Iterable[Entry], on: date) -> Iterator[str]:
    """One line for each supplier under a line of headings; ages count to the day `on`."""
    return aligned([HEADINGS, *(_row(entry, on) for entry in entries)], right=(2, 3))


def _row(entry: Entry, on: date) -> tuple[str, ...]:
    days = " to ".join(dict.fromkeys(str(day) for day in entry.checked))
    return (entry.id, entry.kind, str(len(entry.known)), f"{entry.share} %", days, age(entry, on), entry.place)


def age(entry: Entry, on: date) -> str:
    """How long ago the facts were compared with their sources, counted to a day: `5 days`, `5 to 200 days`."""
    days = sorted({(on - day).days for day in entry.checked})
    return f"{' to '.join(map(str, days))} day{'' if days == [1] else 's'}" if days else ""


def facts_of(record: Record) -> tuple[Term[Any], ...]:
    """Everything that is written in the file of a profile or a shop platform, in the file's order."""
    return tuple(sorted(_written(record), key=lambda term: _fact(term).span))


def _sources(facts: Iterable[Term[Any]]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for term in facts for source in _fact(term).sources))


def stale(records: Iterable[tuple[str, Record]], on: date, after: timedelta) -> Iterator[str]:
    """The facts that were compared with a source longer than `after` before the day `on`, by file and source.

    `records` are profiles and shop platforms, each with what people call it.
    """
    for name, record in records:
        facts = facts_of(record)
        old = [source for source in _sources(facts) if on - source.checked > after]
        yield from [f"{name}: checked more than {after.days} days before {on}"] if old else []
        for source in old:
            count = sum(source in _cited(term) for term in facts)
            yield f"  {count} fact{'' if count == 1 else 's'}: {cited(source)}"


def sheet(entry: Entry, on: date) -> Iterator[str]:
    """Every fact of a supplier, followed by its sources, then what is not known with the question to ask."""
    yield f"{entry.profile.name} ({entry.kind}), {entry.place}"
    checked = f"; checked {days} ago" if (days := age(entry, on)) else ""
    yield f"{len(entry.known)} facts, {entry.share} % of them the supplier's own word{checked}"
    for rule, terms in groupby(entry.facts, key=lambda term: _split(_fact(term).key)[0]):
        yield from ["", *([_heading(entry.profile, rule)] if rule else [])]
        yield from (f"{'  ' if rule else ''}{line}" for line in _facts(terms))
    questions_by = _by_question(_open(entry.profile))
    yield from ("", "Not known; ask the supplier:") if questions_by else ()
    for question, about in questions_by.items():
        yield from (f"  {', '.join(about)}", f"    {question}")


def _facts(terms: Iterable[Term[Any]]) -> Iterator[str]:
    """Facts in their order; those that follow each other and share their sources are followed by these once."""
    for cited_by, facts in groupby(terms, key=_cited):
        yield from (f"{_split(_fact(term).key)[1]}: {shown(term)}" for term in facts)
        yield from (f"  {cited(source)}" for source in cited_by)


def _cited(term: Term[Any]) -> tuple[Source, ...]:
    """The sources of a fact; what nobody knows has none."""
    return () if term.value is Missing.UNKNOWN and term.assume is None else _fact(term).sources


def _by_question(asked: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for about, question in asked:
        found.setdefault(question, []).append(about)
    return found


def _split(key: str) -> tuple[str, str]:
    """The rule that a fact belongs to, and the fact's name in it: `returns[2]` and `report_within`."""
    above, _, name = key.partition(".")
    return (above, name) if name else ("", above)


def _heading(profile: Profile, key: str) -> str:
    name, _, number = key.removesuffix("]").partition("[")
    rule = getattr(profile, name)[int(number)] if number else None
    about = rule.reasons if isinstance(rule, ReturnRule) else [rule.what] if isinstance(rule, Limit) else []
    return f"{key}{': ' if about else ''}{', '.join(about)}{_condition(getattr(rule, 'when', When()))}"


def _condition(when: When) -> str:
    asked = {name: getattr(when, name) for name in type(when).model_fields if getattr(when, name)}
    listed = [f"{name} {value if isinstance(value, str) else ', '.join(value)}" for name, value in asked.items()]
    return f" (when {'; '.join(listed)})" if listed else ""


def _written(record: Record) -> Iterator[Term[Any]]:
    """The terms that somebody wrote into the file."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Term):
            yield from [value] if name in record.model_fields_set else []
        else:
            parts = value if isinstance(value, tuple) else (value,)
            for part in parts:
                yield from _written(part) if isinstance(part, Record) else ()


def _fact(term: Term[Any]) -> Fact:
    if not isinstance(term.origin, Fact):
        raise TypeError(f"{term} comes from no profile")
    return term.origin


def _open(profile: Profile) -> Iterator[tuple[str, str]]:
    """What is not known, each with its question, in the order of the schema."""
    yield from _missing(profile, SUPPLIER)
    for number, stage in enumerate(profile.cancellation):
        yield from _missing(stage, CANCELLING, f"cancellation[{number}].") if _asks(stage) else ()
    yield from _open_returns(profile)
    yield from _missing(profile.dispute, DISPUTE, "dispute.")
    for number, parcel in enumerate(profile.undeliverable):
        yield from _missing(parcel, UNDELIVERED, f"undeliverable[{number}].") if parcel.when == When() else ()
    if not any(parcel.when == When() for parcel in profile.undeliverable):
        yield "undeliverable", " ".join(UNDELIVERED.values())


def _asks(rule: CancellationRule) -> bool:
    """Whether customers can be concerned: before payment there is no order of theirs."""
    until = rule.until.known
    return until is None or not (until.is_stage and until.event is Event.PAYMENT)


def _missing(record: Record, asked: Mapping[str, str], above: str = "") -> Iterator[tuple[str, str]]:
    for name, question in asked.items():
        term = _answer(record, name)
        if term is not None and term.known is None:
            yield f"{above}{name}{_assumed(term)}", question


def _answer(record: Record, name: str) -> Term[Any] | None:
    """The term of a question; None where it needs no answer, as nobody has to agree or nothing comes back."""
    if isinstance(record, CancellationRule) and name in ("approver", "reply_within", "silence"):
        approval = record.approval
        if name == "approver":
            return approval.by
        waits = approval.by.known is not Approver.NOBODY
        return (approval.within if name == "reply_within" else approval.silence) if waits else None
    if isinstance(record, ReturnRule) and name == "return_postage" and record.send_back.known is SendBack.NEVER:
        return None
    term = getattr(record, name)
    return term if isinstance(term, Term) else None


def _assumed(term: Term[Any]) -> str:
    return f" ({shown(term)})" if term.assume is not None or str(term.value) != "unknown" else ""


def _open_returns(profile: Profile) -> Iterator[tuple[str, str]]:
    """What no rule says for a reason; the same gap of several reasons once."""
    gaps: dict[tuple[str, str], list[str]] = {}
    for reason in Reason:
        rules = [rule for rule in profile.returns if reason in rule.reasons]
        if not rules:
            gaps.setdefault(("covered", COVERED), []).append(reason)
        of_rules = [(gap, rule) for rule in rules for gap in _gaps(rule, reason)]
        for gap in dict.fromkeys(gap for gap, _ in of_rules):
            lacking = [rule for one, rule in of_rules if one == gap]
            gaps.setdefault(gap, []).extend(
                [reason] if len(lacking) == len(rules) else [f"{reason}{_condition(rule.when)}" for rule in lacking]
            )
    for (name, question), reasons in gaps.items():
        yield f"{name}: {', '.join(reasons)}", question


def _gaps(rule: ReturnRule, reason: Reason) -> Iterator[tuple[str, str]]:
    if rule.covered.known is not Coverage.COVERED:
        yield from _missing(rule, {"covered": COVERED})
        return
    yield from _missing(rule, _asked_of(reason))


def _asked_of(reason: Reason) -> Mapping[str, str]:
    if reason in FAULTS:
        return FAULT
    if reason in CHOICES:
        return CHOICE
    if reason in PARCELS:
        return LOST if reason is not Reason.DELIVERED_NOT_RECEIVED else questions.LOST
    return {} if reason in UNDELIVERABLE else FAULT
