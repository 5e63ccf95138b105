"""The page as a piece of plain HTML to paste into a shop's policy editor: the shop brings the page and its style."""

from html import escape

from policy_gen.pages.document import Document, Section
from policy_gen.pages.formats.html import clean_html
from policy_gen.pages.formats.style import Style

# Keeps our anchors apart from those of the page that the piece is pasted into.
PREFIX = "refund-policy-"


def _section(section: Section) -> str:
    anchor = escape(PREFIX + section.id)
    body = clean_html(section.body).replace('href="#', f'href="#{PREFIX}')
    return f'<h2 id="{anchor}">{escape(section.title)}</h2>\n{body}'


def render(document: Document, style: Style) -> bytes:
    """The sections as UTF-8 HTML from h2 down; `style` has nothing to say here."""
    return ("\n".join(_section(section) for section in document.sections) + "\n").encode()
