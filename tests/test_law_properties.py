"""What holds whatever the supplier, the promises, the markets and the day."""

import json
from datetime import date
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policy_gen import policy
from policy_gen.deriving.comparison import ASKED, KINDS, OFFERED
from policy_gen.deriving.floors import LAW_NAMES
from policy_gen.deriving.joined import AXES, WORDED, as_time, best_of
from policy_gen.deriving.terms import Terms
from policy_gen.durations import SPOKEN, WITHOUT_DELAY, Order
from policy_gen.findings import Level
from policy_gen.policy import Policy
from policy_gen.provenance import Scope, Term
from policy_gen.records.reasons import CANCELLATION, CHOICES, FAULTS, Reason
from policy_gen.rim import inputs, lawbook
from policy_gen.rules.clause import Row
from policy_gen.source import parse
from tests.shops import LINKS, RETURNS, STORE, SUPPLIER

FAST = settings(max_examples=60, deadline=None)
MARKETS = "DE FR ES GB NO CH US US-CA KR JP CN TW BR IL TR ZA IN AU CA-QC EU FI TH".split()
CHOSEN = st.lists(st.sampled_from(MARKETS), min_size=1, max_size=4, unique=True)
DAYS = st.sampled_from(["2024-01-01", "2026-06-18", "2026-06-19", "2026-10-01", "2027-12-31"])
WINDOWS = st.sampled_from(
    ["3 days", "7 days", "10 business days", "14 days", "20 days", "40 days after order", "2 months", "3 years"]
)
TIMES = st.sampled_from(["1 business day", "3-5 business days", "10 days", "14 days after request", "20 business days", "7 days after return received"])  # fmt: skip
FEES = st.sampled_from(["none", "3%", "15%", "EUR 5"])
CONDITIONS = st.lists(
    st.sampled_from(["unused", "tags_on", "seal_intact", "original_packaging"]), max_size=3, unique=True
)
REMEDIES = st.lists(
    st.sampled_from(["refund", "store_credit", "exchange", "replacement"]), min_size=1, max_size=2, unique=True
)
SUPPLIED = st.fixed_dictionaries(
    {
        "accepted": st.lists(st.sampled_from([*FAULTS, *CHOICES]), min_size=1, max_size=6, unique=True),
        "report_within": WINDOWS,
        "refunds_within": TIMES,
    },
    optional={"restocking_fee": FEES, "condition": CONDITIONS, "remedies": REMEDIES,
              "return_postage": st.sampled_from(["supplier", "customer"])},
)  # fmt: skip
SUPPLIERS = st.one_of(
    st.sampled_from(["aliexpress", "printful"]), SUPPLIED.map(lambda returns: {**SUPPLIER, "returns": returns})
)
PROMISE = st.fixed_dictionaries(
    {"report_within": WINDOWS},
    optional={"refunds_within": TIMES, "restocking_fee": FEES, "remedies": REMEDIES,
              "return_postage": st.sampled_from(["store", "customer"])},
)  # fmt: skip
PROMISES = st.dictionaries(st.sampled_from([*CHOICES, "damaged", "defective", "lost"]), PROMISE, max_size=2)


def store(supplier: Any, sells_to: list[str], day: str, promise: Any = None, as_one: bool = False) -> Terms:
    """The terms of a store of these answers."""
    answers = {"store": {**STORE, **LINKS}, "effective": day, "supplier": supplier, "sells_to": sells_to}
    more = {"promise": promise} if promise else {}
    source = parse(json.dumps({**answers, **more, "markets_as": "one_policy" if as_one else "separate"}), "shop.yaml")
    return inputs.understand(source, Path("shop.yaml"), {}).terms


def said(made: Policy) -> list[tuple[str, str, str]]:
    """All that a page says: where, under which name, and what."""
    rows = [
        (clause.id, row)
        for clause in made.clauses
        for row in (clause.parts, *(one for rows in clause.rows.values() for one in rows))
    ]
    return [(id, name, str(term.value)) for id, row in rows for name, term in row.items()]


# --- Never below the law -------------------------------------------------------------------------


@FAST
@given(SUPPLIERS, CHOSEN, DAYS, PROMISES, st.booleans())
@example("aliexpress", ["BR", "KR", "DE"], "2026-12-01", {}, True)
def test_no_term_is_below_the_law_of_any_market(
    supplier: Any, sells_to: list[str], day: str, promise: Any, as_one: bool
) -> None:
    terms = store(supplier, sells_to, day, promise, as_one)
    for market in sells_to:
        for reason in (*CHOICES, Reason.DEFECTIVE, Reason.LOST, CANCELLATION):
            for name in LAW_NAMES:
                scope = Scope(reason, market)
                published = terms.with_law(name, terms.own(name, scope), scope)
                for floor in terms.laws.floors(name, scope):
                    orders = [KINDS[name].order(term.value, floor.value) for term in published]
                    assert Order.BETTER in orders or Order.EQUAL in orders, (market, reason, name)


