"""`policy-gen ask`: the message to the supplier with the questions that are still open."""

from pathlib import Path

import click

from policy_gen.cli.messages import LANGUAGES, labels, opened, supplier_option
from policy_gen.cli.showing import show
from policy_gen.findings import Refused
from policy_gen.inquiry.asking import message
from policy_gen.inquiry.places import asked
from policy_gen.pages import guard
from policy_gen.pages.guard import PrivateTerms


@click.command("ask", short_help="Write the message to your supplier.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", help="The language to write to the supplier in."
)
@supplier_option
def command(file: Path, language: str, chosen: str | None) -> None:
    """Write the message to your supplier: what nobody knows yet, one numbered question a line.

    A number means the same question in every message. `policy-gen answer` takes the replies.

    \b
      policy-gen ask shop.yaml
      policy-gen ask shop.yaml --language zh > message.txt
    """
    texts: dict[str, str] = {}
    private: list[PrivateTerms] = []
    try:
        store = opened(file, chosen, texts, private)
        questions = asked(store.files.known)
        text = message(questions, labels(language), str(store.read.terms.store.name.value))
        if found := guard.in_print(text, private):
            raise Refused(found)
    except Refused as refused:
        show(refused.findings, texts, err=True, private=private)
        raise SystemExit(1) from None
    if questions:
        click.echo(text, nl=False)
    else:
        click.echo("Nothing is open that the supplier could answer.", err=True)
