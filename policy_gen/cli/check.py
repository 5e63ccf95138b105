"""`policy-gen check`: what is wrong with a questionnaire, and what is still open."""

from datetime import date, datetime
from pathlib import Path

import click

from policy_gen import report
from policy_gen.cli.showing import Checked, check, questionnaires, show, strict_option, summary
from policy_gen.findings import Refused
from policy_gen.rim import lock


@click.command("check")
@questionnaires
@click.option(
    "--report", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How to print the findings."
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge by that day: its law, the notice.")
@click.option(
    "--published", type=click.Path(path_type=Path), metavar="LOCK",
    help="Judge the date by that lock, not by the one beside the questionnaire.",
)  # fmt: skip
@strict_option
def command(files: tuple[Path, ...], form: str, on: datetime | None, published: Path | None, strict: bool) -> None:
    """Say what is wrong with a questionnaire and what is still open. Writes nothing.

    \b
    Errors stop the page, warnings do so with --strict, notes never do.
      policy-gen check shop.yaml
      policy-gen check --report github --strict stores/*.yaml
      policy-gen check shop.yaml --published main/shop.lock.json
    """
    if published and len(files) > 1:
        raise click.UsageError("`--published` goes with one questionnaire")
    checked = _checked(files, on.date() if on else None, published)
    if form == "text":
        show(checked.findings, checked.texts, err=False, private=checked.private)
        click.echo(summary(checked.findings), err=True)
    else:
        lines = report.as_json(checked.findings) if form == "json" else report.github(checked.findings)
        click.echo(lines, nl=bool(lines))
    raise SystemExit(int(checked.stops(strict)))


def _checked(files: tuple[Path, ...], day: date | None, published: Path | None) -> Checked:
    """Everything that is wrong, also where the published lock can't be read."""
    try:
        return check(files, day, day, lock.read(published) if published else None)
    except Refused as refused:
        checked = check(files, day, day)
        checked.findings += refused.findings
        return checked
