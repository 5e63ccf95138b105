"""Each language is complete and promises the same: only the words and their order differ."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import Any

import pytest
from babel import Locale
from jinja2 import Environment, meta, nodes

from policy_gen.durations import STAGES, Duration, Event, Unit
from policy_gen.escaping import escaped
from policy_gen.pages.language import LABELS, Amount, Language, Several
from policy_gen.records.reasons import UNDELIVERABLE, Reason
from policy_gen.records.scalars import Fee
from policy_gen.rim import inputs
from policy_gen.rules import READING_ORDER, products

LANGUAGES = {code: inputs.words(code) for code in inputs.languages()}
EACH = pytest.mark.parametrize("code", sorted(LANGUAGES))
CLAUSES = sorted([products.ID, *READING_ORDER])
EACH_CLAUSE = pytest.mark.parametrize("clause", CLAUSES)
EACH_EVENT = pytest.mark.parametrize("event", [*Event, None])
EACH_UNIT = pytest.mark.parametrize("unit", Unit)

FORMS = {field.name for field in (*fields(Amount), *fields(Several))} | {"first"}
"""How a part is put into a sentence: each language chooses for itself."""
ANYTHING = ""
"""A part, or words of the template itself: which words stand between two parts is a matter of word order."""
LATIN_ALLOWED = ("P.O.",)
"""What a page in another script may say in Latin letters."""
PARTICLE_BY_SOUND = re.compile(r"\}\}\**(은|는|이(?!내)|가|을|를|과|와|로|으로|나|이나|라|이라)")
"""Korean particles whose form depends on the sound before them, right after a value that can end in any."""


def plain(text: str) -> str:
    """The text without what may stand in Latin letters anywhere."""
    for allowed in LATIN_ALLOWED:
        text = text.replace(allowed, "")
    return text


def tree(code: str, clause: str) -> nodes.Template:
    return Environment().parse(LANGUAGES[code].templates[f"{clause}.md"])


def own_text(code: str, clause: str) -> str:
    """What a template itself says, without the values that it fills in."""
    return "".join(data.data for data in tree(code, clause).find_all(nodes.TemplateData))


def labels(words: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a words file with its place."""
    if isinstance(words, Mapping):
        for key, value in words.items():
            yield from labels(value, f"{at}.{key}" if at else str(key))
    else:
        yield at, words


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


class Asked:
    """Reads where a template prints which part, and anything at all: under which conditions, and in which loop."""

    def __init__(self, template: nodes.Template) -> None:
        self.printed: dict[str, set[frozenset[str]]] = defaultdict(set)
        self.forms: dict[tuple[str, frozenset[str]], set[str]] = defaultdict(set)
        self._walk(template.body, frozenset(), {})

    def _walk(self, body: list[nodes.Node], guards: frozenset[str], loops: dict[str, str]) -> None:
        for node in body:
            match node:
                case nodes.Output():
                    for part in node.nodes:
                        self._print(part, guards, loops)
                case nodes.If():
                    self._if(node, guards, loops)
                case nodes.For(target=nodes.Name(name=name)):
                    rows = f"{self._part(node.iter, loops)}[]"
                    self._walk(node.body, guards | {rows}, loops | {name: rows})
                case _:
                    raise AssertionError(f"a template has no use for {type(node).__name__}, line {node.lineno}")

    def _if(self, node: nodes.If, guards: frozenset[str], loops: dict[str, str]) -> None:
        failed: frozenset[str] = frozenset()
        for branch in (node, *node.elif_):
            asked = self._condition(branch.test, loops)
            self._walk(branch.body, guards | failed | {asked}, loops)
            failed |= {f"not {asked}"}
        self._walk(node.else_, guards | failed, loops)

    def _condition(self, node: nodes.Node, loops: dict[str, str]) -> str:
        match node:
            case nodes.Not():
                return f"not {self._condition(node.node, loops)}"
            case nodes.And() | nodes.Or():
                sides = sorted(self._condition(side, loops) for side in (node.left, node.right))
                return f"({f' {type(node).__name__} '.join(sides)})"
            case _:
                return self._part(node, loops)

    def _print(self, node: nodes.Node, guards: frozenset[str], loops: dict[str, str]) -> None:
        if isinstance(node, nodes.TemplateData):
            if node.data.strip(" \n.|"):
                self.printed[ANYTHING].add(guards)
        else:
            self.printed[ANYTHING].add(guards)
            part = self._part(node, loops)
            self.printed[part].add(guards)
            self.forms[part, guards].add(node.attr if isinstance(node, nodes.Getattr) and node.attr in FORMS else "")

    def _part(self, node: nodes.Node, loops: dict[str, str]) -> str:
        match node:
            case nodes.Name():
                return loops.get(node.name, node.name)
            case nodes.Getattr():
                part = self._part(node.node, loops)
                return part if node.attr in FORMS else f"{part}.{node.attr}"
            case _:
                raise AssertionError(f"a template only fills in and asks what is there, line {node.lineno}")


