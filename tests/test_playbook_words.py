"""The playbook's words: each language says the same under the same conditions, and everything that it names is there."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes

from policy_gen import playbook, source
from policy_gen.cli import speech
from policy_gen.cli.playbook import TO_SUPPLIERS
from policy_gen.pages.document import Words
from policy_gen.pages.language import INTERNAL
from policy_gen.playbook import first, sources
from policy_gen.playbook.letters import TO_SUPPLIERS as LETTERS_TO_SUPPLIERS
from policy_gen.reading import read
from policy_gen.records.record import Record
from policy_gen.records.shop import ShopPlatform
from policy_gen.records.supplier import Profile
from policy_gen.rim import inputs
from tests.shops import PROFILES, ROOT
from tests.test_languages import PARTICLE_BY_SOUND, Asked, labels, plain, slots
from tests.test_profiles import facts

CODES = inputs.languages()
SECTIONS = {code: speech.sections(code) for code in CODES}
LETTERS = {code: speech.letters(code) for code in CODES}
INQUIRIES = {code: speech.inquiries(code) for code in TO_SUPPLIERS}
PLATFORMS = sorted((ROOT / "shop_platforms").glob("*.yaml"))
OWN: dict[str, Any] = {
    code: source.parse((ROOT / "templates" / code / "playbook" / "words.yaml").read_text("utf-8"), code).data
    for code in CODES
}

EACH = pytest.mark.parametrize("code", CODES)
EACH_TEMPLATE = pytest.mark.parametrize("name", sorted(SECTIONS["en"].templates))
EACH_LETTER = pytest.mark.parametrize("name", sorted(LETTERS["en"].templates))


def _asked(words: Words, name: str) -> Asked:
    return Asked(Environment().parse(words.templates[name]))


def _own_text(words: Words, name: str) -> str:
    return "".join(data.data for data in Environment().parse(words.templates[name]).find_all(nodes.TemplateData))


@EACH
def test_every_language_has_a_template_for_every_section_and_every_message(code: str) -> None:
    assert set(SECTIONS[code].templates) == set(SECTIONS["en"].templates)
    assert set(LETTERS[code].templates) == set(LETTERS["en"].templates)


def test_the_messages_to_suppliers_are_the_same_in_each_of_their_languages() -> None:
    for words in INQUIRIES.values():
        assert set(words.templates) == {f"{letter}.md" for letter in LETTERS_TO_SUPPLIERS}
        for name, text in words.templates.items():
            fields = [len(re.findall(r"\*\*[［\[]", one.templates[name])) for one in INQUIRIES.values()]
            assert len(set(fields)) == 1, name
            assert "{{ store }}" in text


@EACH
@EACH_TEMPLATE
def test_each_sentence_of_a_section_stands_under_the_same_conditions_as_in_english(code: str, name: str) -> None:
    assert _asked(SECTIONS[code], name).printed == _asked(SECTIONS["en"], name).printed


@EACH
@EACH_LETTER
def test_each_sentence_of_a_message_stands_under_the_same_conditions_as_in_english(code: str, name: str) -> None:
    assert _asked(LETTERS[code], name).printed == _asked(LETTERS["en"], name).printed


@EACH
@EACH_LETTER
def test_each_message_has_the_same_blanks_in_every_language(code: str, name: str) -> None:
    def blanks(words: Words) -> int:
        return len(re.findall(r"\*\*\[", words.templates[name]))

    assert blanks(LETTERS[code]) == blanks(LETTERS["en"])


@EACH
def test_no_template_has_a_number_of_its_own(code: str) -> None:
    for words in (SECTIONS[code], LETTERS[code]):
        for name in words.templates:
            assert not re.search(r"\d", re.sub(r"^\d+\. ", "", _own_text(words, name), flags=re.MULTILINE)), name


@EACH
def test_the_playbooks_words_have_the_keys_and_the_slots_of_english(code: str) -> None:
    assert {place for place, _ in labels(OWN[code])} == {place for place, _ in labels(OWN["en"])}
    english = dict(labels(OWN["en"]))
    for place, text in labels(OWN[code]):
        assert text.strip(), place
        assert slots(text) == slots(english[place]), place


@EACH
@pytest.mark.parametrize("vocabulary", INTERNAL)
def test_every_word_that_only_staff_read_has_a_label(code: str, vocabulary: type[StrEnum]) -> None:
    assert set(OWN[code][INTERNAL[vocabulary]]) == {one.value for one in vocabulary}


@EACH
def test_what_the_playbook_says_otherwise_than_the_page_is_said_completely(code: str) -> None:
    for name in ("after", "stages", "evidence"):
        assert set(OWN[code][name]) == set(inputs.words(code).labels[name])


@EACH
def test_no_two_sections_have_the_same_heading(code: str) -> None:
    headings = [text.splitlines()[0] for text in SECTIONS[code].templates.values()]
    assert len(set(headings)) == len(headings)


@EACH
def test_every_section_and_message_that_a_section_names_is_there(code: str) -> None:
    words = SECTIONS[code]
    headings = {text.splitlines()[0].removeprefix("## ") for text in words.templates.values()}
    titles = {*words.labels["letters"].values()}
    table = [line.split("|")[2].strip() for line in words.templates["first.md"].splitlines() if line.startswith("| ")][
        1:
    ]
    assert set(table) - {"---"} <= headings
    said = re.findall(r'"([^"{]+)"', "\n".join(text for name, text in words.templates.items() if name != "first.md"))
    other = {one for one in said if one not in headings | titles}
    assert other <= {"As others describe it", "다른 곳의 설명입니다"}


@pytest.mark.parametrize("name", sorted(SECTIONS["en"].templates))
def test_korean_sections_have_no_latin_letters_and_particles_that_always_fit(name: str) -> None:
    assert not re.findall("[A-Za-z]+", plain(_own_text(SECTIONS["ko"], name)))
    assert not PARTICLE_BY_SOUND.findall(SECTIONS["ko"].templates[name])


@EACH_LETTER
def test_korean_messages_are_polite_and_have_no_latin_letters(name: str) -> None:
    text = _own_text(LETTERS["ko"], name)
    assert not re.findall("[A-Za-z]+", plain(text))
    assert not PARTICLE_BY_SOUND.findall(LETTERS["ko"].templates[name])
    endings = re.findall(r"[가-힣]+(?=[.?!](?:\s|$))", text)
    assert endings
    assert [ending for ending in endings if not re.search("(니다|세요)$", ending)] == []


@pytest.mark.parametrize("name", sorted(SECTIONS["en"].templates))
def test_korean_sections_keep_one_tone(name: str) -> None:
    endings = re.findall(r"[가-힣]+(?=[.?!](?:\s|$))", _own_text(SECTIONS["ko"], name))
    odd = [ending for ending in endings if not re.search("(니다|요)$", ending)]
    assert set(odd) <= {"즉시", "이내", "전부", "금액", "상품값", "배송비", "기간", "확인", "부터", "없음", "없이"}


STEPS = (".how", ".full", ".part", ".shipping_only", ".store_credit", ".exchange", ".policy")
"""Facts that are steps."""


def _steps() -> set[str]:
    """Every step of the shipped profiles and platforms."""
    kinds: tuple[tuple[type[Record], list[Path]], ...] = ((Profile, PROFILES), (ShopPlatform, PLATFORMS))
    records = [
        read(kind, source.parse(place.read_text("utf-8"), place.name)) for kind, places in kinds for place in places
    ]
    found = set()
    for record in records:
        for way, term, _ in facts(record):
            steps = term.reckoned
            if isinstance(steps, tuple) and way.endswith(STEPS):
                found |= set(steps)
    return found


@EACH
def test_every_step_that_is_no_label_of_a_screen_has_words(code: str) -> None:
    steps = _steps()
    assert "More actions" in steps
    acts = {step for step in steps if not step[0].isupper()}
    assert acts <= set(OWN[code]["steps"])
    assert set(OWN[code]["steps"]) <= steps


def test_every_platform_can_be_read_and_every_fact_of_it_has_a_source() -> None:
    assert {place.stem for place in PLATFORMS} == {"shopify", "woocommerce"}
    for place in PLATFORMS:
        record = read(ShopPlatform, source.parse(place.read_text("utf-8"), place.name))
        for way, term, ids in facts(record):
            assert ids or term.reckoned is None, f"{place.stem}{way}"
            assert set(ids) <= set(record.sources)
        used = {id for _, _, ids in facts(record) for id in ids}
        assert used == set(record.sources)


def test_what_only_guides_say_is_no_fact_of_a_platform() -> None:
    for place in PLATFORMS:
        record = read(ShopPlatform, source.parse(place.read_text("utf-8"), place.name))
        for way, term, ids in facts(record):
            if term.known is not None:
                assert {record.sources[id].confidence for id in ids} != {"third_party"}, f"{place.stem}{way}"


def test_each_section_says_what_it_stands_on() -> None:
    for module in (first, *playbook.SITUATIONS, sources):
        assert Path(module.__file__).stem == module.ID
        assert len(module.SOURCE) > 30


def test_the_korean_playbook_quotes_the_label_that_the_page_has() -> None:
    quoted = re.findall(r'안내 페이지의 문구: "([^:"]+):', SECTIONS["ko"].templates["choices.md"])
    page = inputs.words("ko").templates["legal_rights.md"]
    assert quoted
    assert all(f"**{label}:**" in page for label in quoted)
