"""Change of mind, wrong size ordered, ordered by mistake: what is taken back, and what is not, in plain words."""

from policy_gen.clause import Clause, present
from policy_gen.given import Given
from policy_gen.offers import grouped
from policy_gen.provenance import Term
from policy_gen.reasons import Reason
from policy_gen.rules.something_wrong import returned

ID = "change_of_mind"
SOURCE = "What a page must say, D3; the article this project started from: say which reasons are accepted"


def derive(given: Given) -> Clause:
    """Every page has it: where nothing of the kind is taken back, it says so in one sentence."""
    offered, refused = given.offers.choices, given.offers.refused
    parts = present(refused=_list(refused), email=given.terms.store.email)
    if not offered:
        parts["only_faults"] = parts.pop("refused")
    return Clause(ID, parts, {"groups": tuple(returned(group) for group in grouped(offered))})


def _list(refused: tuple[Term[Reason], ...]) -> Term[tuple[Reason, ...]] | None:
    if not refused:
        return None
    first, *others = refused
    return first.made(tuple(term.value for term in refused if isinstance(term.value, Reason)), "all of these", *others)
