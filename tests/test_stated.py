"""How a term is written: a value, `unknown`, or a mapping with what is known about the value; and where it stands."""

from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from policy_gen.findings import Refused, Span
from policy_gen.provenance import Answer, Missing, Term
from policy_gen.reading import read
from policy_gen.records.record import Record
from policy_gen.records.scalars import Time
from policy_gen.records.stated import Path, Stated, dotted, placed
from policy_gen.records.supplier import ByReason, Evidences
from policy_gen.source import parse


class Inner(Record):
    """A mapping in a mapping."""

    within: Stated[Time] = Term(Missing.UNKNOWN)
    per_reason: ByReason[Evidences] = Term(Missing.UNKNOWN)


class Outer(Record):
    """A file."""

    inner: Inner = Inner.model_construct()
    rules: tuple[Inner, ...] = ()


def _read(text: str) -> Outer:
    return read(Outer, parse(text, "file.yaml"))


def _within(text: str) -> Term[Any]:
    return _read(f"inner: {{within: {text}}}").inner.within


def test_a_plain_value_is_a_term() -> None:
    assert str(_within("3-15 business days").value) == "3-15 business days"


@pytest.mark.parametrize("missing", Missing)
def test_unknown_and_its_kin_are_answers(missing: Missing) -> None:
    assert _within(missing.value).value is missing
    assert _within(f"{{value: {missing.value}, assume: 7 days}}").value is missing


def test_a_mapping_says_what_is_known_about_a_value() -> None:
    term = _within("{value: 1-10 days, worst: 20 days, source: [a, b]}")
    assert (str(term.value), str(term.worst), term.source) == ("1-10 days", "20 days", ("a", "b"))
    assert _within("{value: unknown, assume: 7 days, source: a}").source == ("a",)
    assert str(_within("{value: unknown, assume: 7 days}").reckoned) == "7 days"


@pytest.mark.parametrize(
    "text",
    [
        "{value: 3 days, best: 2 days}",
        "{worst: 3 days}",
        "{value: soon}",
        "{value: 3 days, worst: unknown}",
        "[3 days]",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        _within(text)


def test_an_answer_by_reason_and_one_for_all_are_told_apart_by_their_keys() -> None:
    by_reason = _read("inner: {per_reason: {damaged: [photo], lost: unknown}}").inner.per_reason
    assert isinstance(by_reason, dict)
    assert [str(term.value) for term in by_reason.values()] == ["(<Evidence.PHOTO: 'photo'>,)", "unknown"]
    for_all = _read("inner: {per_reason: {value: [photo], source: a}}").inner.per_reason
    assert isinstance(for_all, Term)


def _at(way: Path) -> Answer:
    return Answer(dotted(way), Span("file.yaml", len(way), 1, 2))


def test_every_term_gets_the_place_of_its_path_also_where_nothing_is_said() -> None:
    record = placed(_read("{inner: {per_reason: {damaged: [photo]}}, rules: [{within: 3 days}, {}]}"), _at)
    keys = [
        record.inner.within.origin.key,
        record.inner.per_reason["damaged"].origin.key,
        record.rules[0].within.origin.key,
        record.rules[1].within.origin.key,
    ]
    assert keys == ["inner.within", "inner.per_reason.damaged", "rules[0].within", "rules[1].within"]


def test_placing_keeps_apart_what_was_written_and_what_was_not() -> None:
    record = placed(_read("inner: {within: 3 days}"), _at)
    assert record.model_fields_set == {"inner"}
    assert record.inner.model_fields_set == {"within"}


def test_a_path_is_written_as_people_write_it() -> None:
    assert dotted(("returns", 0, "report_within", "damaged")) == "returns[0].report_within.damaged"


def test_any_record_can_be_placed() -> None:
    class Plain(BaseModel):
        model_config = ConfigDict(frozen=True)
        number: int = 3

    assert placed(Plain(number=4), _at) == Plain(number=4)
