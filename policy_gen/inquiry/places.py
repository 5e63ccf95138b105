"""Where each question's answer stands in a store's files, or would stand: in its own answers, or in the profile.

What the store itself has answered wins over the profile that it names, so a reply goes to where the word is that
holds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policy_gen.inquiry.numbered import QUESTIONS, About, Question
from policy_gen.provenance import Term
from policy_gen.records.markets import Market, holds_for
from policy_gen.records.reasons import ALWAYS_NAMED, CHOICES, FAULTS, Reason
from policy_gen.records.record import UNKNOWN, Record
from policy_gen.records.supplier import (
    Cancellation,
    CancellationRule,
    Profile,
    ReturnRule,
    Returns,
    SupplierAnswers,
    When,
)
from policy_gen.records.vocabulary import Approver, Clarity, Coverage, SendBack
from policy_gen.source import Path

PATIENCE = ("cancel_within", "cancel_silence")
"""Questions about somebody who must agree."""
NAMED = ALWAYS_NAMED | set(CHOICES)
"""Reasons that every supplier is asked about, whether its profile has a rule for them or not."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place for an answer: what stands there, and the reasons that it is for.

    `path` leads to the answer; that of a rule which is still to be written ends at the list of rules, and `is_new` is
    true. `is_pending` is true as long as nobody knows whether the supplier answers for the reasons at all. `others` are
    reasons that share the answer there, and that the question is not about.
    """

    path: Path
    term: Term[Any] = UNKNOWN
    reasons: tuple[Reason, ...] = ()
    in_profile: bool = True
    is_new: bool = False
    is_pending: bool = False
    others: tuple[Reason, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nobody knows the answer yet; that instructions are unclear is no answer to live with."""
        return self.term.known in (None, Clarity.UNCLEAR)


@dataclass(frozen=True, slots=True)
class Known:
    """What a store knows of its supplier: its own answers, the profile that it names, or both; where it sells to.

    `way` leads to the answers in the questionnaire.
    """

    answers: SupplierAnswers | None
    profile: Profile | None
    sold_to: tuple[Market, ...] = ()
    way: Path = ("supplier",)

    def uses(self, when: When) -> bool:
        """Whether orders of the store can be among those that a rule is for, as far as is known."""
        used = {line.casefold() for line in self.answers.shipping_methods} if self.answers else set()
        lines = {line.casefold() for line in when.shipping_method}
        goes_there = any(holds_for(when.ship_to, market) is not False for market in self.sold_to or (None,))
        return (not used or not lines or bool(used & lines)) and (not when.ship_to or goes_there)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is open, and the reasons that it is open for."""

    question: Question
    reasons: tuple[Reason, ...] = ()


def asked(known: Known) -> tuple[Asked, ...]:
    """The open questions about a store's supplier."""
    found = []
    for question in QUESTIONS:
        gaps = [place for place in places(question, known) if place.is_open]
        if gaps:
            open_for = {reason for place in gaps for reason in place.reasons}
            found.append(Asked(question, tuple(reason for reason in question.reasons if reason in open_for)))
    return tuple(found)


def places(question: Question, known: Known) -> tuple[Place, ...]:
    """All places of a question's answer, whether it is known or not."""
    if known.profile is None:
        return tuple(_in_answers(question, known.answers or SupplierAnswers.model_construct(), known))
    if known.answers is not None and _is_written(question, known.answers):
        return tuple(_in_answers(question, known.answers, known))
    return tuple(_in_profile(question, known.profile, known))


def _is_written(question: Question, answers: SupplierAnswers) -> bool:
    """Whether the store's own answers say something under a question's key, be it `unknown`."""
    if question.about in (About.COVERED, About.ACCEPTED):
        return answers.returns.accepted.known is not None
    way = _own_way(question)
    record: Any = answers
    for step in way or ("",):
        if step not in getattr(record, "model_fields_set", ()):
            return False
        record = getattr(record, step)
    return True


def _own_way(question: Question) -> tuple[str, ...] | None:
    """The way to a question's answer in the store's own answers; None where these have no place for it."""
    if question.key[0] in Returns.model_fields and question.about not in (About.CANCELLING, About.LOST):
        return ("returns", *question.key)
    if question.about is About.LOST:
        return ("lost_parcels", *question.key)
    if question.about is About.CANCELLING and question.name != "cancel_how":
        return ("cancellation", *question.key)
    is_own = question.about is About.SUPPLIER and question.key[0] in SupplierAnswers.model_fields
    return question.key if is_own else None


def _below(record: Any, way: tuple[str, ...]) -> Any:
    for step in way:
        record = getattr(record, step)
    return record


# --- The store's own answers -----------------------------------------------------------------------------


def _in_answers(question: Question, answers: SupplierAnswers, known: Known) -> Iterator[Place]:
    way, profile = _own_way(question), known.profile
    if way is None or (profile is not None and question.about is About.ACCEPTED):
        return
    term = _below(answers, way)
    path = (*known.way, *way)
    if question.about is About.REASONS and not _needs_no_postage(question, answers.returns.send_back):
        yield from _of_reasons(question, path, term, _accepted(answers, profile))
    elif question.about is not About.REASONS and _is_waited_for(question, answers.cancellation):
        yield Place(path, term, question.reasons if question.about is About.ACCEPTED else (), in_profile=False)


def _accepted(answers: SupplierAnswers, profile: Profile | None) -> tuple[Reason, ...] | None:
    """The reasons that the supplier answers for; None where nobody has said."""
    if answers.returns.accepted.known is not None or profile is None:
        known: tuple[Reason, ...] | None = answers.returns.accepted.known
        return known
    return tuple(reason for rule in profile.returns if _answers_for(rule) for reason in rule.reasons)


