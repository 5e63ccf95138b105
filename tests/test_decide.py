"""`policy-gen decide`: what it answers, in which words, and what it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from policy_gen.cli import cli
from policy_gen.rim.files import read_source
from tests.shops import LINKS, RETURNS, ROOT, STORE, SUPPLIER, shop, written
from tests.stores import done, run, store, supplier_gets_worse

EXAMPLE = ROOT / "examples" / "aliexpress-home.yaml"
BACK = {"country": "CN", "postage": "EUR 25-40"}
SCENES = ROOT / "tests" / "scenes"
SECONDS = ("--ordered", "2026-12-05T10:00:00+09:00", "--shipped", "no", "--on", "2026-12-05T10:00:30+09:00")
BEFORE = ("--ordered", "2026-12-05", "--shipped", "no", "--on", "2026-12-07")
AFTER = ("--ordered", "2026-12-05", "--shipped", "2026-12-06", "--delivered", "no", "--on", "2026-12-10")
ARRIVED = ("--ordered", "2026-12-05", "--shipped", "2026-12-06", "--delivered", "2026-12-20", "--on", "2026-12-26")
STORY = {
    "change-of-mind-seconds-after-ordering": ("change_of_mind", *SECONDS),
    "cancellation-after-dispatch": ("cancellation", *AFTER),
    "supplier-refuses-with-a-tracking-number": ("cancellation", *AFTER, "--supplier", "refuses"),
    "supplier-refuses-without-a-tracking-number": ("cancellation", *BEFORE, "--supplier", "refuses"),
    "wrong-size-ordered": ("wrong_size_ordered", *ARRIVED),
}
"""The four scenes of the article this project started from."""


def asked(file: Path | str, reason: str, market: str, *more: str) -> str:
    return done("decide", str(file), "--reason", reason, "--market", market, *more)


def data(file: Path | str, reason: str, market: str, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(asked(file, reason, market, *more, "--report", "json"))
    return found


# --- The scenes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("market", ["US", "KR"])
@pytest.mark.parametrize("scene", STORY)
def test_a_scene_is_answered_in_exactly_these_words(
    scene: str, market: str, rewrite: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    reason, *facts = STORY[scene]
    text = asked("examples/aliexpress-home.yaml", reason, market, *facts)
    korean = asked("examples/aliexpress-home.yaml", reason, market, *facts, "--language", "ko")
    assert len(text.splitlines()) == 10
    assert text.splitlines()[:-1] == korean.splitlines()[:-1]
    place = SCENES / f"{scene}.{market.lower()}.txt"
    if rewrite:
        place.parent.mkdir(exist_ok=True)
        place.write_text(text + korean.splitlines()[-1] + "\n", "utf-8")
    assert place.read_text("utf-8") == text + korean.splitlines()[-1] + "\n"


@pytest.mark.parametrize("market", ["US", "KR"])
@pytest.mark.parametrize("scene", STORY)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_sentence_stands_on_the_page(
    scene: str, market: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = written(read_source(EXAMPLE).data, tmp_path)
    done("build", page.name, "--format", "md")
    on_page = (tmp_path / "output" / "shop" / f"refund-policy.{language}.md").read_text("utf-8")
    plain = on_page.replace("**", "").replace("<", "").replace(">", "")
    reason, *facts = STORY[scene]
    last = asked(page.name, reason, market, *facts, "--language", language).splitlines()[-1]
    assert last.partition('"')[2].removesuffix('"') in plain


@pytest.mark.parametrize("reason", ["lost", "delivered_not_received"])
def test_a_lost_parcel_is_quoted_by_what_the_page_says_of_lost_parcels(reason: str, tmp_path: Path) -> None:
    page = written(shop(store={**STORE, **LINKS}, sells_to=["US", "DE"], returns_go_to=BACK), tmp_path)
    came = "2026-12-30" if reason == "delivered_not_received" else "no"
    facts = ("--ordered", "2026-12-02", "--shipped", "2026-12-05", "--delivered", came, "--on", "2027-03-25")
    us, germany = (data(page, reason, market, *facts) for market in ("US", "DE"))
    assert {us["entitled"], germany["entitled"]} <= {True, "depends"}
    assert us["because"][-1]["says"] == "If the parcel gets lost on its way to you, you get your money back."
    assert germany["because"][-1]["says"] == "Until you have it, loss and damage are our risk, not yours."


def test_a_report_in_the_page_s_time_is_quoted_by_that_time(tmp_path: Path) -> None:
    page = written(shop(store={**STORE, **LINKS}, sells_to=["US", "DE"], returns_go_to=BACK), tmp_path)
    facts = ("--ordered", "2026-12-02", "--shipped", "2026-12-05", "--when", "estimated=2026-12-20")
    for market in ("US", "DE"):
        found = data(page, "lost", market, *facts, "--on", "2026-12-24")
        assert found["because"][-1]["says"] == "Tell us within 13 days after the estimated delivery date."


@pytest.mark.parametrize("market", ["US-NY", "US-CA"])
def test_what_the_law_gives_who_was_not_told_is_not_quoted_as_refused(market: str, tmp_path: Path) -> None:
    page = written(shop(sells_to=["US"]), tmp_path)
    facts = ("--ordered", "2026-12-02", "--delivered", "2026-12-10", "--on", "2026-12-12")
    text = asked(page, "change_of_mind", market, *facts, "--not-told")
    assert text.startswith("Entitled:   yes")
    assert 'Page:       "The law may then let you return your order, within a time that it sets' in text
    told = asked(page, "change_of_mind", market, *facts)
    assert told.startswith("Entitled:   no\n")
    assert "take items back for: change of mind" in told


def test_what_a_breach_opens_is_quoted_by_what_the_page_says_of_it(tmp_path: Path) -> None:
    page = written(shop(sells_to=["CA-QC"]), tmp_path)
    facts = ("--ordered", "2026-12-02", "--delivered", "2026-12-10", "--on", "2026-12-12", "--not-told")
    found = data(page, "change_of_mind", "CA-QC", *facts)
    assert found["entitled"] is True
    assert found["because"][-1]["says"].startswith("If we did not tell you before you ordered what the law wants")


# --- The answer for programs ---------------------------------------------------------------------

DAMAGED = ("--ordered", "2026-12-01", "--shipped", "2026-12-05", "--delivered", "2026-12-20", "--on", "2026-12-25")
KEYS = ["entitled", "until", "remedies", "payer", "refund_by", "claim_supplier_by", "next_step", "because"]


def test_the_answer_for_programs_has_exactly_these_keys() -> None:
    found = data(EXAMPLE, "damaged", "DE", *DAMAGED)
    assert list(found) == KEYS
    assert found["entitled"] is True
    assert found["until"] == "2028-12-20"
    assert found["remedies"] == ["refund", "partial_refund", "repair", "replacement"]
    assert (found["payer"], found["refund_by"], found["claim_supplier_by"]) == ("store", None, "2027-01-04")
    grounds = {key for one in found["because"] for key in one}
    assert {"by", "says", "article", "fact", "default", "place"} <= grounds
    assert any(one.get("article") == "§ 438(1) no. 3 BGB" for one in found["because"])
    assert found["because"][-1] == {"by": "page", "says": "Tell us within 13 days after delivery."}


def test_an_answer_of_the_merchant_is_named_with_its_place() -> None:
    found = data(EXAMPLE, "wrong_size_ordered", "TH", *ARRIVED)
    answers = [one for one in found["because"] if one["by"] == "answer"]
    assert answers[0]["answer"] == "promise.wrong_size_ordered.report_within"
    assert answers[0]["place"].endswith("aliexpress-home.yaml:26:20")
    assert {"by": "note", "says": "no law of TH is known"} in found["because"]


@pytest.mark.parametrize(
    ("facts", "entitled", "says"),
    [
        (("--on", "2026-12-25"), "depends", "`delivered`"),
        (("--ordered", "2026-12-24", "--on", "2026-12-25"), True, ""),
        (("--delivered", "2026-12-11", "--on", "2026-12-25"), False, ""),
        (("--delivered", "2026-12-12", "--on", "2026-12-25"), True, ""),
        (("--delivered", "2026-12-12T23:59+07:00", "--on", "2026-12-25T23:59+07:00"), True, ""),
        (("--delivered", "2026-12-12T23:59+07:00", "--on", "2026-12-25T17:00Z"), False, ""),
    ],
)
def test_an_answer_depends_on_what_is_not_known(facts: tuple[str, ...], entitled: Any, says: str) -> None:
    found = data(EXAMPLE, "damaged", "TH", *facts)
    assert found["entitled"] == entitled
    assert says in found["next_step"]
    assert not says or {"by": "unknown", "says": f"depends on {says}"} in found["because"]


def test_hours_without_a_time_depend_on_the_time(tmp_path: Path) -> None:
    page = str(written(shop(promise={"cancellation": {"until": "12 hours after order"}}), tmp_path))
    dated = ("--ordered", "2026-12-05", "--shipped", "2026-12-06", "--delivered", "no", "--on", "2026-12-05")
    found = data(page, "cancellation", "TH", *dated)
    assert found["entitled"] == "depends"
    assert found["next_step"] == "Find out the time of `ordered` and the time of `on`, and ask again."
    timed = ("--ordered", "2026-12-05T09:00+07:00", "--shipped", "no", "--on")
    assert data(page, "cancellation", "TH", *timed, "2026-12-05T21:00+07:00")["entitled"] is True
    late = data(page, "cancellation", "TH", *timed, "2026-12-05T21:01+07:00")
    assert late["entitled"] == "depends"  # only the supplier can stop it now
    assert data(page, "cancellation", "TH", *timed, "2026-12-05T09:30+07:00")["until"] == "2026-12-05T21:00:00+07:00"


def test_a_parcel_that_may_still_come_is_not_lost_yet() -> None:
    sent = ("--ordered", "2026-12-05", "--shipped", "2026-12-06", "--on")
    early = asked(EXAMPLE, "lost", "TH", *sent, "2026-12-16")
    assert early.startswith("Entitled:   depends on whether the parcel comes by 2027-01-01; if not, a refund\n")
    assert "wait until 2027-01-01" in early
    page = 'Page:       "Not there 1 day after the estimated delivery date? Then write to us."'
    assert early.splitlines()[-1].startswith(page)
    assert data(EXAMPLE, "lost", "TH", *sent, "2027-01-02")["entitled"] is True


def test_a_supplier_that_agrees_makes_a_request_certain() -> None:
    found = data(EXAMPLE, "cancellation", "US", *BEFORE, "--supplier", "agrees")
    assert (found["entitled"], found["remedies"]) == (True, ["refund"])
    assert found["next_step"] == (
        "Cancel the order in your shop, and pay the money back. Pay the money back by 2026-12-14 at the latest."
    )


CANCELLING = {"until": "24 hours after order", "fee": "none", "refunds_within": "3-15 business days"}
HOURS: dict[str, Any] = {
    "supplier": {**SUPPLIER, "cancellation": CANCELLING},
    "promise": {"cancellation": {"until": "12 hours after order"}},
}


def test_a_supplier_that_agrees_after_its_cut_off_is_not_asked_whether_it_still_can(tmp_path: Path) -> None:
    page = written(shop(**HOURS), tmp_path)
    late = ("--ordered", "2026-12-05T10:00+07:00", "--shipped", "no", "--on", "2026-12-06T10:01+07:00")
    text = asked(page, "cancellation", "TH", *late, "--supplier", "agrees")
    assert text.startswith("Entitled:   no\n")
    assert "Supplier:   owes you a refund if it stops the order\n" in text
    assert (
        "Next step:  You owe the customer nothing. As the supplier stops the order all the same, you lose nothing: "
        "cancel it in your shop, and pay the money back.\n" in text
    )


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ((), "Ask the supplier to cancel at once, and write that the parcel must not leave. Then cancel the order in "
             "your shop; the customer gets the money whatever the supplier says. If you get no money that way: claim"),
        (("--supplier", "refuses"), "Ask the supplier for the tracking number; if it has none, ask it once more every day to cancel"),
        (("--supplier", "agrees"), "Cancel the order in your shop, and pay the money back."),
    ],
)  # fmt: skip
def test_a_late_order_that_has_not_left_is_stopped_at_the_supplier_first(
    more: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    facts = ("--ordered", "2026-12-02", "--shipped", "no", "--on", "2027-02-25")
    found = data(written(ONE, tmp_path), "late", "KR", *facts, *more)
    assert found["entitled"] is True
    assert found["next_step"].startswith(says)
    assert found["next_step"].endswith(f"Pay the money back by {found['refund_by']} at the latest.")
    # What the supplier has agreed to pay back needs no claim.
    assert ("claim at" in found["next_step"]) is (more != ("--supplier", "agrees"))


def test_of_a_late_order_that_may_not_have_left_the_first_step_is_to_find_out(tmp_path: Path) -> None:
    page = written(ONE, tmp_path)
    facts = ("--ordered", "2026-12-02", "--when", "estimated=2026-12-20", "--on", "2027-02-25")
    step = data(page, "late", "KR", *facts)["next_step"]
    assert step.startswith("Find out whether it has shipped. If not: Ask the supplier to cancel at once")
    sent = data(page, "late", "KR", *facts, "--shipped", "2026-12-05")["next_step"]
    assert sent.startswith("Claim at the supplier")


def test_a_claim_that_is_over_is_told() -> None:
    text = asked(EXAMPLE, "damaged", "DE", "--delivered", "2026-12-20", "--on", "2027-01-05")
    assert "Claim by:   2027-01-04 (15 days after delivery), which is over" in text
    assert "It is too late to claim at the supplier." in text


def test_a_supplier_whose_time_is_over_owes_nothing(tmp_path: Path) -> None:
    facts = ("--delivered", "2026-12-20", "--on", "2027-01-05")
    place = tmp_path / "order.ics"
    text = asked(EXAMPLE, "damaged", "DE", *facts, "--calendar", str(place))
    assert "Supplier:   pays nothing any more, as it is too late to claim: the costs are yours\n" in text
    assert "the supplier pays it to you" not in text
    assert "-claim@policy-gen" not in place.read_text("utf-8").replace("\n ", "")
    in_time = asked(EXAMPLE, "damaged", "DE", *facts[:3], "2027-01-04", "--calendar", str(place))
    assert "the supplier pays it to you" in in_time
    assert "Claim at the supplier: damaged" in place.read_text("utf-8")


def test_an_order_that_ships_on_the_day_of_the_message_may_still_be_stopped(tmp_path: Path) -> None:
    facts = ("--ordered", "2026-12-05", "--shipped", "2026-12-06", "--delivered", "no", "--on", "2026-12-06")
    text = asked(written(ONE, tmp_path), "cancellation", "KR", *facts)
    assert "Customer:   sends the item back if the parcel can't be stopped\n" in text
    assert "Next step:  Ask the supplier at once whether it can still stop the parcel. If it can't: The parcel" in text


def test_the_day_of_the_money_is_in_the_next_step_of_a_cancellation(tmp_path: Path) -> None:
    facts = ("--ordered", "2026-12-05", "--shipped", "no", "--on", "2026-12-07")
    found = data(written(ONE, tmp_path), "cancellation", "KR", *facts)
    assert found["entitled"] is True
    assert f"Pay the money back by {found['refund_by']} at the latest." in found["next_step"]


def test_the_day_when_the_goods_are_back_ends_the_wait_for_the_money() -> None:
    late = ("--delivered", "2026-12-20", "--on", "2026-12-25")
    assert data(EXAMPLE, "change_of_mind", "KR", *late)["refund_by"] == "depends"
    back = data(EXAMPLE, "change_of_mind", "KR", *late, "--when", "returned=2026-12-30")
    assert back["refund_by"] == "2027-01-05"  # 1 January is a holiday, and then comes a weekend


def test_a_store_that_sells_to_a_group_answers_as_its_page_for_that_group(tmp_path: Path) -> None:
    page = str(written(shop(store={**STORE, **LINKS}, sells_to=["EU"]), tmp_path))
    found = asked(page, "change_of_mind", "FI", "--delivered", "2026-12-20", "--on", "2027-01-03")
    assert found.startswith("Entitled:   yes, to a refund\n")
    assert "silent on its law" not in found
    assert 'Page:       "You have the right to return your order within 14 days after delivery. ' in found


# --- What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--market", "XX"), "`XX` is not the code of a market"),
        (("--delivered", "soon"), "delivered: `soon` is neither a day nor a time; write a day such as `2026-11-20`"),
        (("--on", "no"), "on: `no` is neither a day nor a time; write a day such as `2026-11-20`"),
        (("--when", "noticed=2026-12-22", "--when", "noticed=2026-12-23"), "`noticed` is given more than once"),
        (("--on", ""), "on: `` is neither a day nor a time"),
        (("--ordered", ""), "ordered: `` is neither a day nor a time"),
        (("--language", ""), "there is no page in ``: the store has its page in `en`, `ko`"),
        (("--on", "2026-12-25T10:00"), "`2026-12-25T10:00` is a time without its offset"),
        (("--delivered", "2026-12-26"), "delivered 2026-12-26 is after the message of 2026-12-25"),
        (("--shipped", "2026-12-05", "--delivered", "2026-12-03"), "delivered 2026-12-03 is before shipped 2026-12-05"),
        (("--shipped", "no", "--delivered", "2026-12-20"), "delivered is 2026-12-20, and shipped is `no`"),
        (("--delivered", "no"), "delivered is `no`, and what the customer writes of shows only once the parcel is"),
        (("--shipped", "no"), "shipped is `no`, and what the customer writes of shows only once the parcel is there"),
        *(
            (
                ("--delivered", "2026-12-20", "--when", f"{name}=2026-12-15"),
                f"{name} 2026-12-15 is before delivered 2026-12-20",
            )
            for name in ("noticed", "decided", "posted", "returned")
        ),
        (
            ("--ordered", "2026-12-10", "--when", "estimated=2026-12-05"),
            "estimated 2026-12-05 is before ordered 2026-12-10",
        ),
        (
            ("--when", "posted=2026-12-28", "--when", "returned=2026-12-27"),
            "returned 2026-12-27 is before posted 2026-12-28",
        ),
        (
            ("--when", "opened=2026-12-22"),
            "`opened` is none of estimated, noticed, last_date, contract, decided, posted, returned",
        ),
        (("--product", "mugs"), "there is no product `mugs`: the questionnaire names none"),
        (("--language", "fr"), "there is no page in `fr`: the store has its page in `en`, `ko`"),
        (("--reason", "boredom"), "'boredom' is not one of"),
    ],
)
def test_what_cannot_be_is_told_and_not_answered(more: tuple[str, ...], says: str) -> None:
    ran = run("decide", str(EXAMPLE), "--reason", "damaged", "--market", "DE", "--on", "2026-12-25", *more)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert says in " ".join(ran.stderr.split())


def test_what_an_order_that_is_stopped_allows_is_answered() -> None:
    facts = (*AFTER, "--when", "decided=2026-12-08")
    assert run("decide", str(EXAMPLE), "--reason", "cancellation", "--market", "DE", *facts).exit_code == 0
    back = ("--ordered", "2026-12-05", "--delivered", "no", "--on", "2026-12-10", "--when", "returned=2026-12-20")
    ran = run("decide", str(EXAMPLE), "--reason", "change_of_mind", "--market", "DE", *back)
    assert ran.exit_code == 2
    assert "returned is 2026-12-20, and delivered is `no`" in " ".join(ran.stderr.split())


def test_a_questionnaire_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    ran = run("decide", str(written({"store": 1}, tmp_path)), "--reason", "damaged", "--market", "DE")
    assert ran.exit_code == 1
    assert "[ANS003]" in ran.stderr


def test_a_questionnaire_of_which_no_page_can_be_made_decides_nothing(tmp_path: Path) -> None:
    page = str(written(shop(sells_to=["KR"], promise={"damaged": {"report_within": "2 days"}}), tmp_path))
    ran = run("decide", page, "--reason", "damaged", "--market", "KR", "--on", "2026-12-25")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "[LAW003]" in ran.stderr
    assert ran.stderr.endswith("No page can be made of this, so no order is decided.\n")
    assert "note: " not in ran.stderr


def test_a_case_that_comes_out_otherwise_keeps_no_order_from_being_decided(tmp_path: Path) -> None:
    case = {"case": "A mug.", "reason": "damaged", "market": "TH", "day": 3, "expect": {"entitled": False}}
    page = str(written(shop(cases=[case]), tmp_path))
    assert data(page, "damaged", "TH", "--delivered", "2026-12-01", "--on", "2026-12-04")["entitled"] is True


# --- At a terminal -------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [["2026-12-20", ""], ["blah", "2027-02-26", "2026-12-20", "no", ""]])
def test_what_is_not_known_is_asked_for_at_a_terminal_and_again_after_a_typo(
    typed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policy_gen.cli.decide.at_a_terminal", lambda: True)
    facts = ("--reason", "damaged", "--market", "KR", "--on", "2027-02-25")
    ran = CliRunner().invoke(cli, ["decide", str(EXAMPLE), *facts], input="".join(f"{line}\n" for line in typed))
    assert ran.exit_code == 0
    assert ran.stdout.startswith("Entitled:   depends on `noticed`")
    assert ran.stderr.count("When it arrived") == len(typed) - (2 if "no" in typed else 1)
    if "blah" in typed:
        assert "Error: delivered: `blah` is neither a day nor a time; write a day such as `2026-11-20`" in ran.stderr
        assert "Error: delivered 2027-02-26 is after the message of 2027-02-25" in ran.stderr
        assert "Error: noticed: `no` is neither a day nor a time" in ran.stderr


# --- Versions ------------------------------------------------------------------------------------


@pytest.fixture
def two_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store whose page took things back for 20 days until the end of 2026, and for 10 days from 2027 on."""
    monkeypatch.chdir(tmp_path)
    for day, window in (("2026-12-01", "20 days after delivery"), ("2027-01-01", "10 days after delivery")):
        promise = {"change_of_mind": {"report_within": window, "return_postage": "customer"}}
        page = store(effective=day, promise=promise)
        done("build", page, "--format", "md")
    return page


