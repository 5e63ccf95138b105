"""From a policy and the words of a language to a page; and what holds for the templates of every language."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

import pytest
from jinja2 import Environment, TemplateNotFound, UndefinedError, nodes

from policy_gen.durations import Duration, Event, Unit
from policy_gen.pages.document import Document, Words, assemble
from policy_gen.policy import Policy
from policy_gen.provenance import Term
from policy_gen.records.reasons import Reason
from policy_gen.records.scalars import EmailAddress
from policy_gen.rules import READING_ORDER
from policy_gen.rules import products as products_clause
from policy_gen.rules.clause import Clause
from tests.shops import CASES, EXAMPLES, LANGUAGES, loaded, page, shop, words, written

IN_EACH_LANGUAGE = pytest.mark.parametrize("code", LANGUAGES)
FORMS = {"amount", "start", "whole", "all", "any", "each", "first"}
"""How a value may be said: each language chooses what fits its sentences."""
CLAUSE = Clause(
    "a_clause",
    {"email": Term(EmailAddress("help@dalbit.example")), "time": Term(Duration(13, 13, Unit.DAYS, Event.DELIVERY))},
    {"groups": ({"reasons": Term((Reason.DAMAGED,))}, {"reasons": Term((Reason.DEFECTIVE, Reason.MISPRINT))})},
)


def said(template: str, clause: Clause = CLAUSE, **chosen: str) -> Document:
    """The page that a clause makes by a template of its own, in English."""
    own = replace(words("en"), templates={f"{clause.id}.md": template})
    return assemble(Policy(chosen.get("store", "Dalbit Living"), (clause,), ()), own)


def body(template: str) -> str:
    (section,) = said(f"## A heading\n\n{template}").sections
    return section.body


# --- From clauses to sections ------------------------------------------------------------------------------


def test_a_section_has_the_clauses_id_as_its_anchor_and_the_templates_heading_as_its_title() -> None:
    (section,) = said("## What we do\n\nWe help.\n").sections
    assert (section.id, section.title, section.body) == ("a-clause", "What we do", "We help.\n")


def test_a_page_has_the_title_of_its_language_and_the_stores_name_on_one_line() -> None:
    document = said("## A\n\nB\n", store="  Cafe\u0301 \n Lune ")
    assert (document.language, document.title) == ("en", words("en").labels["title"])
    assert document.subtitle == "Café Lune"
    assert set(document.words) == {"contents", "page"}


def test_sentences_on_lines_of_their_own_become_one_paragraph() -> None:
    assert body("One.\nTwo.\n\nThree.\n") == "One. Two.\n\nThree.\n"


def test_what_is_left_out_leaves_no_gap() -> None:
    assert body("One.\n\n{% if nothing %}\nTwo.\n{% endif %}\n\nThree.\n") == "One.\n\nThree.\n"


def test_lists_stay_tight_and_sentences_go_on_in_their_items() -> None:
    assert body("- One.\nTwo.\n- Three.\n1. Four.\nFive.\n") == "- One. Two.\n- Three.\n1. Four. Five.\n"


def test_sentences_after_a_row_of_a_table_belong_into_its_last_cell() -> None:
    assert body("| a | b |\n| --- | --- |\n| c | |\nOne.\nTwo.\n| d | e |\n") == (
        "| a | b |\n| --- | --- |\n| c | One. Two. |\n| d | e |\n"
    )


def test_values_are_printed_in_words() -> None:
    assert body("Write to {{ email }} within {{ time }}.") == (
        "Write to <help@dalbit.example> within 13 days after delivery.\n"
    )
    assert body("{{ time.amount }}, {{ time.start }}") == "13 days, after delivery\n"


def test_rows_are_looped_over() -> None:
    damaged = words("en").labels["reasons"]["damaged"]
    assert body("{% for group in groups %}\n- {{ group.reasons.any.first }}\n{% endfor %}").startswith(
        f"- {damaged[0].upper()}{damaged[1:]}\n- "
    )


@pytest.mark.parametrize(
    "template", ["{{ nothing }}", "{{ email.nothing }}", "{{ 13 }}", "{{ 'text' }}", "{{ groups }}"]
)
def test_what_is_not_a_value_in_words_is_never_printed(template: str) -> None:
    with pytest.raises((TypeError, UndefinedError)):
        body(template)


def test_a_clause_without_a_template_is_no_page() -> None:
    with pytest.raises(TemplateNotFound):
        assemble(Policy("x", (CLAUSE,), ()), Words("en", words("en").labels, {}))


def test_the_sections_come_in_the_order_of_the_rules() -> None:
    for place in EXAMPLES:
        derived = loaded(place)[1]
        sections: list[str] = []
        for products, clauses in groupby(derived.clauses, key=lambda clause: clause.products):
            ids = [clause.id for clause in clauses]
            assert ids == [id for id in (products_clause.ID, *READING_ORDER) if id in ids]
            sections += [f"products-{len(sections)}"] if products else [id.replace("_", "-") for id in ids]
        assert [section.id for section in page(derived, "en").sections] == sections


# --- The templates of every language -----------------------------------------------------------------------


def tree(code: str, name: str) -> nodes.Template:
    return Environment(autoescape=True).parse(words(code).templates[name])


def parts_named(code: str, name: str) -> set[str]:
    """The parts of a clause that a template knows: the single ones by name, those of rows after the row's name."""
    found = {node.name for node in tree(code, name).find_all(nodes.Name)}
    for node in tree(code, name).find_all(nodes.Getattr):
        if node.attr not in FORMS and isinstance(node.node, nodes.Name):
            found.add(f"{node.node.name}.{node.attr}")
    return found


