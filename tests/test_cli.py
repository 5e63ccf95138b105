"""The commands as people and CI meet them: what they print where, their exit codes, and what they never do."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from policy_gen.cli import COMMANDS, cli
from policy_gen.cli.showing import Checked
from policy_gen.findings import KINDS, Finding, Level
from tests.shops import ALIEXPRESS, EXAMPLES, QUESTIONNAIRES, RETURNS, ROOT, STORE, SUPPLIER, shop, written

WRONG = ROOT / "tests" / "wrong"
READERS = ("build", "check", "explain")
"""The commands that are given a questionnaire."""
TEXTS = ("--format", "md", "--format", "html", "--format", "fragment")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    ran = CliRunner().invoke(cli, arguments)
    assert isinstance(ran.exception, SystemExit | None), ran.exception
    return ran


def program(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """The program itself, in a process of its own."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-m", "policy_gen", *arguments],
        env=environment, text=True, check=False, **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
    )  # fmt: skip


def good(name: str = "shop.yaml", **answers: Any) -> str:
    return str(written(shop(**answers), Path(), name))


def bad(name: str = "bad.yaml") -> str:
    return str(written(shop(supplier={**SUPPLIER, "ships_within": "soon"}), Path(), name))


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# --- Help --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)], ids=["policy-gen", *COMMANDS])
def test_help_fits_a_small_terminal_and_has_an_example(command: tuple[str, ...]) -> None:
    ran = CliRunner().invoke(cli, [*command, "--help"], prog_name="policy-gen", terminal_width=80)
    lines = ran.stdout.splitlines()
    assert ran.exit_code == 0
    assert ran.stderr == ""
    # The list of the commands is as long as it is.
    assert not command or len(lines) < 24
    assert max(map(len, lines)) <= 80
    examples = [line for line in lines if line.startswith("  ") and line.strip().startswith("policy-gen ")]
    assert examples
    if command:
        assert all(line.strip().startswith(f"policy-gen {command[0]}") for line in examples)


def test_the_version_is_a_number() -> None:
    assert run("--version").stdout.strip().replace(".", "").isdigit()


# --- Results, messages, exit codes -------------------------------------------------------------------------


def test_build_prints_one_line_for_each_page_and_its_findings_as_messages() -> None:
    ran = run("build", good(languages=["en", "ko"]), *TEXTS)
    assert ran.exit_code == 0
    expected = [
        f"output/shop/refund-policy.{language}.{suffix}"
        for language in ("en", "ko")
        for suffix in ("md", "html", "fragment.html")
    ]
    assert ran.stdout.splitlines() == expected
    assert sorted(tree(Path("output"))) == sorted(line.removeprefix("output/") for line in expected)
    assert "[ANS010]" in ran.stderr


def test_without_a_format_all_of_them_are_built() -> None:
    ran = run("build", good())
    suffixes = {line.split("refund-policy.en")[1] for line in ran.stdout.splitlines()}
    assert suffixes == {".md", ".html", ".fragment.html", ".pdf"}
    assert Path("output/shop/refund-policy.en.pdf").read_bytes().startswith(b"%PDF")


def test_a_format_named_twice_is_built_once() -> None:
    assert run("build", good(), "--format", "md", "--format", "md").stdout == "output/shop/refund-policy.en.md\n"


def test_check_prints_findings_as_its_result_and_how_many_as_a_message() -> None:
    ran = run("check", good(effective="2026-12-01"))
    assert ran.exit_code == 0
    assert "[ANS010]" in ran.stdout
    assert re.fullmatch(r"no errors, (no|\d+) warnings?, (no|\d+) notes?\n", ran.stderr)
    assert not Path("output").exists()


def test_check_counts_each_level_in_words() -> None:
    ran = run("check", bad())
    assert ran.exit_code == 1
    assert ran.stderr == "1 error, no warnings, no notes\n"


def test_explain_prints_the_clauses_as_its_result() -> None:
    ran = run("explain", good())
    assert ran.exit_code == 0
    assert ran.stderr == ""
    assert ran.stdout.startswith("short_version\n")
    assert "shop.yaml:" in ran.stdout


@pytest.mark.parametrize("clause", ["cancellation", "something_wrong", "something-wrong"])
def test_explain_prints_one_clause_if_asked_by_either_spelling(clause: str) -> None:
    ran = run("explain", good(), clause)
    heads = [line for line in ran.stdout.splitlines() if line and not line.startswith(" ")]
    assert heads == [clause.replace("-", "_")]


