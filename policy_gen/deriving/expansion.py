"""One shape for suppliers: profiles and answers, long or short, become the same lists of terms by stage and reason."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from policy_gen.findings import Finding, Refused, Span, finding
from policy_gen.provenance import Answer, Confidence, Fact, Source, Term
from policy_gen.records.reasons import CHOICES, Reason
from policy_gen.records.record import UNKNOWN, Record
from policy_gen.records.shop import ShopPlatform
from policy_gen.records.stated import Path, dotted, placed
from policy_gen.records.supplier import Cancellation, Profile, ReturnRule, Returns, SupplierAnswers, When
from policy_gen.records.vocabulary import Coverage, Resale

Terms = Mapping[str, Term[Any]]
Locate = Callable[[Path], Span]
"""Finds a path's place in the file that was read, or the place of the nearest mapping around it."""

Sourced = TypeVar("Sourced", bound=Profile | ShopPlatform)
"""What writes facts down with their sources."""
GENERAL = ("ships_within", "delivers_within", "resolves_within", "instructions")
"""Answers about the supplier as a whole that both forms know."""
PER_REASON = tuple(name for name in Returns.model_fields if name not in {"accepted", "not_returnable"})
"""Answers that may differ from reason to reason."""


@dataclass(frozen=True, slots=True)
class Case:
    """A rule of the supplier: its terms by name, and the orders that it is for."""

    when: When
    terms: Terms


@dataclass(frozen=True, slots=True)
class Supplier:
    """A supplier's terms in the one shape that everything after reading knows.

    `cancellation` holds the stages in their order in time, `returns` the cases of each reason of which the first that
    fits holds; `dispute` is how a refused claim goes on; `apps` pass orders on; `hidden_words` are what no customer may
    read; `named_at` is where the questionnaire names it.
    """

    name: str
    named_at: Span
    general: Terms
    cancellation: tuple[Case, ...]
    returns: Mapping[Reason, tuple[Case, ...]]
    hidden_words: tuple[str, ...] = ()
    working_week: int = 5
    dispute: Terms = field(default_factory=dict)
    apps: tuple[tuple[str, Terms], ...] = ()

    def terms(self) -> Iterator[Term[Any]]:
        """Every term, also those that an answer replaced."""
        cases = [*self.cancellation, *(case for cases in self.returns.values() for case in cases)]
        for term in [*self.general.values(), *(term for case in cases for term in case.terms.values())]:
            yield term
            if term.replaced:
                yield term.replaced


def sourced(profile: Sourced, id: str, locate: Locate) -> Sourced:
    """A profile or a platform with the origin of every fact; raises Refused where a fact lacks its source."""
    sources = {
        key: Source(key, one.title, str(one.url or ""), one.confidence, one.checked, one.published, one.captured)
        for key, one in profile.sources.items()
    }
    wrong: list[Finding] = []

    def fact(path: Path) -> Fact:
        term, ids = _with_ids(profile, path)
        made = Fact(dotted(path), locate(path), id, tuple(sources[id] for id in ids if id in sources))
        wrong.extend(_unsourced(term, ids, made, sources))
        return made

    profile = placed(profile, fact)
    if wrong:
        # Facts that nobody wrote stand where their rule stands, and would all say the same.
        raise Refused(list(dict.fromkeys(wrong)))
    return profile


def from_profile(profile: Profile, id: str, locate: Locate, named_at: Span) -> Supplier:
    """The supplier of a profile; raises Refused where a fact lacks its source."""
    profile = sourced(profile, id, locate)
    return Supplier(
        name=profile.name,
        named_at=named_at,
        general=_terms(profile),
        cancellation=tuple(Case(rule.when, _flat(rule)) for rule in profile.cancellation),
        returns=_by_reason(profile.returns),
        hidden_words=(profile.name, *profile.hidden_words),
        working_week=profile.working_week,
        dispute=_terms(profile.dispute),
        apps=tuple((app.name, _terms(app)) for app in profile.apps),
    )


