"""Goods that a right leaves out: as the law has them, never as a supplier does; page, findings and `decide` agree."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from policy_gen.cli import cli
from policy_gen.deriving.exceptions import beyond, in_parts, of_both
from policy_gen.deriving.joined import LeftOut
from policy_gen.policy import Policy
from policy_gen.provenance import Term
from policy_gen.records.exemptions import MEETS, WHOLLY, Exemption, Proviso
from policy_gen.records.vocabulary import Exclusion
from tests.shops import RETURNS, STORE, SUPPLIER, made, page, shop, written

LINKS = {name: f"https://dalbit.example/{name}" for name in ("withdrawal_instruction", "withdrawal_function")}
EXCLUDED = ["made_to_order", "hygiene_sealed", "clearance"]


def takes_back(excluded: list[str], **promise: Any) -> dict[str, Any]:
    """A supplier that takes back what customers don't want any more, but for some goods."""
    choice = {
        "change_of_mind": "15 days after delivery",
        "wrong_size_ordered": "15 days after delivery",
        "ordered_by_mistake": "15 days after delivery",
    }
    accepted = [*RETURNS["accepted"], *choice]
    returns = {**RETURNS, "accepted": accepted, "not_returnable": excluded, "return_postage": "supplier"}
    return {"supplier": {**SUPPLIER, "returns": returns}, **promise}


def sold(folder: Path, markets: list[str], excluded: list[str] | None = None) -> Policy:
    answers = takes_back(excluded) if excluded else {}
    return made(shop(store=STORE, sells_to=markets, **answers), folder)


def section(policy: Policy, id: str, code: str = "en") -> str:
    return {one.id: one.body for one in page(policy, code).sections}.get(id, "")


def left_out(*goods: Exemption, only_if: tuple[Proviso, ...] = ()) -> list[LeftOut]:
    return [LeftOut(Term((one,)), only_if) for one in goods]


# --- What the laws say ---------------------------------------------------------------------------


@pytest.mark.parametrize("market", ["DE", "FR", "ES", "GB", "NO", "AT", "IT", "PL", "SE", "IE"])
def test_goods_made_on_demand_are_not_goods_made_to_a_customers_specification(market: str, tmp_path: Path) -> None:
    rights = section(sold(tmp_path, [market]), "legal-rights")
    assert "**Not for** goods made to your own specification, goods that were clearly personalised for you" in rights
    assert "made only for your order" not in rights
    assert "digital goods" not in rights
    assert "sealed recordings or software that you unsealed." in rights
    assert (
        "- **Not for** digital content without a disc or other carrier, but only if its supply has begun, you expressly "
        "agreed to its supply beforehand, and you told us that you know that you then lose this right." in rights
    )


@pytest.mark.parametrize(
    ("market", "sentences"),
    [
        (
            "KR",
            [
                "- **Not for** goods that lost much of their value because time passed (fresh food, for example) and goods "
                "that can be copied (recordings or software, for example) and whose packaging you opened, but only if "
                "their product page clearly says that they can't be returned.",
                "- **Not for** goods made individually for your order and goods that were clearly personalised for you, but "
                "only if a return would do us serious harm, we told you so separately for this order, and you agreed to it in "
                "writing before you ordered (an e-mail will do).",
            ],
        ),
        (
            "CN",
            [
                "digital goods that you download, and sealed recordings or software that you unsealed.",
                "goods whose safety or quality suffers once they are opened, goods that lose much of their value once they "
                "are activated or tried, and goods that we sold as flawed or as close to their expiry date, but only if "
                "their product page clearly says that they can't be returned and you confirmed it separately for this order "
                "at the checkout.",
            ],
        ),
        ("TW", ["personal hygiene goods that you opened, but only if we told you so before you ordered."]),
        ("ZA", ["and sealed recordings or software that you unsealed."]),
    ],
)
def test_a_right_leaves_out_what_its_law_says_and_on_what_it_says(
    market: str, sentences: list[str], tmp_path: Path
) -> None:
    rights = section(sold(tmp_path, [market]), "legal-rights")
    assert [one for one in sentences if one not in rights] == []


def test_what_a_law_asks_for_before_it_leaves_goods_out_is_said_in_korean(tmp_path: Path) -> None:
    one = made(shop(sells_to=["KR"], languages=["ko"]), tmp_path)
    rights = section(one, "legal-rights", "ko")
    assert (
        "다만 다음 조건을 갖춘 경우에만 제한됩니다: 청약철회(반품)가 제한된다고 상품 페이지에 분명하게 표시되어 있을 것"
        in rights
    )
    assert "디지털 상품" not in rights


def test_laws_shows_what_must_be_so_before_goods_are_left_out() -> None:
    text = CliRunner().invoke(cli, ["laws", "KR"]).stdout
    assert "only if: serious harm, told separately, agreed in writing" in " ".join(text.split())


