"""The playbook in one language: its sections, the messages in the languages that they are sent in, open questions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from babel import Locale

from policy_gen.escaping import escaped
from policy_gen.pages.document import Document, Section, Words, assemble, filled
from policy_gen.playbook import Playbook, sources
from policy_gen.playbook.letters import to_customers, to_suppliers
from policy_gen.rules.clause import Clause


@dataclass(frozen=True, eq=False)
class Speech:
    """What the languages of a playbook bring along.

    `sections` are the words of the playbook itself, `letters` those of the messages to customers by language,
    `inquiries` those of the messages to suppliers by language, `headings` those of the page by language and clause.
    """

    sections: Words
    letters: Mapping[str, Words]
    inquiries: Mapping[str, Words]
    headings: Mapping[str, Mapping[str, str]]


def paper(playbook: Playbook, speech: Speech, questions: Iterable[str] = ()) -> Document:
    """The finished playbook; `questions` are what the suppliers should be asked, in the playbook's language."""
    document = assemble(playbook.policy, speech.sections)
    messages = (*_messages(playbook, speech), *_open(tuple(questions), speech.sections))
    is_last = [section.id == sources.ID for section in document.sections]
    situations = [section for section, last in zip(document.sections, is_last, strict=True) if not last]
    rest = [section for section, last in zip(document.sections, is_last, strict=True) if last]
    return replace(document, sections=(*situations, *messages, *rest))


def _messages(playbook: Playbook, speech: Speech) -> Iterator[Section]:
    for code, words in speech.letters.items():
        letters = to_customers(playbook.desks, speech.headings[code])
        yield _section("to_customers", code, letters, words, speech.sections)
    for code, words in speech.inquiries.items():
        yield _section("to_suppliers", code, to_suppliers(playbook.desks[0]), words, speech.sections)


def _section(name: str, code: str, letters: Iterable[Clause], words: Words, own: Words) -> Section:
    """The messages in one language, under headings in the playbook's own."""
    titles = own.labels["letters"]
    bodies = (f"### {titles[letter.id]}\n\n{filled(letter, words)}" for letter in letters)
    title = own.labels[name].format(Locale.parse(code, sep="-").get_display_name(own.code))
    return Section(f"{name.replace('_', '-')}-{code}", title, "\n".join(bodies), code)


def _open(questions: tuple[str, ...], own: Words) -> Iterator[Section]:
    if questions:
        items = "\n".join(f"- {escaped(question)}" for question in questions)
        yield Section(
            "open-questions", own.labels["open_questions"], f"{own.labels['open_questions_about']}\n\n{items}\n"
        )
