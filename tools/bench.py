"""How fast policy-gen is: each command against the least that could do its work, taken in turns (`make bench`).

Machines drift within minutes, so what counts are the ratios: of the medians of runs that follow each other, by the
clock and on the processor alone, which waits for no disk.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable
POLICY_GEN = str(Path(PYTHON).with_name("policy-gen"))
EXAMPLE = ROOT / "examples" / "aliexpress-home.yaml"
MODEL_LIBRARIES = """
import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, Discriminator, Field, Tag, WithJsonSchema
from pydantic import model_validator
from pydantic_core import PydanticCustomError
"""
MODELS = "import policy_gen.records.questionnaire, policy_gen.records.supplier"
PAGE_LIBRARIES = f"""
import click, jinja2, markdown, nh3
import babel.dates, babel.lists, babel.numbers, babel.units
import markdown.extensions.sane_lists, markdown.extensions.tables
{MODEL_LIBRARIES}
"""
BARE_WEASYPRINT = """
import sys, weasyprint
weasyprint.HTML(filename=sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
"""
TEXT_FORMATS = ("--format", "md", "--format", "html")
LINKS = ("legal_notice", "withdrawal_instruction", "withdrawal_function")


class Run(NamedTuple):
    """One run of a command: its time by the clock and on the processor in seconds, and its most memory in MiB.

    The programs that a command starts count as well.
    """

    seconds: float
    processor: float
    memory: float


class Race(NamedTuple):
    """A command of ours, what it is measured against, and how many times as long it may take."""

    name: str
    ours: Sequence[str]
    against: str
    yardstick: Sequence[str]
    goal: float


def run(command: Sequence[str], number: int = 0) -> Run:
    """Runs a command to its end, `{run}` in it replaced by the number; one that fails would measure nothing."""
    parts = [part.replace("{run}", str(number)) for part in command]
    start = perf_counter()
    started = subprocess.Popen(parts, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(started.pid, 0)
    seconds = perf_counter() - start
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise SystemExit(f"this failed: {' '.join(parts)}")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def races(folder: Path) -> Iterator[Race]:
    """What is measured, in the order of the table."""
    shop = str(one_language(folder))
    # Into a new folder each time, as pages that are there already are not written again.
    build = (POLICY_GEN, "build", shop, "--output", str(folder / "output-{run}"))
    run(build)
    page = str(folder / "output-0" / "shop" / "refund-policy.en.html")
    yield Race("`policy-gen --help`", (POLICY_GEN, "--help"), "`import click`", code("import click"), 1.4)
    yield Race("`check`", (POLICY_GEN, "check", shop), "imports", code(PAGE_LIBRARIES + MODELS), 1.3)
    market = (POLICY_GEN, "check", str(one_market(folder)))
    yield Race("`check` with a market", market, "the same without", (POLICY_GEN, "check", shop), 1.3)
    yield Race("`build`, Markdown and HTML", (*build, *TEXT_FORMATS), "imports", code(PAGE_LIBRARIES + MODELS), 1.3)
    yield Race("Importing our models", code(MODELS), "importing their libraries", code(MODEL_LIBRARIES), 1.25)
    bare = (*code(BARE_WEASYPRINT), page, str(folder / "bare.pdf"))
    yield Race("`build`, all formats", build, "bare WeasyPrint, PDF/UA of the same HTML", bare, 1.15)


def code(text: str) -> tuple[str, ...]:
    """The command that runs a piece of Python."""
    return (PYTHON, "-c", text)


def one_language(folder: Path) -> Path:
    """The example that `make demo` builds, for a page in English only."""
    place = folder / "shop.yaml"
    place.write_text(EXAMPLE.read_text("utf-8").replace("languages: [en, ko]", "languages: [en]"), "utf-8")
    return place


def one_market(folder: Path) -> Path:
    """The same for a store that names a market whose law is worked out on top of another one."""
    links = "".join(f"  {name}: https://dalbit.example/{name}\n" for name in LINKS)
    place = folder / "market.yaml"
    text = one_language(folder).read_text("utf-8").replace("store:\n", f"store:\n{links}", 1)
    place.write_text(f"{text}\nsells_to: [DE]\nreturns_go_to: {{country: CN, postage: EUR 25-40}}\n", "utf-8")
    return place


def many(folder: Path, count: int) -> list[str]:
    """Questionnaires that differ in their names and in how long the supplier takes."""
    text = one_language(folder).read_text("utf-8")
    places = [folder / f"shop-{number}.yaml" for number in range(count)]
    for number, place in enumerate(places):
        varied = text.replace("name: Dalbit Living", f"name: Dalbit Living {number}")
        place.write_text(varied.replace("10 business days", f"{5 + number % 20} business days"), "utf-8")
    return [str(place) for place in places]


def raced(race: Race, rounds: int) -> str:
    """The row of a race: both medians by the clock, the ratio by the clock and on the processor, and the goal."""
    pairs = [(run(race.ours, turn), run(race.yardstick)) for turn in range(1, rounds + 1)]
    clock = [median(one.seconds for one in runs) for runs in zip(*pairs, strict=True)]
    processor = [median(one.processor for one in runs) for runs in zip(*pairs, strict=True)]
    times = f"{clock[0] * 1000:.0f} ms | {race.against}: {clock[1] * 1000:.0f} ms"
    return f"| {race.name} | {times} | {clock[0] / clock[1]:.2f} | {processor[0] / processor[1]:.2f} | {race.goal} |"


def batch(folder: Path, name: str, count: int, pages: int, *formats: str) -> str:
    """The row of many questionnaires in one command."""
    done = run((POLICY_GEN, "build", *many(folder, count), "--output", str(folder / "many"), *formats))
    return f"| {name} | {done.seconds:.1f} s | {done.seconds / pages * 1000:.1f} ms | {done.memory:.0f} MiB |"


def main(rounds: int) -> None:
    """Prints both tables as Markdown."""
    show: Callable[[str], int] = sys.stdout.write
    with TemporaryDirectory() as name:
        folder = Path(name)
        show("| What | Time | Against | Ratio | Processor | Goal |\n|---|---:|---|---:|---:|---:|\n")
        for race in races(folder):
            show(raced(race, rounds) + "\n")
        show("\n| In one command | Time | A page | Memory |\n|---|---:|---:|---:|\n")
        for row in (
            ("1 questionnaire, PDF", 1, 1, "--format", "pdf"),
            ("1,000 questionnaires, Markdown and HTML", 1000, 2000, *TEXT_FORMATS),
            ("100 questionnaires, PDF", 100, 100, "--format", "pdf"),
        ):
            show(batch(folder, *row) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
