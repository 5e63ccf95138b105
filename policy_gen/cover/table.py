"""The rows for the terminal, with the sums, and as JSON."""

import json
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import Any

from policy_gen.columns import aligned
from policy_gen.cover import Cover, Row
from policy_gen.cover.costs import Cost, Sums, costs, money, rounded, total
from policy_gen.cover.gaps import Found, Gap
from policy_gen.cover.rows import Line
from policy_gen.durations import Event
from policy_gen.records.reasons import Reason

HEADINGS = ("REASON", "MARKETS", "THE CUSTOMER HAS", "THE SUPPLIER GIVES", "GAP", "MADE BY")
WIDTHS = (18, 10, 22, 22, 36, 8)
"""How wide a column may be before its words go on below."""
SHOWN = 4
WHAT = {
    Gap.NOT_COVERED: "not covered",
    Gap.DAYS: "too late for the supplier",
    Gap.REMEDY: "a remedy that the supplier doesn't give",
    Gap.POSTAGE: "return postage",
    Gap.FEE: "what the supplier keeps",
    Gap.REFUND_TIME: "money that is out sooner",
    Gap.CUT_OFF: "orders that are not stopped",
}
"""What a gap is called beside its sum."""
NO_FIGURES = "No money is printed, as the questionnaire has no `figures`."
SPREAD = "Reports count as spread evenly over the days that a sum names; `reported_within` says how soon yours come."


def text(cover: Cover) -> Iterator[str]:
    """The table, what its words mean, and what the gaps cost."""
    yield from aligned([HEADINGS, *(cells for chapter in cover.chapters for cells in _chapter(chapter))])
    yield from notes(cover.rows)
    yield from ("", *money_lines(cover))


def _chapter(lines: Sequence[Line]) -> Iterator[tuple[str, ...]]:
    """The lines of the table for some reasons, which stand once, beside their markets; then an empty one."""
    cells = [cells for line in lines for cells in _cells(line)]
    rest = [line for one in cells for line in _wrapped(one, WIDTHS[1:])]
    reasons = wrap(reasons_of(lines[0]), WIDTHS[0])
    for beside, line in zip_longest(reasons, rest):
        yield (beside or "", *(line or ("",) * len(WIDTHS[1:])))
    yield ("",) * len(HEADINGS)


def _cells(line: Line) -> Iterator[tuple[str, ...]]:
    """A line's cells: the markets, the sides and the first gap, then one more line for each other gap."""
    row = line.row
    first, *others = [(gap.words, gap.voice.value) for gap in row.gaps] or [(no_gap(row), row.customer.voice().value)]
    yield (market_names(line.markets), row.customer.window.words, row.supplied.window.words, *first)
    yield from (("", "", "", *other) for other in others)


