"""`policy-gen build`: the pages of one or more questionnaires, all of them or none."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from policy_gen.cli.apart import no_playbook
from policy_gen.cli.showing import Checked, Store, check, questionnaires, show, strict_option, summary
from policy_gen.findings import Refused
from policy_gen.pages import guard
from policy_gen.pages.formats import FORMATS
from policy_gen.rim import inputs, lock
from policy_gen.rim.building import Build, Site, build, chosen, locked, planned
from policy_gen.rim.publishing import publish


@click.command("build")
@questionnaires
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("output"), show_default=True, metavar="FOLDER",
    help="Where the pages go, in a folder named after the questionnaire.",
)  # fmt: skip
@click.option(
    "-f", "--format", "formats", type=click.Choice(list(FORMATS)), multiple=True,
    help="A format to make; may be repeated. All if left out.",
)  # fmt: skip
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if a page is stale.")
@click.option("--overwrite", is_flag=True, help="Replace pages changed by hand; keeps a .bak.")
@click.option("--clean", is_flag=True, help="Remove pages that are no longer made.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge the `notice` by that day.")
@strict_option
@click.pass_context
def command(
    context: click.Context, /, files: tuple[Path, ...], output: Path, formats: tuple[str, ...], strict: bool,
    on: datetime | None, **flags: bool,
) -> None:  # fmt: skip
    """Make the pages in every language. One error anywhere, and nothing is written.

    Prints one line for each page. A lock file beside the questionnaire remembers them.

    \b
      policy-gen build shop.yaml
      policy-gen build shop.yaml --output site --format html --format pdf
    """
    _distinct(files)
    checked = check(files, today=on.date() if on else None)
    show(checked.findings, checked.texts, err=True, private=checked.private)
    stops = checked.stops(strict)
    if flags["only_check"]:
        context.exit(_compare(checked, output, formats, stops))
    if stops:
        click.echo(f"{summary(checked.findings)}: no page was written", err=True)
        context.exit(1)
    try:
        places = _publish(checked, output, formats, flags)
    except Refused as refused:
        show(refused.findings, checked.texts, err=True, private=checked.private)
        context.exit(1)
    for place in places:
        click.echo(place)


def _distinct(files: tuple[Path, ...]) -> None:
    """Two questionnaires of one name would write the same pages."""
    twice = [name for name, count in Counter(inputs.name_of(path) for path in files).items() if count > 1]
    if twice:
        raise click.UsageError(f"two questionnaires are named `{twice[0]}`, so their pages would overwrite each other")


def _publish(checked: Checked, output: Path, formats: tuple[str, ...], flags: dict[str, bool]) -> list[Path]:
    """Writes everything or nothing; the places of the pages."""
    builds = [_planned(store, output, formats or tuple(FORMATS), flags) for store in checked.stores]
    texts = "\n".join(content.decode() for one in builds for path, content in one.pages.items() if _is_lock(path))
    if found := guard.in_print(texts, checked.private):
        raise Refused(found)
    show((note for one in builds for note in one.notes), checked.texts, err=True, private=checked.private)
    publish(
        {path: content for one in builds for path, content in one.files.items()},
        [path for one in builds for path in one.gone],
    )
    return [path for one in builds for path in one.pages if not _is_lock(path)]


def _is_lock(path: Path) -> bool:
    return path.name.endswith(lock.SUFFIX)


def _planned(store: Store, output: Path, formats: tuple[str, ...], flags: dict[str, bool]) -> Build:
    site = Site(output / store.read.name, lock.place(store.path), store.old)
    no_playbook(site.folder)
    known = replace(store.new, sources=lock.sources(store.texts, store.path))
    pages, new = build(known, store.documents, formats, inputs.style(), site, store.read.guard)
    return planned(pages, new, site, flags["overwrite"], flags["clean"])


def _compare(checked: Checked, output: Path, formats: tuple[str, ...], stops: bool) -> int:
    """Names every page on the disk that is not what the inputs give; the exit code."""
    lines = [line for store in checked.stores for line in _stale(store, output, formats)]
    click.echo("\n".join(lines), nl=bool(lines))
    if not lines and not stops:
        click.echo("every page is what its inputs give", err=True)
    return int(stops or bool(lines))


def _stale(store: Store, output: Path, formats: tuple[str, ...]) -> Iterator[str]:
    if store.documents:
        folder = output / store.read.name
        new = locked(store.new, store.documents, chosen(formats, store.old), inputs.style())
        for name, why in lock.stale(store.old, new, folder, every=not formats):
            yield f"{folder / name}: {why}"