def test_an_old_order_is_decided_by_the_page_of_its_time(two_versions: str) -> None:
    facts = ("--delivered", "2027-01-10", "--on", "2027-01-25")
    old = asked(two_versions, "change_of_mind", "TH", "--ordered", "2026-12-31", *facts)
    assert old.startswith("Entitled:   yes, to a refund\n")
    assert "the version of 2026-12-01 held when it was ordered" in old
    grounds = data(two_versions, "change_of_mind", "TH", "--ordered", "2026-12-31", *facts)["because"]
    assert not [one for one in grounds if "place" in one]  # the lock has no lines to show
    assert 'Page:       "Tell us within 20 days after delivery."' in old
    new = asked(two_versions, "change_of_mind", "TH", "--ordered", "2027-01-01", *facts)
    assert new.startswith("Entitled:   no\n")


def test_a_changed_supplier_changes_nothing_for_old_orders(two_versions: str) -> None:
    facts = ("--ordered", "2026-12-31", "--delivered", "2027-01-10", "--on", "2027-01-20")
    assert data(two_versions, "damaged", "TH", *facts)["entitled"] is True
    supplier_gets_worse()
    store(effective="2027-02-01")
    assert data(two_versions, "damaged", "TH", *facts)["entitled"] is True
    assert data(two_versions, "damaged", "TH", "--ordered", "2027-02-01", "--delivered", "2027-02-10",
                "--on", "2027-02-20")["entitled"] is False  # fmt: skip


