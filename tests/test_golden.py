"""Whole pages beside their questionnaires: a folder added is a test added.

`pytest tests/test_golden.py --rewrite-golden` writes the expected files anew; read them before you commit them.
"""

from pathlib import Path

import pytest
from click.testing import CliRunner

from policy_gen.cli import cli
from tests.shops import CASES, spaced

EACH = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def _run(*arguments: str) -> str:
    ran = CliRunner().invoke(cli, arguments)
    assert ran.exception is None, ran.output
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def _produced(folder: Path) -> dict[str, bytes]:
    """All that the tool makes of the questionnaire of the current folder, by the name of its file."""
    _run("build", "questionnaire.yaml", "--output", str(folder), "--format", "md", "--format", "fragment")
    pages = {path.name: path.read_bytes() for path in (folder / "questionnaire").iterdir()}
    told = {"explain.txt": _run("explain", "questionnaire.yaml"), "findings.txt": _run("check", "questionnaire.yaml")}
    return pages | {name: text.encode() for name, text in told.items()}


@EACH
def test_a_questionnaire_makes_exactly_these_files(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rewrite: bool
) -> None:
    monkeypatch.chdir(case)
    produced = _produced(tmp_path)
    expected = {path.name: path for path in case.iterdir() if path.name != "questionnaire.yaml"}
    if rewrite:
        for path in expected.values():
            path.unlink()
        for name, content in produced.items():
            (case / name).write_bytes(content)
        return
    assert sorted(produced) == sorted(expected)
    for name, content in produced.items():
        assert content.decode() == expected[name].read_text("utf-8"), name


@EACH
def test_a_case_begins_with_what_it_shows(case: Path) -> None:
    first = (case / "questionnaire.yaml").read_text("utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert len(first) > 30


def test_there_are_cases() -> None:
    assert len(CASES) >= 12


def _page(case: str, language: str = "en") -> str:
    (folder,) = (path for path in CASES if path.name == case)
    return spaced((folder / f"refund-policy.{language}.md").read_text("utf-8").replace("**", ""))


def _between(text: str, start: str, end: str) -> str:
    return text[text.index(start) : text.index(end, text.index(start))]


def test_the_full_questionnaire_gives_what_its_supplier_gives() -> None:
    page = _page("every-answer")
    faults = _between(page, "### Damaged on arrival, not as described, or wrong item sent", "###  ".strip() + " Faulty")
    assert "Tell us within 13 days after delivery." in faults
    assert "Send us a photo that shows the problem." in faults
    assert "only if we ask you to. We pay the postage." in faults
    assert "You get a full refund, a partial refund, or a replacement." in faults
    refunds = _between(page, "## Refunds", "## Replacements")
    assert "After a cancellation, it comes within 15 business days" in refunds
    assert "We decide within 10 business days" in page
    assert "We answer within 2 business days" in page
    cancelling = _between(page, "## Cancelling an order", "## Something is wrong")
    assert "You can cancel any order within 12 hours after you order." in cancelling
    assert "Later than that, you can still ask" in cancelling
    assert "within 15 business days" in cancelling
    size = _between(page, "### Wrong size ordered", "We don't take items back")
    assert "Tell us within 14 days after delivery." in size
    assert "You get an exchange or store credit." in size
    assert "you pay it" in size
    assert "3 business days" not in page
    assert "13 business days" not in page
    assert "12 days" not in page


def test_where_only_faults_are_accepted_the_page_says_so_in_one_sentence() -> None:
    assert "All sales are final, except when something is wrong with your order." in _page("only-faults")


def test_automatic_cancelling_is_promised_and_asked_for_cancelling_is_not() -> None:
    assert "You can cancel any order until we start on it." in _page("automatic-cancellation")
    asked = _page("only-faults")
    assert "You can ask us to cancel until we ship it." in asked
    assert "we can't promise that it works" in asked
    assert "You can cancel" not in asked


@pytest.mark.parametrize(
    ("case", "days"),
    [
        ("promise-short-of-supplier", "10 days"),
        ("promise-into-handling-time", "29 days"),
        ("promise-beyond-supplier", "45 days"),
    ],
)
def test_a_promise_is_what_the_page_says_for_its_reason_and_the_mirror_for_the_others(case: str, days: str) -> None:
    page = _page(case)
    assert f"Tell us within {days} after delivery." in _between(page, "### Damaged on arrival", "### Faulty")
    assert "Tell us within 28 days after delivery." in _between(page, "### Faulty", "## Change of mind")


def test_a_window_of_which_nothing_is_left_is_never_printed_as_no_days() -> None:
    page = _page("window-of-two-days")
    assert " 0 days" not in page
    assert "Tell us within" not in _between(page, "### Damaged", "## Change of mind")
    assert "We don't take items back for these reasons: change of mind, wrong size ordered" in page


def test_a_profile_is_corrected_for_all_reasons_by_a_value_and_for_one_by_a_mapping() -> None:
    for_all, for_one = _page("profile-corrected-for-all"), _page("profile-corrected-for-one-reason")
    assert "within 18 days after delivery" in for_all
    assert "within 13 days after delivery" not in for_all
    damaged = _between(for_one, "### Damaged on arrival", "### Faulty")
    assert "within 18 days after delivery" in damaged
    assert "within 13 days after delivery" in _between(for_one, "### Faulty", "## Change of mind")


def test_windows_are_whole_calendar_days() -> None:
    page = _page("business-day-window")
    assert "within 10 days after delivery" in page
    assert "within 26 days after delivery" in page
    assert "within 33 days after delivery" in _page("window-from-shipping")


def test_only_a_declared_shop_has_its_address_on_the_page() -> None:
    assert "Shop: 서울특별시 마포구 와우산로 29길 7, 1층" in _page("physical-store")


def test_the_page_has_a_window_for_lost_parcels_only_with_the_carriers_time() -> None:
    with_time, without = _page("lost-with-carrier-time"), _page("lost-without-carrier-time")
    assert "Tell us within 18 days after the estimated delivery date." in with_time
    assert "estimated delivery date" not in without
