"""The arithmetic as a whole: what holds for the policy of any questionnaire that can be answered."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policy_gen.checks.coverage import NO_HANDLING
from policy_gen.deriving.comparison import KINDS
from policy_gen.deriving.offers import Offer, offers
from policy_gen.durations import Duration, Order, parse
from policy_gen.policy import derive
from policy_gen.provenance import Answer, Default, Fact, Missing, Rule, Scope, Term
from policy_gen.records.reasons import FAULTS, Reason
from policy_gen.records.vocabulary import Coverage
from tests.making import found, offer, parts, policy, printed, terms, written

AT_LEAST = (Order.BETTER, Order.EQUAL)
REASONS = [*FAULTS, Reason.CHANGE_OF_MIND, Reason.WRONG_SIZE_ORDERED]
UNITS = ["hours", "days", "business days", "months"]
TIMES = st.builds("{} {}".format, st.integers(2, 60), st.sampled_from(UNITS))
STARTS = st.sampled_from(["", " after delivery", " after order", " after payment", " after shipping"])
WINDOWS = st.builds("{}{}".format, TIMES, STARTS)
FEES = st.sampled_from(["none", "15%", "EUR 5"])
ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "report_within": WINDOWS,
    "customer_reports_within": st.builds("{} after delivery".format, TIMES),
    "evidence": st.lists(st.sampled_from(["photo", "video", "order_number"]), unique=True),
    "remedies": st.lists(st.sampled_from(["refund", "replacement", "exchange", "store_credit"]), unique=True),
    "condition": st.lists(st.sampled_from(["unused", "tags_on"]), unique=True),
    "send_back": st.sampled_from(["never", "on request", "always"]),
    "return_postage": st.sampled_from(["supplier", "store", "customer"]),
    "refunds_within": TIMES,
    "restocking_fee": FEES,
}


def sometimes(answers: Mapping[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the answers, some of them unknown."""
    return st.fixed_dictionaries(
        {}, optional={name: st.one_of(value, value, st.just("unknown")) for name, value in answers.items()}
    )


@st.composite
def suppliers(draw: st.DrawFn) -> dict[str, Any]:
    accepted = draw(st.lists(st.sampled_from(REASONS), unique=True, min_size=1))
    returns = draw(sometimes(ANSWERS))
    for name in draw(st.sets(st.sampled_from(list(ANSWERS)))):
        returns[name] = {str(reason): draw(ANSWERS[name]) for reason in accepted}
    cancellation = draw(
        sometimes(
            {
                "until": st.sampled_from(["24 hours", "processing", "shipped", "payment"]),
                "refunds_within": TIMES,
                "fee": FEES,
            }
        )
    )
    approver = draw(st.sampled_from(["nobody", "supplier", "unknown"]))
    rest = draw(sometimes({"ships_within": TIMES, "delivers_within": TIMES, "resolves_within": TIMES}))
    return {
        "returns": {"accepted": [str(reason) for reason in accepted], **returns},
        "cancellation": {"approval": {"by": approver}, **cancellation},
        **rest,
    }


PROMISED = {name: value for name, value in ANSWERS.items() if name != "customer_reports_within"}
PROMISES = st.dictionaries(st.sampled_from([str(reason) for reason in REASONS]), sometimes(PROMISED), max_size=3)
QUESTIONNAIRES = st.fixed_dictionaries(
    {"supplier": suppliers()},
    optional={"promise": PROMISES, "handling_time": st.sampled_from(["1 day", "3 days", "2 business days"])},
)
MANY = settings(max_examples=30, deadline=None)


def leaves(term: Term[Any]) -> Iterator[Term[Any]]:
    if isinstance(term.origin, Rule) and term.origin.inputs:
        for one in term.origin.inputs:
            yield from leaves(one)
    else:
        yield term


@MANY
@given(QUESTIONNAIRES)
def test_no_printed_value_is_missing_and_none_is_a_time_of_nothing(answers: dict[str, Any]) -> None:
    for name, term in printed(policy(written(answers))):
        assert not isinstance(term.value, Missing), name
        if isinstance(term.value, Duration):
            assert term.value.is_stage is name.endswith("_stage"), name
            assert term.value.event is not None, name


@MANY
@given(QUESTIONNAIRES)
def test_every_value_comes_from_an_answer_a_fact_or_a_default_in_the_end(answers: dict[str, Any]) -> None:
    for name, term in printed(policy(written(answers))):
        for leaf in leaves(term):
            assert isinstance(leaf.origin, Answer | Fact | Default), name
            if isinstance(leaf.origin, Default):
                assert leaf.origin.name
                assert leaf.origin.why
            else:
                assert leaf.origin.key
                assert leaf.origin.span.file == "shop.yaml"


