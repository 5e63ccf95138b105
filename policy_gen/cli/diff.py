"""`policy-gen diff`: what a change of the inputs means for customers."""

from pathlib import Path

import click

from policy_gen.changes import report as changes
from policy_gen.changes.diff import diff
from policy_gen.changes.lockfile import Lock
from policy_gen.cli.showing import check, show
from policy_gen.findings import Refused
from policy_gen.pages import guard
from policy_gen.pages.guard import PrivateTerms
from policy_gen.rim import lock

FORMS = {"text": changes.text, "json": changes.as_json, "markdown": changes.markdown}


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path), required=False)
@click.option("--report", "form", type=click.Choice(list(FORMS)), default="text", help="How to print the changes.")
def command(old: Path, new: Path | None, form: str) -> None:
    """Say what changes for customers: better, worse, neutral or cosmetic, and why. Writes nothing.

    OLD and NEW are questionnaires or lock files; one questionnaire alone is compared with its own lock.

    \b
      policy-gen diff shop.yaml
      policy-gen diff published/shop.lock.json shop.yaml --report markdown
    """
    private: list[PrivateTerms] = []
    before = old if new else lock.place(old)
    text = FORMS[form](diff(_state(before, private), _state(new or old, private)))
    if found := guard.in_print(text, private):
        show(found, {}, err=True, private=private)
        raise SystemExit(1)
    click.echo(text)


def _state(path: Path, private: list[PrivateTerms]) -> Lock:
    """What a lock file or a questionnaire says; ends the program where it can't be read."""
    if path.name.endswith(lock.SUFFIX) or path.suffix == ".json":
        try:
            return lock.read(path)
        except Refused as refused:
            show(refused.findings, {}, err=True)
            raise SystemExit(1) from None
    checked = check((path,))
    private += checked.private
    if not checked.stores:
        show(checked.findings, checked.texts, err=True, private=checked.private)
        raise SystemExit(1)
    return checked.stores[0].new
