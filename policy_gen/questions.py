"""What is still open: unanswered questions, doubtful and old facts, dates that are missing."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from policy_gen.clause import Clause
from policy_gen.findings import Finding, Span, finding
from policy_gen.given import Given
from policy_gen.provenance import Answer, Confidence, Fact, Missing, Scope, Source, Term
from policy_gen.reasons import CANCELLATION, CHOICES, FAULTS
from policy_gen.rules import short_version
from policy_gen.terms import Terms
from policy_gen.vocabulary import Clarity

STALE_AFTER = timedelta(days=180)
"""How long a comparison of a fact with its source is trusted."""

GENERAL = {
    "ships_within": "within how many days after payment do you hand a parcel to the carrier?",
    "delivers_within": "how many days does the carrier take from dispatch to delivery?",
    "resolves_within": "how many days do you take to decide a case?",
}
PER_REASON = {
    "report_within": "until how many days after delivery may I report it?",
    "evidence": "which photos or other proof do you need?",
    "remedies": "do you refund, replace, or refund in part?",
    "send_back": "must the goods come back to you?",
    "refunds_within": "how many days until the money is back?",
}
CANCELLING = {
    "reply_within": "how many hours do you take to answer a cancellation?",
    "silence": "if you don't answer a cancellation in time, is the order cancelled?",
    "refunds_within": "how many days until the money of a cancelled order is back?",
}
"""What to ask the supplier, by the term that its answer fills."""
ASK = "ask the supplier: "


def questions(given: Given, clauses: Iterable[Clause]) -> Iterator[Finding]:
    """Every open question, the most pressing first."""
    yield from _accepted(given)
    yield from _named_supplier(given.terms)
    yield from _key_facts(given, clauses)
    yield from _open_terms(given)
    yield from _instructions(given)
    yield from _store(given)
    yield from _facts(given.terms)


def _accepted(given: Given) -> Iterator[Finding]:
    """A page needs at least one reason that the supplier is known to accept, or the word that it accepts none."""
    answers = [given.terms.mirror("covered", Scope(reason)) for reason in (*FAULTS, *CHOICES)]
    if all(isinstance(answer.value, Missing) for answer in answers):
        yield finding(
            "ANS006",
            "which reasons does the supplier accept? Nothing says so",
            "`returns: {accepted: [damaged, not_as_described, wrong_item]}`, or `accepted: none`",
            given.terms.named_at,
        )


def _named_supplier(terms: Terms) -> Iterator[Finding]:
    """No customer may read who supplies the store: the store's own answers must not name it either."""
    for key in ("name", "website", "email", "po_box"):
        answer = getattr(terms.store, key)
        words = {word for supplier in terms.groups[None] for word in supplier.hidden_words}
        if answer and any(word.casefold() in str(answer.value).casefold() for word in words):
            message = f"`{key}` names the supplier, and no customer may read who it is"
            yield finding("SUP007", message, "a name of your own", _span(answer, terms))


def _key_facts(given: Given, clauses: Iterable[Clause]) -> Iterator[Finding]:
    short = next(clause for clause in clauses if clause.id == short_version.ID)
    for fact, parts in short_version.KEY_FACTS.items():
        if not parts & {*short.parts, *short.rows}:
            yield finding("ANS011", f"the page can't say {fact}", ASK + _asked(fact), given.terms.named_at)


def _asked(fact: str) -> str:
    asked = {
        "until when a customer can tell you": PER_REASON["report_within"],
        "until when an order can be cancelled": "until when can I cancel a paid order?",
        "how long a refund takes": PER_REASON["refunds_within"],
    }
    return asked.get(fact, fact)


def _open_terms(given: Given) -> Iterator[Finding]:
    terms = given.terms
    for name, question in GENERAL.items():
        yield from _open(terms, name, [terms.published(name, Scope())], question)
    if {name for name in ("asked_until", "certain_until") if given.cancelling(name).known}:
        for name, question in CANCELLING.items():
            needed = name == "refunds_within" or given.cancelling("asked_until").known
            yield from _open(terms, name, [given.cancelling(name)] if needed else [], question, "cancelling")
        question = "do you keep anything of a cancelled order's price?"
        yield from _open(
            terms, "fee", [given.cancelling("fee")], question, "cancelling", "the page says that it is free"
        )
    for name, question in PER_REASON.items():
        covered = [offer for offer in given.offers.returns if offer.by_supplier]
        yield from _open(terms, name, [terms.published(name, Scope(offer.reason)) for offer in covered], question)
    undecided = [terms.mirror("covered", Scope(term.sure)) for term in given.offers.refused]
    question = "do you take it back? for how many days, and who pays the postage?"
    yield from _open(terms, "accepted", undecided, question, unsaid="not offered until you answer")


