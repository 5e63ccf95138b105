"""The rows as a page of the merchant's own: what it comes to, the pictures, the same figures as tables, the sums."""

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from html import escape
from string import Template

from policy_gen.cover import Cover
from policy_gen.cover.costs import Sums, costs, money, total
from policy_gen.cover.gaps import Found, Gap
from policy_gen.cover.picture import BY, Axis, axis, picture, swatch
from policy_gen.cover.rows import Line, Row
from policy_gen.cover.sides import Voice
from policy_gen.cover.table import (
    NO_FIGURES,
    WHAT,
    market_names,
    no_gap,
    notes,
    open_figures,
    priced,
    reasons_of,
    sum_of,
    totals,
)
from policy_gen.records.reasons import CANCELLATION

MADE_BY = {**BY, Voice.SUPPLIER: "by the supplier's terms"}
"""Who made a gap, in the words of the page."""
KEY = (
    ("supplier", "The supplier takes your claim."),
    ("handling", "The supplier would still take it, but you need these days yourself, to pass the message on."),
    ("customer", "The customer may tell you, and the supplier still takes the claim."),
    ("gap", "The gap: the customer may still tell you, and nobody pays but you."),
    ("unknown", "The customer may tell you; whether the supplier still takes the claim is not known."),
)
"""What each kind of bar stands for."""
ARROW = "An arrow is longer than the picture; the words over it say how long. A dashed line is the supplier's last day."


def page(cover: Cover, shell: str, style: str) -> str:
    """The whole HTML page in the given shell, with its style sheet; it needs no other file."""
    scale = axis(cover.rows)
    chapters = sorted(cover.chapters, key=lambda lines: _weight(cover, lines))
    return Template(shell).substitute(
        store=escape(cover.store_name),
        style=style,
        verdict=escape(verdict(cover)),
        glance=_glance(cover, chapters),
        key=_key(),
        notes=_paragraphs((ARROW, *notes(cover.rows))),
        reckoned=_paragraphs(_whole(cover)),
        chapters="\n".join(_chapter(cover, lines, scale, number) for number, lines in enumerate(chapters, start=1)),
    )


def verdict(cover: Cover) -> str:
    """What it all comes to, in a sentence or two."""
    reasons = dict.fromkeys((row.reason, row.group) for row in cover.rows)
    open_ones = {(row.reason, row.group) for row in cover.rows if row.is_open}
    if not open_ones:
        return f"For all {len(reasons)} reasons the supplier gives back what you give your customers."
    many = "1 reason" if len(open_ones) == 1 else f"{len(open_ones)} reasons"
    said = (
        f"For {many} of {len(reasons)} your customers get something that the supplier doesn't, or may not, give back."
    )
    if cover.figures is None:
        return said
    whole = total(cover.rows, cover.figures)
    month, order = (
        money(amount, cover.figures.currency) for amount in (whole.a_month, whole.a_month / cover.figures.all_orders)
    )
    return f"{said} That costs you {'at most' if whole.is_at_most else 'about'} {month} a month, {order} an order."


def _paragraphs(lines: Iterable[str]) -> str:
    """Lines of text as HTML; what stands between backticks is what is typed."""
    coded = (re.sub("`(.*?)`", r"<code>\1</code>", escape(line)) for line in lines)
    return "\n".join(f'<p class="quiet">{line}</p>' for line in coded)


def _whole(cover: Cover) -> Iterator[str]:
    if cover.figures is None:
        yield NO_FIGURES
    else:
        yield from (*totals(cover, cover.figures), *open_figures(cover, cover.figures))


def _weight(cover: Cover, lines: Sequence[Line]) -> tuple[int, Fraction]:
    """What surely is a gap first, then what may be one, then money that is only out sooner; the dearest first."""
    found = [gap for line in lines for gap in line.row.gaps]
    lasting = [gap for gap in found if gap.gap is not Gap.REFUND_TIME]
    rank = 0 if any(gap.is_known for gap in lasting) else 1 if lasting else 2 if found else 3
    return rank, -total(_rows(cover, lines), cover.figures).a_month if cover.figures else Fraction(0)


def _rows(cover: Cover, lines: Sequence[Line]) -> list[Row]:
    """The rows behind some lines."""
    first = lines[0]
    return [row for row in cover.rows if row.reason in first.reasons and row.group == first.row.group]


def _glance(cover: Cover, chapters: Sequence[Sequence[Line]]) -> str:
    """A table of all reasons: the gap in a few words, and what it costs where figures are given."""
    head = ("For", "The gap", *(["A month"] if cover.figures else []))
    rows = []
    for number, lines in enumerate(chapters, start=1):
        name = f'<a href="#r{number}">{escape(reasons_of(lines[0]))}</a>'
        cost = f'<td class="number">{_cost_of(cover, cover.figures, lines)}</td>' if cover.figures else ""
        rows.append(f'<tr><th scope="row">{name}</th><td>{escape(in_short(lines))}</td>{cost}</tr>')
    return _table(head, rows)