@MANY
@given(QUESTIONNAIRES)
def test_a_fault_never_costs_the_customer_anything(answers: dict[str, Any]) -> None:
    derived = policy(written(answers))
    for reason in FAULTS:
        said = offer(derived, reason)
        if said:
            assert said["remedies"]
            assert "return_postage_store" in said
            assert not {"restocking_fee", "condition", "return_postage_customer"} & set(said)


@MANY
@given(QUESTIONNAIRES)
def test_a_choice_is_offered_or_refused_and_offered_only_where_somebody_gives_it(answers: dict[str, Any]) -> None:
    given = terms(written(answers))
    made = offers(given)
    refused = {term.sure for term in made.refused}
    for one in made.choices:
        assert one.reason not in refused
        assert one.by_supplier or given.promised("offered", Scope(one.reason)) is not None
    assert len(refused) + len(made.choices) == 3


def _own_window(given: Any, reason: Reason) -> Duration | None:
    """The supplier's own window: all of it, with nothing taken off for the store."""
    window: Duration | None = replace(given, handling=NO_HANDLING).mirror("report_within", Scope(reason)).known
    return window


@MANY
@given(suppliers(), st.sampled_from(REASONS), st.integers(1, 80))
def test_a_promised_window_is_silent_within_the_mirror_and_one_note_beyond(
    supplier: dict[str, Any], reason: Reason, days: int
) -> None:
    text = written({"supplier": supplier}) + f"\npromise:\n  {reason}:\n    report_within: {days} days\n"
    given = terms(text)
    told = [one for one in found(derive(given), "COV") if one.spans[0].line >= 3]
    mirror = given.mirror("report_within", Scope(reason))
    covered = given.mirror("covered", Scope(reason)).known is Coverage.COVERED
    promise = parse(f"{days} days after delivery")
    order = KINDS["report_within"].order(promise, mirror.known) if mirror.known else Order.BETTER
    within = covered and order in (Order.WORSE, Order.EQUAL)
    assert len(told) == (0 if within else 1)


@MANY
@given(QUESTIONNAIRES)
def test_no_window_goes_beyond_the_suppliers_own_without_a_note(answers: dict[str, Any]) -> None:
    given = terms(written(answers))
    derived = derive(given)
    noted = " ".join(one.message for one in found(derived, "COV"))
    for one in offers(given).returns:
        window, own = one.terms.get("report_within"), _own_window(given, one.reason)
        if window is None or (own and KINDS["report_within"].order(own, window.sure) in AT_LEAST):
            continue
        assert f"`{one.reason}`" in noted or str(window.value) in noted


LONGER = st.integers(1, 30)


def _windows(given: Any) -> dict[Reason, Offer]:
    return {one.reason: one for one in offers(given).returns}


@MANY
@given(st.integers(3, 60), LONGER, st.sampled_from(["", " after shipping", " after order"]))
def test_a_longer_window_of_the_supplier_never_shortens_the_customers(days: int, more: int, start: str) -> None:
    assume(days > 2 or not start)
    made = []
    for amount in (days, days + more):
        returns = {"accepted": ["damaged", "change_of_mind"], "report_within": f"{amount} days{start}"}
        supplier = {"returns": returns, "ships_within": "1 day", "delivers_within": "2 days"}
        made.append(_windows(terms(written({"supplier": supplier}))))
    less, most = made
    assert set(less) <= set(most)
    for reason, one in less.items():
        if "report_within" in one.terms:
            window = most[reason].terms["report_within"]
            assert KINDS["report_within"].order(window.sure, one.terms["report_within"].sure) in AT_LEAST


BETTER: dict[str, list[tuple[Any, Any]]] = {
    "refunds_within": [("20 business days", "3-15 business days"), ("10 days", "1 day")],
    "evidence": [(["photo", "video"], ["photo"]), (["photo"], [])],
    "remedies": [(["refund"], ["refund", "replacement"]), (["replacement"], ["refund", "replacement"])],
    "send_back": [("always", "on request"), ("on request", "never")],
    "return_postage": [("customer", "store"), ("customer", "supplier")],
    "restocking_fee": [("15%", "10%"), ("EUR 5", "none")],
    "condition": [(["unused", "tags_on"], ["unused"])],
    "report_within": [("15 days", "30 days"), ("14 days", "14 business days")],
}


