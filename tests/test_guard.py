"""No street address and no private term gets out: whatever the answer, whatever the format, whatever is printed."""

import io
import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from policy_gen import policy
from policy_gen.cli import cli
from policy_gen.escaping import escaped
from policy_gen.findings import Finding, Level, Refused, Span, finding
from policy_gen.pages import carriers, guard
from policy_gen.pages.document import Document, Section, Words
from policy_gen.pages.formats import FORMATS
from policy_gen.pages.guard import Allowed, Guard, PrivateTerms
from policy_gen.rim import inputs, private
from policy_gen.source import parse
from tests import shops

HOME = "1482 Kestrel Lane, Dunmore, PA 18512"
CANARY = re.compile(r"1482|Kestrel|Dunmore|18512|Haldenrain|Hirzbach|8047|달맞이", re.IGNORECASE)
HOMES = (HOME, "Haldenrainstraße 93, 8047 Hirzbach", "부산광역시 해운대구 달맞이길 62, 301호")
START = Span("shop.yaml", 1, 1, 1)
TERM = "Jane Roe, 12 Main Street, Portland, OR 97208"


def ran(*arguments: object, **environment: str) -> Result:
    """A command run to its end, whatever its exit code, without the variables of whoever runs the tests."""
    return CliRunner().invoke(cli, [*map(str, arguments)], env={private.VARIABLE: None, **environment})


def codes(result: Result) -> list[str]:
    """The codes of what is wrong; open questions, gaps and laws are no matter here."""
    return re.findall(r"\[(ADR[0-9]{3}|ANS00[0-9]|YML[0-9]{3}|SUP001)\]", result.output)


def everything(folder: Path, place: Path, **environment: str) -> Iterator[Result]:
    """Every command that reads a questionnaire, in every form that it prints."""
    for form in ("text", "json", "github"):
        yield ran("check", place, "--report", form, **environment)
    yield ran("explain", place, **environment)
    yield ran("build", place, "--output", folder / "output", **environment)


def answered(*way: str | int, value: Any) -> dict[str, Any]:
    """A valid questionnaire but for one answer."""
    answers: Any = deepcopy(shops.shop(promise={"damaged": {}, "cancellation": {}}))
    at = answers
    for step in way[:-1]:
        at = at[step]
    at[way[-1]] = value
    return dict(answers)


ANSWERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "name": lambda text: answered("store", "name", value=text),
    "name with more": lambda text: answered("store", "name", value=f"Dalbit Living, {text}"),
    "name over lines": lambda text: answered("store", "name", value=text.replace(", ", "\n")),
    "name as a placeholder": lambda text: answered("store", "name", value=f"[your store name] {text}"),
    "name as a stated value": lambda text: answered("store", "name", value={"value": text}),
    "name as a source": lambda text: answered("store", "name", value={"value": "Dalbit", "source": text}),
    "name as a list": lambda text: answered("store", "name", value=[text]),
    "website": lambda text: answered("store", "website", value=f"https://dalbit.example/{text}"),
    "email": lambda text: answered("store", "email", value=text),
    "P.O. box": lambda text: answered("store", "po_box", value=text),
    "beside a P.O. box": lambda text: answered("store", "po_box", value=f"P.O. Box 77, {text}"),
    "beside a placeholder in a P.O. box": lambda text: answered("store", "po_box", value=f"{text} [your store name]"),
    "answers_within": lambda text: answered("store", "answers_within", value=text),
    "a shop without a key": lambda text: answered("store", "physical_store", value=text),
    "beside a shop's address": lambda text: answered("store", "physical_store", value={"address": "-", "note": text}),
    "supplier": lambda text: answered("supplier", value=text),
    "supplier's name": lambda text: answered("supplier", "name", value=text),
    "supplier's profile": lambda text: answered("supplier", value={"profile": text}),
    "supplier's path": lambda text: answered("supplier", value=f"{text}.yaml"),
    "evidence": lambda text: answered("supplier", "returns", "evidence", value=[text]),
    "remedies by reason": lambda text: answered("supplier", "returns", "remedies", value={text: ["refund"]}),
    "language": lambda text: answered("languages", value=[text]),
    "date": lambda text: answered("effective", value=text),
    "handling time": lambda text: answered("handling_time", value=text),
    "promised cut-off": lambda text: answered("promise", "cancellation", "until", value=text),
    "promised fee": lambda text: answered("promise", "damaged", "restocking_fee", value=text),
    "promise": lambda text: answered("promise", "change_of_mind", value=text),
    "reason of an exception": lambda text: answered("allow", value=[{"text": "Dalbit", "reason": text}]),
    "file of private terms": lambda text: answered("private_terms", value=text),
    "unknown key": lambda text: answered(text, value="yes"),
    "under an unknown key": lambda text: answered("note", value=text),
    "below an unknown key": lambda text: answered(text, value={"value": {"deep": [text]}}),
    "known key of an address": lambda text: answered("store", "address", value=text),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_address_in_an_answer_is_refused_and_never_repeated(answer: str, tmp_path: Path) -> None:
    place = shops.written(ANSWERS[answer](HOME), tmp_path)
    for result in everything(tmp_path, place):
        assert result.exit_code == 1, result.output
        assert not CANARY.search(result.output), result.output
    assert [*tmp_path.iterdir()] == [place]


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("answer", ANSWERS)
def test_the_finding_is_about_the_address_whatever_else_is_wrong_with_the_answer(
    answer: str, home: str, tmp_path: Path
) -> None:
    result = ran("check", shops.written(ANSWERS[answer](home), tmp_path))
    assert {"ADR001", "ADR002"} & {*codes(result)}
    assert not CANARY.search(result.output), result.output


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("name", "ADR001"),
        ("P.O. box", "ADR002"),
        ("beside a P.O. box", "ADR002"),
        ("known key of an address", "ADR001"),
    ],
)
def test_an_address_is_told_once(answer: str, code: str, tmp_path: Path) -> None:
    assert codes(ran("check", shops.written(ANSWERS[answer](HOME), tmp_path))) == [code]


