"""Versions of a page: when a change needs a new date, what customers are told of it, and what is kept of the old one."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from policy_gen.changes import history
from policy_gen.changes.lockfile import Lock
from policy_gen.changes.snapshot import Entry
from policy_gen.changes.weighing import kind_of
from policy_gen.durations import parse
from policy_gen.findings import Finding, Span
from policy_gen.pages.document import Words
from policy_gen.pages.language import Language
from policy_gen.records.versions import Told, Version
from policy_gen.rim import inputs
from tests.shops import LANGUAGES, STORE
from tests.stores import PROFILE, TEXTS, done, profile_says, run, store, supplier_gets_worse, tree

PAGES = Path("output/shop")
PAGE = PAGES / "refund-policy.en.md"
HERE = Span("shop.yaml", 1, 1, 2)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def built(*options: str, **others: Any) -> None:
    done("build", store(**others), *(options or ("--format", "md")))


def state(window: int, effective: str = "2026-12-01", **others: Any) -> Lock:
    """A page that says one thing."""
    value = f"{window} days after delivery"
    entry = Entry("something_wrong", "report_within", kind_of("report_within"), value, ("damaged",))
    return Lock("1", effective, terms=(entry,), **others)


def published(*states: Lock) -> Lock:
    """The last of some states that were published one after the other."""
    last: Lock | None = None
    for one in states:
        last = replace(one, versions=history.versions(last, one))
    assert last is not None
    return last


def judged(old: Lock, new: Lock, notice: str = "", today: str = "") -> list[Finding]:
    day = date.fromisoformat(today) if today else None
    return list(history.judged(old, new, parse(notice) if notice else None, day, HERE))


def codes(found: list[Finding]) -> list[str]:
    return [one.code for one in found]


# --- The scene -------------------------------------------------------------------------------------------------------


def test_a_supplier_gives_less_and_the_store_goes_through_it_step_by_step() -> None:
    built(*TEXTS, sells_to=["AU", "US"])
    first = tree(PAGES)
    assert "within **13 days** after delivery" in PAGE.read_text("utf-8")
    supplier_gets_worse()

    checked, stale, told = run("check", "shop.yaml"), run("build", "shop.yaml", "--check"), run("diff", "shop.yaml")
    assert (checked.exit_code, stale.exit_code, told.exit_code) == (1, 1, 0)
    assert "[CHG001]" in checked.stdout
    assert f"{PAGE}: changed: supplier_profiles/aliexpress.yaml" in stale.stdout
    windows = [line for line in told.stdout.splitlines() if "13 → 8 days after delivery" in line]
    refunds = [line for line in told.stdout.splitlines() if "refunds_within (cancellation) 20 → 30" in line]
    assert [line.partition(": ")[0].split() for line in windows] == [["worse", "AU"], ["worse", "US"]]
    assert all("[short_version, something_wrong]" in line for line in windows)
    # Elsewhere and for faults and lost parcels, the law gives the time, whatever the supplier does.
    assert [line.partition(": ")[0].split() for line in refunds] == [["worse", "AU"]]
    assert "[cancellation, refunds, short_version]" in refunds[0]
    assert tree(PAGES) == first

    built(*TEXTS, sells_to=["AU", "US"], effective="2027-01-15")
    assert run("check", "shop.yaml").exit_code == 0
    assert run("build", "shop.yaml", "--check").exit_code == 0
    page = PAGE.read_text("utf-8")
    assert "within **8 days** after delivery" in page
    assert "- January 15, 2027: " in page
    assert "less time to tell us: 13 days → 8 days" in page
    assert "your money takes longer to come back: 20 business days → 30 business days" in page
    assert "- December 1, 2026: this was the first version." in page
    assert tree(PAGES / "archive" / "2026-12-01") == first

    ran = run("at", "shop.yaml", "2027-01-14")
    assert ran.exit_code == 0
    assert ran.stdout.encode() == first["refund-policy.en.md"]
    assert ran.stderr == f"version of 2026-12-01: {PAGES}/archive/2026-12-01/refund-policy.en.md\n"


def test_the_cause_of_a_longer_refund_is_the_worst_that_the_supplier_is_known_for() -> None:
    built()
    supplier_gets_worse()
    (line,) = (line for line in done("diff", "shop.yaml").splitlines() if "refunds_within (cancellation" in line)
    assert line.startswith("worse    everywhere: ")
    assert "at worst 20 → 30 business days, checked 2026-11-23" in line


# --- When a change needs a new date ----------------------------------------------------------------------------------


def test_less_for_customers_under_the_same_date_is_an_error_and_under_a_later_one_is_none() -> None:
    old = published(state(13))
    assert codes(judged(old, state(8))) == ["CHG001"]
    assert codes(judged(old, state(8, "2026-11-30"))) == ["CHG001"]
    assert codes(judged(old, state(8, "2026-12-02"))) == []


def test_more_for_customers_needs_no_new_date() -> None:
    assert judged(published(state(13)), state(14)) == []


def test_the_finding_names_the_change_and_its_place() -> None:
    (found,) = judged(published(state(13)), state(8))
    assert "report_within (damaged) 13 → 8 days after delivery" in found.message
    assert "2026-12-01" in found.message
    assert found.spans == (HERE,)


def test_a_page_that_never_had_a_date_is_only_warned() -> None:
    (found,) = judged(published(state(13, "")), state(8, ""))
    assert (found.code, found.level.value) == ("CHG001", "warning")
    (found,) = judged(published(state(13)), state(8, ""))
    assert (found.code, found.level.value) == ("CHG001", "error")
    assert judged(published(state(13, "")), state(8)) == []


@pytest.mark.parametrize("effective", ["", "2026-11-30"])
def test_a_date_cannot_go_back_behind_the_published_one(effective: str) -> None:
    assert codes(judged(published(state(13)), state(13, effective))) == ["CHG003"]


def test_notice_counts_from_the_day_that_is_given() -> None:
    old, new = published(state(13)), state(8, "2026-12-15")
    assert judged(old, new, "14 days", "2026-12-01") == []
    (found,) = judged(old, new, "14 days", "2026-12-02")
    assert found.code == "CHG002"
    assert found.help == "write `effective: 2026-12-16` or later"
    assert judged(old, new, "14 days") == []
    assert judged(old, new, "", "2026-12-14") == []


def test_notice_is_only_for_less() -> None:
    assert judged(published(state(13)), state(15, "2026-12-02"), "14 days", "2026-12-01") == []


def test_check_and_build_look_at_the_notice_and_the_date() -> None:
    built()
    supplier_gets_worse()
    for command in (("check", "shop.yaml"), ("build", "shop.yaml", "--format", "md")):
        ran = run(*command)
        assert ran.exit_code == 1
        assert "[CHG001]" in ran.output
    store(effective="2026-12-20", notice="14 days")
    for command in (("check", "shop.yaml"), ("build", "shop.yaml", "--format", "md")):
        ran = run(*command, "--on", "2026-12-07")
        assert ran.exit_code == 1
        assert "[CHG002]" in ran.output
    done("build", "shop.yaml", "--format", "md", "--on", "2026-12-06")


def test_the_law_of_another_day_is_no_change_of_the_published_page() -> None:
    built(sells_to=["US"])
    ran = run("check", "shop.yaml", "--on", "2031-01-01")
    assert "CHG" not in ran.output


def test_the_date_is_judged_by_the_published_lock_that_is_given() -> None:
    built()
    published = Path("main.lock.json")
    published.write_bytes(Path("shop.lock.json").read_bytes())
    supplier_gets_worse()
    # A lock that was made anew knows of no earlier promise.
    Path("shop.lock.json").unlink()
    built("--format", "md")
    assert run("check", "shop.yaml").exit_code == 0
    ran = run("check", "shop.yaml", "--published", str(published), "--report", "github")
    assert ran.exit_code == 1
    assert "title=CHG001::customers get less" in ran.stdout
    store(effective="2027-01-15")
    assert run("check", "shop.yaml", "--published", str(published)).exit_code == 0


def test_a_published_lock_must_be_there_and_belong_to_one_questionnaire() -> None:
    built()
    ran = run("check", "shop.yaml", "--published", "none.lock.json")
    assert ran.exit_code == 1
    assert "none.lock.json` does not exist" in ran.stdout
    assert run("check", "shop.yaml", "shop.yaml", "--published", "shop.lock.json").exit_code == 2


# --- Versions --------------------------------------------------------------------------------------------------------


def test_the_first_version_has_no_list_of_versions() -> None:
    built()
    assert "This page holds for orders made on or after December 1, 2026.\n" in PAGE.read_text("utf-8")
    assert "first version" not in PAGE.read_text("utf-8")


def test_a_change_of_words_alone_keeps_version_and_date(monkeypatch: pytest.MonkeyPatch) -> None:
    built()
    words = inputs.words

    def others(code: str) -> Words:
        real = words(code)
        title = "## This version of our page"
        text = real.templates["this_version.md"].replace("## This version", title)
        return replace(real, templates={**real.templates, "this_version.md": text})

    monkeypatch.setattr(inputs, "words", others)
    built()
    assert "This version of our page" in PAGE.read_text("utf-8")
    assert not (PAGES / "archive").exists()
    assert [one["effective"] for one in _versions()] == ["2026-12-01"]


def _versions() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(Path("shop.lock.json").read_text("utf-8"))["versions"]
    return found


def test_better_terms_under_the_same_date_join_the_version_that_they_change() -> None:
    last = published(state(13), state(8, "2027-01-01"), state(10, "2027-01-01"))
    (told,) = last.versions[-1].changes
    assert (told.old, told.new, told.effect) == ("13 days after delivery", "10 days after delivery", "worse")
    back = published(state(13), state(8, "2027-01-01"), state(13, "2027-01-01"))
    assert back.versions[-1].changes == ()


def test_a_version_is_not_told_twice_by_building_again() -> None:
    built()
    supplier_gets_worse()
    built(effective="2027-01-15")
    before, page = Path("shop.lock.json").read_bytes(), PAGE.read_bytes()
    built(effective="2027-01-15")
    assert (Path("shop.lock.json").read_bytes(), PAGE.read_bytes()) == (before, page)


def test_a_later_date_without_another_change_is_a_version_that_says_so() -> None:
    built()
    built(effective="2027-01-15")
    assert "- January 15, 2027: you get the same as before." in PAGE.read_text("utf-8")


def test_all_languages_and_formats_list_the_same_versions() -> None:
    built(*TEXTS, languages=["en", "ko"])
    supplier_gets_worse()
    built(*TEXTS, languages=["en", "ko"], effective="2027-01-15")
    for name, told in (("en", "13 days → 8 days"), ("ko", "13일 → 8일")):
        for suffix in ("md", "html", "fragment.html"):
            page = (PAGES / f"refund-policy.{name}.{suffix}").read_text("utf-8")
            assert told in page
            assert page.count("2026") >= 1
    archived = {path.name for path in (PAGES / "archive" / "2026-12-01").iterdir()}
    assert archived == set(tree(PAGES)) - {name for name in tree(PAGES) if name.startswith("archive/")}


def test_changes_of_one_market_name_it() -> None:
    old = published(state(13, markets=("GB", "US")))
    window = old.terms[0]
    new = replace(
        old, effective="2027-01-01",
        terms=(replace(window, markets=("GB",)), replace(window, value="8 days after delivery", markets=("US",))),
    )  # fmt: skip
    (told,) = history.versions(old, new)[-1].changes
    assert told.markets == ("US",)
    words = inputs.words("en")
    line = str(Language("en", words.labels).shown(Version("2027-01-01", (told,))))
    assert line == "less time to tell us: 13 days → 8 days (in the United States)"


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("effect", ["better", "worse"])
def test_every_language_has_a_sentence_for_every_change(code: str, effect: str) -> None:
    language = Language(code, inputs.words(code).labels)
    names = {name for one in LANGUAGES for name in inputs.words(one).labels["changes"]["terms"]}
    assert {"report_within", "refunds_within", "accepted", "other"} <= names
    for name in names:
        told = Told(name, kind_of(name), effect, reasons=("damaged",))
        line = str(language.shown(Version("2027-01-01", (told,))))
        assert line
        assert "_" not in line
        assert inputs.words(code).labels["changes"]["terms"][name][effect]


def test_what_has_no_sentence_of_its_own_is_still_told() -> None:
    told = Told("something_new", "right", "worse")
    line = str(Language("en", inputs.words("en").labels).shown(Version("2027-01-01", (told, told))))
    assert line == "stricter terms in other points"


# --- The archive -----------------------------------------------------------------------------------------------------


def test_every_version_is_kept_and_none_is_touched_again() -> None:
    built()
    seen = {"2026-12-01": PAGE.read_bytes()}
    for effective, days in (("2027-01-15", 12), ("2027-03-01", 11)):
        profile_says("15 days after receipt" if days == 12 else "12 days after receipt", f"{days} days after receipt")
        built(effective=effective)
        seen[effective] = PAGE.read_bytes()
    last = seen.pop("2027-03-01")
    for effective, page in seen.items():
        assert (PAGES / "archive" / effective / PAGE.name).read_bytes() == page
    assert PAGE.read_bytes() == last
    for effective, page in [*seen.items(), ("2027-03-01", last)]:
        assert done("at", "shop.yaml", effective).encode() == page
    assert PAGE.read_text("utf-8").count("\n- ") > 3
    assert PROFILE.exists()


def test_cleaning_leaves_the_archive_alone() -> None:
    built("--format", "md", "--format", "html")
    built("--format", "md", "--clean", effective="2027-01-15")
    assert {path.name for path in (PAGES / "archive" / "2026-12-01").iterdir()} == {
        "refund-policy.en.md", "refund-policy.en.html",
    }  # fmt: skip
    assert not (PAGES / "refund-policy.en.html").exists()


def test_a_page_edited_in_the_archive_is_noticed() -> None:
    built()
    built(effective="2027-01-15")
    kept = PAGES / "archive" / "2026-12-01" / PAGE.name
    kept.write_text("another promise", "utf-8")
    ran = run("build", "shop.yaml", "--check")
    assert ran.exit_code == 1
    assert "it is not the page that was archived" in ran.stdout
    at = run("at", "shop.yaml", "2026-12-24")
    assert at.exit_code == 1
    assert "another promise" not in at.stdout


def test_a_private_contact_of_the_past_does_not_stop_a_build() -> None:
    built(store={**STORE, "email": "old@dalbit.example"})
    built(effective="2027-01-15")
    assert "old@dalbit.example" in done("at", "shop.yaml", "2026-12-24")
