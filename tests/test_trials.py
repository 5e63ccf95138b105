"""Cases as tests of a policy: in the questionnaire, and in files beside it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.shops import LINKS, RETURNS, STORE, SUPPLIER, shop, written
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


def _places(expect: dict[str, Any], **facts: Any) -> str:
    """Where the value comes from that a case for Germany does not expect."""
    answers = shop(store={**STORE, **LINKS}, sells_to=["DE"], returns_go_to={"country": "CN", "postage": "EUR 25-40"})
    answers["supplier"] = {"profile": "aliexpress", "ships_within": "7 business days", "delivers_within": "12-25 days"}
    written({**answers, "cases": [case(expect, market="DE", **facts)]}, Path())
    text = run("check", "shop.yaml").stdout
    assert text.count("[CAS001]") == 1
    return text.partition("   also here: ")[2].partition("\n")[0]


def test_the_other_place_is_the_one_that_the_value_comes_from() -> None:
    law = "consumer_laws/"
    assert _places({"until": "2027-01-02"}).startswith(law)  # two years, beside 13 days of the store
    assert _places({"claim_supplier_by": "2027-01-03"}).startswith("supplier_profiles/aliexpress.yaml:")
    mind = {"reason": "change_of_mind", "day": 5}
    assert _places({"until": "2027-01-02"}, **mind).startswith(law)
    assert _places({"payer": "store"}, **mind).startswith(law)
    assert _places({"refund_by": "2027-01-02"}, **mind).startswith(law)
    assert _places({"entitled": True}, **(mind | {"day": 16})).startswith(law)


def test_who_gets_nothing_is_told_once() -> None:
    (one,) = findings(cases=[case({"entitled": True, "until": "2027-01-02", "payer": "store"}, day=14)])
    assert "`entitled: true`, and it is `false`" in one["message"]


def test_without_a_date_of_delivery_days_count_from_the_first_day_of_the_page() -> None:
    facts = {name: value for name, value in BROKEN.items() if name != "delivered"}
    assert findings(cases=[{**facts, "expect": {"until": "2026-12-14"}}]) == []
    expected = [{**facts, "expect": {"entitled": True}}]
    undated = {name: value for name, value in shop(cases=expected).items() if name != "effective"}
    ran = run("check", written(undated, Path()).name)
    assert "the page has no first day from which `day` could count; write `delivered` [CAS002]" in ran.stdout


@pytest.mark.parametrize(
    ("facts", "says", "at"),
    [
        ({"shipped": "2026-12-21"}, "delivered 2026-12-20 is before shipped 2026-12-21", "delivered"),
        ({"shipped": "no"}, "delivered is 2026-12-20, and shipped is `no`", "shipped"),
        ({"returned": "2026-12-19"}, "returned 2026-12-19 is before delivered 2026-12-20", "returned"),
        ({"product": "mugs"}, "there is no product `mugs`", "product"),
        ({"delivered": None, "shipped": "2026-12-21"}, "delivered 2026-12-01 is before shipped 2026-12-21", "shipped"),
        ({"day": None, "on": "2026-12-19"}, "delivered 2026-12-20 is after the message of 2026-12-19", "delivered"),
        ({"ordered": "2027-12-19", "delivered": None}, "ordered 2027-12-19 is after", "ordered"),
    ],
)
def test_a_case_that_cannot_be_is_told_where_it_says_so(facts: dict[str, Any], says: str, at: str) -> None:
    told = {name: value for name, value in case({"entitled": True}, **facts).items() if value is not None}
    found = findings(cases=[told])[0]
    assert found["code"] == "CAS002"
    assert says in found["message"]
    line = Path("shop.yaml").read_text("utf-8").splitlines()[found["line"] - 1]
    assert f'"{at}": ' in line


def test_of_two_facts_that_contradict_each_other_both_are_shown_and_a_day_stands_for_the_one_that_it_counts_from() -> (
    None
):
    told = {
        name: value for name, value in case({"entitled": True}, noticed="2026-11-30").items() if name != "delivered"
    }
    (one,) = findings(cases=[told])
    assert "noticed 2026-11-30 is before delivered 2026-12-01" in one["message"]
    text = run("check", "shop.yaml").stdout.partition("[CAS002]")[2]
    assert text.index('"noticed": ') < text.index("also here: shop.yaml:") < text.index('"day": 13')


def test_a_product_that_must_be_named_is_told_at_the_case() -> None:
    longer = {**SUPPLIER, "returns": {**RETURNS, "report_within": "30 days after delivery"}}
    lines = [{"supplier": {"name": "A", **SUPPLIER}, "products": ["mugs"]},
             {"supplier": {"name": "B", **longer}, "products": ["lamps"]}]  # fmt: skip
    answers = {name: value for name, value in shop(cases=[case({"entitled": True})]).items() if name != "supplier"}
    ran = run("check", written({**answers, "suppliers": lines}, Path()).name)
    assert "products have rules of their own here; name one of: lamps, mugs [CAS002]" in ran.stdout
    assert '"case": "A mug is broken."' in ran.stdout.partition("[CAS002]")[2].splitlines()[1]


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
        ({"expect": {}}, "ANS002"),
        ({"reason": "lost"}, "ANS005"),
    ],
)
def test_a_case_that_cannot_be_read_is_told(facts: dict[str, Any], code: str) -> None:
    page = written(shop(cases=[{**case({"entitled": True}), **facts}]), Path())
    ran = run("check", page.name)
    assert ran.exit_code == 1
    assert f"[{code}]" in ran.stdout


def test_a_list_without_cases_is_told() -> None:
    ran = run("check", written(shop(cases=[]), Path()).name)
    assert ran.exit_code == 1
    assert "a list without an entry [ANS003]" in ran.stdout


def test_what_has_the_name_of_a_file_of_cases_and_is_none_is_told() -> None:
    written(shop(), Path())
    Path("shop.cases.yaml").symlink_to("nowhere.yaml")
    Path("shop.folder.cases.yaml").mkdir()
    Path("shop.empty.cases.yaml").write_text("", "utf-8")
    Path("shop.comments.cases.yaml").write_text("# none yet\n", "utf-8")
    Path("shop.list.cases.yaml").write_text("- case: A mug is broken.\n", "utf-8")
    written({"cases": [case({"entitled": False})]}, Path(), "shop.cases.yml")
    written({"cases": [case({"entitled": False})]}, Path(), "shop.mugs.Cases.YAML")
    written({"cases": [case({"entitled": False})]}, Path(), "shopping.cases.yml")
    text = run("check", "shop.yaml").stdout
    for said in (
        "shop.cases.yaml:1:1: error: `shop.cases.yaml` is a symbolic link [YML001]",
        "shop.folder.cases.yaml:1:1: error: `shop.folder.cases.yaml` is a folder, not a file [YML001]",
        "shop.empty.cases.yaml:1:1: error: the file is empty [YML007]\n",
        "   help: write `cases:`, and below it a list",
        "shop.comments.cases.yaml:1:1: error: the file is empty [YML007]\n",
        "shop.list.cases.yaml:1:1: error: the file does not start with a key [YML007]\n",
        'shop.cases.yml:1:1: error: nobody reads the cases in "shop.cases.yml" [CAS003]\n'
        "   help: name it `shop.cases.yaml`\n",
        "   help: name it `shop.mugs.cases.yaml`\n",
    ):
        assert said in text
    assert text.count("[CAS003]") == 2
    assert text.count(": error: ") == 7
    assert "write at least `store:`" not in text
    assert run("check", "shop.cases.yml").stdout == text
    assert run("build", "shop.yaml", "--format", "md").exit_code == 1


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
