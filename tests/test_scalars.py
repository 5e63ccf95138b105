"""Single answers that need reading: what is taken, what is refused, and that each refusal says what to write."""

from functools import cache
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from policy_gen.durations import Duration
from policy_gen.records.scalars import Cutoff, Day, Email, EmailAddress, Fee, FeeText, Link, PartialDay, Text, Time, Url


@cache
def _holder(kind: Any) -> type[BaseModel]:
    """A record with one answer of that kind."""
    return create_model("Holder", __config__=ConfigDict(arbitrary_types_allowed=True), answer=(kind, ...))


def _read(kind: Any, text: object) -> Any:
    return _holder(kind).model_validate({"answer": text}).__dict__["answer"]


def _refusal(kind: Any, text: object) -> tuple[str, str, str]:
    """Code, message and help of a refusal."""
    with pytest.raises(ValidationError) as raised:
        _read(kind, text)
    (error,) = raised.value.errors()
    return error["type"], error["msg"], error["ctx"]["help"]


@pytest.mark.parametrize(
    ("text", "fee"),
    [
        ("none", Fee(0)),
        ("15%", Fee(15)),
        ("12.5 %", Fee(12.5)),
        ("EUR 5", Fee(5, "EUR")),
        ("USD 4.99", Fee(4.99, "USD")),
        ("0%", Fee(0)),
        ("EUR 0", Fee(0)),
    ],
)
def test_a_fee_is_none_a_share_or_an_amount(text: str, fee: Fee) -> None:
    assert _read(FeeText, text) == fee


@pytest.mark.parametrize(("fee", "words"), [(Fee(0), "none"), (Fee(12.5), "12.5%"), (Fee(5, "EUR"), "EUR 5.00")])
def test_a_fee_prints_as_it_is_written(fee: Fee, words: str) -> None:
    assert str(fee) == words
    assert _read(FeeText, words) == fee


@pytest.mark.parametrize("text", ["5", "5 EUR", "€5", "150%", "-5%", "EUR 5.123", "free", ""])
def test_what_is_no_fee_is_refused_with_the_three_ways_to_write_one(text: str) -> None:
    code, message, help = _refusal(FeeText, text)
    assert code == "ANS003"
    assert "not a fee" in message
    assert all(way in help for way in ("`none`", "`15%`", "`EUR 5`"))


@pytest.mark.parametrize("text", ["help@dalbit.example", "a.b+c_d-1@shop.co.kr"])
def test_an_email_address_is_taken(text: str) -> None:
    assert _read(Email, text) == text
    assert type(_read(Email, text)) is EmailAddress


@pytest.mark.parametrize(
    "text", ["help", "help@", "help@shop", "@shop.example", "a b@shop.example", "<b>@shop.example", "도움@shop.example"]
)
def test_what_is_no_email_address_is_refused(text: str) -> None:
    assert _refusal(Email, text)[0] == "ANS003"


@pytest.mark.parametrize("text", ["https://dalbit.example", "https://dalbit.example:8443/a/b?c=d&e=%20"])
def test_a_link_is_taken(text: str) -> None:
    assert _read(Link, text) == text
    assert type(_read(Link, text)) is Url


@pytest.mark.parametrize(
    "text",
    ["http://dalbit.example", "dalbit.example", "https://dalbit", "javascript:alert(1)", "https://a.example/(x)",
     "https://a.example/ b", "https://a.example/\"onload"],
)  # fmt: skip
def test_what_is_no_link_or_could_act_as_markup_is_refused(text: str) -> None:
    assert _refusal(Link, text)[0] == "ANS003"


@pytest.mark.parametrize("text", ["2026-13-01", "2026-02-30", "01.12.2026", "20261201", "tomorrow", ""])
def test_what_is_no_day_is_refused_with_the_way_to_write_one(text: str) -> None:
    code, _, help = _refusal(Day, text)
    assert code == "ANS003"
    assert "2026-12-01" in help


def test_a_page_may_carry_a_year_or_a_month_as_its_date() -> None:
    for text in ("2021", "2021-12", "2021-12-31"):
        assert _read(PartialDay, text) == text
    assert _read(PartialDay, 2021) == "2021"
    assert _refusal(PartialDay, "Dec 2021")[0] == "ANS003"


def test_a_duration_that_cannot_be_read_names_what_is_wrong_and_shows_five_that_can() -> None:
    code, message, help = _refusal(Time, "15-3 days")
    assert code == "ANS004"
    assert message == "`15-3 days` cannot be used: the range runs backwards"
    for shown in help.split("`")[1::2]:
        assert isinstance(_read(Time, shown), Duration)


def test_what_help_shows_for_a_cut_off_can_be_written() -> None:
    for shown in _refusal(Cutoff, "soon")[2].split("`")[1::2]:
        assert isinstance(_read(Cutoff, shown), Duration)


def test_a_text_stands_on_one_line_and_has_a_length() -> None:
    assert _read(Text, "  Dalbit\n Living ") == "Dalbit Living"
    assert _refusal(Text, " ")[0] == "ANS003"
    assert _refusal(Text, "y" * 201)[0] == "ANS003"


@pytest.mark.parametrize(
    "text", ["[Store name]", "Your Store", "{{ name }}", "lorem ipsum", "TODO", "<your shop>", "Your company name"]
)
def test_a_text_that_only_keeps_a_place_is_refused(text: str) -> None:
    code, message, _ = _refusal(Text, text)
    assert code == "ANS007"
    assert text in message


@pytest.mark.parametrize(("kind", "text"), [(Email, "you@example.com"), (Link, "https://your-store.com")])
def test_so_is_an_address_that_only_keeps_a_place(kind: Any, text: str) -> None:
    assert _refusal(kind, text)[0] == "ANS007"


@pytest.mark.parametrize("text", ["Your Moment", "Tod & Oma", "The Company Store", "Dalbit [Living]"])
def test_a_name_that_only_looks_a_little_like_that_is_taken(text: str) -> None:
    assert _read(Text, text) == text


@pytest.mark.parametrize("kind", [Time, Cutoff, FeeText, Day, Email, Link, Text])
@pytest.mark.parametrize("value", [5, 1.5, True, None, [], {}])
def test_what_is_no_text_is_refused_as_such(kind: Any, value: object) -> None:
    assert _refusal(kind, value)[0] in ("ANS003", "ANS004")
