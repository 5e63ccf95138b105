"""The law files, the cases that a lawyer could read, and what a page says of the law on which day."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from click.testing import CliRunner, Result

from policy_gen import policy
from policy_gen.cli import cli
from policy_gen.deriving.jurisdiction import Jurisdiction, LegalRight, in_force
from policy_gen.describing import statutes
from policy_gen.durations import Duration, Event, most_days, parse
from policy_gen.findings import Finding, Level
from policy_gen.policy import Policy
from policy_gen.provenance import Law
from policy_gen.records import markets
from policy_gen.records.law import PRACTICES, Verdict
from policy_gen.records.provision import Sure
from policy_gen.records.reasons import Reason
from policy_gen.records.rights import Ground
from policy_gen.rim import files, inputs, lawbook
from policy_gen.source import parse as parse_yaml
from tests.shops import LINKS, ROOT, STORE, loaded, page, rendered, shop, written

LAWS = lawbook.shipped()
EACH = pytest.mark.parametrize("id", LAWS)
DAY = date(2026, 11, 23)
MEMBERS = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split()
LISTED = {"AT", "BE", "DE", "DK", "ES", "FR", "IE", "IT", "NL", "PL", "PT", "SE", "GB", "NO", "CH", "US", "US-CA", "US-NY",
          "US-CT", "US-FL", "US-NJ", "US-MA", "US-MD", "US-MN", "US-RI", "US-UT", "US-VA", "US-HI", "US-OH", "CA-ON",
          "CA-QC", "CA-BC", "CA-AB", "AU", "NZ", "SG", "IN", "KR", "JP", "CN", "TW", "BR", "MX", "TR", "IL", "ZA",
          "EU"}  # fmt: skip
"""Every jurisdiction that the facts say something of."""


def derived(folder: Path, sells_to: list[str], **answers: Any) -> Policy:
    """The policy of the usual shop, with all links, that sells to these markets."""
    store = {**STORE, **LINKS, **answers.pop("store", {})}
    store = {name: value for name, value in store.items() if value is not None}
    read = inputs.load(written(shop(store=store, sells_to=sells_to, **answers), folder), {})
    return policy.derive(read.terms, read.languages, inputs.languages())


def found(made: Policy, code: str) -> list[Finding]:
    return [one for one in made.findings if one.code == code]


# --- The files -----------------------------------------------------------------------------------


def test_every_jurisdiction_of_the_facts_has_a_file() -> None:
    assert {id.upper() for id in LAWS} == LISTED


@EACH
def test_a_file_reads_and_says_something(id: str) -> None:
    law = lawbook.jurisdiction(id)
    assert law.depth in {"specific", "generic"}
    assert law.reviewed <= DAY
    assert len(statutes.rules(law, DAY)) >= 15


@EACH
def test_every_value_has_an_article_and_a_source(id: str) -> None:
    for rule in statutes.rules(lawbook.jurisdiction(id), None):
        assert rule.law.url.startswith("https://"), rule
        # That nothing forbids a habit, or a reading from memory, need not stand in an article.
        needs_none = rule.part == "practices" and (
            rule.value.startswith(Verdict.LAWFUL) or rule.law.confidence != Sure.READ
        )
        assert rule.law.article or needs_none, rule


@EACH
def test_a_file_speaks_only_of_the_habits_that_the_tool_knows(id: str) -> None:
    for name, (practice, _) in lawbook.jurisdiction(id).practices.items():
        assert name in PRACTICES
        assert practice.condition or practice.verdict is not Verdict.CONDITION, name
        assert practice.instead or practice.verdict is not Verdict.UNLAWFUL, name


def test_all_members_of_the_european_union_resolve_to_its_floor_or_better() -> None:
    assert list(lawbook.members()["EU"]) == MEMBERS
    floor = parse("14 days after delivery")
    for code in MEMBERS:
        (law,) = lawbook.laws_of(code)
        windows = law.rights["withdrawal"].value("within", DAY)
        assert windows is not None
        assert windows.value == (floor,), code
        assert law.practices["all_sales_final"][0].verdict is Verdict.UNLAWFUL, code


def test_a_code_stands_for_all_that_belong_to_it() -> None:
    assert {law.id for law in lawbook.laws_of("US")} == {id for id in LAWS if id.split("-")[0] == "us"}
    assert {law.id for law in lawbook.laws_of("CA")} == {id for id in LAWS if id.startswith("ca-")}
    assert {law.id for law in lawbook.laws_of("EU")} == {
        "eu",
        *(code.lower() for code in MEMBERS if code.lower() in LAWS),
    }
    assert [law.id for law in lawbook.laws_of("US-TX")] == ["us"]
    assert [law.id for law in lawbook.laws_of("FI")] == ["eu"]
    assert lawbook.laws_of("TH") == ()
    assert lawbook.laws_of("CA-NS") == ()


def test_only_the_files_of_named_markets_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = files.read_source

    def noted(path: Path, shown: str | None = None, **more: Any) -> Any:
        read.append(path.stem)
        return whole(path, shown, **more)

    lawbook.jurisdiction.cache_clear()
    lawbook.laws_of.cache_clear()
    monkeypatch.setattr(files, "read_source", noted)
    derived(tmp_path, ["KR"])
    assert {one for one in read if one in LAWS} == {"kr"}


# --- Countries are data --------------------------------------------------------------------------

CODES = set(markets.countries()) | {id.upper() for id in LAWS}
NAMES = sorted({*markets.countries().values(), *(lawbook.jurisdiction(id).name for id in LAWS)}, key=len, reverse=True)
WORDS_TOO = {"at", "be", "in", "it", "no", "es", "us"}
"""Ids of law files that are words of every day."""
ADDRESSES = "addresses"
"""Words of street addresses from all over the world: what they are for, whatever the market."""


def _literals(path: Path) -> Iterator[tuple[int, str]]:
    """The texts that a module works with: not its docstrings, and not examples of answers between backticks."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, re.sub(r"`[^`]*`", "", node.value)


def _modules() -> list[Path]:
    package = ROOT / "policy_gen"
    paths = [path for path in package.rglob("*.py") if ADDRESSES not in path.parts]
    # Examples of answers, which editors and the reference show.
    return sorted(path for path in paths if path.name != "examples.py")


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_country_stands_in_the_code(path: Path) -> None:
    for line, text in _literals(path):
        assert text not in CODES, f"line {line}"
        assert text not in {*LAWS} - WORDS_TOO - _languages(), f"line {line}"
        for name in NAMES:
            assert not re.search(rf"\b{re.escape(name)}\b", text), f"line {line}: {name}"


@cache
def _languages() -> frozenset[str]:
    """Codes of languages, which are letters of countries, too."""
    return frozenset(Locale.parse("en").languages)


# --- Cases that a lawyer could read --------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """The facts of an order and what the customer is owed; days count from delivery."""

    facts: dict[str, Any]

    @property
    def day(self) -> date:
        return date.fromisoformat(str(self.facts["on"]))

    @property
    def told(self) -> bool:
        return bool(self.facts.get("told", True))

    def rights(self) -> list[LegalRight]:
        """The rights for the reason that are there, given what the store told the customer."""
        reason = Reason(self.facts["reason"])
        all_rights = [right for law in lawbook.laws_of(self.facts["market"]) for right in law.rights.values()]
        return [
            right
            for right in all_rights
            if reason in right.reasons
            and right.basis.holds(self.day)
            and (right.ground is Ground.STATUTORY or right.breach == "delivery" or not self.told)
            and not (right.breach == "copy" and self.copied_in_time(right))
        ]

    def copied_in_time(self, right: LegalRight) -> bool:
        """Whether the copy of the contract came before its time was over."""
        if "copy" not in self.facts:
            return False
        term = right.value("broken_after", self.day)
        return term is None or "ordered" not in self.facts or self.facts["copy"] <= self.last_day(term.sure)

    def in_time(self, right: LegalRight) -> bool:
        """Whether the customer's message came before the last of the days, all limits binding."""
        day, window = self.facts.get("day"), right.value("within", self.day)
        if day is None or window is None:
            return True
        limits = [limit for limit in window.sure if isinstance(limit, Duration)]
        moved = self.moved(right)
        if "copy" in self.facts and any(one.starts_after == "contract document" for one in right.not_told):
            start = max(0, int(self.facts["copy"]))
            return all(int(day) <= start + most_days(limit.high, limit.unit) for limit in limits)
        return all(day <= self.last_day(limit) + moved for limit in limits) or self._longer(right, limits[0])

    def last_day(self, limit: Duration) -> int:
        starts = {Event.DELIVERY: 0, Event.ORDER: self.facts.get("ordered"), Event.CONTRACT_DOCUMENT: self.facts.get("copy"),
                  Event.NOTICING: self.facts.get("noticed", self.facts["day"])}  # fmt: skip
        assert limit.event is not None
        start = starts[limit.event]
        assert start is not None, f"the case says nothing of {limit.event}"
        return int(start) + most_days(limit.high, limit.unit)

    def moved(self, right: LegalRight) -> int:
        """By how many days the law moves the last day, as a calendar shows it to whoever wrote the case."""
        return int(self.facts.get("last_day_moves_by", 0)) if right.value("rolls", self.day) else 0

    def _longer(self, right: LegalRight, usual: Duration) -> bool:
        """Whether the day is in the time that customers have who were told nothing."""
        ends = [
            most_days(usual.high, usual.unit) + most_days(one.longer_by.high, one.longer_by.unit)
            if one.longer_by
            else most_days(one.at_most.high, one.at_most.unit)
            if one.at_most
            else self.facts["day"]
            for one in right.not_told
        ]
        return not self.told and any(self.facts["day"] <= end for end in ends)


def _of_file(path: Path) -> list[Any]:
    cases = parse_yaml(f"cases:\n{path.read_text('utf-8')}", path.name).data["cases"]
    assert isinstance(cases, list)
    return cases


def _cases() -> list[Case]:
    paths = sorted((ROOT / "tests" / "laws").glob("*.yaml"))
    return [Case(facts) for path in paths for facts in _of_file(path)]


EVERY = _cases()
CASES = [case for case in EVERY if "reason" in case.facts]
LASTING = [case for case in EVERY if "guarantee" in case.facts]
OWED = ("until", "remedies", "first_remedies", "chosen_by", "cure_within", "return_postage", "refunds_within",
        "adjusted", "late_interest", "late_penalty", "last_item", "fee", "rolls", "soon_enough")  # fmt: skip
"""What a case says that the customer is owed, each by its name in the law or by `until` for the window."""
AT_LEAST_3 = {"EU", "DE", "GB", "US", "US-CA", "US-NY", "KR", "JP", "AU", "BR"}


@pytest.mark.parametrize("case", CASES, ids=[case.facts["case"] for case in CASES])
def test_a_customer_is_owed_what_a_lawyer_would_say(case: Case) -> None:
    facts = case.facts
    entitled = [right for right in case.rights() if case.in_time(right)]
    assert bool(entitled) == facts["entitled"]
    if not facts["entitled"]:
        return
    (right,) = (one for one in entitled if one.id == facts["right"])
    assert facts["article"] in _articles(right)
    for name in OWED:
        if name in facts:
            value = right.value("within" if name == "until" else name, case.day)
            assert value is not None, name
            assert _written(value.value) == _written(facts[name]), name


@pytest.mark.parametrize("case", LASTING, ids=[case.facts["case"] for case in LASTING])
def test_a_seller_answers_for_faults_as_long_as_a_lawyer_would_say(case: Case) -> None:
    (law,) = lawbook.laws_of(case.facts["market"])
    for name, value in case.facts["guarantee"].items():
        term = in_force(law.guarantee[name], case.day)
        assert term is not None
        assert _written(term.value) == _written(value), name
        assert getattr(term.origin, "article", "") == case.facts["article"]


def _articles(right: LegalRight) -> set[str]:
    """Every article that something of a right stands on."""
    terms = [term for several in right.values.values() for term in several]
    more = {one.article for one in right.not_told if one.article}
    return {right.basis.article, *more, *(getattr(term.origin, "article", "") for term in terms)}


def _written(value: Any) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    return sorted(str(one) for one in values)


@pytest.mark.parametrize("id", sorted(LISTED))
def test_there_are_enough_cases(id: str) -> None:
    cases = _of_file(ROOT / "tests" / "laws" / f"{id.lower()}.yaml")
    assert len(cases) >= (3 if id in AT_LEAST_3 else 1)


def test_cases_also_tell_when_a_customer_is_owed_nothing() -> None:
    assert sum(not case.facts["entitled"] for case in CASES) >= 12


# --- Which law on which day ----------------------------------------------------------------------


def _of_law(made: Policy) -> set[str]:
    return {f"{one.code} {one.level}: {one.message}" for one in made.findings if one.code.startswith("LAW")}


def test_german_pages_of_two_days_differ_by_the_withdrawal_function_alone(tmp_path: Path) -> None:
    answers = {"store": {"withdrawal_function": None}}
    before, after = (derived(tmp_path, ["DE"], effective=day, **answers) for day in ("2026-06-18", "2026-06-19"))
    assert not found(before, "LAW012")
    (error,) = found(after, "LAW012")
    assert (error.level, "§ 356a BGB" in error.message) == (Level.ERROR, True)
    gone, new = (
        _of_law(before) - _of_law(after),
        _of_law(after) - _of_law(before),
    )
    assert {text.split()[0] for text in new} == {"LAW012"}
    # The day before, the change of the next day was still to come.
    assert all("LAW009" in text and "2026-06-19: the withdrawal function" in text for text in gone)
    assert len(gone) == 1
    bodies = [
        [section.body for section in page(one, "en").sections if section.id != "this-version"]
        for one in (before, after)
    ]
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize(
    ("market", "first"),
    [("DE", "2026-06-19"), ("FR", "2026-06-19"), ("IT", "2026-06-19"), ("NL", "2026-06-19"), ("DK", "2026-06-19"),
     ("SE", "2026-06-19"), ("AT", "2026-10-01")],
)  # fmt: skip
def test_the_withdrawal_function_is_asked_for_from_the_day_of_each_states_own_law(
    tmp_path: Path, market: str, first: str
) -> None:
    answers = {"store": {"withdrawal_function": None}}
    day = date.fromisoformat(first)
    assert not found(derived(tmp_path, [market], effective=str(day - timedelta(days=1)), **answers), "LAW012")
    (error,) = found(derived(tmp_path, [market], effective=str(day), **answers), "LAW012")
    assert error.level is Level.ERROR


@pytest.mark.parametrize("market", ["ES", "PT", "IE", "PL", "BE", "FI"])
def test_where_a_state_has_not_surely_made_it_its_law_a_missing_function_is_a_warning(
    tmp_path: Path, market: str
) -> None:
    (warning,) = found(derived(tmp_path, [market], store={"withdrawal_function": None}), "LAW012")
    assert warning.level is Level.WARNING


@pytest.mark.parametrize("market", ["GB", "NO", "CH", "US", "JP", "AU"])
def test_where_no_law_knows_a_withdrawal_function_nobody_asks_for_it(tmp_path: Path, market: str) -> None:
    assert not found(derived(tmp_path, [market], store={"withdrawal_function": None}), "LAW012")


@pytest.mark.parametrize(
    ("id", "since", "transposed"),
    [("de", "2026-09-27", "yes"), ("at", "2026-09-27", "yes"), ("it", "2026-09-27", "yes"), ("be", "2026-09-27", "yes"),
     ("nl", "2026-07-16", "yes"), ("pl", "2027-09-27", "yes"), ("fr", "2026-09-27", "no"), ("es", "2026-09-27", "no"),
     ("eu", "2026-09-27", "unknown")],
)  # fmt: skip
def test_the_guarantee_notice_follows_each_states_own_date(id: str, since: str, transposed: str) -> None:
    duty = lawbook.jurisdiction(id).duties["guarantee_notice"]
    assert (str(duty.basis.since), duty.duty.transposed) == (since, transposed)


def test_a_repair_lengthens_the_guarantee_where_and_from_when_a_state_says_so() -> None:
    (longer,) = lawbook.jurisdiction("de").guarantee["longer_after_repair"]
    assert str(longer.value) == "12 months"
    assert str(getattr(longer.origin, "since", None)) == "2026-07-31"
    assert "longer_after_repair" not in lawbook.jurisdiction("eu").guarantee


def _check(folder: Path, *options: str, **answers: Any) -> Result:
    store = {**STORE, **LINKS, "withdrawal_function": None}
    place = written(shop(store={name: one for name, one in store.items() if one}, **answers), folder)
    return CliRunner().invoke(cli, ["check", str(place), *options])


def test_check_judges_by_the_law_of_another_day(tmp_path: Path) -> None:
    answers: dict[str, Any] = {"sells_to": ["DE"], "effective": "2026-06-18"}
    assert "[LAW012]" not in _check(tmp_path, **answers).stdout
    later = _check(tmp_path, "--on", "2026-06-19", **answers)
    assert "[LAW012]" in later.stdout
    assert later.exit_code == 1
    assert "[LAW012]" not in _check(tmp_path, "--on", "2026-06-18", **{**answers, "effective": "2026-12-01"}).stdout


def test_what_is_still_to_come_is_a_note_with_its_date_the_soonest_first(tmp_path: Path) -> None:
    notes = found(derived(tmp_path, ["AT", "DE", "PL"], effective="2026-07-01"), "LAW009")
    assert {one.level for one in notes} == {Level.NOTE}
    told = [match for one in notes if (match := re.search(r"of (\S.*) changes on (\S+): ([^(]+) \(", one.message))]
    days = [match[2] for match in told]
    assert days == sorted(days)
    assert ("AT", "2026-10-01", "the withdrawal function") in {match.groups() for match in told}
    assert ("PL", "2027-09-27", "the guarantee notice") in {match.groups() for match in told}
    assert not found(derived(tmp_path, ["AT", "DE"], effective="2026-10-01"), "LAW009")


# --- Markets and their laws ----------------------------------------------------------------------


def test_a_market_without_a_file_is_told_and_never_passed_over(tmp_path: Path) -> None:
    made = derived(tmp_path, ["TH", "KR"])
    (warning,) = found(made, "LAW002")
    assert warning.level is Level.WARNING
    assert "`TH`" in warning.message
    assert "Thailand" not in "".join(
        section.body for section in page(made, "en").sections if section.id == "legal-rights"
    )


def test_without_markets_a_warning_names_the_open_question(tmp_path: Path) -> None:
    made = loaded(written(shop(), tmp_path))[1]
    (warning,) = found(made, "LAW001")
    assert (warning.level, "sells_to" in warning.message + warning.help) == (Level.WARNING, True)
    assert {one.code for one in made.findings if one.code.startswith("LAW")} == {"LAW001"}
    assert "legal_rights" not in {clause.id for clause in made.clauses}


def test_a_page_for_markets_needs_its_date(tmp_path: Path) -> None:
    answers = {name: one for name, one in shop(sells_to=["KR"]).items() if name != "effective"}
    (error,) = found(loaded(written(answers, tmp_path))[1], "LAW010")
    assert error.level is Level.ERROR


@pytest.mark.parametrize(
    ("market", "language"), [("KR", "ko"), ("NO", "nb"), ("CA-QC", "fr"), ("FR", "fr"), ("BR", "pt")]
)
def test_a_law_that_wants_its_language_warns_where_there_is_no_such_page(
    tmp_path: Path, market: str, language: str
) -> None:
    (warning,) = found(derived(tmp_path, [market]), "LAW006")
    assert (warning.level, f"`{language}`" in warning.message) == (Level.WARNING, True)
    if language == "ko":
        assert not found(derived(tmp_path, [market], languages=["ko"]), "LAW006")
        assert warning.help == "add `ko` to `languages`"
    else:
        assert warning.help == "put a translation of your own beside the page"


def test_every_law_that_holds_from_memory_is_named(tmp_path: Path) -> None:
    (note,) = found(derived(tmp_path, ["AU", "KR"]), "LAW008")
    assert note.level is Level.NOTE
    assert {"AU", "KR"} <= set(re.findall(r"([A-Z-]+): \d+", note.message))


def test_in_states_whose_law_replaces_a_hidden_page_the_merchant_is_told_to_show_it(tmp_path: Path) -> None:
    (note,) = found(derived(tmp_path, ["US"]), "LAW007")
    told = dict(item.split(": ", 1) for item in note.items)
    assert "otherwise customers may return within 30 days after order (GBL 218-a(3))" in told["US-NY"]
    assert told["US-HI"].startswith("otherwise customers may return within 60 days after order")
    assert "leaving it out is an offence" in told["US-CA"]
    # No return right stands behind these, but hiding the policy is forbidden.
    assert all("unfair or deceptive practice" in told[id] for id in ("US-MA", "US-UT", "US-VA", "US-MD"))
    # To be seen is not enough there.
    assert told["US-MN"].endswith("must stand before the order, a link won't do")
    assert not found(derived(tmp_path, ["US-TX"]), "LAW007")
    (quebec,) = found(derived(tmp_path, ["CA-QC"]), "LAW007")
    assert "customers may cancel within 7 days" in quebec.items[0]


def test_what_a_hidden_page_means_in_japan_names_the_article_and_the_screen_on_which_no_link_does(
    tmp_path: Path,
) -> None:
    (note,) = found(derived(tmp_path, ["JP"]), "LAW007")
    assert note.items == (
        "JP: otherwise customers may return within 8 days after delivery (SCTA 15-3); the terms of cancelling and of "
        "returning must stand on the last screen before the order, a link won't do",
    )


def test_korea_asks_for_a_way_to_withdraw_electronically_which_the_function_is(tmp_path: Path) -> None:
    (note,) = found(derived(tmp_path, ["KR"], store={"withdrawal_function": None}), "LAW012")
    assert note.level is Level.NOTE
    with_link = derived(tmp_path, ["KR"], store={"withdrawal_function": "https://dalbit.example/withdraw"})
    assert "electronically" not in "".join(item for one in found(with_link, "LAW015") for item in one.items)


def test_a_law_that_is_announced_is_told_until_it_begins(tmp_path: Path) -> None:
    (note,) = found(derived(tmp_path, ["AU"], effective="2026-12-01"), "LAW009")
    assert "changes on 2027-07-01: the Unfair Trading Practices Act 2026 begins" in note.message
    assert not found(derived(tmp_path, ["AU"], effective="2027-07-01"), "LAW009")


# --- The command ---------------------------------------------------------------------------------


def _laws(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["laws", *arguments])


def test_every_jurisdiction_is_listed_with_depth_date_and_share_of_rules_read() -> None:
    lines = _laws("--on", "2026-11-23").stdout.splitlines()
    rows = {line.split()[0]: line for line in lines[1 : len(LAWS) + 1]}
    assert set(rows) == LISTED
    for id in LAWS:
        law: Jurisdiction = lawbook.jurisdiction(id)
        read = [rule.law.confidence == Sure.READ for rule in statutes.rules(law, DAY)]
        assert re.search(
            rf"{law.name} +{law.depth} +{law.reviewed} +{len(read)} +{100 * sum(read) // len(read)} %$",
            rows[id.upper()],
        )
    assert any(line.startswith("BG, HR, CY") and line.endswith("the law of EU holds") for line in lines)


@EACH
def test_every_rule_is_shown_with_its_article_its_source_and_how_sure_it_is(id: str) -> None:
    text = _laws(id.upper(), "--on", "2026-11-23").stdout
    for rule in statutes.rules(lawbook.jurisdiction(id), DAY):
        assert f"{rule.name}: {rule.value}" in text
        assert re.search(rf"{re.escape(rule.law.article)}, {re.escape(rule.law.title)} \({rule.law.confidence}", text)
        assert f"{rule.law.title} (as of {rule.law.version}) {rule.law.url}" in text
    for note in lawbook.jurisdiction(id).notes:
        assert note in text


def test_the_law_of_another_day_is_shown_with_its_dates() -> None:
    before, after = (_laws("DE", "--on", day).stdout for day in ("2026-06-18", "2026-06-19"))
    assert "withdrawal_function" not in before.split("practices")[0]
    assert re.search(r"withdrawal_function: website.*\n +§ 356a BGB, .*; since 2026-06-19\)", after)


def test_what_is_still_to_come_is_listed_by_its_days() -> None:
    lines = _laws("--upcoming", "--on", "2026-09-27").stdout.splitlines()[1:]
    assert [line.split()[:2] for line in lines] == [["2026-10-01", "AT"], ["2027-07-01", "AU"], ["2027-09-27", "PL"]]
    assert _laws("KR", "--upcoming", "--on", "2026-09-27").stdout == "no change after 2026-09-27 is known\n"
    assert _laws("--upcoming").exit_code == 0


def test_a_market_without_a_file_of_its_own_shows_the_law_that_holds_there() -> None:
    assert "FI has no file of its own" in _laws("FI").stdout
    assert "European Union (EU)" in _laws("FI").stdout
    assert all(name in _laws("CA").stdout for name in ("Alberta", "Ontario", "Quebec"))


@pytest.mark.parametrize(
    ("written_as", "told"),
    [("UK", "did you mean `GB`?"), ("Germny", "did you mean `DE`?"), ("XX", "lists them"),
     ("TH", "there is no law file for `TH`")],
)  # fmt: skip
def test_an_unknown_code_is_wrong_usage_with_the_nearest(written_as: str, told: str) -> None:
    ran = _laws(written_as)
    assert ran.exit_code == 2
    assert told in ran.stderr


def test_the_help_fits_a_screen_and_shows_an_example() -> None:
    lines = _laws("--help").stdout.splitlines()
    assert len(lines) <= 24
    assert "    policy-gen laws KR --on 2026-06-18" in lines


@pytest.mark.parametrize(
    ("id", "article", "title"), [("DE", "CRD 16(m)", "Directive"), ("CN", "Order 90, 7, 20", "Order 90")]
)
def test_an_exception_credits_the_text_that_it_stands_in(id: str, article: str, title: str) -> None:
    origins = [one.goods.origin for one in lawbook.jurisdiction(id.lower()).rights["withdrawal"].exceptions]
    (law,) = [one for one in origins if isinstance(one, Law) and one.article == article]
    assert title in law.title


# --- When a time ends ----------------------------------------------------------------------------


@pytest.mark.parametrize(("market", "is_said"), [("FR", True), ("DE", True), ("ES", True), ("NO", True), ("KR", False)])
def test_the_page_says_that_a_last_day_runs_on_where_the_law_says_so(
    tmp_path: Path, market: str, is_said: bool
) -> None:
    text = rendered(derived(tmp_path, [market]), "en", "md").decode()
    sentence = "If the last day is a weekend or a public holiday, you have until the next working day."
    assert (sentence in text) == is_said


@pytest.mark.parametrize(
    ("market", "is_said"), [("NO", True), ("NL", True), ("BE", True), ("EU", False), ("DE", False)]
)
def test_the_page_says_what_is_soon_enough_to_tell_of_a_fault(tmp_path: Path, market: str, is_said: bool) -> None:
    text = rendered(derived(tmp_path, [market]), "en", "md").decode()
    sentence = "Within that time, telling us 2 months after you notice it is always soon enough."
    assert (sentence in text) == is_said
    assert "you are always in time" not in text


SERIOUS = "or the fault is serious"
SAYS = {
    "DE": ["it ends up to 12 months after its usual last day.",
           "After the first repair, you have 12 months more.", SERIOUS, "loss and damage are our risk, not yours",
           "If it did not reach you, you get your money back.", "whatever any terms say"],
    "FR": ["This holds for faults that show within 2 years after delivery.", "the whole time starts again",
           "We must do it within 30 days after your message.", SERIOUS],
    "ES": ["This holds for faults that show within 3 years after delivery.", "After a fault shows, you have 5 years to",
           "If the same fault comes back within 12 months after that", "and for what else you lost by it", SERIOUS],
    "GB": ["In the first 6 months after delivery, we take nothing off for use.", "This is free of charge."],
    "NO": ["We must do it within a reasonable time.", "It is enough to send your message on the last day."],
    "KR": ["this time starts when you can know our address", "We must also prove when it was delivered.",
           "we have your card company stop or cancel the charge", "**Fees and penalties:** none."],
    "JP": ["If we are late, you can set us a last date.", "within 8 days after delivery, for a full refund. You pay",
           "You can get a repair or a replacement."],
    "CN": ["But leave tags on", "Don't break seals", "we can be fined", "Coupons and points that you used come back",
           "After that, you can get a repair, or", "Signing for the parcel does not mean"],
    "AU": ["we collect it at our cost", "whatever any terms say", "it must arrive within a reasonable time", SERIOUS],
    "BR": ["We confirm at once that we have your message.", "From your message until we clearly say no, this time stands still.", "and we make good your loss",
           "If we take longer or the fault is serious", "Contracts that are tied to the order end with it"],
    "US": ["In California, Connecticut,", "before that time is over", "or if we can't name a day, we cancel",
           "We do the same if we neither ship nor ask you in time.", "within 7 days after the order is cancelled"],
    "US-CA": ["within 30 days after you order, for a full refund.", "within 7 days after the order is cancelled",
              "or if we can't name a day, we cancel"],
    "US-NY": ["for a full refund or store credit. You choose which. It must be unused.",
              "within 7 business days after the order is cancelled"],
    "CA-QC": ["If you get no copy of the contract within 15 days after you order, you can cancel within 30 days",
              "or 30 days after the date that we agreed on, you can cancel at any time before it arrives",
              "Your cancellation counts when you send it.", "you have 60 days from then to ask your card company",
              "If the parcel gets lost on its way to you, you get your money back."],
}  # fmt: skip
"""What the page says of the smaller rights of a law."""
NEVER_SAYS = {
    "GB": [SERIOUS],
    "NO": [SERIOUS],
    "DE": ["faults that show within"],
    "US-NY": ["or if we can't name a day, we cancel"],
    "JP": ["our risk", "If it did not reach you"],
}
"""What is no rule of that law."""


@pytest.mark.parametrize("market", SAYS)
def test_the_page_gives_the_smaller_rights_of_each_law_too(tmp_path: Path, market: str) -> None:
    text = rendered(derived(tmp_path, [market]), "en", "md").decode()
    assert [words for words in SAYS[market] if words.casefold() not in text.casefold()] == []
    assert [words for words in NEVER_SAYS.get(market, ()) if words in text] == []


def test_the_online_way_stands_where_the_page_says_how(tmp_path: Path) -> None:
    text = rendered(derived(tmp_path, ["BR"]), "en", "md").decode()
    assert re.search(r"\*\*How:\*\* write to <[^>]+> within this time, or do it online: <https://", text)
