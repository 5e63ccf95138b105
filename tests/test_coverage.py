"""Coverage: one note for every gap between what the page gives and what the supplier pays, and none where there is none."""

import pytest

from policy_gen.findings import Level
from tests.making import found, messages, places, policy

SUPPLIER = """\
supplier:
  returns:
    accepted: [damaged, defective, not_as_described, wrong_item, wrong_size_sent, missing_item, change_of_mind]
    report_within: 15 days after delivery
    evidence: [photo]
    return_postage: supplier
    remedies: [refund]
    send_back: on request
    refunds_within: 10 business days
    restocking_fee: 15%
    condition: [unused]
  lost_parcels: {report_within: 15 days, remedies: [refund]}
"""


def gaps(promise: str, topic: str = "damaged") -> str:
    """The notes on what is promised for a reason, without those that the supplier's answers alone bring about."""
    derived = policy(SUPPLIER + f"promise:\n  {topic}: {promise}\n")
    return messages(derived, "COV")


def test_a_supplier_that_covers_everything_leaves_no_gap() -> None:
    assert messages(policy(SUPPLIER), "COV") == ""


@pytest.mark.parametrize("days", [1, 7, 13])
def test_a_promise_up_to_the_mirror_is_silent(days: int) -> None:
    assert gaps(f"{{report_within: {days} days}}") == ""


@pytest.mark.parametrize(("days", "left"), [(14, 1), (15, 0)])
def test_a_promise_between_mirror_and_supplier_leaves_less_time_to_report(days: int, left: int) -> None:
    assert gaps(f"{{report_within: {days} days}}") == (
        f"you promise {days} days after delivery, the supplier gives 15 days after delivery: "
        f"that leaves you {left} of your 2 days to report"
    )


@pytest.mark.parametrize(("days", "late"), [(30, "on days 16 to 30"), (16, "on day 16")])
def test_a_promise_beyond_the_supplier_names_the_days_that_the_store_pays_itself(days: int, late: str) -> None:
    assert gaps(f"{{report_within: {days} days}}") == (
        f"you promise `report_within` {days} days after delivery, the supplier gives 15 days after delivery: "
        f"you pay refunds asked for {late} yourself"
    )


def test_a_promise_in_another_unit_is_beyond_unless_it_surely_is_not() -> None:
    assert gaps("{report_within: 9 business days}") == ""
    assert "leaves you 1 of your 2 days" in gaps("{report_within: 10 business days}")
    assert "you pay refunds asked for after that yourself" in gaps("{report_within: 15 business days}")


def test_the_time_that_is_left_is_counted_in_days_whatever_unit_the_store_needs() -> None:
    derived = policy(SUPPLIER + "handling_time: 72 hours\npromise: {damaged: {report_within: 14 days}}\n")
    assert "leaves you 1 of your 3 days" in messages(derived, "COV002")


def test_a_promise_beyond_the_clock_for_the_customer_is_beyond_the_supplier() -> None:
    clock = SUPPLIER.replace("    evidence", "    customer_reports_within: 48 hours\n    evidence")
    derived = policy(clock + "promise: {damaged: {report_within: 3 days}}\n")
    assert "you pay refunds asked for on day 3 yourself" in messages(derived, "COV003")
    assert not found(derived, "COV002")


@pytest.mark.parametrize(
    ("promise", "note"),
    [
        ("{refunds_within: 5 business days}", "until the supplier's refund arrives, you pay out of your own pocket"),
        ("{remedies: [refund, replacement]}", "you pay the difference"),
        ("{evidence: []}", "you pay the difference"),
        ("{send_back: never}", "you pay the difference"),
    ],
)
def test_everything_else_that_is_better_for_the_customer_is_told_with_both_values(promise: str, note: str) -> None:
    told = gaps(promise)
    assert note in told
    assert "the supplier gives" in told
    assert told.count("\n") == 0


@pytest.mark.parametrize(
    "promise", ["{refunds_within: 20 business days}", "{evidence: [photo, video]}", "{send_back: always}",
                "{refunds_within: 3-10 business days}", "{return_postage: store}", "{return_postage: supplier}"],
)  # fmt: skip
def test_what_is_no_better_for_the_customer_is_silent(promise: str) -> None:
    assert gaps(promise) == ""


def test_each_promised_value_beyond_the_supplier_has_a_note_of_its_own_at_its_place() -> None:
    derived = policy(SUPPLIER + "promise:\n  damaged:\n    report_within: 30 days\n    send_back: never\n")
    assert [line for line, _ in places(derived, "COV003")] == [16, 17]


def test_a_choice_that_the_supplier_does_not_cover_is_one_note_for_all_that_is_promised() -> None:
    derived = policy(
        SUPPLIER
        + "promise: {wrong_size_ordered: {report_within: 14 days, return_postage: store, "
        + "remedies: [exchange, store_credit]}}\n"
    )
    (told,) = found(derived, "COV")
    assert told.code == "COV003"
    assert "it doesn't cover `wrong_size_ordered`" in told.message
    assert "so every exchange or store credit asked for on days 1 to 14 is at your cost" in told.message


