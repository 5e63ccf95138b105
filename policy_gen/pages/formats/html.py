"""The page as one self-contained HTML file, and the clean HTML of a section that fragment and PDF share.

Markdown can't bring markup of its own: raw HTML is switched off while converting, and what comes out is cleaned against
a list of the few tags that a page needs. Anchors and landmarks are put round it afterwards.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from html import escape
from string import Template
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor

from policy_gen.pages.document import Document, Section
from policy_gen.pages.formats.style import Style

TAGS = {
    "h3", "h4", "p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "strong", "em", "a", "blockquote",
}  # fmt: skip
# Visible ASCII without quotes and angle brackets: whatever else a link holds is percent-encoded before it comes here.
_LINK = re.compile(r"(https://|mailto:|#)[!#-;=?-~]+")


class _TableHeads(Treeprocessor):
    """Says which cells are headings, so that a table can be followed by ear."""

    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            self._columns(table)
            for row in table.findall("tbody/tr"):
                if len(row) == 2:
                    row[0].tag = "th"
                    row[0].set("scope", "row")

    def _columns(self, table: Element) -> None:
        """Marks the headings of the columns; a heading row without a word in it goes."""
        head = table.find("thead")
        if head is None:
            return
        if not "".join(head.itertext()).strip():
            table.remove(head)
        for cell in head.iter("th"):
            cell.set("scope", "col")


class _OurMarkdown(Extension):
    """Switches raw HTML off and heads the tables."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        # After the inline text is in its place (20), so that a cell's words can be seen.
        md.treeprocessors.register(_TableHeads(md), "table_heads", 5)


@cache
def _markdown() -> Markdown:
    # Extensions as objects: naming them would search every installed package for entry points.
    return Markdown(extensions=[TableExtension(), SaneListExtension(), _OurMarkdown()])


def _link_only(tag: str, name: str, value: str) -> str | None:
    """Lets a link through if it is https, mailto or an anchor of the page."""
    return None if name == "href" and not _LINK.fullmatch(value) else value


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        attributes={"a": {"href"}, "th": {"scope"}, "*": set()},
        attribute_filter=_link_only,
        url_schemes={"https", "mailto"},
        link_rel=None,
    )


@lru_cache(maxsize=512)
def clean_html(markdown: str) -> str:
    """The clean HTML of a section's Markdown: only `TAGS`, only safe links, nothing but `scope` and `href` beside.

    Remembered, as every format needs it, and pages share many of their sections with each other.
    """
    return _cleaner().clean(_markdown().reset().convert(markdown)).strip()


def _section(section: Section, body: Callable[[str], str]) -> str:
    anchor = escape(section.id)
    text = body(section.body)
    if section.language:
        text = text.replace("<blockquote>", f'<blockquote lang="{escape(section.language)}">')
    return (
        f'<section id="{anchor}" aria-labelledby="{anchor}-title">\n'
        f'<h2 id="{anchor}-title">{escape(section.title)}</h2>\n'
        f"{text}\n</section>"
    )


def _contents(document: Document) -> str:
    """The list of the sections; a page of one or two is its own list."""
    if len(document.sections) < 3:
        return ""
    links = (f'<a href="#{escape(section.id)}">{escape(section.title)}</a>' for section in document.sections)
    items = "\n".join(f"<li>{link}</li>" for link in links)
    label = escape(document.words["contents"])
    return f'<nav aria-labelledby="page-contents">\n<h2 id="page-contents">{label}</h2>\n<ul>\n{items}\n</ul>\n</nav>'


def page(document: Document, shell: str, style: str, body: Callable[[str], str] = clean_html) -> str:
    """The whole HTML page in the given shell.

    `style` is the markup of its style sheets, `body` makes clean HTML of a section's Markdown.
    """
    first, *rest = document.sections
    return Template(shell).substitute(
        language=escape(document.language),
        title=escape(document.title),
        subtitle=escape(document.subtitle),
        mark=escape(document.mark),
        style=style,
        first_id=escape(first.id),
        first_title=escape(first.title),
        first=_section(first, body),
        contents=_contents(document),
        rest="\n".join(_section(section, body) for section in rest),
    )


def render(document: Document, style: Style) -> bytes:
    """The document as one UTF-8 HTML file that needs no other file."""
    sheets = f'<style media="screen">\n{style.screen}</style>\n<style media="print">\n{style.print}</style>'
    return page(document, style.page, sheets).encode()
