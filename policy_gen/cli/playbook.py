"""`policy-gen playbook`: the paper for the store's own staff, from the same answers as the page."""

from pathlib import Path

import click

from policy_gen.cli import speech
from policy_gen.cli.apart import not_published
from policy_gen.cli.messages import LANGUAGES, labels, opened
from policy_gen.cli.showing import Checked, Store, check, show, summary
from policy_gen.findings import Finding, Refused, Span, finding
from policy_gen.inquiry.answering import ways
from policy_gen.inquiry.asking import wording
from policy_gen.inquiry.places import Asked, asked
from policy_gen.pages import guard
from policy_gen.pages.document import Document
from policy_gen.reading import read
from policy_gen.records.questionnaire import Questionnaire
from policy_gen.rim import inputs
from policy_gen.rim.building import papers
from policy_gen.rim.publishing import publish
from policy_gen.source import parse

FORMATS = ("md", "html", "pdf")
TO_SUPPLIERS = ("en", "zh")
"""The languages of the messages to suppliers."""
PRINTED = ("en",)
"""Those that a PDF has: the fonts of the pages have no Chinese, and nobody copies a message from paper."""
PAGES = Path("output")
"""Where `build` puts pages that are told no other place."""


@click.command("playbook", short_help="Make the paper for your own staff.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("internal"), show_default=True, metavar="FOLDER",
    help="Where it goes, in a folder named after the questionnaire; never among your pages.",
)  # fmt: skip
@click.option(
    "-f", "--format", "formats", type=click.Choice(FORMATS), multiple=True,
    help="A format to make; may be repeated. All if left out.",
)  # fmt: skip
@click.option("--lang", "codes", multiple=True, metavar="CODE", help="A language of its own; may be repeated.")
def command(file: Path, output: Path, formats: tuple[str, ...], codes: tuple[str, ...]) -> None:
    """Make the playbook: what your staff do when a customer cancels or complains.

    From the same terms as the page, with the steps at your supplier and in your shop, and messages to copy. For your
    eyes only: it names the supplier.

    \b
      policy-gen playbook shop.yaml
      policy-gen playbook shop.yaml --lang ko --format pdf
    """
    unknown = [code for code in codes if code not in inputs.languages()]
    if unknown:
        raise click.UsageError(f"there are no words for `{unknown[0]}`; there are {', '.join(inputs.languages())}")
    folder = output / inputs.name_of(file)
    not_published(folder, PAGES, output, file)
    checked = check((file,))
    if not checked.stores or checked.stops(strict=False):
        show(checked.findings, checked.texts, err=True, private=checked.private)
        click.echo(f"{summary(checked.findings)}: no playbook was written", err=True)
        raise SystemExit(1)
    try:
        made = _made(checked.stores[0], checked, folder, formats or FORMATS, codes)
        publish(made)
    except Refused as refused:
        show(refused.findings, checked.texts, err=True, private=checked.private)
        raise SystemExit(1) from None
    for place in made:
        click.echo(place)
    click.echo("Your own paper: keep it out of the shop.", err=True)


def _made(
    store: Store, checked: Checked, folder: Path, formats: tuple[str, ...], codes: tuple[str, ...]
) -> dict[Path, bytes]:
    """Every paper by its place; raises Refused where something must not stand there."""
    if store.read.shop is None:
        show([_no_platform(store.read.terms.named_at)], checked.texts, err=True, private=checked.private)
    made: dict[Path, bytes] = {}
    for languages, chosen in ((TO_SUPPLIERS, set(formats) - {"pdf"}), (PRINTED, set(formats) & {"pdf"})):
        documents = _documents(store, codes or store.read.languages, languages) if chosen else ()
        if found := [one for document in documents for one in guard.on_page(document, store.read.guard)]:
            raise Refused(found)
        made |= papers(documents, sorted(chosen), speech.style(), folder / "playbook", store.read.guard)
    return made


def _no_platform(named_at: Span) -> Finding:
    help = "write `shop: shopify` or `shop: woocommerce`, or leave it: the playbook says it in general words"
    return finding("SHP002", "no `shop`: the playbook has no steps for your shop", help, named_at)


def _documents(store: Store, codes: tuple[str, ...], to_suppliers: tuple[str, ...]) -> tuple[Document, ...]:
    """The playbook in each of some languages, with messages to the suppliers in others."""
    from policy_gen import playbook
    from policy_gen.playbook.paper import Speech, paper

    derived = playbook.derive(store.read.terms, store.read.shop, store.read.figures)
    questions = _questions(store)
    clauses = tuple(clause.id for clause in store.policy.clauses)
    headings = {code: speech.headings(code, clauses) for code in store.read.languages}
    letters = {code: speech.letters(code) for code in store.read.languages}
    inquiries = {code: speech.inquiries(code) for code in to_suppliers}
    return tuple(
        paper(
            derived,
            Speech(speech.sections(code), letters, inquiries, headings),
            [about + wording(one, labels(code)) for about, one in questions] if code in LANGUAGES else [],
        )
        for code in codes
    )


def _questions(store: Store) -> list[tuple[str, Asked]]:
    """What is open at each supplier; with several, which of them it is about."""
    source = parse(store.texts[str(store.path)], str(store.path))
    names = tuple(ways(read(Questionnaire, source)))
    found = {name: asked(opened(store.path, name, {}, []).files.known) for name in names}
    return [(f"{name}: " if len(names) > 1 else "", one) for name, questions in found.items() for one in questions]
