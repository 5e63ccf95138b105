"""`policy-gen build`: the pages of one or more questionnaires, all of them or none."""

from collections import Counter
from pathlib import Path

import click

from policy_gen import guard, inputs
from policy_gen.cli.showing import Checked, check, questionnaires, show, strict_option, summary
from policy_gen.document import Document
from policy_gen.findings import Finding, Refused
from policy_gen.formats import FORMATS, Style
from policy_gen.guard import Guard
from policy_gen.publishing import publish


@click.command("build")
@questionnaires
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("output"), show_default=True, metavar="FOLDER",
    help="Where the pages go, in a folder named after the questionnaire.",
)  # fmt: skip
@click.option(
    "-f", "--format", "formats", type=click.Choice(list(FORMATS)), multiple=True,
    help="A format to make; may be repeated. All of them if left out.",
)  # fmt: skip
@strict_option
def command(files: tuple[Path, ...], output: Path, formats: tuple[str, ...], strict: bool) -> None:
    """Make the pages, in every language of the questionnaire. One error anywhere, and nothing is written.

    \b
    Prints one line for each page; what you should know goes to the error output.
      policy-gen build shop.yaml
      policy-gen build shop.yaml --output site --format html --format pdf
    """
    _distinct(files)
    checked = check(files)
    show(checked.findings, checked.texts, err=True, private=checked.private)
    if checked.stops(strict):
        click.echo(f"{summary(checked.findings)}: no page was written", err=True)
        raise SystemExit(1)
    try:
        places = publish(_pages(checked, output, formats or tuple(FORMATS)))
    except Refused as refused:
        show(refused.findings, checked.texts, err=True, private=checked.private)
        raise SystemExit(1) from None
    for place in places:
        click.echo(place)


def _distinct(files: tuple[Path, ...]) -> None:
    """Two questionnaires of one name would write the same pages."""
    twice = [name for name, count in Counter(inputs.name_of(path) for path in files).items() if count > 1]
    if twice:
        raise click.UsageError(f"two questionnaires are named `{twice[0]}`, so their pages would overwrite each other")


def _pages(checked: Checked, output: Path, formats: tuple[str, ...]) -> dict[Path, bytes]:
    """Every page with its place, rendered and looked through before any of them is written."""
    style = inputs.style()
    pages: dict[Path, bytes] = {}
    found: list[Finding] = []
    for read, document in checked.pages:
        folder = output / read.name
        made = {name: FORMATS[name].render(document, style) for name in dict.fromkeys(formats)}
        found += _private(made, document, folder, style, read.guard)
        pages |= {folder / _file_name(document, name): content for name, content in made.items()}
    if found:
        raise Refused(found)
    return pages


def _file_name(document: Document, format: str) -> str:
    return f"refund-policy.{document.language}{FORMATS[format].suffix}"


def _private(made: dict[str, bytes], document: Document, folder: Path, style: Style, watch: Guard) -> list[Finding]:
    """What must not stand on the finished pages of a document; a PDF is made from the same HTML as the page."""
    found = guard.in_print(str(folder), watch.private)
    for name, content in made.items():
        read = content if name != "pdf" else made.get("html") or FORMATS["html"].render(document, style)
        found += guard.in_file(_file_name(document, name), read.decode(), name != "md", watch)
    return found
