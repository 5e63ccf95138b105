"""What customers are owed in each market, as the page has it, with the articles that say so."""

from typing import Any

from policy_gen.provenance import Law, Term
from policy_gen.records.provision import Sure
from policy_gen.rules import legal_rights
from policy_gen.rules.clause import Row
from policy_gen.rules.given import Given

BASES = ("choice", "faults")
"""Parts that stand for a right as a whole."""


def law(given: Given, *bases: str) -> tuple[Row, ...]:
    """The page's rows on the law of each market that have one of these rights; `choice` and `faults` if none is named.

    Each right has its articles beside it, as `choice_article`; `choice_unsure` where one was not read in the law.
    """
    clause = legal_rights.derive(given)
    rows = clause.rows["groups"] if clause else ()
    return tuple({**row, **_articles(row)} for row in rows if set(bases or BASES) & set(row))


def _articles(row: Row) -> dict[str, Term[Any]]:
    found: dict[str, Term[Any]] = {}
    for base in (base for base in BASES if base in row):
        laws = [origin for origin in row[base].leaves() if isinstance(origin, Law)]
        found[f"{base}_article"] = row[base].made("; ".join(dict.fromkeys(law.article for law in laws)), "")
        if any(law.confidence != Sure.READ for law in laws):
            found[f"{base}_unsure"] = row[base].made("unsure", "")
    return found
