"""Finished pages, looked at from outside: readable, nothing invented, nothing lost between formats, no markup let in."""

import random
import re
from dataclasses import replace
from enum import Enum
from functools import cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_gen import source
from policy_gen.escaping import tidy
from policy_gen.findings import Refused
from policy_gen.pages.formats import FORMATS
from policy_gen.pages.language import Amount, Language, Several
from policy_gen.policy import Policy
from policy_gen.provenance import Answer, Default, Fact, Rule, Term
from policy_gen.reading import read
from policy_gen.records.supplier import Profile
from policy_gen.rim import inputs
from tests.answers import questionnaires, shuffled
from tests.shops import (
    CASES,
    EXAMPLES,
    LANGUAGES,
    PROFILES,
    QUESTIONNAIRES,
    SOLD_ON,
    STORE,
    TEXT_FORMATS,
    body_of,
    closed,
    loaded,
    made,
    markdown_words,
    page,
    rendered,
    sentences,
    shop,
    spaced,
    terms_of,
    text_of,
    words,
)

NAMES = [place.parent.name if place.stem == "questionnaire" else place.stem for place in QUESTIONNAIRES]
EACH = pytest.mark.parametrize("place", QUESTIONNAIRES, ids=NAMES)
IN_EACH_LANGUAGE = pytest.mark.parametrize("code", LANGUAGES)
# Examples take as long as they take on a busy machine, and files are written over in one folder.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@cache
def policy_at(place: Path) -> Policy:
    return loaded(place)[1]


@cache
def file_of(place: Path, code: str, format: str) -> bytes:
    return rendered(policy_at(place), code, format)


@cache
def visible(place: Path, code: str, format: str) -> str:
    return text_of(format, file_of(place, code, format), code)


# --- Plain words -------------------------------------------------------------------------------------------


def syllables(word: str) -> int:
    """The syllables of an English word, by its groups of vowels: rather one too many than one too few."""
    if word.isdigit():
        return len(word)
    word = re.sub(r"(?<=[^aeiouyl])e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouysxzcg])es$", "", word.lower())
    return max(len(re.findall(r"[aeiouy]+", word)), 1)


def grade(prose: list[str]) -> float:
    """The school year in which the sentences can be read (Flesch and Kincaid)."""
    said = [word for sentence in prose for word in re.findall(r"[A-Za-z]+(?:['’][a-z]+)?|\d+", sentence)]
    return 0.39 * len(said) / len(prose) + 11.8 * sum(map(syllables, said)) / len(said) - 15.59


def prose_of(markdown: str, names: list[str]) -> list[str]:
    """The sentences of a page: no headings, tables, addresses, names, nor items that are no sentences."""
    lines = [line for line in markdown.splitlines() if not line.startswith(("|", "#"))]
    text = "\n".join(lines)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    text = re.sub(r"<[^>]*>", "", text)
    return [one for one in sentences(text) if re.search(r"[a-z].*[.?!:]$", one)]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("order", 2), ("size", 1), ("pays", 1), ("shipped", 1), ("wanted", 2), ("takes", 1), ("pages", 2),
        ("delivery", 4), ("business", 3), ("partial", 2), ("money", 2), ("item", 2), ("cancellation", 4),
        ("replacement", 3), ("we", 1), ("you", 1), ("promise", 2), ("parcel", 2), ("table", 2), ("15", 2),
    ],
)  # fmt: skip
def test_syllables_are_counted_rather_too_many_than_too_few(word: str, count: int) -> None:
    assert syllables(word) in (count, count + 1)


def test_the_grade_tells_plain_words_from_lawyers_words() -> None:
    plain = ["Write to us.", "We send you a new one.", "You pay for the post."]
    legal = [
        "Notwithstanding the aforementioned provisions, reimbursement necessitates authorisation by our organisation."
    ]
    assert grade(plain) < 3
    assert grade(legal) > 15


@EACH
def test_english_prose_reads_at_grade_eight_or_lower(place: Path) -> None:
    store = loaded(place)[0].terms.store
    names = [str(store.name.sure), *([str(store.po_box.sure)] if store.po_box else [])]
    prose = prose_of(file_of(place, "en", "md").decode(), names)
    assert len(prose) > 15
    assert grade(prose) <= 8


@EACH
def test_a_time_names_its_start_in_the_same_sentence(place: Path) -> None:
    _every_time_has_a_start(file_of(place, "en", "md").decode())


def _every_time_has_a_start(markdown: str) -> None:
    for sentence in sentences(markdown):
        if re.search(r"\b(?:within|at most|up to) \d", sentence, re.IGNORECASE):
            assert re.search(r"\d .*\b(?:after|until|from)\b", sentence), sentence


