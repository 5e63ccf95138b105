"""Why a verdict is what it is: every value that decided with the article, the answer or the fact that it comes from."""

from collections.abc import Iterator
from typing import Any

from policy_gen.cover.sides import Voice
from policy_gen.decide.order import Way
from policy_gen.decide.steps import named, names_nothing
from policy_gen.decide.verdict import Verdict
from policy_gen.deriving.jurisdiction import cited
from policy_gen.explain import place
from policy_gen.provenance import Answer, Default, Fact, Law, Origin, Term

Ground = dict[str, str]
"""One reason: `by` says who it is from, `says` what it is, and the key of that name where it stands."""
LATE = "counts as late or lost after"
NO_REMEDY = "the law that is known here names no remedy: it must be put right"
SAID = ("remedies", "then", "return_postage", "restocking_fee")


def because(verdict: Verdict, is_placed: bool = True) -> list[Ground]:
    """Every ground of a verdict, each once: what the customer gets, until when, and what the supplier owes."""
    found = [ground for what, term in _terms(verdict) for ground in _grounds(what, term)]
    found += [{"by": "unknown", "says": f"depends on {named(name)}"} for name in verdict.lacking]
    found += [{"by": "note", "says": note} for note in verdict.notes]
    found += [{"by": "note", "says": NO_REMEDY}] if names_nothing(verdict) else []
    if not is_placed:
        found = [{key: text for key, text in ground.items() if key != "place"} for ground in found]
    return [ground for number, ground in enumerate(found) if ground not in found[:number]]


def articles(way: Way) -> str:
    """What a way stands on, as people cite it: the article, or the page."""
    if way.voice is not Voice.LAW:
        return "your page"
    return ", ".join(dict.fromkeys(cited(law) for law in way.basis.leaves() if isinstance(law, Law)))


def _terms(verdict: Verdict) -> Iterator[tuple[str, Term[Any]]]:
    for way in verdict.ways:
        yield ("asks the supplier" if way.asks else "gives it"), way.basis
        if way.gate.term is not None:
            yield LATE, way.gate.term
        yield from (("at least until" if limit.is_least else "until", limit.term) for limit in way.limits)
        yield from (("on from a free day until", limit.rolls) for limit in way.limits if limit.rolls is not None)
        yield from (("until", term) for term in way.values.get("words", ()))
        if verdict.entitled is not False:
            yield from ((name, term) for name in SAID for term in way.values.get(name, ()))
    yield from (("refund", term) for term in verdict.refund.terms)
    if verdict.entitled is False and verdict.refused is not None:
        yield "not taken back", verdict.refused
    if verdict.claim.term is not None:
        yield "claim at the supplier until", verdict.claim.term


def _grounds(what: str, term: Term[Any]) -> Iterator[Ground]:
    """The grounds of a term: one for each place that it comes from."""
    for origin in dict.fromkeys(term.leaves()):
        by, name, *more = _named(origin)
        yield {"by": by, "says": f"{what}: {_plain(term.value)}", by if by != "law" else "article": name, **dict(more)}


def _named(origin: Origin) -> tuple[Any, ...]:
    match origin:
        case Law():
            return "law", cited(origin), ("law", f"{origin.jurisdiction} {origin.key}"), ("place", place(origin.span))
        case Answer(key, span):
            return "answer", key, ("place", place(span))
        case Fact(key, span, supplier, _):
            return "fact", f"{supplier} {key}", ("place", place(span))
        case Default(name, why):
            return "default", name, ("why", why)
        case _:
            return ("rule", "")


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
