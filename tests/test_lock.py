"""The lock: what a build leaves beside the questionnaire, how stale and edited pages are told by it, and old locks."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from policy_gen import policy
from policy_gen.changes import lockfile
from policy_gen.changes.lockfile import Lock, as_json, from_json
from policy_gen.changes.snapshot import entries
from policy_gen.changes.weighing import is_judged
from policy_gen.findings import Refused
from policy_gen.rim import inputs
from policy_gen.rim.lock import digest
from tests.shops import QUESTIONNAIRES, ROOT, written
from tests.stores import PROFILE, TEXTS, answers, done, profile_says, run, store, tree

LOCK = Path("shop.lock.json")
PAGES = Path("output/shop")
PAGE = PAGES / "refund-policy.en.md"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def locked() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(LOCK.read_text("utf-8"))
    return data


def digest_of(path: Path) -> str:
    return digest(path.read_bytes())


# --- What a build leaves ---------------------------------------------------------------------------------------------


def test_a_build_leaves_its_lock_beside_the_questionnaire_and_not_among_the_pages() -> None:
    Path("stores").mkdir()
    written(answers(), Path("stores"))
    done("build", "stores/shop.yaml", *TEXTS)
    assert Path("stores/shop.lock.json").is_file()
    assert not list(Path("output").rglob("*.json"))


def test_the_lock_knows_terms_with_kind_scope_and_origin() -> None:
    done("build", store(sells_to=["US"]), *TEXTS)
    terms = {(term["clause"], term["name"]): term for term in locked()["terms"]}
    window = terms["something_wrong", "report_within"]
    assert (window["kind"], window["value"]) == ("limit", "13 days after delivery")
    assert "damaged" in window["reasons"]
    supplier = {"voice": "supplier", "name": "aliexpress", "key": "returns[0].report_within"}
    fact = {**supplier, "value": "15 days after delivery", "checked": "2026-11-23"}
    assert fact in window["origins"]
    assert locked()["markets"] == ["US"]
    assert locked()["effective"] == "2026-12-01"


def test_the_lock_has_the_hash_of_every_input_and_output() -> None:
    done("build", store(sells_to=["US"], languages=["en", "ko"]), *TEXTS)
    data = locked()
    assert set(data["own"]) == {"shop.yaml", "supplier_profiles/aliexpress.yaml"}
    shipped = {"consumer_laws/us.yaml", "templates/en", "templates/ko", "templates/style"}
    assert shipped <= set(data["shipped"])
    assert set(data["outputs"]) == set(tree(PAGES))
    outputs = {name: output["sha256"] for name, output in data["outputs"].items()}
    for hashes in (data["own"], data["shipped"], outputs):
        assert all(re.fullmatch("[0-9a-f]{64}", one) for one in hashes.values())
    assert outputs == {name: digest(content) for name, content in tree(PAGES).items()}


def test_a_profile_that_ships_is_told_apart_from_a_stores_own() -> None:
    done("build", written(answers(), Path()).name, *TEXTS)
    assert set(locked()["own"]) == {"shop.yaml"}
    assert "supplier_profiles/aliexpress.yaml" in locked()["shipped"]


def test_the_same_inputs_lock_the_same_bytes_wherever_they_lie() -> None:
    locks = []
    for folder in (Path("one"), Path("two/deeper")):
        folder.mkdir(parents=True)
        written(answers(), folder)
        done("build", str(folder.absolute() / "shop.yaml"), "--output", str(folder / "site"), *TEXTS)
        locks.append((folder / "shop.lock.json").read_bytes())
    assert locks[0] == locks[1]
    assert str(Path.cwd()).encode() not in locks[0]


def test_a_build_that_fails_leaves_the_old_lock() -> None:
    done("build", store(), *TEXTS)
    before = LOCK.read_bytes()
    (PAGES / "refund-policy.en.html").unlink()
    (PAGES / "refund-policy.en.html").mkdir()
    assert run("build", store(handling_time="1 day"), *TEXTS).exit_code == 1
    assert LOCK.read_bytes() == before


def test_a_private_term_never_gets_into_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_GEN_PRIVATE_TERMS", "listing\n")
    ran = run("build", store(), "--format", "md")
    assert ran.exit_code == 1
    assert "[ADR004]" in ran.stderr
    assert not LOCK.exists()


@pytest.mark.parametrize("place", QUESTIONNAIRES, ids=lambda place: f"{place.parent.name}-{place.stem}")
def test_somebody_has_judged_what_a_change_of_every_term_means(place: Path) -> None:
    read = inputs.load(place, {})
    found = entries(policy.derive(read.terms).clauses)
    assert found
    assert {entry.name for entry in found if not is_judged(entry.name)} == set()


def test_somebody_has_judged_every_term_of_law_too() -> None:
    read = inputs.load(written(answers(sells_to=["US", "GB", "EU", "KR", "JP", "AU"]), Path()), {})
    assert {entry.name for entry in entries(policy.derive(read.terms).clauses) if not is_judged(entry.name)} == set()


# --- Stale pages -----------------------------------------------------------------------------------------------------


def test_pages_that_are_what_the_inputs_give_pass() -> None:
    done("build", store(), *TEXTS)
    ran = run("build", "shop.yaml", "--check")
    assert (ran.exit_code, ran.stdout) == (0, "")


def test_a_check_writes_nothing() -> None:
    done("build", store(), *TEXTS)
    store(handling_time="1 day")
    before = tree(Path())
    assert run("build", "shop.yaml", "--check").exit_code == 1
    assert tree(Path()) == before


def test_each_stale_page_is_named_with_the_input_that_changed() -> None:
    done("build", store(languages=["en", "ko"]), *TEXTS)
    profile_says("15 days after receipt confirmed", "20 days after receipt confirmed")
    ran = run("build", "shop.yaml", "--check")
    assert ran.exit_code == 1
    lines = ran.stdout.splitlines()
    assert {line.partition(": ")[0] for line in lines} == {str(PAGES / name) for name in tree(PAGES)}
    assert {line.partition(": ")[2] for line in lines} == {"changed: supplier_profiles/aliexpress.yaml"}


def test_an_input_that_changed_without_a_word_on_the_page_makes_nothing_stale() -> None:
    done("build", store(), *TEXTS)
    PROFILE.write_text(PROFILE.read_text("utf-8") + "# a comment\n", "utf-8")
    assert run("build", "shop.yaml", "--check").exit_code == 0


def test_a_page_that_is_missing_or_was_edited_is_stale() -> None:
    done("build", store(), *TEXTS)
    PAGE.write_text("mine", "utf-8")
    (PAGES / "refund-policy.en.html").unlink()
    lines = run("build", "shop.yaml", "--check").stdout.splitlines()
    assert f"{PAGE}: it is not the file that was built" in lines
    assert f"{PAGES / 'refund-policy.en.html'}: it is missing" in lines
    assert len(lines) == 2


def test_without_a_lock_nothing_is_taken_for_current_that_is_not() -> None:
    done("build", store(), *TEXTS)
    LOCK.unlink()
    assert run("build", "shop.yaml", "--check", *TEXTS).exit_code == 0
    store(handling_time="1 day")
    ran = run("build", "shop.yaml", "--check", *TEXTS)
    assert ran.exit_code == 1
    assert "there is no lock file" in ran.stdout


def test_a_page_of_a_language_that_is_no_longer_made_is_stale() -> None:
    done("build", store(languages=["en", "ko"]), "--format", "md")
    store(languages=["en"])
    ran = run("build", "shop.yaml", "--check")
    assert ran.exit_code == 1
    assert "refund-policy.ko.md: it is no longer made" in ran.stdout


def test_a_pdf_is_judged_by_what_it_was_made_from_and_without_the_library_that_makes_it() -> None:
    done("build", store(), "--format", "pdf")
    code = (
        "import sys; from policy_gen.cli import cli\n"
        "try: cli(['build', 'shop.yaml', '--check'])\n"
        "except SystemExit as end: print(end.code, 'weasyprint' in sys.modules)"
    )

    def checked() -> list[str]:
        command = [sys.executable, "-c", code]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)})
        return ran.stdout.splitlines()

    assert checked() == ["0 False"]
    store(handling_time="1 day")
    assert checked() == [f"{PAGES / 'refund-policy.en.pdf'}: changed: shop.yaml", "1 False"]


def test_a_pdf_of_other_fonts_is_current_if_it_is_the_one_that_was_locked() -> None:
    done("build", store(), "--format", "pdf")
    pdf, data = PAGES / "refund-policy.en.pdf", locked()
    pdf.write_bytes(pdf.read_bytes() + b"\n% another font\n")
    assert "it is not the file that was built" in run("build", "shop.yaml", "--check").stdout
    data["outputs"][pdf.name]["sha256"] = digest_of(pdf)
    LOCK.write_text(json.dumps(data), "utf-8")
    assert run("build", "shop.yaml", "--check").exit_code == 0


# --- Pages changed by hand, pages no longer made ---------------------------------------------------------------------


def test_a_page_changed_by_hand_is_not_overwritten() -> None:
    done("build", store(), *TEXTS)
    PAGE.write_text("my own words", "utf-8")
    before = tree(Path("output"))
    ran = run("build", store(handling_time="1 day"), *TEXTS)
    assert ran.exit_code == 1
    assert "[OUT010]" in ran.stderr
    assert tree(Path("output")) == before


def test_overwriting_keeps_every_edited_copy() -> None:
    done("build", store(), *TEXTS)
    for words in ("first words", "second words"):
        PAGE.write_text(words, "utf-8")
        done("build", "shop.yaml", "--overwrite", *TEXTS)
        assert "13 days" in PAGE.read_text("utf-8")
    kept = {path.read_text("utf-8") for path in PAGES.glob("*.bak*")}
    assert kept == {"first words", "second words"}


def test_a_page_edited_into_what_the_build_gives_is_no_edit() -> None:
    done("build", store(), "--format", "md")
    old = PAGE.read_text("utf-8")
    done("build", store(store={**answers()["store"], "email": "us@dalbit.example"}), "--format", "md")
    new = PAGE.read_text("utf-8")
    PAGE.write_text(old, "utf-8")
    data = locked()
    assert data["outputs"][PAGE.name]["sha256"] != digest_of(PAGE)
    PAGE.write_text(new, "utf-8")
    assert run("build", "shop.yaml", "--format", "md").exit_code == 0


def test_pages_no_longer_made_are_named_kept_and_with_clean_removed() -> None:
    done("build", store(languages=["en", "ko"]), "--format", "md", "--format", "html")
    store(languages=["en"])
    ran = run("build", "shop.yaml", "--format", "md", "--format", "html")
    assert ran.exit_code == 0
    assert "[OUT011]" in ran.stderr
    assert "refund-policy.ko.md" in ran.stderr
    assert (PAGES / "refund-policy.ko.md").exists()
    done("build", "shop.yaml", "--format", "md", "--clean")
    assert set(tree(PAGES)) == {"refund-policy.en.md"}
    assert set(locked()["outputs"]) == {"refund-policy.en.md"}


def test_clean_removes_nothing_that_was_changed_by_hand() -> None:
    done("build", store(languages=["en", "ko"]), "--format", "md")
    page = PAGES / "refund-policy.ko.md"
    page.write_text("mine", "utf-8")
    store(languages=["en"])
    assert run("build", "shop.yaml", "--format", "md", "--clean").exit_code == 1
    assert page.read_text("utf-8") == "mine"
    done("build", "shop.yaml", "--format", "md", "--clean", "--overwrite")
    assert not page.exists()
    assert (PAGES / "refund-policy.ko.md.bak").read_text("utf-8") == "mine"


def test_clean_removes_nothing_where_a_page_cannot_be_written() -> None:
    done("build", store(languages=["en", "ko"]), "--format", "md")
    store(languages=["en"], handling_time="1 day")
    PAGE.unlink()
    PAGE.mkdir()
    assert run("build", "shop.yaml", "--format", "md", "--clean").exit_code == 1
    assert (PAGES / "refund-policy.ko.md").exists()


# --- Locks of other versions, and files that are none ----------------------------------------------------------------


def test_a_lock_reads_as_it_was_written() -> None:
    done("build", store(sells_to=["US"]), *TEXTS)
    text = LOCK.read_text("utf-8")
    assert as_json(from_json(text, "shop.lock.json")) == text.encode()


def test_a_lock_of_an_older_schema_reads_through_the_table_of_readers() -> None:
    older = {"schema": lockfile.SCHEMA - 1, "version": "0.0.9", "windows": {"damaged": "13 days after delivery"}}

    def upgrade(data: dict[str, Any]) -> dict[str, Any]:
        about = {"clause": "something_wrong", "name": "report_within", "kind": "limit"}
        terms = [{**about, "value": value, "reasons": [reason]} for reason, value in data["windows"].items()]
        return {"tool": data["version"], "terms": terms}

    read = from_json(json.dumps(older), "shop.lock.json", {lockfile.SCHEMA - 1: upgrade})
    assert read.tool == "0.0.9"
    assert [(entry.reasons, entry.value) for entry in read.terms] == [(("damaged",), "13 days after delivery")]


def test_a_lock_of_the_first_schema_knows_all_but_what_it_was_made_of() -> None:
    done("build", store(sells_to=["US"]), *TEXTS)
    known = from_json(LOCK.read_text("utf-8"), "shop.lock.json")
    first = {**json.loads(LOCK.read_text("utf-8")), "schema": 1}
    assert first.pop("sources")
    assert from_json(json.dumps(first), "shop.lock.json") == replace(known, sources={})


def test_a_lock_keeps_what_a_page_is_made_of_without_what_nobody_may_read() -> None:
    figures = {
        "orders_a_month": 400,
        "average_price": "USD 40",
        "supplier_price": "USD 12",
        "shares": {"damaged": "2%"},
    }
    done("build", store(sells_to=["US"], figures=figures), *TEXTS)
    known = from_json(LOCK.read_text("utf-8"), "shop.lock.json").sources
    assert sorted(known) == ["shop.yaml", "supplier_profiles/aliexpress.yaml"]
    assert json.loads("\n".join(known["shop.yaml"])) == answers(sells_to=["US"])


def test_readers_follow_each_other_up_to_the_schema_of_today() -> None:
    steps: list[int] = []

    def step(number: int) -> lockfile.Upgrade:
        def upgrade(data: dict[str, Any]) -> dict[str, Any]:
            steps.append(number)
            return data

        return upgrade

    known = {number: step(number) for number in (lockfile.SCHEMA - 2, lockfile.SCHEMA - 1)}
    assert from_json(json.dumps({"schema": lockfile.SCHEMA - 2, "tool": "0"}), "x", known) == Lock("0")
    assert steps == [lockfile.SCHEMA - 2, lockfile.SCHEMA - 1]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"schema": "one"}', '{"schema": 1}', '{"schema": 1, "tool": 3}', "[" * 100_000]
)
def test_what_is_no_lock_is_told_and_nothing_is_written(text: str) -> None:
    store()
    LOCK.write_text(text, "utf-8")
    for arguments in (("build", "shop.yaml", *TEXTS), ("check", "shop.yaml"), ("diff", "shop.yaml")):
        ran = run(*arguments)
        assert ran.exit_code == 1
        assert "[CHG004]" in ran.output
    assert not PAGES.exists()


def test_a_lock_of_a_newer_version_is_not_guessed_at() -> None:
    with pytest.raises(Refused) as refused:
        from_json(json.dumps({"schema": lockfile.SCHEMA + 1, "tool": "9"}), "shop.lock.json")
    assert "newer" in refused.value.findings[0].message


def test_a_link_in_the_place_of_the_lock_is_not_followed() -> None:
    done("build", store(), *TEXTS)
    shutil.move(LOCK, "elsewhere.json")
    LOCK.symlink_to("elsewhere.json")
    assert run("build", "shop.yaml", *TEXTS).exit_code == 1
