"""Values in words: durations, dates, money and lists as each language writes them, and no language half done."""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_gen.durations import STAGES, Duration, Event, Unit
from policy_gen.pages.language import CLDR_UNITS, LABELS, Amount, Language, Several, Shown
from policy_gen.records.reasons import UNDELIVERABLE, Reason
from policy_gen.records.scalars import EmailAddress, Fee, Url
from policy_gen.records.vocabulary import Evidence, Exclusion, Remedy
from tests.shops import LANGUAGES, words

IN_EACH_LANGUAGE = pytest.mark.parametrize("code", LANGUAGES)
NEVER_NAMED = {*UNDELIVERABLE}
"""Reasons that no page names: the customer's side is at fault, and the supplier decides."""


def language(code: str) -> Language:
    return Language(code, words(code).labels)


def days(low: int, high: int | None = None, unit: Unit = Unit.DAYS, event: Event | None = None) -> Duration:
    return Duration(low, high or low, unit, event)


def keys(labels: Any, way: str = "") -> Iterator[str]:
    if isinstance(labels, dict):
        for key, value in labels.items():
            yield from keys(value, f"{way}.{key}")
    else:
        yield way


def leaves(labels: Any) -> Iterator[str]:
    if isinstance(labels, dict):
        for value in labels.values():
            yield from leaves(value)
    else:
        yield labels


def test_english_and_korean_are_there() -> None:
    assert {"en", "ko"} <= set(LANGUAGES)


@IN_EACH_LANGUAGE
def test_every_language_has_the_same_labels(code: str) -> None:
    def named(code: str) -> set[str]:
        # How many forms a number has differs from language to language.
        return {key for key in keys(words(code).labels) if not key.startswith(".business_days.")}

    assert named(code) == named("en")


@IN_EACH_LANGUAGE
def test_every_label_is_a_text_without_a_number_in_it(code: str) -> None:
    for label in leaves(words(code).labels):
        assert isinstance(label, str)
        assert label.strip() == label != ""
        assert not re.search(r"\d", re.sub(r"\{[01]\}", "", label))


@IN_EACH_LANGUAGE
def test_every_word_of_every_vocabulary_has_a_label_of_its_own(code: str) -> None:
    for kind, name in LABELS.items():
        labels = words(code).labels[name]
        assert set(labels) == {member.value for member in kind if not any(member is one for one in NEVER_NAMED)}
        assert len(set(labels.values())) == len(labels)


@IN_EACH_LANGUAGE
def test_every_event_and_every_stage_can_be_said(code: str) -> None:
    labels = words(code).labels
    assert {event.value for event in Event} == set(labels["after"])
    assert {event.value for event in STAGES.values()} == set(labels["stages"])


@IN_EACH_LANGUAGE
def test_the_numbers_have_their_place_in_every_language(code: str) -> None:
    labels = words(code).labels
    for name, places in [
        ("page", {"n", "total"}), ("duration", {"amount", "after"}), ("range", {"0", "1"}), ("fee_share", {"share"}),
    ]:  # fmt: skip
        assert set(re.findall(r"\{(\w+)\}", labels[name])) == places
    forms = labels["business_days"]
    assert "other" in forms
    assert all("{n}" in form for form in forms.values())


@pytest.mark.parametrize(
    ("duration", "english", "korean"),
    [
        (days(13), "13 days", "13일"),
        (days(1), "1 day", "1일"),
        (days(1, unit=Unit.HOURS), "1 hour", "1시간"),
        (days(24, unit=Unit.HOURS), "24 hours", "24시간"),
        (days(1, unit=Unit.BUSINESS_DAYS), "1 business day", "영업일 기준 1일"),
        (days(15, unit=Unit.BUSINESS_DAYS), "15 business days", "영업일 기준 15일"),
        (days(2, unit=Unit.MONTHS), "2 months", "2개월"),
        (days(3, 15, Unit.BUSINESS_DAYS), "3 to 15 business days", "영업일 기준 3-15일"),
        (days(3, 7), "3 to 7 days", "3-7일"),
        (days(1440, unit=Unit.HOURS), "1,440 hours", "1,440시간"),
        (days(1000, 1440, Unit.HOURS), "1,000 to 1,440 hours", "1,000-1,440시간"),
    ],
)
def test_durations_are_said_as_people_say_them(duration: Duration, english: str, korean: str) -> None:
    said = [language(code).shown(duration) for code in ("en", "ko")]
    assert [one.amount for one in said if isinstance(one, Amount)] == [english, korean]


def test_a_duration_is_said_whole_or_in_two_parts() -> None:
    said = language("en").shown(days(13, event=Event.DELIVERY))
    assert isinstance(said, Amount)
    assert (str(said), said.amount, said.start) == ("13 days after delivery", "13 days", "after delivery")


