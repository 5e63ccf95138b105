"""`policy-gen check`: what is wrong with a questionnaire, and what is still open."""

from pathlib import Path

import click

from policy_gen import report
from policy_gen.cli.showing import check, questionnaires, show, strict_option, summary


@click.command("check", short_help="Say what is wrong or open.")
@questionnaires
@click.option(
    "--report", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How to print the findings."
)
@strict_option
def command(files: tuple[Path, ...], form: str, strict: bool) -> None:
    """Say what is wrong with a questionnaire and what is still open. Writes nothing.

    \b
    Errors stop the page, warnings do so with --strict, notes never do.
      policy-gen check shop.yaml
      policy-gen check --report github --strict stores/*.yaml
    """
    checked = check(files)
    if form == "text":
        show(checked.findings, checked.texts, err=False)
        click.echo(summary(checked.findings), err=True)
    else:
        click.echo(report.as_json(checked.findings) if form == "json" else report.github(checked.findings), nl=False)
    raise SystemExit(int(checked.stops(strict)))
