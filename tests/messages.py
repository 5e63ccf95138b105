"""Stores whose supplier has not said everything, and replies to every question in every language of the messages."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from policy_gen.cli import messages
from policy_gen.inquiry.numbered import About, Form, Question
from policy_gen.inquiry.places import Asked, Known
from policy_gen.inquiry.replies import group
from policy_gen.reading import read
from policy_gen.records.questionnaire import Questionnaire
from policy_gen.records.supplier import Profile, SupplierAnswers
from policy_gen.source import parse

LANGUAGES = messages.LANGUAGES
STORE = """\
# Who we are.
store: {name: Moon & Light, website: 'https://moon.example', email: help@moon.example, answers_within: 1 day}
effective: 2026-12-01
"""
OWN = (
    STORE
    + """\
supplier:
  name: Plum Goods              # never on the page
  ships_within: 3 business days
  cancellation: {until: unknown, fee: none}    # as their agent said
  returns:
    # They took these back in spring.
    accepted: [damaged, wrong_item, change_of_mind]
    report_within: {damaged: 15 days after delivery}
    send_back: unknown          # it depends?
    remedies:
      damaged: [refund]         # always
"""
)
"""A store that answers for its supplier itself."""
SILENT = STORE + "supplier: {returns: {accepted: unknown}}\n"
"""A store that knows nothing at all."""
NAMED = STORE + "supplier: plum\nsells_to: [KR]\n"
"""A store that names a profile."""
PLUM = """\
# Plum Goods, as far as we know it.
schema: 1
name: Plum Goods
hidden_words: [Plum Wallet]
kind: wholesaler
sources:
  terms:      # their page
    title: Terms
    url: https://plum.example/terms
    confidence: own
    published: 2026-11-01
    checked: 2026-11-23

ships_within: {value: listing, assume: 7 business days, source: terms}    # see the countdown
resale: {value: allowed, source: terms}

cancellation:
  - until: payment
    source: terms
  - until: shipped                 # on request
    approval: {by: supplier}       # who answers when?
    fee: unknown
    source: terms

returns:
  - reasons: [damaged, defective]
    report_within: {value: 15 days after delivery, source: terms}
    evidence:
      - photo                      # of the damage
    source: terms
  - reasons: [change_of_mind]
    when: {ship_to: [BR]}
    report_within: 7 days
    source: terms
  # What customers choose.
  - reasons: [change_of_mind, wrong_size_ordered]
    covered: listing
    source: terms
  - reasons: [wrong_address, customs_held]
    covered: unknown

dispute:
  where: {value: platform, source: terms}
"""
"""The profile that it names."""


def known(questionnaire: str, profile: str = "") -> Known:
    """What texts say of a store's supplier."""
    answers = read(Questionnaire, parse(questionnaire, "shop.yaml")).supplier
    record = read(Profile, parse(profile, "plum.yaml")) if profile else None
    return Known(answers if isinstance(answers, SupplierAnswers) else None, record)


@cache
def labels(language: str) -> Mapping[str, Any]:
    """The words of a language, read once."""
    return messages.labels(language)


TIMES = {
    "lost_report_opens": ("20 days after shipping", "发货后20天", "발송 후 20일"),
    "lost_report_within": ("15 days after estimated delivery", "预计送达后15天", "배송 예정일 후 15일"),
    "cancel_within": ("24 hours", "24小时", "24시간"),
}
TEXTS = {"limit": "3 per month", "contact_at": "claims@plum.example"}


def reply(asked: Asked, language: str) -> str:
    """What a supplier that is asked in a language can reply."""
    question, words = asked.question, labels(language)
    match question.form:
        case Form.TIME:
            return TIMES.get(question.name, ("15 days", "15天", "15일"))[LANGUAGES.index(language)]
        case Form.FEE:
            return str(words["replies"]["none"][0])
        case Form.STEPS:
            return "Orders > Claim"
        case Form.TEXT:
            return TEXTS[question.name]
        case Form.WORD | Form.WORDS | Form.CUTOFF:
            return _words(question, asked, words)


def _words(question: Question, asked: Asked, words: Mapping[str, Any]) -> str:
    if question.yes:
        return str(words["replies"]["yes"][0])
    own = words["words"][group(question.words)]
    if question.about in (About.COVERED, About.ACCEPTED):
        return str(words["and"]).join(own[reason.value] for reason in asked.reasons)
    # The last word of each but one: that nobody has to agree to a cancellation leaves nothing to ask.
    return str(own["supplier"] if question.name == "cancel_by" else list(own.values())[-1])


def replies(asked: Iterable[Asked], language: str) -> str:
    """A reply to each question, one a line."""
    return "".join(f"{one.question.number}: {reply(one, language)}\n" for one in asked)


def written(folder: Path, questionnaire: str, profile: str = "") -> str:
    """The texts as files; returns the name of the questionnaire's."""
    (folder / "shop.yaml").write_text(questionnaire, "utf-8")
    if profile:
        (folder / "supplier_profiles").mkdir()
        (folder / "supplier_profiles" / "plum.yaml").write_text(profile, "utf-8")
    return "shop.yaml"
