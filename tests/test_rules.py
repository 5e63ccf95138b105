"""The clauses: which are there, which parts they have, and that a page says only what applies."""

import sys

import pytest

from policy_gen.provenance import Missing, Term
from policy_gen.records.vocabulary import SendBack
from policy_gen.rules import RULES, short_version
from policy_gen.rules.clause import by_value, present
from tests.making import STORE, found, offer, part, parts, policy

EVERYTHING = """\
supplier:
  ships_within: 7 business days
  delivers_within: 12-25 days
  cancellation: {until: shipped, approval: {by: supplier}, fee: none, refunds_within: 3-15 business days}
  returns:
    accepted: [damaged, wrong_item, change_of_mind]
    report_within: 15 days
    evidence: [order_number, photo]
    remedies: [refund, replacement]
    send_back: always
    return_postage: {damaged: supplier, wrong_item: supplier, change_of_mind: customer}
    refunds_within: 3-15 business days
    not_returnable: [personalised]
  lost_parcels: {report_within: 15 days, remedies: [refund]}
  instructions: clear
effective: 2026-12-01
"""
NOTHING = "supplier: {returns: {accepted: none}}\n"
IDS = ["short_version", "cancellation", "something_wrong", "change_of_mind", "not_returnable", "parcels",
       "how_to_return", "refunds", "exchanges", "contact", "this_version"]  # fmt: skip


def ids(text: str) -> list[str]:
    return [clause.id for clause in policy(text).clauses]


def test_the_clauses_stand_in_the_order_of_the_page() -> None:
    assert ids(EVERYTHING) == IDS
    named = [sys.modules[rule.__module__].ID for rule in RULES]
    assert [name for name in named if name in IDS] == IDS


def test_only_what_applies_is_there() -> None:
    left = ids(NOTHING)
    assert [name for name in IDS if name not in left] == ["cancellation", "not_returnable", "exchanges", "this_version"]
    assert left == [name for name in IDS if name in left]


def test_goods_that_cannot_come_back_are_named_only_where_something_can() -> None:
    text = "supplier: {returns: {accepted: [damaged], not_returnable: [gift]}}\n"
    assert "not_returnable" not in ids(text)
    promised = text + "promise: {change_of_mind: {report_within: 14 days}}\n"
    assert part(policy(promised), "not_returnable", "goods") == "gift"


@pytest.mark.parametrize("fact", short_version.KEY_FACTS)
def test_a_complete_page_says_each_of_the_eight_key_facts(fact: str) -> None:
    assert len(short_version.KEY_FACTS) == 8
    derived = policy(EVERYTHING)
    assert not [one for one in found(derived, "ANS011") if fact in one.message]
    (clause,) = [one for one in derived.clauses if one.id == "short_version"]
    assert short_version.KEY_FACTS[fact] & {*clause.parts, *clause.rows}


def test_the_short_version_names_all_faults_together_and_every_other_reason() -> None:
    said = parts(policy(EVERYTHING), "short_version")
    assert said["postage_store_faults"].startswith("damaged, ")
    assert said["postage_customer_reasons"] == "change_of_mind"
    assert said["for_faults"] == said["postage_store_faults"]
    assert said["for_reasons"] == "change_of_mind"


def test_it_names_single_faults_where_they_differ() -> None:
    differing = EVERYTHING.replace(
        "report_within: 15 days\n    evidence", "report_within: {damaged: 9 days}\n    evidence"
    )
    assert "for_faults" in parts(policy(EVERYTHING), "short_version")
    assert part(policy(differing), "short_version", "report_within") == "7 days after delivery"


def test_it_says_the_longest_time_for_each_event_that_refunds_count_from() -> None:
    two = EVERYTHING.replace(
        "    refunds_within: 3-15 business days\n",
        "    refunds_within: {damaged: 5 days after return received, wrong_item: 9 days after return received}\n",
    )
    assert part(policy(two), "short_version", "refunds_within") == (
        "9 days after return received / 15 business days after cancellation"
    )


