"""The worked cases of every jurisdiction, decided for a store that promises nothing of its own."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from policy_gen.decide import Verdict
from policy_gen.decide.by_law import by_law as ways_of_law
from policy_gen.decide.lateness import Delays, agreed
from policy_gen.decide.order import Way
from policy_gen.deriving.terms import Terms
from policy_gen.durations import parse
from policy_gen.records.reasons import FAULTS
from policy_gen.records.rights import NO_NUMBER
from policy_gen.rim import inputs, judging
from policy_gen.rim.judging import Asked
from policy_gen.source import parse as parse_yaml
from tests.shops import LINKS, STORE, SUPPLIER
from tests.test_laws import CASES, Case

MEAN = {**SUPPLIER, "returns": {"accepted": ["missing_part"]}, "lost_parcels": {}}
"""A supplier that takes next to nothing back."""


def terms(market: str, effective: date, **answers: Any) -> Terms:
    """The terms of a store that sells to a market."""
    data = {"store": {**STORE, **LINKS}, "effective": str(effective), "supplier": MEAN, "sells_to": [market], **answers}
    return inputs.understand(parse_yaml(json.dumps(data), "shop.yaml"), Path("shop.yaml"), {}).terms


def asked(case: Case) -> Asked:
    """A case as a question: what is counted in days from delivery there has a date here."""
    facts = case.facts
    day = facts.get("day")
    delivered = case.day - timedelta(days=day or 0)
    counted = {
        "noticed": facts.get("noticed", day if facts["reason"] in FAULTS else None),
        "ordered": facts.get("ordered"),
        "contract": facts.get("copy"),
    }
    known = {name: str(delivered + timedelta(days=days)) for name, days in counted.items() if days is not None}
    if day is not None:
        known["delivered"] = str(delivered)
    elif facts["reason"] in ("late", "lost"):
        # What a case says of the way back is said of goods that came late.
        known["delivered"] = str(delivered) if "return_postage" in facts else "no"
        known["ordered"], known["estimated"] = (str(delivered - timedelta(days=days)) for days in (60, 5))
        known |= {name: str(facts[name]) for name in ("shipped", "last_date") if name in facts}
    return Asked(facts["reason"], facts["market"], str(case.day), known, told=case.told)


def decided(case: Case) -> Verdict:
    return judging.verdict(terms(case.facts["market"], case.day), asked(case))


def by_law(verdict: Verdict) -> Any:
    return [way for way in verdict.ways if way.voice == "law"]


@pytest.mark.parametrize("case", CASES, ids=[case.facts["case"] for case in CASES])
def test_decide_says_what_a_lawyer_would_say(case: Case) -> None:
    facts, verdict = case.facts, decided(case)
    of_law = by_law(verdict) if verdict.entitled else []
    assert bool(of_law) == facts["entitled"]
    if not facts["entitled"]:
        return
    way = next(way for way in of_law if way.name == facts["right"])
    if "until" in facts:
        until = facts["until"] if isinstance(facts["until"], list) else [facts["until"]]
        ends = [limit.term.value for limit in way.limits if not limit.is_least]
        assert ends == [parse(one) for one in until if one != "reasonable"]
    if "soon_enough" in facts:
        assert [str(limit.term.value) for limit in way.limits if limit.is_least] == [facts["soon_enough"]]
    assert set(facts.get("first_remedies", [])) <= set(verdict.remedies)
    assert set(facts.get("remedies", [])) <= {*verdict.remedies, *verdict.then}
    if "refunds_within" in facts:
        assert facts["refunds_within"] in _refunds(way)
    if facts.get("return_postage") == "seller":
        assert verdict.payer == "store"
    elif "return_postage" in facts and case.facts["reason"] == "change_of_mind":
        assert verdict.payer == ("customer" if case.told or facts["return_postage"] == "customer" else "store")


def _refunds(way: Way) -> list[str]:
    """The times of a refund, as a case writes them."""
    words = {time: word for word, time in NO_NUMBER.items()}
    return [words.get(term.sure, str(term.value)) for term in way.values["refunds_within"]]


SHOWED = ("delivered", "2023-01-10")


@pytest.mark.parametrize(
    ("market", "on", "noticed", "is_entitled", "hangs_on"),
    [
        # Spain: three years to show, five more to tell of it.
        ("ES", "2026-05-10", "2025-12-20", True, ()),
        ("ES", "2026-05-10", "2026-02-01", False, ()),
        ("ES", "2026-05-10", None, None, ("noticed",)),
        ("ES", "2031-01-20", "2025-12-20", False, ()),
        # France: two years to show; how long a claim may wait after that is not known.
        ("FR", "2025-05-10", "2024-12-20", None, ("how long the law leaves to tell of a fault that showed in time",)),
        ("FR", "2025-05-10", "2025-02-01", False, ()),
        # Germany: the two years are for the claim itself.
        ("DE", "2025-05-10", "2024-12-20", False, ()),
    ],
)
def test_a_fault_that_showed_in_time_may_be_told_of_later_where_the_law_says_so(
    market: str, on: str, noticed: str | None, is_entitled: bool | None, hangs_on: tuple[str, ...]
) -> None:
    known = dict([SHOWED], **({"noticed": noticed} if noticed else {}))
    asked = Asked("defective", market, on, known)
    shop = terms(market, date(2023, 1, 1))
    order = asked.order(shop)
    clock = order.clock(asked.calendar)
    delays = Delays(order, clock, agreed(shop, order, clock), shop.laws.day)
    (way,) = ways_of_law(shop.laws, order, clock, delays)
    assert way.in_time == is_entitled
    assert way.lacking == hangs_on


@pytest.mark.parametrize(("on", "is_entitled"), [("2026-06-20", None), ("2026-06-26", True), ("2026-07-05", True)])
def test_an_order_is_late_by_law_only_once_a_grace_is_over(on: str, is_entitled: bool | None) -> None:
    known = {"ordered": "2026-05-25", "estimated": "2026-06-01", "shipped": "2026-05-26", "delivered": "no"}
    verdict = judging.verdict(terms("CA-QC", date(2026, 5, 1)), Asked("late", "CA-QC", on, known))
    assert verdict.entitled is is_entitled
    assert str(verdict.opens or "") == ("" if is_entitled else "2026-06-24")