@pytest.mark.parametrize(
    ("name", "meaner", "kinder"), [(name, *pair) for name, pairs in BETTER.items() for pair in pairs]
)
@settings(max_examples=10, deadline=None)
@given(rest=st.fixed_dictionaries({}, optional={name: ANSWERS[name] for name in ("evidence", "remedies", "send_back")}))
def test_a_kinder_supplier_never_makes_the_page_meaner(
    name: str, meaner: Any, kinder: Any, rest: dict[str, Any]
) -> None:
    made = []
    for value in (meaner, kinder):
        returns = {
            "accepted": ["damaged", "wrong_item", "change_of_mind"],
            "report_within": "9 days",
            **rest,
            name: value,
        }
        made.append(_windows(terms(written({"supplier": {"returns": returns}}))))
    less, most = made
    for reason, one in less.items():
        for said, term in one.terms.items():
            if said in most[reason].terms:
                assert KINDS[said].order(most[reason].terms[said].sure, term.sure) in AT_LEAST, (reason, said)


@pytest.mark.parametrize("missing", ["unknown", "listing", "case_by_case"])
@pytest.mark.parametrize("name", ANSWERS)
def test_an_assumed_value_is_never_printed(name: str, missing: str) -> None:
    values = {"report_within": "77 days", "customer_reports_within": "77 days", "refunds_within": "77 days",
              "evidence": ["photo_label"], "remedies": ["repair"], "condition": ["seal_intact"], "send_back": "never",
              "return_postage": "customer", "restocking_fee": "77%"}  # fmt: skip
    fact = {"reasons": ["damaged", "change_of_mind"], name: {"value": missing, "assume": values[name]}, "source": "own"}
    derived = policy("supplier: plum\n", written({"returns": [fact]}))
    shown = " ".join(f"{name}: {term.value}" for name, term in printed(derived))
    for assumed in ("77", "photo_label", "repair", "seal_intact", "send_back_never", "postage_customer"):
        assert assumed not in shown


def test_unknown_everywhere_still_makes_a_page_that_answers_faults_and_promises_nothing_else() -> None:
    text = (
        "supplier: {returns: {accepted: [damaged], report_within: unknown, evidence: unknown}, ships_within: unknown}\n"
    )
    derived = policy(text)
    assert offer(derived, "damaged")["remedies"] == "refund"
    times = [term.value for _, term in printed(derived) if isinstance(term.value, Duration)]
    assert times == []


def test_the_worked_figures_of_the_second_questionnaire() -> None:
    text = """\
supplier:
  ships_within: 7 business days
  delivers_within: 12-25 days after shipping
  cancellation:
    until: shipped
    approval: {by: supplier, within: 72 hours, silence: unknown}
    refunds_within: 3-15 business days
  returns:
    accepted: [damaged, not_as_described, wrong_item]
    report_within: 15 days after delivery
    evidence: [photo]
    send_back: on request
    return_postage: supplier
    remedies: [refund, partial_refund, replacement]
    refunds_within: 3-15 business days
    restocking_fee: none
    not_returnable: [personalised, hygiene_sealed]
  lost_parcels: {report_within: 15 days after estimated delivery, remedies: [refund]}
  resolves_within: 10 business days
  instructions: unclear
promise:
  cancellation: {until: 12 hours after order}
  wrong_size_ordered: {report_within: 14 days after delivery, return_postage: customer, remedies: [exchange, store_credit]}
"""
    derived = policy(text)
    damaged, size = offer(derived, "damaged"), offer(derived, "wrong_size_ordered")
    assert damaged == {
        "reasons": "damaged, not_as_described, wrong_item",
        "report_within": "13 days after delivery",
        "evidence": "photo",
        "remedies": "refund, replacement",
        "partial_if_kept": "partial_refund",
        "send_back_on_request": "on request",
        "return_postage_store": "store",
    }
    assert (size["report_within"], size["remedies"]) == ("14 days after delivery", "exchange, store_credit")
    assert "return_postage_customer" in size
    cancelling = parts(derived, "cancellation")
    assert cancelling["certain_until_time"] == "12 hours after order"
    assert cancelling["asked_until_stage"] == "until shipped"
    assert cancelling["refunds_within"] == "15 business days after cancellation"
    assert parts(derived, "how_to_return")["resolves_within"] == "10 business days after answer"
    assert parts(derived, "parcels")["report_within"] == "13 days after estimated delivery"
