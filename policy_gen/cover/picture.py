"""One picture: the customer's and the supplier's time as bars over one axis of days, the gap between them marked.

Widths are shares of the picture's own and heights are in the size of the text, so that one SVG fits a phone and a wide
screen, and grows with the reader's letters. Every kind of bar has a pattern of its own: nothing hangs on colour.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from policy_gen.cover.gaps import Found, Gap
from policy_gen.cover.rows import Line, Row
from policy_gen.cover.sides import NOT_KNOWN, NOTHING, Voice, Window
from policy_gen.cover.table import market_names
from policy_gen.durations import Event

LONGEST = 100
"""The most days that an axis shows; what is longer is an arrow with its length in words."""
STEPS = ((20, 5), (50, 10), (75, 15), (LONGEST, 25))
"""The distance of the marks on an axis, by the days that it has to show."""
BY = {Voice.LAW: "by law", Voice.STORE: "by your page", Voice.SUPPLIER: "as the supplier gives"}
"""Who made something so, in the words of the picture."""
BAR, LABEL, BRACKET = 1.5, 1.45, 2.3
"""Heights in the size of the text: of a bar, of the words over it, of the mark of a gap under it."""
PATTERNS = ("supplier", "handling", "gap", "unknown")


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale of days: `days` long, marked every `step`."""

    days: int
    step: int

    def at(self, day: int) -> float:
        """Where a day ends, in percent of the width."""
        return round(min(day, self.days) * 100 / self.days, 2)


