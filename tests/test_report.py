"""Findings as text, JSON and GitHub's annotations: exact shapes, and nothing from outside gets loose in them."""

import json
import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_gen.findings import Finding, Level, Span
from policy_gen.report import MAX_LINE, as_json, github, text

SHOP = "store:\n  name: 달빛 리빙\n  email: x\nsend_back: sometimes\n"


def at(line: int, column: int, end: int, file: str = "shop.yaml") -> Span:
    return Span(file, line, column, end)


def error(message: str, *spans: Span, help: str = "", code: str = "ANS003", level: Level = Level.ERROR) -> Finding:
    return Finding(code, level, message, help, spans)


def shown(finding: Finding, source: str = SHOP) -> str:
    return text([finding], {"shop.yaml": source}, colour=False)


# --- Text ------------------------------------------------------------------------------------------------


def test_a_finding_shows_place_level_message_code_line_caret_and_help() -> None:
    found = error("expected one of: never, always; found `sometimes`", at(4, 12, 21), help="write `always`")
    assert shown(found) == (
        "shop.yaml:4:12: error: expected one of: never, always; found `sometimes` [ANS003]\n"
        "    4 | send_back: sometimes\n"
        "      |            ^^^^^^^^^\n"
        "   help: write `always`"
    )


def test_a_finding_without_a_place_is_one_line() -> None:
    assert shown(error("no font", code="OUT002")) == "error: no font [OUT002]"


def test_a_finding_in_a_file_that_is_not_at_hand_shows_no_line() -> None:
    assert text([error("wrong", at(1, 1, 2))], {}, colour=False) == "shop.yaml:1:1: error: wrong [ANS003]"
    assert shown(error("wrong", at(9, 1, 2))) == "shop.yaml:9:1: error: wrong [ANS003]"


def test_the_points_of_a_list_stand_on_lines_of_their_own_before_the_help() -> None:
    found = Finding(
        "LAW015", Level.WARNING, "two things", "see to it", (at(1, 1, 6),), ("the first", "the second\n::x")
    )
    assert shown(found) == (
        "shop.yaml:1:1: warning: two things [LAW015]\n"
        "    1 | store:\n"
        "      | ^^^^^\n"
        "   - the first\n"
        "   - the second·::x\n"
        "   help: see to it"
    )
    assert json.loads(as_json([found]))["findings"][0]["message"] == "two things: the first; the second\n::x"
    assert github([found]).endswith("::two things%0A- the first%0A- the second·::x%0Ahelp: see to it")


def test_a_second_place_is_shown_after_the_first() -> None:
    assert shown(error("`name` appears twice", at(3, 3, 8), at(2, 3, 7), help="keep one", code="YML004")) == (
        "shop.yaml:3:3: error: `name` appears twice [YML004]\n"
        "    3 |   email: x\n"
        "      |   ^^^^^\n"
        "   also here: shop.yaml:2:3\n"
        "    2 |   name: 달빛 리빙\n"
        "      |   ^^^^\n"
        "   help: keep one"
    )


@pytest.mark.parametrize(
    ("line", "column", "end", "carets"),
    [
        ("name: 달빛 x", 7, 9, "      ^^^^"),
        ("name: 달빛 x", 10, 11, "           ^"),
        ("이름: x", 5, 6, "      ^"),
        ("a: 😀 b", 6, 7, "      ^"),
        ("e\u0301t: b", 6, 7, "    ^"),
        ("\u1112\u1161\u11ab: b", 6, 7, "    ^"),
        ("\tb: c", 2, 3, " ^"),
        ("a:", 3, 3, "  ^"),
        ("a: b", 90, 95, "    ^"),
    ],
)
def test_carets_stand_under_their_characters_whatever_these_are_wide(
    line: str, column: int, end: int, carets: str
) -> None:
    assert shown(error("wrong", at(1, column, end)), line).split("\n")[2] == "      | " + carets


def test_a_long_line_is_cut_around_its_caret() -> None:
    line = "a: " + "x" * 200 + "HERE" + "y" * 200
    printed, carets = shown(error("wrong", at(1, 204, 208)), line).split("\n")[1:3]
    excerpt = printed.removeprefix("    1 | ")
    assert len(excerpt) == MAX_LINE
    assert excerpt.startswith("…xxx")
    assert excerpt.endswith("yyy…")
    assert excerpt[carets.index("^") - 8 : carets.rindex("^") - 7] == "HERE"


@pytest.mark.parametrize(("column", "end"), [(1, 2), (1, 500), (250, 251), (499, 500), (500, 501)])
def test_carets_never_leave_a_cut_line(column: int, end: int) -> None:
    printed, carets = shown(error("wrong", at(1, column, end)), "z" * 500).split("\n")[1:3]
    assert len(printed) == MAX_LINE + 8
    assert 1 <= carets.count("^") <= MAX_LINE
    assert len(carets) <= len(printed) + 1


def test_only_printable_characters_are_shown() -> None:
    found = error("a\x1b[31m\nb", at(1, 4, 5), help="c\r\x9bd")
    assert shown(found, "a: \x1b]0;x\u202e\r\n") == (
        "shop.yaml:1:4: error: a·[31m·b [ANS003]\n    1 | a: ·]0;x·\n      |    ^\n   help: c··d"
    )


def test_the_line_of_an_address_is_never_shown_not_even_by_another_finding() -> None:
    address = error("no street address may be here", at(2, 9, 20), code="ADR001")
    other = error("unknown key `name`", at(2, 3, 7), code="ANS001")
    assert text([address, other], {"shop.yaml": SHOP}, colour=False) == (
        "shop.yaml:2:3: error: unknown key `name` [ANS001]\n\n"
        "shop.yaml:2:9: error: no street address may be here [ADR001]"
    )