def test_a_clause_that_is_not_there_is_a_usage_error_that_names_those_that_are() -> None:
    ran = run("explain", good(), "warranty")
    assert ran.exit_code == 2
    assert ran.stdout == ""
    assert "there is no clause `warranty`" in ran.stderr
    assert "short_version, cancellation" in ran.stderr


def test_explain_of_a_wrong_file_shows_its_findings_as_messages() -> None:
    ran = run("explain", bad())
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "[ANS004]" in ran.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["build"], ["check"], ["explain"], ["bake", "shop.yaml"], ["build", "shop.yaml", "--format", "docx"],
        ["check", "shop.yaml", "--report", "xml"], ["build", "shop.yaml", "--loud"], ["explain", "a", "b", "c"],
    ],
)  # fmt: skip
def test_a_wrong_call_ends_with_2_and_says_how_to_call(arguments: list[str]) -> None:
    good()
    ran = run(*arguments)
    assert ran.exit_code == 2
    assert ran.stdout == ""
    assert "Usage: " in ran.stderr
    assert not Path("output").exists()


def test_strict_lets_a_warning_stop_the_page() -> None:
    returns = {**RETURNS, "report_within": "unknown"}
    warned = good("warned.yaml", supplier={**SUPPLIER, "returns": returns})
    assert run("check", warned).exit_code == 0
    assert run("check", warned, "--strict").exit_code == 1
    assert run("build", warned, "--strict", *TEXTS).exit_code == 1
    assert not Path("output").exists()
    assert run("build", warned, *TEXTS).exit_code == 0


@pytest.mark.parametrize(
    ("level", "stops", "stops_strictly"),
    [(Level.ERROR, True, True), (Level.WARNING, False, True), (Level.NOTE, False, False)],
)
def test_errors_stop_warnings_stop_strictly_and_notes_never_do(level: Level, stops: bool, stops_strictly: bool) -> None:
    checked = Checked(findings=[Finding("ANS010", level, "something to know")])
    assert (checked.stops(strict=False), checked.stops(strict=True)) == (stops, stops_strictly)


# --- Reports for machines ----------------------------------------------------------------------------------


def test_the_json_report_has_exactly_this_shape() -> None:
    ran = run("check", bad(), "--report", "json")
    assert ran.exit_code == 1
    assert ran.stderr == ""
    assert json.loads(ran.stdout) == {
        "findings": [
            {
                "code": "ANS004",
                "level": "error",
                "message": "`soon` cannot be used: this is not a duration",
                "help": "write an amount up to 9999 and a unit: `24 hours`, `7 business days`, `3-15 days`, `15 days after delivery`, `P15D`",
                "file": "bad.yaml",
                "line": 9,
                "column": 19,
            }
        ]
    }
    assert ran.stdout.endswith("}\n")


def test_the_json_report_of_a_file_without_a_place_has_null_for_it() -> None:
    (found,) = json.loads(run("check", "nowhere.yaml", "--report", "json").stdout)["findings"]
    assert (found["code"], found["file"], found["line"], found["column"]) == ("YML001", None, None, None)


def test_the_github_report_is_one_command_for_each_finding() -> None:
    ran = run("check", bad(), "--report", "github")
    assert ran.exit_code == 1
    (line,) = ran.stdout.splitlines()
    assert line.startswith("::error file=bad.yaml,line=9,col=19,endColumn=24,title=ANS004::`soon` cannot be used")
    assert "%0Ahelp: " in line


def test_reports_for_machines_tell_the_same_findings_as_the_text() -> None:
    file = good()
    codes = [found["code"] for found in json.loads(run("check", file, "--report", "json").stdout)["findings"]]
    text, github = run("check", file).stdout, run("check", file, "--report", "github").stdout
    assert [code for line in text.splitlines() for code in KINDS if line.endswith(f"[{code}]")] == codes
    assert [line.split("title=")[1][:6] for line in github.splitlines()] == codes


# --- Several files; all or nothing -------------------------------------------------------------------------


def test_several_questionnaires_are_built_each_into_its_folder() -> None:
    ran = run("build", good("one.yaml"), good("two.yml"), "--format", "md", "--output", "site")
    assert ran.stdout.splitlines() == ["site/one/refund-policy.en.md", "site/two/refund-policy.en.md"]


def test_one_error_anywhere_and_nothing_is_written() -> None:
    ran = run("build", good("one.yaml"), bad(), good("two.yaml"), *TEXTS)
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "bad.yaml:9:19: error" in ran.stderr
    assert "one.yaml:" in ran.stderr
    assert ran.stderr.endswith("no page was written\n")
    assert not Path("output").exists()


