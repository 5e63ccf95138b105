"""`policy-gen new`: starts a questionnaire, by asking one question after another or from its options alone."""

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from policy_gen import policy
from policy_gen.cli.showing import private_terms, show
from policy_gen.deriving.terms import Terms
from policy_gen.describing.schema import SCHEMAS, schema_of, written
from policy_gen.findings import Finding, Level, Refused, finding
from policy_gen.records.vocabulary import Resale
from policy_gen.rim import inputs
from policy_gen.rim.files import read_source, shipped
from policy_gen.rim.publishing import publish
from policy_gen.source import parse
from policy_gen.starting.asked import SUPPLIER, Question
from policy_gen.starting.interview import OWN, Interview
from policy_gen.starting.starter import SCHEMA_FILE

FLAGS = {
    "supplier": SUPPLIER,
    "store_name": ("store", "name"),
    "website": ("store", "website"),
    "email": ("store", "email"),
}
HOW_TO = "Enter takes the answer in brackets. ? explains more, < goes back to the last question, Ctrl-C leaves."


@click.command("new", short_help="Start a questionnaire.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--supplier", metavar="PROFILE", help="A ready-made profile such as `aliexpress`.")
@click.option("--store-name", metavar="NAME", help="The store's name, as customers know it.")
@click.option("--website", metavar="LINK", help="The store's website.")
@click.option("--email", metavar="ADDRESS", help="The address that customers write to.")
def command(file: Path, **flags: str | None) -> None:
    """Start a questionnaire: asks what is needed, and writes a file that explains itself.

    \b
    Asks only what the supplier's profile leaves open:
      policy-gen new shop.yaml
    With all four options it asks nothing:
      policy-gen new shop.yaml --supplier aliexpress \\
        --store-name "Dalbit Living" --website https://dalbit.example \\
        --email help@dalbit.example
    """
    _refuse_existing(file)
    interview = _fixed(_interview(file), flags)
    missing = [_flag(name) for name, said in flags.items() if said is None]
    if missing or flags["supplier"] == OWN:
        _needs_terminal(missing)
        interview = _ask(interview)
    _write(file, interview)
    click.echo(f"{file} is written. What is wrong or open, and then the page:")
    click.echo(f"  policy-gen check {shlex.quote(str(file))}")
    click.echo(f"  policy-gen build {shlex.quote(str(file))}")


def _refuse_existing(file: Path) -> None:
    """Ends where there is anything at the place already: nothing of the merchant's is ever overwritten."""
    if os.path.lexists(file):
        found = finding("OUT005", f'"{file}" is there already', "another name; nothing was written or changed")
        show([found], {}, err=True)
        raise SystemExit(1)


def _interview(file: Path) -> Interview:
    terms, findings = private_terms()
    if findings:
        show(findings, {}, err=True)
        raise SystemExit(1)

    def look(text: str) -> tuple[Terms | None, Sequence[Finding]]:
        try:
            read = inputs.understand(parse(text, str(file)), file, {}, [*terms])
        except Refused as refused:
            return None, refused.findings
        errors = [found for found in policy.derive(read.terms, read.languages).findings if found.level is Level.ERROR]
        return None if errors else read.terms, errors

    return Interview(look, schema_of(SCHEMAS["questionnaire"]), _profiles(file.parent))


def _profiles(folder: Path) -> Mapping[str, str]:
    """The names of the profiles beside the questionnaire and of those that ship with the tool, by their ids.

    Those of suppliers that forbid to sell their goods on are left out.
    """
    paths = [*shipped("supplier_profiles").glob("*.yaml"), *(folder / "supplier_profiles").glob("*.yaml")]
    names = {}
    for path in sorted(paths, key=lambda path: path.stem):
        try:
            profile = read_source(path).data
        except Refused:
            continue  # told with its place once it is chosen
        resale = profile.get("resale")
        if Resale.PROHIBITED not in (resale, resale.get("value") if isinstance(resale, dict) else None):
            names[path.stem] = str(profile.get("name", path.stem))
    return names


def _fixed(interview: Interview, flags: Mapping[str, str | None]) -> Interview:
    for name, way in FLAGS.items():
        said = flags[name]
        if said is not None:
            then = interview.fix(way, said)
            if isinstance(then, str):
                raise click.UsageError(f"{_flag(name)}: {then}")
            interview = then
    return interview


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _needs_terminal(missing: Sequence[str]) -> None:
    if sys.stdin is None or not sys.stdin.isatty():
        asked = (
            f"give {', '.join(missing)} as well" if missing else f"`--supplier {OWN}` has answers that only you know"
        )
        raise click.UsageError(f"there is no terminal to ask questions on: {asked}")


def _ask(interview: Interview) -> Interview:
    """The interview with every question answered; Ctrl-C and Ctrl-D end the program, and nothing is written."""
    try:
        click.echo(f"{HOW_TO}\n", err=True)
        while question := interview.question():
            interview = _answered(interview, question)
    except (KeyboardInterrupt, EOFError):
        click.echo("\nNothing was written.", err=True)
        raise SystemExit(1) from None
    return interview


def _answered(interview: Interview, question: Question) -> Interview:
    """The interview after what was typed; the same one where that was no answer."""
    click.echo("\n".join(interview.prompt(question)), err=True)
    click.echo("> ", nl=False, err=True)
    said = _typed()
    if said == "<":
        return interview.back()
    then = "\n".join(interview.more(question)) if said == "?" else interview.take(question, said)
    if isinstance(then, str):
        click.echo(f"{then}", err=True)
    click.echo(err=True)
    return interview if isinstance(then, str) else then


def _typed() -> str:
    line = sys.stdin.buffer.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    return line.decode("utf-8", "replace").strip()


def _write(file: Path, interview: Interview) -> None:
    _refuse_existing(file)  # somebody may have put a file there while the questions were asked
    try:
        publish({file.parent / SCHEMA_FILE: written(interview.schema).encode(), file: interview.text().encode()})
    except Refused as refused:
        show(refused.findings, {}, err=True)
        raise SystemExit(1) from None
