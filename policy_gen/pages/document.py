"""The page of one language: a title and sections of Markdown, made from a policy and the words of that language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from jinja2 import DictLoader, Environment

from policy_gen.escaping import tidy
from policy_gen.pages.language import Amount, Language, Several, Shown
from policy_gen.policy import Policy
from policy_gen.rules.clause import Clause, Row


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: `id` is the anchor (the same in every language), `body` is Markdown without the heading.

    `language` is that of its quoted blocks, where it is not the document's.
    """

    id: str
    title: str
    body: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A finished page: `language` is a BCP 47 tag; `title`, `subtitle` and `words` are plain text, not Markdown.

    `words` holds the few labels that a format itself needs: `contents` (heading of the list of sections),
    `page` (a page number in a footer, as "Page {n} of {total}"). `mark` is a warning that stands on every page; a page
    that is published has none.
    """

    language: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    words: Mapping[str, str]
    mark: str = ""


@dataclass(frozen=True, eq=False)
class Words:
    """What a language brings along: its code, its words file and a template per clause, by the clause's id.

    Read once for all pages, and so equal only to itself.
    """

    code: str
    labels: Mapping[str, Any]
    templates: Mapping[str, str]


def _printed(value: Any) -> str:
    """Refuses to print what no language has put into words: a raw value would be neither translated nor escaped.

    A part that the clause lacks is refused here, too: a template may ask whether it is there, but not print it.
    """
    if isinstance(value, Shown | Amount | Several):
        return str(value)
    raise TypeError(f"a template prints {value!r}, which is not in words")


@lru_cache(maxsize=16)
def _language(words: Words) -> Language:
    return Language(words.code, words.labels)


@lru_cache(maxsize=16)
def _environment(words: Words) -> Environment:
    """Kept, as compiling the templates takes many times as long as filling them in."""
    return Environment(  # noqa: S701 - the templates make Markdown, and values are escaped for it
        loader=DictLoader(dict(words.templates)),
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def assemble(policy: Policy, words: Words) -> Document:
    """The page in one language: each clause through its template."""
    language = _language(words)
    sections: list[Section] = []
    for products, clauses in groupby(policy.clauses, key=lambda clause: clause.products):
        own = [_section(clause, words) for clause in clauses]
        number = sum(section.id.startswith(BLOCK) for section in sections) + 1
        sections += [_block(f"{BLOCK}{number}", language.title(products), own)] if products else own
    return Document(
        language=words.code,
        title=words.labels["title"],
        subtitle=tidy(policy.store_name),
        sections=tuple(sections),
        words={name: words.labels[name] for name in ("contents", "page")},
        mark=words.labels.get("mark", ""),
    )


BLOCK = "products-"


def _block(id: str, title: str, sections: Iterable[Section]) -> Section:
    """The sections of some products as one, their headings a step lower."""
    lower = (f"### {one.title}\n\n{_HEADING.sub('#', one.body)}" for one in sections)
    return Section(id, title, "\n".join(lower))


_HEADING = re.compile(r"^(?=#)", re.MULTILINE)


def filled(clause: Clause, words: Words) -> str:
    """A clause in words: its template filled in, as Markdown."""
    language = _language(words)
    parts = {name: language.shown(term.sure) for name, term in clause.parts.items()}
    rows = {name: [_row(row, language) for row in lines] for name, lines in clause.rows.items()}
    text = _environment(words).get_template(f"{clause.id}.md").render(parts | rows)
    return "\n".join(_flowed(text)).strip() + "\n"


def _section(clause: Clause, words: Words) -> Section:
    heading, _, body = filled(clause, words).partition("\n")
    return Section(clause.id.replace("_", "-"), heading.removeprefix("## "), body.strip() + "\n")


_STARTS = re.compile(r"\||- |\d+\. |#|>")


def _flowed(text: str) -> list[str]:
    """The lines of a template's text, joined to whole paragraphs, items and table rows.

    In a template each sentence stands on a line of its own with its condition around it; after a table row such
    sentences belong into the row's last cell.
    """
    lines: list[str] = []
    for line in map(str.strip, text.splitlines()):
        if not line or not lines or not lines[-1] or _STARTS.match(line):
            if line or (lines and lines[-1]):
                lines.append(line)
        elif lines[-1].startswith("|"):
            lines[-1] = f"{lines[-1].removesuffix('|').rstrip()}{_joint(line)}{line} |"
        else:
            lines[-1] += f"{_joint(line)}{line}"
    return lines


def _joint(line: str) -> str:
    """What goes before a line that continues another: nothing before a stop or a comma."""
    return "" if line[0] in ",.;:" else " "


def _row(row: Row, language: Language) -> dict[str, Any]:
    return {name: language.shown(term.sure) for name, term in row.items()}