def test_without_the_day_of_the_order_it_depends_on_the_version(two_versions: str) -> None:
    found = data(two_versions, "change_of_mind", "TH", "--delivered", "2027-01-10", "--on", "2027-01-25")
    assert found["entitled"] == "depends"
    assert "`ordered`" in found["next_step"]


def test_what_came_before_the_new_page_was_ordered_under_the_old_one(two_versions: str) -> None:
    facts = ("--delivered", "2026-12-31", "--on", "2027-01-15")
    found = data(two_versions, "change_of_mind", "TH", *facts)
    assert (found["entitled"], found["until"]) == (True, "2027-01-20")
    assert "the version of 2026-12-01 held" in asked(two_versions, "change_of_mind", "TH", *facts)


def test_days_that_hang_on_the_version_are_not_told_as_sure(two_versions: str) -> None:
    found = data(two_versions, "change_of_mind", "TH", "--delivered", "2027-01-10", "--on", "2027-01-15")
    assert (found["entitled"], found["until"]) == ("depends", "depends")


def test_an_order_from_before_the_first_page_goes_by_the_first_one(two_versions: str) -> None:
    text = asked(two_versions, "change_of_mind", "TH", "--ordered", "2026-11-01", "--delivered", "2026-12-20",
                 "--on", "2027-01-08")  # fmt: skip
    assert text.startswith("Entitled:   yes")
    assert "no version of the page held on 2026-11-01 yet, so the first one counts" in text


