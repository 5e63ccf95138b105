"""`policy-gen new`: the questions, the file that it writes, and that it never overwrites or waits for nobody."""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from policy_gen.cli import cli, new
from policy_gen.describing.reference import Key, keys_of
from policy_gen.describing.schema import schema_of
from policy_gen.findings import Finding, Level
from policy_gen.reading import read
from policy_gen.records.questionnaire import Questionnaire
from policy_gen.source import Path as Way
from policy_gen.source import parse
from policy_gen.starting.asked import (
    ACCEPTED,
    CANCELLING,
    FOR_CHOICES,
    GENERAL,
    LINKS,
    LOST,
    PER_REASON,
    STORE,
    SUPPLIER,
    Question,
)
from policy_gen.starting.interview import Interview
from policy_gen.starting.starter import SCHEMA_FILE, Answer, text
from tests.shops import FORBIDDEN

FLAGS = ("--supplier", "aliexpress", "--store-name", "Dalbit Living", "--website", "https://dalbit.example",
         "--email", "help@dalbit.example")  # fmt: skip
STORE_LINES = ("Dalbit Living", "https://dalbit.example", "help@dalbit.example", "", "", "", "", "")
"""A name, a website, an e-mail address, and Enter for all else about the store."""
SCHEMA = schema_of(Questionnaire)
COMMENTED_OUT = re.compile(r"(?m)^( *)# ( *[a-z_]+:)")


ANSWERS = st.one_of(
    st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=40).map(
        str.strip
    ),
    st.sampled_from(["no", "null", "1.5", "a: b", "a #b", "'", '"', "- a", "{a", "a, b", "[a]", "unknown", "\\n"]),
).filter(bool)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def _new(*arguments: str) -> Result:
    return _run("new", *arguments)


def _interview() -> Interview:
    return new._interview(Path("shop.yaml"))


def _told(interview: Interview, *lines: str) -> Interview:
    """The interview after these lines, each of which must be taken."""
    for line in lines:
        question = interview.question()
        assert question is not None, f"nothing is asked any more, but {line!r} is said"
        then = interview.take(question, line)
        assert isinstance(then, Interview), then
        interview = then
    return interview


def _refusal(interview: Interview, line: str) -> str:
    question = interview.question()
    assert question is not None
    then = interview.take(question, line)
    assert isinstance(then, str)
    return then


def _rest(interview: Interview, line: str = "") -> tuple[Interview, list[Question]]:
    """The end of an interview in which every question is answered with the same line, and the questions."""
    asked = []
    while question := interview.question():
        asked.append(question)
        interview = _told(interview, line)
    return interview, asked


def _names(questions: list[Question]) -> list[str]:
    return [".".join(map(str, question.way[1:])) for question in questions]


