"""What is still open: each question once, at its place, with the words to ask the supplier."""

from datetime import date, timedelta

import pytest

from policy_gen.findings import Level
from tests.making import STORE, found, messages, places, policy

COMPLETE = """\
supplier:
  ships_within: 7 business days
  delivers_within: 12-25 days
  cancellation: {until: shipped, approval: {by: supplier, within: 72 hours, silence: declined}, fee: none, refunds_within: 9 days}
  returns:
    accepted: [damaged, change_of_mind]
    report_within: 15 days
    evidence: [photo]
    condition: [unused]
    remedies: [refund]
    send_back: always
    return_postage: {damaged: supplier, change_of_mind: customer}
    refunds_within: 10 days
    restocking_fee: none
  lost_parcels: {report_within: 15 days, remedies: [refund]}
  resolves_within: 10 days
  instructions: clear
effective: 2026-12-01
"""
ANSWERING = STORE.replace("}", ", answers_within: 2 days}", 1)


def asked(text: str) -> str:
    return messages(policy(ANSWERING + text), "ANS")


def without(line: str) -> str:
    """The complete answers less the line that begins so."""
    (lacking,) = [one for one in COMPLETE.splitlines() if one.strip().startswith(line)]
    return COMPLETE.replace(lacking + "\n", "")


def test_complete_answers_leave_no_question() -> None:
    assert asked(COMPLETE) == ""


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("ships_within", "`ships_within` is not known: left out of the page"),
        ("delivers_within", "`delivers_within` is not known: left out of the page"),
        ("resolves_within", "`resolves_within` is not known: left out of the page"),
        ("evidence", "`evidence` (`damaged`, `change_of_mind`) is not known: left out of the page"),
        ("remedies: [refund]", "`remedies` (`damaged`, `change_of_mind`) is not known: left out of the page"),
        ("refunds_within", "`refunds_within` (`damaged`, `change_of_mind`) is not known: left out of the page"),
        ("condition", "`condition` (`change_of_mind`) is not known: left out of the page"),
        ("restocking_fee", "`restocking_fee` (`change_of_mind`) is not known: the page says that there is no fee"),
        ("return_postage", "`return_postage` (`change_of_mind`) is not known: left out of the page"),
        (
            "instructions",
            "the supplier's instructions are not known: the page asks customers to wait for your instructions",
        ),
        ("effective", "no `effective` date: the page has none, and the age of the supplier's facts isn't checked"),
    ],
)
def test_an_answer_that_is_missing_is_one_question(line: str, message: str) -> None:
    assert message in asked(without(line)).splitlines()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (", silence: declined", "", "`silence` (cancelling) is not known: it counts as no"),
        (", within: 72 hours", "", "`reply_within` (cancelling) is not known: left out of the page"),
        (", fee: none", "", "`fee` (cancelling) is not known: the page says that it is free"),
        ("report_within: 15 days, remedies: [refund]}", "remedies: [refund]}", "`report_within` (`lost`) is not known: left out of the page"),
        ("2026-12-01", "unknown", "no `effective` date: the page has none, and the age of the supplier's facts isn't checked"),
    ],
)  # fmt: skip
def test_so_is_a_part_of_one(old: str, new: str, message: str) -> None:
    assert old in COMPLETE
    assert asked(COMPLETE.replace(old, new)).splitlines() == [message]


def test_every_question_comes_with_the_words_to_ask_the_supplier() -> None:
    derived = policy("supplier: {cancellation: {until: shipped}, returns: {accepted: [damaged]}}\n")
    for one in found(derived, "ANS010"):
        assert one.help.startswith("ask the supplier: ") or "answers_within" in one.help
        assert one.spans


def test_a_question_stands_where_its_answer_would() -> None:
    text = "supplier:\n  returns:\n    accepted: [damaged]\n    evidence: unknown\n"
    derived = policy(text)
    (evidence,) = [one for one in found(derived, "ANS010") if "`evidence`" in one.message]
    assert (evidence.spans[0].line, evidence.spans[0].column) == (5, 15)


@pytest.mark.parametrize(
    ("supplier", "fact"),
    [
        ("returns: {accepted: [damaged], refunds_within: 9 days, report_within: 9 days}", "how long an order can be cancelled"),
        ("cancellation: {until: shipped}, returns: {accepted: [damaged], refunds_within: 9 days}", "how long customers have to report a problem"),
        ("cancellation: {until: shipped}, returns: {accepted: [damaged], report_within: 9 days}", "how long a refund takes"),
    ],
)  # fmt: skip
def test_a_key_fact_that_is_lost_is_a_warning(supplier: str, fact: str) -> None:
    (lost,) = found(policy(f"supplier: {{{supplier}}}\n"), "ANS011")
    assert lost.message == f"the page can't say {fact}"
    assert lost.level is Level.WARNING


@pytest.mark.parametrize("supplier", ["{}", "{returns: {accepted: unknown}}"])
def test_a_page_needs_at_least_one_reason_that_is_known(supplier: str) -> None:
    (none,) = found(policy(f"supplier: {supplier}\n"), "ANS006")
    assert none.level is Level.ERROR


@pytest.mark.parametrize("accepted", ["none", "[change_of_mind]", "[damaged]"])
def test_none_is_an_answer_too(accepted: str) -> None:
    assert not found(policy(f"supplier: {{returns: {{accepted: {accepted}}}}}\n"), "ANS006")


LISTING = "returns: [{reasons: [change_of_mind], covered: listing, source: own}, {reasons: [damaged], source: own}]\n"


