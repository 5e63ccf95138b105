"""Cover: for each reason what the customer gets, what the supplier gives back, the gap, who made it, and what it costs."""

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_gen.cli import cli
from policy_gen.cover import Cover, Row, cover, table
from policy_gen.cover.costs import costs, money, total
from policy_gen.cover.gaps import Found, Gap
from policy_gen.cover.page import page, verdict
from policy_gen.cover.picture import axis, picture
from policy_gen.cover.sides import Voice
from policy_gen.reading import read
from policy_gen.records.questionnaire import Figures, Questionnaire
from policy_gen.records.supplier import SupplierAnswers
from policy_gen.rim import inputs
from policy_gen.rim.files import read_text, shipped
from policy_gen.source import parse
from tests import answers
from tests.making import STORE, refusals, terms
from tests.shops import LINKS, shop, written
from tests.shops import STORE as DALBIT

DATA = Path(__file__).parent / "data"
RETURNS = """\
supplier:
  returns:
    accepted: [damaged, defective, change_of_mind]
    report_within: 15 days after delivery
    return_postage: supplier
    remedies: [refund, replacement]
    send_back: on request
    refunds_within: 10 business days
    restocking_fee: none
  lost_parcels: {report_within: 15 days, remedies: [refund]}
"""
FIGURES = {
    "orders_a_month": 400,
    "average_price": "EUR 40",
    "supplier_price": "EUR 15",
    "return_postage": "EUR 5",
    "shares": {"damaged": "2%", "change_of_mind": "4%"},
}


def figured(**changes: Any) -> Figures:
    said = {name: value for name, value in {**FIGURES, **changes}.items() if value is not None}
    text = f"{STORE}supplier: aliexpress\nfigures: {json.dumps(said)}"
    figures = read(Questionnaire, parse(text, "shop.yaml")).figures
    assert figures is not None
    return figures


def covered(text: str, figures: Figures | None = None) -> Cover:
    return cover(terms(text), figures)


def row(text: str, reason: str = "damaged") -> Row:
    (found,) = (one for one in covered(text).rows if one.reason == reason)
    return found


def gap(text: str, reason: str = "damaged", kind: Gap = Gap.DAYS) -> Found | None:
    return next((found for found in row(text, reason).gaps if found.gap is kind), None)


def promised(terms: str, reason: str = "damaged") -> str:
    return f"{RETURNS}promise:\n  {reason}: {terms}\n"


def sums(text: str, **changes: Any) -> list[str]:
    found = covered(text, figured(**changes))
    assert found.figures is not None
    return [cost.sum for one in found.rows for cost in costs(one, found.figures)]


# --- The rows --------------------------------------------------------------------------------------------


def test_without_a_promise_the_customer_has_the_supplier_s_time_less_what_the_store_needs() -> None:
    damaged = row(RETURNS)
    assert damaged.customer.window.days == 13
    assert (damaged.supplied.window.days, damaged.supplied.handling) == (15, 2)
    assert damaged.gaps == ()
    assert damaged.customer.voice() is Voice.SUPPLIER


@pytest.mark.parametrize("days", [1, 12, 13])
def test_a_promise_up_to_what_can_be_passed_on_has_no_gap(days: int) -> None:
    damaged = row(promised(f"{{report_within: {days} days}}"))
    assert damaged.gaps == ()
    assert damaged.left is None


def test_a_promise_into_the_store_s_own_time_has_no_gap_but_leaves_less_of_it() -> None:
    damaged = row(promised("{report_within: 14 days}"))
    assert damaged.gaps == ()
    assert table.no_gap(damaged) == "none, but 1 of your 2 days left to pass it on"


def test_a_promise_beyond_the_supplier_has_a_gap_of_days_that_the_store_made() -> None:
    found = gap(promised("{report_within: 30 days}"))
    assert found is not None
    assert (found.first, found.last, found.days) == (16, 30, 15)
    assert found.voice is Voice.STORE
    assert found.words == "15 days: days 16 to 30"


def test_a_gap_of_one_day_is_named_as_one() -> None:
    found = gap(promised("{report_within: 16 days}"))
    assert found is not None
    assert found.words == "1 day: day 16"


def test_a_fault_that_the_supplier_does_not_name_may_be_a_gap_of_all_of_it() -> None:
    found = gap(RETURNS, "wrong_item", Gap.NOT_COVERED)
    assert found is not None
    assert not found.is_known
    assert found.voice is Voice.STORE
    assert row(RETURNS, "wrong_item").supplied.window.words == "not known"


