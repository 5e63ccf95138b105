"""The clauses of several groups of products as one page: what is the same once, what differs in a block for each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from policy_gen.records.products import Product
from policy_gen.rules import READING_ORDER, TOLD_ONCE, products
from policy_gen.rules.clause import Clause, Row


@dataclass(frozen=True, slots=True)
class Page:
    """The clauses of a group of products, by their ids."""

    products: tuple[Product, ...]
    clauses: Mapping[str, Clause]

    def said(self, ids: Iterable[str]) -> tuple[Any, ...]:
        """What some clauses say, wherever it comes from."""
        return tuple(_said(self.clauses.get(id)) for id in ids)


def joined(pages: Sequence[Page], all_goods: Mapping[str, Clause]) -> tuple[Clause, ...]:
    """One page of several: first the products, then a block for each that differs, then what holds for all of them.

    `all_goods` are the clauses of a store whose suppliers all fulfil everything.
    """
    once = {id: _shared(all_goods[id], pages, parts) for id, parts in TOLD_ONCE.items() if id in all_goods}
    differing, blocks = apart(pages, [id for id in READING_ORDER if id not in TOLD_ONCE])
    common = {**pages[0].clauses, **once}
    shared = [common[id] for id in READING_ORDER if id in common and id not in differing]
    if not differing:
        return tuple(shared)
    intro = products.derive(block.products for block in blocks)
    return (intro, *own_clauses(differing, blocks), *shared)


def apart(pages: Sequence[Page], ids: Iterable[str]) -> tuple[tuple[str, ...], tuple[Page, ...]]:
    """The clauses that differ between groups of products, and the groups, those that say the same as one."""
    differing = tuple(id for id in ids if len({page.said([id]) for page in pages}) > 1)
    return differing, _blocks(pages, differing)


def own_clauses(differing: Iterable[str], blocks: Iterable[Page]) -> tuple[Clause, ...]:
    """The clauses that differ, block by block, each with the products that it is for."""
    differing = tuple(differing)
    return tuple(
        replace(block.clauses[id], products=block.products)
        for block in blocks
        for id in differing
        if id in block.clauses
    )


def _blocks(pages: Iterable[Page], differing: Sequence[str]) -> tuple[Page, ...]:
    """The pages, those that say the same as one."""
    found: dict[Any, Page] = {}
    for page in pages:
        said = page.said(differing)
        known = found.get(said)
        found[said] = replace(known, products=(*known.products, *page.products)) if known else page
    return tuple(found.values())


def _shared(clause: Clause, pages: Iterable[Page], of_groups: frozenset[str]) -> Clause:
    """A clause for all goods, without those parts of the groups that are not the same for all of them."""
    clauses = [page.clauses.get(clause.id) for page in pages]
    differing = {name for name in of_groups if len({_value(one.parts, name) for one in clauses if one is not None}) > 1}
    return replace(clause, parts={name: term for name, term in clause.parts.items() if name not in differing})


def _said(clause: Clause | None) -> Any:
    if clause is None:
        return None
    rows = tuple((name, tuple(map(_values, lines))) for name, lines in sorted(clause.rows.items()))
    return _values(clause.parts), rows


def _values(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple((name, _value(row, name)) for name in sorted(row))


def _value(row: Row, name: str) -> str:
    return str(row[name].value) if name in row else ""