def test_a_version_of_which_the_lock_knows_too_little_is_told(two_versions: str) -> None:
    place = Path("shop.lock.json")
    known = json.loads(place.read_text("utf-8"))
    for version in known["versions"]:
        version.pop("sources", None)
    place.write_text(json.dumps(known), "utf-8")
    ran = run("decide", two_versions, "--reason", "damaged", "--market", "TH", "--ordered", "2026-12-05",
              "--on", "2027-01-25")  # fmt: skip
    assert ran.exit_code == 2
    assert "the lock doesn't have its answers" in " ".join(ran.stderr.split())


# --- The calendar --------------------------------------------------------------------------------


def test_the_deadlines_are_calendar_entries(tmp_path: Path) -> None:
    place = tmp_path / "order.ics"
    first = asked(EXAMPLE, "damaged", "TH", *DAMAGED, "--calendar", str(place))
    content = place.read_bytes()
    assert asked(EXAMPLE, "damaged", "TH", *DAMAGED, "--calendar", str(place)) == first
    assert place.read_bytes() == content
    lines = content.decode().split("\r\n")
    assert "\n" not in content.decode().replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert [line for line in lines if line.startswith("DTSTART")] == [
        "DTSTART;VALUE=DATE:20270102", "DTSTART;VALUE=DATE:20270126", "DTSTART;VALUE=DATE:20270104",
    ]  # fmt: skip
    assert {line for line in lines if line.startswith("DTSTAMP")} == {"DTSTAMP:20261224T170000Z"}
    assert len({line for line in lines if line.startswith("UID:")}) == 3
    whole = content.decode().replace("\r\n ", "")
    assert "DESCRIPTION:Ask the customer for photo or video. Claim at the supplier by 2027-01-04." in whole


