"""`policy-gen suppliers`: what is known of suppliers, with sources, and a copy of a profile to correct."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from policy_gen.checks.questions import STALE_AFTER
from policy_gen.cli.showing import private_terms, show
from policy_gen.deriving.expansion import sourced
from policy_gen.describing import catalogue
from policy_gen.describing.catalogue import Entry
from policy_gen.findings import Finding, Refused, finding
from policy_gen.inquiry.answering import supplier_at, ways
from policy_gen.pages import guard
from policy_gen.pages.guard import PrivateTerms
from policy_gen.reading import near, read
from policy_gen.records.questionnaire import Questionnaire
from policy_gen.records.shop import ShopPlatform
from policy_gen.records.stated import Path as Way
from policy_gen.records.supplier import Profile
from policy_gen.rim.files import read_source, read_text, shipped
from policy_gen.rim.named import PLATFORM, PROFILE, Kind, place
from policy_gen.rim.private import in_file
from policy_gen.rim.publishing import publish

OWN = Path(PROFILE.folder)
"""Where own profiles lie, beside the questionnaire."""


Model = type[Profile] | type[ShopPlatform]


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of facts: where it lies, its name in messages, and what it is read as."""

    path: Path
    shown: str
    model: Model

    @property
    def id(self) -> str:
        """What a questionnaire calls it."""
        return self.path.name.removesuffix(".yaml")

    @property
    def comes_along(self) -> bool:
        """Whether it comes along with the tool."""
        return self.path.resolve().parent == shipped(self.path.parent.name).resolve()


Records = dict[Listed, Profile | ShopPlatform]


@dataclass(frozen=True, slots=True)
class Looked:
    """The files to look at, and what was found on the way to them: private terms, what is wrong, and the texts."""

    files: list[Listed]
    private: list[PrivateTerms] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)


@click.command("suppliers", short_help="Show what is known of suppliers.")
@click.argument("supplier", required=False)
@click.option("--copy", is_flag=True, help="Copy the profile that comes along, to correct it.")
@click.option(
    "--into", type=click.Path(path_type=Path), metavar="FOLDER", help=f"Where the copy goes.  [default: {OWN}]"
)
@click.option("--stale", is_flag=True, help="List the facts that are too old; exit with 1 if any are.")
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

    Of one supplier: every fact with its source, then what is not known and the question to ask. With `--stale` in its
    place a questionnaire, for its suppliers and its shop platform.

    \b
    Own profiles in `supplier_profiles` win over those that come along.
      policy-gen suppliers
      policy-gen suppliers aliexpress
      policy-gen suppliers aliexpress --copy  # supplier_profiles/aliexpress.yaml
      policy-gen suppliers shop.yaml --stale --days 90
    """
    if (copy and not supplier) or (into and not copy):
        raise click.UsageError("`--copy` takes the name of a supplier, and `--into` goes with `--copy`")
    if (copy and stale) or (days is not None and not stale):
        raise click.UsageError("`--days` goes with `--stale`, and `--copy` with neither")
    profiles = _there(PROFILE, Profile)
    file = Path(supplier) if supplier and stale and supplier.endswith((".yaml", ".yml")) else None
    if supplier and not file and supplier not in profiles:
        raise _unknown(supplier, list(profiles))
    if supplier and copy:
        _copy(supplier, into or OWN)
        return
    on = day.date() if day else datetime.now(UTC).astimezone().date()
    if stale:
        after = STALE_AFTER if days is None else timedelta(days)
        looked = _named_in(file) if file else _looked(profiles, supplier, _there(PLATFORM, ShopPlatform).values())
        _print(looked, lambda records: catalogue.stale(_by_id(records), on, after), may_say=False)
    elif supplier:
        _print(
            _looked(profiles, supplier),
            lambda records: (line for entry in _entries(records) for line in catalogue.sheet(entry, on)),
        )
    else:
        _print(_looked(profiles), lambda records: catalogue.table(_entries(records), on) if records else ())


def _looked(profiles: dict[str, Listed], supplier: str | None = None, others: Iterable[Listed] = ()) -> Looked:
    """The profile of one supplier; without one every profile, and the others."""
    files = [profiles[supplier]] if supplier else [*profiles.values(), *others]
    return Looked(files, *private_terms())


def _there(kind: Kind, model: Model) -> dict[str, Listed]:
    """The files of a kind by their ids; own ones win over those that come along."""
    folders = (shipped(kind.folder), Path(kind.folder))
    paths = {path.stem: path for folder in folders for path in folder.glob("*.yaml")}
    return {id: Listed(path, f"{kind.folder}/{path.name}", model) for id, path in sorted(paths.items())}


def _named_in(file: Path) -> Looked:
    """What a questionnaire names: its suppliers' profiles, and its shop platform."""
    looked = Looked([], *private_terms())
    try:
        source = read_source(file, texts=looked.texts)
        terms, found = in_file(source, file)
        looked.private.extend([terms] if terms else [])
        looked.findings.extend(found)
        named = read(Questionnaire, source)
    except Refused as refused:
        looked.findings.extend(refused.findings)
        return looked
    for way, name, kind, model in _names(named):
        try:
            path, shown = place(name, file.parent, source.value(way), kind)
            looked.files.append(Listed(path, shown or str(path), model))
        except Refused as refused:
            looked.findings.extend(refused.findings)
    return looked


