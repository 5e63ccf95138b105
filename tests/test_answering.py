"""Replies on their way into a store's files: what changes, what never does, and when nothing is written at all."""

import json
import re
from collections.abc import Iterator
from datetime import date
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_gen.cli import cli
from policy_gen.inquiry.answering import Draft, Files, answered
from policy_gen.inquiry.numbered import QUESTIONS, Question
from policy_gen.inquiry.places import Asked, asked
from policy_gen.inquiry.replies import Reader
from policy_gen.source import parse
from tests.messages import LANGUAGES, NAMED, OWN, PLUM, SILENT, STORE, known, labels, replies, reply, written
from tests.shops import ALIEXPRESS

DAY = "2026-11-23"
READER = Reader(tuple(labels(language) for language in LANGUAGES))
FILE, PROFILE = Path("shop.yaml"), Path("supplier_profiles/plum.yaml")
STORES = {"own": (OWN, ""), "silent": (SILENT, ""), "named": (NAMED, PLUM)}


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, said: str | bytes | None = None) -> Result:
    ran = CliRunner().invoke(cli, list(arguments), input=said)
    assert isinstance(ran.exception, SystemExit | None), ran.exception
    return ran


def answer(said: str, *options: str) -> Result:
    Path("replies.txt").write_text(said, "utf-8")
    return run("answer", "shop.yaml", "replies.txt", "--on", DAY, *options)


def checked() -> list[dict[str, Any]]:
    """What `check` finds."""
    found: list[dict[str, Any]] = json.loads(run("check", "shop.yaml", "--report", "json").stdout)["findings"]
    return found


def change(before: str, after: str) -> list[str]:
    """The lines that went and came."""
    lines = unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def data(text: str) -> Any:
    return parse(text, "file").data


def taken(questionnaire: str, profile: str, said: str) -> tuple[str, str]:
    """The texts of both files after some replies, without any file."""
    files = Files(Draft(questionnaire, "shop.yaml"), Draft(profile, "plum.yaml") if profile else None)
    done = answered(files, READER.read(said, "replies.txt").replies, date(2026, 11, 23)).files
    return done.questionnaire.text, done.profile.text if done.profile else ""


# --- Round trips -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("store", STORES)
def test_after_replies_to_all_questions_check_has_none_left(store: str, language: str) -> None:
    questionnaire, profile = STORES[store]
    written(Path(), questionnaire, profile)
    asked_first = asked(known(questionnaire, profile))
    ran = answer(replies(asked_first, language))

    assert (ran.exit_code, ran.stderr) == (0, "")
    assert {int(line.split(":")[0]) for line in ran.stdout.splitlines()} == {one.question.number for one in asked_first}
    assert not [
        found for found in checked() if found["level"] == "error" or found["help"].startswith("ask the supplier:")
    ]
    assert not [found for found in checked() if found["code"] == "ANS010"]
    assert run("ask", "shop.yaml").stdout == ""


@pytest.mark.parametrize("profile", ["aliexpress", "printful", "cjdropshipping"])
def test_a_copy_of_a_profile_that_comes_along_takes_all_replies(profile: str) -> None:
    FILE.write_text(STORE + f"supplier: {profile}\nsells_to: [KR]\n", "utf-8")
    assert run("suppliers", profile, "--copy").exit_code == 0
    place = Path(f"supplier_profiles/{profile}.yaml")
    before = place.read_text("utf-8")
    numbers = [int(line.split(".")[0]) for line in run("ask", "shop.yaml").stdout.splitlines() if re.match(r"\d", line)]
    open_ones = [one for one in asked(known(FILE.read_text("utf-8"), before)) if one.question.number in numbers]
    ran = answer(replies(open_ones, "en"))

    assert (ran.exit_code, ran.stderr) == (0, "")
    assert not [
        found for found in checked() if found["level"] == "error" or found["help"].startswith("ask the supplier:")
    ]
    assert run("ask", "shop.yaml").stdout == ""
    comments = [line for line in before.splitlines() if line.lstrip().startswith("#")]
    assert [line for line in place.read_text("utf-8").splitlines() if line.lstrip().startswith("#")] == comments


# --- Where a reply goes ------------------------------------------------------------------------------------