def test_a_choice_that_nobody_offers_has_no_row() -> None:
    assert "wrong_size_ordered" not in {one.reason for one in covered(RETURNS).rows}
    assert "late" not in {one.reason for one in covered(RETURNS).rows}


def test_a_choice_that_the_store_alone_offers_has_one() -> None:
    found = gap(promised("{report_within: 14 days}", "wrong_size_ordered"), "wrong_size_ordered", Gap.NOT_COVERED)
    assert found is not None
    assert (found.voice, found.days) == (Voice.STORE, 14)
    assert found.words == "all of it: the supplier doesn't cover it"


def test_a_window_that_nobody_knows_is_a_gap_that_is_not_known() -> None:
    found = gap(RETURNS.replace("report_within: 15 days after delivery", "report_within: unknown"))
    assert found is not None
    assert not found.is_known
    assert found.days is None
    assert "nobody says until when the supplier takes claims" in found.words


def test_a_window_of_which_nothing_is_left_never_ends_for_the_customer() -> None:
    text = RETURNS.replace("15 days after delivery", "2 days after delivery")
    found = gap(text)
    assert found is not None
    assert found.words == "from day 3 on, without an end"
    assert row(text).customer.window.words == "no last day"


def test_windows_of_different_events_are_both_told_in_words() -> None:
    text = promised("{report_within: 30 days after noticing}")
    found = gap(text)
    assert found is not None
    assert found.words == "not comparable: 30 days after noticing here, 15 days after delivery at the supplier"


def test_a_supplier_s_window_that_cannot_be_counted_from_delivery_is_told_in_words() -> None:
    text = RETURNS.replace("15 days after delivery", "60 days after payment")
    found = gap(text + "promise: {damaged: {report_within: 30 days}}")
    assert found is not None
    assert found.words == "not comparable: 30 days after delivery here, 60 days after payment at the supplier"


def test_a_window_that_surely_ends_before_the_supplier_s_has_no_gap_whatever_it_counts_from() -> None:
    assert gap(promised("{report_within: 10 days after order}")) is None


def test_a_window_in_business_days_counts_as_its_longest_against_the_supplier_s_shortest() -> None:
    found = gap(promised("{report_within: 12 business days}"))
    assert found is not None
    assert found.words == "up to 3 days: from day 16 to 12 business days after delivery"


@pytest.mark.parametrize(
    ("promise", "kind", "words"),
    [
        ("{remedies: [refund, replacement]}", None, ""),
        ("{refunds_within: 3 days}", Gap.REFUND_TIME, "your refund is due 3 days after decision"),
        ("{refunds_within: 20 business days}", None, ""),
    ],
)
def test_a_gap_in_kind_is_told_where_the_supplier_gives_less(promise: str, kind: Gap | None, words: str) -> None:
    found = row(promised(promise)).gaps
    assert [one.gap for one in found] == ([kind] if kind else [])
    assert all(words in one.words for one in found)


def test_money_is_a_gap_where_the_supplier_only_sends_a_new_item() -> None:
    text = RETURNS.replace("remedies: [refund, replacement]", "remedies: [replacement]")
    found = gap(text + "promise: {damaged: {remedies: [refund]}}", kind=Gap.REMEDY)
    assert found is not None
    assert found.words == "refund: the supplier gives replacement"


def test_a_new_item_is_no_gap_where_the_supplier_gives_the_money() -> None:
    text = RETURNS.replace("remedies: [refund, replacement]", "remedies: [refund]")
    assert gap(text + "promise: {damaged: {remedies: [replacement]}}", kind=Gap.REMEDY) is None


@pytest.mark.parametrize(
    ("payer", "words"),
    [
        ("store", "return postage: the supplier doesn't pay it"),
        ("customer", "return postage: the supplier doesn't pay it"),
        ("unknown", "return postage: not known whether the supplier pays it"),
    ],
)
def test_the_postage_of_a_fault_is_a_gap_unless_the_supplier_pays_it(payer: str, words: str) -> None:
    found = gap(RETURNS.replace("return_postage: supplier", f"return_postage: {payer}"), kind=Gap.POSTAGE)
    assert found is not None
    assert found.words == words


