"""What is still open: unanswered questions, doubtful and old facts, dates that are missing."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from policy_gen.deriving.expansion import resale
from policy_gen.deriving.terms import Terms
from policy_gen.findings import Finding, Span, finding
from policy_gen.naming import holds
from policy_gen.provenance import Confidence, Fact, Missing, Scope, Source, Term
from policy_gen.records.reasons import CANCELLATION, CHOICES, FAULTS, PARCELS, Reason
from policy_gen.records.supplier import When
from policy_gen.records.vocabulary import Clarity
from policy_gen.rules import parcels, short_version
from policy_gen.rules.clause import Clause
from policy_gen.rules.given import Given

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
FOR_CHOICES = {
    "return_postage": "who pays the return postage?",
    "condition": "how must the goods be?",
    "restocking_fee": "do you keep anything of the price?",
}
LOST = {
    "report_within": "until when may I report a lost parcel?",
    "remedies": "what do you give for a lost parcel?",
}
CANCELLING = {
    "reply_within": "how many hours do you take to answer a cancellation?",
    "silence": "if you don't answer a cancellation in time, is the order cancelled?",
    "fee": "do you keep anything of a cancelled order's price?",
    "refunds_within": "how many days until the money of a cancelled order is back?",
}
"""What to ask the supplier, by the term that its answer fills."""
UNSAID = {
    "fee": "the page says that it is free",
    "restocking_fee": "the page says that there is no fee",
    "silence": "it counts as no",
    "accepted": "not offered until you answer",
}
"""What the page does about a term that is not known; it leaves out any other."""
DECIDED_BY = {
    "ship_to": ("sells_to", "write `sells_to:` with the codes of the countries that you sell to"),
    "shipping_method": ("shipping_methods", "write `shipping_methods:` beside the `profile`, the lines that you use"),
}
"""The answers that decide the conditions of a supplier's rules."""
ASK = "ask the supplier: "


def questions(given: Given, clauses: Iterable[Clause]) -> Iterator[Finding]:
    """Every open question, the most pressing first."""
    yield from _accepted(given)
    yield from (found for supplier in given.terms.groups[None] for found in resale(supplier))
    yield from _named_supplier(given.terms)
    yield from _key_facts(given, clauses)
    yield from _open_terms(given)
    yield from _opening(given)
    yield from _conditions(given.terms)
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
            "write `returns: {accepted: [damaged, not_as_described, wrong_item]}`, or `accepted: none`",
            given.terms.named_at,
        )


def _named_supplier(terms: Terms) -> Iterator[Finding]:
    """No customer may read who supplies the store: the store's own answers must not name it either."""
    for key in ("name", "website", "email", "po_box"):
        answer = getattr(terms.store, key)
        words = {word for supplier in terms.groups[None] for word in supplier.hidden_words}
        if answer and any(holds(str(answer.value), word) for word in words):
            message = f"`{key}` contains the supplier's name, and customers must not see it"
            yield finding("SUP007", message, "write one without it", terms.place(answer))


def _key_facts(given: Given, clauses: Iterable[Clause]) -> Iterator[Finding]:
    short = next(clause for clause in clauses if clause.id == short_version.ID)
    for fact, parts in short_version.KEY_FACTS.items():
        if not parts & {*short.parts, *short.rows}:
            yield finding("ANS011", f"the page can't say {fact}", ASK + _asked(fact), given.terms.named_at)


def _asked(fact: str) -> str:
    asked = {
        "how long customers have to report a problem": PER_REASON["report_within"],
        "how long an order can be cancelled": "until when can I cancel a paid order?",
        "how long a refund takes": PER_REASON["refunds_within"],
    }
    return asked.get(fact, fact)


def _open_terms(given: Given) -> Iterator[Finding]:
    terms, offers = given.terms, given.offers
    for name, question in GENERAL.items():
        yield from _open(terms, name, [terms.published(name, Scope())], question)
    yield from _open_cancelling(given)
    covered = [offer for offer in offers.returns if offer.by_supplier]
    choices = [offer for offer in offers.choices if offer.by_supplier]
    lost = [offers.lost] if offers.lost.by_supplier else []
    for asked, about in ((PER_REASON, covered), (FOR_CHOICES, choices), (LOST, lost)):
        for name, question in asked.items():
            yield from _open(terms, name, [terms.published(name, Scope(offer.reason)) for offer in about], question)
    undecided = [terms.mirror("covered", Scope(term.sure)) for term in offers.refused if not _declined(terms, term)]
    yield from _open(terms, "accepted", undecided, "do you take it back? for how many days, and who pays the postage?")
    yield from _promised_without_end(given)


def _declined(terms: Terms, refused: Term[Any]) -> bool:
    """Whether the store itself says that it never takes something back."""
    return terms.promised("offered", refused.scope) is not None


def _open_cancelling(given: Given) -> Iterator[Finding]:
    asked = given.cancelling("asked_until").known
    if not asked and not given.cancelling("certain_until").known:
        return
    for name, question in CANCELLING.items():
        if asked or name not in ("reply_within", "silence"):
            yield from _open(given.terms, name, [given.cancelling(name)], question)


def _promised_without_end(given: Given) -> Iterator[Finding]:
    """What the store takes back at its own cost, without saying until when."""
    for offer in given.offers.choices:
        if not offer.by_supplier and "report_within" not in offer.terms:
            yield finding(
                "ANS010",
                f"you accept returns for `{offer.reason}`, but don't say until when: the page names no last day",
                f"write `report_within: 14 days after delivery` under `{offer.reason}`",
                given.terms.place(offer.because),
            )