def test_a_duration_without_an_event_has_no_start() -> None:
    said = language("en").shown(days(2))
    assert isinstance(said, Amount)
    assert (said.whole, said.start) == ("2 days", "")


@IN_EACH_LANGUAGE
@given(
    low=st.integers(1, 400),
    more=st.integers(0, 20),
    unit=st.sampled_from(list(Unit)),
    event=st.sampled_from([None, *Event]),
)
def test_a_duration_keeps_its_numbers_and_adds_none(
    code: str, low: int, more: int, unit: Unit, event: Event | None
) -> None:
    said = language(code).shown(Duration(low, low + more, unit, event))
    assert isinstance(said, Amount)
    in_years = unit is Unit.MONTHS and not more and low > 12 and low % 12 == 0
    numbers = [low // 12] if in_years else [low, low + more] if more else [low]
    assert re.findall(r"\d+", said.whole) == [str(number) for number in numbers]
    assert re.findall(r"\d+", said.amount) == re.findall(r"\d+", said.whole)
    for name in CLDR_UNITS.values():
        assert name not in said.whole


@pytest.mark.parametrize(("months", "said"), [(12, "12 months"), (24, "2 years"), (30, "30 months"), (72, "6 years")])
def test_whole_years_are_said_in_years_from_two_on(months: int, said: str) -> None:
    assert str(language("en").shown(Duration(months, months, Unit.MONTHS))) == said


@pytest.mark.parametrize(("stage", "event"), STAGES.items())
@IN_EACH_LANGUAGE
def test_a_stage_is_said_in_words(code: str, stage: str, event: Event) -> None:
    said = language(code).shown(Duration(0, 0, Unit.DAYS, event))
    assert isinstance(said, Shown)
    assert not re.search(r"\d", said)


@pytest.mark.parametrize(("code", "said"), [("en", "December 1, 2026"), ("ko", "2026년 12월 1일")])
def test_a_date_is_written_out(code: str, said: str) -> None:
    assert language(code).shown(date(2026, 12, 1)) == said


@pytest.mark.parametrize(
    ("fee", "english", "korean"),
    [
        (Fee(15), "15% of the price", "15%"),
        (Fee(7.5), "7.5% of the price", "7.5%"),
        (Fee(0.25), "0.25% of the price", "0.25%"),
        (Fee(5, "EUR"), "€5.00", "€5.00"),
        (Fee(4.99, "USD"), "$4.99", "US$4.99"),
        (Fee(3000, "KRW"), "₩3,000", "₩3,000"),
        (Fee(500, "JPY"), "¥500", "JP¥500"),
        (Fee(5.5, "JPY"), "¥5.50", "JP¥5.50"),
    ],
)
def test_a_fee_is_said_with_the_amount_that_was_written(fee: Fee, english: str, korean: str) -> None:
    assert language("en").shown(fee) == english
    assert korean in str(language("ko").shown(fee))


def test_lists_are_joined_as_the_language_joins_them() -> None:
    remedies = (Remedy.REFUND, Remedy.REPLACEMENT, Remedy.KEEP_ITEM)
    english = language("en").shown(remedies)
    assert isinstance(english, Several)
    labels = words("en").labels["remedies"]
    first, second, third = (labels[remedy] for remedy in remedies)
    assert english.each == (first, second, third)
    assert str(english) == english.all == f"{first}, {second}, and {third}"
    assert english.any == f"{first}, {second}, or {third}"
    korean = language("ko").shown(remedies[:2])
    assert isinstance(korean, Several)
    assert "또는" in korean.any


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("value", [Reason.DAMAGED, Remedy.REFUND, Evidence.PHOTO, Exclusion.GIFT])
def test_a_word_of_a_vocabulary_is_said_by_its_label(code: str, value: StrEnum) -> None:
    said = language(code).shown(value)
    assert str(said) in leaves(words(code).labels)
    assert "_" not in str(said)


def test_addresses_on_the_net_are_links() -> None:
    assert language("en").shown(EmailAddress("help@dalbit.example")) == "<help@dalbit.example>"
    assert language("en").shown(Url("https://dalbit.example/a_b")) == "<https://dalbit.example/a_b>"


def test_typed_text_is_escaped() -> None:
    assert language("en").shown("*1* <b>") == r"\*1\* &#60;b>"


def test_a_capital_letter_is_put_first_and_the_rest_left_alone() -> None:
    assert Shown("not as Described").first == "Not as Described"
    assert Shown("설명과 다름").first == "설명과 다름"
    assert Shown("").first == ""
