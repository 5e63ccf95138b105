"""`policy-gen decide` on orders that are late, lost, held up or not there yet, and on contract documents that come late."""

from pathlib import Path
from typing import Any

import pytest

from tests.shops import LINKS, RETURNS, STORE, SUPPLIER, shop, written
from tests.test_decide import asked, data

TIMED = {"profile": "cjdropshipping", "ships_within": "3 business days", "delivers_within": "12-25 days after shipping"}
MARKETS = ["DE", "GB", "KR", "US", "BR", "IN", "IL", "CA-QC", "CA-ON", "TR", "SG", "MX", "NO"]
ORDERED = ("--ordered", "2026-12-02")
UNSENT = (*ORDERED, "--shipped", "no")
SENT = (*ORDERED, "--shipped", "2026-12-05", "--delivered", "no")
CAME_LATE = (*ORDERED, "--shipped", "2027-01-10", "--delivered", "2027-01-20")


@pytest.fixture
def page(tmp_path: Path) -> str:
    """A store that ships within 3 business days (by 7 December); the parcel then takes up to 25 days (1 January)."""
    promise = {"lost": {"report_within": "30 days after estimated delivery"}}
    more = {"sells_to": MARKETS, "supplier": TIMED, "promise": promise, "returns_go_to": {"country": "CN"}}
    return str(written({"store": {**STORE, **LINKS}, "effective": "2026-12-01", **more}, tmp_path))


def entitled(page: str, reason: str, market: str, *facts: str) -> Any:
    return data(page, reason, market, *facts)["entitled"]


# --- Not before it arrives -----------------------------------------------------------------------


def returning(tmp_path: Path) -> str:
    taken = {
        **SUPPLIER,
        "cancellation": {"until": "24 hours after order"},
        "returns": {**RETURNS, "accepted": ["change_of_mind"]},
    }
    return str(written(shop(supplier=taken, promise={"change_of_mind": {"report_within": "14 days"}}), tmp_path))


@pytest.mark.parametrize("reason", ["cancellation", "change_of_mind"])
def test_what_has_not_come_can_not_go_back(reason: str, tmp_path: Path) -> None:
    page = returning(tmp_path)
    refused = asked(page, reason, "TH", *UNSENT, "--on", "2026-12-12", "--supplier", "refuses")
    assert refused.startswith("Entitled:   no\n")
    assert "after delivery" not in refused.partition("Supplier:")[0]
    underway = asked(page, reason, "TH", *SENT, "--on", "2026-12-12")
    assert underway.startswith("Entitled:   depends on whether the parcel comes; if so, a refund or a replacement\n")
    assert "what will decide once it has come" in underway
    assert entitled(page, reason, "TH", *SENT[:4], "--delivered", "2026-12-12", "--on", "2026-12-12") is True
    assert data(page, reason, "TH", *ORDERED, "--delivered", "no", "--on", "2026-12-12")["entitled"] == "depends"


# --- The contract document -----------------------------------------------------------------------


@pytest.mark.parametrize(("market", "until", "over"), [("KR", "2026-12-31", "2027-01-01"), ("IL", "2027-01-07", "2027-01-08"),
                                                       ("MX", "2027-01-04", "2027-01-05")])  # fmt: skip
@pytest.mark.parametrize("told", [(), ("--not-told",)])
def test_the_time_starts_with_the_contract_document_where_it_comes_after_the_goods(
    market: str, until: str, over: str, told: tuple[str, ...], page: str
) -> None:
    facts = (*ORDERED, "--delivered", "2026-12-20", "--when", "contract=2026-12-24", *told)
    in_time = data(page, "change_of_mind", market, *facts, "--on", until)
    assert (in_time["entitled"], in_time["until"]) == (True, until)
    assert entitled(page, "change_of_mind", market, *facts, "--on", over) is False
    early = ("--delivered", "2026-12-20", "--when", "contract=2026-12-02")
    assert data(page, "change_of_mind", market, *ORDERED, *early, "--on", "2026-12-21")["until"] < until


def test_who_asks_too_late_for_the_goods_is_told_of_the_document(page: str) -> None:
    facts = (*ORDERED, "--delivered", "2026-12-20", "--on", "2026-12-28")
    assert "ask again with `--when contract=`" in asked(page, "change_of_mind", "KR", *facts)
    assert "--when contract=" not in asked(page, "change_of_mind", "KR", *facts, "--when", "contract=2026-12-02")
    assert "--when contract=" not in asked(page, "change_of_mind", "NO", *facts[:4], "--on", "2027-01-25")