def test_a_questionnaire_s_own_answers_get_the_value_and_its_source() -> None:
    after, _ = taken(
        OWN, "", "3: before shipping\n14: 10 days after delivery\n17: on request\n31: always\n16: replacement"
    )
    source = "source: supplier_message_2026_11_23"
    assert change(OWN, after) == [
        "-  cancellation: {until: unknown, fee: none}    # as their agent said",
        f"+  cancellation: {{until: {{value: shipped, {source}}}, fee: none}}    # as their agent said",
        "-    report_within: {damaged: 15 days after delivery}",
        "-    send_back: unknown          # it depends?",
        "+    report_within: {damaged: 15 days after delivery, "
        f"wrong_item: {{value: 10 days after delivery, {source}}}}}",
        "+    send_back:          # it depends?",
        f"+      damaged: {{value: on request, {source}}}",
        f"+      wrong_item: {{value: on request, {source}}}",
        f"+      change_of_mind: {{value: always, {source}}}",
        f"+      wrong_item: {{value: [replacement], {source}}}",
    ]


def test_a_profile_gets_the_value_with_a_source_that_is_the_message() -> None:
    _, after = taken(NAMED, PLUM, "1: 3 days after payment\n5: 24 hours\n7: 10%")
    assert change(PLUM, after) == [
        "+  message_2026_11_23:",
        "+    title: A message from the supplier",
        "+    confidence: supplier_message",
        "+    checked: 2026-11-23",
        "-ships_within: {value: listing, assume: 7 business days, source: terms}    # see the countdown",
        "+ships_within: {value: 3 days after payment, source: message_2026_11_23}    # see the countdown",
        "-    approval: {by: supplier}       # who answers when?",
        "-    fee: unknown",
        "+    approval: {by: supplier, within: {value: 24 hours, source: message_2026_11_23}}       # who answers when?",
        "+    fee: {value: 10%, source: message_2026_11_23}",
    ]


def test_reasons_that_no_rule_names_get_a_rule_and_later_replies_go_into_it() -> None:
    _, after = taken(NAMED, PLUM, "13: wrong item and missing item\n14: 10 days after delivery")
    assert data(after)["returns"][4:] == [
        {
            "reasons": ["wrong_item", "missing_item"],
            "report_within": "10 days after delivery",
            "source": "message_2026_11_23",
        },
        {"reasons": ["not_as_described", "wrong_size_sent"], "covered": "not_covered", "source": "message_2026_11_23"},
    ]
    assert data(after)["returns"][:4] == data(PLUM)["returns"]


def test_a_rule_of_which_only_some_reasons_are_accepted_is_split() -> None:
    _, after = taken(NAMED, PLUM, "25: change of mind")
    rules = data(after)["returns"]
    assert rules[2] == {
        "reasons": ["change_of_mind"],
        "covered": {"value": "covered", "source": "message_2026_11_23"},
        "source": "terms",
    }
    assert rules[3] == {"reasons": ["wrong_size_ordered"], "covered": "not_covered", "source": "message_2026_11_23"}
    assert rules[4:5] == data(PLUM)["returns"][3:]


def test_a_rule_keeps_what_it_says_of_reasons_that_nobody_asked_about() -> None:
    _, after = taken(NAMED, PLUM, "39: no")
    assert data(after)["returns"][3:] == [
        {"reasons": ["wrong_address"], "covered": "unknown"},
        {"reasons": ["customs_held"], "covered": "not_covered", "source": "message_2026_11_23"},
    ]


def test_a_rule_that_is_split_keeps_its_condition() -> None:
    conditional = PLUM.replace(
        "    covered: listing", "    when: {ship_to: [US], category: [Mugs]}\n    covered: listing"
    )
    _, after = taken(NAMED, conditional, "25: change of mind")
    assert data(after)["returns"][3]["when"] == {"ship_to": ["US"], "category": ["Mugs"]}


def test_what_the_store_itself_answers_wins_so_a_reply_to_that_goes_there() -> None:
    own = NAMED.replace("supplier: plum", "supplier:\n  profile: plum\n  ships_within: unknown    # ask")
    questionnaire, profile = taken(own, PLUM, "1: 3 days")
    assert change(own, questionnaire) == [
        "-  ships_within: unknown    # ask",
        "+  ships_within: {value: 3 days, source: supplier_message_2026_11_23}    # ask",
    ]
    assert profile == PLUM