def _opening(given: Given) -> Iterator[Finding]:
    """From when on a lost parcel can be reported, where the supplier says something of it that can't be printed."""
    terms, scope = given.terms, Scope(Reason.LOST)
    said = [term for term in terms.supplied("report_opens", scope) if term.known is not None]
    if said and parcels.reports_open(given) is None:
        counted = terms.published("report_opens", scope).known is not None
        question = GENERAL["delivers_within"] if counted else "from when on may I report a lost parcel?"
        message = "`report_opens` (`lost`) is known only in part: the page doesn't say from when on to write"
        yield finding("ANS010", message, ASK + question, terms.place(said[0]))


def _conditions(terms: Terms) -> Iterator[Finding]:
    """The conditions of the supplier's rules that nobody has decided, so that the worst of them is on the page."""
    asked: dict[tuple[str, int], list[str]] = {}
    for topic in (CANCELLATION, *FAULTS, *CHOICES, *PARCELS):
        rules = terms.conditions(Scope(topic))
        for name in When.model_fields:
            if any(getattr(when, name) for when in rules) and not (name == "ship_to" and terms.sold_to):
                asked.setdefault((name, len(rules)), []).append(topic)
    for (name, count), topics in asked.items():
        decides, help = DECIDED_BY.get(
            name, (name, "write under `supplier`, beside the `profile`, what holds for your goods")
        )
        rules_hold = f"which of {count} rules holds" if count > 1 else "whether a rule holds"
        message = f"`{decides}` would decide {rules_hold} for {', '.join(f'`{topic}`' for topic in topics)}"
        yield finding("ANS010", f"{message}: till then the worst for the customer counts", help, terms.named_at)


def _open(terms: Terms, name: str, asked: Iterable[Term[Any]], question: str) -> Iterator[Finding]:
    """One note for a term that is missing, whatever the number of reasons that it is missing for."""
    missing = [term for term in asked if term.known is None]
    if not missing:
        return
    reasons = [term.scope.reason for term in missing]
    about = ", ".join("cancelling" if reason == CANCELLATION else f"`{reason}`" for reason in reasons if reason)
    unsaid = UNSAID.get(name, "left out of the page")
    message = f"`{name}`{f' ({about})' if about else ''} is not known: {unsaid}"
    yield finding("ANS010", message, ASK + question, *_unanswered(terms, name, missing))


def _unanswered(terms: Terms, name: str, missing: Sequence[Term[Any]]) -> Iterator[Span]:
    """Where a missing term is to be answered: of several suppliers at those of which it is not known."""
    lacking = [supplier for term in missing for supplier in terms.lacking(name, term.scope)]
    if len(terms.groups[None]) == 1 or not lacking:
        yield terms.place(missing[0])
    else:
        yield from dict.fromkeys(supplier.named_at for supplier in lacking)


def _instructions(given: Given) -> Iterator[Finding]:
    instructions = given.published("instructions")
    if instructions.known is not Clarity.CLEAR:
        yield finding(
            "ANS010",
            f"the supplier's instructions are {_clarity(instructions)}: "
            "the page asks customers to wait for your instructions",
            ASK + "what exactly must the customer do, where does the parcel go, and who sends the label?",
            given.terms.place(instructions),
        )


def _clarity(instructions: Term[Clarity]) -> str:
    return "not known" if instructions.known is None else str(instructions.value)


def _store(given: Given) -> Iterator[Finding]:
    terms = given.terms
    if terms.answers_within.known is None:
        message = "`answers_within` is not known: the page doesn't say how fast you answer"
        help = "write `answers_within: 2 business days` under `store`"
        yield finding("ANS010", message, help, terms.place(terms.answers_within))
    undated = terms.effective is None or terms.effective.known is None
    if undated and not given.markets:
        message = "no `effective` date: the page has none, and the age of the supplier's facts isn't checked"
        help = "write `effective: 2026-12-01`, the day from which the page holds"
        yield finding("ANS012", message, help, terms.named_at)
    if terms.store.po_box and terms.store.po_box.known:
        yield _ship_back(given, terms.store.po_box)


def _ship_back(given: Given, po_box: Term[str]) -> Finding:
    times = [given.terms.mirror("send_back_within", Scope(offer.reason)) for offer in given.offers.faults]
    known = next((time for time in times if time.known), None)
    limit = f"{known.value}" if known else "a time that is not known"
    return finding(
        "SUP006",
        f"goods that come to your P.O. box must go on to the supplier within {limit}",
        "empty the box often, or send customers the supplier's own instructions",
        given.terms.place(po_box),
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
        copies = "is a copy" if len(doubtful) == 1 else "are copies"
        yield finding(
            "SUP003",
            f"`{facts[0][1].supplier}`: {len(doubtful)} of {known} facts {copies} or undated, "
            f"{len(assumed)} {'is' if len(assumed) == 1 else 'are'} assumed",
            "compare them with the supplier's pages; `policy-gen explain` shows each source",
            terms.named_at,
        )


def _doubt(sources: tuple[Source, ...]) -> bool:
    """True where no source is the supplier's own, dated word."""
    # The supplier's message is as old as the day on which it came.
    message = Confidence.SUPPLIER_MESSAGE
    dated = [s for s in sources if s.confidence is message or s.captured or s.published != "undated"]
    return all(s.confidence is Confidence.COPY for s in dated)


def _stale(terms: Terms, sources: set[Source]) -> Iterator[Finding]:
    day = terms.effective.known if terms.effective else None
    if not isinstance(day, date):
        return
    old = sorted(source.checked for source in sources if day - source.checked > STALE_AFTER)
    if old:
        yield finding(
            "SUP002",
            f"{len(old)} of the supplier's sources {'was' if len(old) == 1 else 'were'} last checked "
            f"more than {STALE_AFTER.days} days before {day.isoformat()}, the oldest on {old[0].isoformat()}",
            "compare the facts with their sources again, and set `checked`",
            terms.named_at,
        )
