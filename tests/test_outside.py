"""Our pages under the eyes of programs that others wrote. Where one of them is missing, its test says so by name."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import page as pdf_checker
import pytest
from pypdf import PdfWriter

from policy_gen.pages.document import Document
from policy_gen.pages.formats import FORMATS
from tests.outside.browser import Page, open_page
from tests.outside.tools import axe, browser, w3c_checker
from tests.papers import playbook_style, playbooks
from tests.sample_pages import ENGLISH, KOREAN
from tests.shops import EXAMPLES, QUESTIONNAIRES, ROOT, loaded, page, style

VIEWS = [(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]
# What a rule of axe found or could not decide: its name, and the first place of each.
AXE_FINDINGS = """
axe.run().then(seen => [...seen.violations, ...seen.incomplete].map(rule => `${rule.id}: ${rule.nodes[0].html}`))
"""


@cache
def _documents() -> dict[str, Document]:
    """Every example and every golden case in each of its languages, and two long pages, by a name for each."""
    found = {"sample.en": ENGLISH, "sample.ko": KOREAN}
    for place in QUESTIONNAIRES:
        read, derived = loaded(place)
        for code in read.languages:
            name = place.parent.name if place.stem == "questionnaire" else place.stem
            found[f"{name}.{code}"] = page(derived, code)
    for place in EXAMPLES:
        found |= {f"playbook-{place.stem}.{one.language}": one for one in playbooks(place)}
    return found


@pytest.fixture(scope="module")
def html_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The HTML pages as files."""
    folder = tmp_path_factory.mktemp("pages")
    chinese = playbooks(EXAMPLES[0], to_suppliers=("en", "zh"))[0]
    found = {name: _rendered(name, "html") for name in _documents()}
    found["playbook-chinese"] = FORMATS["html"].render(chinese, playbook_style())
    return {name: _written(folder / f"{name}.html", content) for name, content in found.items()}


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with open_page(browser(), tmp_path_factory.mktemp("browser")) as opened:
        yield opened


def _rendered(name: str, format: str) -> bytes:
    document = _documents()[name]
    return FORMATS[format].render(document, playbook_style() if document.mark else style())


def _written(place: Path, content: bytes) -> Path:
    place.write_bytes(content)
    return place


def _in_a_shop(fragment: bytes, document: Document) -> bytes:
    """A fragment inside the least that a page must have."""
    head = f'<!DOCTYPE html>\n<html lang="{document.language}">\n<title>{escape(document.title)}</title>\n'
    return f"{head}<h1>{escape(document.title)}</h1>\n".encode() + fragment


def _w3c_messages(places: list[Path]) -> list[str]:
    command = [*w3c_checker(), "--format", "json", "--stdout", "--exit-zero-always", *map(str, places)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return [f"{Path(found['url']).name}: {found['message']}" for found in json.loads(ran.stdout)["messages"]]


def _axe_findings(tab: Page) -> Any:
    tab.run(f"{axe()};0")
    return tab.run(AXE_FINDINGS)


# --- The W3C checker


def test_the_w3c_checker_finds_nothing_in_our_pages(html_pages: dict[str, Path]) -> None:
    assert len(html_pages) > 20
    assert _w3c_messages(list(html_pages.values())) == []


def test_the_w3c_checker_finds_nothing_in_our_fragments(tmp_path: Path) -> None:
    places = [
        _written(tmp_path / f"{name}.html", _in_a_shop(_rendered(name, "fragment"), document))
        for name, document in _documents().items()
    ]
    assert _w3c_messages(places) == []


def test_the_w3c_checker_would_find_wrong_html_and_wrong_css(tmp_path: Path) -> None:
    page = _in_a_shop(_rendered("sample.en", "fragment"), ENGLISH)
    wrong = page.replace(b"</title>", b"</title><style>p { colour: red }</style>").replace(b"</h2>", b"</h3>", 1)
    messages = _w3c_messages([_written(tmp_path / "wrong.html", wrong)])
    assert any("colour" in message for message in messages)
    assert any("h3" in message for message in messages)


# --- axe in a browser


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_axe_finds_no_barrier_and_nothing_runs_off_the_side(
    width: int, scheme: str, tab: Page, html_pages: dict[str, Path]
) -> None:
    found = {}
    for name, place in html_pages.items():
        tab.show(place, width, scheme)
        assert tab.run("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")
        assert tab.run("innerWidth") == width
        found[name] = _axe_findings(tab)
        if tab.run("document.documentElement.scrollWidth > innerWidth"):
            found[name].append("runs off the side")
    assert {name: barriers for name, barriers in found.items() if barriers} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_would_find_words_that_are_hard_to_see(scheme: str, tab: Page, tmp_path: Path) -> None:
    faint = _rendered("sample.en", "html").replace(b"--quiet: #59646e", b"--quiet: #aaa").replace(b"#a0abb4", b"#444")
    tab.show(_written(tmp_path / "faint.html", faint), 360, scheme)
    assert any(found.startswith("color-contrast: ") for found in _axe_findings(tab))


# --- PDF/UA-1 and Markdown


def test_every_pdf_is_pdf_ua_1() -> None:
    reports = {name: pdf_checker.validate_pdf_bytes(_rendered(name, "pdf"), profile="ua1") for name in _documents()}
    found = {name: [(failed.rule_id, failed.message) for failed in one.failures] for name, one in reports.items()}
    assert {name: failures for name, failures in found.items() if failures} == {}
    assert all(report.is_compliant and report.rules.total > 100 for report in reports.values())


def test_the_pdf_checker_would_find_a_page_without_a_language() -> None:
    spoilt = PdfWriter(clone_from=io.BytesIO(_rendered("sample.en", "pdf")))
    del spoilt.root_object["/Lang"]
    spoilt.write(data := io.BytesIO())
    report = pdf_checker.validate_pdf_bytes(data.getvalue(), profile="ua1")
    assert "PDFUA1-TEXT-LANGUAGE-001" in {found.rule_id for found in report.failures}


def _markdown_findings(places: list[Path]) -> list[str]:
    command = [sys.executable, "-m", "pymarkdown", "--strict-config", "scan", *map(str, places)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode in (0, 1), ran.stderr
    assert ran.stderr == ""
    return ran.stdout.splitlines()


def test_the_markdown_of_every_page_and_of_the_docs_is_clean(tmp_path: Path) -> None:
    places = [_written(tmp_path / f"{name}.md", _rendered(name, "md")) for name in _documents() if "sample" not in name]
    docs = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    assert docs
    assert _markdown_findings([*places, *docs]) == []


def test_the_markdown_checker_would_find_a_heading_of_the_wrong_level(tmp_path: Path) -> None:
    assert "MD001" in _markdown_findings([_written(tmp_path / "wrong.md", b"# One\n\n### Three\n")])[0]