def test_one_answer_for_all_reasons_becomes_one_for_each_where_a_reply_is_about_some() -> None:
    own = STORE + "supplier:\n  returns:\n    accepted: [damaged, change_of_mind]\n    send_back: always   # all\n"
    after, _ = taken(own, "", "17: never")
    assert data(after)["supplier"]["returns"]["send_back"] == {
        "damaged": {"value": "never", "source": "supplier_message_2026_11_23"},
        "change_of_mind": "always",
    }
    assert "send_back:   # all" in after


def test_a_second_message_of_a_day_shares_the_source_of_the_first() -> None:
    _, once = taken(NAMED, PLUM, "1: 3 days")
    _, twice = taken(NAMED, once, "7: none")
    assert [*data(twice)["sources"]] == ["terms", "message_2026_11_23"]


def test_another_source_of_that_name_is_never_taken_for_the_message() -> None:
    written(
        Path(),
        NAMED,
        PLUM.replace("terms:  ", "message_2026_11_23:  ").replace("source: terms", "source: message_2026_11_23"),
    )
    before = PROFILE.read_bytes()
    ran = answer("1: 3 days")
    assert ran.exit_code == 1
    assert "plum.yaml:7:3: error: `message_2026_11_23` is the name of another source already [ANS005]" in ran.stderr
    assert PROFILE.read_bytes() == before


def test_facts_of_a_dated_message_are_no_doubtful_ones() -> None:
    written(Path(), NAMED, PLUM)
    answer("1: 3 days\n7: none")
    assert not [found for found in checked() if found["code"] == "SUP003"]


# --- What is told ------------------------------------------------------------------------------------------


def test_each_change_is_shown_with_what_stood_there_before() -> None:
    written(Path(), NAMED, PLUM)
    ran = answer("1: 3 days\n14: 10 days after delivery\n13: none\n25: change of mind")
    place = "supplier_profiles/plum.yaml"
    assert ran.stdout.splitlines() == [
        f"1: {place}: ships_within: listing → 3 days",
        f"13: {place}: returns (not_as_described, wrong_item, wrong_size_sent, missing_item): unknown → not_covered",
        f"25: {place}: returns[2].covered (change_of_mind, wrong_size_ordered): "
        "listing → covered: change_of_mind; not_covered: wrong_size_ordered",
        f"25: {place}: returns (ordered_by_mistake): unknown → not_covered",
    ]
    assert ran.stderr == "note: the reply to 14 was left out: there is no place for it, or other replies leave none\n"


def test_a_reply_that_contradicts_what_stands_there_is_shown_and_taken() -> None:
    written(
        Path(),
        NAMED,
        PLUM.replace("{value: listing, assume: 7 business days, source: terms}", "{value: 7 days, source: terms}"),
    )
    ran = answer("1: 9 days")
    assert ran.stdout == "1: supplier_profiles/plum.yaml: ships_within: 7 days → 9 days\n"
    assert "ships_within: {value: 9 days, source: message_2026_11_23}" in PROFILE.read_text("utf-8")


def test_a_reply_to_an_open_question_leaves_alone_what_the_question_was_not_about() -> None:
    _, after = taken(NAMED, PLUM, "13: none\n14: 3 days after delivery")
    assert data(after)["returns"][0] == data(PLUM)["returns"][0]


def test_the_same_message_a_second_time_changes_nothing() -> None:
    once = taken(OWN, "", "16: replacement")
    assert data(once[0])["supplier"]["returns"]["remedies"]["damaged"] == ["refund"]
    assert taken(*once, "16: replacement") == once


def test_what_stands_there_already_is_no_change() -> None:
    written(Path(), OWN)
    before = FILE.read_bytes()
    ran = answer("1: 3 business days\n7: none")
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert (
        ran.stderr
        == "note: the reply to 1 says what stands there already\nnote: the reply to 7 says what stands there already\n"
    )
    assert FILE.read_bytes() == before


def test_unknown_is_skipped_and_other_lines_are_left_out_with_a_note() -> None:
    written(Path(), OWN)
    ran = answer("Dear Moon & Light,\n\n3: unknown\n47: 5 days\n\nBest regards\nPlum")
    assert ran.stdout == "47: shop.yaml: supplier.resolves_within: unknown → 5 days\n"
    assert ran.stderr == (
        "note: not known, so still open: 3\nnote: lines 1, 6 and 7 of the replies: no reply, so left out\n"
    )