class TestWithAllFourOptions:
    def test_nothing_is_asked_and_the_file_passes_check(self) -> None:
        made = _new("shop.yaml", *FLAGS)
        checked = _run("check", "shop.yaml")

        assert made.exit_code == 0
        assert made.stderr == ""
        assert "error:" not in checked.stdout
        assert checked.exit_code == 0

    def test_it_ends_with_the_next_two_commands(self) -> None:
        assert _new("my shop.yaml", *FLAGS).stdout.splitlines()[-2:] == [
            "  policy-gen check 'my shop.yaml'",
            "  policy-gen build 'my shop.yaml'",
        ]

    def test_the_same_options_write_the_same_bytes(self) -> None:
        _new("one.yaml", *FLAGS)
        _new("two.yaml", *FLAGS)

        assert Path("one.yaml").read_bytes() == Path("two.yaml").read_bytes()

    def test_the_first_line_names_a_schema_that_lies_beside_the_file(self) -> None:
        _new("stores/shop.yaml", *FLAGS)
        first = Path("stores/shop.yaml").read_text(encoding="utf-8").splitlines()[0]
        schema = Path("stores") / first.removeprefix("# yaml-language-server: $schema=")

        assert schema.read_text(encoding="utf-8") == _run("schema").stdout

    @pytest.mark.parametrize(
        ("option", "answer"),
        [
            ("--supplier", "alixpress"),
            ("--store-name", "AliExpress Deals"),
            ("--website", "dalbit"),
            ("--email", "help at dalbit"),
        ],
    )
    def test_an_option_that_check_would_refuse_is_wrong_usage_with_the_message_of_check(
        self, option: str, answer: str
    ) -> None:
        flags = [answer if before == option else flag for before, flag in zip(("", *FLAGS), FLAGS, strict=False)]
        wrong = _new("shop.yaml", *flags)

        assert wrong.exit_code == 2
        assert not Path("shop.yaml").exists()
        _new("shop.yaml", *FLAGS)
        good = dict(zip(FLAGS[::2], FLAGS[1::2], strict=True))[option]
        written = Path("shop.yaml").read_text(encoding="utf-8")
        Path("shop.yaml").write_text(written.replace(f": {good} ", f": {answer} "), encoding="utf-8")
        error = next(line for line in _run("check", "shop.yaml").stdout.splitlines() if " error: " in line)
        message = re.sub(r".* error: (.*) \[.*\]", r"\1", error)
        assert f"{option}: {message}" in wrong.stderr


class TestWithoutATerminal:
    def test_a_missing_option_is_wrong_usage_that_names_it(self) -> None:
        wrong = _new("shop.yaml", "--supplier", "aliexpress", "--email", "help@dalbit.example")

        assert wrong.exit_code == 2
        assert "give --store-name, --website as well" in wrong.stderr
        assert not Path("shop.yaml").exists()

    def test_a_supplier_of_one_s_own_is_wrong_usage_as_its_answers_have_no_options(self) -> None:
        wrong = _new("shop.yaml", "--supplier", "own", *FLAGS[2:])

        assert wrong.exit_code == 2
        assert "only you know" in wrong.stderr


