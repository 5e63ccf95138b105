"""Parts for the playbook's templates: what is known, what only others report, and what nobody knows."""

from collections.abc import Mapping
from typing import Any

from policy_gen.durations import Duration
from policy_gen.provenance import Term
from policy_gen.records.scalars import Fee
from policy_gen.records.shop import Way

Parts = dict[str, Term[Any]]


def value(name: str, term: Term[Any]) -> Parts:
    """A term under its name, where it has a value; one that only others report is there under `NAME_reported`, too.

    What is missing is there under `NAME_unknown`, `NAME_listing` or `NAME_case_by_case`, so that it can be said.
    """
    if term.known is not None:
        return {name: _shown(term, term.known)}
    if term.assume is not None:
        shown = _shown(term, term.assume)
        return {name: shown, f"{name}_reported": shown}
    return {f"{name}_{term.value}": term.made(str(term.value), "")}


def values(**terms: Term[Any]) -> Parts:
    """Several terms, each as `value` gives it."""
    return merged(*(value(name, term) for name, term in terms.items()))


def word(name: str, term: Term[Any]) -> Parts:
    """A word under a name that says it, so that a template need not compare: `silence_approved`, `silence_unknown`."""
    known = term.reckoned
    if known is None:
        return {f"{name}_{term.value}": term.made(str(term.value), "")}
    found = {f"{name}_{str(known).replace(' ', '_')}": term.made(known, "")}
    return found if term.known is not None else {**found, f"{name}_reported": term.made(known, "")}


def words(name: str, term: Term[tuple[Any, ...]]) -> Parts:
    """Each word of a list under a name that says it."""
    return {f"{name}_{one}": term.made(one, "") for one in term.known or ()}


def end(name: str, term: Term[Duration]) -> Parts:
    """The end of something under a name that says how it ends: by a stage, by the clock, or nobody knows."""
    if term.known is None:
        return {f"{name}_unknown": term.made("unknown", "")}
    return {f"{name}_{'stage' if term.sure.is_stage else 'time'}": term}


def fee(name: str, term: Term[Fee]) -> Parts:
    """What is kept back, under a name that says whether anything is."""
    if term.known is None:
        return {f"{name}_unknown": term.made("unknown", "")}
    return {name if term.sure.amount else f"no_{name}": term}


def merged(*parts: Mapping[str, Term[Any]]) -> Parts:
    """Several mappings of parts as one."""
    return {name: term for one in parts for name, term in one.items()}


def _shown(term: Term[Any], known: Any) -> Term[Any]:
    is_way = isinstance(known, tuple) and all(type(step) is str for step in known)
    return term.made(Way(known) if is_way else known, "")
