"""docs/findings.md explains every code that there is, and every code there is can be met."""

import ast
import errno
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from policy_gen import report
from policy_gen.changes import lockfile
from policy_gen.changes.lockfile import Lock, Output
from policy_gen.cli import messages
from policy_gen.cli.playbook import _no_platform
from policy_gen.findings import KINDS, Finding, Refused, Span
from policy_gen.pages import guard
from policy_gen.pages.document import Document, Section
from policy_gen.pages.formats import pdf, weasy
from policy_gen.pages.guard import Allowed, Guard, PrivateTerms
from policy_gen.reading import read
from policy_gen.records.questionnaire import Questionnaire
from policy_gen.rim import private, publishing, trials
from policy_gen.rim.building import Build, Site, planned
from policy_gen.source import parse
from tests import making
from tests.test_versions import judged, published, state
from tests.test_wrong import ELSEWHERE
from tools import findings_page

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / findings_page.PAGE).read_text("utf-8")
SECTIONS = {section["code"]: section for section in findings_page.SECTION.finditer(PAGE)}
EACH = pytest.mark.parametrize("code", SECTIONS)
CODE = re.compile(r"[A-Z]{3}\d{3}")

# --- The page ------------------------------------------------------------------------------------


def test_every_code_has_a_heading_and_nothing_else_has_one() -> None:
    headings = re.findall(r"^### (.*)$", PAGE, re.MULTILINE)
    assert len(headings) == len(set(headings))
    assert set(headings) == set(KINDS)


def test_every_code_has_a_meaning_an_example_and_something_to_do() -> None:
    assert set(SECTIONS) == set(KINDS)


def test_the_codes_stand_in_order_under_the_heading_of_their_family() -> None:
    family, codes = "", []
    for heading in re.findall(r"^##+ (\w+)", PAGE, re.MULTILINE):
        if CODE.fullmatch(heading):
            codes.append(heading)
            assert heading[:3] == family
        else:
            assert codes == sorted(codes)
            family, codes = heading, []


def test_the_table_of_families_leads_to_each_of_them() -> None:
    headings = re.findall(r"^## (.*)$", PAGE, re.MULTILINE)
    anchors = [re.sub(r"[^a-z -]", "", heading.lower()).replace(" ", "-") for heading in headings]
    assert re.findall(r"^\| \[`[A-Z]{3}`\]\(#(.*?)\)", PAGE, re.MULTILINE) == anchors
    assert {heading[:3] for heading in headings} == {code[:3] for code in KINDS}


@EACH
def test_an_example_is_what_people_see(code: str) -> None:
    first, *others = SECTIONS[code]["example"].splitlines()
    assert re.match(r"(\S+\.ya?ml:\d+:\d+: )?(error|warning|note): ", first)
    assert first.endswith(f"[{code}]")
    assert all(re.match(r" +\d+ \| | +\| +\^+$|   (help: |also here: |- )", line) for line in others)


@EACH
def test_a_meaning_and_a_mend_are_whole_sentences_in_lines_that_fit(code: str) -> None:
    for words in (SECTIONS[code]["meaning"], SECTIONS[code]["mend"]):
        assert len(words.split()) > 2
        assert words.endswith((".\n", ".`\n", "}`.\n"))
        assert all(len(line) <= 125 for line in words.splitlines())


def test_the_page_is_up_to_date() -> None:
    assert findings_page.page() == PAGE, "run `make docs`"


def test_a_new_section_is_filled_in_and_then_stays_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# F\n\n### YML004\n\nTwice.\n\n```text\n```\n\n**What to do:** keep one.\n\n## ANS: next\n")
    monkeypatch.setattr(findings_page, "PAGE", page)
    filled = findings_page.page()
    page.write_text(filled)
    assert filled.startswith(
        "# F\n\n### YML004\n\n**Error**: a key appears twice.\n\nTwice.\n\n```text\nshop.yaml:6:3: "
    )
    assert filled.endswith("   help: keep one of the two\n```\n\n**What to do:** keep one.\n\n## ANS: next\n")
    assert findings_page.page() == filled


# --- The code ------------------------------------------------------------------------------------


def _codes(tree: ast.AST) -> Iterator[str]:
    """The codes that a module names, but for those that it only compares with."""
    if isinstance(tree, ast.Compare):
        return
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str) and CODE.fullmatch(tree.value):
        yield tree.value
    for part in ast.iter_child_nodes(tree):
        yield from _codes(part)


RAISED = {
    code
    for path in (ROOT / "policy_gen").rglob("*.py")
    if path.name != "findings.py"
    for code in _codes(ast.parse(path.read_text("utf-8")))
}


def test_no_code_is_raised_that_is_not_known() -> None:
    assert not RAISED - set(KINDS)


def test_no_code_is_known_that_nothing_raises() -> None:
    assert not set(KINDS) - RAISED


def test_a_code_that_is_only_compared_with_is_not_raised() -> None:
    assert [*_codes(ast.parse('if found.code == "ABC001" or found.code in ("ABC002",): raise refuse("ABC003")'))] == [
        "ABC003"
    ]


# --- Examples that no questionnaire makes ---------------------------------------------------------

START = Span("shop.yaml", 1, 1, 1)
PLACE = "output/shop/refund-policy.en"


def _failing(number: int) -> Callable[[], Sequence[Finding]]:
    """What a build says when the system answers with an error of this number."""
    error, place = OSError(number, os.strerror(number)), Path(f"{PLACE}.pdf")
    return lambda: [publishing._why(error, place, publishing._UNCHANGED)]