def test_what_the_supplier_leaves_open_is_asked_unless_the_store_has_decided() -> None:
    derived = policy("supplier: plum\n", LISTING)
    assert "`accepted` (`change_of_mind`, `wrong_size_ordered`, `ordered_by_mistake`) is not known" in messages(
        derived, "ANS010"
    )
    decided = policy(
        "supplier: plum\npromise: {change_of_mind: never, wrong_size_ordered: {report_within: 9 days}}\n", LISTING
    )
    assert "`accepted` (`ordered_by_mistake`) is not known" in messages(decided, "ANS010")


def test_who_takes_something_back_without_an_end_is_told() -> None:
    derived = policy(COMPLETE + "promise: {ordered_by_mistake: {remedies: [exchange]}}\n")
    (told,) = [one for one in found(derived, "ANS010") if "ordered_by_mistake" in one.message]
    message = "you accept returns for `ordered_by_mistake`, but don't say until when: the page names no last day"
    assert told.message == message
    assert "report_within: 14 days after delivery" in told.help


def test_a_po_box_reminds_of_the_suppliers_own_time_to_send_back() -> None:
    box = STORE.replace("}", ", po_box: 'P.O. Box 4821, Portland, OR 97208, USA'}", 1)
    timed = COMPLETE.replace("    evidence", "    send_back_within: 10 days\n    evidence")
    assert "within 10 days after approval" in messages(policy(box + timed), "SUP006")
    assert "a time that is not known" in messages(policy(box + COMPLETE), "SUP006")
    assert not found(policy(STORE.replace("}", ", po_box: unknown}", 1) + COMPLETE), "SUP006")


def _profiled(effective: str) -> str:
    return messages(policy(f"supplier: plum\neffective: {effective}\n", LISTING), "SUP002")


def test_facts_checked_more_than_180_days_before_the_page_are_old() -> None:
    checked = date(2026, 11, 23)
    assert _profiled((checked + timedelta(days=180)).isoformat()) == ""
    assert "the oldest on 2026-11-23" in _profiled((checked + timedelta(days=181)).isoformat())


def test_without_a_date_the_age_of_facts_is_not_judged() -> None:
    assert not found(policy("supplier: plum\n", LISTING), "SUP002")


def test_copies_undated_pages_and_assumptions_are_counted() -> None:
    others = """\
  copy: {title: A copy, url: 'https://copy.example', confidence: copy, published: 2021, checked: 2026-11-23}
ships_within: {value: 3 days, source: copy}
delivers_within: {value: unknown, assume: 9 days, source: copy}
returns: [{reasons: [damaged], report_within: 9 days, source: own}]
"""
    assert messages(policy("supplier: plum\n", others), "SUP003") == (
        "`plum`: 1 of 3 facts is a copy or undated, 1 is assumed"
    )


def test_own_answers_are_no_facts_of_a_profile() -> None:
    assert not found(policy(COMPLETE), "SUP")


@pytest.mark.parametrize("key", ["name", "website", "email"])
def test_no_answer_of_the_store_may_name_the_supplier(key: str) -> None:
    store = {"name": "Dalbit", "website": "https://dalbit.example", "email": "help@dalbit.example"}
    store[key] = store[key].replace("albit", "alplum")
    text = f"store: {store}\nsupplier: {{profile: plum}}\n"
    profile = "hidden_words: [dalplum]\n" + LISTING
    assert [one.code for one in found(policy(text, profile), "SUP007")] == ["SUP007"]
    assert places(policy(text, profile), "SUP007")[0][0] == 1


def named(store_name: str, supplier_name: str) -> bool:
    """Whether the store's name is refused for holding the supplier's."""
    store = STORE.replace("Dalbit Living", f"'{store_name}'")
    return bool(found(policy(f"{store}supplier: {{name: {supplier_name}}}\n"), "SUP007"))


@pytest.mark.parametrize(
    ("store_name", "supplier_name"),
    [
        ("Dalbit Living", "Li"),
        ("Alice", "Li"),
        ("Dalbit Li2", "Li"),
        ("Élise", "Lise"),
        ("Homewares Companion", "Homeware Co."),
        ("Дом Лилии", "Ли"),
    ],
)
def test_a_part_of_a_word_names_nobody(store_name: str, supplier_name: str) -> None:
    assert not named(store_name, supplier_name)


@pytest.mark.parametrize(
    ("store_name", "supplier_name"),
    [
        ("Li", "Li"),
        ("The LI-Store", "Li"),
        ("Best of Homeware Co.", "Homeware Co."),
        ("Homeware Co., Seoul", "Homeware Co."),
        ("by_Plum", "Plum"),
        ("Plum의 집", "Plum"),
        ("달빛Plum", "Plum"),
    ],
)
def test_a_whole_word_names_the_supplier_whatever_stands_beside_it(store_name: str, supplier_name: str) -> None:
    assert named(store_name, supplier_name)


@pytest.mark.parametrize(
    ("store_name", "supplier_name"),
    [
        ("달빛공급의 집", "달빛공급"),
        ("우리달빛공급가게", "달빛공급"),
        ("在義烏的店", "義烏"),
        ("プラム商店の家", "プラム商店"),
        ("ร้านลูกพลัมดี", "ลูกพลัม"),
        ("my달빛공급shop", "달빛공급"),
    ],
)
def test_a_name_in_a_script_without_spaces_is_found_within_a_word(store_name: str, supplier_name: str) -> None:
    assert named(store_name, supplier_name)


@pytest.mark.parametrize(("key", "value"), [("website", "https://living.example"), ("email", "living@dalbit.example")])
def test_a_part_of_an_address_on_the_net_names_nobody(key: str, value: str) -> None:
    store = {"name": "Dalbit", "website": "https://dalbit.example", "email": "help@dalbit.example", key: value}
    assert not found(policy(f"store: {store}\nsupplier: {{name: Li}}\n"), "SUP007")