def test_what_the_supplier_leaves_open_is_not_known_to_be_covered() -> None:
    profile = "returns: [{reasons: [damaged], source: own}]\n"
    derived = policy("supplier: plum\npromise: {change_of_mind: {report_within: 14 days}}\n", profile)
    assert "it isn't known to cover `change_of_mind`, so every refund asked for on days 1 to 14" in messages(
        derived, "COV003"
    )


def test_a_promise_where_the_suppliers_term_is_not_known_says_so() -> None:
    text = "supplier: {returns: {accepted: [damaged]}}\npromise: {damaged: {report_within: 14 days}}\n"
    assert "what the supplier gives is not known: what it doesn't give, you pay yourself" in messages(
        policy(text), "COV003"
    )


@pytest.mark.parametrize(
    ("promise", "name"),
    [("{return_postage: customer}", "return_postage"), ("{restocking_fee: 15%}", "restocking_fee"),
     ("{condition: [unused]}", "condition")],
)  # fmt: skip
def test_what_a_promise_keeps_from_who_reports_a_fault_is_told_and_not_printed(promise: str, name: str) -> None:
    told = gaps(promise)
    assert told.startswith(f"`{name}: ")
    assert "is not on the page" in told
    assert gaps(promise, "change_of_mind") == "" or name == "condition"


def test_faults_missing_beside_the_listed_ones_are_one_note_at_the_list() -> None:
    derived = policy("supplier:\n  returns:\n    accepted: [damaged, not_as_described, wrong_item]\n")
    (told,) = found(derived, "COV001")
    assert "`defective`, `wrong_size_sent`, `missing_item`, `lost`" in told.message
    assert "you pay it" in told.message
    assert places(derived, "COV001") == [(4, 15)]


def test_a_fault_that_the_store_promises_itself_is_told_once() -> None:
    derived = policy(
        "supplier: {returns: {accepted: [damaged]}}\npromise: {defective: {report_within: 9 days, remedies: [repair]}}\n"
    )
    assert "`defective`" not in messages(derived, "COV001")
    assert "so every repair asked for on days 1 to 9 is at your cost" in messages(derived, "COV003")


@pytest.mark.parametrize("payer", ["unknown", "customer"])
def test_postage_of_a_fault_that_the_supplier_does_not_pay_is_one_note(payer: str) -> None:
    derived = policy(SUPPLIER.replace("return_postage: supplier", f"return_postage: {payer}"))
    (told,) = found(derived, "COV004")
    assert "`damaged`, `defective`" in told.message
    assert told.spans[0].line == 7


def test_postage_that_the_store_says_that_it_pays_is_no_news() -> None:
    assert not found(policy(SUPPLIER.replace("return_postage: supplier", "return_postage: store")), "COV004")


def test_a_window_of_which_nothing_is_left_is_told_with_its_sum_for_all_its_reasons_together() -> None:
    derived = policy(SUPPLIER.replace("report_within: 15 days after delivery", "report_within: 2 days"))
    faults, choice = found(derived, "COV005")
    sum_ = "(2 days − 2 days (handling_time) = 0 days after delivery)"
    assert sum_ in faults.message
    assert "`damaged`, `defective`" in faults.message
    assert faults.message.endswith("the page names no last day")
    assert choice.message.startswith("`change_of_mind`: ")
    assert choice.message.endswith("it is not offered")
    assert places(derived, "COV005")[0] == (5, 20)


def test_the_sum_is_that_of_the_rule_that_leaves_nothing() -> None:
    profile = """
returns:
  - {reasons: [damaged], when: {badge: [plus]}, report_within: 30 days, source: own}
  - {reasons: [damaged], report_within: 24 hours, source: own}
"""
    assert "24 hours are at least 1 day; 1 day − 2 days (handling_time)" in messages(
        policy("supplier: plum\n", profile), "COV005"
    )


def test_a_promise_of_ones_own_says_enough_where_nothing_is_left() -> None:
    two_days = SUPPLIER.replace("report_within: 15 days after delivery", "report_within: {damaged: 2 days}")
    derived = policy(two_days + "promise: {damaged: {report_within: 1 day}}\n")
    assert not found(derived, "COV005")
    assert "leaves you 1 of your 2 days" in messages(derived, "COV002")


def test_gaps_are_notes() -> None:
    derived = policy("supplier: {returns: {accepted: none}}\npromise: {damaged: {report_within: 9 days}}\n")
    assert {one.level for one in found(derived, "COV")} == {Level.NOTE}


def test_where_nothing_comes_back_nobody_pays_the_postage() -> None:
    never = SUPPLIER.replace("    return_postage: supplier\n", "").replace("send_back: on request", "send_back: never")
    assert not found(policy(never), "COV004")
