"""The playbook says what the page says, what the supplier says, and what nobody knows; and it stays in the house.

`pytest tests/test_playbook.py --rewrite-golden` writes the expected files anew; read them before you commit them.
"""

import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from pypdf import PdfReader

from policy_gen import playbook, policy
from policy_gen.cli import cli, speech
from policy_gen.durations import Duration
from policy_gen.findings import Refused, finding
from policy_gen.pages import guard
from policy_gen.pages.document import Document, assemble
from policy_gen.pages.formats import FORMATS
from policy_gen.pages.language import Amount, Language
from policy_gen.playbook import owed
from policy_gen.playbook.letters import to_customers
from policy_gen.policy import Policy
from policy_gen.records.reasons import Reason
from policy_gen.rim import inputs, lawbook
from policy_gen.rules.clause import Clause
from tests.answers import questionnaires
from tests.papers import playbook_style, playbooks, store
from tests.shops import (
    EXAMPLES,
    LINKS,
    QUESTIONNAIRES,
    RETURNS,
    SOLD_ON,
    STORE,
    SUPPLIER,
    loaded,
    shop,
    spaced,
    text_of,
    written,
)

GOLDEN = Path(__file__).parent / "playbooks"
ALIEXPRESS = next(place for place in EXAMPLES if place.stem == "aliexpress-home")
EACH = pytest.mark.parametrize("place", QUESTIONNAIRES, ids=[f"{one.parent.name}/{one.stem}" for one in QUESTIONNAIRES])


def _derived(place: Path) -> tuple[Policy, Policy]:
    read, page = loaded(place)
    return page, playbook.derive(read.terms, read.shop).policy


def _clause(derived: Policy, id: str) -> Clause:
    return next(clause for clause in derived.clauses if clause.id == id)


def _body(document: Document, id: str) -> str:
    return next(section.body for section in document.sections if section.id == id)


def _made(answers: Any, folder: Path, code: str = "en") -> Document:
    """The playbook of answers that are given as data."""
    return playbooks(written(answers, folder), codes=(code,))[0]


# --- Whole playbooks


@pytest.mark.parametrize("place", EXAMPLES, ids=[place.stem for place in EXAMPLES])
@pytest.mark.parametrize("code", ["en", "ko"])
def test_an_example_has_exactly_this_playbook(place: Path, code: str, rewrite: bool) -> None:
    (document,) = playbooks(place, to_suppliers=("en", "zh"), codes=(code,))
    made, expected = FORMATS["md"].render(document, playbook_style()), GOLDEN / f"{place.stem}.{code}.md"
    if rewrite:
        expected.write_bytes(made)
    assert made.decode() == expected.read_text("utf-8")


def test_there_is_no_expected_playbook_without_its_example() -> None:
    assert {one.name.split(".")[0] for one in GOLDEN.glob("*")} == {place.stem for place in EXAMPLES}


# --- The page and the playbook can't disagree

SAME = {
    ("cancellation", "refunds"): ("cancel", "refunds"),
    ("something_wrong", "groups"): ("wrong", "groups"),
    ("change_of_mind", "groups"): ("choices", "groups"),
    ("parcels", "refunds"): ("missing", "refunds"),
    ("refunds", "cancelled"): ("refunding", "cancelled"),
    ("refunds", "groups"): ("refunding", "groups"),
}
"""Rows of the page, and where they stand in the playbook."""
SAME_PARTS = {"cancellation": "cancel", "parcels": "missing", "refunds": "refunding", "change_of_mind": "choices"}
"""Clauses of the page whose times and fees stand in a section of the playbook."""


@EACH
def test_what_the_page_says_the_playbook_says_too(place: Path) -> None:
    page, own = _derived(place)
    for product in dict.fromkeys(product for clause in page.clauses for product in clause.products) or [None]:
        told, same = _about(page, product), _about(own, product)
        for (clause, rows), (section, its) in SAME.items():
            found = told[clause].rows.get(rows) if clause in told else None
            assert found == same[section].rows.get(its)
        for clause, section in SAME_PARTS.items():
            parts = told[clause].parts if clause in told else {}
            named = {name: term for name, term in parts.items() if isinstance(term.value, Duration)}
            assert {name: same[section].parts[name] for name in named} == named