def _wrapped(cells: Sequence[str], widths: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Cells as lines none of which is wider than its column."""
    columns = [wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)]
    yield from zip_longest(*columns, fillvalue="")


def reasons_of(line: Line) -> str:
    """The reasons of a line in words, behind their product group if there is one."""
    reasons = ", ".join(reason.replace("_", " ") for reason in line.reasons)
    return f"{line.row.group}: {reasons}" if line.row.group else reasons


def named(row: Row) -> str:
    """A row's reason in words, behind its product group if there is one."""
    return reasons_of(Line((row.reason,), (), row))


def market_names(markets: Sequence[str], shown: int = SHOWN) -> str:
    """Markets by their codes; of many the first ones and how many more there are."""
    if not markets:
        return "all"
    more = len(markets) - shown
    return ", ".join(markets) if more <= 0 else f"{', '.join(markets[:shown])} and {more} more"


def no_gap(row: Row) -> str:
    """What stands in the place of a gap: how much of the store's own time is left, where that is not all."""
    if row.left is None:
        return "none"
    return f"none, but {row.left} of your {row.supplied.handling} days left to pass it on"


def notes(rows: Sequence[Row]) -> Iterator[str]:
    """What the days of the rows stand for."""
    handling = sorted({row.supplied.handling for row in rows if row.supplied.handling})
    if handling:
        days = " or ".join(map(str, handling))
        yield f"You need the last {days} days of the supplier's time yourself, to pass a message on."
    if any(row.customer.window.event is Event.ESTIMATED_DELIVERY for row in rows):
        yield "For a parcel that never came, days count from the day on which it should have come."


def money_lines(cover: Cover) -> Iterator[str]:
    """What the gaps cost, each with its sum; what no figure was given for is named."""
    figures = cover.figures
    if figures is None:
        yield NO_FIGURES
        return
    yield "WHAT THE GAPS COST IN A MONTH"
    for row, cost, markets in priced(cover):
        where = f" ({market_names(markets)})" if any(row.market for row in cover.rows) else ""
        yield f"{named(row)}{where}, {WHAT[cost.gap]}: {sum_of(cost, figures)}"
    yield from ("", *totals(cover, figures), *open_figures(cover, figures))


def priced(cover: Cover) -> list[tuple[Row, Cost, tuple[str, ...]]]:
    """Every cost with the markets in which it is the same, and the first of their rows."""
    found: dict[tuple[Any, ...], tuple[Row, Cost, tuple[str, ...]]] = {}
    if cover.figures is None:
        return []
    for row in cover.rows:
        for cost in costs(row, cover.figures):
            key = (row.reason, row.group, cost)
            first, _, markets = found.get(key, (row, cost, ()))
            found[key] = (first, cost, (*markets, row.market) if row.market else ())
    return list(found.values())


def sum_of(cost: Cost, figures: Sums) -> str:
    """A cost's sum in words, and what it makes for each order."""
    an_order = money(cost.a_month / figures.all_orders, figures.currency)
    return f"{cost.sum}{' at most' if cost.is_at_most else ''}, {an_order} an order"


def totals(cover: Cover, figures: Sums) -> Iterator[str]:
    """What all gaps cost together, and what refunds take of the margin."""
    whole = total(cover.rows, figures)
    at_most = " at most" if whole.is_at_most else ""
    month, order = (money(amount, figures.currency) for amount in (whole.a_month, whole.a_month / figures.all_orders))
    yield f"All gaps together: {month} a month{at_most}, {order} an order."
    if whole.margin:
        yield (
            "Besides, the supplier gives back its own price and no more, so refunds take your margin: "
            f"{whole.margin.sum} a month at most."
        )
    if not figures.by_market and len({row.market for row in cover.rows}) > 1:
        yield "Orders are not told apart by market: each sum counts all, the whole each reason's dearest market."


def open_figures(cover: Cover, figures: Sums) -> Iterator[str]:
    """What could not be reckoned for want of a figure."""
    lacking = dict.fromkeys(
        named(row)
        for row in cover.rows
        if row.is_open and row.reason in set(Reason) and row.reason not in figures.shares
    )
    if lacking:
        yield f"Not counted, as `shares` doesn't name them: {', '.join(lacking)}."
    nobody_s = [
        reason.replace("_", " ") for reason in figures.shares if reason not in {row.reason for row in cover.rows}
    ]
    if nobody_s:
        yield f"Not counted, as customers get nothing for them: {', '.join(nobody_s)}."
    if any(" of " in cost.sum for _, cost, _ in priced(cover)):
        yield SPREAD
    if figures.postage is None and any(found.gap is Gap.POSTAGE for row in cover.rows for found in row.gaps):
        yield "Return postage is not counted, as `figures` doesn't say what it costs."
    if not isinstance(figures.orders, int):
        markets = {row.market for row in cover.rows} - {None}
        strange = [market for market in figures.orders if markets and market not in markets]
        without = sorted(market for market in markets if market and market not in figures.orders)
        yield from ([f"Orders in {', '.join(strange)} are not counted: `sells_to` doesn't name it."] if strange else [])
        yield from ([f"No orders are given for {', '.join(without)}, so it counts as none."] if without else [])


def as_json(cover: Cover) -> str:
    """The rows, one for each reason, market and group, as one JSON object in plain ASCII."""
    figures = cover.figures
    found = [_row(row, figures) for row in cover.rows]
    data: dict[str, Any] = {"store": cover.store_name, "rows": found, "total": None}
    if figures:
        whole = total(cover.rows, figures)
        data["total"] = {
            "currency": figures.currency,
            "a_month": rounded(whole.a_month, figures.currency),
            "an_order": _exact(whole.a_month, figures),
            "is_at_most": whole.is_at_most,
            "margin_a_month": rounded(whole.margin.a_month, figures.currency) if whole.margin else None,
        }
    return json.dumps(data, indent=2)


def _row(row: Row, figures: Sums | None) -> dict[str, Any]:
    mine, its = row.customer, row.supplied
    return {
        "reason": row.reason,
        "market": row.market,
        "group": row.group,
        "customer": {
            "report_within": mine.window.words,
            "days": mine.window.days,
            "made_by": mine.voice().value,
            **{name: _plain(value) for name, value in mine.values.items()},
        },
        "supplier": {
            "covered": its.covered,
            "report_within": its.window.words,
            "days": its.window.days,
            "handling_days": its.handling,
            "pays_return_postage": its.pays_postage,
            **{name: _plain(value) for name, value in its.values.items()},
        },
        "gaps": [_gap(found) for found in row.gaps],
        "costs": [_cost(cost, figures) for cost in costs(row, figures)] if figures else [],
    }


def _gap(found: Found) -> dict[str, Any]:
    return {
        "gap": found.gap.value,
        "made_by": found.voice.value,
        "words": found.words,
        "known": found.is_known,
        "first_day": found.first,
        "last_day": found.last,
        "days": found.days,
    }


def _cost(cost: Cost, figures: Sums) -> dict[str, Any]:
    return {
        "gap": cost.gap.value,
        "currency": figures.currency,
        "a_month": rounded(cost.a_month, figures.currency),
        "an_order": _exact(cost.a_month, figures),
        "is_at_most": cost.is_at_most,
        "sum": cost.sum,
    }


def _exact(month: Any, figures: Sums) -> str:
    """A sum for one order with two more digits than the currency has coins for, as one order's share is small."""
    return rounded(month / figures.all_orders, figures.currency, 2)


def _plain(value: Any) -> Any:
    return [str(one) for one in value] if isinstance(value, tuple) else str(value)