def test_what_never_comes_back_has_no_postage() -> None:
    text = RETURNS.replace("return_postage: supplier", "return_postage: customer")
    assert gap(text.replace("on request", "never"), kind=Gap.POSTAGE) is None
    assert gap(text, "missing_item", Gap.POSTAGE) is None


def test_a_fee_that_the_supplier_keeps_and_the_store_does_not_is_a_gap() -> None:
    text = RETURNS.replace("restocking_fee: none", "restocking_fee: 15%")
    found = gap(text + "promise: {change_of_mind: {restocking_fee: none}}", "change_of_mind", Gap.FEE)
    assert found is not None
    assert found.words == "the supplier keeps 15%, you keep none"


def test_cancelling_is_a_gap_where_the_promise_goes_beyond_the_supplier() -> None:
    supplier = RETURNS + "  cancellation: {until: shipped, approval: {by: supplier}, fee: 10%}\n"
    assert row(supplier, "cancellation").customer.window.words == "a request until shipped, nothing certain"
    promise = supplier + "promise: {cancellation: {until: 12 hours after order, fee: none}}"
    found = row(promise, "cancellation").gaps
    assert [one.gap for one in found] == [Gap.CUT_OFF, Gap.FEE]
    assert {one.voice for one in found} == {Voice.STORE}


# --- The law ---------------------------------------------------------------------------------------------


def loaded(folder: Path, **more: Any) -> Cover:
    found = inputs.load(written(shop(**more), folder), {})
    return cover(found.terms, found.figures)


def of_markets(folder: Path, *markets: str, **more: Any) -> Cover:
    store = {**DALBIT, **LINKS}
    return loaded(folder, store=store, sells_to=list(markets), **more)


def test_each_market_has_a_row_of_its_own(tmp_path: Path) -> None:
    found = [one.market for one in of_markets(tmp_path, "DE", "US").rows if one.reason == "damaged"]
    assert found == ["DE", "US"]


def test_what_the_law_gives_beyond_the_supplier_is_the_law_s_gap(tmp_path: Path) -> None:
    (damaged,) = (one for one in of_markets(tmp_path, "DE").rows if one.reason == "damaged")
    (found,) = (one for one in damaged.gaps if one.gap is Gap.DAYS)
    assert found.voice is Voice.LAW
    assert found.words == "up to 716 days: from day 16 to 24 months after delivery"


def test_a_choice_that_only_the_law_gives_has_a_row_where_it_does(tmp_path: Path) -> None:
    found = [one for one in of_markets(tmp_path, "DE", "US").rows if one.reason == "change_of_mind"]
    assert [(one.market, one.customer.window.days) for one in found] == [("DE", 14)]
    assert [one.gaps[0].voice for one in found] == [Voice.LAW]


def test_a_right_without_an_end_is_a_gap_without_an_end(tmp_path: Path) -> None:
    (damaged,) = (one for one in of_markets(tmp_path, "US").rows if one.reason == "damaged")
    assert damaged.gaps[0].words == "from day 16 on, without an end"
    assert damaged.gaps[0].voice is Voice.LAW


def test_markets_that_say_the_same_share_a_line_and_reasons_a_chapter(tmp_path: Path) -> None:
    found = of_markets(tmp_path, "AT", "DE")
    first = found.chapters[0]
    assert [line.markets for line in first] == [("AT", "DE")]
    assert {"damaged", "wrong_item"} <= set(first[0].reasons)
    assert sum(len(lines[0].reasons) for lines in found.chapters) == len({one.reason for one in found.rows})


# --- The sums --------------------------------------------------------------------------------------------


def test_without_figures_no_money_is_printed() -> None:
    text = "\n".join(table.text(covered(promised("{report_within: 30 days}"))))
    assert not re.search(r"[€$£₩]|EUR", text)
    assert table.NO_FIGURES in text


def test_late_reports_cost_the_supplier_s_price_and_the_postage_it_would_have_paid() -> None:
    assert sums(promised("{report_within: 30 days}")) == ["400 orders × 2% × 15 of 30 days × (€15.00 + €5.00) = €80.00"]


def test_reports_are_spread_over_the_days_in_which_they_come_where_that_is_said() -> None:
    late = promised("{report_within: 60 days}")
    assert sums(late, reported_within="20 days") == ["400 orders × 2% × 5 of 20 days × (€15.00 + €5.00) = €40.00"]
    assert sums(late, reported_within="10 days")[0].endswith("× 0 of 10 days × (€15.00 + €5.00) = €0.00")