def _about(derived: Policy, product: str | None) -> dict[str, Clause]:
    """The clauses that hold for a product, by their ids."""
    return {clause.id: clause for clause in derived.clauses if not clause.products or product in clause.products}


def _times(clauses: Iterator[Clause]) -> Iterator[Duration]:
    for clause in clauses:
        for row in (clause.parts, *(row for rows in clause.rows.values() for row in rows)):
            yield from (term.value for term in row.values() if isinstance(term.value, Duration))


TOLD = ("cancellation", "something_wrong", "change_of_mind", "parcels", "refunds")
"""Clauses of the page of which every time stands in the playbook, in so many words."""


@EACH
@pytest.mark.parametrize("code", ["en", "ko"])
def test_every_time_of_the_page_is_printed_in_the_playbook(place: Path, code: str) -> None:
    (document,) = playbooks(place, codes=(code,))
    text = " ".join(section.body for section in document.sections if not section.id.startswith("to-"))
    language = Language(code, inputs.words(code).labels)
    for time in _times(clause for clause in _derived(place)[0].clauses if clause.id in TOLD):
        shown = language.shown(time)
        assert not isinstance(shown, Amount) or shown.amount in text, time


# --- The last day to claim

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(questionnaires("en", "ko"))
def test_any_store_has_a_playbook_that_never_sends_anybody_to_claim_too_late(
    tmp_path_factory: pytest.TempPathFactory, answers: dict[str, Any]
) -> None:
    read = inputs.load(written(answers, tmp_path_factory.mktemp("shop")), {})
    derived = playbook.derive(read.terms, read.shop).policy
    documents = [assemble(derived, speech.sections(code)) for code in ("en", "ko")]
    assert [section.id for section in documents[0].sections] == [section.id for section in documents[1].sections]
    for claim in _clause(derived, "wrong").rows.get("claims", ()):
        if "tell_within" in claim:
            told, closes = claim["tell_within"].sure, claim["closes"].sure
            assert told.event is closes.event
            assert 0 < told.high <= closes.high
            left = claim["leaves"].sure.high if "leaves" in claim else 0
            assert told.high + left == closes.high


def test_the_last_day_is_counted_back_from_what_the_supplier_gives(tmp_path: Path) -> None:
    answers = shop(handling_time="4 days", supplier={**SUPPLIER, "returns": {**RETURNS, "report_within": "10 days"}})
    wrong = _body(_made(answers, tmp_path), "wrong")
    assert "**Last day to claim:** 10 days after delivery." in wrong
    assert "writes within 6 days after delivery leaves you 4 days" in wrong


def test_where_no_time_is_left_it_says_so(tmp_path: Path) -> None:
    answers = shop(handling_time="4 days", supplier={**SUPPLIER, "returns": {**RETURNS, "report_within": "3 days"}})
    wrong = _body(_made(answers, tmp_path), "wrong")
    assert "**Last day to claim:** 3 days after delivery. Claim on the day on which the customer writes." in wrong


def test_a_clock_for_the_customer_is_told_beside_the_stores_own(tmp_path: Path) -> None:
    wrong = _body(_made({"store": STORE, "supplier": "bigbuy"}, tmp_path), "wrong")
    assert "**Last day to claim:** 5 days after delivery. A customer who writes within 2 days after delivery" in wrong
    assert "leaves you 3 days for that. The customer must have written within 48 hours after delivery." in wrong


def test_what_is_not_known_is_said_to_be_unknown_and_the_question_is_there(tmp_path: Path) -> None:
    document = _made({"store": STORE, "supplier": {"returns": {"accepted": ["damaged"]}}}, tmp_path)
    assert "**Last day to claim:** not known. Claim at once, and ask." in _body(document, "wrong")
    assert "How The supplier" not in _body(document, "cancel")
    assert "is not known: ask" in _body(document, "cancel")
    assert "Who must agree to a cancellation?" in _body(document, "open-questions")
    assert not re.search(r"\d+ (hours|days|business days)", _body(document, "cancel"))


