"""`policy-gen decide`: words that say no more and no less than what is known, and agree with the page."""

from pathlib import Path

import pytest

from tests.shops import LINKS, STORE, SUPPLIER, shop, written
from tests.test_decide import asked, data

TIMES = {"ships_within": "3 business days", "delivers_within": "12-25 days after shipping"}
UNSENT = ("--ordered", "2026-12-02", "--shipped", "no")
SENT = ("--ordered", "2026-12-02", "--shipped", "2026-12-05", "--delivered", "no")
BROKEN = ("--ordered", "2026-12-02", "--delivered", "2026-12-20", "--on", "2027-02-25")


def page(tmp_path: Path, *markets: str, profile: str = "cjdropshipping") -> str:
    """A store that sells a profile's goods to some markets."""
    supplier = {"profile": profile, **TIMES}
    more = {"sells_to": [*markets], "supplier": supplier, "returns_go_to": {"country": "CN"}}
    return str(written({"store": {**STORE, **LINKS}, "effective": "2026-12-01", **more}, tmp_path))


def line(text: str, name: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(name)).partition(":")[2].strip()


# --- A dispute -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("market", "once"), [("US", "once the supplier agrees"), ("DE", "whatever the supplier says")])
def test_no_dispute_is_advised_where_the_supplier_opens_none_before_it_ships(
    market: str, once: str, tmp_path: Path
) -> None:
    shut = page(tmp_path, "US", "DE", profile="aliexpress")
    facts = (*UNSENT, "--on", "2026-12-03", "--supplier", "refuses")
    step = data(shut, "cancellation", market, *facts)["next_step"]
    assert "open a dispute" not in step
    assert "once more every day to cancel: a dispute opens only once it is marked as shipped" in step
    assert once in step


def test_a_dispute_of_which_nobody_knows_when_it_opens_is_to_be_tried(tmp_path: Path) -> None:
    unknown = written(shop(supplier={**SUPPLIER, "cancellation": {"until": "shipped"}}), tmp_path)
    facts = ("--ordered", "2026-12-05", "--shipped", "no", "--on", "2026-12-07", "--supplier", "refuses")
    step = data(unknown, "cancellation", "TH", *facts)["next_step"]
    assert "try to open a dispute for your money (nobody knows" in step
    assert "once you have won it" in step


# --- What it hangs on ----------------------------------------------------------------------------


@pytest.mark.parametrize("market", ["KR", "DE", "US"])
def test_what_is_owed_unless_something_happens_is_not_owed_if_it_does(market: str, tmp_path: Path) -> None:
    text = asked(page(tmp_path, "KR", "DE", "US"), "late", market, *UNSENT, "--on", "2026-12-04")
    entitled = line(text, "Entitled")
    assert entitled.startswith("depends on whether ")
    assert "; if not, a refund" in entitled


def test_two_questions_are_told_apart_and_who_refused_a_parcel_waits_for_none(tmp_path: Path) -> None:
    text = asked(page(tmp_path, "US"), "refused", "US", *SENT, "--on", "2026-12-20")
    entitled = line(text, "Entitled")
    assert entitled.startswith("depends on why the customer refused it and on whether the parcel comes by ")
    assert entitled.endswith("; at best, a refund")
    assert line(text, "Next step").startswith("Find out why the customer refused it, and ask again.")


# --- A right without a remedy --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("market", "money"),
    [("CA-QC", "if it is money, without undue delay"), ("TW", "if it is money, no time is given")],
)
def test_a_yes_says_what_for_though_the_law_names_no_remedy(market: str, money: str, tmp_path: Path) -> None:
    sold = page(tmp_path, "CA-QC", "TW")
    text = asked(sold, "damaged", market, *BROKEN)
    assert line(text, "Entitled") == "yes, to have it put right: the law that is known here names no remedy"
    assert line(text, "Money back") == money
    assert "the law says that we must put it right" in line(text, "Page")
    found = data(sold, "damaged", market, *BROKEN)
    assert (found["entitled"], found["remedies"], found["refund_by"]) == (True, [], None)
    assert {"by": "note", "says": "the law that is known here names no remedy: it must be put right"} in found[
        "because"
    ]
    assert "Agree with the customer on what puts it right" in found["next_step"]


def test_a_law_that_names_its_remedies_has_no_such_words(tmp_path: Path) -> None:
    text = asked(page(tmp_path, "KR"), "damaged", "KR", *BROKEN)
    assert "names no remedy" not in text
    assert "if it is money" not in text


# --- The page ------------------------------------------------------------------------------------


def test_the_page_is_quoted_where_the_customer_of_a_late_order_chooses(tmp_path: Path) -> None:
    text = asked(page(tmp_path, "BR"), "late", "BR", *SENT, "--on", "2027-01-20")
    assert "not in time, you choose" in line(text, "Page")
