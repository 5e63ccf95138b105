"""Questionnaires as plain data and what the tool makes of them, for the tests that look at pages from outside."""

import io
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from pypdf import PdfReader

from policy_gen import policy
from policy_gen.pages.document import Document, Words, assemble
from policy_gen.pages.formats import FORMATS, Style
from policy_gen.policy import Policy
from policy_gen.provenance import Term
from policy_gen.rim import inputs
from policy_gen.rim.inputs import Inputs

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
CASES = sorted(path.parent for path in (ROOT / "tests" / "golden").glob("*/questionnaire.yaml"))
PROFILES = sorted((ROOT / "supplier_profiles").glob("*.yaml"), key=lambda path: path.stem)
ALIEXPRESS = ROOT / "supplier_profiles" / "aliexpress.yaml"
FORBIDDEN = [path for path in PROFILES if path.stem in ("amazon-prime", "shein", "temu")]
"""The profiles of suppliers that forbid to sell their goods on."""
SOLD_ON = [path for path in PROFILES if path not in FORBIDDEN]
QUESTIONNAIRES = [*EXAMPLES, *(case / "questionnaire.yaml" for case in CASES)]
LANGUAGES = inputs.languages()
TEXT_FORMATS = [name for name in FORMATS if name != "pdf"]

STORE = {"name": "Dalbit Living", "website": "https://dalbit.example", "email": "help@dalbit.example"}
LINKS = {
    name: f"https://dalbit.example/{name}" for name in ("legal_notice", "withdrawal_instruction", "withdrawal_function")
}
"""The pages of the store's website that laws ask for."""
RETURNS: dict[str, Any] = {
    "accepted": ["damaged", "not_as_described", "wrong_item"],
    "report_within": "15 days after delivery",
    "evidence": ["photo"],
    "send_back": "on request",
    "return_postage": "supplier",
    "remedies": ["refund", "replacement"],
    "refunds_within": "3-15 business days",
}
SUPPLIER = {
    "ships_within": "7 business days",
    "delivers_within": "12-25 days",
    "cancellation": {
        "until": "shipped",
        "approval": {"by": "supplier", "within": "72 hours", "silence": "declined"},
        "fee": "none",
        "refunds_within": "3-15 business days",
    },
    "returns": RETURNS,
    "lost_parcels": {"report_within": "15 days after estimated delivery", "remedies": ["refund"]},
    "resolves_within": "10 business days",
    "instructions": "clear",
}


def shop(**answers: Any) -> dict[str, Any]:
    """A valid questionnaire with these answers beside or in the place of the usual ones."""
    return {"store": STORE, "effective": "2026-12-01", "supplier": SUPPLIER, **answers}


def written(answers: Any, folder: Path, name: str = "shop.yaml") -> Path:
    """The answers as a file; what JSON writes is YAML too."""
    place = folder / name
    place.write_text(json.dumps(answers, ensure_ascii=False, indent=1), "utf-8")
    return place


def loaded(place: Path) -> tuple[Inputs, Policy]:
    """A questionnaire's inputs and its policy."""
    read = inputs.load(place, {})
    return read, policy.derive(read.terms)


def made(answers: Any, folder: Path) -> Policy:
    """The policy of answers that are given as data."""
    return loaded(written(answers, folder))[1]


@cache
def words(code: str) -> Words:
    return inputs.words(code)


@cache
def style() -> Style:
    return inputs.style()


def page(derived: Policy, code: str) -> Document:
    return assemble(derived, words(code))


def rendered(derived: Policy, code: str, format: str) -> bytes:
    return FORMATS[format].render(page(derived, code), style())


def text_of(format: str, data: bytes, code: str) -> str:
    """What a reader sees of a page in any format, with single spaces; a PDF without the page numbers at its foot."""
    if format == "md":
        return spaced(" ".join(markdown_words(data.decode())))
    if format == "pdf":
        return spaced(" ".join(_pdf_pages(data, code)).replace("\u2060", ""))
    return spaced(" ".join(body_of(data).itertext()))


def spaced(text: str) -> str:
    return " ".join(text.split())


def closed(text: str) -> str:
    """The text without any space or hyphen: lines may break anywhere, and at the hyphen of "e-mail"."""
    return re.sub(r"[\s\u2060]", "", text)


def _pdf_pages(data: bytes, code: str) -> Iterator[str]:
    pages = PdfReader(io.BytesIO(data), strict=True).pages
    for number, one in enumerate(pages, start=1):
        foot = words(code).labels["page"].format(n=number, total=len(pages))
        text = spaced(one.extract_text())
        assert foot in text
        yield text.replace(foot, "", 1)


def body_of(data: bytes) -> Any:
    """The body of an HTML page, or of a fragment put into an empty page, as a browser understands it."""
    text = data.decode()
    tree = import_module("tinyhtml5").parse(text[max(text.find("<body"), 0) :], namespace_html_elements=False)
    return tree.find("body")


def markdown_words(markdown: str) -> Iterator[str]:
    """The text of Markdown by a reader that is not the one that the tool itself uses."""
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        assert token.type not in ("html_block", "fence", "code_block")
        if token.type == "inline":
            children = token.children or []
            assert {child.type for child in children} <= INLINE, markdown
            yield "".join(" " if child.type == "softbreak" else child.content for child in children)


INLINE = {"text", "text_special", "softbreak", "strong_open", "strong_close", "link_open", "link_close"}


def terms_of(derived: Policy) -> Iterator[tuple[str, str, Term[Any]]]:
    """Every term of every clause, with the clause's id and the term's name."""
    for clause in derived.clauses:
        for row in (clause.parts, *(row for rows in clause.rows.values() for row in rows)):
            for name, term in row.items():
                yield clause.id, name, term


def sentences(markdown: str) -> list[str]:
    """The sentences of a page's paragraphs, items and table cells, headings left out, without marks."""
    found = []
    for line in markdown.splitlines():
        if line.startswith("#"):
            continue
        for part in line.strip("|").split(" | ") if line.startswith("|") else [line]:
            plain = re.sub(r"^(?:- |\d+\. )|\*\*", "", part.strip())
            found += [one for one in re.split(r"(?<=[.?!])\s+(?=[A-Z])", plain) if one]
    return found