def _address_on_page() -> Sequence[Finding]:
    section = Section("contact", "Contact", "Send it to 12 Main Street, Portland.")
    return guard.on_page(Document("en", "Returns", "Dalbit", (section,), {}), Guard(START))


def _private_answer() -> Sequence[Finding]:
    source = parse("store:\n  name: Jane Roe Living\n", "shop.yaml")
    return guard.in_answers(source, Guard(START, private=[PrivateTerms("the file", ("12 Main Street", "Jane Roe"))]))


def _needless_entry() -> Sequence[Finding]:
    return [*guard.lapsed([], Guard(START, (Allowed("Unit 4 Desk Lamp", Span("shop.yaml", 9, 12, 28)),)))]


def _no_lock() -> Sequence[Finding]:
    with pytest.raises(Refused) as refused:
        lockfile.from_json("{", "shop.lock.json")
    return refused.value.findings


def _two_suppliers() -> Sequence[Finding]:
    """A letter to a store's supplier, where it has two."""
    suppliers = "suppliers:\n  - {supplier: printful, products: mugs}\n  - {supplier: aliexpress, products: lamps}\n"
    source = parse("\n" * 5 + f"{making.STORE}{suppliers}", "shop.yaml")
    with pytest.raises(Refused) as refused:
        messages._way(read(Questionnaire, source), None, source)
    return refused.value.findings


def _in_the_way() -> Sequence[Finding]:
    Path(f"{PLACE}.md").mkdir(parents=True)
    with pytest.raises(Refused) as refused:
        publishing.publish({Path(f"{PLACE}.md"): b""})
    return refused.value.findings


def _changed_by_hand() -> Sequence[Finding]:
    with pytest.raises(Refused) as refused:
        _planned({"refund-policy.en.md": b"new"}, "en")
    return refused.value.findings


def _planned(pages: Mapping[str, bytes], language: str) -> Build:
    """What a build would do after one that wrote the page of a language, which somebody changed."""
    name, folder = f"refund-policy.{language}.md", Path(PLACE).parent
    folder.mkdir(parents=True)
    (folder / name).write_bytes(b"changed")
    old = Lock("1.0", outputs={name: Output("0", language, "md")})
    return planned(pages, Lock("1.0"), Site(folder, Path("shop.lock.json"), old), overwrite=False, clean=False)


def _not_put_back() -> Sequence[Finding]:
    """The page's place is a folder by now, so that nothing can be put there."""
    place, old = Path(f"{PLACE}.md"), Path("output/shop/.policy-gen.5c0f3a9d2b7e4816.old")
    (place / "other").mkdir(parents=True)
    old.touch()
    page = publishing._Page(place, place, new=Path("new"), old=old)
    return publishing._Build(replaced=[page]).undo()


def _no_pango(patch: pytest.MonkeyPatch) -> Sequence[Finding]:
    def import_module(name: str) -> ModuleType:
        raise OSError(name)

    patch.setattr(weasy, "import_module", import_module)
    return _no_weasyprint()


def _no_font(patch: pytest.MonkeyPatch) -> Sequence[Finding]:
    patch.setattr(weasy, "import_module", ModuleType)
    patch.setattr(weasy, "_has_fonts", lambda: False)
    return _no_weasyprint()


def _no_weasyprint() -> Sequence[Finding]:
    with pytest.raises(Refused) as refused:
        weasy.weasyprint.__wrapped__()
    return refused.value.findings


MADE: dict[str, Callable[[], Sequence[Finding]]] = {
    "ADR003": _address_on_page,
    "ADR004": _private_answer,
    "ADR005": _needless_entry,
    "ADR006": lambda: private._exposed(True, Span("shop.yaml", 7, 16, 33)),
    "CHG001": lambda: judged(published(state(13)), state(8)),
    "CHG002": lambda: judged(published(state(13)), state(8, "2026-12-15"), "14 days", "2026-12-02"),
    "CHG003": lambda: judged(published(state(13)), state(13, "2026-11-30")),
    "CHG004": _no_lock,
    "CAS003": lambda: [trials._misnamed(Path("shop.cases.yml"))],
    "SHP002": lambda: [_no_platform(Span("shop.yaml", 6, 11, 21))],
    "OUT003": lambda: [pdf._missing(["달", "빛", "집"], "ko")],
    "OUT004": lambda: [pdf._unexpected("Anchor #contact defined twice")],
    "OUT005": _in_the_way,
    "OUT006": _failing(errno.ENOSPC),
    "OUT007": _failing(errno.EACCES),
    "OUT008": _failing(errno.EIO),
    "OUT009": _not_put_back,
    "OUT010": _changed_by_hand,
    "OUT011": lambda: _planned({}, "ko").notes,
    "SUP011": _two_suppliers,
}


WITHOUT_PDF: dict[str, Callable[[pytest.MonkeyPatch], Sequence[Finding]]] = {"OUT001": _no_pango, "OUT002": _no_font}


def test_every_example_that_no_wrong_file_gives_is_compared_here() -> None:
    assert set(ELSEWHERE) <= {*MADE, *WITHOUT_PDF}


@pytest.mark.parametrize("code", MADE)
def test_an_example_written_by_hand_is_what_the_code_says(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert report.text(MADE[code](), {}, colour=False) + "\n" == SECTIONS[code]["example"]


@pytest.mark.parametrize("code", WITHOUT_PDF)
def test_an_example_of_a_machine_without_what_pdf_needs_is_what_the_code_says(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert report.text(WITHOUT_PDF[code](monkeypatch), {}, colour=False) + "\n" == SECTIONS[code]["example"]