# --- Nothing is invented -----------------------------------------------------------------------------------


def shown_values(term: Term[Any], language: Language) -> list[str]:
    value = language.shown(term.sure)
    match value:
        case Amount():
            return [value.whole, value.amount, value.start]
        case Several():
            return [value.all, value.any, *value.each]
        case _:
            return [value]


def _unexplained(derived: Policy, code: str) -> dict[str, str]:
    """What is left of each section's digits, addresses and links when all shown values of its terms are taken out."""
    document, language = page(derived, code), Language(code, words(code).labels)
    left = {}
    blocks = [list(block) for _, block in groupby(derived.clauses, key=lambda one: one.products or (one.id,))]
    for clauses, section in zip(blocks, document.sections, strict=True):
        of_section = terms_of(replace(derived, clauses=tuple(clauses)))
        shown = [text for _, _, term in of_section for text in shown_values(term, language) if text]
        text = f"{section.title}\n{section.body}"
        for value in sorted(set(shown), key=len, reverse=True):
            text = text.replace(value, "¤")
        text = re.sub(r"^\d+\. ", "", text, flags=re.MULTILINE)
        suspects = re.findall(r"\S*(?:\d|@|://|www\.)\S*", text)
        if suspects:
            left[section.id] = " ".join(suspects)
    return left


@IN_EACH_LANGUAGE
@EACH
def test_every_number_date_address_and_link_of_a_page_is_the_value_of_a_term(place: Path, code: str) -> None:
    assert _unexplained(policy_at(place), code) == {}


def _leaves(term: Term[Any]) -> list[Term[Any]]:
    if isinstance(term.origin, Rule):
        return [leaf for one in term.origin.inputs for leaf in _leaves(one)]
    return [term]


@EACH
def test_every_value_of_a_page_comes_from_an_answer_a_sourced_fact_or_a_named_default(place: Path) -> None:
    found = 0
    for id, name, term in terms_of(policy_at(place)):
        leaves = _leaves(term)
        assert leaves, (id, name)
        for leaf in leaves:
            found += 1
            match leaf.origin:
                case Answer(key, span):
                    assert key
                    assert span.line >= 1
                case Fact(key, span, supplier, sources):
                    assert key
                    assert supplier
                    assert sources or leaf.known is None, (id, name, key)
                    assert span.file.endswith(".yaml")
                case Default(default, why):
                    assert why
                    assert default != "unsaid" or leaf.known is None, (id, name)
    assert found > 20


@EACH
def test_an_answer_of_a_page_stands_where_its_origin_says(place: Path) -> None:
    lines = place.read_text("utf-8").splitlines()
    for id, name, term in terms_of(policy_at(place)):
        for leaf in _leaves(term):
            if isinstance(leaf.origin, Answer) and leaf.known is not None:
                span = leaf.origin.span
                written = lines[span.line - 1][span.column - 1 : span.end - 1]
                assert written, (id, name)
                if isinstance(leaf.value, str) and not isinstance(leaf.value, Enum):
                    assert str(leaf.value) in spaced(written), (id, name)


# --- The formats say the same ------------------------------------------------------------------------------


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("format", ["html", "fragment"])
@EACH
def test_every_word_of_the_markdown_stands_in_the_same_order_in_html(place: Path, format: str, code: str) -> None:
    master, text = visible(place, code, "md"), visible(place, code, format)
    if format == "html":  # has the list of its sections besides
        assert all(closed(word) in closed(text) for word in master.split())
        body = body_of(file_of(place, code, format))
        text = spaced(" ".join(part for section in body.iter("section") for part in section.itertext()))
    head = f"{page(policy_at(place), code).title} {policy_at(place).store_name}"
    assert closed(master) == closed(head) + closed(text)


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("place", EXAMPLES, ids=[place.stem for place in EXAMPLES])
def test_every_sentence_of_the_markdown_stands_in_the_pdf(place: Path, code: str) -> None:
    text = closed(visible(place, code, "pdf"))
    for section in file_of(place, code, "md").decode().split("\n## ")[1:]:
        for block in markdown_words(f"## {section}"):
            for sentence in spaced(block).split(". "):
                assert closed(sentence) in text, sentence
    for _, _, term in terms_of(policy_at(place)):
        value = Language(code, words(code).labels).shown(term.sure)
        if isinstance(value, Amount):
            assert closed(value.amount) in text


# --- What no customer may read -----------------------------------------------------------------------------