def test_it_says_that_nothing_is_kept_only_where_nothing_is() -> None:
    assert part(policy(EVERYTHING), "short_version", "no_fee") == "none"
    kept = EVERYTHING.replace("    not_returnable", "    restocking_fee: 15%\n    not_returnable")
    said = parts(policy(kept), "short_version")
    assert "no_fee" not in said
    assert said["restocking_fee"] == "15%"
    cancelled = parts(policy(EVERYTHING.replace("fee: none", "fee: EUR 5")), "short_version")
    assert "no_fee" not in cancelled
    assert cancelled["cancellation_fee"] == "EUR 5.00"


def test_evidence_is_asked_for_once_and_only_with_faults() -> None:
    text = "supplier: {returns: {accepted: [damaged, change_of_mind], report_within: 9 days, evidence: {damaged: [photo], change_of_mind: [video]}}}\n"
    derived = policy(text)
    assert part(derived, "how_to_return", "evidence") == "photo"
    assert part(policy(EVERYTHING), "how_to_return", "order_number") == "order_number"
    assert part(policy(EVERYTHING), "how_to_return", "evidence") == "photo"
    assert offer(derived, "change_of_mind")["evidence"] == "video"


def test_instructions_are_called_clear_only_where_they_are() -> None:
    assert "clear" in parts(policy(EVERYTHING), "how_to_return")
    for unclear in ("unclear", "unknown"):
        text = EVERYTHING.replace("instructions: clear", f"instructions: {unclear}")
        assert "clear" not in parts(policy(text), "how_to_return")


def test_a_window_from_the_estimated_delivery_needs_an_estimate() -> None:
    assert part(policy(EVERYTHING), "parcels", "report_within") == "13 days after estimated delivery"
    without = EVERYTHING.replace("  delivers_within: 12-25 days\n", "")
    assert part(policy(without), "parcels", "report_within") is None


def test_replacements_and_exchanges_are_named_with_their_reasons() -> None:
    promised = EVERYTHING + "promise: {wrong_size_ordered: {report_within: 9 days, remedies: [exchange]}}\n"
    said = parts(policy(promised), "exchanges")
    assert said["replacement"] == "damaged, wrong_item, change_of_mind"
    assert said["exchange"] == "wrong_size_ordered"


def test_a_partial_refund_and_store_credit_are_explained_only_where_they_are_given() -> None:
    assert not {"partial", "store_credit"} & set(parts(policy(EVERYTHING), "refunds"))
    given = EVERYTHING.replace("[refund, replacement]", "[partial_refund, store_credit]")
    assert {"partial", "store_credit"} <= set(parts(policy(given), "refunds"))


def test_the_contact_names_a_box_only_where_there_is_one() -> None:
    assert "po_box" not in parts(policy(EVERYTHING), "contact")
    box = STORE.replace("}", ", po_box: 'P.O. Box 4821, Portland, OR 97208, USA'}", 1)
    assert part(policy(box + EVERYTHING), "contact", "po_box") == "P.O. Box 4821, Portland, OR 97208, USA"


def test_the_date_is_there_where_it_is_given() -> None:
    assert part(policy(EVERYTHING), "this_version", "effective") == "2026-12-01"
    assert "this_version" not in ids(EVERYTHING.replace("2026-12-01", "unknown"))


def test_a_part_is_present_only_with_a_value() -> None:
    assert present(a=Term("x"), b=None, c=Term(Missing.UNKNOWN), d=Term(()), e=Term(0)).keys() == {"a", "e"}


def test_a_value_names_its_part() -> None:
    assert by_value("send_back", Term(SendBack.ON_REQUEST)).keys() == {"send_back_on_request"}
    assert by_value("send_back", None) == by_value("send_back", Term(Missing.UNKNOWN)) == {}


def test_every_rule_says_where_it_comes_from() -> None:
    for rule in RULES:
        module = sys.modules[rule.__module__]
        assert module.SOURCE
        assert module.__doc__
        assert rule.__doc__
