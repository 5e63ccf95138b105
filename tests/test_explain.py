"""Explain: every value with the way back to an answer, a fact or a default, and nothing said twice."""

import re
from itertools import pairwise

import pytest

from policy_gen.explain import explain
from policy_gen.policy import Policy
from tests.making import STORE, policy, printed

ANSWERS = """\
supplier:
  delivers_within: 12-25 days
  cancellation: {until: shipped, approval: {by: supplier, within: 72 hours}, refunds_within: 3-15 business days}
  returns:
    accepted: [damaged, not_as_described, wrong_item]
    report_within: 15 days after delivery
    evidence: [photo]
    return_postage: supplier
promise:
  damaged: {report_within: 30 days}
  wrong_size_ordered: {report_within: 14 days, return_postage: customer, remedies: [exchange, store_credit]}
"""
PROFILE = """\
  blog: {title: A blog, url: 'https://blog.example', confidence: copy, published: 2021-12, checked: 2026-11-23}
ships_within: {value: listing, assume: 7 business days, source: blog}
returns:
  - reasons: [damaged]
    report_within: {value: 15 days, source: [own, blog]}
    refunds_within: {value: 1-10 business days, worst: 20 business days, source: own}
    source: own
  - {reasons: [change_of_mind], covered: listing, source: own}
"""


def lines(derived: Policy) -> list[str]:
    return list(explain(derived.clauses))


def told(derived: Policy, clause: str, name: str, number: int = 0) -> str:
    """The lines about one value of a clause, as they stand below its name."""
    every = lines(derived)
    start = every.index(clause)
    end = every.index("", start)
    found = [place for place in range(start, end) if every[place].strip().startswith(f"{name}: ")]
    first = found[number]
    depth = len(every[first]) - len(every[first].lstrip())
    below = [every[first]]
    for line in every[first + 1 : end]:
        if len(line) - len(line.lstrip()) <= depth:
            break
        below.append(line)
    return "\n".join(line[depth:] for line in below)


def test_an_answer_is_named_with_its_place() -> None:
    assert told(policy(ANSWERS), "something_wrong", "evidence") == (
        "evidence: photo\n  answer supplier.returns.evidence, shop.yaml:8:15"
    )


def test_a_sum_shows_its_parts_and_where_each_comes_from() -> None:
    assert told(policy(ANSWERS), "something_wrong", "report_within", 1) == (
        "report_within: 13 days after delivery\n"
        "  15 days − 2 days (handling_time) = 13 days after delivery\n"
        "    15 days after delivery\n"
        "      answer supplier.returns.report_within, shop.yaml:7:20\n"
        "    2 days\n"
        "      default handling_time: what you need to read a message and report it to the supplier"
    )


def test_a_promise_is_shown_beside_what_it_stands_in_for() -> None:
    assert told(policy(ANSWERS), "something_wrong", "report_within").startswith(
        "report_within: 30 days after delivery\n"
        "  your promise, instead of what follows from the supplier's terms\n"
        "    30 days after delivery\n"
        "      answer promise.damaged.report_within, shop.yaml:11:28\n"
        "    13 days after delivery\n"
        "      15 days − 2 days"
    )


def test_a_step_that_names_its_only_value_leads_straight_to_where_that_comes_from() -> None:
    assert told(policy(ANSWERS), "parcels", "delivers_within") == (
        "delivers_within: 25 days after shipping\n"
        "  the longest of 12-25 days\n"
        "    answer supplier.delivers_within, shop.yaml:3:20"
    )


def test_reasons_of_the_same_origin_stand_on_one_line() -> None:
    assert told(policy(ANSWERS), "short_version", "accepted") == (
        "accepted: damaged, defective, not_as_described, wrong_item, wrong_size_sent, missing_item, wrong_size_ordered\n"
        "  damaged, not_as_described, wrong_item\n"
        "    answer supplier.returns.accepted, shop.yaml:6:15\n"
        "  defective, wrong_size_sent, missing_item\n"
        "    default faults: what is the seller's or the carrier's fault is always answered with a refund\n"
        "  wrong_size_ordered\n"
        "    answer promise.wrong_size_ordered.report_within, shop.yaml:12:39"
    )


