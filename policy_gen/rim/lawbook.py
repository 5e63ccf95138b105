"""The law files that ship with the tool: which one holds for a market, read when that market is named."""

from functools import cache

from policy_gen.deriving.jurisdiction import Jurisdiction, resolved
from policy_gen.reading import read
from policy_gen.records.law import LawFile
from policy_gen.records.markets import country
from policy_gen.rim import files

FOLDER = "consumer_laws"
NO_LAWS = {"members", "calendars", "parts"}
"""What lies among the law files and is none: members of groups, clocks of markets, and parts of countries."""


@cache
def members() -> dict[str, tuple[str, ...]]:
    """The countries, states and provinces that a code such as `EU` or `US` stands for."""
    return _lists("members.yaml")


@cache
def parts() -> dict[str, tuple[str, ...]]:
    """All states and provinces of each country in which some have laws of their own."""
    return {code: tuple(f"{code}-{one}" for one in ones) for code, ones in _lists("parts.yaml").items()}


def _lists(name: str) -> dict[str, tuple[str, ...]]:
    data = files.read_source(files.shipped(FOLDER, name), f"{FOLDER}/{name}").data
    return {code: tuple(str(one) for one in ones) for code, ones in data.items() if isinstance(ones, list)}


def is_no_part(code: str) -> bool:
    """Whether a code of the right form names a part that its country doesn't have, as far as its parts are known."""
    whole = country(code)
    return code != whole and code not in parts().get(whole, (code,))


@cache
def countries_of_groups() -> dict[str, tuple[str, ...]]:
    """The countries of each group of countries; a country's own states are no such group."""
    return {code: ones for code, ones in members().items() if not any("-" in one for one in ones)}


@cache
def shipped() -> tuple[str, ...]:
    """The ids of all law files."""
    return tuple(sorted(path.stem for path in files.shipped(FOLDER).glob("*.yaml") if path.stem not in NO_LAWS))


@cache
def jurisdiction(id: str) -> Jurisdiction:
    """The law of one file, on top of the one that it extends; raises Refused where a file is wrong."""
    shown = f"{FOLDER}/{id}.yaml"
    source = files.read_source(files.shipped(FOLDER, f"{id}.yaml"), shown)
    law = read(LawFile, source)
    return resolved(law, id, source.value, jurisdiction(law.extends) if law.extends else None)


@cache
def laws_of(market: str) -> tuple[Jurisdiction, ...]:
    """Every law that holds in a market: its own file's, else that of what it belongs to; for `EU` its members' too.

    Empty for a market without a file.
    """
    parts = members().get(market, ())
    own = jurisdiction(market.lower()) if market.lower() in shipped() else None
    if parts:
        inside = [jurisdiction(part.lower()) for part in parts if part.lower() in shipped()]
        return (*([own] if own else []), *inside)
    if own:
        return (own,)
    around = [whole for whole, ones in members().items() if market in ones] or [market.partition("-")[0]]
    return tuple(jurisdiction(whole.lower()) for whole in around if whole.lower() in shipped())
