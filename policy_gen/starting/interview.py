"""The questions that `policy-gen new` asks, one after another, and what becomes of the answers. Nothing is read here.

The questions about the supplier are those that its profile leaves open: what is not known of it, and would be on the
page. They are found anew after each answer, by working out the policy that follows from the answers so far.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from policy_gen.deriving.offers import offers
from policy_gen.deriving.terms import Terms
from policy_gen.describing.reference import Key, keys_of
from policy_gen.describing.schema import Json
from policy_gen.findings import Finding
from policy_gen.provenance import Scope
from policy_gen.records.reasons import CHOICES, FAULTS, Reason
from policy_gen.records.vocabulary import Coverage
from policy_gen.rules.given import Given
from policy_gen.source import Path
from policy_gen.starting.asked import (
    ACCEPTED,
    CANCELLING,
    FOR_CHOICES,
    GENERAL,
    LINKS,
    LOST,
    PER_REASON,
    STORE,
    SUPPLIER,
    Question,
)
from policy_gen.starting.starter import Answer, text

Look = Callable[[str], tuple[Terms | None, Sequence[Finding]]]
"""The terms that follow from a questionnaire's text, and the errors in it; no terms where there are errors."""

STAND_INS: Mapping[Path, Answer] = {
    ("store", "name"): "Store",
    ("store", "website"): "https://store.example",
    ("store", "email"): "help@store.example",
    ("effective",): "2026-12-01",
    **{question.way: "https://store.example/page" for question in LINKS},
}
"""Answers that some questionnaires can't do without, for as long as nobody has been asked for them."""

OWN = "own"
"""What stands in the place of a profile where the supplier's terms are answered one by one."""


@dataclass(frozen=True)
class Interview:
    """The answers so far. `fixed` are those that came with the command; `profiles` are names by their ids.

    Every answer is looked at through `look`, so that it is taken or refused as `policy-gen check` would.
    """

    look: Look
    schema: Json
    profiles: Mapping[str, str]
    fixed: Mapping[Path, Answer] = field(default_factory=dict)
    answers: Mapping[Path, Answer] = field(default_factory=dict)

    def text(self) -> str:
        """The questionnaire with the answers so far."""
        return text(_without_own({**self.fixed, **self.answers}), self.schema)

    def question(self) -> Question | None:
        """What to ask next; None at the end."""
        known = {**self.fixed, **self.answers}
        return next((one for one in self._questions() if one.way not in known), None)

    def take(self, question: Question, said: str) -> "Interview | str":
        """With this answer; or why it can't be used."""
        answer = said or question.enter
        if answer is None:
            return "An answer is needed here."
        then = replace(self, answers={**self.answers, question.way: _meant(question, answer)})
        return then.refusal() or then

    def fix(self, way: Path, answer: str) -> "Interview | str":
        """With an answer that came with the command; or why it can't be used."""
        then = replace(self, fixed={**self.fixed, way: answer})
        return then.refusal() or then

    def back(self) -> "Interview":
        """Without the last answer."""
        return replace(self, answers=dict(list(self.answers.items())[:-1]))

    def prompt(self, question: Question) -> Iterator[str]:
        """The question as lines: what is asked and why, the words to choose from, and what Enter stands for."""
        key = self.key(question)
        about = f" ({', '.join(question.reasons)})" if question.reasons and question.way != ACCEPTED else ""
        yield question.ask + about
        yield f"  {question.why}"
        if key.words and not question.reasons:
            yield f"  {'Several' if key.is_list else 'One'} of: {', '.join(key.words)}"
        if question.enter is not None:
            yield f"  [{question.enter or 'leave it open'}]"

    def more(self, question: Question) -> Iterator[str]:
        """What `?` says: the meaning, what may be written, and an example."""
        key = self.key(question)
        yield f"  {key.meaning}"
        yield f"  Write {key.may_be()}{', or `unknown`' if key.may_be_unknown else ''}."
        if key.example:
            yield f"  For example: {key.example.strip('[]')}"

    def key(self, question: Question) -> Key:
        """What the schema says of a question's key."""
        mapping = ""
        for step in question.way[:-1]:
            mapping = next(key.mapping for key in keys_of(self.schema, mapping) if key.name == step)
        return next(key for key in keys_of(self.schema, mapping) if key.name == question.way[-1])

    def _looked_at(self, without: Path | None = None) -> tuple[Terms | None, Sequence[Finding]]:
        """What follows from the answers so far, with stand-ins for those to come that may be needed, but for one."""
        known = {**self.fixed, **self.answers}
        needed = {way: answer for way, answer in STAND_INS.items() if way != without}
        if known.get(SUPPLIER, OWN) == OWN:
            needed[ACCEPTED] = "none"
        return self.look(text(_without_own(needed | known), self.schema))

    def refusal(self) -> str:
        """Why the answers so far can't be used; empty if they can."""
        _, errors = self._looked_at()
        return "\n".join(_sentence(error) for error in errors)

    def _questions(self) -> Iterator[Question]:
        """All questions that the answers so far leave, asked or not, in their order."""
        listed = ", ".join(f"{id} ({name})" for id, name in self.profiles.items())
        why = f"Ready-made: {listed}; or `{OWN}` to answer for your supplier yourself."
        yield Question(SUPPLIER, "Who is your supplier?", why)
        yield from STORE
        yield from (question for question in LINKS if self._looked_at(without=question.way)[1])
        terms, _ = self._looked_at()
        if terms is not None:
            given = Given(terms, offers(terms))
            is_own = {**self.fixed, **self.answers}.get(SUPPLIER) == OWN
            open = (*_accepted(given, is_own), *_cancelling(given), *_returns(given), *_general(given, is_own))
            # What a profile leaves open may still have something that sums assume: an `unknown` would take it away.
            yield from open if is_own else (replace(question, enter="") for question in open)


