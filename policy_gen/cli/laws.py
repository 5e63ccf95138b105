"""`policy-gen laws`: what is known of the law of each market, with articles, dates and how sure it is."""

from datetime import UTC, date, datetime

import click

from policy_gen.deriving.jurisdiction import Jurisdiction
from policy_gen.describing import statutes
from policy_gen.reading import near
from policy_gen.records import markets
from policy_gen.rim import lawbook


@click.command("laws", short_help="Show what is known of the law.")
@click.argument("market", required=False)
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Show the law of that day.  [default: today]"
)
@click.option("--upcoming", is_flag=True, help="Show what is known to change after that day.")
def command(market: str | None, day: datetime | None, upcoming: bool) -> None:
    """Show the laws that pages are checked against. It is not legal advice.

    Of one market: every rule with its article, source and dates, then duties, practices and notes.

    \b
    RULES is what a law says, READ how much of it was read in its own text.
      policy-gen laws
      policy-gen laws KR --on 2026-06-18
      policy-gen laws --upcoming
    """
    on = day.date() if day else datetime.now(UTC).astimezone().date()
    laws = _laws(market) if market else [lawbook.jurisdiction(id) for id in lawbook.shipped()]
    lines = statutes.changes(laws, on) if upcoming else _shown(market, laws, on)
    for line in lines:
        click.echo(line)


def _shown(market: str | None, laws: list[Jurisdiction], on: date) -> list[str]:
    if market is None:
        return [*statutes.table(laws, on), "", *statutes.borrowed(lawbook.members(), lawbook.shipped())]
    sheets = [list(statutes.sheet(law, on)) for law in laws]
    code = market.upper()
    if laws[0].id != code.lower():
        sheets.insert(0, [f"{code} has no file of its own: what follows holds there."])
    return [line for sheet in sheets for line in [*([""] if sheet is not sheets[0] else []), *sheet]]


def _laws(market: str) -> list[Jurisdiction]:
    """The law of a market: its own file's, else that of what it belongs to, else those of all that it stands for."""
    code = market.upper()
    if code.lower() in lawbook.shipped():
        return [lawbook.jurisdiction(code.lower())]
    laws = list(lawbook.laws_of(code)) if markets.is_market(code) else []
    if not laws:
        raise _unknown(market)
    return laws


def _unknown(market: str) -> click.UsageError:
    known = [id.upper() for id in lawbook.shipped()]
    guess = markets.likely(market)
    nearest = guess if guess in known or (guess and lawbook.laws_of(guess)) else near(market.upper(), known)
    help = f"did you mean `{nearest}`?" if nearest else "`policy-gen laws` lists them"
    return click.UsageError(f"there is no law file for `{market}`; {help}")
