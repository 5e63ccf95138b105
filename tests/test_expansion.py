"""One shape for every supplier: answers and profiles that say the same make the same policy; answers correct profiles."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_gen.deriving.terms import Terms
from policy_gen.findings import Refused
from policy_gen.policy import derive
from policy_gen.provenance import Scope, Term
from policy_gen.records.reasons import CANCELLATION, Reason
from tests.making import messages, offer, policy, printed, refusals, shown, supplier, terms, written

AS_ANSWERS = """\
supplier:
  ships_within: 7 business days
  delivers_within: 12-25 days
  cancellation:
    until: shipped
    approval: {by: supplier, within: 72 hours, silence: declined}
    fee: none
    refunds_within: 3-15 business days
  returns:
    accepted: [damaged, wrong_item, change_of_mind]
    report_within: {damaged: 15 days, wrong_item: 20 days, change_of_mind: 30 days}
    evidence: {damaged: [photo], wrong_item: [photo]}
    condition: {change_of_mind: [unused]}
    remedies: [refund]
    send_back: {damaged: on request, wrong_item: on request, change_of_mind: always}
    return_postage: {damaged: supplier, wrong_item: supplier, change_of_mind: customer}
    restocking_fee: {change_of_mind: 15%}
    not_returnable: [personalised]
  lost_parcels: {report_within: 15 days after estimated delivery, remedies: [refund]}
  resolves_within: 10 business days
  instructions: clear
"""
AS_PROFILE = """
ships_within: {value: 7 business days, source: own}
delivers_within: {value: 12-25 days, source: own}
resolves_within: {value: 10 business days, source: own}
instructions: {value: clear, source: own}
not_returnable: {value: [personalised], source: own}
cancellation:
  - until: shipped
    approval: {by: supplier, within: 72 hours, silence: declined}
    fee: none
    refunds_within: 3-15 business days
    source: own
returns:
  - {reasons: [damaged], report_within: 15 days, evidence: [photo], remedies: [refund], send_back: on request,
     return_postage: supplier, source: own}
  - {reasons: [wrong_item], report_within: 20 days, evidence: [photo], remedies: [refund], send_back: on request,
     return_postage: supplier, source: own}
  - {reasons: [change_of_mind], report_within: 30 days, condition: [unused], remedies: [refund], send_back: always,
     return_postage: customer, restocking_fee: 15%, source: own}
  - {reasons: [wrong_size_ordered, ordered_by_mistake], covered: not_covered, source: own}
  - {reasons: [lost], report_within: 15 days after estimated delivery, remedies: [refund], source: own}
"""
NAMED = "supplier: plum\n"


def values(text: str, profile: str = "") -> list[tuple[str, str]]:
    """What the whole page says, without where it comes from."""
    return [(name, shown(term)) for name, term in printed(policy(text, profile))]


def test_a_supplier_written_as_answers_and_as_a_profile_makes_the_same_policy() -> None:
    assert values(AS_ANSWERS) == values(NAMED, AS_PROFILE)


def test_a_profile_named_with_and_without_answers_beside_it_makes_the_same_policy() -> None:
    assert values("supplier: {profile: plum}\n", AS_PROFILE) == values(NAMED, AS_PROFILE)


def _shuffled(draw: st.DrawFn, data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _shuffled(draw, data[key]) for key in draw(st.permutations(list(data)))}
    if isinstance(data, list):
        return draw(st.permutations(data))
    return data


ANSWERS: dict[str, Any] = {
    "supplier": {
        "ships_within": "7 business days",
        "cancellation": {"until": "shipped", "approval": {"by": "nobody"}, "fee": "none"},
        "returns": {
            "accepted": ["damaged", "wrong_item", "change_of_mind"],
            "report_within": {"damaged": "15 days", "wrong_item": "15 days", "change_of_mind": "9 days"},
            "evidence": ["photo", "video"],
            "remedies": ["refund", "replacement"],
            "not_returnable": ["personalised", "digital", "gift"],
        },
    },
    "promise": {
        "damaged": {"remedies": ["replacement", "refund", "repair"]},
        "wrong_size_ordered": {"report_within": "14 days", "remedies": ["exchange"]},
    },
    "handling_time": "3 days",
}
IN_ORDER = values(written(ANSWERS))


@settings(max_examples=15)
@given(data=st.data())
def test_the_order_of_answers_does_not_matter(data: st.DataObject) -> None:
    shuffled = data.draw(st.composite(_shuffled)(ANSWERS))
    assert values(written(shuffled)) == IN_ORDER


def corrected(answers: str) -> Terms:
    return terms(f"supplier: {{profile: plum, {answers}}}\n", AS_PROFILE)


def _of(given: Terms, name: str, reason: str) -> Term[Any]:
    return given.supplied(name, Scope(reason))[0]


def test_a_plain_answer_replaces_the_term_in_every_rule() -> None:
    given = corrected("returns: {report_within: 40 days}")
    for reason in (Reason.DAMAGED, Reason.WRONG_ITEM, Reason.CHANGE_OF_MIND):
        assert str(_of(given, "report_within", reason).value) == "40 days"


def test_a_mapping_replaces_it_only_for_the_reasons_that_it_names() -> None:
    given = corrected("returns: {report_within: {damaged: 40 days}}")
    assert str(_of(given, "report_within", Reason.DAMAGED).value) == "40 days"
    assert str(_of(given, "report_within", Reason.WRONG_ITEM).value) == "20 days"


def test_what_an_answer_replaced_stays_beside_it() -> None:
    term = _of(corrected("returns: {report_within: {damaged: 40 days}}"), "report_within", Reason.DAMAGED)
    assert term.replaced is not None
    assert str(term.replaced.value) == "15 days"


def test_an_answer_touches_nothing_that_it_does_not_name() -> None:
    given = corrected("returns: {report_within: 40 days}")
    for name in ("evidence", "remedies", "send_back", "return_postage", "covered"):
        term = _of(given, name, Reason.DAMAGED)
        assert term.known is not None
        assert term.replaced is None


def test_unknown_is_an_answer_that_replaces_a_fact() -> None:
    given = corrected("returns: {report_within: unknown}, ships_within: unknown")
    assert given.mirror("report_within", Scope(Reason.DAMAGED)).known is None
    assert given.mirror("ships_within", Scope()).known is None


def test_a_list_of_accepted_reasons_closes_a_profile_for_all_others() -> None:
    derived = derive(corrected("returns: {accepted: [wrong_item]}"))
    assert offer(derived, "wrong_item")["report_within"] == "18 days after delivery"
    assert offer(derived, "change_of_mind") == {}
    assert offer(derived, "damaged")["remedies"] == "refund"
    assert "`damaged`" in messages(derived, "COV001")


def test_a_list_may_open_what_a_profile_does_not_cover() -> None:
    given = corrected("returns: {accepted: [damaged, wrong_size_ordered], report_within: {wrong_size_ordered: 9 days}}")
    derived = derive(given)
    assert offer(derived, "wrong_size_ordered")["report_within"] == "7 days after delivery"


def test_answers_about_lost_parcels_replace_only_what_they_say() -> None:
    given = corrected("lost_parcels: {report_within: 30 days after estimated delivery}")
    assert str(_of(given, "report_within", Reason.LOST).value) == "30 days after estimated delivery"
    assert shown(_of(given, "remedies", Reason.LOST)) == "refund"


def test_what_is_said_about_approval_leaves_the_rest_of_it() -> None:
    given = corrected("cancellation: {approval: {within: 24 hours}}")
    scope = Scope(CANCELLATION)
    assert shown(given.mirror("reply_within", scope)) == "24 hours after request"
    assert shown(given.mirror("silence", scope)) == "declined"
    assert shown(given.mirror("asked_until", scope)) == "until shipped"


STAGES = """
cancellation:
  - {until: payment, approval: {by: nobody}, source: own}
  - {until: 24 hours, approval: {by: nobody}, fee: none, source: own}
  - {until: shipped, approval: {by: supplier}, fee: 15%, source: own}
