"""Markets: the countries that a store sells to, by their ISO 3166 codes, as far as Babel knows them."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache

from babel import Locale
from babel.core import get_global

Market = frozenset[str]
"""One place that is sold to, by every code that stands for it: its own, its country's, its group's."""


class Territory(str):
    """A market as the page names it: shown by its name in the page's language."""

    __slots__ = ()


_CODE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")


@cache
def countries() -> Mapping[str, str]:
    """English names of the countries by their codes: the territories in which a clock stands somewhere."""
    clocks = {code for code, zones in get_global("territory_zones").items() if not zones[0].startswith("Etc/")}
    return {code: name for code, name in Locale.parse("en").territories.items() if code in clocks and _is_short(code)}


@cache
def groups() -> Mapping[str, str]:
    """English names of the groups of countries by their codes: they share a currency, but no language is theirs."""
    languages, currencies = get_global("territory_languages"), get_global("territory_currencies")
    names = Locale.parse("en").territories.items()
    return {code: name for code, name in names if code in currencies and code not in languages and _is_short(code)}


def is_market(code: str) -> bool:
    """Whether the code is a country's, a group's, or that of a part of a country: of parts only the form is known."""
    if not _CODE.fullmatch(code):
        return False
    return country(code) in countries() or code in groups()


def country(code: str) -> str:
    """The country of a market: its own code without the part."""
    return code.split("-")[0]


def likely(text: str) -> str | None:
    """The code that somebody who wrote `text` most likely meant: a name, another code, other letters."""
    names = {name.casefold(): code for code, name in [*countries().items(), *groups().items()]}
    written = text.strip()
    if is_market(written.upper()):
        return written.upper()
    others = get_global("territory_aliases").get(written.upper(), ())
    if len(others) == 1 and is_market(others[0]):
        return str(others[0])
    # Names are alike more often than meant: only a slip of the pen is near enough.
    near = get_close_matches(written.casefold(), names, n=1, cutoff=0.85)
    return names[near[0]] if near else None


def sold_to(codes: Iterable[str], members: Mapping[str, tuple[str, ...]]) -> tuple[Market, ...]:
    """The markets of a store; a group stands for its `members`, and for itself where they are not known."""
    single = dict.fromkeys(member for code in codes for member in members.get(code, (code,)))
    return tuple(
        frozenset({code, country(code), *(group for group, of_group in members.items() if country(code) in of_group)})
        for code in single
    )


def holds_for(codes: Iterable[str], market: Market | None) -> bool | None:
    """Whether one of the codes stands for the market; None where only a part of it is meant, or it is not known."""
    codes = tuple(codes)
    if market is None:
        return None
    if market & set(codes):
        return True
    parts = {country(code) for code in market if "-" in code}
    return None if any(country(code) in market - parts for code in codes if "-" in code) else False


def _is_short(code: str) -> bool:
    return len(code) == 2 and code.isalpha()
