"""The merchant's playbook: what to do in each situation, from the same terms as the page, for the store's eyes only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from policy_gen.blocks import Page, apart, own_clauses
from policy_gen.deriving.terms import Terms
from policy_gen.playbook import (
    cancel,
    choices,
    first,
    missing,
    partial,
    refunding,
    refused,
    sources,
    worth,
    wrong,
)
from policy_gen.playbook.desk import Desk, desk
from policy_gen.policy import Policy
from policy_gen.records.questionnaire import Figures
from policy_gen.records.shop import ShopPlatform
from policy_gen.rules.clause import Clause

__all__ = ["SITUATIONS", "Playbook", "derive"]

SITUATIONS: tuple[Any, ...] = (cancel, worth, refused, wrong, choices, missing, partial, refunding)
"""The situations in reading order: each module has an ID, its SOURCE and `derive`."""


@dataclass(frozen=True, slots=True)
class Playbook:
    """A store's playbook before it is put into words, with the desk of each group of its products."""

    policy: Policy
    desks: tuple[Desk, ...]


def derive(terms: Terms, shop: ShopPlatform | None = None, figures: Figures | None = None) -> Playbook:
    """The playbook of a store: the same terms as its page, seen from the store's own side; `figures` price it."""
    desks = {group: desk(terms.of(group), shop, figures) for group in terms.groups}
    pages = [Page(terms.products.get(group, ()), _clauses(at)) for group, at in desks.items()]
    situations = _situations(pages)
    blocks = tuple(dict.fromkeys(clause.products for clause in situations if clause.products))
    clauses = (first.derive(desk(terms.merged(), shop), terms, blocks), *situations)
    cited = sources.derive(clauses)
    policy = Policy(terms.store.name.sure, (*clauses, *((cited,) if cited else ())), ())
    return Playbook(policy, tuple(desks.values()))


def _clauses(at: Desk) -> dict[str, Clause]:
    return {situation.ID: situation.derive(at) for situation in SITUATIONS}


def _situations(pages: Sequence[Page]) -> tuple[Clause, ...]:
    """A block for the products of each group that has situations of its own, then what is the same for all products."""
    order = [situation.ID for situation in SITUATIONS]
    differing, blocks = apart(pages, order)
    shared = [pages[0].clauses[id] for id in order if id not in differing]
    return (*own_clauses(differing, blocks), *shared)