def test_a_reason_that_is_not_covered_costs_every_item() -> None:
    text = RETURNS.replace("[damaged, defective, change_of_mind]", "[defective]")
    assert sums(text)[0] == "400 orders × 2% × €15.00 = €120.00"


def test_a_fee_costs_its_share_of_the_supplier_s_price() -> None:
    text = RETURNS.replace("restocking_fee: none", "restocking_fee: {change_of_mind: 10%}")
    text += "promise: {change_of_mind: {restocking_fee: none}}"
    assert sums(text) == ["400 orders × 4% × €1.50 = €24.00"]


def test_a_fee_in_another_currency_is_not_reckoned() -> None:
    text = RETURNS.replace("restocking_fee: none", "restocking_fee: {change_of_mind: USD 3}")
    assert sums(text + "promise: {change_of_mind: {restocking_fee: none}}") == []


def test_what_is_not_known_counts_at_its_worst_and_says_so() -> None:
    text = RETURNS.replace("report_within: 15 days after delivery", "report_within: unknown")
    found = covered(text, figured())
    assert found.figures is not None
    whole = total(found.rows, found.figures)
    assert whole.is_at_most
    assert "€160.00 a month at most" in "\n".join(table.text(found))


def test_the_whole_is_what_the_sums_add_up_to() -> None:
    text = RETURNS.replace("[damaged, defective, change_of_mind]", "[defective]")
    found = covered(text + "promise: {change_of_mind: {report_within: 9 days}}", figured())
    assert found.figures is not None
    each = [cost.a_month for one in found.rows for cost in costs(one, found.figures)]
    assert len(each) > 2
    assert total(found.rows, found.figures).a_month == sum(each)


def test_the_margin_of_refunds_is_told_beside_the_gaps() -> None:
    text = "\n".join(table.text(covered(RETURNS, figured())))
    assert "All gaps together: €0.00 a month, €0.00 an order." in text
    assert "refunds take your margin: 400 orders × 6% × (€40.00 − €15.00) = €600.00 a month at most." in text


def test_orders_of_each_market_count_for_that_market_alone(tmp_path: Path) -> None:
    by_market = {**FIGURES, "orders_a_month": {"DE": 300, "US": 100}, "reported_within": "30 days"}
    text = "\n".join(table.text(of_markets(tmp_path, "DE", "US", figures=by_market)))
    assert "damaged (DE), too late for the supplier: 300 orders × 2% × 15 of 30 days" in text
    assert "damaged (US), too late for the supplier: 100 orders × 2% × 15 of 30 days" in text
    assert "(400 orders × 2% + 300 orders × 4%) × (€40.00 − €15.00) = €500.00 a month at most" in text


def test_orders_that_are_not_told_apart_count_once_with_the_dearest_market(tmp_path: Path) -> None:
    found = of_markets(tmp_path, "DE", "US", figures={**FIGURES, "shares": {"change_of_mind": "4%"}})
    assert found.figures is not None
    (only,) = (costs(one, found.figures) for one in found.rows if one.reason == "change_of_mind")
    assert total(found.rows, found.figures).a_month == sum(cost.a_month for cost in only)


def test_orders_of_a_market_that_is_not_sold_to_are_named(tmp_path: Path) -> None:
    figures = {**FIGURES, "orders_a_month": {"DE": 300, "JP": 5}}
    text = "\n".join(table.text(of_markets(tmp_path, "DE", "US", figures=figures)))
    assert "Orders in JP are not counted" in text
    assert "No orders are given for US" in text


def test_what_no_share_or_postage_is_given_for_is_named() -> None:
    text = RETURNS.replace("return_postage: supplier", "return_postage: customer")
    said = "\n".join(table.text(covered(text, figured(return_postage=None))))
    assert "as `shares` doesn't name them: defective" in said
    assert "Return postage is not counted" in said


