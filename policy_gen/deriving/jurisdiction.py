"""The law of one jurisdiction as the policy uses it: every value a term that names its article, chosen by the day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from policy_gen.findings import Span
from policy_gen.provenance import Law, Term
from policy_gen.records.exemptions import Exemption, Proviso
from policy_gen.records.law import Announced, Duty, LawFile, Practice
from policy_gen.records.provision import Provision, Sure
from policy_gen.records.reasons import Reason
from policy_gen.records.record import Record
from policy_gen.records.rights import Basis, Exempt, Ground, NotTold, Right
from policy_gen.records.stated import Path, dotted

Locate = Callable[[Path], Span]
Dated = Mapping[str, tuple[Term[Any], ...]]
"""The values of the law by name, each once for every time that it holds."""


@dataclass(frozen=True, slots=True)
class LegalException:
    """Goods that a right leaves out, and what the store must have done for that."""

    goods: Term[tuple[Exemption, ...]]
    must_be_told: bool
    only_if: tuple[Proviso, ...]


@dataclass(frozen=True, slots=True)
class LegalRight:
    """What a customer is owed for some reasons, with every value's origin."""

    id: str
    basis: Law
    ground: Ground
    reasons: tuple[Reason, ...]
    breach: str | None = None
    values: Dated = field(default_factory=dict)
    exceptions: tuple[LegalException, ...] = ()
    not_told: tuple[NotTold, ...] = ()

    def value(self, name: str, day: date | None) -> Term[Any] | None:
        """What the law says under a name on a day; None where it has no rule."""
        return in_force(self.values.get(name, ()), day)


@dataclass(frozen=True, slots=True)
class LegalDuty:
    """Something that the seller must tell or offer, with where that is written."""

    id: str
    basis: Law
    duty: Duty


@dataclass(frozen=True, slots=True, eq=False)
class Jurisdiction:
    """The law of a country or state: its own, and what it shares with the files that it extends.

    `cancelling` says whether customers may cancel before the parcel arrives, `cancelled` what they then get.
    """

    id: str
    name: str
    depth: str
    reviewed: date
    languages: tuple[Term[Any], ...] = ()
    rights: Mapping[str, LegalRight] = field(default_factory=dict)
    guarantee: Dated = field(default_factory=dict)
    delivery: Dated = field(default_factory=dict)
    cancelling: Term[str] | None = None
    cancelled: Dated = field(default_factory=dict)
    duties: Mapping[str, LegalDuty] = field(default_factory=dict)
    announced: Mapping[str, Term[str]] = field(default_factory=dict)
    practices: Mapping[str, tuple[Practice, Law]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def origins(self) -> Iterable[Law]:
        """Where every value and duty comes from."""
        dated = [*(right.values for right in self.rights.values()), self.guarantee, self.delivery, self.cancelled]
        terms = [term for values in dated for several in values.values() for term in several]
        yield from (right.basis for right in self.rights.values())
        yield from (term.origin for term in (*terms, *self.languages) if isinstance(term.origin, Law))
        yield from (duty.basis for duty in self.duties.values())
        yield from (change.origin for change in self.announced.values() if isinstance(change.origin, Law))


def in_force(terms: Iterable[Term[Any]], day: date | None) -> Term[Any] | None:
    """The one of several dated values that holds on a day."""
    return next((term for term in terms if isinstance(term.origin, Law) and term.origin.holds(day)), None)


def coming(laws: Iterable[Jurisdiction], day: date) -> list[tuple[Jurisdiction, Law]]:
    """What begins to hold after a day, the soonest first; the values of a right that is new as a whole count as one."""
    found = {(one.since, law.id, one.key): (law, one) for law in laws for one in law.origins() if _is_after(one, day)}
    whole = {(since, id, key) for since, id, key in found}
    return [found[since, id, key] for since, id, key in sorted(found)
            if not any((since, id, above) in whole for above in _above(key))]  # fmt: skip


def _is_after(law: Law, day: date) -> bool:
    return law.since is not None and law.since > day


def _above(key: str) -> list[str]:
    """The keys of what a key is a part of."""
    parts = key.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts))]


def cited(law: Law) -> str:
    """The article as lawyers cite it, with a word where it is not sure."""
    doubt = {Sure.MEMORY: "from memory", Sure.SECONDARY: "second-hand"}.get(Sure(law.confidence))
    return ", ".join(part for part in (law.article, doubt) if part)


