"""Change of mind, wrong size ordered, ordered by mistake: what is taken back, and what is not, in plain words."""

from typing import Any

from policy_gen.deriving.offers import collected, grouped
from policy_gen.provenance import Scope, Term
from policy_gen.records.reasons import Reason
from policy_gen.rules.clause import Clause, Row, present
from policy_gen.rules.given import Given, in_markets
from policy_gen.rules.something_wrong import returned

ID = "change_of_mind"
SOURCE = "What a page must say, D3; the article this project started from: say which reasons are accepted"


def derive(given: Given) -> Clause:
    """Every page has it: where nothing of the kind is taken back, it says so, and for which markets."""
    parts = present(email=given.terms.store.email) | refusals(given)
    groups = given.rows_by_market(lambda market: [returned(group) for group in grouped(given.choices(market))])
    rows = {"groups": groups, "rights": rights(given)}
    return Clause(ID, parts, {name: lines for name, lines in rows.items() if lines})


def refusals(given: Given) -> dict[str, Term[Any]]:
    """The reasons for which the store takes nothing back, and in which markets; none where a law gives a right."""
    offered, refused = given.offers.choices, given.offers.refused
    parts = present(refused=collected(refused) if refused else None)
    with_right = given.with_right(Reason.CHANGE_OF_MIND)
    without = [market for market in given.markets if market not in with_right]
    if with_right and not without:
        parts.pop("refused", None)
    elif given.markets and "refused" in parts:
        # Nobody should read a refusal as his own that is another country's.
        parts["refused_markets"] = in_markets(given, without)
    elif not offered:
        parts["only_faults"] = parts.pop("refused")
    return parts


def rights(given: Given, only_rest: bool = False) -> tuple[Row, ...]:
    """The markets in which customers may return without a reason by law, and until when.

    With `only_rest` those alone in which the store itself takes less back.
    """
    laws, reason = given.terms.laws, Reason.CHANGE_OF_MIND

    def window(market: str | None) -> Term[Any] | None:
        shown = not only_rest or given.rest_by_law(market)
        return laws.floor("report_within", Scope(reason, market)) if shown else None

    return given.by_market("report_within", window)
