"""Cancelling: certain until some moment, on request until another, and by when the customer hears from us."""

import pytest

from policy_gen.findings import Finding
from tests.making import STORE, found, messages, parts, policy

RETURNS = "returns: {accepted: none}"
ANSWERS = STORE.replace("}", ", answers_within: 2 business days}", 1)


def cancellation(text: str, rest: str = "", store: str = STORE) -> dict[str, str]:
    """What the clause says; empty where there is none."""
    return parts(policy(f"{store}supplier: {{cancellation: {{{text}}}, {RETURNS}}}\n{rest}"), "cancellation")


def test_what_nobody_must_agree_to_is_promised() -> None:
    said = cancellation("until: 24 hours, approval: {by: nobody}")
    assert said["certain_until_time"] == "24 hours after order"
    assert "asked_until_time" not in said


@pytest.mark.parametrize("approver", ["supplier", "platform", "unknown"])
def test_what_somebody_must_agree_to_is_only_invited(approver: str) -> None:
    said = cancellation(f"until: shipped, approval: {{by: {approver}}}")
    assert said["asked_until_stage"] == "until shipped"
    assert not [name for name in said if name.startswith("certain")]


def test_the_customer_hears_after_the_suppliers_time_and_ours() -> None:
    said = cancellation("until: shipped, approval: {by: supplier, within: 72 hours}", store=ANSWERS)
    assert said["answer_within"] == "7 days after request"


def test_the_customer_is_told_no_time_where_one_of_the_two_is_not_known() -> None:
    assert "answer_within" not in cancellation("until: shipped, approval: {by: supplier, within: 72 hours}")
    assert "answer_within" not in cancellation("until: shipped, approval: {by: supplier}", store=ANSWERS)


def test_where_nobody_must_agree_there_is_nothing_to_hear() -> None:
    assert "answer_within" not in cancellation("until: shipped, approval: {by: nobody}", store=ANSWERS)


def test_only_a_silence_that_approves_is_said() -> None:
    for silence, said in (("approved", True), ("declined", False), ("none", False), ("unknown", False)):
        parts = cancellation(f"until: shipped, approval: {{by: supplier, silence: {silence}}}")
        assert ("silence_approves" in parts) is said


def test_a_promise_stands_beside_what_is_still_possible_on_request() -> None:
    said = cancellation(
        "until: shipped, approval: {by: supplier}", "promise: {cancellation: {until: 12 hours after order}}\n"
    )
    assert said["certain_until_time"] == "12 hours after order"
    assert said["asked_until_stage"] == "until shipped"


def test_a_request_is_not_invited_once_it_is_certain_at_least_as_long() -> None:
    said = cancellation("until: processing, approval: {by: supplier}", "promise: {cancellation: {until: shipped}}\n")
    assert said["certain_until_stage"] == "until shipped"
    assert not [name for name in said if name.startswith("asked")]


def test_a_cancellation_is_free_unless_something_is_kept() -> None:
    assert cancellation("until: shipped, fee: none")["no_fee"] == "none"
    assert cancellation("until: shipped, fee: 10%")["fee"] == "10%"
    assert cancellation("until: shipped, fee: unknown")["no_fee"] == "none"


def test_the_money_takes_the_suppliers_longest_time_from_the_cancellation() -> None:
    assert cancellation("until: shipped, refunds_within: 3-15 business days")["refunds_within"] == (
        "15 business days after cancellation"
    )


def test_without_any_end_there_is_no_clause_and_a_warning_says_so() -> None:
    assert cancellation("fee: none") == {}
    derived = policy(f"supplier: {{cancellation: {{until: unknown}}, {RETURNS}}}\n")
    assert "how long an order can be cancelled" in messages(derived, "ANS011")


def _promised(supplier: str, until: str) -> list[Finding]:
    text = f"supplier: {{cancellation: {{{supplier}}}, {RETURNS}}}\npromise: {{cancellation: {{until: {until}}}}}\n"
    return found(policy(text), "COV003")


@pytest.mark.parametrize(
    ("supplier", "until", "why"),
    [
        ("until: shipped, approval: {by: supplier}", "12 hours", "must agree (until shipped) or may ship earlier"),
        ("until: shipped, approval: {by: supplier}", "processing", "must agree (until shipped) or may ship earlier"),
        ("until: shipped, approval: {by: nobody}", "12 hours", "only does so until shipped"),
        ("until: 24 hours, approval: {by: nobody}", "30 hours", "only does so within 24 hours after order"),
        ("fee: none", "12 hours", "until when the supplier does so is not known"),
    ],
)
def test_a_promise_that_the_supplier_may_not_keep_is_told_with_who_pays(supplier: str, until: str, why: str) -> None:
    (told,) = _promised(supplier, until)
    assert why in told.message
    assert "you pay the refund yourself" in told.message
    assert told.spans[0].line == 3


@pytest.mark.parametrize(
    ("supplier", "until"), [("24 hours", "12 hours"), ("24 hours", "1 day"), ("shipped", "processing")]
)
def test_a_promise_within_what_is_certain_is_silent(supplier: str, until: str) -> None:
    assert _promised(f"until: {supplier}, approval: {{by: nobody}}", until) == []