def from_answers(
    answers: SupplierAnswers,
    base: Supplier | None,
    locate: Locate,
    named_at: Span,
    way: Path = ("supplier",),
) -> Supplier:
    """The supplier of own answers, or of a profile corrected by them; raises Refused where they clash.

    The answers stand at `way` in the questionnaire.
    """
    written = answers.model_fields_set
    answers = placed(answers, lambda path: Answer(dotted((*way, *path)), locate((*way, *path))))
    base = _by_line(base or Supplier(answers.name or "the supplier", named_at, {}, (), {}), answers.shipping_methods)
    general = {name: getattr(answers, name) for name in GENERAL if name in written or name not in base.general}
    if "not_returnable" in answers.returns.model_fields_set or "not_returnable" not in base.general:
        general["not_returnable"] = answers.returns.not_returnable
    returns = _corrected_returns(answers.returns, base.returns, lambda path: locate((*way, *path)))
    if "lost_parcels" in written:
        said = answers.lost_parcels
        # Who says what the supplier gives for lost parcels, says that it answers for them.
        lost = {"covered": Term(Coverage.COVERED, said.report_within.origin)}
        lost |= {name: getattr(said, name) for name in type(said).model_fields if name in said.model_fields_set}
        returns[Reason.LOST] = tuple(_corrected(case, lost) for case in base.returns.get(Reason.LOST, (BARE,)))
    return replace(
        base,
        name=answers.name or base.name,
        general={**base.general, **{name: _over(base.general.get(name), term) for name, term in general.items()}},
        cancellation=_corrected_cancellation(answers.cancellation, base.cancellation),
        returns=returns,
        hidden_words=(*base.hidden_words, *((answers.name,) if answers.name else ())),
    )


def resale(supplier: Supplier) -> Iterator[Finding]:
    """What its terms say against selling its goods on: an error where they forbid it, a warning where they limit it."""
    term = supplier.general.get("resale", UNKNOWN)
    clause = "; ".join(_clause(source) for source in getattr(term.origin, "sources", ()))
    if term.known is Resale.PROHIBITED:
        help = "choose another supplier; with its written permission, copy the profile and make that `resale`'s source"
        yield finding("SUP008", f"the supplier forbids that its goods are sold on: {clause}", help, supplier.named_at)
    elif term.known is Resale.RESTRICTED:
        help = "read the clause, and ask the supplier whether your store may sell its goods"
        yield finding("SUP009", f"the supplier limits how its goods are sold on: {clause}", help, supplier.named_at)


def _clause(source: Source) -> str:
    return f'"{source.title}" {source.url}'.rstrip()


BARE = Case(When.model_construct(), dict.fromkeys(("covered", *PER_REASON), UNKNOWN))
"""What is known of a reason that no rule names."""


def _by_line(supplier: Supplier, used: tuple[str, ...]) -> Supplier:
    """The supplier without its rules for shipping lines that are not used; what is said of all used ones is certain."""
    if not used:
        return supplier
    return replace(
        supplier,
        cancellation=_for_lines(supplier.cancellation, used),
        returns={reason: _for_lines(cases, used) for reason, cases in supplier.returns.items()},
    )


def _for_lines(cases: tuple[Case, ...], used: tuple[str, ...]) -> tuple[Case, ...]:
    names, kept = {line.casefold() for line in used}, []
    for case in cases:
        lines = {line.casefold() for line in case.when.shipping_method}
        if lines and names <= lines:
            kept.append(Case(case.when.model_copy(update={"shipping_method": ()}), case.terms))
        elif not lines or lines & names:
            kept.append(case)
    return tuple(kept)


def _terms(record: Record) -> dict[str, Term[Any]]:
    return {name: value for name in type(record).model_fields if isinstance(value := getattr(record, name), Term)}


def _flat(rule: Cancellation) -> dict[str, Term[Any]]:
    approval = rule.approval
    return {**_terms(rule), "approver": approval.by, "reply_within": approval.within, "silence": approval.silence}


def _with_ids(profile: Profile | ShopPlatform, path: Path) -> tuple[Term[Any], tuple[str, ...]]:
    """The term at a path with the keys of its sources: its own, else those of the rule around it."""
    at: Any = profile
    ids: tuple[str, ...] = ()
    for step in path:
        at = at[step] if isinstance(step, int) else getattr(at, step)
        ids = getattr(at, "source", ()) or ids
    return at, ids


