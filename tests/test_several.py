"""A store with several suppliers, as the commands see it: its page, its changes, its costs, its letters."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.stores import PROFILE, TEXTS, done, run, store, supplier_gets_worse

PAGE = Path("output/shop/refund-policy.en.md")
LAMPS = {"supplier": "aliexpress", "products": "lamps"}
MUGS = {"supplier": "printful", "products": ["mugs", "prints"]}
NAMES = {"lamps": "lamps", "mugs": "mugs", "prints": "prints"}


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def several(*suppliers: dict[str, Any], **others: Any) -> str:
    """The questionnaire of a store with these suppliers."""
    return store(supplier=None, suppliers=suppliers or (LAMPS, MUGS), products=NAMES, **others)


def test_a_change_at_one_supplier_is_told_for_its_products_alone() -> None:
    done("build", several(), *TEXTS)
    supplier_gets_worse()
    told = done("diff", several())
    assert {line.split(":")[0] for line in told.splitlines()} == {"worse    everywhere, lamps"}
    assert "for lamps" in run("check", several()).stdout
    done("build", several(effective="2027-01-01"), *TEXTS)
    version = PAGE.read_text("utf-8").split("## This version")[1]
    assert "less time to tell us: 13 days → 8 days (lamps)" in version
    assert "mugs" not in version


def test_the_pages_of_a_store_that_gets_a_second_supplier_are_compared_product_by_product() -> None:
    done("build", several({**LAMPS, "products": [*NAMES]}), *TEXTS)
    changed = json.loads(done("diff", several(), "--report", "json"))["changes"]
    windows = [(one["effect"], one["group"]) for one in changed if one["name"] == "report_within"]
    assert ("better", "mugs, prints") in windows
    assert all(group == "mugs, prints" for _, group in windows)


def test_nobody_who_supplies_the_store_is_named_on_its_page() -> None:
    done("build", several(), *TEXTS)
    text = "".join(path.read_text("utf-8") for path in PAGE.parent.iterdir()).casefold()
    assert not re.search("aliexpress|printful", text)


def test_a_letter_goes_to_one_supplier_and_its_replies_into_the_answers_of_that_one() -> None:
    shop = several({"supplier": {"name": "Plum Goods", **accepting()}, "products": ["mugs", "prints"]}, LAMPS)
    told = run("ask", shop)
    assert told.exit_code == 1
    assert "SUP011" in told.stderr
    assert "`Plum Goods`, `aliexpress`" in told.stderr
    assert "\n14. " not in done("ask", shop, "--supplier", "Plum Goods")  # until when to report: answered
    Path("replies.txt").write_text("1: 3 business days\n", "utf-8")
    line = done("answer", shop, "replies.txt", "--supplier", "Plum Goods", "--on", "2026-11-23")
    assert "suppliers[0].supplier.ships_within" in line
    assert "We ship within 3 business days" in page_of(shop)
    assert run("ask", shop, "--supplier", "Moon Goods").exit_code == 1


def accepting() -> dict[str, Any]:
    return {"returns": {"accepted": ["damaged"], "report_within": "30 days"}}


def page_of(shop: str) -> str:
    done("build", shop, *TEXTS)
    return PAGE.read_text("utf-8")


def test_the_replies_of_one_supplier_go_into_the_stores_copy_of_its_profile() -> None:
    shop = several()
    Path("replies.txt").write_text("1: 3 business days\n", "utf-8")
    done("answer", shop, "replies.txt", "--supplier", "aliexpress", "--on", "2026-11-23")
    assert "ships_within" in PROFILE.read_text("utf-8")
    assert page_of(shop).count("We ship within") == 1


FIGURES = {
    "orders_a_month": 400,
    "orders_by_product": {"lamps": "25%", "mugs": "50%", "prints": "25%"},
    "average_price": "EUR 30",
    "supplier_price": "EUR 12",
    "shares": {"damaged": "2%", "missing_item": "1%"},
}


def test_each_gap_is_reckoned_with_the_orders_of_its_own_products() -> None:
    rows = json.loads(done("cover", several(figures=FIGURES), "--report", "json"))
    lost = [row for row in rows["rows"] if row["reason"] == "missing_item" and row["costs"]]
    assert [(row["group"], row["costs"][0]["sum"]) for row in lost] == [
        ("mugs, prints", "400 orders × 75% of them × 1% × €12.00 = €36.00")
    ]
    each = sum(float(cost["a_month"]) for row in rows["rows"] for cost in row["costs"])
    assert float(rows["total"]["a_month"]) == pytest.approx(each)
    text = done("cover", several(figures=FIGURES))
    assert "mugs, prints: missing item" in " ".join(text.split())


def test_figures_that_do_not_say_whose_orders_they_count_are_no_figures() -> None:
    some = {**FIGURES, "orders_by_product": {"lamps": "100%"}}
    told = run("check", several(figures=some))
    assert told.exit_code == 1
    assert "which part of your orders is `mugs` and `prints`?" in told.stdout


def test_another_supplier_for_some_products_is_a_change_that_can_be_told() -> None:
    done("build", several(), *TEXTS)
    shop = several({**LAMPS, "supplier": "bigbuy"}, MUGS, effective="2027-01-01")
    assert run("check", shop).exit_code == 0
    assert "(lamps)" in page_of(shop).split("## This version")[1]


@pytest.mark.parametrize(
    "answers", [{"suppliers": [{"supplier": "printful", "products": 3}]}, {"suppliers": ["printful"]}]
)
def test_a_wrong_entry_is_no_empty_list(answers: dict[str, Any]) -> None:
    told = run("check", store(supplier=None, **answers)).stdout
    assert "error" in told
    assert "one or more" not in told


def test_a_list_of_no_supplier_is_told_as_such() -> None:
    assert "a list without an entry" in run("check", store(supplier=None, suppliers=[])).stdout


@pytest.mark.parametrize(
    ("command", "option", "name"), [("cover", "--html", "page.html"), ("decide", "--calendar", "dates.ics")]
)
def test_no_paper_is_written_over_a_questionnaire_or_its_lock(command: str, option: str, name: str) -> None:
    shop = several()
    done("build", shop, *TEXTS)
    facts = [
        "--reason",
        "damaged",
        "--market",
        "US",
        "--product",
        "mugs",
        "--delivered",
        "2026-12-20",
        "--on",
        "2026-12-21",
    ]
    more = facts if command == "decide" else []
    for place in (shop, "shop.lock.json"):
        before = Path(place).read_bytes()
        told = run(command, shop, *more, option, place)
        assert told.exit_code == 2
        assert Path(place).read_bytes() == before
    for _ in range(2):
        assert run(command, shop, *more, option, name).exit_code == 0


def test_pages_and_the_playbook_never_share_a_folder() -> None:
    shop = several()
    done("build", shop, *TEXTS, "--output", "public")
    assert run("playbook", shop, "--format", "md", "--output", "public/new").exit_code == 2
    done("playbook", shop, "--format", "md")
    told = run("build", shop, *TEXTS, "--output", "internal")
    assert told.exit_code == 2
    assert not list(Path("internal").rglob("refund-policy.*"))


def test_pages_beside_the_questionnaire_leave_a_place_for_the_playbook() -> None:
    shop = several()
    done("build", shop, *TEXTS, "--output", ".")
    done("playbook", shop, "--format", "md")
