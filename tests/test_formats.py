import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from policy_gen.pages.document import Document, Section
from policy_gen.pages.formats import FORMATS, Style
from policy_gen.pages.formats.html import TAGS, clean_html
from tests.sample_pages import ENGLISH, KOREAN

STYLE_FOLDER = Path(__file__).parent.parent / "templates" / "style"
STYLE = Style(
    *((STYLE_FOLDER / name).read_text("utf-8") for name in ("page.html", "screen.css", "print.css", "pdf.css"))
)
BOTH = pytest.mark.parametrize("document", [ENGLISH, KOREAN], ids=["en", "ko"])
VOID = {"meta", "br"}
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</section></main><h1>Other</h1>",
    "<!-- --><style>*{display:none}</style>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](//elsewhere.example)",
    "[x](http://plain.example)",
    "[x](file:///etc/hostname)",
    "![x](https://elsewhere.example/pixel.png)",
    "<https://elsewhere.example/?a=<b>>",
    '[x](https://elsewhere.example "onclick=alert(1)")',
    "[x](https://a.example/'onmouseover='alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "# Heading\n\nOther\n=====",
    "> quote\n\n---\n\n    code\n\n`code`",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "$title ${style} $$",
    "<![CDATA[<b>x</b>]]>",
    "<?php echo 1 ?>",
    "\x02klzzwxh:0\x03 \x02amp\x03",
    '"><b onmouseover=alert(1)>',
    "| a | <b>b</b> |\n|:--|--:|\n| <i>c</i> | d |",
]


@dataclass
class Node:
    tag: str
    attributes: dict[str, str]
    children: list["Node"] = field(default_factory=list)
    text: str = ""

    def all(self, *tags: str) -> Iterator["Node"]:
        """Every node of these tags below this one, in reading order; every node if none is named."""
        for child in self.children:
            if not tags or child.tag in tags:
                yield child
            yield from child.all(*tags)

    def words(self) -> str:
        return " ".join(self.text.split())