def _of_reasons(
    question: Question, path: Path, said: Term[Any] | Mapping[Reason, Term[Any]], accepted: tuple[Reason, ...] | None
) -> Iterator[Place]:
    """One place for all reasons where the question is about all that are accepted, else one for each."""
    if accepted is None:
        term = said if isinstance(said, Term) else UNKNOWN
        yield Place(path, term, question.reasons, in_profile=False, is_pending=True)
        return
    reasons = tuple(reason for reason in question.reasons if reason in accepted)
    others = tuple(reason for reason in accepted if reason not in reasons)
    if isinstance(said, Term) and reasons and (said.known is not None or not others):
        yield Place(path, said, reasons, in_profile=False, others=others)
        return
    for reason in reasons:
        term = said.get(reason, UNKNOWN) if isinstance(said, Mapping) else UNKNOWN
        yield Place((*path, reason.value), term, (reason,), in_profile=False)


# --- A profile -------------------------------------------------------------------------------------------


def _in_profile(question: Question, profile: Profile, known: Known) -> Iterator[Place]:
    match question.about:
        case About.SUPPLIER:
            yield Place(question.key, _below(profile, question.key))
        case About.CANCELLING:
            yield from _stages(question, profile, known)
        case About.REASONS | About.LOST:
            yield from _rules(question, profile, known)
        case About.COVERED:
            yield from _coverage(question, profile, known)
        case About.UNDELIVERED:
            general = [number for number, rule in enumerate(profile.undeliverable) if rule.when == When()]
            yield from _entry("undeliverable", general, question, profile)
        case About.LIMIT:
            returns = [number for number, limit in enumerate(profile.limits) if limit.what == "returns"]
            yield from _entry("limits", returns, question, profile)
        case About.ACCEPTED:
            return


def _entry(name: str, numbers: list[int], question: Question, profile: Profile) -> Iterator[Place]:
    """The place in the last of some entries of a list, or in one that is still to be written."""
    if numbers:
        path: Path = (name, numbers[-1], *question.key)
        yield Place(path, _below(getattr(profile, name)[numbers[-1]], question.key))
    else:
        yield Place((name,), is_new=True)


def _stages(question: Question, profile: Profile, known: Known) -> Iterator[Place]:
    stages = [(number, rule) for number, rule in enumerate(profile.cancellation)
              if _is_after_payment(rule) and known.uses(rule.when)]  # fmt: skip
    if not stages:
        yield Place(("cancellation",), is_new=True)
    if question.name == "cancel_until":
        # The last stage says until when; those before it only cost more or less.
        stages = stages[-1:]
    for number, rule in stages:
        if _is_waited_for(question, rule):
            yield Place(("cancellation", number, *question.key), _below(rule, question.key))


def _is_waited_for(question: Question, rule: Cancellation) -> bool:
    """Whether a question about somebody's time and silence makes sense: not where nobody has to agree."""
    return question.name not in PATIENCE or rule.approval.by.known is not Approver.NOBODY


def _is_after_payment(rule: CancellationRule) -> bool:
    """Whether customers can be concerned: before payment there is no order of theirs."""
    return rule.until.known is None or str(rule.until.known) != "until payment"


def _answers_for(rule: ReturnRule) -> bool:
    return rule.covered.known is not Coverage.NOT_COVERED


def _rules(question: Question, profile: Profile, known: Known) -> Iterator[Place]:
    """A place in every rule for some of the reasons, and one in a rule to be written for those without a rule."""
    answers = known.answers
    accepted = answers.returns.accepted.known if answers and question.about is About.REASONS else None
    for number, rule in enumerate(profile.returns):
        reasons = tuple(one for one in _shared(question, rule) if accepted is None or one in accepted)
        is_ruled_out = accepted is None and not _answers_for(rule)
        if reasons and not is_ruled_out and known.uses(rule.when) and not _needs_no_postage(question, rule.send_back):
            yield Place(("returns", number, *question.key), _below(rule, question.key), reasons)
    ruled = {reason for rule in profile.returns for reason in rule.reasons}
    wanted = {Reason.LOST} if question.about is About.LOST else {*(NAMED if accepted is None else accepted)}
    if new := tuple(reason for reason in question.reasons if reason in wanted - ruled):
        is_pending = question.about is About.REASONS and accepted is None
        yield Place(("returns",), UNKNOWN, new, is_new=True, is_pending=is_pending)


def _needs_no_postage(question: Question, send_back: Any) -> bool:
    """Whether nobody pays the way back of something faulty, as it doesn't come back."""
    is_never = isinstance(send_back, Term) and send_back.known is SendBack.NEVER
    return question.name == "fault_return_postage" and is_never


def _shared(question: Question, rule: ReturnRule) -> tuple[Reason, ...]:
    return tuple(reason for reason in question.reasons if reason in rule.reasons)


def _coverage(question: Question, profile: Profile, known: Known) -> Iterator[Place]:
    """A place in every rule that could say whether the supplier answers, and one in a rule to be written."""
    ruled = {reason for rule in profile.returns for reason in rule.reasons}
    for number, rule in enumerate(profile.returns):
        reasons = _shared(question, rule)
        if reasons and known.uses(rule.when):
            yield Place(("returns", number, "covered"), rule.covered, reasons)
    unnamed = set(FAULTS) - ALWAYS_NAMED
    if new := tuple(reason for reason in question.reasons if reason not in ruled | unnamed):
        yield Place(("returns",), UNKNOWN, new, is_new=True)


def lies_in(record: Record, path: Path) -> tuple[str, ...]:
    """The sources of the rule around a path of a profile."""
    at: Any = record
    ids: tuple[str, ...] = ()
    for step in path:
        at = at[step] if isinstance(step, int) else getattr(at, str(step), None)
        ids = getattr(at, "source", ()) or ids
    return ids
