"""What a promise costs: for each reason what the customer gets, what the supplier gives back, and the gap between."""

from dataclasses import dataclass

from policy_gen.cover.costs import Sums, sums
from policy_gen.cover.rows import Line, Row, joined_markets, joined_reasons, rows
from policy_gen.deriving.terms import Terms
from policy_gen.records.questionnaire import Figures

__all__ = ["Cover", "Line", "Row", "cover"]


@dataclass(frozen=True, slots=True)
class Cover:
    """The rows of a store, and the figures to reckon with, if there are any."""

    store_name: str
    rows: tuple[Row, ...]
    figures: Sums | None

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows, those that say the same in several markets as one."""
        return joined_markets(self.rows)

    @property
    def chapters(self) -> tuple[tuple[Line, ...], ...]:
        """The lines of each reason; reasons that say the same everywhere together."""
        return joined_reasons(self.lines)


def cover(terms: Terms, figures: Figures | None = None) -> Cover:
    """What the promises of a store cost it, by the terms of its supplier and the laws of its markets."""
    return Cover(terms.store.name.sure, rows(terms), sums(figures, terms.products))
