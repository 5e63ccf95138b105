"""What is offered for each reason: faults always, the customer's choices only where somebody gives them."""

import pytest

from policy_gen.deriving.offers import grouped, offers
from policy_gen.provenance import Answer, Default, Rule
from policy_gen.records.reasons import ALWAYS_NAMED, CHOICES, FAULTS, Reason
from tests.making import offer, part, policy, steps, terms

NOTHING = "supplier: {returns: {accepted: none}}\n"
ACCEPTS = """\
supplier:
  returns:
    accepted: [damaged, not_as_described, wrong_item]
    report_within: 15 days after delivery
    evidence: [photo]
    send_back: on request
    return_postage: supplier
    remedies: [refund, partial_refund, replacement]
    refunds_within: 3-15 business days
"""
TAKES_BACK = "supplier: {returns: {accepted: [change_of_mind], report_within: %s, restocking_fee: %s}}\n"


@pytest.mark.parametrize("reason", [reason for reason in FAULTS if reason in ALWAYS_NAMED])
@pytest.mark.parametrize("text", [NOTHING, ACCEPTS])
def test_a_fault_is_always_answered_at_least_with_a_refund(reason: Reason, text: str) -> None:
    answered = offer(policy(text), reason)
    assert "refund" in answered["remedies"]
    assert answered["return_postage_store"] == "store"


def test_a_lost_parcel_is_always_answered_with_a_refund() -> None:
    assert part(policy(NOTHING), "parcels", "remedies") == "refund"


@pytest.mark.parametrize("reason", [Reason.MISPRINT, Reason.MISSING_PART])
def test_a_fault_that_not_every_shop_has_is_named_where_the_supplier_or_the_store_names_it(reason: Reason) -> None:
    assert offer(policy(NOTHING), reason) == {}
    assert offer(policy(f"supplier: {{returns: {{accepted: [{reason}]}}}}\n"), reason)
    assert offer(policy(NOTHING + f"promise: {{{reason}: {{report_within: 9 days}}}}\n"), reason)


@pytest.mark.parametrize("reason", CHOICES)
def test_a_choice_that_nobody_gives_is_refused_in_plain_words(reason: Reason) -> None:
    derived = policy(NOTHING)
    assert offer(derived, reason) == {}
    assert reason in (part(derived, "change_of_mind", "only_faults") or "").split(", ")


def test_an_accepted_list_is_closed_for_choices_and_open_for_faults() -> None:
    derived = policy(ACCEPTS)
    assert part(derived, "change_of_mind", "only_faults") == ", ".join(CHOICES)
    assert offer(derived, "defective")["remedies"] == "refund"


@pytest.mark.parametrize("open_answer", ["unknown", "listing", "case_by_case"])
def test_what_the_supplier_leaves_open_is_not_offered_until_the_store_answers(open_answer: str) -> None:
    profile = f"returns: [{{reasons: [change_of_mind], covered: {open_answer}, report_within: 30 days, source: own}}]\n"
    assert offer(policy("supplier: plum\n", profile), "change_of_mind") == {}
    answered = policy("supplier: {profile: plum, returns: {accepted: [change_of_mind]}}\n", profile)
    assert offer(answered, "change_of_mind")["report_within"] == "28 days after delivery"


def test_a_choice_that_the_store_promises_is_offered_whatever_the_supplier_does() -> None:
    promised = offer(policy(NOTHING + "promise: {change_of_mind: {report_within: 30 days}}\n"), "change_of_mind")
    assert promised["report_within"] == "30 days after delivery"
    assert promised["remedies"] == "refund"
    assert promised["send_back_always"] == "always"


def test_a_choice_that_the_store_never_takes_back_is_refused_whatever_the_supplier_does() -> None:
    derived = policy(TAKES_BACK % ("30 days", "none") + "promise: {change_of_mind: never}\n")
    assert offer(derived, "change_of_mind") == {}
    given = terms(TAKES_BACK % ("30 days", "none") + "promise: {change_of_mind: never}\n")
    refused = next(term for term in offers(given).refused if term.value is Reason.CHANGE_OF_MIND)
    assert steps(refused) == ["you don't take it back"]


def test_a_choice_of_which_no_day_is_left_is_not_offered() -> None:
    assert offer(policy(TAKES_BACK % ("2 days", "none")), "change_of_mind") == {}
    assert offer(policy(TAKES_BACK % ("3 days", "none")), "change_of_mind")["report_within"] == "1 day after delivery"


def test_a_choice_without_a_known_end_is_not_offered() -> None:
    assert offer(policy(TAKES_BACK % ("unknown", "none")), "change_of_mind") == {}


def test_a_fault_of_which_no_day_is_left_is_answered_without_a_last_day() -> None:
    answered = offer(policy("supplier: {returns: {accepted: [damaged], report_within: 2 days}}\n"), "damaged")
    assert answered["remedies"] == "refund"
    assert "report_within" not in answered


