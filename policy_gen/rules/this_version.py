"""From when on the page holds."""

from policy_gen.clause import Clause, present
from policy_gen.given import Given

ID = "this_version"
SOURCE = "What a page must say, D0 and D14"


def derive(given: Given) -> Clause | None:
    """The clause is left out where the merchant gave no date."""
    parts = present(effective=given.terms.effective)
    return Clause(ID, parts) if parts else None