def test_a_deadline_with_a_time_is_an_entry_at_that_time(tmp_path: Path) -> None:
    page = str(written(shop(promise={"cancellation": {"until": "12 hours after order"}}), tmp_path))
    place = tmp_path / "order.ics"
    timed = ("--ordered", "2026-12-05T09:00+07:00", "--shipped", "no", "--on", "2026-12-05T09:05+07:00")
    asked(page, "cancellation", "TH", *timed, "--calendar", str(place))
    assert "DTSTART:20261205T140000Z\r\n" in place.read_bytes().decode()


def test_without_a_deadline_no_calendar_is_written(tmp_path: Path) -> None:
    place = tmp_path / "order.ics"
    ran = run(
        "decide", str(EXAMPLE), "--reason", "change_of_mind", "--market", "TH", *ARRIVED, "--calendar", str(place)
    )
    assert ran.exit_code == 0
    assert "no deadline has a date" in ran.stderr
    assert not place.exists()


def test_the_calendar_never_lies_among_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("decide", str(EXAMPLE), "--reason", "damaged", "--market", "DE", "--calendar", "output/order.ics")
    assert ran.exit_code == 2
    assert "for your eyes only" in " ".join(ran.stderr.split())


def test_the_calendar_makes_no_folder(tmp_path: Path) -> None:
    place = tmp_path / "missing" / "order.ics"
    ran = run("decide", str(EXAMPLE), "--reason", "damaged", "--market", "TH", *DAMAGED, "--calendar", str(place))
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "there is no folder" in " ".join(ran.stderr.split())
    assert not place.parent.exists()


# --- Products ------------------------------------------------------------------------------------

FOUR = ROOT / "examples" / "four-suppliers.yaml"


def test_each_product_goes_by_its_own_supplier() -> None:
    facts = ("--ordered", "2026-12-05", "--shipped", "2026-12-06", "--delivered", "2026-12-20", "--on", "2027-01-10")
    lamp, mug = (data(FOUR, "damaged", "TH", "--product", product, *facts) for product in ("lamps", "mugs"))
    assert (lamp["entitled"], mug["entitled"]) == (False, True)
    assert lamp["because"][-1] == {"by": "page", "says": "Please tell us within 13 days after delivery."}
    assert mug["because"][-1] == {"by": "page", "says": "Please tell us within 28 days after delivery."}


def test_a_product_must_be_named_where_rules_differ() -> None:
    for more, says in (((), "name one of: bags, kitchen, lamps"), (("--product", "sofas"), "there is no product")):
        ran = run("decide", str(FOUR), "--reason", "damaged", "--market", "US", "--on", "2027-01-10", *more)
        assert ran.exit_code == 2
        assert says in " ".join(ran.stderr.split())


def test_the_guide_shows_what_is_really_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    readme, guide = ((ROOT / name).read_text("utf-8") for name in ("README.md", "docs/decide.md"))
    Path("shop.yaml").write_text(readme.partition("```yaml\n")[2].partition("```")[0], "utf-8")
    command, _, expected = guide.partition("$ policy-gen ")[2].partition("```")[0].partition("\n")
    assert done(*command.split()) == expected


