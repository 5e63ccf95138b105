"""A sentence of the page: the one that would not be there, or would read otherwise, without a part of a clause."""

import re
from collections.abc import Iterable
from dataclasses import replace
from enum import Enum
from typing import Any

from jinja2 import UndefinedError

from policy_gen.decide.quote import Quote
from policy_gen.durations import STAGES, Duration
from policy_gen.pages.document import Words, assemble
from policy_gen.policy import Policy
from policy_gen.rules.clause import Clause, Row

_END = re.compile(r"(?<=[.?!]) ")
_MARKS = re.compile(r"^(?:- |\d+\. )|\*\*|[<>]")


def sentence(quotes: Iterable[Quote], policy: Policy, words: Words) -> str:
    """The sentences of the page in one language that the first of some quotes stands for; empty where none does."""
    return next((found for quote in quotes if (found := _said(quote, policy, words))), "")


def _said(quote: Quote, policy: Policy, words: Words) -> str:
    whole = _sentences(_alone(quote, quote.row), policy, words)
    for other in (_changed(quote), _without(quote)):
        try:
            rest = _sentences(other, policy, words)
        except (TypeError, UndefinedError):
            # The template can't do without the part.
            continue
        if lost := [one for one in whole if one not in rest]:
            # A question alone says nothing: what follows answers it.
            answer = whole[whole.index(lost[-1]) + 1 :][:1] if lost[-1].endswith("?") else []
            return " ".join([*lost, *answer])
    return ""


def _sentences(clause: Clause, policy: Policy, words: Words) -> list[str]:
    """The sentences of a clause as the page has it, headings left out."""
    (section,) = assemble(replace(policy, clauses=(clause,)), words).sections
    lines = (line for line in section.body.splitlines() if not line.startswith("#"))
    return [one for line in lines for one in _END.split(_MARKS.sub("", line).strip()) if one]


def _alone(quote: Quote, row: Row | None) -> Clause:
    """The clause with one row in the list that the quote is of."""
    if not quote.rows:
        return quote.clause
    return replace(quote.clause, rows={**quote.clause.rows, quote.rows: () if row is None else (row,)})


def _without(quote: Quote) -> Clause:
    if not quote.rows:
        return replace(quote.clause, parts=_less(quote.clause.parts, quote.part))
    return _alone(quote, _less(quote.row, quote.part) if quote.row and quote.part else None)


def _changed(quote: Quote) -> Clause:
    """The clause with another value in the part's place, so that the sentence with the value reads otherwise."""
    parts = quote.row if quote.row is not None else quote.clause.parts
    if quote.part not in parts:
        return _without(quote)
    other = {**parts, quote.part: replace(parts[quote.part], value=_other(parts[quote.part].sure))}
    return _alone(quote, other) if quote.rows else replace(quote.clause, parts=other)


def _less(parts: Row, name: str) -> Row:
    return {part: term for part, term in parts.items() if part != name}


def _other(value: Any) -> Any:
    """Another value of the same kind, as far as there is one."""
    match value:
        case Duration() if value.is_stage:
            return replace(value, event=next(event for event in STAGES.values() if event is not value.event))
        case Duration():
            return replace(value, low=value.low + 1, high=value.high + 1)
        case (Enum() as only,):
            return (only, next(one for one in type(only) if one is not only))
        case (_, *others):
            return tuple(others)
        case _:
            return value
