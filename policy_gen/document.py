"""The page of one language: a title and sections of Markdown, made from a policy and the words of that language."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: `id` is the anchor (the same in every language), `body` is Markdown without the heading."""

    id: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Document:
    """A finished page: `language` is a BCP 47 tag; `title`, `subtitle` and `words` are plain text, not Markdown.

    `words` holds the few labels that a format itself needs: `contents` (heading of the list of sections),
    `page` (a page number in a footer, as "Page {n} of {total}").
    """

    language: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    words: Mapping[str, str]
