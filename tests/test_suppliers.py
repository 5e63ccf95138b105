"""The profiles that come along, what pages they make, and the command that shows them."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from policy_gen.checks.coverage import coverage
from policy_gen.cli import cli
from policy_gen.deriving.expansion import sourced
from policy_gen.deriving.offers import Offers, offers
from policy_gen.describing import catalogue
from policy_gen.describing.catalogue import Entry
from policy_gen.findings import Finding, Refused
from policy_gen.policy import Policy
from policy_gen.provenance import Confidence, Fact, Missing, Scope, Term
from policy_gen.reading import read
from policy_gen.records.supplier import Profile
from policy_gen.records.vocabulary import StoreEvidence
from policy_gen.rim import files
from policy_gen.rules.given import Given
from policy_gen.source import parse
from tests.shops import FORBIDDEN, LANGUAGES, PROFILES, ROOT, STORE, loaded, page, shop, written

DATA = Path(__file__).parent / "data"
DAY = date(2026, 12, 1)


def _entry(id: str) -> Entry:
    source = files.read_source(files.shipped("supplier_profiles", f"{id}.yaml"))
    return Entry(id, "comes along", sourced(read(Profile, source), id, source.value))


EACH = pytest.mark.parametrize("entry", [_entry(path.stem) for path in PROFILES], ids=[path.stem for path in PROFILES])


def _derived(tmp_path: Path, supplier: Any, **answers: Any) -> Policy:
    questionnaire = {"store": STORE, "effective": "2026-12-01", "supplier": supplier, **answers}
    return loaded(written(questionnaire, tmp_path))[1]


def _part(derived: Policy, clause: str, name: str) -> str | None:
    parts = next(one for one in derived.clauses if one.id == clause).parts
    return str(parts[name].value) if name in parts else None


def _offers(tmp_path: Path, id: str, **answers: Any) -> Offers:
    questionnaire = {"store": STORE, "effective": "2026-12-01", "supplier": {"profile": id, **answers}}
    return offers(loaded(written(questionnaire, tmp_path))[0].terms)


def _messages(findings: tuple[Finding, ...], word: str) -> list[str]:
    return [found.message for found in findings if word in found.message]


def _fact(term: Term[Any]) -> Fact:
    assert isinstance(term.origin, Fact)
    return term.origin


# --- The profiles --------------------------------------------------------------------------------


@EACH
def test_every_fact_that_comes_along_was_compared_on_the_day_of_the_hand_over(entry: Entry) -> None:
    assert {source.checked for source in entry.sources} == {date(2026, 11, 23)}


@EACH
def test_no_known_fact_rests_on_third_parties_alone(entry: Entry) -> None:
    for term in entry.known:
        assert {source.confidence for source in _fact(term).sources} - {Confidence.THIRD_PARTY}, _fact(term).key


@EACH
def test_every_source_of_a_profile_is_one_of_a_fact(entry: Entry) -> None:
    assert {source.id for source in entry.sources} == set(entry.profile.sources)


@EACH
def test_the_last_rule_of_every_reason_is_for_all_orders(entry: Entry) -> None:
    for reason in {reason for rule in entry.profile.returns for reason in rule.reasons}:
        last = [rule for rule in entry.profile.returns if reason in rule.reasons][-1]
        assert not last.when.model_fields_set, reason


def test_the_days_to_report_damage_to_cjdropshipping_are_only_known_from_a_copy() -> None:
    windows = [term for term in _entry("cjdropshipping").known if _fact(term).key.endswith(".report_within")]
    assert {str(term.value) for term in windows} == {"7 days after delivery"}
    assert {source.confidence for term in windows for source in _fact(term).sources} == {Confidence.COPY}


def test_printfuls_days_stand_on_the_page_for_quick_stores_and_in_copies() -> None:
    windows = [
        t for t in _entry("printful").known if _fact(t).key in ("returns[0].report_within", "returns[1].report_within")
    ]
    assert len(windows) == 2
    for term in windows:
        assert [source.id for source in _fact(term).sources] == ["quick_stores", "copy_1"]
        assert {source.published for source in _fact(term).sources} == {"undated"}


@pytest.mark.parametrize(
    ("id", "assumed"),
    [("aliexpress", "7 business days"), ("cjdropshipping", "1-3 business days"), ("printful", "2-5 business days")],
)
def test_what_only_others_say_of_the_time_to_ship_is_assumed_and_not_known(id: str, assumed: str) -> None:
    (term,) = (term for term in _entry(id).facts if _fact(term).key == "ships_within")
    assert isinstance(term.value, Missing)
    assert str(term.assume) == assumed


def test_a_date_that_can_be_read_in_two_ways_is_only_its_year() -> None:
    assert _entry("aliexpress").profile.sources["cancel_guide"].published == "2025"


def test_a_fact_of_a_dispute_needs_a_source_like_any_other() -> None:
    text = "schema: 1\nname: Acme\nkind: retailer\nsources: {}\ndispute: {where: platform}\n"
    source = parse(text, "acme.yaml")
    with pytest.raises(Refused) as refused:
        sourced(read(Profile, source), "acme", source.value)
    assert [(found.code, found.spans[0].line) for found in refused.value.findings] == [("SUP004", 5)]


# --- What suppliers differ in --------------------------------------------------------------------


@pytest.mark.parametrize(("id", "days"), [("aliexpress", 13), ("cjdropshipping", 5), ("printful", 28), ("bigbuy", 2)])
def test_a_store_with_one_supplier_gives_its_window_less_two_days_or_the_clock_for_customers(
    tmp_path: Path, id: str, days: int
) -> None:
    (offer,) = (one for one in _offers(tmp_path, id).faults if one.reason == "damaged")
    assert offer.by_supplier
    assert str(offer.terms["report_within"].value) == f"{days} days after delivery"


def test_of_two_clocks_both_are_kept_and_the_one_for_customers_is_not_shortened() -> None:
    facts = {_fact(term).key: str(term.value) for term in _entry("bigbuy").known}
    assert facts["returns[0].report_within"] == "5 days after delivery"
    assert facts["returns[0].customer_reports_within"] == "48 hours after delivery"


@pytest.mark.parametrize(
    ("id", "silence", "within"),
    [("aliexpress", "approved", "72 hours"), ("shopify-collective", "approved", "14 days after payment"),
     ("alibaba", "none", "unknown"), ("printify", "unknown", "unknown")],
)  # fmt: skip
def test_what_silence_means_for_a_cancellation(id: str, silence: str, within: str) -> None:
    approval = _entry(id).profile.cancellation[-1].approval
    assert (str(approval.silence.value), str(approval.within.value)) == (silence, within)


@pytest.mark.parametrize(("sells_to", "days"), [(["US"], 45), (["BR"], 110), (["KR"], 60), (["US", "KR"], 60)])
def test_zendrops_clock_for_a_lost_parcel_is_the_countrys(tmp_path: Path, sells_to: list[str], days: int) -> None:
    derived = _derived(tmp_path, "zendrop", sells_to=sells_to)
    assert _part(derived, "parcels", "report_opens") == f"{days} days after shipping"


@pytest.mark.parametrize(
    ("line", "days"), [("Overnight", 2), ("expedited", 5), ("international", 21), ("standard", 12)]
)
def test_gootens_clock_for_a_lost_parcel_is_the_shipping_lines(tmp_path: Path, line: str, days: int) -> None:
    derived = _derived(tmp_path, {"profile": "gooten", "shipping_methods": [line]})
    assert _part(derived, "parcels", "report_opens") == f"{days} business days after shipping"


def test_what_must_be_done_before_a_claim_is_a_fact_with_a_source() -> None:
    (term,) = (term for term in _entry("printify").known if _fact(term).key.endswith(".before_claiming"))
    assert set(term.sure) == {"address_correct", "carrier_contacted"}
    assert [source.id for source in _fact(term).sources] == ["reprints"]
    assert "  before_claiming: address_correct, carrier_contacted" in list(catalogue.sheet(_entry("printify"), DAY))


def test_returns_with_a_badge_count_from_payment_so_the_carriers_time_must_be_known(tmp_path: Path) -> None:
    choice = "change_of_mind"
    assert choice in {str(term.value) for term in _offers(tmp_path, "aliexpress-free-returns").refused}
    # Nobody has said where the seller is: of mainland China, Europe and Brazil the last gives the least.
    known = _offers(tmp_path, "aliexpress-free-returns", delivers_within="15-30 days")
    (window,) = (one.terms["report_within"] for one in known.choices if one.reason == choice)
    assert str(window.value) == "5 days after delivery"
    answer = {"report_within": {choice: "90 days after payment"}}
    china = _offers(tmp_path, "aliexpress-free-returns", delivers_within="15-30 days", returns=answer)
    (window,) = (one.terms["report_within"] for one in china.choices if one.reason == choice)
    # 90 days, less 7 working days of a week of six (9 days), 30 days on the way and 2 days for the store.
    assert str(window.value) == "49 days after delivery"


def test_goods_of_a_kind_without_a_word_about_them_are_not_taken_back(tmp_path: Path) -> None:
    rules = [rule for rule in _entry("eprolo").profile.returns if "change_of_mind" in rule.reasons]
    assert [(rule.when.category, rule.covered.value) for rule in rules] == [
        (("apparel",), "covered"),
        ((), "not_covered"),
    ]
    assert "change_of_mind" in {str(term.value) for term in _offers(tmp_path, "eprolo").refused}
    answer = {"report_within": {"change_of_mind": "7 days after delivery"}, "accepted": ["damaged", "change_of_mind"]}
    assert [one.reason for one in _offers(tmp_path, "eprolo", returns=answer).choices] == ["change_of_mind"]


# --- Pages from CJdropshipping -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sells_to", "days"), [(["US"], 45), (["US-CA"], 45), (["BR"], 110), (["US", "BR"], 110), (None, 110)]
)
def test_a_lost_parcel_can_be_reported_when_the_clock_of_the_country_has_run(
    tmp_path: Path, sells_to: list[str] | None, days: int
) -> None:
    derived = _derived(tmp_path, "cjdropshipping", **({"sells_to": sells_to} if sells_to else {}))
    assert _part(derived, "parcels", "report_opens") == f"{days} days after shipping"


def test_a_country_without_a_rule_of_its_own_has_the_general_one_or_that_of_a_shipping_line(tmp_path: Path) -> None:
    every_line = _derived(tmp_path, "cjdropshipping", sells_to=["KR"])
    assert _part(every_line, "parcels", "report_opens") == "100 days after shipping"
    assert any(m.startswith("`shipping_methods` would decide which of 2 rules holds for `lost`")
               for m in _messages(every_line.findings, "would decide"))  # fmt: skip
    supplier = {"profile": "cjdropshipping", "shipping_methods": ["CJPacket"]}
    one_line = _derived(tmp_path, supplier, sells_to=["US", "KR"])
    assert _part(one_line, "parcels", "report_opens") == "60 days after shipping"
    assert not _messages(one_line.findings, "would decide")
    liquid = _derived(tmp_path, supplier | {"shipping_methods": ["Liquid Line"]}, sells_to=["KR"])
    assert _part(liquid, "parcels", "report_opens") == "100 days after shipping"
    assert not _messages(liquid.findings, "would decide")


def test_for_one_of_several_markets_its_own_rule_holds(tmp_path: Path) -> None:
    answers = {"store": STORE, "effective": "2026-12-01", "supplier": "cjdropshipping", "sells_to": ["US", "BR", "EU"]}
    terms = loaded(written(answers, tmp_path))[0].terms
    days = {code: terms.mirror("report_opens", Scope("lost", code)).sure for code in ("US", "BR", "EU", "DE", "KR")}
    assert {code: value.high for code, value in days.items()} == {"US": 45, "BR": 110, "EU": 100, "DE": 100, "KR": 100}


def test_an_own_answer_replaces_the_clock_of_every_country(tmp_path: Path) -> None:
    supplier = {"profile": "cjdropshipping", "lost_parcels": {"report_opens": "30 days after shipping"}}
    assert _part(_derived(tmp_path, supplier), "parcels", "report_opens") == "30 days after shipping"


def test_without_countries_a_note_names_the_question_that_would_decide(tmp_path: Path) -> None:
    (note,) = _messages(_derived(tmp_path, "cjdropshipping").findings, "`sells_to` would decide")
    assert note.startswith("`sells_to` would decide which of 4 rules holds for `lost`")
    (note,) = _messages(_derived(tmp_path, "printful").findings, "`sells_to` would decide")
    assert note.startswith("`sells_to` would decide which of 2 rules holds for `change_of_mind`")
    for sells_to in (["US"], ["US", "BR"]):
        derived = _derived(tmp_path, "cjdropshipping", sells_to=sells_to)
        assert not _messages(derived.findings, "`sells_to` would decide")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_from_when_on_to_write_about_a_parcel_that_has_not_come(tmp_path: Path, language: str) -> None:
    derived = _derived(tmp_path, "cjdropshipping", sells_to=["US"])
    (parcels,) = (section for section in page(derived, language).sections if section.id == "parcels")
    assert "**45" in parcels.body
    assert (language != "en") or "Not there **45 days** after we ship? Then write to us." in parcels.body


def test_what_only_the_merchant_shows_the_supplier_is_never_asked_of_customers(tmp_path: Path) -> None:
    derived = _derived(tmp_path, "cjdropshipping", sells_to=["US"])
    terms = [
        term
        for clause in derived.clauses
        for row in (clause.parts, *sum(clause.rows.values(), ()))
        for term in row.values()
    ]
    values = [value for term in terms for value in (term.value if isinstance(term.value, tuple) else (term.value,))]
    assert not [value for value in values if isinstance(value, StoreEvidence)]
    assert "screenshot" not in " ".join(section.body for section in page(derived, "en").sections)
    assert "a photo or a video" in " ".join(section.body for section in page(derived, "en").sections)


def test_goods_that_can_never_be_cancelled_are_named_unless_the_store_promises_every_order(tmp_path: Path) -> None:
    derived = _derived(tmp_path, "cjdropshipping")
    (section,) = (section for section in page(derived, "en").sections if section.id == "cancellation")
    assert "You can ask us to cancel until we ship it." in section.body
    assert "we can't cancel an order for goods made only for your order or pre-ordered goods." in section.body
    promised = _derived(tmp_path, "cjdropshipping", promise={"cancellation": {"until": "12 hours after order"}})
    assert _part(promised, "cancellation", "not_cancellable") is None


def test_the_merchant_hears_that_cjdropshipping_never_pays_the_way_back(tmp_path: Path) -> None:
    findings = _derived(tmp_path, "cjdropshipping").findings
    (note,) = (found for found in findings if found.code == "COV004")
    assert "`damaged`" in note.message


# --- Pages from AliExpress -----------------------------------------------------------------------


def test_a_time_from_the_estimated_delivery_is_printed_only_with_the_carriers_time(tmp_path: Path) -> None:
    without = _derived(tmp_path, "aliexpress")
    assert _part(without, "parcels", "report_opens") is None
    assert _messages(without.findings, "`report_opens` (`lost`) is known only in part")
    known = _derived(tmp_path, {"profile": "aliexpress", "delivers_within": "12-25 days"})
    assert _part(known, "parcels", "report_opens") == "1 day after estimated delivery"
    assert not _messages(known.findings, "`report_opens`")


# --- Pages from Printful -------------------------------------------------------------------------


def _offered(tmp_path: Path, **answers: Any) -> Given:
    questionnaire = {"store": STORE, "supplier": {"profile": "printful", "delivers_within": "4 days"}, **answers}
    read_, _ = loaded(written(questionnaire, tmp_path))
    return Given(read_.terms, offers(read_.terms))


def test_printful_answers_for_misprints_damage_defects_and_lost_parcels(tmp_path: Path) -> None:
    given = _offered(tmp_path)
    covered = {offer.reason.value for offer in given.offers.faults if offer.by_supplier}
    assert covered == {"misprint", "damaged", "defective"}
    assert given.offers.lost.by_supplier
    assert given.offers.not_received is None
    assert {str(offer.terms["report_within"].value) for offer in given.offers.faults} == {"28 days after delivery"}
    assert str(given.offers.lost.terms["report_within"].value) == "28 days after estimated delivery"


def test_goods_of_printful_never_come_back_so_nobody_asks_who_pays_for_that(tmp_path: Path) -> None:
    given = _offered(tmp_path)
    assert {str(offer.terms["send_back"].value) for offer in given.offers.faults} == {"never"}
    assert not [found for found in coverage(given) if found.code == "COV004"]


def test_orders_at_printful_can_surely_be_cancelled_until_processing_and_never_later(tmp_path: Path) -> None:
    derived = _derived(tmp_path, "printful")
    assert _part(derived, "cancellation", "certain_until_stage") == "until processing"
    assert _part(derived, "cancellation", "asked_until_stage") is None


@pytest.mark.parametrize(
    ("sells_to", "is_offered"), [(["BR"], True), (["US"], False), (["BR", "US"], False), (None, False)]
)
def test_printful_takes_back_a_change_of_mind_only_for_brazil(
    tmp_path: Path, sells_to: list[str] | None, is_offered: bool
) -> None:
    given = _offered(tmp_path, **({"sells_to": sells_to} if sells_to else {}))
    assert [str(offer.terms["report_within"].value) for offer in given.offers.choices] == (
        ["5 days after delivery"] if is_offered else []
    )


# --- The command ---------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _suppliers(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["suppliers", *arguments])


@pytest.mark.parametrize(("arguments", "name"), [([], "suppliers.txt"), (["printful"], "supplier-printful.txt")])
def test_the_command_prints_exactly_this(folder: Path, rewrite: bool, arguments: list[str], name: str) -> None:
    ran = _suppliers(*arguments, "--on", "2026-12-01")
    assert (ran.exit_code, ran.stderr) == (0, "")
    if rewrite:
        (DATA / name).write_text(ran.stdout, "utf-8")
    assert ran.stdout == (DATA / name).read_text("utf-8")


@EACH
def test_every_fact_is_shown_in_the_order_of_the_file_with_each_of_its_sources(entry: Entry) -> None:
    lines = [line.strip() for line in catalogue.sheet(entry, DAY)]
    at = 0
    for term in entry.facts:
        name = _fact(term).key.partition(".")[2] or _fact(term).key
        at = next(number for number in range(at, len(lines)) if lines[number].startswith(f"{name}: ")) + 1
    text = "\n".join(lines)
    for source in entry.sources:
        assert f"{source.title} ({source.confidence.replace('_', ' ')}; {source.published}; " in text
        assert source.url in text


@EACH
def test_what_is_not_known_has_a_question(entry: Entry) -> None:
    lines = list(catalogue.sheet(entry, DAY))
    asked = lines[lines.index("Not known; ask the supplier:") + 1 :]
    assert len(asked) >= 10
    assert all(line.startswith("    ") and line.endswith("?") for line in asked[1::2])
    assert "  resolves_within" in asked


def test_own_profiles_win_over_those_that_come_along(folder: Path) -> None:
    assert _suppliers("aliexpress", "--copy").exit_code == 0
    own = folder / "supplier_profiles" / "aliexpress.yaml"
    own.write_text(own.read_text("utf-8").replace("checked: 2026-11-23", "checked: 2026-11-20", 1), "utf-8")
    listed = _suppliers("--on", "2026-12-01").stdout
    assert "2026-11-20 to 2026-11-23  8 to 11 days  supplier_profiles/aliexpress.yaml" in listed
    assert listed.count("comes along") == len(PROFILES) - 1


def test_a_copy_is_the_file_that_comes_along_and_says_what_to_write(folder: Path) -> None:
    ran = _suppliers("printful", "--copy")
    assert ran.stdout == "supplier_profiles/printful.yaml\n"
    assert "`supplier: printful`" in ran.stderr
    assert (folder / ran.stdout.strip()).read_bytes() == files.shipped(
        "supplier_profiles", "printful.yaml"
    ).read_bytes()
    elsewhere = _suppliers("printful", "--copy", "--into", "terms/ours")
    assert elsewhere.stdout == "terms/ours/printful.yaml\n"
    assert "`supplier: terms/ours/printful.yaml`" in elsewhere.stderr


def test_a_copy_never_overwrites(folder: Path) -> None:
    place = folder / "supplier_profiles" / "printful.yaml"
    place.parent.mkdir()
    place.write_text("mine", "utf-8")
    ran = _suppliers("printful", "--copy")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "is there already [OUT005]" in ran.stderr
    assert "`--into`" in ran.stderr
    assert place.read_text("utf-8") == "mine"


def test_a_name_that_is_not_there_is_wrong_usage_with_the_nearest(folder: Path) -> None:
    ran = _suppliers("printfull")
    assert ran.exit_code == 2
    assert "there is no profile `printfull`; did you mean `printful`?" in ran.stderr
    assert f"there are {', '.join(place.stem for place in PROFILES)}" in _suppliers("nobody").stderr


@pytest.mark.parametrize(
    "arguments",
    [["--copy"], ["printful", "--into", "x"], ["printful", "--copy", "--stale"], ["--days", "90"],
     ["--stale", "--days", "-1"], ["shop.yaml"]],
)  # fmt: skip
def test_options_that_go_together_are_asked_for_together(folder: Path, arguments: list[str]) -> None:
    ran = _suppliers(*arguments)
    assert ran.exit_code == 2
    assert not list(folder.iterdir())


def test_a_profile_of_ones_own_can_not_be_copied_from_the_tool(folder: Path) -> None:
    _suppliers("printful", "--copy")
    own = folder / "supplier_profiles"
    (own / "printful.yaml").rename(own / "mine.yaml")
    ran = _suppliers("mine", "--copy", "--into", "elsewhere")
    assert ran.exit_code == 2
    assert "`mine` doesn't come along" in ran.stderr


def test_a_broken_profile_is_told_and_hides_no_other(folder: Path) -> None:
    (folder / "supplier_profiles").mkdir()
    (folder / "supplier_profiles" / "acme.yaml").write_text("name: Acme\n", "utf-8")
    ran = _suppliers()
    assert ran.exit_code == 1
    assert "supplier_profiles/acme.yaml:1:1: error:" in ran.stderr
    assert "printful" in ran.stdout


def test_a_profile_without_a_known_fact_is_listed_without_an_age(folder: Path) -> None:
    (folder / "supplier_profiles").mkdir()
    text = "schema: 1\nname: Acme\nkind: retailer\nsources: {}\n"
    (folder / "supplier_profiles" / "acme.yaml").write_text(text, "utf-8")
    (line,) = (line for line in _suppliers().stdout.splitlines() if line.startswith("acme"))
    assert line.split() == ["acme", "retailer", "0", "0", "%", "supplier_profiles/acme.yaml"]


def test_the_age_is_counted_to_today_if_no_day_is_given(folder: Path) -> None:
    assert _suppliers("--on", "2026-11-24").stdout.count(" 1 day ") == len(PROFILES)
    assert _suppliers().exit_code == 0


def test_a_list_of_all_suppliers_fits_a_wide_terminal_and_marks_those_that_forbid_resale(folder: Path) -> None:
    lines = _suppliers("--on", "2026-12-01").stdout.splitlines()
    assert max(map(len, lines)) <= 100
    assert [line.split()[0] for line in lines if "no resale" in line] == [place.stem for place in FORBIDDEN]


def test_the_documentation_says_of_every_profile_what_it_covers_and_of_no_other(folder: Path) -> None:
    text = (ROOT / "docs" / "suppliers.md").read_text("utf-8").partition("## How sure a fact is")[0]
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    assert {id for row in rows for id in re.findall("`([^`]+)`", row)} == {place.stem for place in PROFILES}


# --- Facts that are too old ----------------------------------------------------------------------


def _day(days: int) -> str:
    """The day so many days after the facts were compared."""
    return (date(2026, 11, 23) + timedelta(days)).isoformat()


def test_facts_are_too_old_from_the_day_after_180_days_on(folder: Path) -> None:
    still = _suppliers("--stale", "--on", _day(180))
    assert (still.exit_code, still.stdout, still.stderr) == (0, "", "")
    old = _suppliers("--stale", "--on", _day(181))
    assert old.exit_code == 1
    heads = [line.partition(":")[0] for line in old.stdout.splitlines() if not line.startswith(" ")]
    assert heads == [*(place.stem for place in PROFILES), "shopify", "woocommerce"]


def test_of_a_store_only_what_it_names_is_looked_at_its_shop_platform_too(folder: Path) -> None:
    lines = [{"supplier": "printful", "products": ["mugs"]}, {"supplier": {"profile": "gelato"}, "products": ["maps"]}]
    several = {name: value for name, value in shop(suppliers=lines, shop="shopify").items() if name != "supplier"}
    written(several, folder)
    written(shop(shop="shops/mine.yaml"), folder, "own.yaml")
    (folder / "shops").mkdir()
    text = (ROOT / "shop_platforms" / "shopify.yaml").read_text("utf-8")
    (folder / "shops" / "mine.yaml").write_text(text.replace("checked: 2026-11-23", "checked: 2026-11-20", 1), "utf-8")

    def heads(name: str, on: str) -> tuple[int, list[str]]:
        ran = _suppliers(name, "--stale", "--days", "180", "--on", on)
        assert ran.stderr == ""
        return ran.exit_code, [line.partition(":")[0] for line in ran.stdout.splitlines() if not line.startswith(" ")]

    assert heads("shop.yaml", _day(180)) == (0, [])
    assert heads("shop.yaml", _day(181)) == (1, ["printful", "gelato", "shopify"])
    assert heads("own.yaml", _day(177)) == (0, [])
    assert heads("own.yaml", _day(178)) == (1, ["mine"])


def test_what_is_wrong_with_a_store_or_with_what_it_names_is_told(folder: Path) -> None:
    written(shop(supplier="printfull", shop="shopifi"), folder)
    ran = _suppliers("shop.yaml", "--stale", "--on", _day(0))
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "[SUP001]" in ran.stderr
    assert "[SHP001]" in ran.stderr
    missing = _suppliers("missing.yaml", "--stale")
    assert missing.exit_code == 1
    assert "[YML001]" in missing.stderr


def test_how_old_is_too_old_can_be_said(folder: Path) -> None:
    assert _suppliers("--stale", "--days", "30", "--on", _day(30)).exit_code == 0
    assert _suppliers("--stale", "--days", "30", "--on", _day(31)).exit_code == 1
    assert _suppliers("--stale", "--days", "0", "--on", _day(0)).exit_code == 0


def test_only_the_sources_that_are_old_are_listed_each_with_its_facts(folder: Path) -> None:
    _suppliers("aliexpress", "--copy")
    own = folder / "supplier_profiles" / "aliexpress.yaml"
    text = own.read_text("utf-8").replace("checked: 2026-11-23", "checked: 2027-05-01")
    own.write_text(text.replace("checked: 2027-05-01", "checked: 2026-11-20", 1), "utf-8")
    ran = _suppliers("aliexpress", "--stale", "--days", "180", "--on", "2027-06-01")
    assert ran.exit_code == 1
    assert ran.stdout.splitlines() == [
        "aliexpress: checked more than 180 days before 2027-06-01",
        '  9 facts: Seller rules, "Transaction but Not Selling", with its questions and answers (own archived; 2020-12-02;'
        " captured 2026-06-29; checked 2026-11-20) https://github.com/OpenTermsArchive/vlopses-us-versions/blob/7185ae5/"
        "AliExpress/Marketplace%20Sellers%20Conditions.md",
    ]


def test_a_broken_profile_is_no_fresh_one(folder: Path) -> None:
    (folder / "supplier_profiles").mkdir()
    (folder / "supplier_profiles" / "acme.yaml").write_text("name: Acme\n", "utf-8")
    ran = _suppliers("--stale", "--on", _day(0))
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "supplier_profiles/acme.yaml:1:1: error:" in ran.stderr


def test_the_help_fits_a_screen_and_shows_an_example(folder: Path) -> None:
    lines = _suppliers("--help").stdout.splitlines()
    assert len(lines) <= 24
    assert "    policy-gen suppliers aliexpress" in lines


def test_a_private_term_in_an_own_profile_is_not_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "supplier_profiles" / "printful.yaml").read_text("utf-8")
    own = tmp_path / "supplier_profiles" / "mine.yaml"
    own.parent.mkdir()
    own.write_text(text.replace("name: Printful", "name: Moonlane Seven", 1), "utf-8")
    assert "Moonlane Seven" in _suppliers("mine").stdout
    monkeypatch.setenv("POLICY_GEN_PRIVATE_TERMS", "moonlane seven")
    ran = _suppliers("mine")
    assert ran.exit_code == 1
    assert "[ADR004]" in ran.stderr
    assert "oonlane" not in ran.output