def in_short(lines: Sequence[Line]) -> str:
    """The widest gap of each line in a few words; what is the same in several markets once."""
    ends = {line.row.gaps[0].last for line in lines if line.row.gaps}
    said: dict[str, list[str]] = {}
    for line in lines:
        exact, start = _short(line.row)
        said.setdefault(exact if len(ends) == 1 else start, []).extend(line.markets)
    if len(said) == 1:
        return next(iter(said))
    return "; ".join(f"{words} ({market_names(markets)})" for words, markets in said.items())


def _short(row: Row) -> tuple[str, str]:
    """A row's first gap in a few words: exactly, and as where markets differ in its end."""
    if not row.gaps:
        return "none", "none"
    found = row.gaps[0]
    if not found.is_known:
        return ("not known",) * 2 if found.words.startswith("not known") else (found.words.partition(":")[0],) * 2
    if found.gap is Gap.NOT_COVERED:
        return ("all of it",) * 2
    if found.gap is Gap.DAYS:
        return found.words, f"from day {found.first} on"
    return (WHAT[found.gap],) * 2


def _cost_of(cover: Cover, figures: Sums, lines: Sequence[Line]) -> str:
    """The cost of some reasons in a month; empty without a gap."""
    rows = _rows(cover, lines)
    if not any(row.gaps for row in rows):
        return ""
    if not any(costs(row, figures) for row in rows):
        return "not counted"
    whole = total(rows, figures)
    amount = escape(money(whole.a_month, figures.currency))
    return f'{amount}<span class="at-most">at most</span>' if whole.is_at_most else amount


def _key() -> str:
    items = (f"<dt>{swatch(kind, f'key-{kind}')}</dt><dd>{escape(words)}</dd>" for kind, words in KEY)
    return f'<dl class="key">{"".join(items)}</dl>'


def _chapter(cover: Cover, lines: Sequence[Line], scale: Axis, number: int) -> str:
    """The picture of some reasons, the same figures as a table, and the sums."""
    title = reasons_of(lines[0])
    is_drawn = lines[0].row.reason != CANCELLATION
    drawn = picture(lines, scale, f"p{number}", f"Time to report: {title}") if is_drawn else ""
    return (
        f'<section id="r{number}" aria-labelledby="r{number}-title">\n<h2 id="r{number}-title">{escape(title)}</h2>\n'
        f"{drawn}\n{_figures(lines)}\n{_sums(cover, lines)}</section>"
    )


def _figures(lines: Sequence[Line]) -> str:
    """The figures of a picture as a table; without a column of markets where there is one row for all."""
    by_market = any(line.markets for line in lines)
    head = (*(["Markets"] if by_market else []), "The customer has", "The supplier gives", "The gap, and who made it")
    rows = []
    for line in lines:
        row = line.row
        market = f'<th scope="row">{escape(market_names(line.markets, len(line.markets)))}</th>' if by_market else ""
        sides = f"<td>{escape(row.customer.window.words)}</td><td>{escape(_supplier(row))}</td>"
        rows.append(f"<tr>{market}{sides}<td>{_gaps(row)}</td></tr>")
    return _table(head, rows)


def _supplier(row: Row) -> str:
    yours = row.supplied.handling
    return f"{row.supplied.window.words}, you need the last {yours}" if yours else row.supplied.window.words


def _gaps(row: Row) -> str:
    if not row.gaps:
        return escape(no_gap(row))
    return f"<ul>{''.join(f'<li>{_gap(found)}</li>' for found in row.gaps)}</ul>"


def _gap(found: Found) -> str:
    return f'{escape(found.words)} <span class="made-by">({escape(MADE_BY[found.voice])})</span>'


def _sums(cover: Cover, lines: Sequence[Line]) -> str:
    """How the costs of some reasons are reckoned."""
    figures, own = cover.figures, _rows(cover, lines)
    if figures is None or not any(costs(row, figures) for row in own):
        return ""
    items = []
    for row, cost, markets in priced(cover):
        if row in own:
            where = f" ({market_names(markets)})" if markets else ""
            words = f"{row.reason.replace('_', ' ')}{where}, {WHAT[cost.gap]}: {sum_of(cost, figures)}"
            items.append(f"<li>{escape(words)}</li>")
    return f'<h3>What it costs in a month</h3>\n<ul class="sums">{"".join(items)}</ul>\n'


def _table(head: Sequence[str], rows: Iterable[str]) -> str:
    cells = "".join(f'<th scope="col">{escape(words)}</th>' for words in head)
    body = "\n".join(rows)
    return f"<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
