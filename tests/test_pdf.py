import ctypes.util
import hashlib
import io
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from policy_gen.findings import Finding, Refused
from policy_gen.pages.document import Document, Section
from policy_gen.pages.formats import FORMATS, Style
from policy_gen.pages.formats import pdf as pdf_format
from policy_gen.pages.formats.html import clean_html
from policy_gen.pages.formats.weasy import _no_library_search
from tests.sample_pages import ENGLISH, KOREAN

ROOT = Path(__file__).parent.parent
STYLE = Style(
    *(
        (ROOT / "templates" / "style" / name).read_text("utf-8")
        for name in ("page.html", "screen.css", "print.css", "pdf.css")
    )
)
SHORT = replace(ENGLISH, sections=(Section("contact", "Contact", "Write to us."),))
WORD_JOINER = "\u2060"
# Renders a page in a process of its own, in which starting a program or reaching for the network is an error.
ALONE = """
import hashlib, sys
from pathlib import Path
FORBIDDEN = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "socket.connect", "socket.getaddrinfo")
def watch(event, args):
    if event.startswith(FORBIDDEN):
        sys.stderr.write(f"did {event} {args}")
        raise SystemExit(9)
sys.addaudithook(watch)
sys.path.insert(0, sys.argv[1])
from policy_gen.findings import Refused
from policy_gen.pages.formats import FORMATS, Style
from tests.sample_pages import KOREAN
folder = Path(sys.argv[1], "templates", "style")
style = Style(*((folder / name).read_text("utf-8") for name in ("page.html", "screen.css", "print.css", "pdf.css")))
try:
    print(hashlib.sha256(FORMATS["pdf"].render(KOREAN, style)).hexdigest())
except Refused as refused:
    print(*(found.code for found in refused.findings))
"""


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """The PDF of each sample, by language."""
    return {document.language: FORMATS["pdf"].render(document, STYLE) for document in (ENGLISH, KOREAN)}


def _reader(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data), strict=True)


def _text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in _reader(data).pages)


def _words(document: Document) -> list[str]:
    """The words of the page as its Markdown has them, without the marks."""
    text = " ".join(f"{part.title} {clean_html(part.body)}" for part in document.sections)
    return re.sub(
        r"<[^>]*>", lambda tag: "" if tag[0].strip("</>").split()[0] in ("a", "strong", "em") else " ", text
    ).split()


def _tags(data: bytes) -> Iterator[Any]:
    """Every element of the structure tree, in reading order."""

    def below(node: Any) -> Iterator[Any]:
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            inner = kid.get_object()
            if isinstance(inner, dict) and "/S" in inner:
                yield inner
                yield from below(inner)

    root: Any = _reader(data).trailer["/Root"]
    yield from below(root["/StructTreeRoot"])


def _refusal(document: Document, style: Style = STYLE) -> Finding:
    with pytest.raises(Refused) as refused:
        FORMATS["pdf"].render(document, style)
    (found,) = refused.value.findings
    return found