def test_a_share_of_a_reason_for_which_nobody_gives_anything_is_named() -> None:
    said = "\n".join(table.text(covered(RETURNS, figured(shares={"damaged": "2%", "customs_held": "1%"}))))
    assert "as customers get nothing for them: customs held." in said


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [("12.5", "EUR", "€12.50"), ("1250", "KRW", "₩1,250"), ("0.001", "EUR", "less than €0.01"), ("0", "USD", "$0.00")],
)
def test_money_is_written_as_its_currency_is(amount: str, currency: str, shown: str) -> None:
    assert money(Fraction(amount), currency) == shown


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"supplier_price": "USD 15"}, "EUR and USD can't be reckoned with each other"),
        ({"average_price": "XQX 15"}, "there is no currency `XQX`"),
        ({"average_price": "40"}, "this is not an amount of money"),
        ({"shares": {"damaged": "60%", "defective": "41%"}}, "the shares make 101% of all orders"),
        ({"shares": {"damaged": "101%"}}, "not a share in percent"),
        ({"supplier_price": "unknown"}, "this is not an amount of money"),
        ({"orders_a_month": 0}, "not such a number"),
        ({"orders_a_month": {"ZZ": 3}}, "unknown key `ZZ` in `orders_a_month`"),
    ],
)
def test_figures_that_make_no_sense_are_refused(changes: dict[str, Any], said: str) -> None:
    text = RETURNS + "figures: " + json.dumps({**FIGURES, **changes})
    assert [said in found.message for found in refusals(text)] == [True]


# --- Properties ------------------------------------------------------------------------------------------

SUPPLIERS = answers.record(SupplierAnswers).map(answers._consistent)


@settings(max_examples=40, deadline=None)
@given(SUPPLIERS, st.integers(1, 120))
def test_without_promise_and_market_the_supplier_covers_every_day_that_the_page_names(
    supplier: dict[str, Any], hours: int
) -> None:
    found = terms(f"supplier: {json.dumps(supplier)}\nhandling_time: {hours} hours\n")
    for one in cover(found).rows:
        if one.supplied.covered and one.customer.window.days is not None:
            assert [gap.words for gap in one.gaps if gap.gap is Gap.DAYS] == []


@settings(max_examples=60, deadline=None)
@given(
    window=st.integers(1, 60), short=st.integers(1, 90), more=st.integers(0, 90), within=st.integers(0, 90),
    fee=st.sampled_from(["none", "15%", "EUR 20"]), remedies=st.sampled_from(["[refund]", "[replacement]", "unknown"]),
    payer=st.sampled_from(["supplier", "customer", "unknown"]),
    reason=st.sampled_from(["damaged", "change_of_mind", "wrong_item"]),
)  # fmt: skip
def test_a_longer_promise_never_costs_less(
    window: int, short: int, more: int, within: int, fee: str, remedies: str, payer: str, reason: str
) -> None:
    text = RETURNS.replace("15 days after", f"{window} days after").replace("remedies: [refund, replacement]", "R")
    text = text.replace("R\n", f"remedies: {remedies}\n", 1).replace("fee: none", f"fee: {fee}")
    text = text.replace("return_postage: supplier", f"return_postage: {payer}")
    figures = figured(
        reported_within=f"{within} days" if within else None, shares={reason: "3%"}, supplier_price="EUR 12.30"
    )

    def cost(days: int) -> Fraction:
        promise = f"promise: {{{reason}: {{report_within: {days} days, remedies: [refund], return_postage: store}}}}"
        found = covered(text + promise, figures)
        assert found.figures is not None
        return total(found.rows, found.figures).a_month

    assert cost(short) <= cost(short + more)


# --- On paper --------------------------------------------------------------------------------------------


def paper(found: Cover) -> str:
    return page(found, *(read_text(shipped("templates", "style", name)) for name in ("cover.html", "cover.css")))


def pictures(html: str) -> Iterator[ElementTree.Element]:
    for svg in re.findall(r'<svg class="picture".*?</svg>(?=\n<table)', html, re.DOTALL):
        yield ElementTree.fromstring(svg)


def test_every_reason_is_in_the_heading_of_one_picture(tmp_path: Path) -> None:
    found = of_markets(tmp_path, "DE", "KR", "US")
    titles = ", ".join(one[0].text or "" for one in pictures(paper(found)))
    for reason in {one.reason for one in found.rows} - {"cancellation"}:
        assert len(re.findall(rf"\b{reason.replace('_', ' ')}\b", titles)) == 1, reason


def test_a_picture_tells_in_words_what_it_shows() -> None:
    found = covered(promised("{report_within: 30 days}"))
    svg = ElementTree.fromstring(picture(found.chapters[0], axis(found.rows), "p1", "Time to report: damaged"))
    title, described = svg[0], svg[1]
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    assert described.text == (
        "Days after delivery, from 0 to 40. Supplier: 15 days, you need the last 2. "
        "Customer, by your page: 30 days; gap: days 16 to 30."
    )


