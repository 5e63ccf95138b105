"""From when on the page holds, and what its versions changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from policy_gen.provenance import Default, Term
from policy_gen.records.versions import Version
from policy_gen.rules.clause import Clause, Row, present
from policy_gen.rules.given import Given

ID = "this_version"
SOURCE = "What a page must say, D0 and D14"


def derive(given: Given) -> Clause | None:
    """The clause is left out where the merchant gave no date."""
    parts = present(effective=given.terms.effective)
    return Clause(ID, parts) if parts else None


PUBLISHED = Default("lock", "what was published before, as the lock file beside the questionnaire has it")


def listed(clause: Clause, versions: Sequence[Version]) -> Clause:
    """The clause with the versions of the page, the newest first; the only version needs no list."""
    rows: tuple[Row, ...] = tuple(
        {"since": Term(date.fromisoformat(one.effective), PUBLISHED), "changes": Term(one, PUBLISHED)}
        for one in reversed(versions)
    )
    return replace(clause, rows={"versions": rows}) if len(rows) > 1 else clause
