"""Which version of a page held on a day, and its text."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from policy_gen.changes.history import governing
from policy_gen.changes.lockfile import Lock
from policy_gen.records.versions import Version
from tests.shops import written
from tests.stores import answers, done, run, store

PAGES = Path("output/shop")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def built(*formats: str, **others: Any) -> None:
    options = [word for name in formats or ("md",) for word in ("--format", name)]
    done("build", store(**others), *options)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-30", None),
        ("2026-12-01", "2026-12-01"),
        ("2027-01-14", "2026-12-01"),
        ("2027-01-15", "2027-01-15"),
        ("2030-01-01", "2027-01-15"),
    ],
)
def test_a_version_holds_from_its_first_day_until_the_next_one_begins(day: str, expected: str | None) -> None:
    lock = Lock("1", versions=(Version("2026-12-01"), Version("2027-01-15")))
    version = governing(lock, date.fromisoformat(day))
    assert (version.effective if version else None) == expected


def test_the_version_of_today_is_the_page_itself() -> None:
    built()
    ran = run("at", "shop.yaml", "2026-12-24")
    assert ran.stdout == (PAGES / "refund-policy.en.md").read_text("utf-8")
    assert ran.stderr == f"version of 2026-12-01: {PAGES}/refund-policy.en.md\n"


def test_another_language_can_be_asked_for() -> None:
    built(languages=["en", "ko"])
    assert done("at", "shop.yaml", "2026-12-24", "--language", "ko") == (PAGES / "refund-policy.ko.md").read_text(
        "utf-8"
    )
    ran = run("at", "shop.yaml", "2026-12-24", "--language", "fr")
    assert ran.exit_code == 1
    assert "no page to print" in ran.stderr


def test_without_markdown_the_plainest_format_there_is_is_printed() -> None:
    built("html", "fragment")
    assert done("at", "shop.yaml", "2026-12-24").startswith("<h2 ")


def test_before_the_first_version_none_held() -> None:
    built()
    ran = run("at", "shop.yaml", "2026-11-30")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr == "no version held on 2026-11-30: the first version is of 2026-12-01\n"


def test_a_page_without_a_date_has_no_versions() -> None:
    undated = {name: answer for name, answer in answers().items() if name != "effective"}
    done("build", written(undated, Path()).name, "--format", "md")
    ran = run("at", "shop.yaml", "2026-12-24")
    assert ran.exit_code == 1
    assert "the page has no date" in ran.stderr


def test_a_page_changed_by_hand_is_not_passed_off_as_the_published_one() -> None:
    built()
    (PAGES / "refund-policy.en.md").write_text("more than we promised", "utf-8")
    ran = run("at", "shop.yaml", "2026-12-24")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "is not there as it was published" in ran.stderr


def test_pages_that_were_gone_when_the_next_version_came_are_told() -> None:
    built()
    (PAGES / "refund-policy.en.md").unlink()
    built(effective="2027-01-15")
    ran = run("at", "shop.yaml", "2026-12-24")
    assert ran.exit_code == 1
    assert "2026-12-01" in ran.stderr


def test_without_a_lock_nobody_knows() -> None:
    ran = run("at", store(), "2026-12-24")
    assert ran.exit_code == 1
    assert "shop.lock.json` does not exist" in ran.stderr


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", ""])
def test_a_day_is_a_date(day: str) -> None:
    assert run("at", store(), day).exit_code == 2
