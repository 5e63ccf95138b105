"""The message to a supplier: what it asks, in which words, and what it never says."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policy_gen.cli import cli
from policy_gen.inquiry.asking import message
from policy_gen.inquiry.numbered import QUESTIONS, Form
from policy_gen.inquiry.places import Asked, asked
from policy_gen.inquiry.replies import group
from tests.messages import LANGUAGES, NAMED, OWN, PLUM, SILENT, STORE, known, labels, written
from tests.shops import PROFILES

DATA = Path(__file__).parent / "data" / "messages"
STORES = {"own": (OWN, ""), "named": (NAMED, PLUM)}
HAN, HANGUL, LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[\uac00-\ud7a3]"), re.compile(r"[A-Za-z]+")


def numbers(questionnaire: str, profile: str = "") -> list[int]:
    return [one.question.number for one in asked(known(questionnaire, profile))]


def reasons(questionnaire: str, profile: str, name: str) -> list[str]:
    """The reasons that a question is open for."""
    return [
        reason for one in asked(known(questionnaire, profile)) if one.question.name == name for reason in one.reasons
    ]


def run(*arguments: str) -> Result:
    ran = CliRunner().invoke(cli, ["ask", *arguments])
    assert isinstance(ran.exception, SystemExit | None), ran.exception
    return ran


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("store", STORES)
def test_the_message_is_the_one_that_was_read_and_approved(
    store: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rewrite: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(written(tmp_path, *STORES[store]), "--language", language)
    expected = DATA / f"{store}.{language}.txt"
    if rewrite:
        expected.write_text(ran.stdout, "utf-8")
    assert ran.exit_code == 0
    assert ran.stderr == ""
    assert ran.stdout == expected.read_text("utf-8")


# --- What is asked -----------------------------------------------------------------------------------------


def test_everything_that_a_questionnaire_has_a_place_for_is_asked_where_nothing_is_known() -> None:
    assert numbers(SILENT) == [1, *range(3, 10), 12, *range(14, 24), *range(26, 35), 47, 48]


def test_a_profile_that_says_nothing_is_asked_everything_but_the_list_of_a_questionnaire() -> None:
    head = PLUM.split("\nships_within")[0] + "\n"
    assert numbers(NAMED, head) == [number for number in range(1, 52) if number != 12]


def test_what_is_known_is_not_asked_and_what_a_listing_says_is() -> None:
    assert 1 in numbers(NAMED, PLUM)
    assert 1 not in numbers(NAMED, PLUM.replace("listing, assume: 7", "7"))
    assert not {42, 49} & {*numbers(NAMED, PLUM)}


def test_what_the_store_itself_answers_for_a_profile_is_not_asked() -> None:
    own = NAMED.replace(
        "supplier: plum", "supplier: {profile: plum, ships_within: 3 days, returns: {evidence: [photo]}}"
    )
    assert {*numbers(NAMED, PLUM)} - {*numbers(own, PLUM)} == {1, 15, 29}


def test_an_unknown_of_the_store_s_own_hides_what_the_profile_says_and_is_asked() -> None:
    own = NAMED.replace("supplier: plum", "supplier: {profile: plum, returns: {report_within: unknown}}")
    assert reasons(own, PLUM, "fault_report_within") == ["damaged", "defective"]


def test_a_question_names_the_reasons_that_it_is_open_for() -> None:
    assert reasons(OWN, "", "fault_report_within") == ["wrong_item"]
    assert reasons(OWN, "", "fault_send_back") == ["damaged", "wrong_item"]
    assert reasons(OWN, "", "choice_send_back") == ["change_of_mind"]
    assert reasons(NAMED, PLUM, "fault_evidence") == [
        "not_as_described",
        "wrong_item",
        "wrong_size_sent",
        "missing_item",
    ]


def test_reasons_that_the_supplier_refuses_are_not_asked_about() -> None:
    refused = PLUM.replace("covered: listing", "covered: not_covered")
    assert reasons(NAMED, refused, "choices") == ["ordered_by_mistake"]
    assert reasons(NAMED, refused, "choice_condition") == ["change_of_mind", "ordered_by_mistake"]


def test_rules_for_countries_that_the_store_does_not_sell_to_are_not_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = written(tmp_path, NAMED, PLUM.replace("covered: listing", "covered: not_covered"))
    assert "27. In these cases (ordered by mistake)," in run(file).stdout


def test_who_needs_no_approval_is_not_asked_about_its_time_and_silence() -> None:
    by_itself = PLUM.replace("{by: supplier}", "{by: nobody}")
    assert {*numbers(NAMED, PLUM)} - {*numbers(NAMED, by_itself)} == {5, 6}


def test_who_pays_for_a_fault_that_never_comes_back_is_not_asked() -> None:
    own = STORE + "supplier: {returns: {accepted: [damaged], send_back: never}}\n"
    assert 18 not in numbers(own)
    assert 18 in numbers(own.replace("never", "always"))


def test_unclear_instructions_are_asked_for_again() -> None:
    assert 48 in numbers(STORE + "supplier: {returns: {accepted: none}, instructions: unclear}\n")
    assert 48 not in numbers(STORE + "supplier: {returns: {accepted: none}, instructions: clear}\n")


def test_where_nothing_is_open_nothing_is_printed_but_a_word_to_the_merchant(tmp_path: Path) -> None:
    answers = """\
