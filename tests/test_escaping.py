"""Typed text as Markdown: it shows as typed, nothing in it acts, and nothing is escaped that needs no escape."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown
from markdown_it import MarkdownIt

from policy_gen.escaping import escaped, tidy

COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PLACES = {
    "paragraph": "{}",
    "sentence": "Write to {}, please.",
    "bold": "**{}**",
    "item": "- {}",
    "step": "1. {}",
    "cell": "| a | {} |\n| --- | --- |\n| b | c |",
}
"""Where a template may print a value."""
TEXTS = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp"]), min_size=1).filter(tidy)
SIGNS = st.text(st.sampled_from("<>&\"'`*_~#|[](){}!\\/-+=.:;$%^ 1aA"), min_size=1).filter(tidy)


def text_and_marks(source: str) -> tuple[str, list[str]]:
    """The text that CommonMark shows, and the kinds of everything else that it makes."""
    text, marks = [], []
    for token in COMMONMARK.parse(source):
        for child in token.children or [token]:
            if child.type in ("text", "text_special"):
                text.append(child.content)
            elif child.type != "inline":
                marks.append(child.type)
    return "".join(text), marks


@pytest.mark.parametrize("place", PLACES)
@given(typed=st.one_of(SIGNS, TEXTS))
def test_typed_text_shows_as_typed_wherever_it_is_printed(place: str, typed: str) -> None:
    text, marks = text_and_marks(PLACES[place].format(escaped(typed)))
    like, alike = text_and_marks(PLACES[place].format("X"))
    assert text == like.replace("X", tidy(typed))
    assert marks == alike


@given(typed=st.one_of(SIGNS, TEXTS))
def test_both_markdown_readers_agree_on_typed_text(typed: str) -> None:
    made = markdown(escaped(typed), extensions=["tables", "sane_lists"])
    shown = made.removeprefix("<p>").removesuffix("</p>")
    for entity, sign in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", '"'),
        ("&#60;", "<"),
        ("&#126;", "~"),
        ("&#61;", "="),
    ]:
        shown = shown.replace(entity, sign)
    assert made.startswith("<p>")
    assert shown.replace("&#38;", "&").replace("&amp;", "&") == tidy(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "Dalbit Living", "Moon & Light", "AT&T", "R&D Ltd.", "Smith, Jones & Co. (UK)", "No. 7", "7 Stars", "3.5 mm",
        "snake_case", "Ben's", 'the "best"', "50% off", "a ~ b", "x > y", "C#", "what-not", "10-12", "é ü ß 달빛",
        "P.O. Box 4821, Portland, OR 97208, USA", "so... yes!", "a+b=c", "you/me", "me@home", "1.5", "10.12.2026",
    ],
)  # fmt: skip
def test_nothing_is_escaped_that_needs_no_escape(typed: str) -> None:
    assert escaped(typed) == typed


@pytest.mark.parametrize(
    ("typed", "markdown"),
    [
        ("*bold*", r"\*bold\*"),
        ("_so_", r"\_so\_"),
        ("[x](y)", r"\[x\](y)"),
        ("a|b", r"a\|b"),
        ("`code`", r"\`code\`"),
        ("<b>", "&#60;b>"),
        ("&amp;", "&#38;amp;"),
        ("# one", r"\# one"),
        ("- one", r"\- one"),
        ("1. one", r"1\. one"),
        ("12) one", r"12\) one"),
        ("> one", r"\> one"),
        ("=====", "&#61;===="),
        ("~~gone~~", "&#126;&#126;gone&#126;&#126;"),
        ("a\\b", r"a\\b"),
    ],
)
def test_what_acts_is_escaped_and_stays_readable(typed: str, markdown: str) -> None:
    assert escaped(typed) == markdown


@given(typed=TEXTS)
def test_tidy_text_is_one_line_in_composed_form_and_stays_as_it_is(typed: str) -> None:
    once = tidy(f" {typed}\n\t{typed} ")
    assert once == tidy(once)
    assert once == unicodedata.normalize("NFC", once)
    assert "\n" not in once
    assert "  " not in once


def test_a_word_is_the_same_however_its_accents_were_typed() -> None:
    assert escaped("Cafe\u0301") == escaped("Caf\u00e9") == "Café"