def resolved(law: LawFile, id: str, locate: Locate, base: Jurisdiction | None) -> Jurisdiction:
    """The jurisdiction of a law file on top of the one that it extends, name by name and value by value."""
    reader = _Reader(law, id, locate)
    base = base or Jurisdiction(id, law.name, law.depth, law.reviewed)
    return Jurisdiction(
        id=id,
        name=law.name,
        depth=law.depth,
        reviewed=law.reviewed,
        languages=reader.plain(law.languages, ("languages",)) or base.languages,
        rights={**base.rights, **{key: reader.right(key, right, base) for key, right in law.rights.items()}},
        guarantee={**base.guarantee, **reader.values(law.guarantee, ("guarantee",))},
        delivery={**base.delivery, **reader.values(law.delivery, ("delivery",))},
        cancelling=reader.cancelling() or base.cancelling,
        cancelled={**base.cancelled, **reader.values(law.cancelling, ("cancelling",))},
        duties={**base.duties, **{key: reader.duty(key, duty, base) for key, duty in law.duties.items()}},
        announced={**base.announced, **{key: reader.change(key, change) for key, change in law.announced.items()}},
        practices={**base.practices, **{key: reader.practice(key, one) for key, one in law.practices.items()}},
        notes=(*base.notes, *law.notes),
    )


@dataclass(frozen=True)
class _Reader:
    """Turns the records of one law file into terms that know their articles."""

    law: LawFile
    id: str
    locate: Locate

    def right(self, key: str, right: Right, base: Jurisdiction) -> LegalRight:
        way: Path = ("rights", key)
        basis = self.basis(right, way)
        own = LegalRight(
            key, basis, right.ground, right.reasons, right.breach, self.values(right, way),
            tuple(self.exception(one, (*way, "exceptions", n), basis) for n, one in enumerate(right.exceptions)),
            right.not_told,
        )  # fmt: skip
        old = base.rights.get(key)
        if old is None:
            return own
        return replace(
            own,
            values={**old.values, **own.values},
            exceptions=own.exceptions or old.exceptions,
            not_told=own.not_told or old.not_told,
        )

    def exception(self, one: Exempt, way: Path, basis: Law) -> LegalException:
        article = one.article or basis.article
        law = replace(basis, key=dotted(way), article=article)
        if one.source:
            law = replace(self.origin(way, article, one.source, None), since=basis.since, until=basis.until)
        goods = Term(one.goods, law)
        return LegalException(goods, one.must_be_told, one.only_if)

    def duty(self, key: str, duty: Duty, base: Jurisdiction) -> LegalDuty:
        old = base.duties.get(key)
        if old is not None:
            said = duty.model_fields_set
            shared = {
                name: getattr(old.duty, name) for name in Duty.model_fields if name not in said and name not in _BASIS
            }
            duty = duty.model_copy(update=shared)
        return LegalDuty(key, self.basis(duty, ("duties", key)), duty)

    def change(self, key: str, change: Announced) -> Term[str]:
        return Term(change.what, self.basis(change, ("announced", key)))

    def practice(self, key: str, practice: Practice) -> tuple[Practice, Law]:
        way: Path = ("practices", key)
        source = practice.source or next(iter(self.law.sources), "")
        return practice, self.origin(way, practice.article or "", source, practice.confidence.value)

    def cancelling(self) -> Term[str] | None:
        cancelling = self.law.cancelling
        return Term(cancelling.right, self.basis(cancelling, ("cancelling",))) if cancelling else None

    def values(self, record: Record | None, way: Path) -> dict[str, tuple[Term[Any], ...]]:
        """The provisions of a right, of the guarantee, or of the rules on delivery and cancelling, by name."""
        if record is None:
            return {}
        said = {name: getattr(record, name) for name in type(record).model_fields}
        provided = {name: value for name, value in said.items() if _provisions(value)}
        return {name: self.plain(value, (*way, name), record) for name, value in provided.items()}

    def plain(
        self, provisions: tuple[Provision[Any], ...] | None, way: Path, around: Any = None
    ) -> tuple[Term[Any], ...]:
        return tuple(Term(one.value, self._provided(one, way, around)) for one in provisions or ())

    def basis(self, basis: Basis, way: Path) -> Law:
        law = self.origin(way, basis.article, basis.source, basis.confidence.value if basis.confidence else None)
        return replace(law, since=basis.since, until=basis.until)

    def _provided(self, one: Provision[Any], way: Path, around: Basis | None) -> Law:
        article = one.article or (around.article if around else "")
        source = one.source or (around.source if around else next(iter(self.law.sources), ""))
        sure = one.confidence or (around.confidence if around else None)
        law = self.origin(way, article, source, sure.value if sure else None)
        return replace(
            law,
            since=one.since or (around.since if around else None),
            until=one.until or (around.until if around else None),
        )

    def origin(self, way: Path, article: str, source: str, confidence: str | None) -> Law:
        text = self.law.sources.get(source)
        return Law(
            jurisdiction=self.id,
            key=dotted(way),
            span=self.locate(way),
            article=article,
            title=text.title if text else source,
            url=str(text.url) if text else "",
            version=str(text.version) if text else "",
            confidence=confidence or (text.confidence.value if text else "memory"),
        )


_BASIS = frozenset(Basis.model_fields)


def _provisions(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(one, Provision) for one in value)
