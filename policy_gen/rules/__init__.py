"""The clauses of the page in reading order: each module has an ID, its SOURCE and `derive`."""

from collections.abc import Callable

from policy_gen.clause import Clause
from policy_gen.given import Given
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

RULES: tuple[Callable[[Given], Clause | None], ...] = (
    short_version.derive,
    cancellation.derive,
    something_wrong.derive,
    change_of_mind.derive,
    not_returnable.derive,
    parcels.derive,
    how_to_return.derive,
    refunds.derive,
    exchanges.derive,
    legal_rights.derive,
    contact.derive,
    this_version.derive,
)