def test_a_copy_that_comes_too_late_counts_as_none(page: str) -> None:
    def found(copy: str, on: str) -> Any:
        return entitled(
            page, "change_of_mind", "CA-QC", *ORDERED, "--delivered", "2026-12-10",
            "--not-told", "--when", f"contract={copy}", "--on", on,
        )  # fmt: skip

    assert [found("2026-12-24", on) for on in ("2027-01-01", "2027-01-02")] == [True, False]
    assert [found("2026-12-17", on) for on in ("2026-12-24", "2026-12-25")] == [True, False]


def test_a_year_and_fourteen_days_count_from_the_goods_where_the_law_says_so(page: str) -> None:
    def found(market: str, on: str) -> Any:
        return entitled(page, "change_of_mind", market, "--delivered", "2028-02-15", "--not-told", "--on", on)

    assert [found("DE", on) for on in ("2029-03-01", "2029-03-02")] == [True, False]


# --- Late ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("market", "due"), [("BR", "2027-01-01"), ("IN", "2026-12-30"), ("IL", "2027-01-01")])
def test_an_order_that_never_ships_is_late_by_the_page_where_the_law_has_no_day(
    market: str, due: str, page: str
) -> None:
    assert f"depends on whether the parcel comes by {due}; " in asked(page, "late", market, *UNSENT, "--on", due)
    assert entitled(page, "late", market, *UNSENT, "--on", "2027-01-02") is True
    assert entitled(page, "late", market, *UNSENT, "--on", "2027-06-01") is True


def test_a_late_dispatch_does_not_move_the_day_on_which_it_should_have_come(page: str) -> None:
    assert entitled(page, "late", "IN", *CAME_LATE, "--on", "2027-01-21") is True
    in_time = ("--shipped", "2026-12-05", "--delivered", "2026-12-30", "--on", "2026-12-31")
    assert entitled(page, "late", "IN", *ORDERED, *in_time) is False


@pytest.mark.parametrize("market", ["KR", "CA-QC", "CA-ON", "DE", "GB", "TR"])
def test_delay_rights_end_with_the_parcel_where_the_law_says_so(market: str, page: str) -> None:
    assert entitled(page, "late", market, *CAME_LATE, "--on", "2027-03-01") is False
    before = data(page, "late", market, *CAME_LATE, "--on", "2027-01-19", "--when", "last_date=2027-01-15")
    assert before["entitled"] is True


def test_goods_that_came_too_late_may_go_back_for_no_reason_at_all(page: str) -> None:
    came = data(page, "late", "KR", *CAME_LATE, "--on", "2027-01-23")
    assert (came["entitled"], came["until"]) == (True, "2027-01-27")
    assert entitled(page, "late", "US", *CAME_LATE, "--on", "2027-01-23") is False


def test_in_time_is_what_was_shipped_in_time_where_arrival_is_not_regulated(page: str) -> None:
    text = asked(page, "late", "US", *SENT, "--on", "2026-12-31")
    assert text.startswith("Entitled:   no\n")
    assert "ask with `lost` where it doesn't come at all" in text
    assert entitled(page, "lost", "US", *SENT, "--on", "2027-01-02") is True
    assert entitled(page, "late", "US", *UNSENT, "--on", "2026-12-31") is True


@pytest.mark.parametrize(("market", "by_law"), [("US", "2027-01-01"), ("KR", "2026-12-07")])
def test_the_time_to_ship_that_the_page_states_counts(market: str, by_law: str, page: str, tmp_path: Path) -> None:
    slow = {**TIMED, "ships_within": "7 business days"}
    stated = str(written(shop(store={**STORE, **LINKS}, sells_to=[market], supplier=slow), tmp_path))
    assert data(stated, "late", market, *UNSENT, "--on", "2026-12-11")["entitled"] == "depends"
    assert data(stated, "late", market, *UNSENT, "--on", "2026-12-12")["entitled"] is True
    silent = str(written(shop(store={**STORE, **LINKS}, sells_to=[market], supplier="aliexpress"), tmp_path))
    assert f"by {by_law}" in asked(silent, "late", market, *UNSENT, "--on", "2026-12-03")


