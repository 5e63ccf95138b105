"""Keeping: what a store can pass on of a supplier's term, and the sum that leads there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_gen.deriving.comparison import KINDS
from policy_gen.deriving.keeping import Frame, keep, plain
from policy_gen.durations import Duration, Event, Order, Unit, fewest_days, most_days, parse, parse_cutoff
from policy_gen.provenance import Missing, Term
from policy_gen.records.vocabulary import Evidence, Payer
from tests.making import steps

TWO_DAYS = Term(parse("2 days"))
SHIPS, DELIVERS = Term(parse("7 business days")), Term(parse("12-25 days after shipping"))
FRAME = Frame({}, TWO_DAYS, 5)
WITH_TIMES = Frame({"ships_within": SHIPS, "delivers_within": DELIVERS}, TWO_DAYS, 5)


def kept(name: str, text: str, frame: Frame = FRAME) -> str:
    return str(keep(name, Term(parse(text)), frame).value)


@pytest.mark.parametrize(
    ("window", "left"),
    [
        ("15 days after delivery", "13 days after delivery"),
        ("15 days", "13 days after delivery"),
        ("15 days after receipt confirmed", "13 days after delivery"),
        ("15 business days", "17 days after delivery"),
        ("15-30 days", "13 days after delivery"),
        ("72 hours", "1 day after delivery"),
        ("71 hours", "until delivery"),
        ("1 month", "26 days after delivery"),
    ],
)
def test_a_window_is_whole_calendar_days_from_delivery_less_the_handling_time(window: str, left: str) -> None:
    assert kept("report_within", window) == left


def test_of_two_days_nothing_is_left_and_of_one_nothing_either() -> None:
    for days in ("2 days", "1 day"):
        term = keep("report_within", Term(parse(days)), FRAME)
        assert term.sure.high == 0
    assert steps(term) == ["1 day − 2 days (handling_time) = -1 days after delivery"]


def test_the_sum_is_in_the_step_with_every_unit() -> None:
    assert steps(keep("report_within", Term(parse("15 days")), FRAME)) == [
        "15 days − 2 days (handling_time) = 13 days after delivery"
    ]
    assert steps(keep("report_within", Term(parse("15 business days")), FRAME)) == [
        "15 business days are at least 19 days; 19 days − 2 days (handling_time) = 17 days after delivery"
    ]


def test_a_window_from_payment_loses_processing_transit_and_handling_at_their_longest() -> None:
    term = keep("report_within", Term(parse("90 days after payment")), WITH_TIMES)
    assert str(term.value) == "52 days after delivery"
    assert steps(term) == [
        "90 days − 11 days (ships_within) − 25 days (delivers_within) − 2 days (handling_time) = 52 days after delivery"
    ]


def test_a_supplier_that_works_six_days_a_week_ships_sooner() -> None:
    frame = Frame(WITH_TIMES.passing, TWO_DAYS, 6)
    assert kept("report_within", "90 days after payment", frame) == "54 days after delivery"


def test_a_window_from_dispatch_loses_transit_and_handling() -> None:
    assert kept("report_within", "60 days after shipping", WITH_TIMES) == "33 days after delivery"


def test_the_longest_time_that_was_ever_seen_is_taken_off() -> None:
    frame = Frame({"delivers_within": Term(parse("10 days"), worst=parse("40 days"))}, TWO_DAYS, 5)
    assert kept("report_within", "60 days after shipping", frame) == "18 days after delivery"


def test_a_window_from_payment_is_unknown_where_transit_is_and_says_so() -> None:
    frame = Frame({"ships_within": SHIPS}, TWO_DAYS, 5)
    term = keep("report_within", Term(parse("90 days after payment")), frame)
    assert term.value is Missing.UNKNOWN
    assert steps(term) == ["counts from payment, and `delivers_within` is not known"]


def test_an_assumed_time_stands_in_for_an_unknown_one_in_the_sum() -> None:
    assumed = Term(Missing.LISTING, assume=parse("20 days"))
    frame = Frame({"ships_within": SHIPS, "delivers_within": assumed}, TWO_DAYS, 5)
    assert kept("report_within", "90 days after payment", frame) == "57 days after delivery"


def test_a_lost_parcel_counts_from_the_estimated_delivery() -> None:
    lost = Frame(WITH_TIMES.passing, TWO_DAYS, 5, Event.ESTIMATED_DELIVERY)
    assert kept("report_within", "15 days", lost) == "13 days after estimated delivery"
    assert kept("report_within", "15 days after delivery", lost) == "13 days after estimated delivery"
    assert kept("report_within", "60 days after shipping", lost) == "33 days after estimated delivery"


def test_the_clock_that_a_supplier_sets_for_the_customer_loses_no_handling_time() -> None:
    assert kept("customer_reports_within", "48 hours") == "2 days after delivery"
    assert kept("customer_reports_within", "3 days after delivery") == "3 days after delivery"
    assert kept("customer_reports_within", "2-3 days") == "2 days after delivery"


@pytest.mark.parametrize("cut_off", ["24 hours", "shipped", "2 days after payment"])
@pytest.mark.parametrize("name", ["certain_until", "asked_until"])
def test_a_cut_off_stays_as_the_supplier_has_it(name: str, cut_off: str) -> None:
    value = parse_cutoff(cut_off)
    assert keep(name, Term(value), FRAME).value == value


@pytest.mark.parametrize(
    ("name", "text", "needed"),
    [
        ("refunds_within", "3-15 business days", "15 business days after decision"),
        ("resolves_within", "10 business days", "10 business days after answer"),
        ("reply_within", "72 hours", "72 hours after request"),
        ("ships_within", "1-2 weeks", "14 days after order"),
        ("delivers_within", "12-25 days", "25 days after shipping"),
        ("refunds_within", "5 days after return received", "5 days after return received"),
    ],
)
def test_a_time_that_we_need_is_the_suppliers_longest_in_its_own_unit(name: str, text: str, needed: str) -> None:
    assert kept(name, text) == needed


def test_the_worst_that_was_ever_seen_holds_also_where_the_usual_is_not_known() -> None:
    seen = Term(parse("1-10 business days"), worst=parse("20 business days"))
    assert str(keep("refunds_within", seen, FRAME).value) == "20 business days after decision"
    unusual: Term[Duration] = Term(Missing.UNKNOWN, worst=parse("20 business days"))
    assert str(keep("refunds_within", unusual, FRAME).value) == "20 business days after decision"
    window = Term(parse("15 days"), worst=parse("10 days"))
    assert str(keep("report_within", window, FRAME).value) == "8 days after delivery"


@pytest.mark.parametrize("name", ["report_within", "refunds_within", "evidence", "return_postage"])
def test_what_is_missing_stays_missing_and_an_assumed_value_is_never_passed_on(name: str) -> None:
    for missing in Missing:
        term = keep(name, Term(missing, assume=parse("7 days")), FRAME)
        assert term.known is None


def test_postage_that_the_supplier_pays_costs_the_customer_nothing() -> None:
    assert plain("return_postage", Term(Payer.SUPPLIER)).value is Payer.STORE
    assert plain("return_postage", Term(Payer.CUSTOMER)).value is Payer.CUSTOMER


def test_a_list_is_passed_on_in_its_usual_order() -> None:
    term = plain("evidence", Term((Evidence.VIDEO, Evidence.PHOTO, Evidence.VIDEO)))
    assert term.value == (Evidence.PHOTO, Evidence.VIDEO)


durations = st.builds(
    lambda amount, more, unit, event: Duration(amount, amount + more, unit, event),
    st.integers(1, 200),
    st.integers(0, 9),
    st.sampled_from(list(Unit)),
    st.sampled_from([None, Event.DELIVERY, Event.ORDER, Event.PAYMENT, Event.DISPATCH]),
)


@given(durations, st.integers(1, 9))
def test_no_window_is_ever_longer_than_the_suppliers(window: Duration, handling: int) -> None:
    frame = Frame(WITH_TIMES.passing, Term(Duration(handling, handling, Unit.DAYS)), 5)
    left = keep("report_within", Term(window), frame).sure
    assert left.unit is Unit.DAYS
    assert left.event is Event.DELIVERY
    assert left.high == left.low == max(0, left.low)
    assert left.high <= max(fewest_days(window.low, window.unit) - handling, 0)


@given(durations)
def test_no_time_that_we_need_is_ever_shorter_than_the_suppliers(time: Duration) -> None:
    needed = keep("refunds_within", Term(time), FRAME).sure
    assert needed.unit is time.unit
    assert most_days(needed.low, needed.unit) >= most_days(time.high, time.unit)


@given(durations, st.integers(0, 30))
def test_a_longer_window_of_the_supplier_never_leaves_the_customer_less(window: Duration, more: int) -> None:
    longer = Duration(window.low + more, window.high + more, window.unit, window.event)
    less, most = (keep("report_within", Term(one), WITH_TIMES).sure for one in (window, longer))
    assert KINDS["report_within"].order(most, less) in (Order.BETTER, Order.EQUAL)