def test_bars_end_where_their_days_do_and_the_gap_lies_between_them() -> None:
    found = covered(promised("{report_within: 30 days}"))
    svg = ElementTree.fromstring(picture(found.chapters[0], axis(found.rows), "p1", "Damaged"))
    bars = {(bar.get("class") or "").removeprefix("bar "): bar for bar in svg.findall("rect")}
    at = {kind: (float((bar.get("x") or "").strip("%")), float((bar.get("width") or "").strip("%")))
          for kind, bar in bars.items()}  # fmt: skip
    assert at == {"supplier": (0, 32.5), "handling": (32.5, 5), "customer": (0, 37.5), "gap": (37.5, 37.5)}


def test_each_kind_of_bar_has_a_pattern_of_its_own() -> None:
    html = paper(covered(promised("{report_within: 30 days}")))
    shapes = re.findall(r'<pattern id="p1-\w+".*?><rect [^>]*/>(.*?)</pattern>', html)
    assert len(set(shapes)) == len(shapes) == 4


def test_what_is_longer_than_the_axis_is_an_arrow_with_its_length_in_words(tmp_path: Path) -> None:
    html = paper(of_markets(tmp_path, "DE"))
    first = next(pictures(html))
    assert first.find("svg[@class='arrow']") is not None
    assert "Customer (DE), by law: 24 months" in [text.text for text in first.findall("text")]


def test_what_counts_from_another_event_is_told_in_words_and_not_drawn_to_scale() -> None:
    found = covered(promised("{report_within: 30 days after noticing}"))
    svg = ElementTree.fromstring(picture(found.chapters[0], axis(found.rows), "p1", "Damaged"))
    words = [text.text for text in svg.findall("text")]
    assert [bar.get("class") for bar in svg.findall("rect")] == ["bar supplier", "bar handling", "bar none"]
    assert words[1:3] == ["Customer, by your page: 30 days after noticing", "gap: not comparable"]


def test_the_table_below_has_the_same_figures_as_its_picture() -> None:
    html = paper(covered(promised("{report_within: 30 days}")))
    (first, *_) = re.findall(r"</svg>\n<table>.*?</table>", html, re.DOTALL)
    cells = re.findall(r"<td>(.*?)</td>", first)
    assert cells[:2] == ["30 days after delivery", "15 days after delivery, you need the last 2"]
    assert "15 days: days 16 to 30" in cells[2]


def test_all_pictures_of_a_page_share_one_scale(tmp_path: Path) -> None:
    found = list(pictures(paper(of_markets(tmp_path, "DE", "US"))))
    marks = {tuple(text.text for text in one.findall("text[@class='mark']"))[:-1] for one in found}
    assert len(found) > 3
    assert len(marks) == 1


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(tmp_path: Path) -> None:
    html = paper(of_markets(tmp_path, "DE", figures=FIGURES))
    assert not re.search(r"<script|<img|<link|https?:|@import|javascript", html)
    assert all(target.startswith("#") for target in re.findall(r"url\((.*?)\)", html))
    ids = re.findall(r'\bid="(.*?)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#(.*?)"|url\(#(.*?)\)', html)) <= {(one, "") for one in ids} | {
        ("", one) for one in ids
    }


def test_a_store_s_name_can_t_become_markup() -> None:
    found = covered(STORE.replace("Dalbit Living", "'<b>Dalbit</b> & ${x}'") + RETURNS)
    assert "&lt;b&gt;Dalbit&lt;/b&gt; &amp; ${x}" in paper(found)


def test_the_verdict_says_whether_anything_is_open_and_what_it_costs() -> None:
    whole = RETURNS.replace("[damaged, defective, change_of_mind]", (
        "[damaged, defective, not_as_described, wrong_item, wrong_size_sent, missing_item]"))  # fmt: skip
    assert verdict(covered(whole)) == "For all 7 reasons the supplier gives back what you give your customers."
    late = covered(whole + "promise: {damaged: {report_within: 30 days}}", figured())
    assert verdict(late) == (
        "For 1 reason of 7 your customers get something that the supplier doesn't, or may not, give back. "
        "That costs you about €80.00 a month, €0.20 an order."
    )


# --- The command -----------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    ran = CliRunner().invoke(cli, ["cover", *arguments])
    assert isinstance(ran.exception, SystemExit | None), ran.exception
    return ran