# --- Where the law has words and no numbers ------------------------------------------------------


def test_a_law_with_words_for_a_longer_time_leaves_it_open_after_its_number() -> None:
    old = ("--delivered", "2026-12-20", "--when", "noticed=2029-12-24", "--on", "2029-12-25")
    found = data(EXAMPLE, "defective", "NL", *old)
    assert (found["entitled"], found["until"]) == ("depends", "depends")
    assert found["next_step"].startswith("Find out how long such an item should last, and ask again.")
    text = asked(EXAMPLE, "defective", "AU", *old)
    assert "Entitled:   yes" in text
    assert "Until:      within a reasonable time" in text
    assert "Money back: without undue delay" in text


def test_what_the_carrier_can_show_decides_about_a_parcel_that_it_calls_delivered() -> None:
    text = asked(EXAMPLE, "delivered_not_received", "DE", "--delivered", "2026-12-20", "--on", "2026-12-25")
    assert text.startswith("Entitled:   depends on what the carrier can show; at best, a refund\n")
    assert "Customer:   writes to you, and sends nothing else" in text


def test_goods_that_a_right_leaves_out_are_named() -> None:
    text = asked(EXAMPLE, "change_of_mind", "DE", "--delivered", "2026-12-20", "--on", "2026-12-25")
    assert (
        "not for made to specification, personalised, perishable, hygiene unsealed, media unsealed; digital content (only if: "
        in text
    )


def test_goods_that_came_late_travel_back_and_lost_ones_do_not() -> None:
    late = data(EXAMPLE, "late", "IN", "--ordered", "2026-12-01", "--delivered", "2027-02-20", "--on", "2027-02-25")
    lost = data(EXAMPLE, "lost", "IN", "--ordered", "2026-12-01", "--on", "2027-02-25")
    missing = data(EXAMPLE, "missing_item", "IN", "--delivered", "2027-02-20", "--on", "2027-02-25")
    assert [one["payer"] for one in (late, lost, missing)] == ["store", None, None]


ONE = {"store": STORE, "effective": "2026-12-01", "sells_to": ["US", "KR"], "supplier": "aliexpress"}
SHIPS = ("--ordered", "2026-12-10", "--shipped", "no")
TOLD = ("--when", "estimated=2027-01-05")


@pytest.mark.parametrize(
    ("reason", "market", "facts", "says"),
    [
        ("late", "US", (*SHIPS, "--on", "2026-12-11"), "depends on whether it is shipped by 2027-01-09; "),
        ("late", "US", (*SHIPS, "--on", "2027-01-10"), "yes, "),
        ("late", "US", (*TOLD, "--on", "2027-01-06"), "depends on `ordered` and `shipped`; "),
        ("late", "US", ("--on", "2027-01-06"), "depends on `ordered` and `shipped`; "),
        ("late", "BR", (*TOLD, "--on", "2026-12-15"), "depends on whether the parcel comes by 2027-01-05; "),
        ("late", "BR", (*TOLD, "--on", "2027-01-06"), "yes, "),
        ("late", "BR", ("--on", "2027-01-06"), "depends on `ordered` and `estimated`; "),
        (
            "late",
            "KR",
            (*SHIPS[:2], "--shipped", "2026-12-10", "--delivered", "2026-12-11", "--on", "2026-12-11"),
            "no",
        ),
        ("late", "KR", (*TOLD, "--delivered", "2027-01-07", "--on", "2027-01-08"), "yes, "),
        ("lost", "US", (*SHIPS[:2], "--on", "2026-12-12"), "depends on `estimated`; "),
        ("lost", "US", (*TOLD, "--on", "2027-01-05"), "depends on whether the parcel comes by 2027-01-05; "),
        ("lost", "US", (*TOLD, "--on", "2027-01-07"), "yes, "),
    ],
)
def test_a_parcel_is_late_or_lost_once_a_time_is_over(
    reason: str, market: str, facts: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    page = written(ONE, tmp_path)
    assert asked(page, reason, market, *facts).startswith(f"Entitled:   {says}")
    found = data(page, reason, market, *facts)
    if not says.startswith("yes"):
        assert "at once" not in found["next_step"]
        assert found["refund_by"] in (None, "depends")


def test_a_lost_parcel_that_arrived_is_sent_to_the_reason_that_it_has() -> None:
    ran = run("decide", str(EXAMPLE), "--reason", "lost", "--market", "DE", "--delivered", "2026-12-20")
    assert ran.exit_code == 2
    assert "ask with `delivered_not_received`" in " ".join(ran.stderr.split())


def test_without_a_word_on_dispatch_the_first_step_is_to_find_out() -> None:
    found = data(EXAMPLE, "change_of_mind", "DE", "--ordered", "2026-12-20", "--on", "2026-12-25")
    assert found["next_step"].startswith("Find out whether it has shipped. If not: Ask the supplier to cancel at once")


# --- The supplier's last day ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("returns", "by"),
    [
        ({"report_within": "15-30 days after delivery"}, "2027-01-04"),
        ({"report_within": {"value": "30 days after delivery", "worst": "9 days after delivery"}}, "2026-12-29"),
        ({"report_within": "10 business days after delivery"}, "2027-01-01"),  # no holidays, as nobody knows its own
        ({"report_within": "40 days after order"}, "2027-01-10"),
        ({"report_within": "30 days", "customer_reports_within": "7 days"}, "2026-12-27"),
        ({"report_within": "48 hours after delivery"}, "2026-12-22T00:00:00+01:00"),
        ({"report_within": "unknown"}, None),
    ],
)
def test_the_last_day_to_claim_is_the_soonest_that_it_can_be(
    returns: dict[str, Any], by: str | None, tmp_path: Path
) -> None:
    supplier = {**SUPPLIER, "returns": {**RETURNS, **returns}}
    facts = ("--ordered", "2026-12-01", "--shipped", "2026-12-05", "--delivered", "2026-12-20", "--on", "2026-12-21")
    page = written(shop(supplier=supplier), tmp_path)
    assert data(page, "damaged", "DE", *facts)["claim_supplier_by"] == by