def test_findings_are_sorted_by_place_then_level_and_those_without_place_come_last() -> None:
    findings = [
        error("7"),
        error("6", at(1, 1, 2, "z.yaml")),
        error("3", at(2, 3, 4), level=Level.WARNING),
        error("4", at(2, 3, 4), level=Level.NOTE),
        error("5", at(10, 1, 2)),
        error("2", at(2, 3, 4)),
        error("1", at(2, 1, 9)),
    ]
    assert re.findall(r": (\d) \[", text(findings, {}, colour=False)) == list("1234567")
    assert [entry["message"] for entry in json.loads(as_json(findings))["findings"]] == list("1234567")
    assert re.findall(r"::(\d)$", github(findings), re.MULTILINE) == list("1234567")


def test_colours_are_there_only_when_asked_for() -> None:
    found = error("wrong", at(3, 3, 8))
    coloured = text([found], {"shop.yaml": SHOP}, colour=True)
    assert coloured == (
        "\x1b[1mshop.yaml:3:3:\x1b[0m \x1b[1;31merror:\x1b[0m wrong [ANS003]\n"
        "    3 |   email: x\n"
        "      |   \x1b[1;31m^^^^^\x1b[0m"
    )
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == shown(found)


def test_nothing_to_tell_is_an_empty_text() -> None:
    assert text([], {}, colour=False) == ""
    assert github([]) == ""
    assert json.loads(as_json([])) == {"findings": []}


# --- JSON ------------------------------------------------------------------------------------------------


def test_json_has_the_first_place_and_null_where_there_is_none() -> None:
    findings = [error("wrong", at(4, 12, 21), at(1, 1, 2), help="write x"), error("no font", code="OUT002")]
    assert json.loads(as_json(findings)) == {
        "findings": [
            {"code": "ANS003", "level": "error", "message": "wrong", "help": "write x",
             "file": "shop.yaml", "line": 4, "column": 12},
            {"code": "OUT002", "level": "error", "message": "no font", "help": "", "file": None, "line": None, "column": None},
        ]
    }  # fmt: skip


# --- GitHub ----------------------------------------------------------------------------------------------


def test_an_annotation_spans_the_place_and_carries_code_and_help() -> None:
    assert github([error("wrong", at(4, 12, 21), help="write x")]) == (
        "::error file=shop.yaml,line=4,col=12,endColumn=20,title=ANS003::wrong%0Ahelp: write x"
    )


@pytest.mark.parametrize(
    ("level", "word"), [(Level.ERROR, "error"), (Level.WARNING, "warning"), (Level.NOTE, "notice")]
)
def test_levels_have_githubs_names(level: Level, word: str) -> None:
    assert github([error("wrong", level=level)]) == f"::{word} title=ANS003::wrong"


def test_an_annotation_is_escaped_by_githubs_rules() -> None:
    assert github([error("50%\r\n::error::x", at(1, 1, 1, "a,b:c%.yaml"))]) == (
        "::error file=a%2Cb%3Ac%25.yaml,line=1,col=1,endColumn=1,title=ANS003::50%25··::error::x"
    )


# --- Foreign text ----------------------------------------------------------------------------------------

FOREIGN = st.text(max_size=30) | st.lists(
    st.sampled_from(["::", "##[", "error", "add-mask", "]", "\n", "\r", "\x1b[2J", "\x9b", "\u2028", "\t", " ", "%", "가", "\u202e"]),
    max_size=8,
).map("".join)  # fmt: skip
SPANS = st.builds(Span, FOREIGN, st.integers(1, 4), st.integers(1, 40), st.integers(1, 80))
FINDINGS = st.lists(
    st.builds(Finding, st.sampled_from(["ANS003", "ADR001"]), st.sampled_from(Level), FOREIGN, FOREIGN, st.lists(SPANS, max_size=2).map(tuple), st.lists(FOREIGN, max_size=2).map(tuple)),
    min_size=1,
    max_size=4,
)  # fmt: skip


def lines_are_harmless(printed: str) -> None:
    for line in printed.split("\n"):
        assert all(character.isprintable() for character in line)
        assert "##[" not in line


@settings(deadline=timedelta(seconds=5))
@given(findings=FINDINGS, source=FOREIGN)
def test_no_line_of_the_text_is_a_command_or_holds_what_is_unprintable(findings: list[Finding], source: str) -> None:
    printed = text(findings, {span.file: source for found in findings for span in found.spans}, colour=False)
    lines_are_harmless(printed)
    assert not any(line.lstrip().startswith("::") for line in printed.split("\n"))


@settings(deadline=timedelta(seconds=5))
@given(findings=FINDINGS)
def test_every_annotation_is_one_line_and_one_command(findings: list[Finding]) -> None:
    printed = github(findings)
    lines_are_harmless(printed)
    assert len(printed.split("\n")) == len(findings)
    assert all(re.match(r"::(error|warning|notice) [^:]*title=A[A-Z]{2}00[13]::", line) for line in printed.split("\n"))


@settings(deadline=timedelta(seconds=5))
@given(findings=FINDINGS)
def test_json_gives_back_every_message_and_holds_plain_ascii(findings: list[Finding]) -> None:
    printed = as_json(findings)
    lines_are_harmless(printed)
    assert printed.isascii()
    told = [entry["message"] for entry in json.loads(printed)["findings"]]
    assert len(told) == len(findings)
    for found in findings:
        assert any(
            message.startswith(found.message) and all(item in message for item in found.items) for message in told
        )
