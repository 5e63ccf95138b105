"""Whole pages beside their questionnaires: a folder added is a test added.

`pytest tests/test_golden.py --rewrite-golden` writes the expected files anew; read them before you commit them.
"""

import re
import shutil
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
    # A copy, as a build leaves its lock beside the questionnaire.
    monkeypatch.chdir(shutil.copytree(case, tmp_path / "case"))
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


def _section(case: str, id: str, about: str = "", language: str = "en") -> str:
    """The text of a section of a case's page; of its part under the heading that begins with `about`, if that is given."""
    (folder,) = (path for path in CASES if path.name == case)
    page = (folder / f"refund-policy.{language}.fragment.html").read_text("utf-8")
    (found,) = (part for part in page.split("<h2 ") if part.startswith(f'id="refund-policy-{id}"'))
    if about:
        (found,) = (part for part in found.split("<h3>") if part.startswith(about))
    return spaced(re.sub(r"<[^>]*>", " ", found.partition(">")[2] if not about else found))


def test_the_full_questionnaire_gives_what_its_supplier_gives() -> None:
    faults = _section("every-answer", "something-wrong", "Damaged")
    assert "not as described, or wrong item" in faults
    assert "within 13 days after delivery" in faults
    assert "photo" in faults
    assert "only if we ask you" in faults
    assert "We pay" in faults
    assert "full refund or a replacement. If you would rather keep the item, you can choose a partial refund" in faults
    assert "within 15 business days" in _section("every-answer", "refunds")
    steps = _section("every-answer", "how-to-return")
    assert "within 2 business days" in steps
    assert "within 10 business days" in steps
    assert "P.O. Box 4821, Portland, OR 97208, USA" in steps
    cancelling = _section("every-answer", "cancellation")
    assert "within 12 hours after you order" in cancelling
    assert "you can still ask" in cancelling
    assert "can't promise" in cancelling
    assert "within 15 business days" in cancelling
    size = _section("every-answer", "change-of-mind", "Wrong size ordered")
    assert "within 14 days after delivery" in size
    assert "an exchange or store credit" in size
    assert "you pay" in size


def test_the_full_questionnaire_gives_none_of_the_numbers_that_a_wrong_sum_would() -> None:
    page = "".join(
        _section("every-answer", id) for id in ("short-version", "cancellation", "refunds", "change-of-mind")
    )
    for wrong in ("within 3 business", "within 13 business", "within 12 days", "within 15 days", "within 16 days"):
        assert wrong not in page


def test_where_only_faults_are_accepted_the_page_says_so_in_one_sentence() -> None:
    said = _section("only-faults", "change-of-mind")
    assert "All sales are final, except when something is wrong with your order." in said
    assert "All sales are final" not in _section("change-of-mind", "change-of-mind")


def test_automatic_cancelling_is_promised_and_asked_for_cancelling_is_not() -> None:
    automatic, asked = _section("automatic-cancellation", "cancellation"), _section("only-faults", "cancellation")
    assert "You can cancel any order" in automatic
    assert "ask us" not in automatic
    assert "You can ask us to cancel" in asked
    assert "can't promise" in asked
    assert "You can cancel any order" not in asked


@pytest.mark.parametrize(
    ("case", "days"),
    [
        ("promise-short-of-supplier", "10 days"),
        ("promise-into-handling-time", "29 days"),
        ("promise-beyond-supplier", "45 days"),
    ],
)
def test_a_promise_is_what_the_page_says_for_its_reason_and_the_mirror_for_the_others(case: str, days: str) -> None:
    assert f"within {days} after delivery" in _section(case, "something-wrong", "Damaged")
    assert "within 28 days after delivery" in _section(case, "something-wrong", "Faulty")


def test_a_window_of_which_nothing_is_left_is_never_printed_as_no_days() -> None:
    assert "within" not in _section("window-of-two-days", "something-wrong", "Damaged")
    refused = _section("window-of-two-days", "change-of-mind")
    assert "wrong size ordered" in refused
    assert "within" not in refused


def test_the_suppliers_clock_for_the_customer_is_kept_as_it_stands() -> None:
    assert "within 2 days after delivery" in _section("clock-for-the-customer", "something-wrong", "Damaged")


def test_a_profile_is_corrected_for_all_reasons_by_a_value_and_for_one_by_a_mapping() -> None:
    for_all, for_one = "profile-corrected-for-all", "profile-corrected-for-one-reason"
    assert "within 18 days after delivery" in _section(for_all, "something-wrong")
    assert "within 13 days after delivery" not in _section(for_all, "something-wrong")
    assert "within 18 days after delivery" in _section(for_one, "something-wrong", "Damaged")
    assert "within 13 days after delivery" in _section(for_one, "something-wrong", "Faulty")


def test_windows_are_whole_calendar_days() -> None:
    assert "within 10 days after delivery" in _section("business-day-window", "something-wrong", "Damaged")
    assert "within 26 days after delivery" in _section("business-day-window", "something-wrong", "Faulty")
    assert "within 33 days after delivery" in _section("window-from-shipping", "something-wrong")


def test_a_fee_and_the_goods_that_stay_out_are_named_for_the_customers_own_choice_only() -> None:
    own = _section("change-of-mind", "change-of-mind")
    assert "15% of the price" in own
    assert "15%" not in _section("change-of-mind", "something-wrong")
    assert "underwear and swimwear" in _section("change-of-mind", "not-returnable")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_only_a_declared_shop_has_its_address_on_the_page(language: str) -> None:
    assert "서울특별시 마포구 와우산로 29길 7, 1층" in _section("physical-store", "contact", language=language)


def test_goods_go_to_the_po_box_only_after_our_e_mail_and_by_the_national_post() -> None:
    steps = _section("po-box", "how-to-return")
    assert steps.index("e-mail") < steps.index("PO Box 77, Dublin 2, Ireland") < steps.index("national post")


def test_the_page_has_a_window_for_lost_parcels_only_with_the_carriers_time() -> None:
    with_time, without = _section("lost-with-carrier-time", "parcels"), _section("lost-without-carrier-time", "parcels")
    assert "within 18 days after the estimated delivery date" in with_time
    assert "estimated delivery date" not in without


def test_times_that_count_from_different_events_are_told_apart() -> None:
    short = _section("po-box", "short-version")
    assert re.search(
        r"10 days\W+after we get the item\. If you cancel: .*10 days\W+after the order is cancelled", short
    )
