"""Several suppliers in one store: what is merged for one group of products, and which groups stand apart."""

import json
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_gen.deriving.comparison import KINDS
from policy_gen.deriving.merging import merged
from policy_gen.deriving.terms import Terms
from policy_gen.durations import Order
from policy_gen.policy import Policy, derive
from policy_gen.provenance import Missing, Scope, Term
from policy_gen.records.reasons import CANCELLATION, Reason
from policy_gen.rim import inputs
from tests.making import found, messages, steps

STORE = {"name": "Dalbit Living", "website": "https://dalbit.example", "email": "help@dalbit.example"}
AT_LEAST = (Order.BETTER, Order.EQUAL)
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)


def store(folder: Path, *suppliers: dict[str, Any], **others: Any) -> Terms:
    """The terms of a store with these suppliers, all for the same goods where they name no products."""
    each = [{"products": one.pop("products", "goods"), "supplier": one} for one in map(dict, suppliers)]
    path = folder / "shop.yaml"
    path.write_text(json.dumps({"store": STORE, "suppliers": each, **others}), "utf-8")
    return inputs.load(path, {}).terms


def own(**returns: Any) -> dict[str, Any]:
    """A supplier of own answers on returns."""
    return {"returns": {"accepted": ["damaged"], **returns}}


def cancelling(until: str, by: str, **others: Any) -> dict[str, Any]:
    """A supplier of own answers on cancelling."""
    return {"cancellation": {"until": until, "approval": {"by": by, **others}}, **own()}


def clauses(policy: Policy) -> list[tuple[str, tuple[str, ...]]]:
    """The clauses of a page in their order, each with its products."""
    return [(clause.id, clause.products) for clause in policy.clauses]


# --- The figures -----------------------------------------------------------------------------------------

REAL = ("aliexpress", "cjdropshipping", "printful", "bigbuy")


def test_four_real_suppliers_come_to_the_window_of_the_strictest_and_explain_says_so(tmp_path: Path) -> None:
    terms = store(tmp_path, *({"profile": name} for name in REAL))
    window = terms.mirror("report_within", Scope(Reason.DAMAGED, group="goods"))
    assert str(window.value) == "2 days after delivery"
    assert steps(window)[0] == "BigBuy sets it; without it 5 days after delivery"
    without = store(tmp_path, {"profile": "aliexpress"}, {"profile": "printful"})
    assert str(without.mirror("report_within", Scope(Reason.DAMAGED, group="goods")).value) == "13 days after delivery"


def test_each_group_of_products_has_the_window_of_its_own_supplier(tmp_path: Path) -> None:
    terms = store(tmp_path, *({"profile": name, "products": name[:4]} for name in REAL))
    windows = {group: terms.mirror("report_within", Scope(Reason.DAMAGED, group=group)).value for group in terms.groups}
    assert {group: str(value) for group, value in windows.items()} == {
        "alie": "13 days after delivery",
        "cjdr": "5 days after delivery",
        "prin": "28 days after delivery",
        "bigb": "2 days after delivery",
    }


# --- Merging field by field ------------------------------------------------------------------------------

PAIRS: list[tuple[str, Any, Any, str]] = [
    ("report_within", "15 days", "30 days", "13 days after delivery"),
    ("evidence", ["photo"], ["video", "photo_packaging"], "photo, video, photo_packaging"),
    ("evidence", "unknown", ["photo"], "photo"),
    ("remedies", ["refund", "replacement"], ["refund"], "refund"),
    ("send_back", "never", "always", "always"),
    ("send_back", "never", "on request", "on request"),
    ("return_postage", "supplier", "customer", "customer"),
    ("refunds_within", "5 days", "3-15 days", "15 days after decision"),
    ("restocking_fee", "none", "15%", "15%"),
    ("report_within", "15 days", "unknown", "unknown"),
]


@pytest.mark.parametrize(("name", "one", "other", "expected"), PAIRS, ids=lambda value: str(value)[:24])
def test_a_group_has_what_all_its_suppliers_give(
    name: str, one: Any, other: Any, expected: str, tmp_path: Path
) -> None:
    for pair in permutations((own(**{name: one}), own(**{name: other}))):
        term = store(tmp_path, *pair).mirror(name, Scope(Reason.DAMAGED, group="goods"))
        value = term.value
        assert (", ".join(map(str, value)) if isinstance(value, tuple) else str(value)) == expected


def test_a_choice_is_only_offered_where_every_supplier_takes_it_back(tmp_path: Path) -> None:
    window = {"report_within": "30 days"}
    takes = {"returns": {"accepted": ["damaged", "change_of_mind"], **window}}
    both = derive(store(tmp_path, takes, takes))
    one = derive(store(tmp_path, takes, own(**window)))
    assert "change_of_mind" in str(next(clause for clause in both.clauses if clause.id == "change_of_mind").rows)
    assert "groups" not in next(clause for clause in one.clauses if clause.id == "change_of_mind").rows