def test_there_are_english_and_korean() -> None:
    assert {"en", "ko"} <= set(LANGUAGES)


@EACH
def test_a_language_has_a_template_for_every_clause_and_no_other(code: str) -> None:
    assert sorted(LANGUAGES[code].templates) == [f"{clause}.md" for clause in CLAUSES]


@EACH
@EACH_CLAUSE
def test_templates_use_the_same_variables_as_english(code: str, clause: str) -> None:
    assert meta.find_undeclared_variables(tree(code, clause)) == meta.find_undeclared_variables(tree("en", clause))


@EACH
@EACH_CLAUSE
def test_each_part_and_each_sentence_stands_under_the_same_conditions_as_in_english(code: str, clause: str) -> None:
    assert Asked(tree(code, clause)).printed == Asked(tree("en", clause)).printed


LENGTHENS = {"groups[].longer_after_repair", "groups[].silence_waits", "groups[].breach_card_reversal",
             "groups[].late_card_reversal", "groups[].reject_left", "groups[].longer_untold", "groups[].claim_within",
             "groups[].same_fault_within", "groups[].late_after", "groups[].refused_after"}  # fmt: skip
"""What lengthens a time that has its start has none of its own, and neither has how long a delay is or what follows a day
that the sentence names."""


@EACH
@EACH_CLAUSE
def test_no_time_is_printed_without_its_start(code: str, clause: str) -> None:
    for (part, _), forms in Asked(tree(code, clause)).forms.items():
        if part in LENGTHENS:
            continue
        assert ("amount" in forms) == ("start" in forms), part


@EACH
@EACH_CLAUSE
def test_a_template_opens_with_its_only_heading_of_the_second_level(code: str, clause: str) -> None:
    text = LANGUAGES[code].templates[f"{clause}.md"]
    assert re.findall(r"^#{1,2} .*", text, re.MULTILINE) == [text.splitlines()[0]]


@EACH
def test_no_two_sections_have_the_same_heading(code: str) -> None:
    headings = [text.splitlines()[0] for text in LANGUAGES[code].templates.values()]
    assert len(set(headings)) == len(headings)


@EACH
@EACH_CLAUSE
def test_a_template_has_no_number_of_its_own(code: str, clause: str) -> None:
    assert not re.search(r"\d", re.sub(r"^\d+\. ", "", own_text(code, clause), flags=re.MULTILINE))


@EACH
def test_words_have_the_same_keys_as_english(code: str) -> None:
    def keys(language: str) -> set[str]:
        words = {key: value for key, value in LANGUAGES[language].labels.items() if key != "business_days"}
        return {place for place, _ in labels(words)}

    assert keys(code) == keys("en")


@EACH
def test_business_days_have_every_plural_of_the_language(code: str) -> None:
    assert set(LANGUAGES[code].labels["business_days"]) == {*Locale.parse(code, sep="-").plural_form.tags, "other"}


@EACH
def test_texts_have_the_same_slots_as_in_english(code: str) -> None:
    english = dict(labels(LANGUAGES["en"].labels))
    for place, text in labels(LANGUAGES[code].labels):
        if place.startswith("business_days."):
            assert slots(text) == {"n"}
        else:
            assert slots(text) == slots(english[place]), place


@EACH
def test_no_text_is_empty_or_has_a_number_of_its_own(code: str) -> None:
    for place, text in labels(LANGUAGES[code].labels):
        assert text.strip(), place
        assert not re.search(r"\d", re.sub(r"\{\d\}", "", text)), place


