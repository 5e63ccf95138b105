"""`policy-gen check`: what is wrong with a questionnaire, and what is still open."""

from datetime import datetime
from pathlib import Path

import click

from policy_gen import report
from policy_gen.cli.showing import check, questionnaires, show, strict_option, summary


@click.command("check")
@questionnaires
@click.option(
    "--report", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How to print the findings."
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge by that day: its law, the notice.")
@strict_option
def command(files: tuple[Path, ...], form: str, on: datetime | None, strict: bool) -> None:
    """Say what is wrong with a questionnaire and what is still open. Writes nothing.

    \b
    Errors stop the page, warnings do so with --strict, notes never do.
      policy-gen check shop.yaml
      policy-gen check --report github --strict stores/*.yaml
    """
    day = on.date() if on else None
    checked = check(files, day, day)
    if form == "text":
        show(checked.findings, checked.texts, err=False, private=checked.private)
        click.echo(summary(checked.findings), err=True)
    else:
        lines = report.as_json(checked.findings) if form == "json" else report.github(checked.findings)
        click.echo(lines, nl=bool(lines))
    raise SystemExit(int(checked.stops(strict)))