IN_WORDS = [words.replace(" ", "_") for words in SPOKEN.values()]
FOR_CHOICES = {
    "report_within": "report_within",
    "restocking_fee": "restocking_fee",
    "condition": "condition",
    "refunds_within": "refunds_within",
}


@FAST
@given(SUPPLIERS, CHOSEN, DAYS, PROMISES)
def test_no_line_of_the_page_is_below_the_law_of_a_market_that_it_is_for(
    supplier: Any, sells_to: list[str], day: str, promise: Any
) -> None:
    terms = store(supplier, sells_to, day, promise)
    clauses = {clause.id: clause for clause in policy.derive(terms).clauses}
    for row in clauses["change_of_mind"].rows.get("groups", ()):
        for reason in row["reasons"].sure:
            _not_below(terms, row, reason, sells_to, FOR_CHOICES)
            for market in _markets(row, sells_to):
                payer = terms.laws.floor("return_postage", Scope(reason, market))
                assert payer is None or payer.value != "store" or "return_postage_customer" not in row
    for row in clauses["refunds"].rows.get("groups", ()):
        for reason in row["reasons"].sure if "reasons" in row else CHOICES if "rest" in row else ():
            _not_below(terms, row, reason, sells_to, {"refunds_within": "refunds_within"})
    for row in clauses["refunds"].rows.get("cancelled", ()):
        _not_below(terms, row, CANCELLATION, sells_to, {"cancelled_within": "refunds_within"})
    for row in clauses["parcels"].rows.get("refunds", ()):
        _not_below(terms, row, Reason.LOST, sells_to, {"refunds_within": "refunds_within"})


def _markets(row: Row, all_: list[str]) -> list[str]:
    return [str(market) for market in row["markets"].sure] if "markets" in row else all_


def _not_below(terms: Terms, row: Row, topic: str, sells_to: list[str], names: dict[str, str]) -> None:
    for market in _markets(row, sells_to):
        for part, name in names.items():
            for floor in terms.laws.floors(name, Scope(topic, market)):
                said = [row[one].value for one in (part, *(f"{part}_{words}" for words in IN_WORDS)) if one in row]
                if said:
                    orders = {KINDS[name].order(value, floor.value) for value in said}
                    assert orders != {Order.WORSE}, (market, topic, name)
                    # Where the law has no number, the page has more than one of its own.
                    assert floor.value != WITHOUT_DELAY or orders & {Order.BETTER, Order.EQUAL}, (market, topic, name)


# --- More for the customer is never less ---------------------------------------------------------


@FAST
@given(SUPPLIERS, CHOSEN, DAYS, st.sampled_from(MARKETS))
def test_one_more_law_never_makes_a_policy_for_all_meaner(
    supplier: Any, sells_to: list[str], day: str, more: str
) -> None:
    less = store(supplier, sells_to, day, as_one=True)
    with_more = store(supplier, [*dict.fromkeys([*sells_to, more])], day, as_one=True)
    _never_meaner(less, with_more, sells_to)


LADDER = ["3 days", "7 days", "14 days", "20 days", "60 days"]


@FAST
@given(SUPPLIED, st.sampled_from(LADDER), st.sampled_from(LADDER), CHOSEN, DAYS)
def test_a_more_generous_supplier_never_makes_the_policy_meaner(
    returns: Any, one: str, other: str, sells_to: list[str], day: str
) -> None:
    short, long = sorted((one, other), key=LADDER.index)
    suppliers = [{**SUPPLIER, "returns": {**returns, "report_within": window}} for window in (short, long)]
    less, more = (store(supplier, sells_to, day) for supplier in suppliers)
    _never_meaner(less, more, sells_to)


def _never_meaner(less: Terms, more: Terms, sells_to: list[str]) -> None:
    for market in sells_to:
        for reason in (*CHOICES, Reason.DEFECTIVE, Reason.LOST, CANCELLATION):
            for name in LAW_NAMES:
                scope = Scope(reason, market)
                before = less.with_law(name, less.own(name, scope), scope)
                after = more.with_law(name, more.own(name, scope), scope)
                for term in before:
                    if term.known is not None and all(one.known is not None for one in after):
                        orders = {KINDS[name].order(one.value, term.value) for one in after}
                        assert orders != {Order.WORSE}, (market, reason, name)


# --- The order of the markets --------------------------------------------------------------------