def test_details_wait_for_the_word_that_the_supplier_answers_for_something() -> None:
    written(Path(), NAMED, PLUM)
    ran = answer("18: supplier")
    assert (
        ran.stdout
        == "18: supplier_profiles/plum.yaml: returns[0].return_postage (damaged, defective): unknown → supplier\n"
    )
    written_own = STORE + "supplier: {returns: {accepted: unknown}}\n"
    FILE.write_text(written_own, "utf-8")
    ran = answer("14: 5 days")
    assert ran.stderr == (
        "note: the reply to 14 was left out: whether the supplier answers for it at all is not known yet\n"
    )
    assert FILE.read_text("utf-8") == written_own


# --- Nothing is written ------------------------------------------------------------------------------------


def test_one_reply_that_is_not_understood_stops_all_of_them_with_its_place() -> None:
    written(Path(), OWN)
    before = FILE.read_bytes()
    ran = answer("1: 5 days\n\n3: soon\n47: 5 days")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr == (
        "replies.txt:3:4: error: 3 (cancel_until): `soon` cannot be used: this is not a duration [ANS004]\n"
        "    3 | 3: soon\n"
        "      |    ^^^^\n"
        "   help: write a stage (`payment`, `processing`, `production`, `shipped`) or a time: `24 hours after order`\n\n"
    )
    assert FILE.read_bytes() == before
    assert sorted(path.name for path in Path().iterdir()) == ["replies.txt", "shop.yaml"]


def test_a_profile_that_comes_along_is_not_written_and_the_command_that_copies_it_is_named() -> None:
    FILE.write_text(STORE + "supplier: aliexpress\n", "utf-8")
    ran = answer("7: none")
    assert ran.exit_code == 1
    assert "shop.yaml:4:11: error: the profile `aliexpress` comes along with the tool" in ran.stderr
    (command,) = re.findall(r"`policy-gen (suppliers .*)`", ran.stderr)
    assert run(*command.split()).exit_code == 0
    assert answer("7: none").exit_code == 0
    assert "message_2026_11_23" in Path("supplier_profiles/aliexpress.yaml").read_text("utf-8")
    assert "message_2026_11_23" not in ALIEXPRESS.read_text("utf-8")


def test_the_copy_of_a_questionnaire_elsewhere_goes_beside_it() -> None:
    Path("stores").mkdir()
    Path("stores/shop.yaml").write_text(STORE + "supplier: aliexpress\n", "utf-8")
    Path("replies.txt").write_text("7: none", "utf-8")
    ran = run("answer", "stores/shop.yaml", "replies.txt")
    (command,) = re.findall(r"`policy-gen (suppliers .*)`", ran.stderr)
    assert run(*command.split()).exit_code == 0
    assert run("answer", "stores/shop.yaml", "replies.txt").exit_code == 0
    assert "supplier_message" in Path("stores/supplier_profiles/aliexpress.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("49: no", "SUP008"),  # goods that may not be sold on
        ("51: 12 Main Street, Springfield, IL 62701", "ADR001"),
        ("4: nobody", "ANS005"),  # beside the time of somebody's approval
    ],
)
def test_replies_that_check_would_refuse_are_refused(said: str, code: str) -> None:
    profile = PLUM.replace("{by: supplier}", "{by: supplier, within: {value: 24 hours, source: terms}}")
    written(Path(), NAMED, profile)
    ran = answer(f"1: 3 days\n{said}")
    assert ran.exit_code == 1
    assert f"[{code}]" in ran.stderr
    assert "Main Street" not in ran.output
    assert PROFILE.read_text("utf-8") == profile


def test_an_error_that_was_there_before_does_not_keep_the_replies_out() -> None:
    written(Path(), SILENT)
    assert "ANS006" in [found["code"] for found in checked()]
    assert answer("1: 5 days").exit_code == 0


@pytest.mark.parametrize("said", ["", "Hello,\nwe will answer soon.\n"])
def test_a_text_without_any_reply_is_an_error(said: str) -> None:
    written(Path(), OWN)
    ran = answer(said)
    assert ran.exit_code == 1
    assert 'error: there is no reply in "replies.txt" [ANS002]' in ran.stderr