class _Reader(HTMLParser):
    """Reads HTML into nodes and insists that every tag is closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        assert len(node.attributes) == len(attrs)
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for node in self.open:
            node.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def _read(html: str) -> Node:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


def _text(format: str, document: Document) -> str:
    return FORMATS[format].render(document, STYLE).decode()


def _one(node: Node, tag: str) -> Node:
    (found,) = node.all(tag)
    return found


def _shape(node: Node) -> list[object]:
    """The tags and the names of their attributes, without any text."""
    return [(child.tag, sorted(child.attributes), _shape(child)) for child in node.children]


def test_each_format_has_its_name_and_suffix() -> None:
    assert {name: made.suffix for name, made in FORMATS.items()} == {
        "md": ".md",
        "html": ".html",
        "fragment": ".fragment.html",
        "pdf": ".pdf",
    }
    assert all(made.name == name for name, made in FORMATS.items())


def test_only_pdf_loads_the_libraries_of_pdf() -> None:
    code = (
        "import sys\n"
        "from policy_gen.pages.formats import FORMATS, Style\n"
        "from tests.sample_pages import ENGLISH\n"
        "style = Style('$language $title $subtitle $style $first_id $first_title $first $contents $rest', '', '', '')\n"
        "FORMATS['md'].render(ENGLISH, style)\n"
        "print('markdown' in sys.modules, 'nh3' in sys.modules)\n"
        "FORMATS['html'].render(ENGLISH, style), FORMATS['fragment'].render(ENGLISH, style)\n"
        "print('markdown' in sys.modules, 'weasyprint' in sys.modules, 'cffi' in sys.modules)\n"
    )
    root = Path(__file__).parent.parent
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "False", "True", "False", "False"]


@BOTH
@pytest.mark.parametrize("format", ["md", "html", "fragment"])
def test_the_same_document_gives_the_same_bytes(document: Document, format: str) -> None:
    made = FORMATS[format].render(document, STYLE)
    FORMATS[format].render(KOREAN if document is ENGLISH else ENGLISH, STYLE)
    assert FORMATS[format].render(document, STYLE) == made


# --- Markdown


@BOTH
def test_markdown_is_title_subtitle_and_sections(document: Document) -> None:
    text = _text("md", document)
    lines = text.splitlines()
    assert lines[0] == f"# {document.title}"
    assert lines[2] == document.subtitle
    assert [line for line in lines if line.startswith("## ")] == [f"## {part.title}" for part in document.sections]
    assert all(part.body in text for part in document.sections)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def _commonmark(text: str) -> Node:
    return _read(MarkdownIt("commonmark", {"xhtmlOut": False}).render(text))


@given(
    st.one_of(st.sampled_from(HOSTILE), st.text(alphabet=st.sampled_from("ab1 *_`[]()<>#+-.!~|&;=:\\\n"), max_size=20))
)
def test_plain_text_stays_plain_text_in_a_title_and_in_a_line(text: str) -> None:
    if re.search(r"[^\n\x20-\x7e]", text) or not text.split():
        return
    document = replace(ENGLISH, title=text, subtitle=text, sections=(Section("a", text, "Body."),))
    root = _commonmark(_text("md", document))
    assert [node.tag for node in root.all()] == ["h1", "p", "h2", "p"]
    wanted = " ".join(text.split())
    assert [node.words() for node in root.all()] == [wanted, wanted, wanted, "Body."]


# --- HTML


@BOTH
def test_html_has_its_language_one_h1_and_the_landmarks(document: Document) -> None:
    root = _read(_text("html", document))
    assert _one(root, "html").attributes == {"lang": document.language}
    assert _one(root, "h1").words() == document.title
    assert _one(root, "title").words() == f"{document.title} · {document.subtitle}"
    assert _one(root, "nav").attributes["aria-labelledby"] == _one(_one(root, "nav"), "h2").attributes["id"]
    body = _one(root, "body")
    assert [child.tag for child in body.children] == ["a", "header", "main", "footer"]


@BOTH
def test_every_section_of_html_has_an_anchor_a_heading_and_a_line_in_the_contents(document: Document) -> None:
    root = _read(_text("html", document))
    sections = list(root.all("section"))
    assert [node.attributes["id"] for node in sections] == [part.id for part in document.sections]
    for node, part in zip(sections, document.sections, strict=True):
        heading = next(node.all("h2"))
        assert heading.words() == part.title
        assert node.attributes["aria-labelledby"] == heading.attributes["id"]
    links = [(link.attributes["href"], link.words()) for link in _one(root, "nav").all("a")]
    assert links == [(f"#{part.id}", part.title) for part in document.sections]
    assert next(_one(root, "nav").all("h2")).words() == document.words["contents"]


@pytest.mark.parametrize("format", ["html", "fragment"])
@BOTH
def test_every_anchor_is_there_once_and_every_pointer_finds_one(document: Document, format: str) -> None:
    root = _read(_text(format, document))
    anchors = [node.attributes["id"] for node in root.all() if "id" in node.attributes]
    assert len(anchors) == len(set(anchors))
    pointers = [node.attributes["href"] for node in root.all("a") if node.attributes["href"].startswith("#")]
    labels = [node.attributes["aria-labelledby"] for node in root.all() if "aria-labelledby" in node.attributes]
    assert {pointer.removeprefix("#") for pointer in pointers} | set(labels) <= set(anchors)
    assert pointers


@BOTH
def test_the_first_link_skips_to_the_first_section(document: Document) -> None:
    link = next(_read(_text("html", document)).all("a"))
    assert link.attributes == {"class": "skip", "href": f"#{document.sections[0].id}"}
    assert link.words() == document.sections[0].title


def test_a_page_of_two_sections_needs_no_contents() -> None:
    root = _read(_text("html", replace(ENGLISH, sections=ENGLISH.sections[:2])))
    assert list(root.all("nav")) == []


@BOTH
def test_html_runs_nothing_and_asks_for_nothing(document: Document) -> None:
    text = _text("html", document)
    root = _read(text)
    assert {node.tag for node in root.all()} & {"script", "link", "img", "iframe", "object", "form", "base"} == set()
    for node in root.all():
        assert not [name for name in node.attributes if name.startswith("on") or name in ("src", "srcset", "style")]
    for sheet in root.all("style"):
        assert "url(" not in sheet.text
        assert "@import" not in sheet.text
    policy = next(node for node in root.all("meta") if "http-equiv" in node.attributes)
    assert policy.attributes["content"] == "default-src 'none'; style-src 'unsafe-inline'"


def test_html_knows_phones_dark_mode_and_paper() -> None:
    root = _read(_text("html", ENGLISH))
    metas = {
        node.attributes.get("name"): node.attributes["content"]
        for node in root.all("meta")
        if "name" in node.attributes
    }
    assert metas == {"viewport": "width=device-width, initial-scale=1", "color-scheme": "light dark"}
    screen, paper = root.all("style")
    assert (screen.attributes, paper.attributes) == ({"media": "screen"}, {"media": "print"})
    assert "@media (prefers-color-scheme: dark)" in screen.text
    assert "prefers-color-scheme" not in paper.text


def _colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css))


def _contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast of two colours, from 1 to 21."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_every_text_can_be_read_against_its_ground_in_light_and_dark() -> None:
    light, dark = STYLE.screen.split("@media (prefers-color-scheme: dark)")
    for colours in (_colours(light), _colours(dark)):
        for ink in ("ink", "quiet", "link"):
            assert _contrast(colours[ink], colours["paper"]) >= 4.5
            assert _contrast(colours[ink], colours["mark"]) >= 4.5
    for ink in re.findall(r"(?<![-\w])color: (#[0-9a-f]{6})", STYLE.print):
        assert _contrast(ink, "#ffffff") >= 4.5


# --- What both HTML formats make of Markdown


def test_a_table_of_two_columns_is_headed_by_its_first() -> None:
    root = _read(clean_html("| Question | Answer |\n|---|---|\n| Fees | *None* |"))
    assert [node.attributes for node in root.all("th")] == [{"scope": "col"}, {"scope": "col"}, {"scope": "row"}]
    assert [(node.tag, node.words()) for node in _one(root, "tbody").all("th", "td", "em")] == [
        ("th", "Fees"),
        ("td", "None"),
        ("em", "None"),
    ]


def test_a_wider_table_is_headed_by_its_first_row_only() -> None:
    root = _read(clean_html("| A | B | C |\n|---|---|---|\n| 1 | 2 | 3 |"))
    assert [node.words() for node in root.all("th")] == ["A", "B", "C"]
    assert [node.words() for node in root.all("td")] == ["1", "2", "3"]


def test_a_heading_row_without_words_is_left_out() -> None:
    root = _read(clean_html("| | |\n|---|---|\n| Fees | None |"))
    assert [node.tag for node in root.all()] == ["table", "tbody", "tr", "th", "td"]


def test_lists_stay_tight_and_numbered() -> None:
    root = _read(clean_html("1. One\n2. Two\n\nThen:\n\n- **A:** b\n- c"))
    assert [node.tag for node in root.all()] == ["ol", "li", "li", "p", "ul", "li", "strong", "li"]


@pytest.mark.parametrize(
    "link",
    ["https://dalbit.example/a?b=c&d=e#f", "mailto:help@dalbit.example", "#refunds", "https://xn--9t4b11y.example"],
)
def test_links_to_the_web_by_mail_and_within_the_page_are_kept(link: str) -> None:
    assert _one(_read(clean_html(f"[x]({link})")), "a").attributes == {"href": link}


def test_an_address_in_angle_brackets_becomes_a_link() -> None:
    link = _one(_read(clean_html("<help@dalbit.example>")), "a")
    assert (link.attributes, link.words()) == ({"href": "mailto:help@dalbit.example"}, "help@dalbit.example")


def _assert_harmless(html: str) -> None:
    for node in _read(html).all():
        assert node.tag in TAGS
        assert set(node.attributes) <= ({"href"} if node.tag == "a" else {"scope"} if node.tag == "th" else set())
        link = node.attributes.get("href", "#")
        assert re.fullmatch(r"(https://|mailto:|#)[!-~]*", link)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_becomes_nothing_but_our_few_tags(text: str) -> None:
    _assert_harmless(clean_html(text))
    _assert_harmless(clean_html(f"- **{text}:** {text}"))
    _assert_harmless(clean_html(f"| a | b |\n|---|---|\n| {text} | {text} |"))


@given(st.text(alphabet=st.sampled_from("ab1 *_`[]()<>#+-.!~|&;=:/\\\"'\n\t\u2028한"), max_size=60))
def test_any_markdown_becomes_nothing_but_our_few_tags(text: str) -> None:
    _assert_harmless(clean_html(text))


@given(
    st.one_of(st.sampled_from(HOSTILE), st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), max_size=40))
)
def test_hostile_titles_and_words_change_no_tag_of_the_page(text: str) -> None:
    short = replace(ENGLISH, sections=ENGLISH.sections[:3])
    sections = tuple(replace(part, title=text) for part in short.sections)
    hostile = replace(short, title=text, subtitle=text, words={**short.words, "contents": text}, sections=sections)
    for format in ("html", "fragment"):
        root = _read(_text(format, hostile))
        assert _shape(root) == _shape(_read(_text(format, short)))
        assert {node.words() for node in root.all("h1", "h2")} == {" ".join(text.split())}


# --- Fragment


@BOTH
def test_the_fragment_starts_at_its_first_heading_and_uses_plain_tags_only(document: Document) -> None:
    text = _text("fragment", document)
    assert text.startswith(f'<h2 id="refund-policy-{document.sections[0].id}">')
    root = _read(text)
    assert {node.tag for node in root.all()} <= TAGS | {"h2"}
    assert {name for node in root.all() for name in node.attributes} <= {"id", "href", "scope"}
    anchors = [node.attributes["id"] for node in root.all("h2")]
    assert anchors == [f"refund-policy-{part.id}" for part in document.sections]


@BOTH
def test_fragment_and_page_say_the_same(document: Document) -> None:
    fragment = _read(_text("fragment", document))
    page = _read(_text("html", document))
    assert " ".join(node.words() for node in page.all("section")) == fragment.words()