supplier:
  ships_within: 3 days
  delivers_within: 9 days
  resolves_within: 5 days
  instructions: clear
  cancellation: {until: shipped, approval: {by: nobody}, fee: none, refunds_within: 5 days, not_cancellable: none}
  returns: {accepted: none, not_returnable: none}
  lost_parcels: {report_within: 15 days, report_opens: 20 days after shipping, remedies: [refund]}
"""
    file = tmp_path / "shop.yaml"
    file.write_text(STORE + answers, "utf-8")
    ran = run(str(file))
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert ran.stderr == "Nothing is open that the supplier could answer.\n"


# --- What it says ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_is_one_numbered_line_that_ends_in_a_question_mark_and_perhaps_choices(language: str) -> None:
    text = message([Asked(one, one.reasons) for one in QUESTIONS], labels(language), "Moon & Light")
    lines = [line for line in text.split("\n") if re.match(r"\d", line)]
    assert [int(line.split(".")[0]) for line in lines] == [one.number for one in QUESTIONS]
    assert all(re.search(r"[?？](?: \([^()]+\)|（[^（）]+）)?$", line) for line in lines)
    assert text.endswith("\n\nMoon & Light\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_all_words_and_no_others(language: str) -> None:
    english, own = labels("en"), labels(language)
    assert own.keys() == english.keys()
    assert own["questions"].keys() == {one.name for one in QUESTIONS}
    groups = {group(one.words): {word.value for word in one.words} for one in QUESTIONS if one.words and not one.yes}
    groups |= {"stage": {word.value for one in QUESTIONS if one.form is Form.CUTOFF for word in one.words or ()}}
    assert {name: {*words} for name, words in own["words"].items()} == groups
    assert own["replies"].keys() == english["replies"].keys()
    assert own["times"].keys() == english["times"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_about_some_reasons_name_them_and_others_don_t(language: str) -> None:
    named = {name for name, text in labels(language)["questions"].items() if "{reasons}" in text}
    several = {one.name for one in QUESTIONS if one.reasons and one.name[:4] not in ("deli", "cust", "lost")}
    assert named == several


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_words_of_a_question_read_the_same(language: str) -> None:
    for words in labels(language)["words"].values():
        folded = [word.casefold() for word in words.values()]
        assert len(folded) == len(set(folded))


@pytest.mark.parametrize(("language", "letters"), [("zh", HAN), ("ko", HANGUL)])
def test_a_message_is_in_its_language_throughout(language: str, letters: re.Pattern[str]) -> None:
    text = message([Asked(one, one.reasons) for one in QUESTIONS], labels(language), "")
    assert all(letters.search(line) for line in text.split("\n") if line)
    assert {*LATIN.findall(text)} == {"EUR"}
    assert not (HAN if language == "ko" else HANGUL).search(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_supplier_is_named_not_even_the_one_that_is_asked(language: str, tmp_path: Path) -> None:
    for profile in PROFILES:
        record = known(NAMED, profile.read_text("utf-8")).profile
        assert record is not None
        text = message(asked(known(NAMED, profile.read_text("utf-8"))), labels(language), "Moon & Light")
        assert not [word for word in (record.name, *record.hidden_words) if re.search(rf"\b{re.escape(word)}\b", text)]


# --- The command -------------------------------------------------------------------------------------------


def test_what_is_wrong_with_the_questionnaire_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(OWN.replace("ships_within: 3 business days", "ships_within: soon"), "utf-8")
    ran = run(str(file))
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert f"{file}:6:17: error: `soon` cannot be used" in ran.stderr


def test_a_private_term_is_not_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_GEN_PRIVATE_TERMS", "Moon & Light")
    file = tmp_path / "shop.yaml"
    file.write_text(OWN, "utf-8")
    ran = run(str(file))
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "Moon & Light" not in ran.stderr


def test_another_language_is_wrong_usage(tmp_path: Path) -> None:
    assert run("shop.yaml", "--language", "fr").exit_code == 2
