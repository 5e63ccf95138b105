"""Comparing for the customer: one answer for every kind of term, and merging that does not depend on the order."""

from enum import Enum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_gen.deriving.comparison import ASKED, FEE, KINDS, OFFERED, TIME, WINDOW, Kind, in_order
from policy_gen.durations import AT_ONCE, WITHOUT_DELAY, Duration, Event, Order, Unit, parse
from policy_gen.records.scalars import Fee
from policy_gen.records.vocabulary import Clarity, Coverage, Evidence, Exclusion, Payer, Remedy, SendBack, Silence

AT_LEAST = (Order.BETTER, Order.EQUAL)
EVENTS = [Event.ORDER, Event.DISPATCH, Event.DELIVERY, Event.ESTIMATED_DELIVERY, Event.DECISION]


@st.composite
def durations(draw: st.DrawFn) -> Duration:
    amount = draw(st.integers(1, 60))
    return Duration(amount, amount, draw(st.sampled_from(list(Unit))), draw(st.sampled_from(EVENTS)))


def subsets(values: type[Enum]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(list(values)), unique=True).map(in_order)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "evidence": subsets(Evidence),
    "remedies": subsets(Remedy),
    "covered": st.sampled_from(list(Coverage)),
    "silence": st.sampled_from(list(Silence)),
    "send_back": st.sampled_from(list(SendBack)),
    "return_postage": st.sampled_from([Payer.CUSTOMER, Payer.STORE]),
    "instructions": st.sampled_from(list(Clarity)),
    "fee": st.one_of(
        st.just(Fee(0)),
        st.builds(Fee, st.integers(1, 99)),
        st.builds(Fee, st.integers(1, 99), st.sampled_from(["EUR", "USD"])),
    ),
    "report_within": durations(),
    "refunds_within": st.one_of(durations(), st.sampled_from([AT_ONCE, WITHOUT_DELAY])),
}


def values_of(kind: Kind, name: str) -> st.SearchStrategy[Any]:
    alike = {
        id(WINDOW): "report_within",
        id(TIME): "refunds_within",
        id(ASKED): "evidence",
        id(OFFERED): "remedies",
        id(FEE): "fee",
    }
    return VALUES[alike.get(id(kind), name)]


EVERY_KIND = pytest.mark.parametrize("name", KINDS)


def _three(data: st.DataObject, name: str) -> tuple[Kind, Any, Any, Any]:
    kind = KINDS[name]
    values = values_of(kind, name)
    return kind, data.draw(values), data.draw(values), data.draw(values)


@EVERY_KIND
@settings(max_examples=40)
@given(data=st.data())
def test_an_order_is_the_same_from_both_sides_and_through_a_third(name: str, data: st.DataObject) -> None:
    kind, one, other, third = _three(data, name)
    there, back = kind.order(one, other), kind.order(other, one)
    if there is Order.INCOMPARABLE:
        assert back is Order.INCOMPARABLE
    else:
        assert there.value == -back.value
    assert kind.order(one, one) is Order.EQUAL
    if there in AT_LEAST and kind.order(other, third) in AT_LEAST:
        assert kind.order(one, third) in AT_LEAST


def _worst(kind: Kind, one: Any, other: Any) -> Any:
    """Merging as terms are merged: what is not known stays so."""
    return None if one is None or other is None else kind.worst(one, other)


@EVERY_KIND
@settings(max_examples=40)
@given(data=st.data())
def test_the_worst_of_many_is_the_same_in_any_order_and_grouping(name: str, data: st.DataObject) -> None:
    kind, one, other, third = _three(data, name)
    assert _worst(kind, one, other) == _worst(kind, other, one)
    assert _worst(kind, _worst(kind, one, other), third) == _worst(kind, one, _worst(kind, other, third))
    assert _worst(kind, one, one) == one


@EVERY_KIND
@settings(max_examples=40)
@given(data=st.data())
def test_the_worst_of_two_is_no_better_than_either_and_one_more_makes_it_no_better(
    name: str, data: st.DataObject
) -> None:
    kind, one, other, third = _three(data, name)
    worst = _worst(kind, one, other)
    if worst is not None:
        assert kind.order(one, worst) in AT_LEAST
        assert kind.order(other, worst) in AT_LEAST
        more = _worst(kind, worst, third)
        assert more is None or kind.order(worst, more) in AT_LEAST


@EVERY_KIND
@settings(max_examples=40)
@given(data=st.data())
def test_the_best_of_two_is_no_worse_than_either_from_both_sides(name: str, data: st.DataObject) -> None:
    kind, one, other, _ = _three(data, name)
    best = kind.best(one, other)
    assert best == kind.best(other, one)
    assert kind.best(one, one) == one
    if best is not None:
        assert kind.order(best, one) in AT_LEAST
        assert kind.order(best, other) in AT_LEAST


@EVERY_KIND
@settings(max_examples=40)
@given(data=st.data())
def test_of_two_that_compare_the_best_is_one_of_them_as_it_was_written(name: str, data: st.DataObject) -> None:
    kind, one, other, _ = _three(data, name)
    if kind.order(one, other) is Order.BETTER:
        assert kind.best(one, other) is one


@given(*[st.integers(1, 60)] * 3)
def test_the_best_of_many_in_one_unit_is_the_same_in_any_grouping(one: int, other: int, third: int) -> None:
    a, b, c = (Duration(days, days, Unit.DAYS, Event.DELIVERY) for days in (one, other, third))
    for kind in (WINDOW, TIME):
        assert kind.best(kind.best(a, b), c) == kind.best(a, kind.best(b, c))


def test_a_longer_window_a_shorter_time_a_paid_return_and_more_remedies_are_better() -> None:
    days = parse("15 days after delivery"), parse("13 days after delivery")
    assert KINDS["report_within"].order(*days) is Order.BETTER
    assert KINDS["refunds_within"].order(*days) is Order.WORSE
    assert KINDS["return_postage"].order(Payer.STORE, Payer.CUSTOMER) is Order.BETTER
    assert KINDS["remedies"].order((Remedy.REFUND, Remedy.REPLACEMENT), (Remedy.REFUND,)) is Order.BETTER
    assert KINDS["evidence"].order((Evidence.PHOTO, Evidence.VIDEO), (Evidence.PHOTO,)) is Order.WORSE
    assert KINDS["not_returnable"].order((), (Exclusion.GIFT,)) is Order.BETTER
    assert KINDS["send_back"].best(SendBack.ALWAYS, SendBack.NEVER) is SendBack.NEVER
    assert KINDS["restocking_fee"].order(Fee(0), Fee(15)) is Order.BETTER


def test_a_share_and_an_amount_have_no_worst_and_only_no_fee_is_better_than_both() -> None:
    share, amount = Fee(15), Fee(5, "EUR")
    assert FEE.order(share, amount) is Order.INCOMPARABLE
    assert FEE.worst(share, amount) is None
    assert FEE.best(share, amount) == Fee(0)
    assert FEE.worst(amount, Fee(9, "EUR")) == Fee(9, "EUR")


def test_a_list_means_the_same_in_any_order_and_with_repetitions() -> None:
    assert in_order([Evidence.VIDEO, Evidence.PHOTO, Evidence.VIDEO]) == (Evidence.PHOTO, Evidence.VIDEO)
    assert in_order([]) == ()
    assert ASKED.order((Evidence.VIDEO, Evidence.PHOTO), (Evidence.PHOTO, Evidence.VIDEO)) is Order.EQUAL
