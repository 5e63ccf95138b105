"""Terms and where they come from: every value on a page can name the answer, the fact or the rule that made it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from policy_gen.findings import Span

T = TypeVar("T")
S = TypeVar("S")


class Missing(StrEnum):
    """Why a value is not there: nobody knows it, it differs from listing to listing, or from case to case."""

    UNKNOWN = "unknown"
    LISTING = "listing"
    CASE_BY_CASE = "case_by_case"


class Confidence(StrEnum):
    """How sure a fact is, from the supplier's own page down to what somebody else wrote about it."""

    OWN_ARCHIVED = "own_archived"
    OWN = "own"
    SUPPLIER_MESSAGE = "supplier_message"
    COPY = "copy"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a supplier's fact was read; `checked` is the day on which somebody last compared it with its source."""

    id: str
    title: str
    url: str
    confidence: Confidence
    checked: date
    published: str = "undated"
    captured: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The merchant wrote it, at this place of the questionnaire."""

    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class Fact:
    """A supplier profile says it, and where that was read."""

    key: str
    span: Span
    supplier: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Default:
    """Nobody said anything; the documented default holds."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Worked out from other terms; `step` is the sum or the choice in words, empty where it is no more than a list."""

    step: str
    inputs: tuple[Term[Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Law:
    """A law gives it: where that is written, how sure it is, and the first and the last day on which it holds."""

    jurisdiction: str
    key: str
    span: Span
    article: str
    title: str
    url: str
    version: str
    confidence: str
    since: date | None = None
    until: date | None = None

    def holds(self, day: date | None) -> bool:
        """Whether it holds on a day; without a day the newest law does."""
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


Origin = Answer | Fact | Default | Rule | Law
NOWHERE = Default("unsaid", "neither your answers nor a profile say anything")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a term is about; None means all of them."""

    reason: str | None = None
    market: str | None = None
    group: str | None = None


EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True)
class Term(Generic[T]):
    """One value of the policy with its origin and scope.

    `worst` is the least favourable value that a supplier is known to have given, `assume` stands in for a missing
    value in sums and is never printed, `source` names the profile's sources of a value as read, `replaced` is the
    profile's term that an answer of the merchant overrides.
    """

    value: T | Missing
    origin: Origin = NOWHERE
    scope: Scope = EVERYWHERE
    worst: T | None = None
    assume: T | None = None
    source: tuple[str, ...] = ()
    replaced: Term[T] | None = field(default=None, compare=False)

    @property
    def known(self) -> T | None:
        """The value, or None where it is missing."""
        return None if isinstance(self.value, Missing) else self.value

    @property
    def sure(self) -> T:
        """The value of a term that is known to be known; AssertionError where it is not, which is a fault of ours."""
        if isinstance(self.value, Missing):
            raise AssertionError(f"{self.scope} has no value")
        return self.value

    @property
    def reckoned(self) -> T | None:
        """The value that sums use: what is known, else what is assumed."""
        return self.assume if self.known is None else self.known

    def leaves(self) -> Iterator[Origin]:
        """Where it comes from in the end: everything but rules."""
        if isinstance(self.origin, Rule):
            for one in self.origin.inputs:
                yield from one.leaves()
        else:
            yield self.origin

    def at(self, origin: Origin) -> Term[T]:
        """The same term, from there."""
        return replace(self, origin=origin)

    def about(self, scope: Scope) -> Term[T]:
        """The same term, for this reason, market and group."""
        return replace(self, scope=scope)

    def made(self, value: S, step: str, *others: Term[Any]) -> Term[S]:
        """A term worked out from this one (and others) by a step."""
        return Term(value, Rule(step, (self, *others)), self.scope)