def test_what_is_refused_says_why() -> None:
    assert told(policy(ANSWERS), "change_of_mind", "refused") == (
        "refused: change_of_mind, ordered_by_mistake\n"
        "  not in the list of accepted reasons\n"
        "    damaged, not_as_described, wrong_item\n"
        "      answer supplier.returns.accepted, shop.yaml:6:15"
    )


def test_a_fact_comes_with_its_sources_how_sure_they_are_and_when_they_were_checked() -> None:
    assert told(policy("supplier: plum\n", PROFILE), "something_wrong", "report_within").splitlines()[3:6] == [
        "      plum returns[0].report_within, plum.yaml:10:20",
        "        Terms (own; 2026-11-01; checked 2026-11-23) https://plum.example/terms",
        "        A blog (copy; 2021-12; checked 2026-11-23) https://blog.example",
    ]


def test_the_worst_that_was_seen_is_shown_beside_the_usual() -> None:
    assert told(policy("supplier: plum\n", PROFILE), "short_version", "refunds_within").splitlines()[:3] == [
        "refunds_within: 20 business days after decision",
        "  at worst 20 business days",
        "    1-10 business days, at worst 20 business days",
    ]


def test_an_answer_that_corrects_a_profile_is_shown_with_what_it_replaced() -> None:
    text = "supplier: {profile: plum, ships_within: 3 days, returns: {report_within: {damaged: 20 days}}}\n"
    derived = policy(text, PROFILE)
    assert told(derived, "parcels", "ships_within").splitlines()[:4] == [
        "ships_within: 3 days after order",
        "  answer supplier.ships_within, shop.yaml:2:41",
        "  instead of listing, assumed 7 business days",
        "    plum ships_within, plum.yaml:7:15",
    ]
    assert "instead of 15 days" in told(derived, "something_wrong", "report_within")


def test_where_nobody_says_anything_it_says_that() -> None:
    assert "default unsaid: neither your answers nor a profile say anything" in told(
        policy("supplier: plum\n", PROFILE), "change_of_mind", "only_faults"
    )


def test_the_two_times_until_the_customer_hears_are_added_up() -> None:
    store = STORE.replace("}", ", answers_within: 2 business days}", 1)
    assert told(policy(store + ANSWERS), "cancellation", "answer_within").splitlines()[1] == (
        "  72 hours for the supplier + 2 business days for us = 7 days after request"
    )


@pytest.mark.parametrize("text", [ANSWERS, "supplier: plum\n"])
def test_every_value_has_lines_below_it_and_none_of_them_repeats_the_one_before(text: str) -> None:
    every = lines(policy(text, PROFILE))
    for line, below in pairwise(every):
        if re.match(r" +\w+: ", line) and "default " not in line:
            assert len(below) - len(below.lstrip()) > len(line) - len(line.lstrip())
        if line.strip():
            assert line.strip() != below.strip()


@pytest.mark.parametrize("text", [ANSWERS, "supplier: plum\n"])
def test_every_clause_and_every_value_of_it_is_there(text: str) -> None:
    derived = policy(text, PROFILE)
    every = lines(derived)
    assert [line for line in every if line and not line.startswith(" ")] == [clause.id for clause in derived.clauses]
    assert sum(1 for line in every if re.match(r"  (?:  )?[a-z_]+: ", line) and "default " not in line) >= len(
        list(printed(derived))
    )


def test_the_ends_that_only_templates_need_are_not_shown() -> None:
    text = "\n".join(lines(policy(ANSWERS)))
    for name in ("return_postage_store", "asked_until_stage", "for_faults", "send_back_on_request"):
        assert name not in text
    assert "return_postage: store" in text
    assert "asked_until: until shipped" in text
