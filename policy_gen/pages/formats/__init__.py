"""The formats of a page: each has a name, a suffix and a way from a document to bytes.

What a format needs is imported on first use, so that Markdown and HTML work where the libraries of PDF are missing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from policy_gen.pages.document import Document
from policy_gen.pages.formats.style import Style

__all__ = ["FORMATS", "Format", "Style"]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a page: `suffix` ends the file's name, `render` makes its whole content.

    `render` raises `Refused` with an `OUT` finding when the machine lacks what the format needs.
    """

    name: str
    suffix: str
    render: Callable[[Document, Style], bytes]


def _markdown(document: Document, style: Style) -> bytes:
    from policy_gen.pages.formats import markdown

    return markdown.render(document, style)


def _html(document: Document, style: Style) -> bytes:
    from policy_gen.pages.formats import html

    return html.render(document, style)


def _fragment(document: Document, style: Style) -> bytes:
    from policy_gen.pages.formats import fragment

    return fragment.render(document, style)


def _pdf(document: Document, style: Style) -> bytes:
    from policy_gen.pages.formats import pdf

    return pdf.render(document, style)


FORMATS: Mapping[str, Format] = {
    "md": Format("md", ".md", _markdown),
    "html": Format("html", ".html", _html),
    "fragment": Format("fragment", ".fragment.html", _fragment),
    "pdf": Format("pdf", ".pdf", _pdf),
}