def test_all_files_are_checked_whatever_is_wrong_with_the_first() -> None:
    ran = run("check", bad("a.yaml"), "nowhere.yaml", bad("b.yaml"))
    assert ran.exit_code == 1
    assert all(f"{name}.yaml:9:19: error" in ran.stdout for name in "ab")
    assert "`nowhere.yaml` does not exist" in ran.stdout


def test_questionnaires_of_one_name_are_refused_before_anything_is_read() -> None:
    Path("a").mkdir()
    shutil.copy(good(), "a/shop.yaml")
    ran = run("build", "shop.yaml", "a/shop.yaml", *TEXTS)
    assert ran.exit_code == 2
    assert "two questionnaires are named `shop`" in ran.stderr
    assert run("check", "shop.yaml", "a/shop.yaml").exit_code == 0
    assert not Path("output").exists()


def test_old_pages_are_left_as_they_were_when_a_later_build_fails() -> None:
    assert run("build", good(), *TEXTS).exit_code == 0
    before = tree(Path("output"))
    shutil.copy(bad(), "shop.yaml")
    assert run("build", "shop.yaml", *TEXTS).exit_code == 1
    assert tree(Path("output")) == before


def test_nothing_is_replaced_where_one_page_cannot_be_written() -> None:
    assert run("build", good(), *TEXTS).exit_code == 0
    page = Path("output/shop/refund-policy.en.html")
    page.unlink()
    page.mkdir()
    before = tree(Path("output"))
    ran = run("build", good(effective="2027-01-01"), *TEXTS)
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "[OUT005]" in ran.stderr
    assert tree(Path("output")) == before


def test_files_that_are_not_pages_stay_where_they_are() -> None:
    Path("output/shop").mkdir(parents=True)
    Path("output/shop/notes.txt").write_text("mine", "utf-8")
    assert run("build", good(), *TEXTS).exit_code == 0
    assert Path("output/shop/notes.txt").read_text("utf-8") == "mine"


# --- What is given as a questionnaire ----------------------------------------------------------------------


def test_a_file_that_is_not_there_is_told_with_the_nearest_name() -> None:
    good("my-shop.yaml")
    ran = run("check", "my-shp.yaml")
    assert ran.exit_code == 1
    assert "`my-shp.yaml` does not exist [YML001]" in ran.stdout
    assert "my-shop.yaml" in ran.stdout


@pytest.mark.parametrize("command", READERS)
def test_only_an_ordinary_file_is_read(command: str) -> None:
    Path("folder.yaml").mkdir()
    os.mkfifo("pipe.yaml")
    Path("link.yaml").symlink_to(good())
    for name, kind in [
        ("folder.yaml", "is a folder"), ("pipe.yaml", "named pipe"), ("link.yaml", "symbolic link"),
        ("/dev/null", "is a device"),
    ]:  # fmt: skip
        ran = run(command, name)
        assert ran.exit_code == 1
        assert kind in ran.output
        assert "[YML001]" in ran.output


def test_a_questionnaire_that_is_too_large_is_refused() -> None:
    Path("large.yaml").write_text("# " + "x" * 262144 + "\n", "utf-8")
    assert "larger than 256 KiB" in run("check", "large.yaml").stdout


@pytest.mark.parametrize("name", ["", "x" * 300 + ".yaml"])
def test_an_odd_name_is_told_and_not_tried(name: str) -> None:
    assert run("check", name).exit_code == 1


# --- Profiles beside the questionnaire ---------------------------------------------------------------------


def test_an_own_profile_beside_the_questionnaire_wins_over_the_shipped_one() -> None:
    Path("stores/supplier_profiles").mkdir(parents=True)
    shipped = ALIEXPRESS.read_text("utf-8")
    assert "15 days after receipt confirmed" in shipped
    own = shipped.replace("15 days after receipt confirmed", "45 days after delivery")
    Path("stores/supplier_profiles/aliexpress.yaml").write_text(own, "utf-8")
    mine = str(written({"store": STORE, "supplier": "aliexpress"}, Path("stores")))
    shipped_too = str(written({"store": STORE, "supplier": "aliexpress"}, Path()))
    assert "within **43 days** after delivery" in _markdown(mine)
    assert "within **13 days** after delivery" in _markdown(shipped_too)
    assert "stores/supplier_profiles/aliexpress.yaml:" in run("explain", mine).stdout


@pytest.mark.parametrize("way", ["suppliers/mine.yaml", "mine.yaml", "../mine.yaml"])
def test_a_path_leads_to_a_profile_from_the_questionnaires_folder(way: str) -> None:
    place = Path("stores") / way
    place.parent.mkdir(parents=True, exist_ok=True)
    Path("stores").mkdir(exist_ok=True)
    shutil.copy(ALIEXPRESS, place)
    named = str(written({"store": STORE, "supplier": way}, Path("stores")))
    assert "within **13 days** after delivery" in _markdown(named)


