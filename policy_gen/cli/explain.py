"""`policy-gen explain`: where every value of the page comes from."""

from pathlib import Path

import click

from policy_gen.cli.showing import guarded, show
from policy_gen.explain import explain
from policy_gen.pages import guard


@click.command("explain")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("clause", required=False)
def command(file: Path, clause: str | None) -> None:
    """Say where each value on the page comes from: an answer, a supplier's fact, a default, and the sums between.

    \b
      policy-gen explain shop.yaml
      policy-gen explain shop.yaml cancellation
    """
    store, checked = guarded(file)
    clauses = store.policy.clauses
    chosen = [one for one in clauses if clause is None or one.id == clause.replace("-", "_")]
    if not chosen:
        raise click.UsageError(
            f"there is no clause `{clause}` on this page; there are {', '.join(c.id for c in clauses)}"
        )
    text = "\n".join(explain(chosen)).rstrip()
    if found := guard.in_print(text, checked.private):
        show(found, checked.texts, err=True, private=checked.private)
        raise SystemExit(1)
    click.echo(text)