def test_hearsay_is_marked_and_facts_are_not() -> None:
    (document,) = playbooks(ALIEXPRESS, codes=("en",))
    cancel, refused = _body(document, "cancel"), _body(document, "refused")
    assert "**Confirm**. (As others describe it.)" in cancel
    assert "within 7 days. (As others report.)" in refused
    assert "It has **72 hours**. No answer in that time means yes" in cancel
    assert "**Submit**. (As others" not in refused


# --- The four scenes of the article that the project started from

SCENES = {
    "the change of mind seconds after ordering": {
        "worth": ["An order of some seconds or minutes ago: ask at once.", "I changed my mind"],
        "cancel": ["### Paid, but not shipped", '"Cancel at once"', "**72 hours**", "cancel it in the shop"],
        "to-customers-en": ["### Request received", "### Cancelled"],
    },
    "the cancellation after dispatch": {
        "worth": ["It has left already? Then don't ask"],
        "cancel": ["### Shipped", "The supplier can't cancel it any more.", '"Refused, with the reason"'],
        "to-customers-en": ["### Refused, with the reason"],
    },
    "the refusing supplier with a tracking number": {
        "refused": ["### It says that it has shipped", "5 business days", "A valid number is known there"],
        "to-suppliers-en": ["### Tracking number, please"],
    },
    "the refusing supplier without a tracking number": {
        "refused": [
            "wants to keep the sale",
            "cancelled and paid back by itself",
            "Open a dispute",
            "5 days",
            "don't open one before you know",
        ],
        "open-questions": ["What happens to my account if I open a dispute at my bank"],
    },
    "the wrong size ordered": {
        "choices": ["**Wrong size ordered**:", "within **14 days** after delivery", "an exchange or store credit"],
        "wrong": ["Compare the label with the order."],
    },
}
"""Where each scene is answered: the sections, and what must stand there."""


@pytest.mark.parametrize("scene", SCENES)
def test_each_scene_is_answered_where_staff_look_for_it(scene: str) -> None:
    (document,) = playbooks(ALIEXPRESS, codes=("en",))
    for section, said in SCENES[scene].items():
        body = spaced(_body(document, section))
        assert [one for one in said if one.lower() not in body.lower()] == []


@pytest.mark.parametrize("scene", SCENES)
def test_each_scene_is_answered_in_korean_in_the_same_sections(scene: str) -> None:
    (document,) = playbooks(ALIEXPRESS, codes=("ko",))
    for section in SCENES[scene]:
        assert re.search("[가-힣]", _body(document, section))


# --- The shop's steps


def test_without_a_platform_the_steps_are_general_and_a_note_asks(tmp_path: Path) -> None:
    place = written({"store": STORE, "supplier": "aliexpress"}, tmp_path)
    ran = CliRunner().invoke(cli, ["playbook", str(place), "-o", str(tmp_path / "own"), "-f", "md"])
    assert ran.exit_code == 0, ran.output
    assert "[SHP002]" in ran.stderr
    text = (tmp_path / "own" / "shop" / "playbook.en.md").read_text("utf-8")
    assert "Cancel it in your shop, and pay all of the money back." in text
    assert "Check that the money really goes back to the customer" in text


def test_a_platform_that_is_named_needs_no_note(tmp_path: Path) -> None:
    place = written({"store": STORE, "supplier": "aliexpress", "shop": "woocommerce"}, tmp_path)
    ran = CliRunner().invoke(cli, ["playbook", str(place), "-o", str(tmp_path / "own"), "-f", "md"])
    assert "SHP002" not in ran.stderr
    text = (tmp_path / "own" / "shop" / "playbook.en.md").read_text("utf-8")
    assert 'Don\'t take "Refund manually"' in text
    assert "This doesn't pay the money back" in text