def _markdown(questionnaire: str) -> str:
    ran = run("build", questionnaire, "--format", "md", "--output", "site")
    assert ran.exit_code == 0, ran.stderr
    return Path("site/shop/refund-policy.en.md").read_text("utf-8")


# --- Terminals, pipes, full disks --------------------------------------------------------------------------


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What the program prints to a terminal, of both streams."""
    ours, theirs = pty.openpty()
    ran = program(*arguments, env={"TERM": "xterm", **environment}, stdout=theirs, stderr=theirs, stdin=theirs)
    os.close(theirs)
    printed = b""
    try:
        while chunk := os.read(ours, 65536):
            printed += chunk
    except OSError:  # the other side is closed and nothing is left
        pass
    os.close(ours)
    assert ran.returncode == 1
    return printed.decode()


def test_colour_is_for_terminals_that_want_it() -> None:
    assert "\x1b[1;31merror:" in on_a_terminal("check", bad())
    assert "\x1b" not in on_a_terminal("check", bad(), NO_COLOR="1")
    piped = program("check", bad())
    assert "\x1b" not in piped.stdout + piped.stderr
    assert "error:" in piped.stdout


@pytest.mark.parametrize("command", READERS)
@pytest.mark.parametrize("target", [">&-", ">/dev/full", "2>&-", ">&- 2>&-"])
def test_a_closed_or_full_output_ends_quietly(command: str, target: str) -> None:
    formats = " --format md" if command == "build" else ""
    line = f"{sys.executable} -m policy_gen {command} {good()}{formats} {target}"
    ran = subprocess.run(
        ["/bin/sh", "-c", line], capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)}
    )
    assert "Traceback" not in ran.stderr
    assert "Exception ignored" not in ran.stderr
    assert "fault of its own" not in ran.stderr
    assert ran.returncode in (0, 1)
    if target == ">/dev/full":
        assert ran.returncode == 1
        assert "the output could not be written" in ran.stderr


def test_a_reader_that_stops_early_ends_the_program_quietly() -> None:
    line = f"{sys.executable} -m policy_gen explain {good()} | head -n 1"
    ran = subprocess.run(
        ["/bin/sh", "-c", line], capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
    )  # fmt: skip
    assert ran.stdout == "short_version\n"
    assert "Traceback" not in ran.stderr
    assert "Exception ignored" not in ran.stderr


@pytest.mark.parametrize("name", ["YML002", "YML006", "ANS003-kind", "ADR001", "SUP005"])
def test_no_wrong_file_ends_the_real_program_in_a_traceback(name: str) -> None:
    ran = program("build", f"{name}.yaml", "--output", str(Path.cwd() / "site"), cwd=WRONG)
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert "Traceback" not in ran.stderr
    assert name.split("-")[0] in ran.stderr
    assert KINDS[name.split("-")[0]].level is Level.ERROR
    assert not Path("site").exists()


# --- The same in, the same out -----------------------------------------------------------------------------


def test_two_builds_are_byte_identical_whatever_the_folder_the_clock_and_the_hash_seed() -> None:
    trees = []
    for where, environment in [
        ("a", {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C"}),
        ("b/deeper", {"TZ": "America/Anchorage", "PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8"}),
    ]:
        folder = Path(where)
        folder.mkdir(parents=True)
        files = []
        for number, questionnaire in enumerate(QUESTIONNAIRES):
            name = f"{number}-{questionnaire.parent.name}.yaml"
            shutil.copy(questionnaire, folder / name)
            files.append(name)
        ran = program("build", *files, *TEXTS, env=environment, cwd=folder)
        assert ran.returncode == 0, ran.stderr
        pdf = program("build", files[0], "--format", "pdf", env=environment, cwd=folder)
        assert pdf.returncode == 0, pdf.stderr
        trees.append(tree(folder / "output"))
    assert len(trees[0]) > 3 * len(QUESTIONNAIRES)
    assert trees[0] == trees[1]


def test_the_examples_have_no_error() -> None:
    for example in EXAMPLES:
        assert run("check", str(example)).exit_code == 0


def test_checking_loads_nothing_of_pdf() -> None:
    code = (
        "import sys; from policy_gen.cli import cli\n"
        "try: cli(['check', sys.argv[1]])\n"
        "except SystemExit: print('weasyprint' in sys.modules, 'socket' in sys.modules and 'ssl' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, good()], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)}
    )
    assert ran.stdout.splitlines()[-1] == "False False"