def test_a_supplier_that_pays_nothing_is_not_asked(tmp_path: Path) -> None:
    supplier = {**SUPPLIER, "returns": {**RETURNS, "accepted": ["wrong_item"]}, "lost_parcels": {}}
    page = written(shop(supplier=supplier, promise={"change_of_mind": {"report_within": "14 days"}}), tmp_path)
    text = asked(page, "change_of_mind", "TH", "--delivered", "2026-12-20", "--on", "2026-12-25")
    assert "Supplier:   pays nothing for this\n" in text
    assert "Next step:  Tell the customer how to send it back.\n" in text


def test_a_right_for_want_of_a_page_is_there_by_the_law_of_the_own_place_alone(tmp_path: Path) -> None:
    page = written(shop(sells_to=["US"]), tmp_path)
    facts = ("--ordered", "2026-12-10", "--delivered", "2026-12-20", "--on", "2026-12-25", "--not-told")
    california = data(page, "change_of_mind", "US-CA", *facts)
    assert california["entitled"] is True
    assert {one["law"].split()[0] for one in california["because"] if one["by"] == "law"} == {"us-ca"}
    assert california["next_step"] == "Tell the customer how to send it back."
    assert data(page, "change_of_mind", "US-TX", *facts)["entitled"] is False
    anywhere = data(page, "change_of_mind", "US", *facts)
    assert anywhere["entitled"] == "depends"
    assert "in which part of the market the customer lives" in anywhere["next_step"]


def test_the_law_of_the_own_place_is_named_first(tmp_path: Path) -> None:
    page = written(shop(store={**STORE, **LINKS}, sells_to=["EU"]), tmp_path)
    text = asked(page, "defective", "DE", "--delivered", "2026-12-20", "--on", "2027-12-25")
    assert "Right:      the law, § 438(1) no. 3 BGB: 24 months after delivery; " in text


def test_there_is_always_a_next_step(tmp_path: Path) -> None:
    supplier = {**SUPPLIER, "returns": {**RETURNS, "accepted": ["wrong_item"]}}
    promise = {"report_within": "14 days", "remedies": ["store_credit"], "send_back": "never"}
    page = written(shop(supplier=supplier, promise={"change_of_mind": promise}), tmp_path)
    facts = ("--delivered", "2026-12-20", "--on", "2026-12-22")
    assert data(page, "change_of_mind", "TH", *facts)["next_step"].startswith("Tell the customer yes")


def test_a_reason_that_nobody_takes_back_is_refused_in_the_words_of_the_page(tmp_path: Path) -> None:
    page = written(shop(promise={"change_of_mind": "never"}), tmp_path)
    text = asked(page, "change_of_mind", "TH", "--delivered", "2026-12-20", "--on", "2026-12-22")
    assert text.startswith("Entitled:   no\nRight:      none: neither your page nor the law gives anything for this; ")
    assert "don't take items back for: change of mind" in text
    answers = data(page, "change_of_mind", "TH", "--delivered", "2026-12-20", "--on", "2026-12-22")["because"]
    assert answers[0]["says"] == "not taken back: change_of_mind"
    assert answers[0]["answer"] == "promise.change_of_mind"


@pytest.mark.parametrize("reason", ["refused", "wrong_address", "customs_held"])
def test_what_the_page_and_the_law_say_nothing_of_is_refused(reason: str) -> None:
    text = asked(EXAMPLE, reason, "TH", "--on", "2026-12-22")
    assert text.startswith("Entitled:   no\n")
    assert text.endswith("Page:       says nothing about it\n")


def test_an_estimate_that_the_customer_was_told_counts() -> None:
    sent = ("--ordered", "2026-12-05", "--when", "estimated=2026-12-20", "--on", "2026-12-22")
    assert data(EXAMPLE, "lost", "TH", *sent)["entitled"] is True


def test_a_lock_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    page = written(shop(), tmp_path)
    (tmp_path / "shop.lock.json").write_text("{}", "utf-8")
    ran = run("decide", str(page), "--reason", "damaged", "--market", "TH", "--on", "2026-12-22")
    assert ran.exit_code == 1
    assert "[CHG004]" in ran.stderr


def test_what_nobody_may_read_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_GEN_PRIVATE_TERMS", "photo or video\n")
    ran = run("decide", str(EXAMPLE), "--reason", "damaged", "--market", "TH", "--delivered", "2026-12-20",
              "--on", "2026-12-22")  # fmt: skip
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "[ADR004]" in ran.stderr


def test_goods_that_are_meant_to_last_have_a_longer_time() -> None:
    def entitled(on: str) -> Any:
        facts = ("--delivered", "2026-12-20", "--when", f"noticed={on}", "--on", on)
        return data(EXAMPLE, "defective", "NO", *facts)["entitled"]

    assert [entitled(on) for on in ("2028-12-20", "2028-12-21", "2031-12-20", "2031-12-21")] == [
        True, "depends", "depends", False,
    ]  # fmt: skip


def test_the_proof_that_goods_were_posted_starts_the_time_where_the_law_says_so() -> None:
    facts = ("--delivered", "2026-12-20", "--on", "2026-12-25")
    assert data(EXAMPLE, "change_of_mind", "GB", *facts)["refund_by"] == "depends"
    posted, returned = ("--when", "posted=2026-12-28"), ("--when", "returned=2027-01-05")
    assert data(EXAMPLE, "change_of_mind", "GB", *facts, *returned)["refund_by"] == "2027-01-19"
    assert data(EXAMPLE, "change_of_mind", "GB", *facts, *returned, *posted)["refund_by"] == "2027-01-11"


@pytest.mark.parametrize(("reason", "by"), [("missing_item", "2028-01-08"), ("defective", "depends")])
@pytest.mark.parametrize("market", ["FR", "ES"])
def test_the_message_starts_the_time_of_what_does_not_come_back(market: str, reason: str, by: str) -> None:
    late = ("--delivered", "2027-12-20", "--when", "noticed=2027-12-20", "--on", "2027-12-25")
    assert data(EXAMPLE, reason, market, *late)["refund_by"] == by