def test_what_one_supplier_says_nothing_of_counts_as_not_known_for_the_group(tmp_path: Path) -> None:
    silent = {"cancellation": {"until": "shipped"}, **own()}
    terms = store(tmp_path, own(report_within="30 days"), silent)
    assert terms.mirror("report_within", Scope(Reason.DAMAGED, group="goods")).known is None
    told = [one for one in found(derive(terms), "ANS010") if "`report_within` (`damaged`)" in one.message]
    assert [span.line for one in told for span in one.spans] == [terms.groups["goods"][1].named_at.line]


# --- Cancelling ------------------------------------------------------------------------------------------


def test_where_one_supplier_must_agree_the_page_promises_nothing_and_says_until_when_to_ask(tmp_path: Path) -> None:
    by_itself = cancelling("processing", "nobody")
    asked = cancelling("shipped", "supplier", within="24 hours", silence="declined")
    scope = Scope(CANCELLATION, group="goods")
    for pair in permutations((by_itself, asked)):
        terms = store(tmp_path, *pair)
        assert terms.mirror("certain_until", scope).known is None
        assert str(terms.mirror("asked_until", scope).value) == "until processing"
        assert str(terms.mirror("reply_within", scope).value) == "24 hours after request"
        assert terms.mirror("silence", scope).value == "declined"


def test_where_no_supplier_must_agree_the_earliest_end_holds(tmp_path: Path) -> None:
    terms = store(tmp_path, cancelling("shipped", "nobody"), cancelling("production", "nobody"))
    assert str(terms.mirror("certain_until", Scope(CANCELLATION, group="goods")).value) == "until production"


# --- What can't be merged --------------------------------------------------------------------------------


def lost(**said: str) -> dict[str, Any]:
    return {"delivers_within": "7 days", "ships_within": "2 days", "lost_parcels": said, **own()}


@pytest.mark.parametrize(
    ("opens", "closes", "clash"),
    [
        ("45 days after shipping", "30 days after estimated delivery", True),
        ("37 days after shipping", "30 days after estimated delivery", False),
        ("38 days after shipping", "30 days after estimated delivery", True),
        ("60 days after shipping", "40 days after shipping", True),
        ("40 days after shipping", "40 days after shipping", False),
        ("60 days after shipping", "unknown", False),
    ],
)
def test_a_claim_that_opens_after_another_closes_splits_the_group(
    opens: str, closes: str, clash: bool, tmp_path: Path
) -> None:
    terms = store(
        tmp_path, lost(report_opens=opens, report_within="90 days after shipping"), lost(report_within=closes)
    )
    told = found(derive(terms), "SUP010")
    assert [len(one.spans) for one in told] == ([2] if clash else [])


def test_apart_they_hold_together(tmp_path: Path) -> None:
    opens = {**lost(report_opens="60 days after shipping", report_within="90 days after shipping"), "products": "lamps"}
    closes = {**lost(report_within="30 days after shipping"), "products": "mugs"}
    assert found(derive(store(tmp_path, opens, closes)), "SUP010") == []


# --- One page of several groups --------------------------------------------------------------------------


def test_what_differs_stands_in_a_block_for_each_group_and_the_rest_once(tmp_path: Path) -> None:
    mugs = {**own(report_within="30 days"), "products": ["mugs", "prints"]}
    lamps = {**own(report_within="15 days"), "products": "lamps"}
    page = clauses(derive(store(tmp_path, mugs, lamps)))
    assert page[:5] == [
        ("products", ()),
        ("short_version", ("mugs", "prints")),
        ("something_wrong", ("mugs", "prints")),
        ("short_version", ("lamps",)),
        ("something_wrong", ("lamps",)),
    ]
    assert all(products == () for _, products in page[5:])
    assert len({id for id, _ in page[5:]}) == len(page[5:])


def test_groups_that_say_the_same_share_a_block_and_without_a_difference_there_is_none(tmp_path: Path) -> None:
    mugs, lamps = ({**own(report_within="30 days"), "products": products} for products in ("mugs", "lamps"))
    bags = {**own(report_within="15 days"), "products": "bags"}
    assert all(products == () for _, products in clauses(derive(store(tmp_path, mugs, lamps))))
    blocks = dict.fromkeys(products for _, products in clauses(derive(store(tmp_path, mugs, bags, lamps))))
    assert list(blocks) == [(), ("mugs", "lamps"), ("bags",)]


