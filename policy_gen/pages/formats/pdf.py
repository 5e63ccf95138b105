"""The page as a tagged PDF (PDF/UA-1), laid out by WeasyPrint from the same HTML that the browser gets.

Nothing is read but the text given here and the installed fonts: every address is refused, and all that WeasyPrint would
only grumble about stops the page instead.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any, NoReturn

from policy_gen.findings import Finding, Refused, finding
from policy_gen.pages.document import Document
from policy_gen.pages.formats.html import clean_html, page
from policy_gen.pages.formats.style import Style
from policy_gen.pages.formats.weasy import WITHOUT, weasyprint

# Relative links would otherwise be completed with the working folder.
BASE = "https://policy.invalid/"
# The file gets larger or takes longer; what it shows stays the same.
_HARMLESS = ("Using fontTools instead of HarfBuzz-Subset", "Unable to subset")
_MISSING_GLYPH = ".notdef glyph rendered"
# Which Debian package draws a character: the first range that holds it.
_FONT_PACKAGES = (
    (0x0000, 0x052F, "fonts-dejavu-core"),
    (0x1100, 0x11FF, "fonts-nanum"),
    (0x3130, 0x318F, "fonts-nanum"),
    (0xAC00, 0xD7FF, "fonts-nanum"),
    (0x2E80, 0x9FFF, "fonts-noto-cjk"),
    (0xF900, 0xFAFF, "fonts-noto-cjk"),
    (0x0000, 0x10FFFF, "fonts-noto-core"),
)
_HANGUL = "\uac00-\ud7a3"
_WORD_JOINER = "\u2060"
_TAGS = r"((?:<[^>]*>)*)"
_AFTER_HANGUL = re.compile(rf"(?<=[{_HANGUL}]){_TAGS}(?=[^\s<])")
_BEFORE_HANGUL = re.compile(rf"(?<=[^\s>{_WORD_JOINER}]){_TAGS}(?=[{_HANGUL}])")
_HEADING = re.compile(r"(<h3>.*?</h3>)")


def _keep_words(html: str) -> str:
    """Joins the syllables of each Korean word, so that lines break at spaces only, as Korean readers expect.

    WeasyPrint knows no `word-break: keep-all`. A word joiner does the same, is not drawn, and leaves no trace in the
    PDF's text. Headings are left alone, since bookmarks are made from them.
    """
    parts = _HEADING.split(html)
    for index in range(0, len(parts), 2):
        joined = _AFTER_HANGUL.sub(rf"\1{_WORD_JOINER}", parts[index])
        parts[index] = _BEFORE_HANGUL.sub(rf"\1{_WORD_JOINER}", joined)
    return "".join(parts)


def _body(markdown: str) -> str:
    return _keep_words(clean_html(markdown))


def _css_text(text: str) -> str:
    """A CSS string: every character that could end it is written as its number."""
    return '"' + "".join(char if char.isalnum() or char == " " else f"\\{ord(char):x} " for char in text) + '"'


def _page_numbers(words: str) -> str:
    """The CSS of a page number such as "Page {n} of {total}" at the foot of each page."""
    counters = {"{n}": "counter(page)", "{total}": "counter(pages)"}
    parts = [counters.get(part) or _css_text(part) for part in re.split(r"(\{n\}|\{total\})", words) if part]
    return f"@page {{ @bottom-right {{ content: {' '.join(parts)} }} }}"


class _Collector(logging.Handler):
    """Keeps what is logged, from warnings up."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def _nothing_lost(language: str) -> Iterator[None]:
    """Keeps WeasyPrint's complaints off the terminal, and refuses the page for them when the work is done."""
    asked = import_module("weasyprint.urls").FatalURLFetchingError
    logger = logging.getLogger("weasyprint")
    collector = _Collector()
    level, passes_on = logger.level, logger.propagate
    logger.addHandler(collector)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield
    except asked as error:
        raise Refused([_unexpected(f"it asks for {error}")]) from error
    finally:
        logger.removeHandler(collector)
        logger.setLevel(level)
        logger.propagate = passes_on
    found = _complaints(collector.records, language)
    if found:
        raise Refused(found)


def _complaints(records: list[logging.LogRecord], language: str) -> list[Finding]:
    """What WeasyPrint's log means for the merchant: one finding for all missing characters, one for each other line."""
    missing: dict[str, None] = {}
    other: dict[str, None] = {}
    for record in records:
        text = str(record.msg)
        if text.startswith(_MISSING_GLYPH) and isinstance(record.args, tuple):
            missing[str(record.args[0])] = None
        elif not text.startswith(_HARMLESS):
            other[record.getMessage()] = None
    found = [_missing(list(missing), language)] if missing else []
    return found + [_unexpected(message) for message in other]


def _missing(characters: list[str], language: str) -> Finding:
    """Names the first of the characters and counts the others."""
    first, *others = characters
    package = next(name for start, end, name in _FONT_PACKAGES if start <= ord(first) <= end)
    more = f" and {len(others)} more" if others else ""
    return finding(
        "OUT003",
        f'no installed font has "{first}" (U+{ord(first):04X}){more}, which the page in "{language}" needs',
        f"on Debian or Ubuntu: apt-get install {package}; or write it with other characters; {WITHOUT}",
    )


def _unexpected(message: str) -> Finding:
    return finding("OUT004", f"the PDF would not be what it should be: {message}", f"please report this; {WITHOUT}")


def _refuse(url: str) -> NoReturn:
    """Fetches nothing: WeasyPrint lets only this kind of error through to us."""
    raise import_module("weasyprint.urls").FatalURLFetchingError(url)


@cache
def _fonts() -> Any:
    """One font configuration for the process: WeasyPrint never gives back the memory of one."""
    return import_module("weasyprint.text.fonts").FontConfiguration()


@cache
def _sheet(css: str) -> Any:
    """A parsed style sheet, kept for the next page."""
    engine = weasyprint()
    with _nothing_lost("en"):
        return engine.CSS(string=css, base_url=BASE, url_fetcher=_refuse, font_config=_fonts())


def render(document: Document, style: Style) -> bytes:
    """The document as a PDF; raises `Refused` with an `OUT` finding if it can't be exactly as meant."""
    engine = weasyprint()
    sheets = [_sheet(css) for css in (style.print, style.pdf, _page_numbers(document.words["page"]))]
    text = page(document, style.page, "", _body)
    with _nothing_lost(document.language):
        source = engine.HTML(string=text, base_url=BASE, url_fetcher=_refuse)
        pdf: bytes = source.write_pdf(stylesheets=sheets, font_config=_fonts(), pdf_variant="pdf/ua-1")
    return pdf