def _open(
    terms: Terms,
    name: str,
    asked: Iterable[Term[Any]],
    question: str,
    about: str = "",
    unsaid: str = "left out of the page",
) -> Iterator[Finding]:
    """One note for a term that is missing, whatever the number of reasons that it is missing for."""
    missing = [term for term in asked if term.known is None]
    if not missing:
        return
    reasons = ", ".join(
        f"`{term.scope.reason}`" for term in missing if term.scope.reason != CANCELLATION and term.scope.reason
    )
    topic = about or reasons
    message = f"`{name}`{f' ({topic})' if topic else ''} is not known: {unsaid}"
    yield finding("ANS010", message, ASK + question, _span(missing[0], terms))


def _instructions(given: Given) -> Iterator[Finding]:
    instructions = given.published("instructions")
    if instructions.known is not Clarity.CLEAR:
        yield finding(
            "ANS010",
            f"the supplier's instructions are {instructions.value}: the page asks customers to wait for your steps",
            ASK + "what exactly must the customer do, where does the parcel go, and who sends the label?",
            _span(instructions, given.terms),
        )


def _store(given: Given) -> Iterator[Finding]:
    terms = given.terms
    if terms.answers_within.known is None:
        message = "`answers_within` is not known: the page doesn't say how fast you answer"
        yield finding(
            "ANS010", message, "`answers_within: 2 business days` under `store`", _span(terms.answers_within, terms)
        )
    if terms.effective is None:
        message = "no `effective` date: the page carries none, and the age of the supplier's facts isn't judged"
        yield finding("ANS012", message, "`effective: 2026-12-01`, the day from which the page holds", terms.named_at)
    if terms.store.po_box:
        yield _ship_back(given, terms.store.po_box)


def _ship_back(given: Given, po_box: Term[str]) -> Finding:
    times = [given.terms.mirror("send_back_within", Scope(offer.reason)) for offer in given.offers.faults]
    known = next((time for time in times if time.known), None)
    limit = f"{known.value}" if known else "a time that is not known"
    return finding(
        "SUP006",
        f"goods that come to your P.O. box must go on to the supplier within {limit}",
        "empty the box often, or send customers the supplier's own instructions",
        _span(po_box, given.terms),
    )


def _facts(terms: Terms) -> Iterator[Finding]:
    """Facts of a profile that are old for the page's date, or that are no more than copies and assumptions."""
    facts = [
        (term, term.origin)
        for supplier in terms.groups[None]
        for term in supplier.terms()
        if isinstance(term.origin, Fact)
    ]
    if not facts:
        return
    sources = {source for _, fact in facts for source in fact.sources}
    yield from _stale(terms, sources)
    doubtful = {
        fact.key: _doubt(fact.sources) for term, fact in facts if term.known is not None and _doubt(fact.sources)
    }
    assumed = {fact.key for term, fact in facts if term.assume is not None}
    if doubtful or assumed:
        known = len({fact.key for term, fact in facts if term.known is not None})
        yield finding(
            "SUP003",
            f"`{facts[0][1].supplier}`: of {known} facts {len(doubtful)} are copies or carry no date; "
            f"{len(assumed)} are assumed",
            "compare them with the supplier's pages; `policy-gen explain` shows each source",
            terms.named_at,
        )


def _doubt(sources: tuple[Source, ...]) -> bool:
    """True where no source is the supplier's own, dated word."""
    return not any(s.confidence is not Confidence.COPY and (s.captured or s.published != "undated") for s in sources)


def _stale(terms: Terms, sources: set[Source]) -> Iterator[Finding]:
    day = terms.effective.known if terms.effective else None
    if not isinstance(day, date):
        return
    old = sorted(source.checked for source in sources if day - source.checked > STALE_AFTER)
    if old:
        yield finding(
            "SUP002",
            f"{len(old)} of the supplier's sources were last checked more than {STALE_AFTER.days} days before "
            f"{day.isoformat()}, the oldest on {old[0].isoformat()}",
            "compare the facts with their sources again, and set `checked`",
            terms.named_at,
        )


def _span(term: Term[Any], terms: Terms) -> Span:
    """Where an answer is missing: its place in the questionnaire; for a profile's fact where the profile is named."""
    return term.origin.span if isinstance(term.origin, Answer) else terms.named_at