@IN_EACH_LANGUAGE
def test_every_clause_has_a_template_in_every_language_and_no_other_has_one(code: str) -> None:
    assert set(words(code).templates) == {f"{id}.md" for id in (products_clause.ID, *READING_ORDER)}


@pytest.mark.parametrize("name", sorted(words("en").templates))
@IN_EACH_LANGUAGE
def test_the_templates_of_all_languages_say_the_same_parts(code: str, name: str) -> None:
    known = parts_named(code, name)
    assert known == parts_named("en", name)


@pytest.mark.parametrize("name", sorted(words("en").templates))
@IN_EACH_LANGUAGE
def test_templates_do_not_think(code: str, name: str) -> None:
    allowed = (
        nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.If, nodes.For, nodes.And,
        nodes.Or, nodes.Not,
    )  # fmt: skip

    def below(node: nodes.Node) -> Iterator[nodes.Node]:
        yield node
        for child in node.iter_child_nodes():
            yield from below(child)

    assert [node for node in below(tree(code, name)) if not isinstance(node, allowed)] == []


@pytest.mark.parametrize("name", sorted(words("en").templates))
@IN_EACH_LANGUAGE
def test_no_template_brings_a_number_or_an_address_of_its_own(code: str, name: str) -> None:
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|^1\. ", "", words(code).templates[name], flags=re.MULTILINE)
    assert not re.search(r"\d|@|://|www\.", text)


@pytest.mark.parametrize("name", sorted(words("en").templates))
@IN_EACH_LANGUAGE
def test_a_template_begins_with_its_heading(code: str, name: str) -> None:
    lines = words(code).templates[name].splitlines()
    assert re.fullmatch(r"## \S.*\S", lines[0])
    assert not any(line.startswith(("# ", "## ")) for line in lines[1:])


@IN_EACH_LANGUAGE
def test_the_headings_of_a_language_differ(code: str) -> None:
    headings = [text.splitlines()[0] for text in words(code).templates.values()]
    assert len(set(headings)) == len(headings)


def test_no_template_is_half_in_another_language() -> None:
    for code in LANGUAGES:
        text = " ".join(re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", one) for one in words(code).templates.values())
        hangul, latin = len(re.findall(r"[가-힣]", text)), len(re.findall(r"[A-Za-z]{4,}", text))
        assert (latin == 0) if code == "ko" else (hangul == 0), code


@IN_EACH_LANGUAGE
def test_a_page_has_the_same_sections_in_every_language(code: str) -> None:
    for case in CASES:
        derived = loaded(case / "questionnaire.yaml")[1]
        theirs, english = page(derived, code), page(derived, "en")
        assert [section.id for section in theirs.sections] == [section.id for section in english.sections]
        for one, other in zip(theirs.sections, english.sections, strict=True):
            assert _outline(one.body) == _outline(other.body), (case.name, one.id)


def _outline(markdown: str) -> list[str]:
    """What a section is made of: its sub-headings, items and steps, in order."""
    return [mark[0] for mark in re.finditer(r"^(?:### |- |1\. |\|)", markdown, re.MULTILINE)]


def test_no_section_of_a_page_is_empty(tmp_path: Any) -> None:
    derived = loaded(written(shop(), tmp_path))[1]
    for code in LANGUAGES:
        assert all(section.body.strip() and section.title for section in page(derived, code).sections)