"""


def test_one_answer_to_until_when_leaves_of_several_stages_the_last() -> None:
    given = terms("supplier: {profile: plum, cancellation: {until: 48 hours}}\n", STAGES)
    scope = Scope(CANCELLATION)
    assert given.mirror("certain_until", scope).known is None
    assert shown(given.mirror("asked_until", scope)) == "48 hours after order"
    assert shown(given.mirror("fee", scope)) == "15%"


def test_another_answer_about_cancelling_leaves_the_stages() -> None:
    given = terms("supplier: {profile: plum, cancellation: {fee: EUR 2}}\n", STAGES)
    scope = Scope(CANCELLATION)
    assert shown(given.mirror("certain_until", scope)) == "24 hours after order"
    assert shown(given.mirror("fee", scope)) == "EUR 2.00"


def test_an_answer_about_a_reason_that_nobody_accepts_is_an_error_at_its_place() -> None:
    text = "supplier:\n  returns:\n    accepted: [damaged]\n    report_within: {lost: 9 days}\n"
    (wrong,) = refusals(text)
    assert wrong.code == "ANS005"
    assert (wrong.spans[0].line, wrong.spans[0].column) == (5, 27)


def test_who_accepts_none_says_so() -> None:
    given = terms("supplier: {returns: {accepted: none}}\n")
    for reason in (Reason.CHANGE_OF_MIND, Reason.WRONG_SIZE_ORDERED, Reason.ORDERED_BY_MISTAKE):
        assert given.mirror("covered", Scope(reason)).value == "not_covered"


@pytest.mark.parametrize("what", ["supplier: {returns: {accepted: unknown}}\n", "supplier: {}\n"])
def test_who_says_nothing_leaves_all_of_it_open(what: str) -> None:
    assert terms(what).mirror("covered", Scope(Reason.CHANGE_OF_MIND)).known is None


@pytest.mark.parametrize(
    ("profile", "code"),
    [
        ("ships_within: 3 days\n", "SUP004"),
        ("ships_within: {value: 3 days, source: elsewhere}\n", "SUP004"),
        ("returns: [{reasons: [damaged], report_within: 3 days}]\n", "SUP004"),
    ],
)
def test_a_fact_without_a_source_is_refused(profile: str, code: str) -> None:
    (wrong, *_) = refusals(NAMED, profile)
    assert wrong.code == code
    assert wrong.spans[0].file == "plum.yaml"


def test_a_fact_known_only_from_others_is_refused_and_may_be_assumed() -> None:
    others = "  guide: {title: A guide, url: 'https://guide.example', confidence: third_party, checked: 2026-11-23}\n"
    wrong = refusals(NAMED, others + "ships_within: {value: 3 days, source: guide}\n")
    assert [one.code for one in wrong] == ["SUP005"]
    assert not refusals(NAMED, others + "ships_within: {value: unknown, assume: 3 days, source: guide}\n")


def test_every_fact_knows_its_source() -> None:
    for term in supplier(
        "store: {name: A B, website: 'https://a.example', email: a@a.example}\n" + NAMED, AS_PROFILE
    ).terms():
        if term.known is not None:
            assert [source.id for source in getattr(term.origin, "sources", ())] == ["own"]


def test_a_refusal_carries_every_wrong_fact() -> None:
    with pytest.raises(Refused) as refused:
        terms(NAMED, "ships_within: 3 days\ndelivers_within: 5 days\n")
    assert len(refused.value.findings) == 2
