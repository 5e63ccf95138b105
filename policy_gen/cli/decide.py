"""`policy-gen decide`: what an order is owed, as ten lines or as JSON, and its deadlines as calendar entries."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from policy_gen import policy
from policy_gen.cli.apart import not_lost, not_new, not_published
from policy_gen.cli.showing import Checked, Store, guarded, show
from policy_gen.decide import Verdict, answer, ics
from policy_gen.decide.clock import FACTS
from policy_gen.decide.order import REASONS
from policy_gen.decide.quote import quotes
from policy_gen.findings import Level, Refused
from policy_gen.pages import guard
from policy_gen.pages.quoting import sentence
from policy_gen.records.markets import is_market
from policy_gen.rim import inputs, judging
from policy_gen.rim.clocks import calendar_of
from policy_gen.rim.inputs import Inputs
from policy_gen.rim.judging import Asked, Published
from policy_gen.rim.publishing import publish

WHEN = {
    "ordered": "When it was ordered.",
    "shipped": "When it was shipped; `no` if it wasn't yet.",
    "delivered": "When it arrived; `no` if it didn't yet.",
}
OTHERS = {
    "estimated": "When it should have arrived, as you told the customer.",
    "noticed": "When the customer noticed the fault.",
    "last_date": "The last date that the customer set for a late order.",
    "contract": "When the customer got the contract document.",
    "decided": "When you decided.",
    "posted": "When the customer showed that the goods were posted.",
    "returned": "When the goods came back.",
}
"""Facts that few questions need, and that have one option together."""
PROMPT = "{} A day, a time with its offset, or nothing if you don't know"


def _facts(command: Any) -> Any:
    for name in reversed(list(WHEN)):
        command = click.option(f"--{name}", metavar="DATE", help=WHEN[name])(command)
    return command


def _others(context: click.Context, option: click.Parameter, texts: tuple[str, ...]) -> dict[str, str]:
    pairs = [(name, day) for name, _, day in (text.partition("=") for text in texts)]
    parts = dict(pairs)
    for name in parts:
        if [one for one, _ in pairs].count(name) > 1:
            raise click.BadParameter(f"`{name}` is given more than once; write it once")
        if name not in OTHERS:
            raise click.BadParameter(f"`{name}` is none of {', '.join(OTHERS)}; write `noticed=2026-12-22`")
    return parts


@click.command("decide", short_help="Say what an order is owed.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--reason", type=click.Choice([str(reason) for reason in REASONS]), required=True, metavar="REASON",
    help="Why: `damaged`, `cancellation` ...",
)  # fmt: skip
@click.option("--market", required=True, metavar="CODE", help="The customer's: `DE`, `US-CA`.")
@click.option("--product", metavar="NAME", help="Where products have own rules: which.")
@_facts
@click.option(
    "--when", "others", multiple=True, callback=_others, metavar="NAME=DATE",
    help=f"{', '.join(OTHERS).capitalize()}.",
)  # fmt: skip
@click.option("--on", metavar="DATE", help="When the customer wrote; today if left out.")
@click.option("--told/--not-told", default=True, help="Were the terms told before the order?")
@click.option("--supplier", type=click.Choice(["agrees", "refuses"]), help="To a cancellation.")
@click.option("--language", metavar="CODE", help="The language of the page's sentence.")
@click.option("--report", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it.")
@click.option(
    "--calendar", "place", type=click.Path(path_type=Path), metavar="FILE", help="Write the deadlines into this file."
)
def command(file: Path, form: str, language: str | None, place: Path | None, **facts: Any) -> None:
    """Say whether a customer is entitled, to what, and what the supplier owes you.

    \b
      policy-gen decide shop.yaml --reason lost --market DE --ordered 2026-12-01
    """
    if place is not None:
        not_lost(place, ".ics")
        not_published(place.parent, Path("output"), place, file)
        not_new(place.parent)
    store, checked = guarded(file)
    _has_page(checked)
    asked = _asked(facts, store)
    try:
        verdict, held = _verdict(Published(store.path, store.read, store.old, store.new), asked)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    said = _sentence(verdict, held, language)
    is_placed = held is store.read
    text = answer.as_json(verdict, said, is_placed) if form == "json" else "\n".join(answer.text(verdict, said))
    try:
        _look(text, checked)
        if place is not None:
            _write(verdict, store, place, checked)
    except Refused as refused:
        show(refused.findings, checked.texts, err=True, private=checked.private)
        raise SystemExit(1) from None
    click.echo(text)


def _has_page(checked: Checked) -> None:
    """Ends the program where no page can be made: then nobody was promised what would be quoted.

    A case that comes out otherwise than expected is no reason: deciding its order shows why.
    """
    errors = [found for found in checked.findings if found.level is Level.ERROR and not found.code.startswith("CAS")]
    if errors:
        show(errors, checked.texts, err=True, private=checked.private)
        click.echo("No page can be made of this, so no order is decided.", err=True)
        raise SystemExit(1)


def _asked(facts: dict[str, Any], store: Store) -> Asked:
    market = facts["market"]
    if not is_market(market):
        raise click.UsageError(f"`{market}` is not the code of a market; write one such as `DE`, `US-CA` or `EU`")
    today = datetime.now(UTC).astimezone(calendar_of(market).zone).date().isoformat()
    # What is given and empty was meant to be something: it is told as wrong, and not taken for left out.
    on = today if facts["on"] is None else facts["on"]
    known = {name: facts[name] for name in WHEN if facts[name] is not None} | facts["others"]
    return Asked(facts["reason"], market, on, known, facts["product"], facts["told"], facts["supplier"] or "")


def _verdict(store: Published, asked: Asked) -> tuple[Verdict, Inputs]:
    """The verdict, and the version that it is by; at a terminal with the answers to what it hangs on."""
    verdict, held = judging.judged(store, asked)
    unknown: set[str] = set()
    while at_a_terminal():
        name = next((name for name in verdict.lacking if name in FACTS and name not in unknown), None)
        if name is None:
            break
        unknown.add(name)
        asked, verdict, held = _told(name, store, asked) or (asked, verdict, held)
    return verdict, held


def _told(name: str, store: Published, asked: Asked) -> tuple[Asked, Verdict, Inputs] | None:
    """The question with one more fact, and its verdict; None where nobody knows the fact.

    What can't be read, or can't be, is asked for again.
    """

    def told(text: str) -> tuple[Asked, Verdict, Inputs] | None:
        if not text.strip():
            return None
        more = replace(asked, facts={**asked.facts, name: text.strip()})
        try:
            return more, *judging.judged(store, more)
        except ValueError as error:
            raise click.UsageError(str(error)) from None

    about = {**WHEN, **OTHERS}[name]
    return click.prompt(PROMPT.format(about), default="", show_default=False, err=True, value_proc=told)


def at_a_terminal() -> bool:
    """Whether somebody is there who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def _sentence(verdict: Verdict, held: Inputs, language: str | None) -> str:
    """What the page says of it, in a language."""
    code = held.languages[0] if language is None else language
    if code not in held.languages:
        made = ", ".join(f"`{one}`" for one in held.languages)
        raise click.UsageError(f"there is no page in `{code}`: the store has its page in {made}")
    derived = policy.derive(judging.of_product(held.terms, verdict.order.product), held.languages)
    return sentence(quotes(verdict, derived.clauses), derived, inputs.words(code))


def _write(verdict: Verdict, store: Store, place: Path, checked: Checked) -> None:
    if not ics.deadlines(verdict):
        click.echo(f"{place}: not written, as no deadline has a date", err=True)
        return
    entries = ics.as_ics(verdict, f"{store.read.terms.store.website.sure} {place.name}")
    _look(entries, checked)
    publish({place: entries.encode()})
    click.echo(f"{place}: your own paper, keep it out of the shop", err=True)


def _look(text: str, checked: Checked) -> None:
    if found := guard.in_print(text, checked.private):
        raise Refused(found)