PROMISE = {"damaged": {"report_within": "30 days"}, "wrong_size_ordered": {"report_within": "14 days"}}
STORES: dict[str, dict[str, Any]] = {
    "cover-promises": {"promise": PROMISE, "figures": FIGURES},
    "cover-markets": {
        "store": {**DALBIT, **LINKS},
        "sells_to": ["DE", "US"],
        "figures": {**FIGURES, "orders_a_month": {"DE": 300, "US": 100}, "reported_within": "45 days"},
    },
}


@pytest.mark.parametrize("name", STORES)
def test_the_command_prints_exactly_this_for_a_store(name: str, rewrite: bool) -> None:
    ran = run(str(written(shop(**STORES[name]), Path())))
    assert (ran.exit_code, ran.stderr) == (0, "")
    expected = DATA / f"{name}.txt"
    if rewrite:
        expected.write_text(ran.stdout, "utf-8")
    assert ran.stdout == expected.read_text("utf-8")


def test_json_has_one_row_for_each_reason_and_market() -> None:
    ran = run(str(written(shop(**STORES["cover-markets"]), Path())), "--report", "json")
    data = json.loads(ran.stdout)
    found = [(one["reason"], one["market"]) for one in data["rows"]]
    assert len(found) == len(set(found))
    assert {("damaged", "DE"), ("damaged", "US")} <= set(found)
    damaged = data["rows"][found.index(("damaged", "DE"))]
    assert damaged["gaps"][0]["days"] == 716
    assert damaged["costs"][0]["sum"].startswith("300 orders × 2% × 30 of 45 days")
    assert data["total"]["currency"] == "EUR"


def test_figures_change_no_page(tmp_path: Path) -> None:
    pages = []
    for name, more in (("a", {}), ("b", {"figures": FIGURES})):
        place = written(shop(**more), Path(), f"{name}.yaml")
        assert CliRunner().invoke(cli, ["build", str(place), "--format", "md"]).exit_code == 0
        pages.append((tmp_path / "output" / name / "refund-policy.en.md").read_bytes())
    assert pages[0] == pages[1]


def test_the_paper_is_written_only_where_it_is_asked_for() -> None:
    shop_ = str(written(shop(), Path()))
    assert run(shop_).exit_code == 0
    assert [path.name for path in Path().iterdir()] == ["shop.yaml"]
    ran = run(shop_, "--html", "cover.html")
    assert ran.exit_code == 0
    assert "your own paper" in ran.stderr
    assert Path("cover.html").read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("place", "more"),
    [
        ("output/cover.html", ()), ("output/shop/cover.html", ()), ("output/../output/cover.html", ()),
        ("site/cover.html", ("--output", "site")), ("pages/cover.html", ()), ("pages/shop/cover.html", ()),
    ],
)  # fmt: skip
def test_the_paper_never_lies_among_the_pages(place: str, more: tuple[str, ...]) -> None:
    Path("pages/shop").mkdir(parents=True)
    Path("pages/shop/refund-policy.en.html").write_text("", "utf-8")
    ran = run(str(written(shop(), Path())), "--html", place, *more)
    assert ran.exit_code == 2
    assert "for your eyes only" in ran.stderr
    assert not Path(place).exists()


def test_a_link_does_not_lead_the_paper_among_the_pages() -> None:
    Path("output").mkdir()
    Path("aside").symlink_to("output")
    assert run(str(written(shop(), Path())), "--html", "aside/cover.html").exit_code == 2


def test_a_wrong_questionnaire_shows_its_findings_and_writes_nothing() -> None:
    ran = run(str(written(shop(supplier="nobody"), Path())), "--html", "cover.html")
    assert ran.exit_code == 1
    assert "[SUP001]" in ran.stderr
    assert ran.stdout == ""
    assert not Path("cover.html").exists()


@pytest.mark.parametrize(
    ("term", "more"),
    [
        ("15 days after delivery", ()),
        ("15 days after delivery", ("--html", "cover.html")),
        ("without an end", ()),
        ("without an end", ("--report", "json")),
        ("how to read the pictures", ("--html", "cover.html")),
    ],
)
def test_a_private_term_is_never_printed_or_drawn(
    term: str, more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICY_GEN_PRIVATE_TERMS", term)
    ran = run(str(written(shop(**STORES["cover-markets"]), Path())), *more)
    assert ran.exit_code == 1
    assert "[ADR004]" in ran.stderr
    assert term not in (ran.stdout + ran.stderr).lower()
    assert not Path("cover.html").exists()