def _meant(question: Question, answer: str) -> Answer:
    """The answer as the questionnaire writes it."""
    if not question.reasons or not answer:
        return answer
    if question.way != ACCEPTED:
        return dict.fromkeys(question.reasons, answer)
    # A list that corrects a profile is whole: what the profile accepts stays accepted.
    return "" if answer == "unknown" else ", ".join([*question.reasons, *([] if answer == "none" else [answer])])


def _without_own(answers: Mapping[Path, Answer]) -> Mapping[Path, Answer]:
    return {way: answer for way, answer in answers.items() if (way, answer) != (SUPPLIER, OWN)}


def _sentence(error: Finding) -> str:
    return f"{error.message}\n  help: {error.help}" if error.help else error.message


def _accepted(given: Given, is_own: bool) -> Iterator[Question]:
    why = "The page offers nothing else but what the seller is at fault for."
    if is_own:
        yield Question(ACCEPTED, "Which reasons for a return does the supplier accept?", why)
        return
    undecided = [reason for reason in CHOICES if _covered(given, reason) is None]
    if undecided:
        ask = f"Which of these does the supplier take back, too: {', '.join(undecided)}?"
        accepted = tuple(reason for reason in Reason if _covered(given, reason) is Coverage.COVERED)
        yield Question(ACCEPTED, ask, why, "", accepted)


def _covered(given: Given, reason: Reason) -> Coverage | None:
    answer: Coverage | None = given.terms.mirror("covered", Scope(reason)).known
    return answer


def _cancelling(given: Given) -> Iterator[Question]:
    until, *approval, refunds_within, fee = CANCELLING
    is_asked = given.cancelling("asked_until").known is not None
    if not is_asked and given.cancelling("certain_until").known is None:
        yield until
        return
    cases = [case.terms for supplier in given.terms.groups[None] for case in supplier.cancellation]
    if is_asked and any(case["approver"].known is None for case in cases):
        yield approval[0]
    elif is_asked:
        yield from _open(given, {"reply_within": approval[1], "silence": approval[2]})
    yield from _open(given, {"refunds_within": refunds_within, "fee": fee})


def _open(given: Given, questions: Mapping[str, Question]) -> Iterator[Question]:
    return (question for name, question in questions.items() if given.cancelling(name).known is None)


def _returns(given: Given) -> Iterator[Question]:
    """What is not known of the reasons that the supplier accepts; for those only that it is not known of."""
    covered = [reason for reason in (*FAULTS, *CHOICES) if _covered(given, reason) is Coverage.COVERED]
    choices = [reason for reason in covered if reason in CHOICES]
    for question, about in [*((one, covered) for one in PER_REASON), *((one, choices) for one in FOR_CHOICES)]:
        name = str(question.way[-1])
        open = [reason for reason in about if given.terms.mirror(name, Scope(reason)).known is None]
        if open:
            yield replace(question, reasons=() if open == covered else tuple(open))


def _general(given: Given, is_own: bool) -> Iterator[Question]:
    if is_own:
        yield LOST
    yield from (one for one in GENERAL if given.published(str(one.way[-1])).known is None)
