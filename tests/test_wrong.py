"""Every finding that a file can raise, as people see it: `tests/wrong/<code>[-variant].yaml` beside its exact text.

A pair of files added is a test added; `pytest tests/test_wrong.py --rewrite-golden` writes the texts anew.
"""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policy_gen.cli import cli
from policy_gen.findings import KINDS, Level

FOLDER = Path(__file__).parent / "wrong"
FILES = sorted(FOLDER.glob("*.yaml"))
EACH = pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])

ELSEWHERE = {
    "CHG001": "test_versions.py",
    "CHG002": "test_versions.py",
    "CHG003": "test_versions.py",
    "CHG004": "test_lock.py",
    "OUT010": "test_lock.py",
    "OUT011": "test_lock.py",
    "CAS003": "test_trials.py",
    "SUP011": "test_several.py",
    "SHP002": "test_playbook.py",
    "ADR003": "test_guard.py",
    "ADR004": "test_guard.py",
    "ADR005": "test_guard.py",
    "ADR006": "test_guard.py",
    "OUT001": "test_pdf.py",
    "OUT002": "test_pdf.py",
    "OUT003": "test_pdf.py",
    "OUT004": "test_pdf.py",
    "OUT005": "test_publishing.py",
    "OUT006": "test_publishing.py",
    "OUT007": "test_publishing.py",
    "OUT008": "test_publishing.py",
    "OUT009": "test_publishing.py",
}
"""What no questionnaire raises by itself alone, each with the tests that raise it."""


def _code(file: Path) -> str:
    return file.stem.split("-")[0]


def _checked(file: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> Result:
    monkeypatch.chdir(FOLDER)
    return CliRunner().invoke(cli, ["check", file.name, *options])


@EACH
def test_a_wrong_file_is_told_in_exactly_these_words(
    file: Path, monkeypatch: pytest.MonkeyPatch, rewrite: bool
) -> None:
    told = _checked(file, monkeypatch)
    expected = file.with_suffix(".txt")
    if rewrite:
        expected.write_text(told.stdout, "utf-8")
    assert told.stdout == expected.read_text("utf-8")
    assert f"[{_code(file)}]" in told.stdout
    stops = KINDS[_code(file)].level is Level.ERROR
    assert told.exit_code == int(stops)
    assert stops == (": error: " in told.stdout or told.stdout.startswith("error: "))


@EACH
def test_nothing_is_built_from_a_file_with_an_error(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A copy, as a build leaves its lock beside the questionnaire.
    monkeypatch.chdir(shutil.copytree(FOLDER, tmp_path / "wrong"))
    built = CliRunner().invoke(cli, ["build", file.name, "--output", str(tmp_path / "site"), "--format", "md"])
    stops = KINDS[_code(file)].level is Level.ERROR
    assert built.exit_code == int(stops)
    assert isinstance(built.exception, SystemExit | None)
    assert (tmp_path / "site").exists() != stops
    if stops:
        assert built.stdout == ""
        assert f"[{_code(file)}]" in built.stderr


@EACH
def test_warnings_stop_a_strict_check_and_notes_never_do(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = _checked(file, monkeypatch, "--strict")
    levels = {found[1] for found in re.finditer(r"^(?:\S+ )?(error|warning|note): ", told.stdout, re.MULTILINE)}
    assert levels
    assert told.exit_code == int(bool(levels & {"error", "warning"}))


@EACH
def test_every_finding_has_its_place_and_its_code(file: Path) -> None:
    text = file.with_suffix(".txt").read_text("utf-8")
    heads = [line for line in text.splitlines() if re.search(r"\[[A-Z]{3}\d{3}\]$", line)]
    assert heads
    for head in heads:
        placed = re.match(r"(\S+\.yaml):([1-9]\d*):([1-9]\d*): (error|warning|note): ", head)
        assert placed or _code(file) == "YML002", head


@EACH
def test_an_error_says_what_to_write_instead(file: Path) -> None:
    for paragraph in file.with_suffix(".txt").read_text("utf-8").split("\n\n"):
        if " error: " in paragraph:
            assert "   help: " in paragraph


@EACH
def test_no_line_of_a_report_is_endless_or_unprintable(file: Path) -> None:
    for line in file.with_suffix(".txt").read_text("utf-8").splitlines():
        assert line.isprintable()
        if re.match(r" *\d* \| ", line):
            assert len(line) <= 120 + 8


def test_every_code_has_a_wrong_file_or_a_test_elsewhere() -> None:
    have = {_code(file) for file in FILES}
    assert have <= set(KINDS)
    assert have.isdisjoint(ELSEWHERE)
    assert have | set(ELSEWHERE) == set(KINDS)


def test_what_is_raised_elsewhere_is_raised_there() -> None:
    for code, name in ELSEWHERE.items():
        asserted = re.findall(
            r"assert .*|^        \(errno.*", (Path(__file__).parent / name).read_text("utf-8"), re.MULTILINE
        )
        assert any(code in line for line in asserted), code


def test_every_text_belongs_to_a_wrong_file() -> None:
    assert {text.stem for text in FOLDER.glob("*.txt")} == {file.stem for file in FILES}


@pytest.mark.parametrize("name", ["ADR001", "ADR001-deep", "ADR002"])
def test_an_address_is_not_repeated_in_the_message_about_it(name: str) -> None:
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    assert "Main Street" not in text
    assert "97208" not in text.replace("P.O. Box 4821, Portland, OR 97208, USA", "")
