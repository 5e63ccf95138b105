"""`policy-gen suppliers`: what is known of suppliers, with sources, and a copy of a profile to correct."""

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from policy_gen.checks.questions import STALE_AFTER
from policy_gen.cli.showing import private_terms, show
from policy_gen.deriving.expansion import sourced
from policy_gen.describing import catalogue
from policy_gen.describing.catalogue import Entry
from policy_gen.findings import Finding, Refused, finding
from policy_gen.pages import guard
from policy_gen.reading import near, read
from policy_gen.records.supplier import Profile
from policy_gen.rim.files import read_source, read_text, shipped
from policy_gen.rim.publishing import publish

OWN = Path("supplier_profiles")
"""Where own profiles lie, beside the questionnaire."""


@click.command("suppliers", short_help="Show what is known of suppliers.")
@click.argument("supplier", required=False)
@click.option("--copy", is_flag=True, help="Copy the profile that comes along, to correct it.")
@click.option(
    "--into", type=click.Path(path_type=Path), metavar="FOLDER", help=f"Where the copy goes.  [default: {OWN}]"
)
@click.option("--stale", is_flag=True, help="List the facts that are too old, and exit with 1 if there are any.")
@click.option(
    "--days", type=click.IntRange(min=0), metavar="N", help=f"How old is too old.  [default: {STALE_AFTER.days}]"
)
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
    help="The day that ages are counted to.  [default: today]",
)  # fmt: skip
def command(
    supplier: str | None, copy: bool, into: Path | None, stale: bool, days: int | None, day: datetime | None
) -> None:
    """Show the supplier profiles and the age of their facts.

    Of one supplier: every fact with its source, then what is not known and the question to ask.

    \b
    Own profiles in `supplier_profiles` win over those that come along.
      policy-gen suppliers
      policy-gen suppliers aliexpress
      policy-gen suppliers aliexpress --copy  # supplier_profiles/aliexpress.yaml
      policy-gen suppliers --stale --days 90
    """
    if (copy and not supplier) or (into and not copy):
        raise click.UsageError("`--copy` takes the name of a supplier, and `--into` goes with `--copy`")
    if (copy and stale) or (days is not None and not stale):
        raise click.UsageError("`--days` goes with `--stale`, and `--copy` with neither")
    paths = _profiles()
    if supplier and supplier not in paths:
        raise _unknown(supplier, list(paths))
    if supplier and copy:
        _copy(supplier, into or OWN)
        return
    on = day.date() if day else datetime.now(UTC).astimezone().date()
    chosen = [paths[supplier]] if supplier else list(paths.values())
    if stale:
        after = STALE_AFTER if days is None else timedelta(days)
        _print(chosen, lambda entries: catalogue.stale(entries, on, after), may_say=False)
    elif supplier:
        _print(chosen, lambda entries: (line for entry in entries for line in catalogue.sheet(entry, on)))
    else:
        _print(chosen, lambda entries: catalogue.table(entries, on) if entries else ())


def _profiles() -> dict[str, Path]:
    """The files of the profiles by their ids; own ones win over those that come along."""
    folders = (shipped("supplier_profiles"), OWN)
    found = {path.stem: path for folder in folders for path in folder.glob("*.yaml")}
    return dict(sorted(found.items()))


def _unknown(supplier: str, known: list[str]) -> click.UsageError:
    guess = near(supplier, known)
    help = f"did you mean `{guess}`?" if guess else f"there are {', '.join(known)}"
    return click.UsageError(f"there is no profile `{supplier}`; {help}")


def _copy(supplier: str, folder: Path) -> None:
    original, place = shipped("supplier_profiles", f"{supplier}.yaml"), folder / f"{supplier}.yaml"
    if not original.is_file():
        raise click.UsageError(f"`{supplier}` doesn't come along with the tool: {place} is yours already")
    try:
        if os.path.lexists(place):
            help = "change it there, move it away, or give another folder with `--into`; nothing was written"
            raise Refused([finding("OUT005", f'"{place}" is there already', help)])
        publish({place: read_text(original).encode()})
    except Refused as refused:
        show(refused.findings, {}, err=True)
        raise SystemExit(1) from None
    click.echo(place)
    named = supplier if folder.name == OWN.name else f"{folder.as_posix()}/{supplier}.yaml"
    beside = f"beside {folder}" if folder.name == OWN.name else "in this folder"
    click.echo(f"Correct it, and let the questionnaire {beside} say `supplier: {named}`.", err=True)


def _print(paths: list[Path], lines: Callable[[list[Entry]], Iterable[str]], may_say: bool = True) -> None:
    """Prints what there is to say of profiles, and ends with 1 where it is better to have nothing to say.

    What is wrong with a profile is told, ends with 1 as well, and doesn't hide the others.
    """
    texts: dict[str, str] = {}
    entries: list[Entry] = []
    findings: list[Finding] = []
    for path in paths:
        try:
            entries.append(_entry(path, texts))
        except Refused as refused:
            findings += refused.findings
    said = list(lines(entries))
    listed, wrong = private_terms()
    secret = guard.in_print("\n".join(said), listed)
    findings += [*wrong, *secret]
    for line in said if not secret else ():
        click.echo(line)
    show(findings, texts, err=True, private=listed)
    raise SystemExit(int(bool(findings) or (bool(said) and not may_say)))


def _entry(path: Path, texts: dict[str, str]) -> Entry:
    comes_along = path.resolve().parent == shipped("supplier_profiles").resolve()
    name = f"supplier_profiles/{path.name}"
    source = read_source(path, name, texts=texts)
    profile = sourced(read(Profile, source), path.stem, source.value)
    return Entry(path.stem, "comes along" if comes_along else name, profile)
