"""What a reader or a crawler sees of a page, as pieces of plain text.

Every format carries text in more places than the one that people look at: a link's target, a title, a comment.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from policy_gen.pages.document import Document

BREAK = "\n\n"
"""Stands between texts that don't belong together; no address reaches across it."""

_MARKDOWN_LINK = re.compile(r"\]\(([^)]*)\)|<([^<>\s]+)>")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_LINK_SIGNS = re.compile(r"[-_/+.,=&?#:@]+")
_SPACE = re.compile(r"\s+")
_LINE_END = re.compile(r" *\n[ \n]*")
_BLOCK_END = "\f"
_LINE_TAGS = frozenset(("li", "tr", "td", "th", "br"))
_INLINE_TAGS = frozenset(("a", "strong", "em", "b", "i", "span", "code", "small"))


@dataclass(frozen=True, slots=True)
class Carrier:
    """A text of a page and the name of the place that carries it: "section `contact`", "the title"."""

    place: str
    text: str = field(repr=False)


def of_document(document: Document) -> Iterator[Carrier]:
    """The texts of a page before it is in any format: title, subtitle, labels and sections."""
    yield Carrier("the title", document.title)
    yield Carrier("the subtitle", document.subtitle)
    for word in document.words.values():
        yield Carrier("a label", word)
    for section in document.sections:
        yield from of_markdown(section.title + BREAK + section.body, f"section `{section.id}`")


def of_markdown(text: str, place: str = "the text") -> Iterator[Carrier]:
    """The texts of Markdown: as it is written, as it is shown, and where its links lead."""
    yield Carrier(place, text)
    shown = unescape(_MARKDOWN_LINK.sub("]", text))
    if shown != text:
        yield Carrier(place, shown)
    for target in _MARKDOWN_LINK.finditer(text):
        yield Carrier(f"a link in {place}", spread(target[1] or target[2]))


def of_html(text: str) -> Iterator[Carrier]:
    """The texts of HTML: what is shown, the title, comments and the value of every attribute."""
    page = _Page()
    page.feed(text)
    page.close()
    blocks = (_LINE_END.sub("\n", block).strip() for block in "".join(page.shown).split(_BLOCK_END))
    yield Carrier("the text", BREAK.join(block for block in blocks if block))
    yield from page.hidden


def spread(link: str) -> str:
    """A link, or a file's name, as the words that it is made of."""
    plain = _PERCENT.sub(lambda code: bytes.fromhex(code[0].replace("%", "")).decode("utf-8", "replace"), link)
    return _LINK_SIGNS.sub(" ", plain)


class _Page(HTMLParser):
    """Takes a page apart; the shipped style sheets are left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[str] = []
        self.hidden: list[Carrier] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the attributes, and where a new line or paragraph begins."""
        self.inside = tag if tag in ("title", "style") else ""
        self._break(tag)
        for name, value in attrs:
            if value:
                self.hidden.append(Carrier(f"`{name}` of `{tag}`", spread(value) if " " not in value else value))

    def handle_endtag(self, tag: str) -> None:
        """Notes where a line or paragraph ends."""
        self.inside = ""
        self._break(tag)

    def handle_data(self, data: str) -> None:
        """Notes a text."""
        if self.inside == "title":
            self.hidden.append(Carrier("the title", data))
        elif self.inside != "style":
            self.shown.append(_SPACE.sub(" ", data))

    def handle_comment(self, data: str) -> None:
        """Notes a comment, which nobody is shown but everybody gets."""
        self.hidden.append(Carrier("a comment", data))

    def _break(self, tag: str) -> None:
        if tag not in _INLINE_TAGS:
            self.shown.append("\n" if tag in _LINE_TAGS else _BLOCK_END)