def _alone(tmp_path: Path, **environment: str) -> str:
    """What `ALONE` prints, run in another folder with this environment only."""
    ran = subprocess.run(
        [sys.executable, "-c", ALONE, str(ROOT)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


@pytest.mark.parametrize("document", [ENGLISH, KOREAN], ids=["en", "ko"])
def test_every_word_of_the_page_is_in_the_text_of_the_pdf(document: Document, made: dict[str, bytes]) -> None:
    text = _text(made[document.language])
    closed = re.sub(r"\s", "", text)  # "e-mail" may be parted at its hyphen
    assert [word for word in _words(document) if word not in closed] == []
    assert document.title in text
    assert document.subtitle in text


def test_korean_lines_break_between_words_only(made: dict[str, bytes]) -> None:
    text = _text(made["ko"])
    headings = {
        word
        for part in KOREAN.sections
        for line in part.body.splitlines()
        if line.startswith("#")
        for word in line.split()
    }
    assert set(_words(KOREAN)) - headings - set(text.split()) == set()
    assert WORD_JOINER not in text


def test_what_joins_korean_words_is_in_no_heading_and_leaves_the_words_alone() -> None:
    html = pdf_format._body("### 설명과 달라요\n**12시간 이내**에는 A(가나) help@a.example로 쓰세요")
    assert WORD_JOINER not in html.split("</h3>")[0]
    assert f"이{WORD_JOINER}내</strong>{WORD_JOINER}에{WORD_JOINER}는 A({WORD_JOINER}가" in html
    assert html.replace(WORD_JOINER, "") == clean_html(
        "### 설명과 달라요\n**12시간 이내**에는 A(가나) help@a.example로 쓰세요"
    )


@pytest.mark.parametrize("document", [ENGLISH, KOREAN], ids=["en", "ko"])
def test_the_pdf_is_tagged_and_says_its_title_and_language(document: Document, made: dict[str, bytes]) -> None:
    reader = _reader(made[document.language])
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == document.language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert re.search(rb'pdfuaid:part(="1"|>1<)', root["/Metadata"].get_data())
    assert {name: str(value) for name, value in (reader.metadata or {}).items()} == {
        "/Title": f"{document.title} · {document.subtitle}",
        "/Producer": f"WeasyPrint {import_module('weasyprint').__version__}",
    }


def test_the_tags_are_those_of_the_page(made: dict[str, bytes]) -> None:
    tags = [tag["/S"] for tag in _tags(made["en"])]
    assert tags.count("/H1") == 1
    assert tags.count("/H2") == len(ENGLISH.sections)
    assert tags.count("/H3") == 3
    assert tags.count("/Table") == 2
    assert tags.count("/TH") == 2 + 8 + 3
    assert tags.count("/Link") >= 6


def test_every_list_holds_items_of_a_label_and_a_body(made: dict[str, bytes]) -> None:
    for tag in _tags(made["en"]):
        kids = [kid.get_object() for kid in tag["/K"] if not isinstance(kid, int)]
        kinds = [kid["/S"] for kid in kids if "/S" in kid]
        if tag["/S"] == "/L":
            assert set(kinds) == {"/LI"}
        if tag["/S"] == "/LI":
            assert kinds == ["/Lbl", "/LBody"]


def test_the_bookmarks_are_the_headings(made: dict[str, bytes]) -> None:
    def titles(marks: Any) -> list[Any]:
        return [titles(mark) if isinstance(mark, list) else mark.title for mark in marks]

    parts = [part.title for part in KOREAN.sections]
    faults = ["파손되어 도착했어요", "설명과 달라요", "다른 상품이 왔어요"]
    assert titles(_reader(made["ko"]).outline) == [KOREAN.title, [*parts[:3], faults, *parts[3:]]]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_page_has_its_number_and_the_later_ones_a_heading(language: str, made: dict[str, bytes]) -> None:
    document = {"en": ENGLISH, "ko": KOREAN}[language]
    pages = [page.extract_text() for page in _reader(made[language]).pages]
    assert len(pages) > 1
    for number, text in enumerate(pages, 1):
        assert document.words["page"].format(n=number, total=len(pages)) in text
    assert all(document.title in text and document.subtitle in text for text in pages)


def test_a_page_number_may_stand_anywhere_in_its_words_and_can_be_nothing_but_text() -> None:
    assert pdf_format._page_numbers("{total} / {n}") == (
        '@page { @bottom-right { content: counter(pages) " \\2f  " counter(page) } }'
    )
    assert pdf_format._css_text('"; }</style>\n') == '"\\22 \\3b  \\7d \\3c \\2f style\\3e \\a "'


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_font_is_embedded(language: str, made: dict[str, bytes]) -> None:
    pages: Any = _reader(made[language]).pages
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    fonts = [inner.get_object()["/FontDescriptor"] for font in fonts for inner in font["/DescendantFonts"]]
    assert fonts
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font) for font in fonts)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_links_lead_to_the_web_to_mail_or_within_the_page_and_nothing_is_attached(
    language: str, made: dict[str, bytes]
) -> None:
    reader = _reader(made[language])
    links: list[Any] = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    addresses = {link["/A"]["/URI"] for link in links if link.get("/A", {}).get("/S") == "/URI"}
    assert addresses == {"mailto:help@dalbit.example", "https://dalbit.example"}
    assert all("/Dest" in link or link["/A"]["/S"] in ("/URI", "/GoTo") for link in links)
    assert dict(reader.attachments) == {}


def test_the_same_page_is_the_same_bytes_whenever_and_wherever(made: dict[str, bytes], tmp_path: Path) -> None:
    """And it takes no other program and no network to make it."""
    assert FORMATS["pdf"].render(KOREAN, STYLE) == made["ko"]
    home = tmp_path / "home"
    elsewhere = _alone(tmp_path, HOME=str(home), TZ="Asia/Seoul", PYTHONHASHSEED="7", LANG="C", SOURCE_DATE_EPOCH="1")
    assert elsewhere == hashlib.sha256(made["ko"]).hexdigest()