@EACH
@pytest.mark.parametrize("vocabulary", LABELS)
def test_every_value_that_can_be_printed_has_a_label_of_its_own(code: str, vocabulary: type[StrEnum]) -> None:
    unprinted = set(UNDELIVERABLE) if vocabulary is Reason else set()
    named = LANGUAGES[code].labels[LABELS[vocabulary]]
    assert set(named) == set(vocabulary) - unprinted
    assert len(set(named.values())) == len(named)


@EACH
@pytest.mark.parametrize("vocabulary", LABELS)
def test_a_label_never_acts_as_markup(code: str, vocabulary: type[StrEnum]) -> None:
    for label in LANGUAGES[code].labels[LABELS[vocabulary]].values():
        assert escaped(label) == label


@EACH
def test_every_event_has_a_label_of_its_own(code: str) -> None:
    after = LANGUAGES[code].labels["after"]
    assert set(after) == set(Event)
    assert len(set(after.values())) == len(after)


@EACH
def test_every_stage_that_a_cut_off_can_name_has_a_label(code: str) -> None:
    assert set(LANGUAGES[code].labels["stages"]) == set(STAGES.values())


@EACH
@EACH_UNIT
@EACH_EVENT
def test_a_duration_shows_its_amount_and_its_start(code: str, unit: Unit, event: Event | None) -> None:
    language = Language(code, LANGUAGES[code].labels)
    shown = language.shown(Duration(15, 15, unit, event))
    assert isinstance(shown, Amount)
    assert "15" in shown.amount
    assert "duration-" not in shown.amount, "a key of Babel's data"
    assert shown.start == (language.words["after"][event] if event else "")
    assert sorted(shown.whole.split()) == sorted(f"{shown.amount} {shown.start}".split())


@EACH
@EACH_UNIT
def test_a_range_shows_both_ends(code: str, unit: Unit) -> None:
    shown = Language(code, LANGUAGES[code].labels).shown(Duration(3, 15, unit, Event.DECISION))
    assert isinstance(shown, Amount)
    assert re.findall(r"\d+", shown.amount) == ["3", "15"]


def shown_in_korean() -> Iterator[str]:
    language = Language("ko", LANGUAGES["ko"].labels)
    yield from (str(language.shown(Duration(2, 2, unit, event))) for unit in Unit for event in Event)
    yield str(language.shown(Fee(12.5)))
    yield str(language.shown(date(2026, 12, 1)))
    yield from (str(language.shown(tuple(vocabulary)[:3])) for vocabulary in LABELS)


def test_korean_words_have_no_latin_letters() -> None:
    texts = [re.sub(r"\{\w*\}", "", text) for _, text in labels(LANGUAGES["ko"].labels)]
    for text in (*texts, *shown_in_korean()):
        assert not re.search("[A-Za-z]", plain(text)), text


@EACH_CLAUSE
def test_korean_templates_have_no_latin_letters(clause: str) -> None:
    assert not re.findall("[A-Za-z]+", plain(own_text("ko", clause)))


@EACH_CLAUSE
def test_korean_particles_fit_whatever_value_comes_before_them(clause: str) -> None:
    assert not PARTICLE_BY_SOUND.findall(LANGUAGES["ko"].templates[f"{clause}.md"])


@EACH_CLAUSE
def test_korean_sentences_all_have_the_same_polite_ending(clause: str) -> None:
    endings = re.findall(r"[가-힣]+(?=[.?!])", own_text("ko", clause))
    assert endings
    assert [ending for ending in endings if not re.search("(니다|주세요|마세요|나요)$", ending)] == []


def test_what_korean_names_in_quotes_stands_on_the_page() -> None:
    page = "\n".join(own_text("ko", clause) for clause in CLAUSES)
    named = {*re.findall(r"^## (.+)$", page, re.MULTILINE), *re.findall(r"\*\*([^*]+):\*\*", page)}
    after = set(LANGUAGES["ko"].labels["after"].values())
    quoted = set(re.findall("'([^']+)'", page))
    assert quoted
    assert quoted <= named | after
