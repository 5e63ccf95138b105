"""The three voices: supplier, store, and what is published of both; and rules that hang on what nobody has said."""

import pytest

from policy_gen.deriving.terms import Terms
from policy_gen.provenance import Answer, Default, Missing, Scope
from policy_gen.records.reasons import CANCELLATION, Reason
from tests.making import shown, steps, terms

DAMAGED = Scope(Reason.DAMAGED)
RETURNS = """\
supplier:
  returns: {accepted: [damaged, wrong_item], report_within: 15 days, refunds_within: 3-15 business days}
"""


def published(text: str, name: str, reason: str = Reason.DAMAGED, profile: str = "") -> str:
    term = terms(text, profile).published(name, Scope(reason))
    return term.value.value if isinstance(term.value, Missing) else shown(term)


def test_where_the_store_is_silent_the_page_mirrors_the_supplier() -> None:
    assert published(RETURNS, "report_within") == "13 days after delivery"
    assert published(RETURNS, "refunds_within") == "15 business days after decision"


def test_the_handling_time_is_two_days_unless_the_store_says_another() -> None:
    assert isinstance(terms(RETURNS).handling.origin, Default)
    assert published(RETURNS + "handling_time: 5 days\n", "report_within") == "10 days after delivery"
    assert published(RETURNS + "handling_time: 1-3 days\n", "report_within") == "12 days after delivery"
    assert published(RETURNS + "handling_time: 2 business days\n", "report_within") == "11 days after delivery"
    assert published(RETURNS + "handling_time: unknown\n", "report_within") == "13 days after delivery"


@pytest.mark.parametrize("days", [3, 13, 14, 15, 40])
def test_a_promise_is_published_as_it_is_whether_short_of_the_supplier_or_beyond(days: int) -> None:
    text = RETURNS + f"promise: {{damaged: {{report_within: {days} days}}}}\n"
    assert published(text, "report_within") == f"{days} days after delivery"
    assert published(text, "report_within", Reason.WRONG_ITEM) == "13 days after delivery"


def test_a_promise_keeps_the_stores_own_unit_and_event() -> None:
    promise = "promise: {damaged: {report_within: 10 business days, refunds_within: 5 days after return received}}\n"
    assert published(RETURNS + promise, "report_within") == "10 business days after delivery"
    assert published(RETURNS + promise, "refunds_within") == "5 days after return received"


def test_a_promised_range_counts_for_the_customer_at_the_end_that_it_can_count_on() -> None:
    promise = "promise: {damaged: {report_within: 10-14 days, refunds_within: 3-5 days}}\n"
    assert published(RETURNS + promise, "report_within") == "10 days after delivery"
    assert published(RETURNS + promise, "refunds_within") == "5 days after decision"


def test_a_promise_for_a_lost_parcel_counts_from_the_day_on_which_it_should_have_come() -> None:
    promise = "promise: {lost: {report_within: 30 days after delivery}}\n"
    assert published(RETURNS + promise, "report_within", Reason.LOST) == "30 days after estimated delivery"


def test_an_unknown_promise_promises_nothing() -> None:
    text = RETURNS + "promise: {damaged: {report_within: unknown}, wrong_size_ordered: {report_within: unknown}}\n"
    assert published(text, "report_within") == "13 days after delivery"
    assert terms(text).promised("offered", DAMAGED) is None


def test_where_promise_and_supplier_differ_the_origin_holds_both() -> None:
    text = RETURNS + "promise: {damaged: {report_within: 30 days}}\n"
    leaves = terms(text).published("report_within", DAMAGED).leaves()
    keys = [leaf.key for leaf in leaves if isinstance(leaf, Answer)]
    assert keys == ["promise.damaged.report_within", "supplier.returns.report_within"]


def test_a_promise_stands_at_the_answer_that_was_written_first() -> None:
    offered = terms(RETURNS + "promise: {damaged: {remedies: [refund]}}\n").promised("offered", DAMAGED)
    assert offered is not None
    assert isinstance(offered.origin, Answer)
    assert offered.origin.key == "promise.damaged.remedies"


def test_the_clock_for_the_customer_and_the_one_for_the_store_run_side_by_side() -> None:
    both = "supplier: {returns: {accepted: [damaged], report_within: %s, customer_reports_within: %s}}\n"
    assert published(both % ("5 days", "48 hours"), "report_within") == "2 days after delivery"
    assert published(both % ("3 days", "48 hours"), "report_within") == "1 day after delivery"
    assert published(both % ("unknown", "48 hours"), "report_within") == "2 days after delivery"


FREE_RETURNS = """
ships_within: {value: 7 business days, source: own}
delivers_within: {value: 12-25 days, source: own}
returns:
  - reasons: [change_of_mind]
    when: {badge: [free returns]}
    report_within: 90 days after payment
    return_postage: supplier
    source: own
  - reasons: [change_of_mind]
    covered: not_covered
    source: own
"""
NAMED = "supplier: plum\n"


def _windows(profile: str, reason: str = Reason.DAMAGED) -> str:
    return published(NAMED, "report_within", reason, profile)


def test_ninety_days_from_payment_are_worked_out_with_processing_and_transit() -> None:
    unconditional = FREE_RETURNS.replace("    when: {badge: [free returns]}\n", "")
    assert _windows(unconditional, Reason.CHANGE_OF_MIND) == "52 days after delivery"


def test_what_hangs_on_a_badge_is_not_offered_until_somebody_says_that_it_is_there() -> None:
    term = terms(NAMED, FREE_RETURNS).mirror("covered", Scope(Reason.CHANGE_OF_MIND))
    assert term.value == "not_covered"
    assert any("badge is free returns, which nobody has said" in step for step in steps(term))