class TestNothingIsOverwritten:
    @pytest.mark.parametrize("kind", ["a file", "a folder", "a link that leads nowhere"])
    def test_what_is_there_is_refused_before_anything_else(self, kind: str) -> None:
        there = Path("shop.yaml")
        make: dict[str, Callable[[], object]] = {
            "a file": lambda: there.write_text("mine", encoding="utf-8"),
            "a folder": there.mkdir,
            "a link that leads nowhere": lambda: there.symlink_to("nowhere"),
        }
        make[kind]()
        before = there.lstat()
        refused = _new("shop.yaml")

        assert refused.exit_code == 1
        assert refused.stderr.startswith('error: "shop.yaml" is there already [OUT005]')
        assert there.lstat() == before
        assert [path.name for path in Path().iterdir()] == ["shop.yaml"]

    def test_a_file_that_appears_while_the_questions_are_asked_stays_as_it_is(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def meanwhile(interview: Interview) -> Interview:
            Path("shop.yaml").write_text("mine", encoding="utf-8")
            return interview

        monkeypatch.setattr(new, "_needs_terminal", lambda missing: None)
        monkeypatch.setattr(new, "_ask", meanwhile)

        assert _new("shop.yaml").exit_code == 1
        assert Path("shop.yaml").read_text(encoding="utf-8") == "mine"

    def test_a_disk_that_refuses_leaves_nothing_behind(self) -> None:
        Path(".policy-gen").write_text("a file where a folder should be", encoding="utf-8")
        refused = _new("shop.yaml", *FLAGS)

        assert refused.exit_code == 1
        assert "OUT005" in refused.stderr
        assert not Path("shop.yaml").exists()


class TestQuestions:
    def test_the_supplier_is_asked_first_and_then_the_store(self) -> None:
        _, asked = _rest(_told(_interview(), "aliexpress", *STORE_LINES[:3]))
        first = _interview().question()

        assert first is not None
        assert first.way == SUPPLIER
        assert "aliexpress (AliExpress)" in first.why
        assert [question.way for question in asked[:5]] == [question.way for question in STORE[3:]]

    def test_only_what_the_profile_leaves_open_is_asked(self) -> None:
        _, asked = _rest(_told(_interview(), "aliexpress", *STORE_LINES))

        assert _names(asked) == [
            "returns.accepted", "cancellation.fee",
            "ships_within", "delivers_within", "resolves_within", "instructions",
        ]  # fmt: skip

    def test_what_the_answers_open_is_asked_too_and_for_those_reasons_alone(self) -> None:
        _, asked = _rest(_told(_interview(), "aliexpress", *STORE_LINES, "change_of_mind"))
        of_returns = {question.way[-1]: question.reasons for question in asked if question.way[1] == "returns"}

        assert "report_within" in of_returns
        assert "send_back" not in of_returns  # the profile knows it
        assert set(of_returns.values()) == {("change_of_mind",)}

    def test_a_profile_keeps_what_it_accepts_when_more_is_accepted(self) -> None:
        interview = _told(_interview(), "aliexpress", *STORE_LINES, "change_of_mind", "", "30 days")
        data: Any = parse(interview.text(), "shop.yaml").data
        returns = data["supplier"]["returns"]

        assert {"damaged", "lost", "change_of_mind"} <= set(returns["accepted"])
        assert returns["report_within"] == {"change_of_mind": "30 days"}

    def test_a_supplier_of_one_s_own_is_asked_for_everything_that_the_page_needs(self) -> None:
        answers = ("damaged, change_of_mind", "shipped", "supplier", "72 hours", "declined")
        interview = _told(_interview(), "own", *STORE_LINES, *answers)
        everything = [ACCEPTED, *(one.way for one in (*CANCELLING, *PER_REASON, *FOR_CHOICES, LOST, *GENERAL))]
        _, rest = _rest(interview)

        assert [way for way in interview.answers if way[0] == "supplier"][1:] == everything[:5]
        assert [question.way for question in rest] == everything[5:]

    def test_who_agrees_by_himself_is_not_asked_how_long_he_takes(self) -> None:
        _, asked = _rest(_told(_interview(), "own", *STORE_LINES, "damaged", "shipped", "nobody"))

        assert not {"cancellation.approval.within", "cancellation.approval.silence"} & set(_names(asked))

    def test_a_supplier_of_one_s_own_must_be_known_to_accept_something_or_nothing(self) -> None:
        interview = _told(_interview(), "own", *STORE_LINES)

        assert "which reasons does the supplier accept?" in _refusal(interview, "unknown")
        assert "returns.report_within" not in _names(_rest(_told(interview, "none"))[1])

    def test_an_answer_that_is_needed_cannot_be_left_out(self) -> None:
        assert _refusal(_interview(), "") == "An answer is needed here."

    def test_a_wrong_answer_gets_the_message_of_check(self) -> None:
        interview = _told(_interview(), "aliexpress", "Dalbit Living")

        assert _refusal(interview, "dalbit") == (
            "`dalbit` cannot be used: this is not an https link\n"
            "  help: write a link that starts with https://, without spaces: `https://dalbit.example`"
        )

    def test_a_store_may_not_be_called_as_its_supplier(self) -> None:
        assert "customers must not see it" in _refusal(_told(_interview(), "aliexpress"), "Alibaba Deals")

    def test_a_street_address_is_refused_and_not_repeated(self) -> None:
        refusal = _refusal(_told(_interview(), "aliexpress", *STORE_LINES[:3]), "12 Main Street, Portland, OR 97208")

        assert "P.O. box" in refusal
        assert "Main Street" not in refusal

    def test_a_link_is_asked_for_where_it_is_an_error_that_it_is_missing(self) -> None:
        def look(written: str) -> tuple[None, list[Finding]]:
            asked = "sells_to: [FR]" in written and "\n  withdrawal_instruction:" not in written
            return None, [Finding("LAW002", Level.ERROR, "France asks for it")] if asked else []

        interview = _told(replace(_interview(), look=look), "aliexpress", *STORE_LINES[:6])
        _, asked = _rest(interview)
        _, asked_in_france = _rest(_told(interview, "FR"), "https://dalbit.example/page")

        assert asked == [*STORE[-2:]]
        assert asked_in_france[1:] == [LINKS[1]]

    def test_back_takes_the_last_answer_away_but_none_that_came_with_the_command(self) -> None:
        interview = _interview().fix(SUPPLIER, "aliexpress")
        assert isinstance(interview, Interview)
        interview = _told(interview, "Dalbit Living", "https://dalbit.example").back()

        assert interview.question() == STORE[1]
        assert interview.back().back().question() == STORE[0]

    def test_a_question_says_why_and_what_enter_stands_for(self) -> None:
        interview = _told(_interview(), "aliexpress", *STORE_LINES[:4])

        assert list(interview.prompt(STORE[4])) == [
            "How fast do you answer a message?",
            "  The page says by when customers hear from you.",
            "  [2 business days]",
        ]

    @pytest.mark.parametrize(
        "question",
        [*STORE, *LINKS, *CANCELLING, *PER_REASON, *FOR_CHOICES, LOST, *GENERAL],
        ids=lambda one: ".".join(one.way),
    )
    def test_every_question_is_about_a_key_and_can_say_more(self, question: Question) -> None:
        meaning, may_be, *example = _interview().more(question)

        assert meaning.endswith(".")
        assert may_be.startswith("  Write ")
        assert len(example) == 1

    @pytest.mark.parametrize("profile", sorted(new._profiles(Path())))
    @pytest.mark.parametrize("line", ["", "unknown"])
    def test_whoever_knows_nothing_still_gets_a_file_that_passes_check(self, profile: str, line: str) -> None:
        interview, _ = _rest(_told(_interview(), profile, *STORE_LINES), line)
        Path("shop.yaml").write_text(interview.text(), encoding="utf-8")

        assert _run("check", "shop.yaml").exit_code == 0

    def test_a_supplier_that_forbids_resale_is_not_offered_and_refused_when_named(self) -> None:
        assert not set(new._profiles(Path())) & {place.stem for place in FORBIDDEN}
        for place in FORBIDDEN:
            assert "forbids that its goods are sold on" in _refusal(_interview(), place.stem)

    def test_a_profile_beside_the_questionnaire_is_offered_too(self) -> None:
        Path("supplier_profiles").mkdir()
        Path("supplier_profiles/mine.yaml").write_text("name: My Maker\n", encoding="utf-8")
        Path("supplier_profiles/broken.yaml").write_text("name: [\n", encoding="utf-8")

        assert new._profiles(Path())["mine"] == "My Maker"
        assert "broken" not in new._profiles(Path())


class TestTheFile:
    def test_every_line_is_explained(self) -> None:
        lines = text({("store", "name"): "Dalbit Living"}, SCHEMA).splitlines()

        assert [line for line in lines if line and not re.search(r"# .*\w", line)] == []

    def test_every_question_that_is_commented_out_can_be_answered_by_taking_the_mark_away(self) -> None:
        data = parse(COMMENTED_OUT.sub(r"\1\2", text({("supplier", "profile"): "aliexpress"}, SCHEMA)), "all").data
        read(Questionnaire, parse(COMMENTED_OUT.sub(r"\1\2", text({}, SCHEMA)), "all"))

        assert set(data) == set(Questionnaire.model_fields)

    def test_answers_for_single_reasons_and_lists_are_written_on_their_line(self) -> None:
        answers: dict[Way, Answer] = {
            ("supplier", "returns", "evidence"): {"damaged": "photo, video", "lost": "none"},
            ("supplier", "returns", "accepted"): "[damaged, lost]",
            ("supplier", "returns", "not_returnable"): "none",
        }

        assert parse(_live(text(answers, SCHEMA)), "shop.yaml").data["supplier"] == {
            "returns": {
                "accepted": ["damaged", "lost"],
                "evidence": {"damaged": ["photo", "video"], "lost": "none"},
                "not_returnable": "none",
            }
        }

    @given(ANSWERS)
    def test_an_answer_is_read_back_as_it_was_typed(self, answer: str) -> None:
        assert parse(text({("store", "name"): answer}, SCHEMA), "shop.yaml").data == {"store": {"name": answer}}

    def test_a_hidden_character_in_an_answer_is_refused(self) -> None:
        refusal = _refusal(_told(_interview(), "aliexpress"), "Dalbit\x1b[D Living")

        assert refusal.startswith("U+001B is a control character")

    def test_each_key_has_an_example_or_is_a_mapping(self) -> None:
        told = [key for mapping in ("", *SCHEMA["$defs"]) for key in _keys(mapping)]

        assert [key.name for key in told if not key.example and not key.mapping] == []


def _keys(mapping: str) -> list[Key]:
    return list(keys_of(SCHEMA, mapping)) if not mapping or "properties" in SCHEMA["$defs"][mapping] else []


def _live(written: str) -> str:
    return "\n".join(line for line in written.splitlines() if not line.lstrip().startswith("#"))


PROMPT = b"\n> "
# In a program of its own, as one that runs several threads must not be forked. A shell that starts the tests in the
# background leaves them deaf to Ctrl-C, and a merchant's terminal does not.
OPEN_A_TERMINAL = (
    "import os, pty, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
    "sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"
)


LONGEST_TALK = 60.0
"""Seconds that the longest talk never needs."""


class TestOnATerminal:
    """Through a real one, as a merchant would."""

    def _talk(self, lines: list[bytes], *arguments: str) -> tuple[str, int]:
        """What the terminal showed until the program ended, and its exit code."""
        program = [sys.executable, "-c", OPEN_A_TERMINAL, sys.executable, "-m", "policy_gen", "new", *arguments]
        waiting = list(lines)
        shown = b""
        with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as talk:
            assert talk.stdin is not None
            assert talk.stdout is not None
            # A question too many would wait for ever: the test fails instead, and shows what was asked.
            deadline = Timer(LONGEST_TALK, talk.kill)
            deadline.start()
            while part := talk.stdout.read(4096):
                shown += part.replace(b"\r", b"")
                if shown.endswith(PROMPT) and waiting:
                    talk.stdin.write(waiting.pop(0))
            deadline.cancel()
        return shown.decode(), talk.returncode

    def test_questions_are_asked_explained_taken_back_and_answered(self) -> None:
        said = ["aliexpress", "?", "Dalbit", "<", "Dalbit Living", "dalbit", *STORE_LINES[1:], *[""] * 6]
        shown, code = self._talk([f"{line}\n".encode() for line in said], "shop.yaml")

        assert code == 0, shown
        assert "For example: Dalbit Living" in shown
        assert "this is not an https link" in shown
        assert shown.endswith("  policy-gen check shop.yaml\n  policy-gen build shop.yaml\n")
        assert "  name: Dalbit Living " in Path("shop.yaml").read_text(encoding="utf-8")

    @pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["Ctrl-C", "Ctrl-D"])
    def test_leaving_writes_nothing(self, key: bytes) -> None:
        shown, code = self._talk([b"aliexpress\n", key], "shop.yaml")

        assert code == 1
        assert shown.endswith("\nNothing was written.\n")
        assert "Traceback" not in shown
        assert list(Path().iterdir()) == []

    def test_with_all_four_options_nothing_is_asked_there_either(self) -> None:
        shown, code = self._talk([], "shop.yaml", *FLAGS)

        assert code == 0
        assert "> " not in shown
        assert Path(SCHEMA_FILE).is_file()