def _profile(place: Path) -> Profile:
    return read(Profile, source.parse(place.read_text("utf-8"), place.name))


def _hidden() -> list[str]:
    return [word for place in PROFILES for word in (_profile(place).name, *_profile(place).hidden_words)]


def _names_in(data: bytes, code: str, format: str) -> list[str]:
    raw = data.decode("latin-1" if format == "pdf" else "utf-8")
    text = f"{text_of(format, data, code)} {raw}"
    return [name for name in _hidden() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)]


def test_there_are_names_to_hide() -> None:
    assert {"AliExpress", "My Orders", "Alipay"} <= set(_hidden())


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("place", EXAMPLES, ids=[place.stem for place in EXAMPLES])
def test_no_page_of_an_example_names_a_supplier(place: Path, format: str, code: str) -> None:
    assert _names_in(file_of(place, code, format), code, format) == []


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("profile", SOLD_ON, ids=[place.stem for place in SOLD_ON])
def test_no_page_made_from_a_profile_names_a_supplier(profile: Path, code: str, tmp_path: Path) -> None:
    derived = made({"store": STORE, "supplier": profile.stem}, tmp_path)
    for format in TEXT_FORMATS:
        assert _names_in(rendered(derived, code, format), code, format) == []


@IN_EACH_LANGUAGE
@EACH
def test_no_page_shows_the_insides_of_the_tool(place: Path, code: str) -> None:
    for format in TEXT_FORMATS:
        text = file_of(place, code, format).decode()
        assert not re.search(r"\{\{|\{%|%\}|\bNone\b|Undefined|Missing\.|\bnull\b|<[A-Z][A-Za-z]+ object", text)
        assert not re.search(r"\bunknown\b|\b[a-z]+_[a-z_]+\b", visible(place, code, format))


# --- Hostile text ------------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "</p></section><h1>Other",
    "<a href='javascript:alert(1)'>x</a>", "[x](javascript:alert(1))", "![x](https://elsewhere.invalid/a.png)",
    "[x]: https://elsewhere.invalid", "<https://elsewhere.invalid>", "<!-- gone -->", "<![CDATA[x]]>", "<?php x ?>",
    "&lt;b&gt;", "&#60;b&#62;", "&amp;", "&nbsp;x", "&copy", "AT&T", "# Heading", "###### six", "#hash", "heading #",
    "> quote", "* item", "- item", "+ item", "1. item", "1) item", "12. Wahl", "---", "***", "===", "--- x", "~~~",
    "```code```", "`code`", "``a`b``", "**bold**", "__bold__", "*em*", "_em_", "snake_case_name", "~~gone~~", "a | b",
    "|a|b|", "|---|---|", r"back\slash", r"\*", "\\", "\\\\", "a\\", "$title ${style} $$", "%s %d {0} {n} {total}",
    "{: #id .class onclick=x}", "[TOC]", "[^1]", "[^1]: note", "*[HTML]: x", "!!! note", ":smile:", "=highlight=",
    "H~2~O", "x^2^", "https://elsewhere.invalid", "www.elsewhere.invalid", "someone@elsewhere.invalid",
    "'; DROP TABLE stores; --", "../../etc/passwd", "C:\\Windows", "\u200bzero\u200bwidth", "ﬁ ligature", "I\u0307I",
    "Ω≈ç√∫", "田中さん", "달빛리빙", "مرحبا", "שלום", "👩‍👩‍👧 shop", "e\u0301a\u0300", "ａｂｃ", "½ price", "…", "‘quotes’ “too”",
    "  many   spaces  ", "tab\there", "line\nbreak", "para\n\ngraph", "x" * 200, "a b " * 50, "-", "0", "true", "null",
    "~", "<", ">", "&", "\"", "'", "#", "*", "_", "[]()", "()", "<>", "||", "!", "::", "``", "%%", "@@",
]  # fmt: skip
HARMLESS = "Harmless"
TYPED = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.sampled_from("<>&\"'`*_~#|[](){}!\\/-+=.:;$%^ 1aA\n"), min_size=1, max_size=30),
    st.text(st.characters(blacklist_categories=["Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp"]), min_size=1, max_size=40),
    st.tuples(st.sampled_from(HOSTILE), st.sampled_from(HOSTILE)).map(" ".join),
)


def _shape(node: Any) -> list[Any]:
    """Tags and attributes, without any text."""
    return [(child.tag, sorted(child.attrib.items()), _shape(child)) for child in node if isinstance(child.tag, str)]


