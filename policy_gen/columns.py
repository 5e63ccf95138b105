"""Several things for the terminal: words in a row, and tables whose cells stand in columns, two spaces apart."""

from collections.abc import Collection, Iterable, Iterator, Sequence


def listed(words: Iterable[str], by: str = "and") -> str:
    """Words in a row, the last of them joined by a word such as `and`; there is at least one."""
    *others, last = words
    return f"{', '.join(others)} {by} {last}" if others else last


def aligned(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> Iterator[str]:
    """The rows as lines; the columns whose numbers are in `right` end where the others begin."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.rjust(width) if number in right else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
