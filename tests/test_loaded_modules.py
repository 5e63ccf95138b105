"""What a command loads and starts, and what many pages cost: what is small today must not grow unseen."""

import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.shops import EXAMPLES, ROOT

EXAMPLE = str(EXAMPLES[0])
# Runs a command in a process of its own, and says which libraries beside Python's own are loaded in the end.
LOADED = """
import sys
before = {name.split(".")[0] for name in sys.modules}
sys.argv[0] = "policy-gen"
try:
    from policy_gen.cli import main
    main()
except SystemExit as end:
    print(end.code, file=sys.stderr)
loaded = {name.split(".")[0] for name in sys.modules} - before - sys.stdlib_module_names
print(*sorted(name for name in loaded if not name.startswith("_") and name != "policy_gen"), file=sys.stderr)
"""
# Before a command: any other program and any connection is an error.
ALONE = """
import sys
def watch(event, args):
    if event.startswith(("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "socket.")):
        sys.stderr.write(f"did {event} {args}")
        raise SystemExit(9)
sys.addaudithook(watch)
"""
# The most memory in MiB that the process has held after 50 small PDFs and after 200.
MEMORY = """
import resource, sys
from dataclasses import replace
from policy_gen.pages.document import Section
from policy_gen.pages.formats import FORMATS
from tests.sample_pages import ENGLISH
from tests.shops import style
for number in range(1, 201):
    page = replace(ENGLISH, title=f"Page {number}", sections=(Section("contact", "Contact", "Write to us."),))
    FORMATS["pdf"].render(page, style())
    if number in (50, 200):
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024))
"""
# The records whose validators are built although no file was read.
BUILT = """
import policy_gen.cli.build
from policy_gen.records.record import Record
def below(model):
    return [one for child in model.__subclasses__() for one in (child, *below(child))]
records = below(Record)
print(len(records), *(record.__name__ for record in records if record.__pydantic_complete__))
"""
READING = {"annotated_types", "click", "pydantic", "pydantic_core", "typing_extensions", "typing_inspection", "yaml"}
WORDS = READING | {"babel", "jinja2", "markupsafe"}
HTML = WORDS | {"markdown", "nh3"}


def _run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def _loaded(*arguments: str) -> set[str]:
    *_, code, libraries = _run(LOADED, *arguments).stderr.splitlines()
    assert code == "0"
    # Not parts of a library that came along, such as Markdown's own copy of a module of Python's.
    return set(libraries.split()) & set(packages_distributions())


def _copied(folder: Path) -> str:
    """The example in a folder of its own, as a build leaves its lock beside the questionnaire."""
    return str(shutil.copy(EXAMPLE, folder))


def test_no_validator_is_built_before_a_file_is_read() -> None:
    count, *built = _run(BUILT).stdout.split()
    assert int(count) > 20
    assert built == []


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_loads_nothing_but_the_library_of_commands(arguments: list[str]) -> None:
    assert _loaded(*arguments) == {"click"}


def test_checking_loads_what_puts_pages_into_words_and_nothing_that_makes_files_of_them() -> None:
    assert _loaded("check", EXAMPLE) == WORDS


def test_a_build_of_markdown_and_html_never_loads_weasyprint(tmp_path: Path) -> None:
    folder = str(tmp_path)
    pages = ["--format", "md", "--format", "html", "--format", "fragment"]
    assert _loaded("build", _copied(tmp_path), "--output", folder, *pages) == HTML


def test_a_build_of_markdown_alone_never_loads_what_makes_html(tmp_path: Path) -> None:
    assert _loaded("build", _copied(tmp_path), "--output", str(tmp_path), "--format", "md") == WORDS


def test_a_build_of_every_format_starts_no_program_and_asks_for_no_address(tmp_path: Path) -> None:
    ran = _run(ALONE + LOADED, "build", _copied(tmp_path), "--output", str(tmp_path))
    *_, code, libraries = ran.stderr.splitlines()
    assert code == "0", ran.stderr
    assert "weasyprint" in libraries.split()
    assert len(list(tmp_path.rglob("*.pdf"))) == 2


def test_the_watch_would_notice_a_program() -> None:
    assert _run(ALONE + "import subprocess; subprocess.run(['true'])").returncode == 9


def test_two_hundred_pdfs_take_no_more_memory_than_fifty() -> None:
    after_50, after_200 = map(int, _run(MEMORY).stdout.split())
    assert after_200 - after_50 < 8