def test_a_full_disk_leaves_both_files_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    own = NAMED.replace("supplier: plum", "supplier: {profile: plum, ships_within: unknown}")
    written(Path(), own, PLUM)
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if target.name == "plum.yaml" and self.suffix == ".new":
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    ran = answer("1: 3 days\n7: none")
    assert ran.exit_code == 1
    assert "[OUT006]" in ran.stderr
    assert (FILE.read_text("utf-8"), PROFILE.read_text("utf-8")) == (own, PLUM)


# --- Files as they are -------------------------------------------------------------------------------------


def test_windows_line_ends_and_a_byte_order_mark_stay() -> None:
    FILE.write_bytes(b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode())
    assert answer("3: production\n14: 3 days\n47: 5 days").exit_code == 0
    after = FILE.read_bytes()
    plain, _ = taken(OWN, "", "3: production\n14: 3 days\n47: 5 days")
    assert after == b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode()


def test_replies_come_through_a_pipe_too() -> None:
    written(Path(), OWN)
    ran = run("answer", "shop.yaml", "-", "--on", DAY, said="47: 5 days\n")
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert "supplier_message_2026_11_23" in FILE.read_text("utf-8")
    wrong = run("answer", "shop.yaml", "-", said="47: soon\n")
    assert wrong.stderr.startswith("stdin:1:5: error: ")
    assert "[YML002]" in run("answer", "shop.yaml", "-", said=b"47: \xff\n").stderr
    assert "[YML001]" in run("answer", "shop.yaml", "-", said=b"a" * 262_145).stderr


def test_without_a_day_the_source_is_of_today() -> None:
    written(Path(), OWN)
    Path("replies.txt").write_text("47: 5 days", "utf-8")
    assert run("answer", "shop.yaml", "replies.txt").exit_code == 0
    assert re.search(r"supplier_message_20\d\d_\d\d_\d\d", FILE.read_text("utf-8"))


def _said(question: Question) -> Iterator[str]:
    yield from (f"{question.number}: {reply(Asked(question, question.reasons), language)}" for language in LANGUAGES)
    yield from [] if question.name == "refunds_to" else [f"{question.number}: none"]
    yield f"{question.number}: unknown"


REPLIES = st.lists(st.sampled_from([line for question in QUESTIONS for line in _said(question)]), max_size=12).map(
    lambda lines: "\n".join({line.split(":")[0]: line for line in lines}.values())
)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(STORES)), REPLIES)
def test_whatever_is_replied_both_files_stay_readable_and_keep_their_comments(store: str, said: str) -> None:
    questionnaire, profile = STORES[store]
    after = taken(questionnaire, profile, said)
    for old, new in zip((questionnaire, profile), after, strict=True):
        if old:
            old_data, new_data = data(old), data(new)
            assert old_data.keys() <= new_data.keys()
            comments = re.findall(r"#.*", old)
            assert re.findall(r"#.*", new) == comments
    # The same replies once more find everything as it is; only what found no place at first may find one now.
    placed = [
        line for line in said.splitlines() if int(line.split(":")[0]) not in _left_out(questionnaire, profile, said)
    ]
    assert taken(*after, "\n".join(placed)) == after


def _left_out(questionnaire: str, profile: str, said: str) -> set[int]:
    """The numbers of the replies for which there was no place."""
    files = Files(Draft(questionnaire, "shop.yaml"), Draft(profile, "plum.yaml") if profile else None)
    notes = answered(files, READER.read(said, "replies.txt").replies, date(2026, 11, 23)).notes
    return {int(found[1]) for note in notes if (found := re.match(r"the reply to (\d+) was left out", note))}


@settings(max_examples=40, deadline=None)
@given(REPLIES)
def test_each_line_that_a_reply_doesn_t_touch_is_as_it_was(said: str) -> None:
    _, after = taken(NAMED, PLUM, said)
    gone = [line[1:] for line in change(PLUM, after) if line.startswith("-")]
    touched = ("unknown", "listing", "approval", "reasons:", "evidence", "photo", "ships_within", "value:", "fee")
    assert all(any(word in line for word in touched) for line in gone), gone