def _named(name: str, folder: Path) -> Policy | None:
    """The policy of a store of that name and with that shop; None where no page may carry it."""
    try:
        return made(shop(store={**STORE, "name": name, "physical_store": {"address": name}}), folder)
    except Refused:
        return None


@cache
def _harmless(code: str, format: str) -> bytes:
    with TemporaryDirectory() as folder:
        derived = _named(HARMLESS, Path(folder))
    assert derived
    return rendered(derived, code, format)


def _never_markup(name: str, folder: Path, *codes: str) -> None:
    derived = _named(name, folder)
    if derived is None:
        return
    expected = tidy(name)
    for code in codes:
        assert closed(text_of("md", rendered(derived, code, "md"), code)) == closed(
            text_of("md", _harmless(code, "md"), code)
        ).replace(HARMLESS, closed(expected))
        for format in ("html", "fragment"):
            body, like = body_of(rendered(derived, code, format)), body_of(_harmless(code, format))
            assert _shape(body) == _shape(like)
            texts, alike = list(body.itertext()), list(like.itertext())
            assert spaced(" ".join(texts)) == spaced(" ".join(alike).replace(HARMLESS, expected))


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: repr(name)[:30])
def test_hostile_text_never_becomes_markup(name: str, tmp_path: Path) -> None:
    _never_markup(name, tmp_path, *LANGUAGES)


@settings(PATIENT, max_examples=50)
@given(name=TYPED, code=st.sampled_from(LANGUAGES))
def test_no_text_at_all_becomes_markup(name: str, code: str, tmp_path: Path) -> None:
    _never_markup(name, tmp_path, code)


def test_most_of_the_hostile_texts_reach_a_page(tmp_path: Path) -> None:
    reached = [name for name in HOSTILE if _named(name, tmp_path)]
    assert len(reached) > len(HOSTILE) * 3 / 4


def test_hostile_text_is_whole_in_the_pdf_too(tmp_path: Path) -> None:
    name = '<b>1. "Wahl" & *neu*</b> [x](https://elsewhere.invalid) \\ | #'
    derived = _named(name, tmp_path)
    assert derived
    data = rendered(derived, "en", "pdf")
    assert closed(name) in closed(text_of("pdf", data, "en"))
    assert b"/URI (https://elsewhere.invalid" not in data


# --- Any valid questionnaire -------------------------------------------------------------------------------


@settings(PATIENT, max_examples=50)
@given(answers=questionnaires(), code=st.sampled_from(LANGUAGES))
def test_any_valid_questionnaire_makes_pages_in_which_nothing_is_invented(
    answers: dict[str, Any], code: str, tmp_path: Path
) -> None:
    derived = made(answers, tmp_path)
    for format in TEXT_FORMATS:
        text = text_of(format, rendered(derived, code, format), code)
        assert not re.search(r"\{\{|\{%|\bNone\b|Undefined|\bunknown\b|case_by_case", text)
    assert _unexplained(derived, code) == {}
    markdown = rendered(derived, code, "md").decode()
    assert not re.search(r"(?<!\d)0 ?(?:days|hours|일|시간|개월)", markdown)
    if code == "en":
        _every_time_has_a_start(markdown)


@IN_EACH_LANGUAGE
@settings(PATIENT, max_examples=10)
@given(data=st.data())
def test_any_valid_questionnaire_makes_a_pdf(code: str, data: st.DataObject, tmp_path: Path) -> None:
    derived = made(data.draw(questionnaires(code)), tmp_path)
    pdf = rendered(derived, code, "pdf")
    text = closed(text_of("pdf", pdf, code))
    assert all(closed(section.title) in text for section in page(derived, code).sections)


@settings(PATIENT, max_examples=30)
@given(answers=questionnaires("en"), seed=st.integers(0, 1000))
def test_the_order_of_the_answers_does_not_matter(answers: dict[str, Any], seed: int, tmp_path: Path) -> None:
    def order(keys: list[Any]) -> list[Any]:
        return random.Random(seed).sample(keys, len(keys))

    other = shuffled(answers, order)
    supplier = other.get("supplier")
    if isinstance(supplier, dict) and isinstance(supplier["returns"]["accepted"], list):
        supplier["returns"]["accepted"] = order(supplier["returns"]["accepted"])
    one, same = made(answers, tmp_path), made(other, tmp_path)
    assert rendered(one, "en", "md") == rendered(same, "en", "md")


def test_the_cases_are_in_every_language_that_they_ask_for() -> None:
    for case in CASES:
        asked = inputs.load(case / "questionnaire.yaml", {}).languages
        assert {path.name.split(".")[1] for path in case.glob("refund-policy.*.md")} == set(asked)
