"""Two states of a policy compared by meaning: the effect of each change for customers, its scope and its cause."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_gen.changes.diff import Change, arrow, diff
from policy_gen.changes.lockfile import Lock, from_json
from policy_gen.changes.report import NOTHING, markdown, text
from policy_gen.changes.snapshot import YES, Entry, Leaf
from policy_gen.changes.weighing import Effect, effect, kind_of
from policy_gen.rim import lock
from tests.shops import STORE, written
from tests.stores import PROFILE, answers, done, profile_says, run, store, supplier_gets_worse

LOCK = Path("shop.lock.json")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def built(**others: Any) -> None:
    done("build", store(**others), "--format", "md")


def state() -> Lock:
    return from_json(LOCK.read_text("utf-8"), "shop.lock.json")


def said(*entries: Entry, **others: Any) -> Lock:
    return Lock("1", terms=entries, **others)


def entry(name: str, value: str | tuple[str, ...] = YES, **others: Any) -> Entry:
    return Entry("clause", name, kind_of(name), value, **others)


def effects(old: Lock, new: Lock) -> list[tuple[str, str]]:
    return [(change.effect.value, change.name) for change in diff(old, new)]


# --- The command -----------------------------------------------------------------------------------------------------


def test_a_supplier_that_gives_less_is_worse_in_each_market_with_the_clauses_and_the_cause() -> None:
    built(sells_to=["JP"])
    supplier_gets_worse()
    lines = done("diff", "shop.yaml").splitlines()
    assert all(line.startswith("worse    JP: ") for line in lines)
    (window,) = (line for line in lines if "report_within" in line.partition("→")[0])
    assert "13 → 8 days after delivery [short_version, something_wrong]" in window
    assert "supplier aliexpress: report_within 15 → 10 days after delivery, checked 2026-11-23" in window
    assert "damaged, defective" in window
    assert any("refunds_within" in line and "at worst 20 → 30 business days" in line for line in lines)


def test_without_markets_a_change_holds_everywhere_and_the_cancellation_refund_is_told() -> None:
    built()
    supplier_gets_worse()
    (returns, refund, lost, window) = done("diff", "shop.yaml").splitlines()
    assert returns.startswith("worse    everywhere: refunds_within 20 → 30 business days after decision [refunds")
    assert refund.startswith(
        "worse    everywhere: refunds_within (cancellation) 20 → 30 business days after cancellation"
    )
    assert "cancellation" in refund.partition("[")[2].partition("]")[0]
    assert lost.startswith("worse    everywhere: refunds_within (lost) 20 → 30 business days after decision")
    assert window.startswith("worse    everywhere: report_within")


def test_each_market_has_a_line_of_its_own() -> None:
    built(sells_to=["US", "AU"])
    supplier_gets_worse()
    told = [line for line in done("diff", "shop.yaml").splitlines() if "13 → 8 days" in line]
    assert [line.split()[1] for line in told] == ["AU:", "US:"]


def test_a_newer_check_of_the_same_facts_changes_nothing() -> None:
    built()
    profile_says("checked: 2026-11-23", "checked: 2026-11-24")
    assert done("diff", "shop.yaml") == f"{NOTHING}\n"


def test_the_day_of_the_check_is_told_with_the_cause() -> None:
    built()
    supplier_gets_worse()
    profile_says("checked: 2026-11-23", "checked: 2026-11-30")
    assert "report_within 15 → 10 days after delivery, checked 2026-11-30" in done("diff", "shop.yaml")


def test_questionnaires_and_locks_compare_with_each_other_either_way() -> None:
    built()
    Path("old.lock.json").write_bytes(LOCK.read_bytes())
    store(promise={"damaged": {"report_within": "30 days after delivery"}})
    (better,) = done("diff", "old.lock.json", "shop.yaml").splitlines()
    (worse,) = done("diff", "shop.yaml", "old.lock.json").splitlines()
    assert better.startswith("better   everywhere: report_within (damaged) 13 → 30 days after delivery")
    assert worse.startswith("worse    everywhere: report_within (damaged) 30 → 13 days after delivery")
    assert "answer promise.damaged.report_within" in better
    written(answers(), Path(), "other.yaml")
    assert done("diff", "other.yaml", "shop.yaml").splitlines() == [better]


def test_json_has_every_part_of_a_change_by_its_name() -> None:
    built(sells_to=["US"])
    supplier_gets_worse()
    changes = json.loads(done("diff", "shop.yaml", "--report", "json"))["changes"]
    (window,) = (change for change in changes if change["name"] == "report_within")
    assert window["effect"] == "worse"
    assert (window["market"], window["group"]) == ("US", None)
    assert (window["old"], window["new"]) == ("13 days after delivery", "8 days after delivery")
    assert window["clauses"] == ["short_version", "something_wrong"]
    assert "damaged" in window["reasons"]
    assert len(window["causes"]) == 1


def test_markdown_is_one_table_that_nothing_in_it_can_break() -> None:
    built()
    store(store={**STORE, "name": "A | B `<b>`"})
    lines = done("diff", "shop.yaml", "--report", "markdown").splitlines()
    assert lines[0] == "| For customers | Market | Term | Change | Where | Why |"
    assert len(lines) == 3
    assert len(re.findall(r"(?<!\\)\|", lines[2])) == 7
    assert "<b>" not in lines[2].replace(r"\<b", "")


def test_markdown_says_so_where_nothing_changed() -> None:
    built()
    assert done("diff", "shop.yaml", "--report", "markdown") == "Nothing changed for customers.\n"


def test_a_questionnaire_without_a_lock_is_told() -> None:
    ran = run("diff", store())
    assert ran.exit_code == 1
    assert "shop.lock.json` does not exist" in ran.stderr


def test_a_questionnaire_that_cannot_be_read_is_told_with_its_findings() -> None:
    built()
    store(languages=["xx"])
    ran = run("diff", "shop.yaml")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "[ANS003]" in ran.stderr


def test_a_private_term_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    built()
    store(handling_time="1 day")
    monkeypatch.setenv("POLICY_GEN_PRIVATE_TERMS", "handling time\n")
    ran = run("diff", "shop.yaml")
    assert ran.exit_code == 1
    assert "handling" not in ran.stdout


# --- What a change means ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("report_within", "13 days after delivery", "8 days after delivery", "worse"),
        ("report_within", "13 days after delivery", "14 days after delivery", "better"),
        ("certain_until", "until production", "until shipped", "better"),
        ("certain_until", "12 hours after order", "until shipped", "worse"),
        ("certain_until", None, "until shipped", "better"),
        ("refunds_within", "20 business days after decision", "30 business days after decision", "worse"),
        ("refunds_within", "20 business days after decision", "at once", "better"),
        ("refunds_within", "without undue delay", "at once", "better"),
        # Nobody knows how soon that is, so somebody may lose by it.
        ("refunds_within", "20 business days after decision", "without undue delay", "worse"),
        ("refunds_within", None, "without undue delay", "better"),
        ("refunds_within", "20 business days after decision", None, "worse"),
        ("evidence", ("photo",), ("photo", "video"), "worse"),
        ("evidence", ("photo",), None, "better"),
        ("remedies", ("refund", "replacement"), ("refund",), "worse"),
        ("remedies", ("refund",), ("store_credit",), "worse"),
        ("restocking_fee", None, "15%", "worse"),
        ("restocking_fee", "15%", "none", "better"),
        ("restocking_fee", "15%", "EUR 5.00", "worse"),
        ("fee", None, "none", "neutral"),
        ("return_postage", "store", "customer", "worse"),
        ("send_back", "always", "never", "better"),
        ("accepted", YES, None, "worse"),
        ("refused", None, YES, "worse"),
        ("email", "a@b.example", "c@b.example", "neutral"),
        ("report_within", "something of the future", "8 days after delivery", "worse"),
    ],
)  # fmt: skip
def test_the_kind_of_a_term_decides_what_a_change_means(name: str, old: Any, new: Any, expected: str) -> None:
    assert effect(kind_of(name), old, new) == expected


DAYS = st.integers(1, 60).map(lambda number: f"{number} days after delivery")


@given(st.sampled_from(["report_within", "refunds_within", "certain_until", "evidence"]), DAYS, DAYS)
def test_what_is_better_one_way_is_worse_the_other_way(name: str, one: str, other: str) -> None:
    there, back = (effect(kind_of(name), *pair) for pair in ((one, other), (other, one)))
    if one == other:
        assert there == back == Effect.NEUTRAL
    elif name != "evidence":
        assert {there, back} == {Effect.BETTER, Effect.WORSE}


def test_a_reason_no_longer_accepted_is_one_change_for_the_worse() -> None:
    about = {"reasons": ("change_of_mind",)}
    old = said(
        entry("accepted", **about), entry("report_within", "14 days after delivery", **about),
        entry("remedies", ("refund",), **about),
    )  # fmt: skip
    new = said(entry("refused", **about, origins=(Leaf("answer", "", "promise.change_of_mind", "never"),)))
    (change,) = diff(old, new)
    assert (change.effect, change.name, change.told) == (Effect.WORSE, "accepted", "yes → no")
    assert change.causes == ("answer promise.change_of_mind: now never",)
    (back,) = diff(new, old)
    assert back.effect is Effect.BETTER


def test_a_market_that_is_new_is_one_change_and_not_one_of_each_term() -> None:
    old = said(entry("evidence", ("photo",)), markets=("US",))
    new = said(entry("evidence", ("photo",)), markets=("GB", "US"))
    assert [(change.market, change.effect) for change in diff(old, new)] == [("GB", Effect.NEUTRAL)]


def test_a_term_that_only_moves_to_another_clause_is_no_change() -> None:
    old, new = entry("evidence", ("photo",)), replace(entry("evidence", ("photo",)), clause="elsewhere")
    assert diff(said(old), said(new)) == ()


def test_a_term_of_some_markets_changes_only_there() -> None:
    window = "report_within"
    old = said(entry(window, "13 days after delivery"), markets=("GB", "US"))
    new = said(
        entry(window, "13 days after delivery", markets=("GB",)),
        entry(window, "8 days after delivery", markets=("US",)),
        markets=("GB", "US"),
    )
    assert [(change.market, change.told) for change in diff(old, new)] == [("US", "13 → 8 days after delivery")]


def test_what_held_for_all_reasons_is_compared_with_what_holds_for_each() -> None:
    old = said(entry("refunds_within", "20 business days after decision"))
    new = said(
        entry("refunds_within", "20 business days after decision", reasons=("damaged",)),
        entry("refunds_within", "30 business days after decision", reasons=("lost",)),
    )
    assert [(change.effect.value, change.reasons) for change in diff(old, new)] == [("worse", ("lost",))]


def test_a_group_of_products_has_changes_of_its_own() -> None:
    old = said(entry("evidence", ("photo",)), groups=("Mugs", "Shirts"))
    new = said(
        entry("evidence", ("photo",), groups=("Mugs",)), entry("evidence", ("video",), groups=("Shirts",)),
        groups=("Mugs", "Shirts"),
    )  # fmt: skip
    assert [(change.group, change.told) for change in diff(old, new)] == [("Shirts", "photo → video")]


def test_a_change_that_several_products_share_is_one_and_that_of_all_products_names_none() -> None:
    products = ("lamps", "mugs", "prints")
    old = said(entry("evidence", ("photo",)), groups=products)
    new = said(
        entry("evidence", ("video",), groups=("mugs", "prints")), entry("evidence", ("photo",), groups=("lamps",)),
        groups=products,
    )  # fmt: skip
    assert [(change.group, change.told) for change in diff(old, new)] == [("mugs, prints", "photo → video")]
    assert [change.group for change in diff(old, said(entry("evidence", ("video",)), groups=products))] == [""]


def test_a_product_that_comes_or_goes_is_one_change_and_not_one_of_each_of_its_terms() -> None:
    old = said(entry("evidence", ("photo",), groups=("mugs",)), groups=("mugs", "lamps"))
    new = said(entry("evidence", ("video",), groups=("bags",)), groups=("bags", "lamps"))
    changed = [(one.effect.value, one.name, one.group, one.told) for one in diff(old, new)]
    assert changed == [("neutral", "products", "bags", "no → yes"), ("neutral", "products", "mugs", "yes → no")]


def test_other_words_in_a_template_are_cosmetic() -> None:
    old, new = (said(shipped={"templates/en": one, "templates/style": "s"}) for one in ("1", "2"))
    assert effects(old, new) == [("cosmetic", "words in en")]
    assert effects(old, replace(old, shipped={"templates/en": "1", "templates/style": "t"})) == [("cosmetic", "style")]


def test_the_worst_comes_first_and_looks_come_last() -> None:
    old = said(
        entry("evidence", ("photo",)),
        entry("remedies", ("refund",)),
        entry("email", "a"),
        shipped={"templates/en": "1"},
    )
    new = said(
        entry("evidence", ("photo", "video")), entry("remedies", ("refund", "repair")), entry("email", "b"),
        shipped={"templates/en": "2"},
    )  # fmt: skip
    assert [effect for effect, _ in effects(old, new)] == ["worse", "better", "neutral", "cosmetic"]


def test_nothing_changes_between_a_state_and_itself() -> None:
    built(sells_to=["US"])
    assert diff(state(), state()) == ()


# --- Causes ----------------------------------------------------------------------------------------------------------


def caused(old: Leaf, new: Leaf, **versions: Any) -> tuple[str, ...]:
    window = "report_within"
    before = said(entry(window, "13 days after delivery", origins=(old,)))
    after = replace(said(entry(window, "8 days after delivery", origins=(new,))), **versions)
    (change,) = diff(before, after)
    return change.causes


def test_after_an_upgrade_the_cause_names_the_shipped_profile_or_law() -> None:
    old, new = (Leaf("supplier", "plum", "returns[0].report_within", f"{n} days", "2026-11-20") for n in (15, 10))
    shipped = {"supplier_profiles/plum.yaml": "1"}
    expected = "supplier plum: report_within 15 → 10 days, checked 2026-11-20"
    assert caused(old, new, tool="2", shipped=shipped) == (f"{expected}, shipped with policy-gen 2",)
    assert caused(old, new) == (expected,)
    old, new = (Leaf("law", "eu", "rights.withdrawal.within", f"{n} days") for n in (14, 10))
    law = "law eu: rights.withdrawal.within 14 → 10 days, shipped with policy-gen 2"
    assert caused(old, new, tool="2", shipped={"consumer_laws/eu.yaml": "1"}) == (law,)


def test_a_change_without_another_cause_comes_from_policy_gen_itself() -> None:
    same = Leaf("answer", "", "promise.damaged.report_within", "15 days")
    assert caused(same, same, tool="2") == ("policy-gen 1 → 2",)
    assert caused(same, same) == ()


def test_a_fact_that_moves_within_its_profile_is_still_the_same_fact() -> None:
    old = Leaf("supplier", "plum", "returns[0].report_within", "15 days", "2026-11-20")
    new = Leaf("supplier", "plum", "returns[3].report_within", "10 days", "2026-11-20")
    assert caused(old, new) == ("supplier plum: report_within 15 → 10 days, checked 2026-11-20",)


def test_an_answer_in_the_place_of_a_fact_is_told_as_new() -> None:
    old = Leaf("supplier", "plum", "returns[0].report_within", "15 days", "2026-11-20")
    new = Leaf("answer", "", "promise.damaged.report_within", "8 days")
    assert caused(old, new) == ("answer promise.damaged.report_within: now 8 days",)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("15 days after delivery", "10 days after delivery", "15 → 10 days after delivery"),
        ("1-10 business days, at worst 20 days", "1-10 business days, at worst 30 days",
         "1-10 business days, at worst 20 → 30 days"),
        ("photo", "photo, video", "photo → photo, video"),
        ("listing", "15 days", "listing → 15 days"),
        ("15 days", "15 days after delivery", "15 days → 15 days after delivery"),
    ],
)  # fmt: skip
def test_what_is_alike_is_written_once(old: str, new: str, told: str) -> None:
    assert arrow(old, new) == told


def test_text_has_one_line_for_each_change() -> None:
    changes = [
        Change(Effect.WORSE, "evidence", ("photo",), ("video",), "US", "Mugs", ("lost",), ("parcels",), ("why",))
    ]
    assert text(changes) == "worse    US, Mugs: evidence (lost) photo → video [parcels]; why"
    assert markdown(changes).splitlines()[-1].startswith("| **worse** | US, Mugs | evidence (lost)")


def test_the_profile_that_ships_and_a_stores_own_copy_say_the_same() -> None:
    own = store()
    Path("elsewhere").mkdir()
    shipped = written(answers(), Path("elsewhere"))
    assert done("diff", str(shipped), own) == f"{NOTHING}\n"
    assert PROFILE.exists()
    assert lock.place(Path("a/shop.yml")) == Path("a/shop.lock.json")
