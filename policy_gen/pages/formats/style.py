"""The look of a page, handed in as text: the formats themselves open no file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a page: `page` is the HTML shell, the others are CSS; `pdf` adds to `print` what no browser knows."""

    page: str
    screen: str
    print: str
    pdf: str