def _unsourced(term: Term[Any], ids: tuple[str, ...], fact: Fact, sources: Mapping[str, Source]) -> Iterator[Finding]:
    """What is wrong with the sources of a fact."""
    absent = [id for id in ids if id not in sources]
    if absent:
        yield finding("SUP004", f"there is no source `{absent[0]}`", f"one of: {', '.join(sources)}", fact.span)
    elif term.known is not None and not ids:
        yield finding("SUP004", f"`{fact.key}` has no source", "write `source:` beside the rule or fact", fact.span)
    elif term.known is not None and {sources[id].confidence for id in ids} == {Confidence.THIRD_PARTY}:
        message = f"`{fact.key}` is only known from others, so it is no fact"
        yield finding("SUP005", message, "write `{value: unknown, assume: …}`", fact.span)


def _by_reason(rules: tuple[ReturnRule, ...]) -> dict[Reason, tuple[Case, ...]]:
    cases: dict[Reason, tuple[Case, ...]] = {}
    for rule in rules:
        for reason in rule.reasons:
            cases[reason] = (*cases.get(reason, ()), Case(rule.when, _terms(rule)))
    return cases


def _over(old: Term[Any] | None, new: Term[Any]) -> Term[Any]:
    return new if old in (None, UNKNOWN) else replace(new, replaced=old)


def _corrected(case: Case, answers: Terms) -> Case:
    """The case with the merchant's answers in the place of the profile's facts."""
    return Case(case.when, {**case.terms, **{name: _over(case.terms.get(name), new) for name, new in answers.items()}})


def _corrected_cancellation(answers: Cancellation, base: tuple[Case, ...]) -> tuple[Case, ...]:
    written = answers.model_fields_set
    if not base:
        return (Case(When.model_construct(), _flat(answers)),) if written else ()
    chosen = {name: term for name, term in _flat(answers).items() if name in written}
    if "approval" in written:
        asked = {"by": "approver", "within": "reply_within", "silence": "silence"}
        chosen |= {asked[name]: getattr(answers.approval, name) for name in answers.approval.model_fields_set}
    # One answer to "until when?" says all of it: of several stages in time the last one is left.
    stages = {case.when: case for case in base}.values() if "until" in written else base
    return tuple(_corrected(case, chosen) for case in stages)


def _corrected_returns(
    answers: Returns, base: Mapping[Reason, tuple[Case, ...]], locate: Locate
) -> dict[Reason, tuple[Case, ...]]:
    coverage = _coverage(answers.accepted, base)
    reasons = {*base, *coverage}
    _no_strangers(answers, reasons, locate)
    corrected = {}
    for reason in sorted(reasons):
        chosen = {"covered": coverage[reason]} if reason in coverage else {}
        if reason not in coverage or coverage[reason].value is Coverage.COVERED:
            chosen |= _said(answers, reason)
        fits = base.get(reason) or ((BARE,) if reason in coverage else ())
        corrected[reason] = tuple(_corrected(case, chosen) for case in fits)
    return corrected


def _said(answers: Returns, reason: Reason) -> dict[str, Term[Any]]:
    """The answers that hold for a reason: those for all of them, and those that name it."""
    said = {name: getattr(answers, name) for name in PER_REASON if name in answers.model_fields_set}
    chosen = {name: term if isinstance(term, Term) else term.get(reason) for name, term in said.items()}
    return {name: term for name, term in chosen.items() if term is not None}


def _coverage(accepted: Term[tuple[Reason, ...]], base: Mapping[Reason, Any]) -> dict[Reason, Term[Coverage]]:
    """What a list of accepted reasons says: they are covered; the customer's choices and a profile's others are not."""
    if accepted.known is None:
        return {}
    listed = {reason: Term(Coverage.COVERED, accepted.origin) for reason in accepted.known}
    others = {*CHOICES, *base} - set(listed)
    return listed | {
        reason: accepted.made(Coverage.NOT_COVERED, "not in the list of accepted reasons") for reason in others
    }


def _no_strangers(answers: Returns, reasons: set[Reason], locate: Locate) -> None:
    """Raises Refused for an answer about a reason that nobody accepts."""
    wrong = [
        finding(
            "ANS005",
            f"`{reason}` has an answer here, but is not among the accepted reasons",
            f"add `{reason}` to `accepted`, or take it out here",
            locate(("returns", name, reason)),
        )
        for name in sorted(answers.model_fields_set & set(PER_REASON))
        if isinstance(said := getattr(answers, name), Mapping)
        for reason in said
        if reason not in reasons
    ]
    if wrong:
        raise Refused(wrong)
