"""Change of mind, wrong size ordered, ordered by mistake: what is taken back, and what is not, in plain words."""

from typing import Any

from policy_gen.clause import Clause, Row, by_value, present
from policy_gen.given import Given, in_markets
from policy_gen.offers import collected, grouped
from policy_gen.provenance import Scope, Term
from policy_gen.reasons import Reason
from policy_gen.rules.something_wrong import returned

ID = "change_of_mind"
SOURCE = "What a page must say, D3; the article this project started from: say which reasons are accepted"


def derive(given: Given) -> Clause:
    """Every page has it: where nothing of the kind is taken back, it says so, and for which markets."""
    offered, refused = given.offers.choices, given.offers.refused
    parts = present(refused=collected(refused) if refused else None, email=given.terms.store.email)
    groups = given.rows_by_market(lambda market: [returned(group) for group in grouped(given.choices(market))])
    rows = {"groups": groups, "rights": rights(given)}
    with_right = given.with_right(Reason.CHANGE_OF_MIND)
    without = [market for market in given.markets if market not in with_right]
    if with_right and not without:
        parts.pop("refused", None)
    elif with_right and "refused" in parts:
        parts["refused_markets"] = in_markets(given, without)
    elif not offered:
        parts["only_faults"] = parts.pop("refused")
    return Clause(ID, parts, {name: lines for name, lines in rows.items() if lines})


def rights(given: Given, only_rest: bool = False) -> tuple[Row, ...]:
    """The markets in which customers may return without a reason by law: until when, and who pays the way back.

    With `only_rest` those alone in which the store itself takes less back.
    """
    laws, reason = given.terms.laws, Reason.CHANGE_OF_MIND

    def window(market: str | None) -> Term[Any] | None:
        shown = not only_rest or given.rest_by_law(market)
        return laws.floor("report_within", Scope(reason, market)) if shown else None

    rows = given.by_market("report_within", window)
    return tuple({**row, **_postage(given, row)} for row in rows)


def _postage(given: Given, row: Row) -> Row:
    markets = row["markets"].sure if "markets" in row else given.markets
    payers = [given.terms.laws.floor("return_postage", Scope(Reason.CHANGE_OF_MIND, str(market))) for market in markets]
    known = {term.value for term in payers if term is not None}
    return by_value("return_postage", payers[0]) if len(known) == 1 and None not in payers else {}