def test_no_font_at_all_is_refused_before_anything_is_rendered(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{tmp_path / 'empty'}</dir><cachedir>{tmp_path}</cachedir></fontconfig>")
    assert _alone(tmp_path, FONTCONFIG_FILE=str(config)) == "OUT002"


def test_without_pango_the_refusal_names_both_ways_out_and_nothing_else_is_printed(tmp_path: Path) -> None:
    code = (
        "import sys, cffi\n"
        "real = cffi.FFI.dlopen\n"
        "def dlopen(self, name, flags=0):\n"
        "    if name and 'pango' in name:\n"
        "        raise OSError(f'cannot load library {name}')\n"
        "    return real(self, name, flags)\n"
        "cffi.FFI.dlopen = dlopen\n"
        "from policy_gen.findings import Refused\n"
        "from policy_gen.pages.formats.weasy import weasyprint\n"
        "for _ in range(2):\n"
        "    try:\n"
        "        weasyprint()\n"
        "    except Refused as refused:\n"
        "        (found,) = refused.findings\n"
        "        print(found.code, found.help)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    first, second = ran.stdout.splitlines()
    assert first == second
    assert first.startswith("OUT001 ")
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core fonts-nanum" in first
    assert "--format md --format html --format fragment" in first
    assert ran.stderr == ""


def test_the_search_for_libraries_is_put_back() -> None:
    search = ctypes.util.find_library
    with pytest.raises(RuntimeError), _no_library_search():
        raise RuntimeError
    assert ctypes.util.find_library is search


def test_the_search_for_libraries_is_left_alone_where_it_starts_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    search = ctypes.util.find_library
    with _no_library_search():
        assert (ctypes.util.find_library is search) == (not sys.platform.startswith("linux"))
    monkeypatch.setattr(sys, "platform", "darwin")
    with _no_library_search():
        assert ctypes.util.find_library is search


def test_without_the_library_that_thins_out_fonts_the_pdf_is_made_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("weasyprint.pdf.fonts"), "harfbuzz_subset", None)
    assert "Write to us." in _text(FORMATS["pdf"].render(SHORT, STYLE))


def test_a_character_without_a_font_is_refused_by_name(capfd: pytest.CaptureFixture[str]) -> None:
    document = replace(SHORT, subtitle="Shop \U000f1234\U000f1234\U000f1235\U000f1236")
    found = _refusal(document)
    assert found.code == "OUT003"
    assert '"\U000f1234" (U+F1234) and 2 more' in found.message
    assert '"en"' in found.message
    assert "apt-get install fonts-noto-core" in found.help
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("char", "package"),
    [("é", "fonts-dejavu-core"), ("한", "fonts-nanum"), ("返", "fonts-noto-cjk"), ("ক", "fonts-noto-core")],
)
def test_the_package_named_for_a_missing_character_is_one_that_has_it(char: str, package: str) -> None:
    assert f"apt-get install {package};" in pdf_format._missing([char], "en").help


@pytest.mark.parametrize(
    "css",
    [
        "@import url(https://elsewhere.example/style.css);",
        "body { background: url(file:///etc/hostname) }",
        "body { background: url(relative.png) }",
        "@font-face { font-family: Other; src: url(https://elsewhere.example/font.ttf) }",
    ],
)
def test_a_style_that_asks_for_a_file_or_an_address_is_refused(css: str) -> None:
    found = _refusal(SHORT, replace(STYLE, print=css))
    assert found.code == "OUT004"
    assert "it asks for " in found.message


def test_a_body_that_asks_for_a_file_is_refused() -> None:
    shell = STYLE.page.replace("<main>", '<main><img src="file:///etc/hostname" alt="x">')
    assert "file:///etc/hostname" in _refusal(SHORT, replace(STYLE, page=shell)).message


def test_what_weasyprint_only_warns_about_is_refused_each_time() -> None:
    for _ in range(2):
        found = _refusal(SHORT, replace(STYLE, print="body { colour: red }"))
        assert found.code == "OUT004"
        assert "colour" in found.message


def test_the_log_is_left_as_it_was() -> None:
    logger = logging.getLogger("weasyprint")
    before = (logger.level, logger.propagate, list(logger.handlers))
    _refusal(SHORT, replace(STYLE, print="body { colour: red }"))
    assert (logger.level, logger.propagate, list(logger.handlers)) == before
