"""The clauses of the page in reading order: each module has an ID, its SOURCE and `derive`."""

from collections.abc import Callable, Mapping
from typing import Any

from policy_gen.rules import (
    cancellation,
    change_of_mind,
    contact,
    exchanges,
    how_to_return,
    legal_rights,
    not_returnable,
    parcels,
    refunds,
    short_version,
    something_wrong,
    this_version,
)
from policy_gen.rules.clause import Clause
from policy_gen.rules.given import Given

CLAUSES: tuple[Any, ...] = (
    short_version,
    cancellation,
    something_wrong,
    change_of_mind,
    not_returnable,
    parcels,
    how_to_return,
    refunds,
    exchanges,
    legal_rights,
    contact,
    this_version,
)
RULES: tuple[Callable[[Given], Clause | None], ...] = tuple(clause.derive for clause in CLAUSES)
READING_ORDER: tuple[str, ...] = tuple(clause.ID for clause in CLAUSES)
TOLD_ONCE: Mapping[str, frozenset[str]] = {how_to_return.ID: how_to_return.OF_GROUPS}
"""Clauses that are the same for all products, but for parts that only stand there where they are the same, too."""
