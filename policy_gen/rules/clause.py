"""A clause: one piece of the page, as named terms that a template fills in and `explain` traces back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from policy_gen.provenance import Term
from policy_gen.records.products import Product

Row = Mapping[str, Term[Any]]
"""The parts of one line, item or sub-section."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One section of the page: `parts` are single terms by name, `rows` are lists of rows by name.

    A template asks only whether a part is there: what differs is said by which parts a rule makes, such as
    `return_postage_store` or `return_postage_customer`. `products` are those that it is for, empty for all of them.
    """

    id: str
    parts: Row
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    products: tuple[Product, ...] = ()


def present(**parts: Term[Any] | None) -> dict[str, Term[Any]]:
    """The parts whose values are known and not empty."""
    return {name: term for name, term in parts.items() if term is not None and term.known not in (None, ())}


def by_value(name: str, term: Term[Any] | None) -> dict[str, Term[Any]]:
    """The term under a name that says its value, so that a template need not compare: `send_back_never`."""
    if term is None or term.known is None:
        return {}
    return {f"{name}_{str(term.value).replace(' ', '_')}": term}
