"""The goods that a right leaves out, beside those that a supplier does not take back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from policy_gen.deriving.joined import LeftOut
from policy_gen.provenance import Term
from policy_gen.records.exemptions import MEETS, WHOLLY, Exempted, Proviso
from policy_gen.records.vocabulary import Exclusion

STEP = "the exceptions of the law"


def in_parts(exceptions: Iterable[LeftOut], step: str = STEP, *others: Term[Any]) -> dict[str, Term[Any]]:
    """The goods under two names: `exceptions`, which are always left out, and `exceptions_only_if`, with provisos."""
    found: dict[tuple[Proviso, ...], list[Term[Any]]] = {}
    for one in exceptions:
        found.setdefault(one.only_if, []).append(one.goods)
    always = found.pop((), [])
    parts = {"exceptions": _together(always, step, others)} if always else {}
    if found:
        goods = [term for terms in found.values() for term in terms]
        told = tuple(Exempted(_together(terms, step, ()).sure, only_if) for only_if, terms in found.items())
        parts["exceptions_only_if"] = replace(_together(goods, step, others), value=told)
    return parts


def _together(terms: Sequence[Term[Any]], step: str, others: Sequence[Term[Any]]) -> Term[Any]:
    goods = tuple(dict.fromkeys(item for term in terms for item in term.sure))
    more = {term.origin: term for term in terms[1:]}.values()
    return terms[0].made(goods, step, *more, *others)


def of_both(excluded: Iterable[Exclusion], exceptions: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """Of what a right leaves out that which lies within the goods that a supplier does not take back."""
    within = {goods for one in excluded for goods in MEETS.get(one, ())}
    return tuple(one for one in exceptions if within & set(one.goods.sure))


def beyond(excluded: Iterable[Exclusion], exceptions: Iterable[LeftOut]) -> tuple[Exclusion, ...]:
    """The goods that a supplier does not take back and a right covers, be it only some of their kind."""
    wholly = {goods for one in exceptions if not one.only_if for goods in one.goods.sure}
    return tuple(one for one in excluded if WHOLLY.get(one) not in wholly)