# --- A supplier's words beside the law's ---------------------------------------------------------


def test_every_kind_of_goods_that_a_supplier_meets_is_one_of_a_laws_list() -> None:
    met = {goods for several in MEETS.values() for goods in several}
    assert met <= set(Exemption)
    assert all(whole in MEETS[excluded] for excluded, whole in WHOLLY.items())


def test_a_supplier_and_a_law_leave_out_what_both_do() -> None:
    law = left_out(Exemption.MADE_TO_SPECIFICATION, Exemption.PERISHABLE)
    assert [one.goods.sure for one in of_both([Exclusion.MADE_TO_ORDER, Exclusion.CLEARANCE], law)] == [
        (Exemption.MADE_TO_SPECIFICATION,)
    ]
    assert of_both([Exclusion.CLEARANCE, Exclusion.UNDERWEAR_SWIMWEAR], law) == ()


def test_what_a_law_covers_of_a_suppliers_exclusions_is_the_stores_to_bear() -> None:
    law = left_out(Exemption.MADE_TO_SPECIFICATION, Exemption.PERISHABLE)
    excluded = [Exclusion.MADE_TO_ORDER, Exclusion.PERISHABLE, Exclusion.GIFT]
    assert beyond(excluded, law) == (Exclusion.MADE_TO_ORDER, Exclusion.GIFT)
    marked = left_out(Exemption.PERISHABLE, only_if=(Proviso.MARKED,))
    assert beyond([Exclusion.PERISHABLE], marked) == (Exclusion.PERISHABLE,)


def test_goods_with_the_same_provisos_stand_together() -> None:
    marked = left_out(Exemption.VALUE_LOST_BY_TIME, Exemption.COPYABLE_OPENED, only_if=(Proviso.MARKED,))
    parts = in_parts([*left_out(Exemption.PERISHABLE), *marked])
    assert parts["exceptions"].value == (Exemption.PERISHABLE,)
    assert [str(one) for one in parts["exceptions_only_if"].sure] == [
        "value lost by time, copyable opened (only if: marked)"
    ]


# --- One list ------------------------------------------------------------------------------------


def test_where_only_the_law_gives_a_right_its_list_is_the_only_one(tmp_path: Path) -> None:
    said = section(sold(tmp_path, ["DE"]), "what-can-t-be-returned") or section(
        sold(tmp_path, ["DE"]), "not-returnable"
    )
    assert "you can't return these items" not in said
    assert said.startswith(
        "The right to return your order without a reason does not cover all goods. Those that it leaves"
    )
    assert 'stand under "Not for" in "Your legal rights" below.' in said
    assert section(sold(tmp_path, ["BR"]), "not-returnable") == ""


def test_a_store_that_takes_goods_back_names_those_that_neither_it_nor_the_law_does(tmp_path: Path) -> None:
    one = sold(tmp_path, ["DE", "US"], EXCLUDED)
    said = section(one, "not-returnable")
    german, american = (part.split("\n\n")[1] for part in said.split("you can't return these items in ")[1:])
    if "clearance" in german:
        german, american = american, german
    assert german.splitlines() == [
        "- goods made to your own specification",
        "- goods that were clearly personalised for you",
        "- sealed goods that can't go back for reasons of health or hygiene and that you unsealed",
    ]
    assert "- clearance goods" in american.splitlines()
    assert "In Germany, the right to return your order without a reason does not cover all goods." in said


def test_a_note_names_the_goods_that_the_law_makes_the_store_take_back(tmp_path: Path) -> None:
    found = [one for one in sold(tmp_path, ["DE", "BR", "US"], EXCLUDED).findings if one.code == "COV006"]
    (note,) = [one.message for one in found if "doesn't take back" in one.message]
    assert "in BR `made_to_order`, `hygiene_sealed`, `clearance`; in DE `made_to_order`, `clearance`;" in note
    assert not any("doesn't take back" in one.message for one in sold(tmp_path, ["US"], EXCLUDED).findings)
    assert not any("doesn't take back" in one.message for one in sold(tmp_path, ["DE"]).findings)


def test_decide_leaves_out_what_the_page_does(tmp_path: Path) -> None:
    file = written(shop(store={**STORE, **LINKS}, sells_to=["DE", "US"], **takes_back(EXCLUDED)), tmp_path)

    def answer(market: str, on: str) -> str:
        facts = ["--delivered", "2026-12-20", "--on", on]
        return " ".join(
            CliRunner()
            .invoke(cli, ["decide", str(file), "--reason", "change_of_mind", "--market", market, *facts])
            .stdout.split()
        )

    assert "not for made to specification, personalised, hygiene unsealed" in answer("DE", "2026-12-25")
    assert "clearance" not in answer("DE", "2026-12-25")
    assert "not for made to order, hygiene sealed, clearance" in answer("US", "2026-12-25")
