"""Recall on addresses that Faker invents, locale by locale, with floors that may only rise.

The floors in data/faker_floors.txt are addresses found of the first 25 of a fixed seed; docs/addresses.md has the
figures of 400.
"""

from pathlib import Path

import faker
import pytest

from policy_gen.addresses import find_street_addresses

SEED = 20261201
ADDRESSES = 25
FLOORS = {
    locale: int(floor)
    for locale, floor in (
        line.split("\t")
        for line in (Path(__file__).parent / "data" / "faker_floors.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
    )
}


def found_of(locale: str, wanted: int) -> int:
    """How many of a locale's street addresses are found in a sentence; Faker's own boxes and ships are no streets."""
    source = faker.Faker(locale)
    source.seed_instance(SEED)
    found = asked = 0
    while asked < wanted:
        address = source.address().replace("\n", ", ")
        if "Box " in address or "FPO A" in address:
            continue
        asked += 1
        found += bool(find_street_addresses(f"Write to us first. Please send it to {address} and we will help."))
    return found


@pytest.mark.parametrize("locale", FLOORS)
def test_recall_does_not_fall(locale: str) -> None:
    assert found_of(locale, ADDRESSES) >= FLOORS[locale]
