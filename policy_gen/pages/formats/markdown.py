"""The page as Markdown: CommonMark with tables, pleasant to read as plain text."""

import re

from policy_gen.escaping import escaped
from policy_gen.pages.document import Document
from policy_gen.pages.formats.style import Style

# A heading may be closed by such signs, which then don't show.
_CLOSING = re.compile(r"(?<![^\s])#(?=#*$)")


def _heading(level: int, text: str) -> str:
    return "#" * level + " " + _CLOSING.sub(r"\#", escaped(text))


def render(document: Document, style: Style) -> bytes:
    """The document as UTF-8 Markdown; `style` has nothing to say here."""
    mark = f"**{escaped(document.mark)}**" if document.mark else ""
    blocks = [_heading(1, document.title), escaped(document.subtitle), mark]
    for section in document.sections:
        blocks += [_heading(2, section.title), section.body.strip()]
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()
