"""Cancelling where the law gives it: the right first, and nothing after it that takes it back."""

from pathlib import Path
from typing import Any

import pytest

from policy_gen.changes.snapshot import entries
from tests.shops import RETURNS, SUPPLIER, made, page, shop

STOPPED = {"until": "24 hours", "approval": {"by": "nobody"}}
RIGHT = "you may cancel your order until the parcel arrives. You need no reason, and your cancellation counts even if we can't"


def sections(folder: Path, markets: list[str], code: str = "en", **answers: Any) -> dict[str, str]:
    supplier = {**SUPPLIER, **answers.pop("supplier", {})}
    derived = made(shop(sells_to=markets, supplier=supplier, **answers), folder)
    return {one.id: one.body for one in page(derived, code).sections}


@pytest.mark.parametrize("market", ["DE", "GB", "NO", "KR", "CN", "TW", "BR", "TR", "IL", "ZA"])
@pytest.mark.parametrize("ends", [{}, {"cancellation": STOPPED}, {"cancellation": {}}])
def test_a_right_to_cancel_comes_first_and_is_no_request(market: str, ends: dict[str, Any], tmp_path: Path) -> None:
    said = sections(tmp_path, [market], supplier=ends)
    assert said["cancellation"].startswith(f"By law, {RIGHT} stop the parcel any more.")
    assert "| Can I cancel? | Yes. By law, you may cancel **until the parcel arrives**." in said["short-version"]
    both = said["cancellation"] + said["short-version"]
    assert not [favour for favour in ("can ask", "Too late", "can't stop the parcel any more. But") if favour in both]
    assert "Your cancellation counts all the same: please send the parcel back once it comes." in said["cancellation"]


def test_a_store_that_stops_orders_for_certain_says_so_after_the_right(tmp_path: Path) -> None:
    said = sections(tmp_path, ["DE"], supplier={"cancellation": STOPPED})
    assert "If you write within **24 hours** after you order, we stop the order." in said["cancellation"]
    assert "arrives**. If you write within **24 hours** after you order, we stop the order. |" in said["short-version"]


def test_who_has_no_such_right_may_still_ask(tmp_path: Path) -> None:
    said = sections(tmp_path, ["DE", "JP"])
    assert said["cancellation"].startswith("In Germany, you may by law cancel your order until the parcel arrives.")
    assert "Elsewhere, you can ask us to cancel until we ship it." in said["cancellation"]
    shipped = said["cancellation"].split("**Already shipped?** ")[1]
    assert shipped.startswith(
        "Then we can't stop the parcel any more. In Germany, your cancellation counts all the same"
    )


def test_goods_whose_orders_a_supplier_never_cancels_leave_the_right_as_it_is(tmp_path: Path) -> None:
    usual: Any = SUPPLIER["cancellation"]
    cancellation = {**usual, "not_cancellable": ["pre_order"]}
    for markets, words in (
        (
            ["DE"],
            "Once you have paid, we can't stop an order for pre-ordered goods. Your legal right to cancel stays as it is.",
        ),
        (
            ["DE", "US"],
            "we can't cancel an order for pre-ordered goods. In Germany, your legal right to cancel stays as it is.",
        ),
    ):
        assert words in sections(tmp_path, markets, supplier={"cancellation": cancellation})["cancellation"]


@pytest.mark.parametrize(
    ("market", "late", "told"),
    [("US", True, False), ("CA-QC", True, True), ("AU", True, False), ("CA-ON", True, True)],
)
def test_a_right_to_cancel_for_a_cause_is_pointed_to(market: str, late: bool, told: bool, tmp_path: Path) -> None:
    said = sections(tmp_path, [market])
    for cause, is_said in (
        ("If we are late, the law lets you cancel", late),
        ("If we told you too little, the law", told),
    ):
        assert (cause in said["cancellation"]) is is_said
        assert (cause in said["short-version"]) is is_said
    # Where an order need only leave in time, a parcel that is on its way is no longer late.
    is_late_on_its_way = late and market != "US"
    assert ("If we are late" in said["cancellation"].split("**Already shipped?**")[1]) is is_late_on_its_way
    assert ("If we are late, the law lets you cancel, even after" in said["short-version"]) is is_late_on_its_way


def test_the_korean_page_puts_the_right_first_too(tmp_path: Path) -> None:
    said = sections(tmp_path, ["KR"], "ko", languages=["ko"])
    assert said["cancellation"].startswith("법에 따라 상품이 도착하기 전까지 주문을 취소하실 권리가 있습니다.")
    assert "취소 기한이 지났나요" not in said["cancellation"]
    assert (
        "**이미 발송되었나요?** 이제는 배송을 중단하지 못할 수 있습니다. 그래도 취소는 그대로 유효합니다."
        in said["cancellation"]
    )
    assert "네, 법에 따라 **상품이 도착하기 전까지** 취소하실 수 있습니다." in said["short-version"]


# --- Who chooses, and what is refused ------------------------------------------------------------


def test_a_part_of_the_price_is_the_customers_choice_where_the_whole_is_given(tmp_path: Path) -> None:
    partial = {**RETURNS, "remedies": ["refund", "partial_refund"]}
    said = sections(tmp_path, ["DE"], supplier={"returns": partial})["something-wrong"]
    assert (
        "**You get** a full refund. If you would rather keep the item, you can choose a partial refund instead." in said
    )
    alone = {**RETURNS, "remedies": ["partial_refund"]}
    assert "**You get** a partial refund." in sections(tmp_path, ["DE"], supplier={"returns": alone})["something-wrong"]
    kept = {**partial, "send_back": "never"}
    assert "**You get** a full refund.\n" in sections(tmp_path, ["DE"], supplier={"returns": kept})["something-wrong"]
    korean = sections(tmp_path, ["KR"], "ko", languages=["ko"], supplier={"returns": partial})["something-wrong"]
    assert "전액 환불. 원하시면 대신 상품을 그대로 쓰시고 부분 환불을 받으실 수 있습니다." in korean


def test_a_part_of_the_price_that_has_a_sentence_of_its_own_is_no_change_of_the_remedies(tmp_path: Path) -> None:
    partial = {**SUPPLIER, "returns": {**RETURNS, "remedies": ["refund", "partial_refund"]}}
    derived = made(shop(supplier=partial), tmp_path)
    said = {one.value for one in entries(derived.clauses) if one.clause == "something_wrong" and one.name == "remedies"}
    assert ("partial_refund", "refund") in said


@pytest.mark.parametrize(
    ("markets", "words"),
    [
        (
            ["JP"],
            "In Japan, we don't take items back for: change of mind, wrong size ordered, and ordered by mistake. |",
        ),
        (["DE", "US"], "In the United States, we don't take items back for: change of mind, wrong size ordered, and"),
        (["DE"], ""),
    ],
)
def test_the_short_version_names_what_is_refused_and_where(markets: list[str], words: str, tmp_path: Path) -> None:
    row = sections(tmp_path, markets)["short-version"].split("| What can I return? |")[1].split("\n")[0]
    assert words in row
    assert bool(words) is ("don't take items back" in row)


def test_what_was_agreed_on_is_told_of_faults_alone(tmp_path: Path) -> None:
    said = sections(tmp_path, ["DE"])["how-to-return"]
    assert "1. Is something wrong with the item? When your case is settled, you get what we agreed on." in said