TWO_PLACES = """
returns:
  - {reasons: [damaged], when: {ship_from: [US]}, report_within: 30 days, evidence: [photo], source: own}
  - {reasons: [damaged], when: {ship_from: [CN]}, report_within: 10 days, evidence: [video], source: own}
  - {reasons: [damaged], report_within: 20 days, evidence: [photo], source: own}
"""


def test_where_a_condition_is_open_the_worst_of_all_that_could_hold_is_mirrored() -> None:
    assert _windows(TWO_PLACES) == "8 days after delivery"
    evidence = terms(NAMED, TWO_PLACES).mirror("evidence", DAMAGED)
    assert shown(evidence) == "photo, video"


def test_the_steps_name_each_rule_that_could_hold_and_what_would_decide() -> None:
    found = " ".join(steps(terms(NAMED, TWO_PLACES).mirror("report_within", DAMAGED)))
    assert "only if ship_from is US, which nobody has said" in found
    assert "only if ship_from is CN, which nobody has said" in found
    assert "the worst of these for the customer" in found


def test_where_no_rule_surely_holds_perhaps_none_does_and_nothing_is_known() -> None:
    without_last = TWO_PLACES.rsplit("  - ", 1)[0]
    assert _windows(without_last) == "unknown"


def test_a_rule_behind_one_that_always_holds_is_never_looked_at() -> None:
    lines = TWO_PLACES.strip().splitlines()
    turned = "\n".join([lines[0], lines[3], lines[2]])
    assert _windows(turned) == "18 days after delivery"


def test_one_rule_without_an_answer_makes_the_whole_unknown() -> None:
    assert _windows(TWO_PLACES.replace("report_within: 10 days", "report_within: listing")) == "listing"


def test_a_term_of_the_supplier_as_a_whole_is_about_no_reason() -> None:
    text = "supplier: {ships_within: 1-7 business days, returns: {accepted: none}}\n"
    assert shown(terms(text).published("ships_within", Scope())) == "7 business days after order"
    assert terms(text).published("resolves_within", Scope()).known is None


def _cancelling(given: Terms, name: str) -> str:
    term = given.mirror(name, Scope(CANCELLATION))
    return "-" if term.known is None else shown(term)


STAGES = """
cancellation:
  - {until: payment, approval: {by: nobody}, fee: none, source: own}
  - {until: 24 hours, approval: {by: nobody}, fee: none, refunds_within: 5 business days, source: own}
  - until: shipped
    approval: {by: supplier, within: 48 hours, silence: declined}
    fee: 15%
    refunds_within: 10 business days
    source: own
"""


def test_the_stages_of_cancelling_become_a_certain_end_and_one_on_request() -> None:
    given = terms(NAMED, STAGES)
    assert _cancelling(given, "certain_until") == "24 hours after order"
    assert _cancelling(given, "asked_until") == "until shipped"
    assert _cancelling(given, "reply_within") == "48 hours after request"


def test_what_cancelling_costs_and_takes_is_the_worst_of_its_stages() -> None:
    given = terms(NAMED, STAGES)
    assert _cancelling(given, "fee") == "15%"
    assert _cancelling(given, "refunds_within") == "10 business days after cancellation"


def test_cancelling_before_payment_is_nothing_that_a_paying_customer_has() -> None:
    only = "\n".join(STAGES.splitlines()[:3])
    given = terms(NAMED, only)
    assert (_cancelling(given, "certain_until"), _cancelling(given, "asked_until")) == ("-", "-")


def test_who_must_agree_counts_as_somebody_until_it_is_known() -> None:
    given = terms("supplier: {cancellation: {until: shipped}, returns: {accepted: none}}\n")
    assert (_cancelling(given, "certain_until"), _cancelling(given, "asked_until")) == ("-", "until shipped")


CONDITIONAL = """
cancellation:
  - {until: 24 hours, approval: {by: nobody}, source: own}
  - {until: shipped, when: {category: [clothing]}, approval: {by: supplier}, source: own}
"""


def test_a_stage_for_every_order_holds_also_for_those_with_a_stage_more() -> None:
    given = terms(NAMED, CONDITIONAL)
    assert _cancelling(given, "certain_until") == "24 hours after order"
    assert _cancelling(given, "asked_until") == "-"


def test_of_a_time_and_a_stage_that_could_hold_neither_is_certain() -> None:
    profile = """
cancellation:
  - {until: processing, when: {category: [mugs]}, approval: {by: nobody}, source: own}
  - {until: 24 hours, approval: {by: nobody}, source: own}
"""
    term = terms(NAMED, profile).mirror("certain_until", Scope(CANCELLATION))
    assert term.known is None
    assert "none of these is surely the worst for the customer" in steps(term)


def test_fees_that_do_not_compare_are_not_known() -> None:
    profile = """
returns:
  - {reasons: [change_of_mind], when: {badge: [plus]}, report_within: 9 days, restocking_fee: EUR 5, source: own}
  - {reasons: [change_of_mind], report_within: 9 days, restocking_fee: 15%, source: own}
"""
    assert published(NAMED, "restocking_fee", Reason.CHANGE_OF_MIND, profile) == "unknown"


def test_a_place_is_the_answer_itself_or_where_the_supplier_is_named() -> None:
    own = terms(RETURNS)
    assert own.place(own.mirror("report_within", DAMAGED)).line == 3
    named = terms(NAMED, TWO_PLACES)
    assert named.place(named.mirror("report_within", DAMAGED)) == named.named_at
    assert named.named_at.line == 2
