"""`policy-gen build`: the pages of one or more questionnaires, all of them or none."""

from collections import Counter
from pathlib import Path

import click

from policy_gen import inputs
from policy_gen.cli.showing import Checked, check, questionnaires, show, strict_option, summary
from policy_gen.document import assemble
from policy_gen.findings import Refused
from policy_gen.formats import FORMATS
from policy_gen.publishing import publish


@click.command("build", short_help="Make the pages.")
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
    show(checked.findings, checked.texts, err=True)
    if checked.stops(strict):
        click.echo(f"{summary(checked.findings)}: no page was written", err=True)
        raise SystemExit(1)
    try:
        places = publish(_pages(checked, output, formats or tuple(FORMATS)))
    except Refused as refused:
        show(refused.findings, checked.texts, err=True)
        raise SystemExit(1) from None
    for place in places:
        click.echo(place)


def _distinct(files: tuple[Path, ...]) -> None:
    """Two questionnaires of one name would write the same pages."""
    twice = [name for name, count in Counter(inputs.name_of(path) for path in files).items() if count > 1]
    if twice:
        raise click.UsageError(f"two questionnaires are named `{twice[0]}`, so their pages would overwrite each other")


def _pages(checked: Checked, output: Path, formats: tuple[str, ...]) -> dict[Path, bytes]:
    """Every page with its place, rendered before any of them is written."""
    style = inputs.style()
    pages = {}
    for read, policy in checked.policies:
        for code in read.languages:
            document = assemble(policy, inputs.words(code))
            for name in dict.fromkeys(formats):
                place = output / read.name / f"refund-policy.{code}{FORMATS[name].suffix}"
                pages[place] = FORMATS[name].render(document, style)
    return pages