def test_a_platform_of_ones_own_lies_beside_the_questionnaire(tmp_path: Path) -> None:
    own = {
        "schema": 1,
        "name": "Corner Shop",
        "sources": {"own": {"title": "Help", "confidence": "own", "checked": "2026-11-23"}},
        "refunds": {"full": ["Till", "Give back"], "source": "own"},
    }
    (tmp_path / "shop_platforms").mkdir()
    written(own, tmp_path / "shop_platforms", "corner.yaml")
    document = _made({"store": STORE, "supplier": "aliexpress", "shop": "corner"}, tmp_path)
    assert "**Till** > **Give back**" in _body(document, "refunding")
    assert "| Help | Its own page" in _body(document, "sources").replace("its own", "Its own")


def test_the_platform_has_no_say_in_the_page_and_its_lock(tmp_path: Path) -> None:
    one = store(written({"store": STORE, "supplier": "aliexpress"}, tmp_path, "one.yaml"))
    other = store(written({"store": STORE, "supplier": "aliexpress", "shop": "shopify"}, tmp_path, "other.yaml"))
    assert one.new.shipped == other.new.shipped
    assert one.documents == other.documents


# --- It stays in the house


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["playbook", *arguments])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a questionnaire whose pages were built."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(ALIEXPRESS, tmp_path / "shop.yaml")
    built = CliRunner().invoke(cli, ["build", "shop.yaml", "-f", "md", "-o", "site"])
    assert built.exit_code == 0, built.output
    return tmp_path


def test_it_lies_apart_from_the_pages_under_the_questionnaires_name(home: Path) -> None:
    assert _run("shop.yaml", "-f", "md", "-f", "html").exit_code == 0
    made = sorted(path.relative_to(home).as_posix() for path in home.rglob("playbook.*"))
    assert made == [f"internal/shop/playbook.{code}.{end}" for code in ("en", "ko") for end in ("html", "md")]


@pytest.mark.parametrize("folder", ["output", "output/own", "site", "site/shop", "site/shop/deeper"])
def test_it_is_not_written_among_the_pages(home: Path, folder: str) -> None:
    ran = _run("shop.yaml", "-f", "md", "-o", folder)
    assert ran.exit_code == 2
    assert "would lie among the pages" in ran.stderr
    assert list(home.rglob("playbook.*")) == []


@pytest.mark.parametrize("code", ["en", "ko"])
def test_every_format_says_on_every_page_that_it_is_internal(code: str) -> None:
    (document,) = playbooks(ALIEXPRESS, codes=(code,))
    mark = document.mark
    assert mark
    assert mark in FORMATS["md"].render(document, playbook_style()).decode().split("\n## ")[0]
    html = FORMATS["html"].render(document, playbook_style()).decode()
    assert f'<aside class="mark"><p>{mark.replace(chr(39), "&#x27;")}</p></aside>' in html
    assert '<meta name="robots" content="noindex, nofollow">' in html


def test_the_pdf_says_so_at_the_foot_of_each_page() -> None:
    (document,) = playbooks(ALIEXPRESS, codes=("en",))
    pages = PdfReader(io.BytesIO(FORMATS["pdf"].render(document, playbook_style()))).pages
    assert len(pages) > 5
    for page in pages:
        assert document.mark in spaced(page.extract_text())


def test_a_page_has_no_mark() -> None:
    one = store(ALIEXPRESS)
    assert {document.mark for document in one.documents} == {""}


def test_the_formats_say_the_same() -> None:
    (document,) = playbooks(ALIEXPRESS, codes=("en",))
    texts = {}
    for name in ("md", "html"):
        text = text_of(name, FORMATS[name].render(document, playbook_style()), "en")
        texts[name] = set(re.findall(r"[A-Za-z]{4,}", text))
    assert texts["md"] <= texts["html"]


