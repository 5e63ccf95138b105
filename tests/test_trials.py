"""Cases as tests of a policy: in the questionnaire, and in files beside it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.shops import shop, written
from tests.stores import run

BROKEN = {"case": "A mug is broken.", "reason": "damaged", "market": "TH", "delivered": "2026-12-20", "day": 13}
PROMISE = {"damaged": {"report_within": "13 days after delivery"}}


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def findings(*more: str, **answers: Any) -> list[dict[str, Any]]:
    """What the cases of a store find."""
    page = written(shop(sells_to=["TH"], promise=PROMISE, **answers), Path())
    ran = run("check", page.name, *more, "--report", "json")
    return [one for one in json.loads(ran.stdout)["findings"] if one["code"].startswith("CAS")]


def case(expect: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {**BROKEN, **facts, "expect": expect}


def test_a_case_that_comes_out_as_expected_finds_nothing() -> None:
    whole = {
        "entitled": True, "until": "2027-01-02", "remedies": ["replacement", "refund"], "payer": "store",
        "refund_by": "2027-01-22", "claim_supplier_by": "2027-01-04",
    }  # fmt: skip
    assert findings(cases=[case(whole)]) == []
    assert findings(cases=[case({"entitled": False, "refund_by": "none"}, day=14)]) == []
    facts = {"delivered": "no", "day": None, "on": "2026-12-20", "shipped": "no", "ordered": "2026-12-20"}
    kept = {name: value for name, value in case({}, **facts, reason="cancellation").items() if value is not None}
    assert findings(cases=[{**kept, "expect": {"entitled": "depends", "until": "depends"}}]) == []


@pytest.mark.parametrize(
    ("name", "wanted", "is_"),
    [
        ("entitled", False, "`true`"),
        ("until", "2027-01-03", "`2027-01-02`"),
        ("until", "none", "`2027-01-02`"),
        ("remedies", ["refund"], "`[refund, replacement]`"),
        ("payer", "customer", "`store`"),
        ("refund_by", "2027-01-25", "`2027-01-22`"),
        ("claim_supplier_by", "depends", "`2027-01-04`"),
    ],
)
def test_what_comes_out_otherwise_is_told_with_both_places(name: str, wanted: Any, is_: str) -> None:
    (one,) = findings(cases=[case({name: wanted})])
    assert (one["code"], one["level"]) == ("CAS001", "error")
    assert one["message"].endswith(f"and it is {is_}")
    text = run("check", "shop.yaml").stdout
    assert f'"{name}"' in text
    assert "   also here: shop.yaml:" in text


def test_who_gets_nothing_is_told_once() -> None:
    (one,) = findings(cases=[case({"entitled": True, "until": "2027-01-02", "payer": "store"}, day=14)])
    assert "`entitled: true`, and it is `false`" in one["message"]


def test_without_a_date_of_delivery_days_count_from_the_first_day_of_the_page() -> None:
    facts = {name: value for name, value in BROKEN.items() if name != "delivered"}
    assert findings(cases=[{**facts, "expect": {"until": "2026-12-14"}}]) == []
    undated = {name: value for name, value in shop(cases=[{**facts, "expect": {}}]).items() if name != "effective"}
    ran = run("check", written(undated, Path()).name)
    assert "the page has no first day from which `day` could count; write `delivered` [CAS002]" in ran.stdout


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"shipped": "2026-12-21"}, "delivered 2026-12-20 is before shipped 2026-12-21"),
        ({"shipped": "no"}, "delivered is 2026-12-20, and shipped is `no`"),
        ({"returned": "2026-12-19"}, "returned 2026-12-19 is before delivered 2026-12-20"),
        ({"product": "mugs"}, "there is no product `mugs`"),
    ],
)
def test_a_case_that_cannot_be_is_told(facts: dict[str, Any], says: str) -> None:
    (one,) = findings(cases=[case({}, **facts)])
    assert one["code"] == "CAS002"
    assert says in one["message"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"on": "2026-12-30"}, "ANS005"),
        ({"delivered": "no"}, "ANS005"),
        ({"day": -1}, "ANS003"),
        ({"day": "soon"}, "ANS003"),
        ({"reason": "boredom"}, "ANS003"),
        ({"ordered": "2026-12-01T10:00"}, "ANS003"),
        ({"ordered": "2026-13-01"}, "ANS003"),
        ({"ordered": "yesterday"}, "ANS003"),
        ({"expect": {"until": "soon"}}, "ANS003"),
        ({"expect": {"refunded": True}}, "ANS001"),
    ],
)
def test_a_case_that_cannot_be_read_is_told(facts: dict[str, Any], code: str) -> None:
    page = written(shop(cases=[{**case({}), **facts}]), Path())
    ran = run("check", page.name)
    assert ran.exit_code == 1
    assert f"[{code}]" in ran.stdout


def test_cases_may_lie_in_files_beside_the_questionnaire() -> None:
    written({"cases": [case({"entitled": False})]}, Path(), "shop.cases.yaml")
    written({"cases": [case({"payer": "customer"})]}, Path(), "shop.mugs.cases.yaml")
    written({"cases": [case({"payer": "customer"})]}, Path(), "other.cases.yaml")
    found = findings("shop.cases.yaml")
    assert [(one["code"], one["file"]) for one in found] == [
        ("CAS001", "shop.cases.yaml"), ("CAS001", "shop.mugs.cases.yaml"),
    ]  # fmt: skip
    ran = run("build", "shop.yaml", "--format", "md")
    assert ran.exit_code == 1
    assert not Path("output").exists()


def test_a_file_of_cases_that_cannot_be_read_is_told() -> None:
    written({"cases": [{"case": "A mug is broken."}]}, Path(), "shop.cases.yaml")
    ran = run("check", written(shop(), Path()).name)
    assert ran.exit_code == 1
    assert "shop.cases.yaml:" in ran.stdout
    assert "[ANS002]" in ran.stdout


def test_a_street_address_has_no_place_in_a_case() -> None:
    told = {**case({}), "case": "A mug is broken at 42 Main Street, Springfield, IL 62704."}
    written({"cases": [told]}, Path(), "shop.cases.yaml")
    ran = run("check", written(shop(), Path()).name)
    assert "[ADR001]" in ran.stdout
    assert "Main Street" not in ran.stdout


def test_a_file_of_cases_alone_is_checked_with_its_questionnaire() -> None:
    written(shop(), Path())
    written({"cases": [case({"entitled": False})]}, Path(), "shop.mugs.cases.yaml")
    ran = run("check", "shop.mugs.cases.yaml")
    assert ran.exit_code == 1
    assert ran.stdout.count("[CAS001]") == 1
    written({"cases": []}, Path(), "other.cases.yaml")
    assert "[ANS002]" in run("check", "other.cases.yaml").stdout