def test_evidence_that_differs_stands_with_each_fault_and_not_among_the_common_steps(tmp_path: Path) -> None:
    mugs = {**own(evidence=["photo"]), "products": "mugs"}
    lamps = {**own(evidence=["video"]), "products": "lamps"}

    def steps_of(*suppliers: dict[str, Any]) -> Any:
        return next(one for one in derive(store(tmp_path, *suppliers)).clauses if one.id == "how_to_return").parts

    assert "evidence" not in steps_of(mugs, lamps)
    assert "evidence" in steps_of(mugs, {**mugs, "products": "lamps"})


def test_a_finding_of_some_products_names_them(tmp_path: Path) -> None:
    mugs = {**own(report_within="2 days"), "products": ["mugs", "prints"]}
    lamps = {**own(report_within="15 days"), "products": "lamps"}
    derived = derive(store(tmp_path, mugs, lamps))
    assert messages(derived, "COV005").startswith("mugs, prints: ")
    assert [len(one.spans) for one in found(derived, "ANS012")] == [2]


# --- Merging is a meet -----------------------------------------------------------------------------------

AMOUNTS = {
    "report_within": st.integers(1, 40).map(lambda n: f"{n} days"),
    "evidence": st.lists(st.sampled_from(["photo", "video", "photo_packaging"]), min_size=1, unique=True),
    "remedies": st.lists(st.sampled_from(["refund", "partial_refund", "replacement"]), min_size=1, unique=True),
    "send_back": st.sampled_from(["never", "on request", "always"]),
    "return_postage": st.sampled_from(["supplier", "store", "customer"]),
    "refunds_within": st.tuples(st.integers(1, 30), st.sampled_from(["days", "business days"])).map(
        lambda drawn: f"{drawn[0]} {drawn[1]}"
    ),
    "restocking_fee": st.sampled_from(["none", "10%", "15%", "EUR 5"]),
}
RETURNS = st.fixed_dictionaries({name: st.one_of(st.just("unknown"), value) for name, value in AMOUNTS.items()})


def mirrored(folder: Path, suppliers: Sequence[dict[str, Any]]) -> dict[str, Term[Any]]:
    terms = store(folder, *(own(**one) for one in suppliers))
    return {name: terms.mirror(name, Scope(Reason.DAMAGED, group="goods")) for name in AMOUNTS}


@PATIENT
@given(suppliers=st.lists(RETURNS, min_size=1, max_size=3), data=st.data())
def test_neither_the_order_of_the_suppliers_nor_one_named_twice_changes_what_a_group_gives(
    suppliers: list[dict[str, Any]], data: st.DataObject, tmp_path: Path
) -> None:
    values = {name: term.value for name, term in mirrored(tmp_path, suppliers).items()}
    other = data.draw(st.permutations([*suppliers, data.draw(st.sampled_from(suppliers))]))
    assert {name: term.value for name, term in mirrored(tmp_path, other).items()} == values


@PATIENT
@given(suppliers=st.lists(RETURNS, min_size=1, max_size=2), more=RETURNS)
def test_one_supplier_more_never_gives_customers_more(
    suppliers: list[dict[str, Any]], more: dict[str, Any], tmp_path: Path
) -> None:
    before, after = mirrored(tmp_path, suppliers), mirrored(tmp_path, [*suppliers, more])
    for name, term in after.items():
        if term.known is not None and before[name].known is not None:
            assert KINDS[name].order(before[name].known, term.known) in AT_LEAST, name


@PATIENT
@given(suppliers=st.lists(RETURNS, min_size=3, max_size=3))
def test_merging_may_be_done_in_any_grouping(suppliers: list[dict[str, Any]], tmp_path: Path) -> None:
    ones = [mirrored(tmp_path, [one]) for one in suppliers]
    for name in AMOUNTS:
        scope = Scope(Reason.DAMAGED, group="goods")
        first, second, third = (one[name] for one in ones)
        left = merged(name, [("left", merged(name, [("a", first), ("b", second)], scope)), ("c", third)], scope)
        right = merged(name, [("a", first), ("right", merged(name, [("b", second), ("c", third)], scope))], scope)
        assert _value(left) == _value(right), name


def _value(term: Term[Any]) -> Any:
    return Missing.UNKNOWN if term.known is None else term.value


# --- Who sets it -----------------------------------------------------------------------------------------


def test_two_that_set_a_value_together_are_both_named_and_a_union_has_no_one(tmp_path: Path) -> None:
    scope = Scope(Reason.DAMAGED, group="goods")
    named = [
        {"name": name, **own(report_within=days)} for name, days in (("A", "9 days"), ("B", "9 days"), ("C", "15 days"))
    ]
    assert steps(store(tmp_path, *named).mirror("report_within", scope))[0] == (
        "A and B set it; without them 13 days after delivery"
    )
    asking = [{"name": name, **own(evidence=[piece])} for name, piece in (("A", "photo"), ("B", "video"))]
    assert steps(store(tmp_path, *asking).mirror("evidence", scope))[0] == (
        "what all of these suppliers give, taken together"
    )