def test_messages_to_customers_never_name_the_supplier(tmp_path: Path) -> None:
    for place in SOLD_ON:
        (tmp_path / place.stem).mkdir()
        document = _made({"store": STORE, "supplier": place.stem, "languages": ["en", "ko"]}, tmp_path / place.stem)
        names = inputs.load(tmp_path / place.stem / "shop.yaml", {}).terms.groups[None][0].hidden_words
        for section in document.sections:
            if section.id.startswith("to-customers"):
                assert [name for name in names if name.lower() in section.body.lower()] == [], place.stem


@pytest.mark.parametrize("place", SOLD_ON, ids=[place.stem for place in SOLD_ON])
def test_every_supplier_that_comes_along_has_a_playbook(place: Path, tmp_path: Path) -> None:
    for code in ("en", "ko"):
        answers = {"store": STORE, "supplier": place.stem, "effective": "2026-12-01", "shop": "shopify"}
        document = _made(answers, tmp_path, code)
        assert len(document.sections) > 10


@pytest.mark.parametrize("market", [*(id.upper() for id in lawbook.shipped()), "TH"])
def test_a_store_that_sells_to_any_market_has_a_playbook(market: str, tmp_path: Path) -> None:
    links = {name: f"https://dalbit.example/{name}" for name in ("legal_notice", "withdrawal_instruction")}
    answers = {"store": {**STORE, **links}, "supplier": "printful", "effective": "2026-12-01", "sells_to": [market],
               "shop": "shopify", "languages": ["en", "ko"]}  # fmt: skip
    place = written(answers, tmp_path)
    read = inputs.load(place, {})
    for code in ("en", "ko"):
        document = assemble(playbook.derive(read.terms, read.shop).policy, speech.sections(code))
        assert guard.on_page(document, read.guard) == []