def axis(rows: Iterable[Row]) -> Axis:
    """One scale for all pictures, by the windows of the supplier and the page, which is at most `LONGEST` days long."""
    rows = tuple(rows)
    by_law = [row.customer.window.days for row in rows if row.customer.voice() is Voice.LAW]
    others = [row.customer.window.days for row in rows if row.customer.voice() is not Voice.LAW]
    own = [days for days in (*others, *(row.supplied.window.days for row in rows)) if days and days < LONGEST]
    room = min(2 * max(own, default=15), LONGEST) - 1
    is_short = all(days is not None and days <= max(own, default=0) for days in by_law)
    # Twice as long as what is promised, so that there is room for what the law gives beyond it.
    longest = max(own, default=room) if is_short else room
    step = next(step for most, step in STEPS if longest < most)
    return Axis((longest // step + 1) * step, step)


def picture(lines: Sequence[Line], scale: Axis, id: str, title: str) -> str:
    """The SVG of a chapter, its parts named `id`; `title` and all that it shows are there in words, too."""
    event = _event(lines)
    drawn = _Drawing(scale, id, event)
    described = [f"Days after {event}, from 0 to {scale.days}."]
    supplier = None
    for line in lines:
        row = line.row
        if row.supplied != supplier:
            supplier = row.supplied
            drawn.supplier(row)
            described.append(f"{supplier_words(row)}.")
        drawn.customer(line)
        described.append(f"{customer_words(line)}; {gap_words(row)}.")
    drawn.marks()
    size = f'width="100%" height="{drawn.y:.2f}em"'
    return (
        f'<svg class="picture" role="img" aria-labelledby="{id}-title {id}-desc" {size}>\n'
        f'<title id="{id}-title">{escape(title)}</title>\n<desc id="{id}-desc">{escape(" ".join(described))}</desc>\n'
        f"{_patterns(id)}\n" + "\n".join(drawn.parts) + "\n</svg>"
    )


def swatch(kind: str, id: str) -> str:
    """A small sample of a kind of bar, for the key to the pictures."""
    fill = f' fill="url(#{id}-{kind})"' if kind in PATTERNS else ""
    bar = f'<rect class="bar {kind}" x="1" y="1" width="98%" height="90%"{fill}/>'
    return f'<svg class="swatch" aria-hidden="true" width="2.6em" height="1.1em">{_patterns(id)}{bar}</svg>'


def supplier_words(row: Row) -> str:
    """The supplier's side in words."""
    window = row.supplied.window
    if window is NOTHING:
        return "Supplier: gives nothing"
    if window.days is None:
        return f"Supplier: {window.words}"
    yours = f", you need the last {row.supplied.handling}" if row.supplied.handling else ""
    return f"Supplier: {_short(window)}{yours}"


def customer_words(line: Line) -> str:
    """The customer's side in words: where, how long, and who made it so."""
    where = f" ({market_names(line.markets, 3)})" if line.markets else ""
    return f"Customer{where}, {BY[line.row.customer.voice()]}: {_short(line.row.customer.window)}"


def gap_words(row: Row) -> str:
    """The gap in days in words."""
    found = _in_time(row)
    if found is None:
        return (
            "no gap in days"
            if row.left is None
            else f"no gap, but {row.left} of your {row.supplied.handling} days left"
        )
    if found.gap is Gap.NOT_COVERED:
        return "gap: all of it" if found.is_known else "gap: not known"
    if not found.is_known:
        return "gap: not known" if row.supplied.window == NOT_KNOWN else "gap: not comparable"
    return f"gap: {_plain(found.words.split(': ')[-1])}"


def _in_time(row: Row) -> Found | None:
    return next((found for found in row.gaps if found.gap in (Gap.DAYS, Gap.NOT_COVERED)), None)


def _short(window: Window) -> str:
    return _plain(window.words)


def _plain(words: str) -> str:
    """Words without what the axis says."""
    return words.replace(" after estimated delivery", "").replace(" after delivery", "")


def _event(lines: Sequence[Line]) -> Event:
    """What the days of a picture count from."""
    events = {window.event for line in lines for window in (line.row.customer.window, line.row.supplied.window)}
    return Event.ESTIMATED_DELIVERY if Event.ESTIMATED_DELIVERY in events else Event.DELIVERY


def _patterns(id: str) -> str:
    """The fills, which differ in form: dots, stripes, a lattice, thin lines; their colours come from the page."""
    shapes = {
        "supplier": (6, '<circle cx="3" cy="3" r="1"/>'),
        "handling": (8, '<path d="M-2 10 10 -2M-2 2 2 -2M6 10 10 6"/>'),
        "gap": (7, '<path d="M0 0 7 7M7 0 0 7"/>'),
        "unknown": (9, '<path d="M4.5 1V5"/>'),
    }
    made = (
        f'<pattern id="{id}-{kind}" class="{kind}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">'
        f'<rect width="{size}" height="{size}"/>{shape}</pattern>'
        for kind, (size, shape) in shapes.items()
    )
    return f"<defs>{''.join(made)}</defs>"


class _Drawing:
    """The parts of a picture from top to bottom; `y` is how far down it has come, in the size of the text."""

    def __init__(self, scale: Axis, id: str, event: Event) -> None:
        self.scale, self.id, self.event = scale, id, event
        self.parts: list[str] = []
        self.y = 0.0
        self.guide: tuple[float, float] | None = None

    def supplier(self, row: Row) -> None:
        """The supplier's bar, its end striped where the store needs the days itself."""
        self._end_guide()
        self._words(supplier_words(row))
        days = row.supplied.window.days
        if days is None or not self._is_on_axis(row.supplied.window):
            self._bar("none", 0, 100)
        else:
            whole, kept = self.scale.at(days), self.scale.at(days - row.supplied.handling)
            self._bar("supplier", 0, kept)
            self._bar("handling", kept, whole)
            self._arrow(days)
            self.guide = (whole, self.y) if days < self.scale.days else None
        self.y += BAR + 0.45

    def customer(self, line: Line) -> None:
        """The customer's bar: what the supplier covers is plain, the gap has a lattice and is marked below."""
        row, found = line.row, _in_time(line.row)
        self._words(customer_words(line))
        window = row.customer.window
        if not self._is_on_axis(window):
            self._bar("none", 0, 100)
            self.y += BAR
            self._bracket(gap_words(row), 0, 0)
            self.y += BRACKET
            return
        end = 100.0 if window.days is None else self.scale.at(window.days)
        start = self._start(found, end)
        is_unknown = found is not None and not found.is_known
        self._bar("customer", 0, start)
        self._bar("unknown" if is_unknown else "gap", start, end)
        self._arrow(window.days)
        self.y += BAR
        self._bracket(gap_words(row), start, end)
        self.y += BRACKET

    def _is_on_axis(self, window: Window) -> bool:
        """Whether a window can be drawn to scale: it has no last day, or its days count from where the axis does."""
        return window.is_open or (window.days is not None and window.event is self.event)

    def _start(self, found: Found | None, end: float) -> float:
        """Where the gap starts; at the end of the bar where there is none."""
        if found is None:
            return end
        return self.scale.at(found.first - 1) if found.first is not None and found.is_known else 0.0

    def marks(self) -> None:
        """The axis below all bars."""
        self._end_guide()
        self.parts.append(f'<line class="axis" x1="0" x2="100%" y1="{self.y:.2f}em" y2="{self.y:.2f}em"/>')
        for day in range(0, self.scale.days + 1, self.scale.step):
            at = self.scale.at(day)
            anchor = "start" if day == 0 else "end" if day == self.scale.days else "middle"
            self.parts.append(
                f'<line class="axis" x1="{at}%" x2="{at}%" y1="{self.y:.2f}em" y2="{self.y + 0.35:.2f}em"/>'
                f'<text class="mark" x="{at}%" y="{self.y + 1.35:.2f}em" text-anchor="{anchor}">{day}</text>'
            )
        words = (
            f'<text class="mark" x="50%" y="{self.y + 2.75:.2f}em" text-anchor="middle">days after {self.event}</text>'
        )
        self.parts.append(words)
        self.y += 3.1

    def _words(self, words: str) -> None:
        self.parts.append(f'<text x="0" y="{self.y + 1.1:.2f}em">{escape(words)}</text>')
        self.y += LABEL

    def _bar(self, kind: str, start: float, end: float) -> None:
        if end > start:
            fill = f' fill="url(#{self.id}-{kind})"' if kind in PATTERNS else ""
            self.parts.append(
                f'<rect class="bar {kind}" x="{start}%" y="{self.y:.2f}em" '
                f'width="{round(end - start, 2)}%" height="{BAR}em"{fill}/>'
            )

    def _arrow(self, days: int | None) -> None:
        """The point of a bar that is longer than the axis."""
        if days is None or days > self.scale.days:
            self.parts.append(
                f'<svg class="arrow" x="100%" y="{self.y:.2f}em" width="1em" height="{BAR}em" viewBox="10 0 10 15" '
                'preserveAspectRatio="none" overflow="visible"><path class="cut" d="M0 -1H11V16H0L10 7.5Z"/>'
                '<path class="point" d="M0 0 10 7.5 0 15"/></svg>'
            )

    def _end_guide(self) -> None:
        """Draws the supplier's last day through the bars since its own, behind them."""
        if self.guide is not None:
            at, top = self.guide
            line = f'<line class="guide" x1="{at}%" x2="{at}%" y1="{top:.2f}em" y2="{self.y:.2f}em"/>'
            self.parts.insert(0, line)
        self.guide = None

    def _bracket(self, words: str, start: float, end: float) -> None:
        """The mark under a gap with its words, which begin or end where there is room for them."""
        y = self.y + 0.35
        if end > start and not words.endswith("not known"):
            self.parts.append(
                f'<line class="bracket" x1="{start}%" x2="{end}%" y1="{y:.2f}em" y2="{y:.2f}em"/>'
                f'<line class="bracket" x1="{start}%" x2="{start}%" y1="{y - 0.2:.2f}em" y2="{y + 0.2:.2f}em"/>'
                f'<line class="bracket" x1="{end}%" x2="{end}%" y1="{y - 0.2:.2f}em" y2="{y + 0.2:.2f}em"/>'
            )
        is_late = start > 40 or (start > 0 and len(words) > 24)
        at, anchor = (
            (f"{max(end, 99.6)}%", "end") if is_late and end > start else (f"{start if end > start else 0}%", "start")
        )
        kind = "gap-words" if end > start and not words.endswith("not known") else "fine"
        self.parts.append(
            f'<text class="{kind}" x="{at}" y="{y + 1.15:.2f}em" text-anchor="{anchor}">{escape(words)}</text>'
        )