# --- A last date ---------------------------------------------------------------------------------


@pytest.mark.parametrize("market", ["DE", "GB", "NO"])
def test_a_last_date_comes_first_where_the_law_says_so(market: str, page: str) -> None:
    facts = (*SENT, "--on", "2027-01-12")
    open_ended = data(page, "late", market, *facts)
    assert open_ended["entitled"] == "depends"
    assert {"by": "unknown", "says": "depends on `last_date`"} in open_ended["because"]
    assert "If the customer has set no last date yet, name the new day to them" in open_ended["next_step"]
    assert entitled(page, "late", market, *facts, "--when", "last_date=2027-01-11") is True
    waiting = asked(page, "late", market, *facts, "--when", "last_date=2027-01-12")
    assert waiting.startswith("Entitled:   depends on whether the parcel comes by 2027-01-12; ")
    assert entitled(page, "lost", market, *facts) is True


# --- Lost, and held up ---------------------------------------------------------------------------


def test_the_law_waits_for_a_lost_parcel_no_longer_than_its_own_days(page: str) -> None:
    assert entitled(page, "lost", "DE", *SENT, "--on", "2027-01-02") is True
    early = asked(page, "lost", "DE", *SENT, "--on", "2026-12-29")
    assert early.startswith("Entitled:   depends on whether the parcel comes by 2026-12-30; ")


def test_a_parcel_is_not_reported_from_a_day_that_comes_after_the_last_one(page: str) -> None:
    found = data(page, "lost", "SG", *SENT, "--on", "2027-01-20")
    assert (found["entitled"], found["until"]) == (True, "2027-01-29")
    assert entitled(page, "lost", "SG", *SENT, "--on", "2027-01-30") is False


@pytest.mark.parametrize("reason", ["customs_held", "refused", "wrong_address"])
def test_a_parcel_that_can_not_be_handed_over_has_not_come(reason: str, page: str) -> None:
    for market in ("DE", "GB", "KR"):
        assert entitled(page, reason, market, *SENT, "--on", "2027-02-10") is True
    in_states = data(page, reason, "US", *SENT, "--on", "2027-02-10")
    assert in_states["entitled"] == (True if reason == "customs_held" else "depends")
    assert (in_states["payer"], in_states["remedies"]) == (None, ["refund"])
    assert entitled(page, reason, "DE", *SENT[:4], "--delivered", "2026-12-20", "--on", "2027-02-10") is False


@pytest.mark.parametrize(("market", "by"), [("US", "2027-01-17"), ("CA-QC", "2027-01-25"), ("CA-ON", "2027-01-25")])
@pytest.mark.parametrize("reason", ["cancellation", "change_of_mind"])
def test_who_no_longer_wants_an_order_may_cancel_it_once_it_is_late(
    reason: str, market: str, by: str, page: str
) -> None:
    late = data(page, reason, market, *UNSENT, "--on", "2027-01-10", "--supplier", "refuses")
    assert (late["entitled"], late["refund_by"], late["payer"]) == (True, by, None)
    assert "whatever the supplier says" in late["next_step"]
    assert entitled(page, reason, market, *UNSENT, "--on", "2026-12-06", "--supplier", "refuses") is False
    assert entitled(page, reason, market, *CAME_LATE, "--on", "2027-01-23") is False


# --- Repair first --------------------------------------------------------------------------------


@pytest.mark.parametrize("market", ["GB", "BR"])
def test_money_that_comes_only_if_a_repair_does_not_help_has_no_day(market: str, page: str, tmp_path: Path) -> None:
    facts = (*ORDERED, "--delivered", "2026-12-05", "--on", "2027-01-05")
    found = data(page, "damaged", market, *facts, "--calendar", str(tmp_path / "order.ics"))
    assert "repair" in found["remedies"]
    assert found["refund_by"] == "depends"
    place = tmp_path / "order.ics"
    assert not place.exists() or "Pay the money back" not in place.read_text("utf-8")
    assert "Money back: if that doesn't help, " in asked(page, "damaged", market, *facts)


# --- Which right holds until when ----------------------------------------------------------------


