"""Policies from YAML text, without files: what tests of the arithmetic start from, and what they look at."""

import json
from collections.abc import Iterator
from typing import Any

from policy_gen.deriving.expansion import Supplier, from_answers, from_profile
from policy_gen.deriving.fulfilment import Fulfilled
from policy_gen.deriving.terms import Terms, gather
from policy_gen.findings import Finding, Refused, Span
from policy_gen.policy import Policy, derive
from policy_gen.provenance import Answer, Rule, Term
from policy_gen.reading import read
from policy_gen.records import stated
from policy_gen.records.questionnaire import Questionnaire
from policy_gen.records.supplier import Profile, SupplierAnswers
from policy_gen.rim.inputs import _place
from policy_gen.source import parse

STORE = "store: {name: Dalbit Living, website: 'https://dalbit.example', email: help@dalbit.example}\n"
PROFILE = """\
schema: 1
name: Plum Goods
kind: wholesaler
sources:
  own: {title: Terms, url: 'https://plum.example/terms', confidence: own, published: 2026-11-01, checked: 2026-11-23}
"""


def supplier(text: str, profile: str = "") -> Supplier:
    """The supplier of a questionnaire; `profile` is the text of the profile that it names, without its head."""
    source = parse(text, "shop.yaml")
    answers = read(Questionnaire, source).supplier
    named_at = source.key(("supplier",))
    base = _profiled(PROFILE + profile, named_at) if profile else None
    if isinstance(answers, SupplierAnswers):
        return from_answers(answers, base, lambda way: _place(source, way), named_at)
    assert base is not None
    return base


def _profiled(text: str, named_at: Span) -> Supplier:
    source = parse(text, "plum.yaml")
    return from_profile(read(Profile, source), "plum", source.value, named_at)


def terms(text: str, profile: str = "") -> Terms:
    """The terms of a questionnaire, whose store is the usual one where the text has none."""
    text = text if text.startswith("store:") else STORE + text
    source = parse(text, "shop.yaml")
    placed = stated.placed(read(Questionnaire, source), lambda way: Answer(stated.dotted(way), _place(source, way)))
    return gather(placed, Fulfilled({None: (supplier(text, profile),)}), {})


def policy(text: str, profile: str = "") -> Policy:
    """The policy of a questionnaire."""
    return derive(terms(text, profile))


def written(answers: dict[str, Any]) -> str:
    """Answers that were made as data, as text; what JSON writes is YAML too."""
    return "\n".join(f"{key}: {json.dumps(value)}" for key, value in answers.items())


def part(derived: Policy, clause: str, name: str) -> str | None:
    """What a clause says under a name, in its parts or its rows; None where the page doesn't say it."""
    found = [shown(term) for place, term in printed(derived) if place == f"{clause}.{name}"]
    return " / ".join(dict.fromkeys(found)) or None


def parts(derived: Policy, clause: str) -> dict[str, str]:
    """Everything that a clause says, by its names; empty where there is no such clause."""
    names = {place.split(".")[1] for place, _ in printed(derived) if place.startswith(f"{clause}.")}
    return {name: part(derived, clause, name) or "" for name in names}


def offer(derived: Policy, reason: str) -> dict[str, str]:
    """What the page says for one reason, by the names of the parts; empty where it takes nothing back for it."""
    for clause in derived.clauses:
        for row in clause.rows.get("groups", ()):
            if clause.id in ("something_wrong", "change_of_mind") and reason in row["reasons"].sure:
                return {name: shown(term) for name, term in row.items()}
    return {}


def shown(term: Term[Any]) -> str:
    value = term.sure
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def found(derived: Policy, code: str) -> list[Finding]:
    """The findings of a policy whose code begins so."""
    return [one for one in derived.findings if one.code.startswith(code)]


def messages(derived: Policy, code: str) -> str:
    return "\n".join(one.message for one in found(derived, code))


def places(derived: Policy, code: str) -> list[tuple[int, int]]:
    """Line and column of each finding of a code; line 1 is the usual store's."""
    return [(one.spans[0].line, one.spans[0].column) for one in found(derived, code)]


def printed(derived: Policy) -> Iterator[tuple[str, Term[Any]]]:
    """Every term of every clause with a name that says where it is."""
    for clause in derived.clauses:
        for row in (clause.parts, *(row for rows in clause.rows.values() for row in rows)):
            yield from ((f"{clause.id}.{name}", term) for name, term in row.items())


def steps(term: Term[Any]) -> list[str]:
    """Every step that led to a term, the last one first."""
    if not isinstance(term.origin, Rule):
        return []
    return [term.origin.step, *(step for one in term.origin.inputs for step in steps(one))]


def refusals(text: str, profile: str = "") -> list[Finding]:
    """What is wrong with a questionnaire that is refused."""
    try:
        terms(text, profile)
    except Refused as refused:
        return list(refused.findings)
    return []
