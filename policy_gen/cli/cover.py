"""`policy-gen cover`: what a promise costs, as a table, as JSON, and as a page of the merchant's own."""

from pathlib import Path

import click

from policy_gen.cli.apart import not_lost, not_published
from policy_gen.cli.showing import Checked, Store, guarded, show
from policy_gen.cover import Cover, cover
from policy_gen.findings import Refused
from policy_gen.pages import guard
from policy_gen.rim.files import read_text, shipped
from policy_gen.rim.publishing import publish


@click.command("cover", short_help="Say what your promises cost.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--report", "form", type=click.Choice(["text", "json"]), default="text", help="How to print the rows.")
@click.option(
    "--html", "place", type=click.Path(path_type=Path), metavar="FILE", help="Draw the rows into this file, too."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("output"), show_default=True, metavar="FOLDER",
    help="Where your pages go: the file never lies there.",
)  # fmt: skip
def command(file: Path, form: str, place: Path | None, output: Path) -> None:
    """Say what customers get, what the supplier gives back, and what the gap costs.

    \b
    With `figures` in the questionnaire each gap has its sum. For your eyes only.
      policy-gen cover shop.yaml
      policy-gen cover shop.yaml --html cover.html
    """
    if place is not None:
        not_lost(place, ".html")
        not_published(place.parent, output, place, file)
    store, checked = guarded(file)
    found = cover(store.read.terms, store.read.figures)
    try:
        text = _text(found, form, checked)
        if place is not None:
            publish({place: _page(found, place, store)})
    except Refused as refused:
        show(refused.findings, checked.texts, err=True, private=checked.private)
        raise SystemExit(1) from None
    click.echo(text)
    if place is not None:
        click.echo(f"{place}: your own paper, keep it out of the shop", err=True)


def _text(found: Cover, form: str, checked: Checked) -> str:
    from policy_gen.cover import table

    text = table.as_json(found) if form == "json" else "\n".join(table.text(found)).rstrip()
    if wrong := guard.in_print(text, checked.private):
        raise Refused(wrong)
    return text


def _page(found: Cover, place: Path, store: Store) -> bytes:
    from policy_gen.cover.page import page

    html = page(found, *(read_text(shipped("templates", "style", name)) for name in ("cover.html", "cover.css")))
    if wrong := guard.in_file(place.name, html, True, store.read.guard):
        raise Refused(wrong)
    return html.encode()