@pytest.mark.parametrize(
    ("reason", "facts", "by"),
    [
        ("change_of_mind", AFTER, "2026-12-15"),  # on its way: three working days after the message
        ("change_of_mind", ARRIVED, "depends"),  # it comes back first
        ("change_of_mind", (*ARRIVED, "--when", "returned=2027-01-04"), "2027-01-07"),
        ("missing_item", ARRIVED, "2026-12-30"),
    ],
)
def test_money_waits_only_for_goods_that_the_customer_has(reason: str, facts: tuple[str, ...], by: str) -> None:
    assert data(EXAMPLE, reason, "KR", *facts)["refund_by"] == by


@pytest.mark.parametrize(
    ("market", "facts", "by", "waits"),
    [
        ("DE", BEFORE, "2026-12-21", False),  # what never leaves can't come back
        ("DE", AFTER, "2026-12-24", True),
        ("KR", AFTER, "2026-12-15", False),
        ("GB", BEFORE, "2026-12-21", False),
        ("GB", AFTER, "depends", False),  # the wait for the goods is in the time
        ("GB", (*AFTER, "--when", "posted=2026-12-30"), "2027-01-13", False),
    ],
)
def test_who_cancels_on_the_way_gets_the_money_as_the_page_says(
    market: str, facts: tuple[str, ...], by: str, waits: bool
) -> None:
    # What is posted back has arrived before.
    facts = tuple("2026-12-28" if "posted=2026-12-30" in facts and one == "no" else one for one in facts)
    assert data(EXAMPLE, "cancellation", market, *facts)["refund_by"] == by
    text = asked(EXAMPLE, "cancellation", market, *facts)
    assert ("you may wait for the goods, or for the proof" in text) == waits


def test_an_order_that_somebody_must_agree_to_stop_is_cancelled_by_that() -> None:
    decided = ("--when", "decided=2026-12-10")
    assert data(EXAMPLE, "cancellation", "US", *BEFORE, *decided)["refund_by"] == "2026-12-17"
    agreed = data(EXAMPLE, "cancellation", "US", *BEFORE, "--supplier", "agrees")
    assert agreed["refund_by"] == "2026-12-14"


@pytest.mark.parametrize(
    ("delivered", "last", "over"),
    [
        ("2026-12-05", "2026-12-21", "2026-12-22"),  # a Saturday, and the Monday after it
        ("2026-12-11", "2026-12-28", "2026-12-29"),  # Christmas Day, a Friday
        ("2026-12-04", "2026-12-18", "2026-12-19"),  # a Friday on which people work
        ("2027-04-17", "2027-05-03", "2027-05-04"),  # Labour Day on a Saturday
    ],
)
def test_a_last_day_on_which_nobody_works_runs_on_where_the_law_says_so(delivered: str, last: str, over: str) -> None:
    def found(on: str) -> dict[str, Any]:
        return data(EXAMPLE, "change_of_mind", "FR", "--delivered", delivered, "--on", on)

    assert [(found(on)["entitled"], found(on)["until"]) for on in (last, over)] == [(True, last), (False, last)]


def test_the_answer_names_the_law_that_moves_the_last_day() -> None:
    facts = ("--delivered", "2026-12-05", "--on", "2026-12-21")
    article = [one.get("article") for one in data(EXAMPLE, "change_of_mind", "FR", *facts)["because"]]
    assert "L221-19" in article
    assert "14 days after delivery, and until the next working day" in asked(EXAMPLE, "change_of_mind", "FR", *facts)
    kept = data(EXAMPLE, "change_of_mind", "FR", "--delivered", "2026-12-04", "--on", "2026-12-10")["because"]
    assert "L221-19" not in [one.get("article") for one in kept]


def test_a_last_day_runs_on_nowhere_else() -> None:
    facts = ("--delivered", "2026-12-05", "--on", "2026-12-21")
    assert data(EXAMPLE, "change_of_mind", "KR", *facts)["entitled"] is False


def test_who_was_not_told_has_the_longer_time_from_the_day_that_ran_on() -> None:
    told_nothing = ("--delivered", "2026-12-05", "--on", "2027-12-21", "--not-told")
    assert data(EXAMPLE, "change_of_mind", "FR", *told_nothing)["until"] == "2027-12-21"


@pytest.mark.parametrize(
    ("market", "in_time", "later"),
    [
        ("NO", ("2027-03-01", True), ("2027-06-01", "depends")),
        ("NL", ("2027-03-01", True), ("2027-06-01", "depends")),
        ("BE", ("2027-03-01", True), ("2027-06-01", False)),
        ("KR", ("2027-01-31", True), ("2027-02-01", False)),
    ],
)
def test_the_least_time_to_tell_of_a_fault_ends_nothing_and_a_limit_does(
    market: str, in_time: tuple[str, Any], later: tuple[str, Any]
) -> None:
    for on, entitled in (in_time, later):
        facts = ("--delivered", "2026-12-20", "--when", "noticed=2027-01-01", "--on", on)
        assert data(EXAMPLE, "defective", market, *facts)["entitled"] == entitled


def test_past_the_least_time_the_answer_says_what_it_hangs_on() -> None:
    facts = ("--delivered", "2026-12-20", "--when", "noticed=2027-01-01")
    found = data(EXAMPLE, "defective", "NO", *facts, "--on", "2027-06-01")
    assert found["until"] == "depends"
    doubt = "whether the customer told you of it within a reasonable time"
    assert {"by": "unknown", "says": f"depends on {doubt}"} in found["because"]
    text = asked(EXAMPLE, "defective", "NO", *facts, "--on", "2027-06-01")
    assert text.startswith(f"Entitled:   depends on {doubt}; at best, ")
    assert "at least 2 months after noticing" in text
    # Once the guarantee is over, it is over.
    assert data(EXAMPLE, "defective", "NO", *facts, "--on", "2031-12-21")["entitled"] is False