@pytest.mark.parametrize("payer", ["customer", "unknown", "store", "supplier"])
def test_the_customer_never_pays_the_postage_for_a_fault(payer: str) -> None:
    derived = policy(f"supplier: {{returns: {{accepted: [damaged], return_postage: {payer}}}}}\n")
    assert offer(derived, "damaged")["return_postage_store"] == "store"
    promised = policy(NOTHING + "promise: {damaged: {return_postage: customer}}\n")
    assert offer(promised, "damaged")["return_postage_store"] == "store"


def test_a_fault_costs_no_fee_and_asks_for_no_condition() -> None:
    answered = offer(
        policy("supplier: {returns: {accepted: [damaged], restocking_fee: 15%, condition: [unused]}}\n"), "damaged"
    )
    assert "restocking_fee" not in answered
    assert "condition" not in answered


def test_a_choice_costs_what_the_supplier_keeps() -> None:
    assert offer(policy(TAKES_BACK % ("30 days", "15%")), "change_of_mind")["restocking_fee"] == "15%"
    assert "restocking_fee" not in offer(policy(TAKES_BACK % ("30 days", "none")), "change_of_mind")


def test_faults_beside_the_accepted_ones_are_handled_like_them_but_answered_with_a_refund() -> None:
    derived = policy(ACCEPTS)
    listed, beside = offer(derived, "damaged"), offer(derived, "defective")
    for name in ("report_within", "evidence", "send_back_on_request"):
        assert beside[name] == listed[name]
    assert (listed["remedies"], listed["partial_if_kept"]) == ("refund, replacement", "partial_refund")
    assert (beside["remedies"], "partial_if_kept" in beside) == ("refund", False)


def test_they_are_handled_like_the_strictest_of_them() -> None:
    text = """\
supplier:
  returns:
    accepted: [damaged, wrong_item]
    report_within: {damaged: 15 days, wrong_item: 9 days}
    evidence: {damaged: [photo], wrong_item: [video]}
"""
    beside = offer(policy(text), "defective")
    assert beside["report_within"] == "7 days after delivery"
    assert beside["evidence"] == "photo, video"


def test_an_empty_list_of_remedies_leaves_the_refund() -> None:
    text = "supplier: {returns: {accepted: [damaged, change_of_mind], report_within: 9 days, remedies: []}}\n"
    assert offer(policy(text), "damaged")["remedies"] == "refund"
    assert offer(policy(text), "change_of_mind")["remedies"] == "refund"


def test_each_reason_says_why_it_is_offered() -> None:
    given = terms(ACCEPTS + "promise: {wrong_size_ordered: {report_within: 14 days}}\n")
    why = {one.reason: one.because.origin for one in offers(given).returns}
    listed, beside, promised = why[Reason.DAMAGED], why[Reason.DEFECTIVE], why[Reason.WRONG_SIZE_ORDERED]
    assert isinstance(listed, Answer)
    assert listed.key == "supplier.returns.accepted"
    assert isinstance(beside, Default)
    assert isinstance(promised, Answer)
    assert promised.key == "promise.wrong_size_ordered.report_within"


def test_reasons_with_the_same_terms_are_one_group_in_the_order_of_the_page() -> None:
    groups = grouped(offers(terms(ACCEPTS)).faults)
    assert [group.reasons.value for group in groups] == [
        (Reason.DAMAGED, Reason.NOT_AS_DESCRIBED, Reason.WRONG_ITEM),
        (Reason.DEFECTIVE, Reason.WRONG_SIZE_SENT, Reason.MISSING_ITEM),
    ]


def test_a_group_keeps_every_origin_of_a_value_that_came_from_several_places() -> None:
    text = (
        "supplier: {returns: {accepted: [damaged, wrong_item], report_within: {damaged: 9 days, wrong_item: 9 days}}}\n"
    )
    (group,) = grouped(one for one in offers(terms(text)).faults if one.by_supplier)
    origin = group.terms["report_within"].origin
    assert isinstance(origin, Rule)
    keys = {leaf.key for leaf in group.terms["report_within"].leaves() if isinstance(leaf, Answer)}
    assert keys == {"supplier.returns.report_within.damaged", "supplier.returns.report_within.wrong_item"}


def test_a_parcel_that_is_said_to_be_there_is_answered_where_the_supplier_or_the_store_answers_for_it() -> None:
    assert part(policy(NOTHING), "parcels", "not_received_remedies") is None
    covered = "supplier: {returns: {accepted: [delivered_not_received], report_within: 9 days, remedies: [refund]}}\n"
    assert part(policy(covered), "parcels", "not_received_within") == "7 days after delivery"