def test_a_private_term_stops_it_and_nothing_is_written(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_GEN_PRIVATE_TERMS", "tracking number")
    ran = _run("shop.yaml", "-f", "md")
    assert ran.exit_code == 1
    assert "ADR004" in ran.stderr
    assert "tracking number" not in ran.output.lower()
    assert not (home / "internal").exists()


def test_a_street_address_in_a_supplier_s_own_file_stops_it(home: Path) -> None:
    (home / "supplier_profiles").mkdir()
    profile = (ALIEXPRESS.parent.parent / "supplier_profiles" / "aliexpress.yaml").read_text("utf-8")
    profile = profile.replace(
        "send_back: always\n", "send_back: always\n    send_back_to: 123 Main Street, Springfield, IL 62704\n"
    )
    (home / "supplier_profiles" / "aliexpress.yaml").write_text(profile, "utf-8")
    ran = _run("shop.yaml", "-f", "md")
    assert ran.exit_code == 1
    assert "ADR001" in ran.stderr
    assert "Main Street" not in ran.output


def test_when_one_format_fails_none_is_written(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise Refused([finding("OUT001", "no library")])

    monkeypatch.setattr("policy_gen.pages.formats.pdf.weasyprint", missing)
    assert _run("shop.yaml", "-f", "md", "-f", "pdf").exit_code == 1
    assert not (home / "internal").exists()


def test_an_error_in_the_questionnaire_writes_nothing(home: Path) -> None:
    (home / "shop.yaml").write_text("store: {name: Dalbit}\n", "utf-8")
    ran = _run("shop.yaml")
    assert ran.exit_code == 1
    assert "no playbook was written" in ran.stderr
    assert not (home / "internal").exists()


def test_a_language_without_words_is_wrong_usage(home: Path) -> None:
    ran = _run("shop.yaml", "--lang", "tlh")
    assert ran.exit_code == 2
    assert "there are en, ko" in ran.stderr


def test_several_suppliers_are_told_apart() -> None:
    read = inputs.load(ALIEXPRESS, {})
    first = read.terms.groups[None][0]
    other = replace(first, name="Plum Goods", dispute={})
    both = replace(read.terms, groups={None: (first, other), "mugs": (other,)})
    document = assemble(playbook.derive(both).policy, speech.sections("en"))
    for id in ("cancel", "refused", "wrong", "choices", "missing"):
        body = _body(document, id)
        assert "AliExpress" in body
        assert "Plum Goods" in body
    assert _body(document, "refused").count("**Plum Goods:**") == 1


def test_each_reason_for_which_a_page_helps_has_its_cause() -> None:
    page, own = _derived(ALIEXPRESS)
    told = {row["cause"].sure for row in _clause(own, "wrong").rows["causes"]}
    helped = {reason for row in _clause(page, "something_wrong").rows["groups"] for reason in row["reasons"].sure}
    assert told == helped
    assert Reason.NOT_AS_DESCRIBED in told


def test_the_policy_is_the_one_of_the_page() -> None:
    read = inputs.load(ALIEXPRESS, {})
    assert policy.derive(read.terms).store_name == playbook.derive(read.terms).policy.store_name


# --- What the law gives, whatever the supplier says


def _sold(profile: str, *markets: str, **answers: Any) -> dict[str, Any]:
    supplier = {"profile": profile, "ships_within": "3 business days", "delivers_within": "12-25 days"}
    store = {**STORE, **LINKS}
    return {"store": store, "effective": "2026-12-01", "supplier": supplier, "sells_to": [*markets], **answers}


def test_who_may_cancel_by_law_is_paid_before_the_supplier_has_answered(tmp_path: Path) -> None:
    document = _made(_sold("aliexpress", "DE", "KR", "US"), tmp_path)
    cancel = _body(document, "cancel").split("### Paid, but not shipped")[1].split("###")[0]
    assert "**Germany:** by law the order is cancelled as soon as the customer says so" in cancel
    assert "**South Korea:**" in cancel
    assert "within **3 business days** after the request. Late money costs interest: 15% a year." in cancel
    assert "**United States" not in cancel
    refused = _body(document, "refused")
    assert "**Germany:** the customer's cancellation counts by law until the parcel arrives" in refused
    assert refused.index("**Germany:**") < refused.index("Valid, and the customer is anywhere else")


@EACH
def test_the_markets_where_the_supplier_s_no_means_nothing_are_those_of_the_law(place: Path) -> None:
    read, _ = loaded(place)
    own = playbook.derive(read.terms, read.shop).policy
    by_law = set(read.terms.laws.may_cancel())
    for id, rows in (("cancel", "whatever"), ("refused", "whatever")):
        for clause in (clause for clause in own.clauses if clause.id == id):
            assert {one for row in clause.rows.get(rows, ()) for one in row["markets"].sure} == by_law


def test_who_may_cancel_by_law_is_never_refused_in_a_message(tmp_path: Path) -> None:
    by_law = _body(_made(_sold("aliexpress", "DE", "US"), tmp_path), "to-customers-en")
    assert "### Cancelled, parcel on its way" in by_law
    refused = by_law.split("### Refused, with the reason")[1].split("###")[0]
    assert "legal right" not in refused
    assert "dalbit.example" not in refused
    at_home = _body(_made(_sold("aliexpress", "US"), tmp_path), "to-customers-en")
    assert "parcel on its way" not in at_home


@pytest.mark.parametrize(("code", "within", "waiting"), [
    ("en", "3 business days** after the request", ("You may wait", "We may wait")),
    ("ko", "요청 후 **영업일 기준 3일", ("때까지 기다릴 수 있", "미룰 수 있")),
])  # fmt: skip
def test_nobody_waits_for_goods_that_have_not_come_where_the_law_counts_from_the_message(
    code: str, within: str, waiting: tuple[str, str], tmp_path: Path
) -> None:
    there, here = (_made(_sold("aliexpress", one, languages=[code]), tmp_path, code) for one in ("KR", "DE"))
    assert within in _body(there, "refused")
    for id, waits in zip(("refused", f"to-customers-{code}"), waiting, strict=True):
        assert waits not in _body(there, id)
        assert waits in _body(here, id)


def test_a_refusal_tells_of_a_right_that_begins_with_the_delivery(tmp_path: Path) -> None:
    terms = inputs.load(written(_sold("aliexpress", "DE", "US"), tmp_path), {}).terms
    later = {market: tuple(replace(law, cancelling=None) for law in its) for market, its in terms.laws.markets.items()}
    derived = playbook.derive(replace(terms, laws=replace(terms.laws, markets=later)))
    letters = {letter.id: letter for letter in to_customers(derived.desks, {})}
    assert letters["refused"].parts["rights_markets"].sure == ("DE",)
    assert "on_its_way" not in letters


def test_a_late_parcel_has_the_law_of_each_market_with_its_articles(tmp_path: Path) -> None:
    missing = _body(_made(_sold("aliexpress", "DE", "ES", "KR", "US"), tmp_path), "missing")
    law = missing.split("### What the law gives when it is late or lost")[1].split("###")[0]
    assert "- **Germany and Spain:**" in law
    assert "§ 475(1) BGB" in law
    assert "TRLGDCU" in law
    assert "it must arrive within **30 days** after the order. Late: the customer may set you a last date." in law
    assert "you must ship within 3 business days after payment" in law
    assert "ask the customer whether to wait or to cancel" in law
    assert "The money is due within **7 days** after the cancellation." in law


@EACH
def test_what_the_page_gives_for_late_parcels_by_law_stands_in_the_playbook(place: Path) -> None:
    read, page = loaded(place)
    own = playbook.derive(read.terms, read.shop).policy
    rights = next((clause for clause in page.clauses if clause.id == "legal_rights"), None)
    for row in rights.rows["groups"] if rights else ():
        told = {name: term.value for name, term in row.items() if name.startswith(owed.LATE)}
        for clause in (clause for clause in own.clauses if clause.id == "missing" and told):
            for market in row["markets"].sure:
                its = next(one for one in clause.rows["late"] if market in one["markets"].sure)
                assert {name: its[name].value for name in told} == told


def test_korea_s_later_start_and_its_exceptions_and_brazil_s_hidden_faults_are_told(tmp_path: Path) -> None:
    document = _made(_sold("aliexpress", "KR", "BR"), tmp_path)
    choices, wrong = _body(document, "choices"), _body(document, "wrong")
    assert "or after they get the contract document if that comes later" in choices
    assert 'The page says: "Not for goods made individually for your order and goods that were clearly' in choices
    assert "For what could not be seen at first they have 90 days after the customer notices it." in wrong


def test_laws_are_called_by_their_own_names_in_korean(tmp_path: Path) -> None:
    document = _made(_sold("aliexpress", "KR"), tmp_path, "ko")
    bodies = " ".join(section.body for section in document.sections)
    assert "전자상거래법 17(3)" in bodies
    assert "E-Commerce Act" not in bodies


def test_who_returns_by_law_waits_for_no_yes(tmp_path: Path) -> None:
    assert "customers in Germany need no yes from you" in _body(
        _made(_sold("aliexpress", "DE", "US"), tmp_path), "choices"
    )
    assert "no yes" not in _body(_made(_sold("aliexpress", "US"), tmp_path), "choices")


# --- What each supplier wants and when


def test_a_claim_for_a_lost_parcel_opens_by_market(tmp_path: Path) -> None:
    missing = _body(_made(_sold("cjdropshipping", "US", "BR", "DE"), tmp_path), "missing")
    assert "in the United States, a claim opens 45 days after shipping." in missing
    assert "in Brazil, a claim opens 110 days after shipping." in missing
    assert "in Germany, a claim opens 60 days after shipping at the earliest." in missing
    assert "For some orders it opens only 100 days after shipping" in missing


def test_what_a_supplier_wants_with_every_claim_is_no_afterthought(tmp_path: Path) -> None:
    wrong = _body(_made(_sold("cjdropshipping", "US"), tmp_path), "wrong")
    assert (
        "complaint that shows their name, the date and their e-mail address. It wants that with every claim." in wrong
    )
    assert "if it asks:** a screenshot" not in wrong
    assert "**Have ready, if it asks:** the delivery record" in _body(
        _made(_sold("aliexpress", "US"), tmp_path), "wrong"
    )


def test_cancelling_at_bigbuy_orders_nothing_anew(tmp_path: Path) -> None:
    cancel = _body(_made(_sold("bigbuy", "US"), tmp_path), "cancel")
    assert "call or write to the After-Sales Department > have the order cancelled" in cancel
    assert "new one" not in cancel


def test_seconds_after_ordering_the_supplier_is_asked_before_the_customer_is_told(tmp_path: Path) -> None:
    cancel = _body(_made(_sold("aliexpress", "US"), tmp_path), "cancel").split("### Paid, but not shipped")[1]
    assert "Is the button missing? The payment is still being verified: that can take 24 to 48 hours" in cancel
    assert "**Open Orders** > **AliExpress** > choose the order number" in cancel
    assert "can be 5 hours old" in cancel
    assert cancel.index('"Cancel at once"') < cancel.index('"Request received"') < cancel.index('"Cancelled"')


def test_no_dispute_is_sent_for_before_anything_is_shipped(tmp_path: Path) -> None:
    refused = _body(_made(_sold("aliexpress", "US"), tmp_path), "refused")
    assert refused.index("no dispute can be opened") < refused.index("Open a dispute on the platform")
    other = _body(_made(_sold("cjdropshipping", "US"), tmp_path), "refused")
    assert "Whether a dispute can be opened before anything is shipped is not known" in other


def test_who_is_asked_by_nobody_is_asked_for_no_tracking_number(tmp_path: Path) -> None:
    refused = _body(_made(_sold("printful", "US"), tmp_path), "refused")
    assert "Printful can't refuse" in refused
    assert "tracking number" not in refused


# --- Money


def test_where_the_page_gives_no_money_none_is_paid_back() -> None:
    (document,) = playbooks(ALIEXPRESS, codes=("en",))
    refunding = _body(document, "refunding")
    assert "| The customer's own choice: wrong size ordered | No money: an exchange or store credit. |" in refunding
    assert "**Exchange items** > **Add products**" in refunding
    assert "**Store credit** > **Refund**. (As others describe it.)" in refunding


def test_where_nothing_is_taken_back_but_the_law_does_only_the_law_pays(tmp_path: Path) -> None:
    at_home = _body(_made(_sold("printful", "US"), tmp_path), "refunding")
    assert (
        "| The customer's own choice (the United States) | Nothing: the page takes nothing back for that. |" in at_home
    )
    abroad = _body(_made(_sold("printful", "US", "DE"), tmp_path), "refunding")
    assert "| Sent back without a reason, as the law allows in Germany | The price of the item" in abroad


FIGURES = {"orders_a_month": 100, "average_price": "EUR 30", "supplier_price": "EUR 12.50", "shares": {"damaged": "1%"}}


def _worth(figures: dict[str, Any] | None, folder: Path) -> str:
    answers = _sold("aliexpress", "US", **({"figures": figures} if figures else {}))
    return _body(_made(answers, folder), "worth")


def test_what_it_costs_is_reckoned_with_the_merchant_s_own_figures(tmp_path: Path) -> None:
    worth = _worth({**FIGURES, "return_postage": "EUR 4.20"}, tmp_path)
    assert "€30.00 − €30.00 − €12.50 = **−€12.50**" in worth
    assert "€30.00 − €12.50 = €17.50 would have been left" in worth
    assert "€12.50 + €4.20 = **€16.70**" in worth


def test_without_figures_there_is_no_money_in_it(tmp_path: Path) -> None:
    assert not re.search(r"[€$₩£]|EUR|USD", _worth(None, tmp_path))
    assert "return postage" not in _worth(FIGURES, tmp_path)
    loss = _worth({**FIGURES, "average_price": "EUR 12"}, tmp_path)
    assert "would have been left" not in loss
