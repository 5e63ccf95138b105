"""The versions of a page: from when on each holds, and what it changed for customers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """One change as customers are told of it: the term's name and kind, whether it is `better` or `worse`, both values.

    `reasons`, `markets` and `products` say what and whom it is for, by their codes and keys; empty ones stand for all.
    """

    name: str
    kind: str
    effect: str
    old: Value = ""
    new: Value = ""
    reasons: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its first day as `2026-12-01`, and its changes.

    Once a later version is there it also has the hashes of its archived pages, and what it was made of: the lines of
    the questionnaire and of the supplier's file, by their names from the questionnaire's folder.
    """

    effective: str
    changes: tuple[Told, ...] = ()
    is_first: bool = False
    pages: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __str__(self) -> str:
        """Its changes in short."""
        return "the first version" if self.is_first else ", ".join(f"{one.name} {one.effect}" for one in self.changes)
