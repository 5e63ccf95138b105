"""The countries that a store sells to: which codes there are, what is told about others, what stands for what."""

from pathlib import Path
from typing import Any

import pytest
from holidays import list_supported_countries

from policy_gen.deriving.applying import holds
from policy_gen.findings import Finding, Refused
from policy_gen.records import markets
from policy_gen.records.markets import holds_for, likely, sold_to
from policy_gen.records.supplier import When
from policy_gen.rim import inputs, lawbook
from tests.shops import shop, written

MEMBERS = {"EU": ("DE", "FR")}


def _refused(tmp_path: Path, sells_to: Any) -> list[Finding]:
    with pytest.raises(Refused) as refused:
        inputs.load(written(shop(sells_to=sells_to), tmp_path), {})
    return list(refused.value.findings)


def test_the_codes_are_those_of_the_countries_and_groups_that_babel_knows() -> None:
    assert len(markets.countries()) > 240
    assert set(markets.groups()) == {"EU"}
    assert {"US", "KR", "NO", "TW"} <= set(markets.countries())


@pytest.mark.parametrize("code", ["US", "KR", "EU", "US-CA", "GB-SCT"])
def test_codes_of_countries_their_parts_and_groups_are_read(tmp_path: Path, code: str) -> None:
    assert inputs.load(written(shop(sells_to=[code]), tmp_path), {}).terms.sold_to


@pytest.mark.parametrize("code", ["UK", "USA", "us", "ZZ", "EU-DE", "US-", "US-CALI", "U", "Germany", ""])
def test_other_texts_are_no_codes(code: str) -> None:
    assert not markets.is_market(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [("Germany", "DE"), ("germny", "DE"), ("South Korea", "KR"), ("UK", "GB"), ("USA", "US"), ("us-ca", "US-CA"),
     ("European Union", "EU"), ("kr", "KR"), ("England", None), ("Narnia", None), ("", None)],
)  # fmt: skip
def test_a_name_or_another_spelling_leads_to_the_code(text: str, code: str | None) -> None:
    assert likely(text) == code


def test_a_name_in_the_place_of_a_code_is_told_at_its_place_with_the_code(tmp_path: Path) -> None:
    first, second = _refused(tmp_path, ["US", "Germany", "Narnia"])
    assert (first.code, first.message, first.help) == ("ANS003", "`Germany` is not the code of a country", "write `DE`")
    assert second.help.startswith("write a country's code of two letters")
    assert first.spans < second.spans


@pytest.mark.parametrize(
    ("code", "near"), [("US-XX", "`US-TX`"), ("US-NZ", "`US-NY`"), ("CA-QU", "`CA-QC`"), ("US-12", "`US-")]
)
def test_a_state_that_is_none_is_told_at_its_place_with_codes_that_are_near(
    tmp_path: Path, code: str, near: str
) -> None:
    (found,) = _refused(tmp_path, ["US-CA", code])
    assert (found.code, found.message) == ("ANS003", f"`{code}` is not the code of a part of `{code[:2]}`")
    assert near in found.help
    assert f"or `{code[:2]}` for all of it" in found.help


@pytest.mark.parametrize("code", ["US-TX", "US-PR", "CA-ON", "CA-YT", "GB-SCT", "AU-NSW", "FR-75"])
def test_a_state_without_a_file_and_a_part_of_a_country_without_a_list_are_read(tmp_path: Path, code: str) -> None:
    assert inputs.load(written(shop(sells_to=[code]), tmp_path), {}).terms.sold_to


def test_the_list_of_states_is_the_one_that_others_know_and_holds_all_that_have_a_file() -> None:
    known = list_supported_countries(include_aliases=False)
    for country, parts in lawbook.parts().items():
        assert parts == tuple(f"{country}-{part}" for part in known[country])
        assert set(lawbook.members()[country]) <= set(parts)


@pytest.mark.parametrize(
    ("answer", "code"), [(["US", "US"], "ANS005"), ([], "ANS003"), ("US", "ANS003"), ([1], "ANS003")]
)
def test_a_country_twice_no_country_and_no_list_are_refused(tmp_path: Path, answer: Any, code: str) -> None:
    (found,) = _refused(tmp_path, answer)
    assert found.code == code


def test_nobody_needs_to_know(tmp_path: Path) -> None:
    for answers in (shop(), shop(sells_to="unknown")):
        assert inputs.load(written(answers, tmp_path), {}).terms.sold_to == ()


def test_a_group_stands_for_its_members(tmp_path: Path) -> None:
    assert [sorted(market) for market in sold_to(["EU", "KR", "DE"], MEMBERS)] == [["DE", "EU"], ["EU", "FR"], ["KR"]]
    sold = inputs.load(written(shop(sells_to=["EU"]), tmp_path), {}).terms.sold_to
    assert len(sold) == 27
    assert {"FR", "EU"} in sold


@pytest.mark.parametrize(
    ("codes", "market", "answer"),
    [
        (["US"], {"US"}, True),
        (["US"], {"US-CA", "US"}, True),
        (["EU"], {"DE", "EU"}, True),
        (["DE"], {"DE", "EU"}, True),
        (["BR", "US"], {"US"}, True),
        (["BR"], {"US"}, False),
        (["US-CA"], {"US-CA", "US"}, True),
        (["US-CA"], {"US-NY", "US"}, False),
        (["US-CA"], {"US"}, None),
        (["US-CA"], {"KR"}, False),
        (["US"], None, None),
    ],
)
def test_a_rule_holds_where_one_of_its_codes_stands_for_the_place(
    codes: list[str], market: set[str] | None, answer: bool | None
) -> None:
    place = frozenset(market) if market else None
    assert holds_for(codes, place) is answer
    assert holds(When(ship_to=tuple(codes)), place) is answer


def test_a_rule_without_countries_holds_everywhere() -> None:
    assert holds(When(), frozenset({"US"})) is True
    assert holds(When(), None) is True