PROFILE = """schema: 1
name: Own Supplier
hidden_words: [Own]
kind: wholesaler
sources:
  page: {title: Terms, url: https://own.example, confidence: own, checked: 2026-11-01}
cancellation:
  - {until: shipped, how: [Write to them], source: page}
returns:
  - {reasons: [damaged], source: page}
limits:
  - {what: claims, most: 5%, source: page}
"""


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("text", ["Own Supplier", "[Own]", "Terms", "[Write to them]", "5%", "wholesaler", "limits"])
def test_an_address_in_a_profile_of_ones_own_is_refused_and_never_repeated(
    text: str, home: str, tmp_path: Path
) -> None:
    (tmp_path / "own.yaml").write_text(PROFILE.replace(text, f'["{home}"]' if text[0] == "[" else f'"{home}"', 1))
    place = shops.written(shops.shop(supplier="own.yaml"), tmp_path)
    for result in everything(tmp_path, place):
        assert result.exit_code == 1, result.output
        assert not CANARY.search(result.output), result.output
    assert "ADR001" in codes(ran("check", place))


def test_the_profile_of_these_tests_is_a_good_one(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(PROFILE)
    assert shops.loaded(shops.written(shops.shop(supplier="own.yaml"), tmp_path))


@pytest.mark.parametrize(
    "text",
    [
        f"store:\n  name: 'Dalbit   # {HOME}\n",
        f"store:\n  nam: Dalbit  # {HOME}\n",
        f"store:\n  # {HOME}\n  nam: Dalbit\n",
        'store: {name: "1482 Kestrel\n   Lane, Dunmore, PA 18512", web: dalbit}\n',
        f"store: &home {{name: {HOME!r}}}\n",
        f"{HOME!r}\n",
        f"store: [{HOME!r}\n",
    ],
)
def test_no_line_that_holds_an_address_is_shown_whatever_else_is_wrong_with_it(text: str, tmp_path: Path) -> None:
    place = tmp_path / "shop.yaml"
    place.write_text(text)
    for result in everything(tmp_path, place):
        assert result.exit_code == 1
        assert not CANARY.search(result.output), result.output


def test_a_file_whose_name_is_an_address_is_refused_as_its_pages_would_be_named_after_it(tmp_path: Path) -> None:
    for name in ("1482 Kestrel Lane.yaml", "1482-Kestrel-Lane.yaml", "1482_kestrel_street.yaml"):
        place = shops.written(shops.shop(), tmp_path, name)
        for result in everything(tmp_path, place):
            assert result.exit_code == 1
            assert not re.search("kestrel", result.output, re.IGNORECASE), result.output
    assert not (tmp_path / "output").exists()


def test_the_finding_names_place_key_and_rule() -> None:
    source = parse(f"store:\n  name: {HOME}\n", "shop.yaml")
    (found,) = guard.in_answers(source, Guard(START))
    assert found.code == "ADR001"
    assert found.spans == (Span("shop.yaml", 2, 9, 9 + len(HOME)),)
    assert "`store.name`" in found.message
    assert "(number and street)" in found.message


def test_all_addresses_are_told_at_once_with_all_else_that_is_wrong(tmp_path: Path) -> None:
    answers = answered("store", "name", value=HOME)
    answers["store"]["email"] = "nobody"
    answers["supplier"]["name"] = HOMES[1]
    assert sorted(codes(ran("check", shops.written(answers, tmp_path)))) == ["ADR001", "ADR001", "ANS003"]


# --- The page ------------------------------------------------------------------------------------


def said(words: Words, **changes: str) -> Words:
    """A language's words with one label or template changed."""
    labels = {**words.labels, **{name: text for name, text in changes.items() if name in words.labels}}
    templates = {
        **words.templates,
        **{f"{name}.md": text for name, text in changes.items() if f"{name}.md" in words.templates},
    }
    return replace(words, labels=labels, templates=templates)


WORDS: dict[str, Callable[[str], dict[str, str]]] = {
    "title": lambda text: {"title": text},
    "label of the contents": lambda text: {"contents": text},
    "label of a page number": lambda text: {"page": f"{text} {{n}} of {{total}}"},
    "heading": lambda text: {"contact": f"## {text}\n\nWrite to us."},
    "paragraph": lambda text: {"contact": f"## Contact\n\nSend it to {text} please."},
    "item": lambda text: {"contact": f"## Contact\n\n- {text}\n- {{{{ email }}}}"},
    "table": lambda text: {"contact": f"## Contact\n\n| Where |\n| --- |\n| {text} |\n"},
    "over the lines of a sentence": lambda text: {"contact": "## Contact\n\n" + text.replace(" ", "\n", 2)},
    "text of a link": lambda text: {"contact": f"## Contact\n\n[{text}](https://dalbit.example)"},
    "target of a link": lambda text: {"contact": f"## Contact\n\n[map](https://maps.example/{quote(text)})"},
    "emphasis": lambda text: {"contact": f"## Contact\n\n**{text[:7]}**{text[7:]}"},
    "entities": lambda text: {"contact": "## Contact\n\n" + "".join(f"&#{ord(one)};" for one in text)},
}


@pytest.mark.parametrize("place", WORDS)
def test_an_address_that_gets_onto_a_page_in_any_other_way_is_found_by_check_and_by_build(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = said(shops.words("en"), **WORDS[place](HOME))
    monkeypatch.setattr(inputs, "words", lambda code: changed)
    shop = shops.written(shops.shop(), tmp_path)
    for result in everything(tmp_path, shop):
        if "ADR" in result.output:
            assert result.exit_code == 1
            assert not CANARY.search(result.output), result.output
    found = ran("check", shop)
    assert "ADR003" in codes(found)
    assert "the page in `en`" in found.output
    assert "ADR003" in codes(ran("build", shop, "--output", tmp_path / "output"))
    assert not (tmp_path / "output").exists()


def test_the_section_is_named(tmp_path: Path) -> None:
    read, derived = shops.loaded(shops.written(shops.shop(), tmp_path))
    page = shops.page(derived, "en")
    body = f"Send it to {HOME}."
    page = replace(page, sections=(*page.sections[:3], replace(page.sections[3], body=body), *page.sections[4:]))
    (found,) = guard.on_page(page, read.guard)
    assert f"section `{page.sections[3].id}`" in found.message
    assert found.spans == (read.guard.start,)


SHELLS = {
    "text": "<main>\n$first",
    "comment": "<main>",
    "attribute": "<main>",
    "meta": '<meta charset="utf-8">',
    "title": "<title>",
}


@pytest.mark.parametrize("place", SHELLS)
@pytest.mark.parametrize("format", ["html", "pdf"])
def test_an_address_in_the_shell_of_the_html_is_found_before_anything_is_written(
    place: str, format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = SHELLS[place]
    added = {
        "text": f"<main>\n<p>{HOME}</p>\n$first",
        "comment": f"<main><!-- {HOME} -->",
        "attribute": f'<main data-home="{HOME}">',
        "meta": f'<meta charset="utf-8"><meta name="author" content="{HOME}">',
        "title": f"<title>{HOME} ",
    }[place]
    look = shops.style()
    assert mark in look.page
    monkeypatch.setattr(inputs, "style", lambda: replace(look, page=look.page.replace(mark, added)))
    result = ran("build", shops.written(shops.shop(), tmp_path), "--output", tmp_path / "output", "--format", format)
    assert result.exit_code == 1
    assert "ADR003" in codes(result)
    assert not CANARY.search(result.output)
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("place", shops.QUESTIONNAIRES, ids=lambda path: path.parent.name + path.stem)
def test_the_guard_is_silent_on_our_own_pages_and_findings(place: Path) -> None:
    read, derived = shops.loaded(place)
    assert guard.printable(derived.findings, []) == [*derived.findings]
    for code in shops.LANGUAGES:
        page = shops.page(derived, code)
        assert guard.on_page(page, read.guard) == []
        for name in shops.TEXT_FORMATS:
            content = FORMATS[name].render(page, shops.style()).decode()
            assert guard.in_file(f"refund-policy.{code}.{name}", content, name != "md", read.guard) == []


@pytest.mark.parametrize("place", shops.PROFILES, ids=lambda path: path.stem)
def test_the_guard_is_silent_on_the_shipped_profiles(place: Path) -> None:
    assert guard.in_answers(parse(place.read_text("utf-8"), place.name), Guard(START)) == []


@pytest.mark.parametrize("code", shops.LANGUAGES)
def test_every_po_box_may_stand_on_a_page(code: str, tmp_path: Path) -> None:
    box = "P.O. Box 4821, Portland, OR 97208, USA"
    _, derived = shops.loaded(shops.written(answered("store", "po_box", value=box), tmp_path))
    page = shops.page(derived, code)
    sections = [section for section in page.sections if escaped(box) in section.body]
    assert len(sections) == 2
    others = (Path(__file__).parent / "data" / "po_boxes.txt").read_text("utf-8").splitlines()
    for other in (line.split("\t")[1] for line in others if not line.startswith("#")):
        changed = tuple(
            replace(section, body=section.body.replace(escaped(box), escaped(other))) for section in sections
        )
        assert guard.on_page(replace(page, sections=changed), Guard(START)) == []


# --- The finished PDF ----------------------------------------------------------------------------

OF_THE_PROGRAM = {"/FontFamily", "/Registry", "/Ordering", "/Producer"}


def pdf_texts(node: Any, seen: set[int]) -> Iterator[str]:
    """Every text among a PDF's objects: Info, annotations, outline, names, structure; not what the program adds."""
    node = node.get_object()
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in OF_THE_PROGRAM:
                yield from pdf_texts(value, seen)
    elif isinstance(node, list):
        for value in node:
            yield from pdf_texts(value, seen)
    elif isinstance(node, str) and not node.startswith("/"):
        yield node


def word_set(*texts: str) -> set[str]:
    return {word for text in texts for word in re.findall(r"[^\W_]+", text.replace("\u2060", ""))}


def outlined(outline: Any) -> set[str]:
    """The words of the bookmarks."""
    if isinstance(outline, list):
        return {word for entry in outline for word in outlined(entry)}
    return word_set(outline.title)


@pytest.mark.parametrize("code", shops.LANGUAGES)
def test_a_finished_pdf_holds_nothing_in_any_of_its_places_that_was_not_checked(code: str, tmp_path: Path) -> None:
    answers = answered("store", "po_box", value="P.O. Box 4821, Portland, OR 97208, USA")
    _, derived = shops.loaded(shops.written(answers, tmp_path))
    page = shops.page(derived, code)
    html = FORMATS["html"].render(page, shops.style()).decode()
    checked = word_set(*(carrier.text for carrier in (*carriers.of_document(page), *carriers.of_html(html))))
    reader = PdfReader(io.BytesIO(FORMATS["pdf"].render(page, shops.style())), strict=True)

    count = len(reader.pages)
    feet = [shops.words(code).labels["page"].format(n=number, total=count) for number in range(1, count + 1)]
    steps = max(section.body.count("1. ") for section in page.sections)
    shown = word_set(*(one.extract_text() for one in reader.pages))
    assert shown <= checked | word_set(*feet) | {str(number) for number in range(1, steps + 1)}
    assert "Dalbit" in shown

    info = dict(reader.metadata or {})
    assert {*info} == {"/Title", "/Producer"}
    assert re.fullmatch(r"WeasyPrint [\d.]+", str(info["/Producer"]))
    assert reader.attachments == {}
    assert outlined(reader.outline) <= checked
    texts = {text for text in pdf_texts(reader.trailer, set()) if not re.fullmatch(r"\d+-\d+-\d+|Adobe|Identity", text)}
    assert str(info["/Title"]) in texts
    assert "mailto:help@dalbit.example" in texts
    assert word_set(*texts) <= checked

    root: Any = reader.trailer["/Root"]
    xmp = [*ElementTree.fromstring(root["/Metadata"].get_data()).iter()]
    values = {text for part in xmp for text in (part.text, part.tail, *part.attrib.values()) if text and text.strip()}
    assert values - {"1", "x-default", str(info["/Producer"])} == {str(info["/Title"])}


# --- A shop that customers can walk into ---------------------------------------------------------


def test_the_address_of_a_declared_shop_is_on_every_page_and_only_because_it_is_declared(tmp_path: Path) -> None:
    answers = answered("store", "physical_store", value={"address": HOME})
    result = ran(
        "build", shops.written(answers, tmp_path), "--output", tmp_path / "output", "--format", "md", "--format", "html"
    )
    assert result.exit_code == 0, result.output
    for page in (tmp_path / "output").rglob("*.*"):
        assert HOME in page.read_text("utf-8")

    read, derived = shops.loaded(tmp_path / "shop.yaml")
    page_with_it = shops.page(derived, "en")
    assert guard.on_page(page_with_it, read.guard) == []
    assert [found.code for found in guard.on_page(page_with_it, Guard(START))] == ["ADR003"]


@pytest.mark.parametrize("answer", ["name", "beside a P.O. box", "supplier's name", "under an unknown key"])
def test_a_declared_address_is_refused_in_any_other_answer(answer: str, tmp_path: Path) -> None:
    answers = ANSWERS[answer](HOME)
    answers["store"]["physical_store"] = {"address": HOME}
    result = ran("check", shops.written(answers, tmp_path))
    assert {"ADR001", "ADR002"} & {*codes(result)}
    assert not CANARY.search(result.output)


@pytest.mark.parametrize(
    "address", ["12 Main* Street_1, <Portland> & Co.", "1. Main Street 12, 97208 ~~Portland~~", *HOMES]
)
def test_the_declared_address_is_known_again_in_every_format_however_it_is_escaped(
    address: str, tmp_path: Path
) -> None:
    answers = answered("store", "physical_store", value={"address": address})
    read, derived = shops.loaded(shops.written(answers, tmp_path))
    for code in shops.LANGUAGES:
        page = shops.page(derived, code)
        assert escaped(address) in page.sections[-2].body
        for name in shops.TEXT_FORMATS:
            content = FORMATS[name].render(page, shops.style()).decode()
            assert guard.in_file("page", content, name != "md", read.guard) == []


def test_another_address_beside_the_declared_one_is_found() -> None:
    watch = Guard(START, declared=(HOME,))
    page = Document("en", "Returns", "Dalbit", (Section("contact", "Contact", f"{HOME}, {HOMES[1]}\n"),), {})
    assert [found.code for found in guard.on_page(page, watch)] == ["ADR003"]


def test_only_the_whole_declared_text_is_left_out() -> None:
    watch = Guard(START, declared=("12 Main",))
    page = Document("en", "Returns", "Dalbit", (Section("contact", "Contact", "Go to 112 Main Street."),), {})
    assert [found.code for found in guard.on_page(page, watch)] == ["ADR003"]


@pytest.mark.parametrize(
    ("html", "is_address"),
    [
        ("<p>1482 Kes<strong>trel</strong> <em>Lane</em>, Dunmore</p>", True),
        ("<ul><li>1482 Kestrel Lane</li><li>Dunmore</li></ul>", True),
        ("<table><tr><td>Haldenrain 93</td><td>8047 Hirzbach</td></tr></table>", True),
        ("<p>Haldenrain 93<br>8047 Hirzbach</p>", True),
        ("<p>We opened in 1482</p><p>Kestrel Lane is a song</p>", False),
        ("<style>p { content: '1482 Kestrel Lane' }</style>", False),
    ],
)
def test_html_is_read_as_it_is_shown(html: str, is_address: bool) -> None:
    assert bool(guard.in_file("page.html", html, True, Guard(START))) is is_address


# --- Exceptions ----------------------------------------------------------------------------------

CLUB = "Studio 54 Kestrel Street"


def excused(name: str, *texts: str) -> dict[str, Any]:
    answers = answered("store", "name", value=name)
    return {**answers, "allow": [{"text": text, "reason": "it is a night club's name"} for text in texts]}


def test_a_false_alarm_passes_with_its_exact_text_and_a_reason(tmp_path: Path) -> None:
    assert "ADR001" in codes(ran("check", shops.written(excused(CLUB), tmp_path)))
    result = ran("build", shops.written(excused(CLUB, CLUB), tmp_path), "--output", tmp_path / "output")
    assert result.exit_code == 0, result.output
    assert not [code for code in codes(result) if code.startswith("ADR")]
    assert CLUB in (tmp_path / "output" / "shop" / "refund-policy.en.md").read_text("utf-8")


@pytest.mark.parametrize("name", [f"{CLUB} 2", f"The {CLUB}", CLUB.lower(), CLUB.replace("54", "55")])
def test_an_exception_lapses_as_soon_as_the_text_changes(name: str, tmp_path: Path) -> None:
    assert "ADR001" in codes(ran("check", shops.written(excused(name, CLUB), tmp_path)))


@pytest.mark.parametrize(("name", "text"), [("Dalbit Living", CLUB), ("Dalbit Living", "Dalbit Living")])
def test_an_exception_that_nothing_needs_is_noted_without_its_text(name: str, text: str, tmp_path: Path) -> None:
    result = ran("check", shops.written(excused(name, text), tmp_path))
    assert result.exit_code == 0
    assert codes(result).count("ADR005") == 1
    assert "Kestrel" not in result.output
    assert "no longer needed" in result.output


def test_an_exception_may_be_for_a_text_that_is_an_address_only_beside_others() -> None:
    page = Document("en", "Returns", "54 Kestrel", (Section("contact", "Contact", "54 Kestrel Street"),), {})
    watch = Guard(START, (Allowed("54 Kestrel", START),))
    assert [found.code for found in guard.on_page(page, watch)] == ["ADR003"]
    watch.stood.add("54 Kestrel")
    assert guard.on_page(page, watch) == []
    assert [*guard.lapsed([page], watch)] == []
    assert [found.code for found in guard.lapsed([], watch)] == ["ADR005"]


def test_an_exception_needs_a_reason(tmp_path: Path) -> None:
    answers = {**excused(CLUB), "allow": [{"text": CLUB}]}
    result = ran("check", shops.written(answers, tmp_path))
    assert codes(result) == ["ANS002"]
    assert "Kestrel" not in result.output


@pytest.mark.parametrize("entry", [CLUB, [CLUB], {"text": [CLUB], "reason": "-"}, {"text": {"value": CLUB}}])
def test_an_exception_of_another_form_excuses_nothing(entry: Any, tmp_path: Path) -> None:
    result = ran("check", shops.written({**excused(CLUB), "allow": [entry]}, tmp_path))
    assert result.exit_code == 1
    assert "Kestrel" not in result.output


def test_no_exception_lets_a_private_term_pass(tmp_path: Path) -> None:
    result = ran("check", shops.written(excused(CLUB, CLUB), tmp_path), POLICY_GEN_PRIVATE_TERMS=CLUB)
    assert {*codes(result)} == {"ADR004"}


def test_no_exception_makes_a_street_address_a_po_box(tmp_path: Path) -> None:
    answers = {**answered("store", "po_box", value=HOME), "allow": [{"text": HOME, "reason": "it is a box"}]}
    assert "ADR002" in codes(ran("check", shops.written(answers, tmp_path)))


# --- Private terms -------------------------------------------------------------------------------

DISGUISES = (
    "12 Main Street",
    "12  MAIN   STREET",
    "12 main st.",
    "12-Main-St",
    "12_main_street",
    "12MainStreet",
    "12, Main Str.",
    "No. 12 Main Street",
    "twelve Main Street",
    "１２ Ｍａｉｎ Ｓｔｒｅｅｔ",
    "𝟏𝟐 𝐌𝐚𝐢𝐧 𝐒𝐭𝐫𝐞𝐞𝐭",
    "12 Маin Street",
    "12 Máin Strëet",
    "12 Ma\u00adin Street",
    "12\u200b Main\u200b Street",
    "12 M a i n S t r e e t",
    "12.Main.Street",
    "12/Main/Street",
    "12 Main Straße",
    "(12) 'Main' \"Street\"",
)
PRIVATE = [PrivateTerms("the file", ("Kim Dalbit", TERM))]


def with_body(body: str) -> Document:
    return Document("en", "Returns", "Dalbit", (Section("contact", "Contact", body),), {"page": "Page"})


CARRIERS: dict[str, Callable[[str], list[Finding]]] = {
    "title": lambda text: guard.on_page(replace(with_body(""), title=text), watching()),
    "subtitle": lambda text: guard.on_page(replace(with_body(""), subtitle=text), watching()),
    "label": lambda text: guard.on_page(replace(with_body(""), words={"page": text}), watching()),
    "heading": lambda text: guard.on_page(replace(with_body(""), sections=(Section("a", text, ""),)), watching()),
    "sentence": lambda text: guard.on_page(with_body(f"Write to {text} now."), watching()),
    "escaped sentence": lambda text: guard.on_page(with_body(escaped(f"Write to {text} now.")), watching()),
    "emphasis": lambda text: guard.on_page(with_body(f"**{text[:4]}**{text[4:]}"), watching()),
    "link's target": lambda text: guard.on_page(with_body(f"[map](https://x.example/{quote(text)})"), watching()),
    "Markdown": lambda text: guard.in_file("page.md", f"# {text}\n", False, watching()),
    "HTML's text": lambda text: guard.in_file("page.html", f"<p>Go to {text}</p>", True, watching()),
    "HTML's entities": lambda text: guard.in_file(
        "page.html", "".join(f"&#{ord(one)};" for one in text), True, watching()
    ),
    "HTML's tags": lambda text: guard.in_file("page.html", f"<b>{text[:4]}</b>{text[4:]}", True, watching()),
    "HTML's title": lambda text: guard.in_file("page.html", f"<title>{text}</title>", True, watching()),
    "attribute": lambda text: guard.in_file("page.html", f"<p title='{text.replace(chr(39), '')}'>", True, watching()),
    "meta": lambda text: guard.in_file(
        "page.html", f"<meta name=author content='{text.replace(chr(39), '')}'>", True, watching()
    ),
    "comment": lambda text: guard.in_file("page.html", f"<p><!-- {text} --></p>", True, watching()),
    "file's name": lambda text: guard.in_file(f"{text}.html", "", True, watching()),
    "questionnaire's name": lambda text: guard.in_name(text, watching()),
    "answer": lambda text: guard.in_answers(
        parse(json.dumps({"store": {"name": text}}, ensure_ascii=False), "shop.yaml"), watching()
    ),
    "key": lambda text: guard.in_answers(parse(json.dumps({text: "yes"}, ensure_ascii=False), "shop.yaml"), watching()),
    "printed line": lambda text: guard.in_print(f"contact\n  name: {text}\n", PRIVATE),
    "finding": lambda text: guard.printable([finding("ANS003", f"`{text}` cannot be used")], PRIVATE),
    "finding's file": lambda text: guard.printable([finding("ANS003", "no", "", Span(text, 1, 1, 1))], PRIVATE),
}


def watching() -> Guard:
    return Guard(START, private=[*PRIVATE])


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_private_term_is_found_in_every_disguise_and_every_place(disguise: str, carrier: str) -> None:
    found = [one for one in CARRIERS[carrier](disguise) if one.code == "ADR004"]
    assert found
    for one in found:
        told = f"{one.message} {one.help} {[span.file for span in one.spans]}"
        assert "private term 2 of the file" in told
        if carrier != "file's name":  # `printable` comes after it
            assert disguise not in told


@pytest.mark.parametrize(
    "text", ["112 Main Street", "12 Maine Street", "P.O. Box 9, Portland, OR 97208", "Jane Austen"]
)
@pytest.mark.parametrize("carrier", CARRIERS)
def test_what_is_not_listed_is_no_private_term(text: str, carrier: str) -> None:
    assert [one for one in CARRIERS[carrier](text) if one.code == "ADR004"] == []


def listing(folder: Path, text: str) -> Path:
    """A list of private terms outside of the shop's folder."""
    place = folder / "elsewhere" / "private-terms.txt"
    place.parent.mkdir()
    place.write_text(text, "utf-8")
    return place


def in_folder(answers: Any, folder: Path, name: str = "shop.yaml") -> Path:
    place = folder / "shop"
    place.mkdir(exist_ok=True)
    return shops.written(answers, place, name)


def test_the_terms_of_file_and_variable_add_up(tmp_path: Path) -> None:
    place = listing(tmp_path, "# my own\n\n#\nKim Dalbit   # once\nJane Roe\n")
    answers = answered("store", "name", value="Jane Roe & Min Moon")
    shop = in_folder({**answers, "private_terms": str(place)}, tmp_path)
    result = ran("check", shop, POLICY_GEN_PRIVATE_TERMS="Lee\nMin Moon\n")
    assert codes(result) == ["ADR004", "ADR004"]
    assert "private term 2 of the file" in result.output
    assert "private term 2 of POLICY_GEN_PRIVATE_TERMS" in result.output


@pytest.mark.parametrize(
    "answer", [name for name in ANSWERS if name not in ("file of private terms", "supplier's path")]
)
@pytest.mark.parametrize("way", ["file", "variable"])
def test_a_private_term_in_an_answer_is_refused_and_never_repeated(answer: str, way: str, tmp_path: Path) -> None:
    answers = ANSWERS[answer]("Oakenshield")
    variable = {}
    if way == "file":
        answers["private_terms"] = str(listing(tmp_path, "Oakenshield"))
    else:
        variable = {private.VARIABLE: "Oakenshield"}
    shop = in_folder(answers, tmp_path)
    results = [ran("check", shop, **variable)] if way == "file" else [*everything(tmp_path, shop, **variable)]
    assert "ADR004" in codes(results[0])
    for result in results:
        assert result.exit_code == 1
        assert "oakenshield" not in result.output.casefold(), result.output
    assert not (tmp_path / "output").exists()


def test_a_private_term_in_the_name_or_folder_of_a_page_is_never_printed_and_nothing_is_written(tmp_path: Path) -> None:
    variable = {private.VARIABLE: "Oakenshield"}
    named = in_folder(shops.shop(), tmp_path, "oaken-shield.yaml")
    for result in everything(tmp_path, named, **variable):
        assert result.exit_code == 1
        assert not re.search("oaken.?shield", result.output, re.IGNORECASE), result.output
    shop = in_folder(shops.shop(), tmp_path)
    result = ran("build", shop, "--output", tmp_path / "Oakenshield", **variable)
    assert result.exit_code == 1
    assert "ADR004" in codes(result)
    assert "oakenshield" not in result.output.casefold()
    assert not (tmp_path / "Oakenshield").exists()
    assert not (tmp_path / "output").exists()


def test_a_line_with_a_private_term_is_not_shown(tmp_path: Path) -> None:
    shop = tmp_path / "shop.yaml"
    shop.write_text("store:\n  nam: Dalbit # Oakenshield\n  web: dalbit.example\n")
    result = ran("check", shop, POLICY_GEN_PRIVATE_TERMS="Oakenshield")
    assert "Oakenshield" not in result.output
    assert "web: dalbit.example" in result.output


def test_a_private_term_that_the_tool_itself_would_print_stops_everything(tmp_path: Path) -> None:
    shop = shops.written(shops.shop(), tmp_path)
    for result in everything(tmp_path, shop, POLICY_GEN_PRIVATE_TERMS="not as described"):
        assert result.exit_code == 1
        assert "not as described" not in result.output
    assert not (tmp_path / "output").exists()


def test_an_explanation_is_looked_through_before_it_is_printed(tmp_path: Path) -> None:
    shop = shops.written(shops.shop(), tmp_path)
    assert "the longest of" in ran("explain", shop).output
    result = ran("explain", shop, POLICY_GEN_PRIVATE_TERMS="The longest of")
    assert result.exit_code == 1
    assert codes(result) == ["ADR004"]
    assert "the longest of" not in result.output
    assert ran("check", shop, POLICY_GEN_PRIVATE_TERMS="The longest of").exit_code == 0


def test_a_finished_page_is_looked_through_for_the_terms_of_all_questionnaires(tmp_path: Path) -> None:
    first = in_folder(answered("store", "name", value="Oakenshield"), tmp_path, "first.yaml")
    second = in_folder(shops.shop(private_terms=str(listing(tmp_path, "Oakenshield"))), tmp_path, "second.yaml")
    result = ran("build", first, second, "--output", tmp_path / "output", "--format", "md")
    assert result.exit_code == 1
    assert "ADR004" in codes(result)
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("repository", [True, False])
@pytest.mark.parametrize("where", ["shop", "shop/below"])
def test_a_list_that_would_be_published_with_the_questionnaire_is_refused(
    where: str, repository: bool, tmp_path: Path
) -> None:
    (tmp_path / "shop" / "below").mkdir(parents=True)
    if repository:
        (tmp_path / "shop" / ".git").mkdir()
    (tmp_path / where / "terms.txt").write_text("Oakenshield")
    shop = in_folder(shops.shop(private_terms=str(tmp_path / where / "terms.txt")), tmp_path)
    result = ran("check", shop)
    assert result.exit_code == 1
    assert codes(result) == ["ADR006"]
    assert "would be published" in result.output


def test_the_whole_repository_counts_and_not_only_the_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    shop = in_folder(shops.shop(private_terms="../elsewhere/private-terms.txt"), tmp_path)
    listing(tmp_path, "Oakenshield")
    assert codes(ran("check", shop)) == ["ADR006"]
    (tmp_path / ".git").rmdir()
    assert codes(ran("check", shop)) == []


def test_a_list_is_no_safer_under_another_name(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "terms.txt").write_text("Oakenshield")
    (tmp_path / "link").symlink_to(tmp_path / "shop")
    for written in (str(tmp_path / "link" / "terms.txt"), "../shop/terms.txt", "./terms.txt"):
        assert codes(ran("check", in_folder(shops.shop(private_terms=written), tmp_path))) == ["ADR006"]


def test_a_home_folder_is_understood(tmp_path: Path) -> None:
    listing(tmp_path, "Dalbit Living")
    shop = in_folder(shops.shop(private_terms="~/private-terms.txt"), tmp_path)
    assert "ADR004" in codes(ran("check", shop, HOME=str(tmp_path / "elsewhere")))
    assert codes(ran("check", shop, HOME=str(tmp_path / "nowhere"))) == ["ADR006"]
    shop = in_folder(shops.shop(private_terms="~nobody-of-this-name/private-terms.txt"), tmp_path)
    assert codes(ran("check", shop)) == ["ADR006"]


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing but a comment\n", "Oakenshield\n---\n"])
def test_a_list_that_guards_nothing_is_refused(text: str, tmp_path: Path) -> None:
    shop = in_folder(shops.shop(private_terms=str(listing(tmp_path, text))), tmp_path)
    result = ran("check", shop)
    assert codes(result) == ["ADR006"]
    assert "guards nothing" in result.output


def test_a_missing_list_is_refused_and_placed(tmp_path: Path) -> None:
    shop = in_folder(shops.shop(private_terms="../private-terms.txt"), tmp_path)
    with pytest.raises(Refused) as refused:
        inputs.load(shop, {})
    (found,) = refused.value.findings
    assert (found.code, found.level) == ("ADR006", Level.ERROR)
    assert found.spans[0].line > 1


def test_a_variable_that_is_set_but_empty_is_told(tmp_path: Path) -> None:
    shop = shops.written(shops.shop(), tmp_path)
    result = ran("check", shop, POLICY_GEN_PRIVATE_TERMS=" \n")
    assert codes(result) == ["ADR006"]
    assert result.exit_code == 0
    assert [found.level for found in private.in_variable(" \n")[1]] == [Level.WARNING]
    assert private.in_variable(None) == (None, [])


def test_no_command_goes_on_with_a_variable_that_guards_nothing(tmp_path: Path) -> None:
    for result in everything(tmp_path, shops.written(shops.shop(), tmp_path), POLICY_GEN_PRIVATE_TERMS="Jane Roe\n---"):
        assert result.exit_code == 1
        assert "ADR006" in result.output
    assert not (tmp_path / "output").exists()


def test_a_number_sign_that_belongs_to_a_term_is_no_comment() -> None:
    assert guard.listed("#4, 12 Main Street\n# home\n  Jane Roe # me\n##\n", "it").terms == (
        "#4, 12 Main Street",
        "Jane Roe",
    )


def test_a_list_never_shows_its_terms() -> None:
    assert "Oakenshield" not in repr(PrivateTerms("the file", ("Oakenshield",)))
    assert "Oakenshield" not in repr(Guard(START, private=[PrivateTerms("the file", ("Oakenshield",))]))


def test_no_policy_is_derived_from_refused_answers(tmp_path: Path) -> None:
    shop = shops.written(ANSWERS["name"](HOME), tmp_path)
    with pytest.raises(Refused) as refused:
        policy.derive(inputs.load(shop, {}).terms)
    assert not CANARY.search(str(refused.value))