@FAST
@given(SUPPLIERS, CHOSEN, DAYS, PROMISES, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_the_markets_does_not_matter(
    supplier: Any, sells_to: list[str], day: str, promise: Any, as_one: bool, random: Any
) -> None:
    other = random.sample(sells_to, len(sells_to))
    one, same = (policy.derive(store(supplier, markets, day, promise, as_one)) for markets in (sells_to, other))
    assert said(one) == said(same)
    assert [(found.code, found.level, found.message) for found in one.findings] == [
        (found.code, found.level, found.message) for found in same.findings
    ]


# --- Joins ---------------------------------------------------------------------------------------


@cache
def _values(axis: str) -> tuple[Term[Any], ...]:
    """Every value that any law file has under a name."""
    found: dict[str, Term[Any]] = {}
    for id in lawbook.shipped():
        law = lawbook.jurisdiction(id)
        for values in (*(right.values for right in law.rights.values()), law.guarantee, law.delivery):
            for term in map(as_time, values.get(axis, ())) if axis in WORDED else values.get(axis, ()):
                if not isinstance(term.value, str) or axis not in ("at_least", "at_most"):
                    found.setdefault(str(term.value), term)
    return tuple(found.values())


def _best(axis: str, terms: Any) -> set[Any]:
    return {_plain(axis, term) for term in best_of(AXES[axis], terms)}


def _plain(axis: str, term: Term[Any]) -> Any:
    """A value; of a list, in which order it stands does not count."""
    return frozenset(term.value) if AXES[axis] in (ASKED, OFFERED) else str(term.value)


@pytest.mark.parametrize("axis", AXES)
def test_joining_laws_is_associative_commutative_and_idempotent(axis: str) -> None:
    values = _values(axis)
    assert values
    for one in values:
        assert _best(axis, [one, one]) == {_plain(axis, one)}
    for three in [values[start : start + 3] for start in range(len(values))]:
        together = _best(axis, three)
        for order in permutations(three):
            assert _best(axis, order) == together
            assert _best(axis, [*best_of(AXES[axis], order[:2]), *order[2:]]) == together


@FAST
@given(st.data())
def test_joining_many_laws_in_groups_is_joining_them_at_once(data: st.DataObject) -> None:
    axis = data.draw(st.sampled_from(sorted(AXES)))
    terms = data.draw(st.lists(st.sampled_from(_values(axis)), min_size=1, max_size=8))
    cut = data.draw(st.integers(0, len(terms)))
    groups = [*best_of(AXES[axis], terms[:cut]), *best_of(AXES[axis], terms[cut:])]
    assert _best(axis, groups) == _best(axis, terms)
    for best in best_of(AXES[axis], terms):
        assert all(AXES[axis].order(best.value, term.value) is not Order.WORSE for term in terms)


# --- Who mirrors is never blamed, who promises more is told --------------------------------------


@FAST
@given(SUPPLIERS, CHOSEN, DAYS, st.booleans())
def test_no_error_about_a_promise_where_there_is_none(
    supplier: Any, sells_to: list[str], day: str, as_one: bool
) -> None:
    made = policy.derive(store(supplier, sells_to, day, as_one=as_one))
    assert not [found for found in made.findings if found.code in ("LAW003", "LAW004", "LAW005")]
    assert not [found for found in made.findings if found.code.startswith("LAW") and found.level is Level.ERROR]


@FAST
@given(st.integers(1, 60), st.integers(1, 60), CHOSEN)
def test_no_promise_goes_beyond_the_supplier_without_a_note(supplied: int, promised: int, sells_to: list[str]) -> None:
    supplier = {**SUPPLIER, "returns": {**RETURNS, "report_within": f"{supplied} days"}}
    terms = store(supplier, sells_to, "2026-12-01", {"damaged": {"report_within": f"{promised} days"}})
    codes = {found.code for found in policy.derive(terms).findings if "you promise" in found.message}
    assert ("COV003" in codes) == (promised > supplied)
    assert ("COV002" in codes) == (supplied - 2 < promised <= supplied)


@FAST
@given(CHOSEN, DAYS)
def test_what_the_law_gives_and_the_supplier_refuses_is_never_without_a_note(sells_to: list[str], day: str) -> None:
    made = policy.derive(store(SUPPLIER, sells_to, day))
    by_law = [market for market in sells_to
              if any("withdrawal" in law.rights for law in lawbook.laws_of(market))]  # fmt: skip
    noted = " ".join(found.message for found in made.findings if found.code == "COV006").split("claim for faults")[0]
    assert all(market in noted for market in by_law)


def test_the_page_of_a_past_day_is_the_same_whenever_it_is_built() -> None:
    one, same = (policy.derive(store("aliexpress", ["DE", "AT", "KR"], "2026-06-18")) for _ in range(2))
    assert said(one) == said(same)
    assert date.fromisoformat("2026-06-18") in {term.value for clause in one.clauses for term in clause.parts.values()}
