"""`policy-gen at`: the page that was in force on a day, from the lock and the archive."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click

from policy_gen.changes import history
from policy_gen.changes.lockfile import Lock
from policy_gen.cli.showing import show
from policy_gen.findings import Refused
from policy_gen.pages.formats import FORMATS
from policy_gen.records.versions import Version
from policy_gen.rim import inputs, lock

READABLE = ("md", "fragment", "html")
"""The formats that a terminal can show, the best one first."""


@click.command("at")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("output"), show_default=True, metavar="FOLDER",
    help="Where the pages are.",
)  # fmt: skip
@click.option("--language", metavar="CODE", help="The language of the page; the first one if left out.")
def command(file: Path, day: datetime, output: Path, language: str | None) -> None:
    """Name and print the version of the page that holds for orders of that day.

    \b
      policy-gen at shop.yaml 2026-12-24
      policy-gen at shop.yaml 2026-12-24 --language ko
    """
    try:
        known = lock.read(lock.place(file))
    except Refused as refused:
        show(refused.findings, {}, err=True)
        raise SystemExit(1) from None
    version = history.governing(known, day.date())
    if version is None:
        first = f"the first version is of {known.versions[0].effective}" if known.versions else "the page has no date"
        _stop(f"no version held on {day.date()}: {first}")
    page, hash = _page(known, version, output / inputs.name_of(file), language)
    content = lock.found(page)
    if content is None or lock.digest(content) != hash:
        _stop(f'the version of {version.effective} held; "{page}" is not there as it was published')
    click.echo(f"version of {version.effective}: {page}", err=True)
    click.echo(content, nl=False)


def _page(known: Lock, version: Version, folder: Path, language: str | None) -> tuple[Path, str]:
    """The file of a version that is printed, and the hash that it must have."""
    pages = version.pages
    if version == known.versions[-1]:
        pages = {name: output.sha256 for name, output in known.outputs.items()}
    else:
        folder = folder / lock.ARCHIVE / version.effective
    codes = [language] if language else [*known.languages, *_languages(pages)]
    names = [f"refund-policy.{code}{FORMATS[format].suffix}" for code in codes for format in READABLE]
    name = next((name for name in names if name in pages), None)
    if name is None:
        made = f"there are {', '.join(sorted(pages))}" if pages else "its pages were not there when the next one came"
        _stop(f"the version of {version.effective} held, and it has no page to print: {made}")
    return folder / name, pages[name]


def _languages(pages: Mapping[str, str]) -> list[str]:
    return sorted({name.split(".")[1] for name in pages})


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    raise SystemExit(1)