@pytest.mark.parametrize("market", ["DE", "GB", "NO", "KR"])
def test_a_right_to_return_that_still_runs_is_not_called_over_for_a_parcel_that_came_in_time(
    market: str, page: str
) -> None:
    facts = (*ORDERED, "--shipped", "2026-12-05", "--delivered", "2026-12-07", "--on", "2026-12-08")
    found, text = data(page, "late", market, *facts), asked(page, "late", market, *facts)
    assert (found["entitled"], found["until"]) == (False, None)
    assert "none any more" not in text
    assert "ask with `change_of_mind`" in text
    assert entitled(page, "change_of_mind", market, *facts) is True
    assert "change_of_mind`" not in asked(page, "late", market, *CAME_LATE, "--on", "2027-03-01")


@pytest.mark.parametrize("reason", ["late", "cancellation", "change_of_mind"])
def test_the_right_of_an_order_that_left_late_ends_as_it_ships_where_shipping_is_enough(reason: str, page: str) -> None:
    facts = (*ORDERED, "--shipped", "2026-12-20", "--delivered", "no")
    assert data(page, reason, "US", *facts, "--on", "2026-12-20")["entitled"] is True
    assert entitled(page, reason, "US", *facts, "--on", "2026-12-21") is not True
    assert entitled(page, reason, "US", *UNSENT, "--on", "2026-12-21") is True
    assert entitled(page, reason, "CA-QC", *facts, "--on", "2027-01-10") is True
    if reason == "late":
        over = data(page, reason, "US", *facts, "--on", "2026-12-21")
        assert (over["entitled"], over["until"]) == (False, "2026-12-20")
        unknown = data(page, reason, "US", *ORDERED, "--delivered", "no", "--on", "2026-12-21")
        assert {"by": "unknown", "says": "depends on `shipped`"} in unknown["because"]


def test_who_waits_for_a_parcel_that_was_shipped_in_time_is_helped_to_find_it(page: str) -> None:
    found = data(page, "late", "US", *SENT, "--on", "2027-02-20")
    assert (found["entitled"], found["until"]) == (False, None)
    assert found["next_step"].startswith("Ask the carrier where the parcel is. Where it doesn't come, ask with `lost`.")
    assert "none any more" not in asked(page, "late", "US", *SENT, "--on", "2027-02-20")
    came = data(page, "late", "US", *SENT[:4], "--delivered", "2026-12-20", "--on", "2027-02-20")
    assert "carrier" not in came["next_step"]


@pytest.mark.parametrize("market", ["DE", "BR"])
def test_nobody_asks_a_carrier_for_an_order_that_has_not_shipped(market: str, page: str) -> None:
    unsent = data(page, "late", market, *UNSENT, "--on", "2026-12-12")
    assert unsent["next_step"].startswith("Ask the supplier when it ships, and wait until ")
    assert data(page, "late", market, *SENT, "--on", "2026-12-12")["next_step"].startswith("Ask the carrier, and wait")


def test_the_day_on_which_an_order_that_never_ships_is_lost_stays(page: str) -> None:
    early = asked(page, "lost", "SG", *UNSENT, "--on", "2026-12-20")
    assert early.startswith("Entitled:   depends on whether the parcel comes by 2027-01-01; ")
    for on in ("2027-01-02", "2027-01-31"):
        found = data(page, "lost", "SG", *UNSENT, "--on", on)
        assert (found["entitled"], found["until"]) == (True, "2027-01-31")
    assert entitled(page, "lost", "SG", *UNSENT, "--on", "2027-06-01") is False
    later = data(page, "lost", "SG", *ORDERED, "--shipped", "2027-01-10", "--delivered", "no", "--on", "2027-02-20")
    assert (later["entitled"], later["until"]) == (True, "2027-03-06")


@pytest.mark.parametrize("market", ["DE", "GB", "NO"])
@pytest.mark.parametrize("on", ["2026-12-03", "2026-12-05", "2026-12-12", "2026-12-24"])
def test_nobody_waits_past_the_days_of_the_law_for_what_has_not_shipped(market: str, on: str, tmp_path: Path) -> None:
    slow = {**TIMED, "ships_within": "7 business days"}
    page = str(written(shop(store={**STORE, **LINKS}, sells_to=[market], supplier=slow), tmp_path))
    text = asked(page, "late", market, *UNSENT, "--on", on)
    assert text.startswith("Entitled:   depends on whether ")
    assert "wait until 2027-01-01" in text