def _names(questionnaire: Questionnaire) -> Iterator[tuple[Way, str, Kind, Model]]:
    for way in ways(questionnaire).values():
        supplier = supplier_at(questionnaire, way)
        if isinstance(supplier, str):
            yield way, supplier, PROFILE, Profile
        elif supplier is not None and supplier.profile is not None:
            yield (*way, "profile"), supplier.profile, PROFILE, Profile
    if questionnaire.shop is not None:
        yield ("shop",), questionnaire.shop, PLATFORM, ShopPlatform


def _unknown(supplier: str, known: list[str]) -> click.UsageError:
    guess = near(supplier, known)
    help = f"did you mean `{guess}`?" if guess else f"there are {', '.join(known)}"
    return click.UsageError(f"there is no profile `{supplier}`; {help}")


def _copy(supplier: str, folder: Path) -> None:
    original, copied = shipped("supplier_profiles", f"{supplier}.yaml"), folder / f"{supplier}.yaml"
    if not original.is_file():
        raise click.UsageError(f"`{supplier}` doesn't come along with the tool: {copied} is yours already")
    try:
        if os.path.lexists(copied):
            help = "change it there, move it away, or give another folder with `--into`; nothing was written"
            raise Refused([finding("OUT005", f'"{copied}" is there already', help)])
        publish({copied: read_text(original).encode()})
    except Refused as refused:
        show(refused.findings, {}, err=True)
        raise SystemExit(1) from None
    click.echo(copied)
    named = supplier if folder.name == OWN.name else f"{folder.as_posix()}/{supplier}.yaml"
    beside = f"beside {folder}" if folder.name == OWN.name else "in this folder"
    click.echo(f"Correct it, and let the questionnaire {beside} say `supplier: {named}`.", err=True)


def _print(looked: Looked, lines: Callable[[Records], Iterable[str]], may_say: bool = True) -> None:
    """Prints what there is to say of some files, and ends with 1 where it is better to have nothing to say.

    What is wrong with a file is told, ends with 1 as well, and doesn't hide the others.
    """
    records: Records = {}
    for one in dict.fromkeys(looked.files):
        try:
            records[one] = _record(one, looked.texts)
        except Refused as refused:
            looked.findings.extend(refused.findings)
    said = list(lines(records))
    secret = guard.in_print("\n".join(said), looked.private)
    looked.findings.extend(secret)
    for line in said if not secret else ():
        click.echo(line)
    show(looked.findings, looked.texts, err=True, private=looked.private)
    raise SystemExit(int(bool(looked.findings) or (bool(said) and not may_say)))


def _record(one: Listed, texts: dict[str, str]) -> Profile | ShopPlatform:
    source = read_source(one.path, one.shown, texts=texts)
    return sourced(read(one.model, source), one.path.stem, source.value)


def _by_id(records: Records) -> Iterator[tuple[str, Profile | ShopPlatform]]:
    yield from ((one.id, record) for one, record in records.items())


def _entries(records: Records) -> list[Entry]:
    profiles = ((one, record) for one, record in records.items() if isinstance(record, Profile))
    return [Entry(one.id, "comes along" if one.comes_along else one.shown, profile) for one, profile in profiles]
