"""What becomes of ten habits of dropshipping stores in every market, and of a store that has none of them."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from policy_gen import policy
from policy_gen.explain import explain
from policy_gen.findings import Finding, Level
from policy_gen.policy import Policy
from policy_gen.provenance import Law
from policy_gen.records.law import Verdict
from policy_gen.records.provision import Sure
from policy_gen.rim import inputs, lawbook
from tests.shops import LINKS, RETURNS, STORE, SUPPLIER, page, shop, terms_of, written

FROM_CHINA = {"country": "CN", "postage": "EUR 25-40"}


def made(folder: Path, sells_to: list[str], store: dict[str, Any] | None = None, **answers: Any) -> Policy:
    """The policy of the usual shop with all links, as changed."""
    links = {name: one for name, one in {**LINKS, **(store or {})}.items() if one}
    questionnaire = shop(store={**STORE, **links}, sells_to=sells_to, **answers)
    read = inputs.load(written(questionnaire, folder), {})
    return policy.derive(read.terms, read.languages)


def of_law(one: Policy, *codes: str) -> list[Finding]:
    return [found for found in one.findings if found.code in codes or (not codes and found.code.startswith("LAW"))]


# --- Ten habits in every market ------------------------------------------------------------------

LATER = {"report_within": "60 days"}
"""A window that no law's is longer than, so that only the habit itself is judged."""
HABITS: dict[str, tuple[str, dict[str, Any]]] = {
    "A1": ("all_sales_final", {"promise": {"change_of_mind": "never"}}),
    "A2": ("no_address", {"store": {"legal_notice": None}}),
    "A3": ("cancel_only_before_dispatch", {"promise": {"cancellation": {"until": "shipped"}}}),
    "A4": ("refund_in_business_days", {"promise": {"change_of_mind": {**LATER, "refunds_within": "15 business days"}}}),
    "A5": ("customer_pays_return", {"promise": {"change_of_mind": {**LATER, "return_postage": "customer"}}}),
    "A5b": ("customer_pays_fault", {"promise": {"damaged": {"return_postage": "customer"}}}),
    "A6": (
        "store_credit_only",
        {
            "promise": {
                "change_of_mind": {**LATER, "remedies": ["store_credit"]},
                "damaged": {"remedies": ["store_credit"]},
            }
        },
    ),
    "A7": ("short_claim_window", {"promise": {"damaged": {"report_within": "2 days", "evidence": ["video"]}}}),
    "A8": ("fees", {"promise": {"change_of_mind": {**LATER, "restocking_fee": "15%"}}}),
    "A9": ("unopened_only", {"promise": {"change_of_mind": {**LATER, "condition": ["unused", "original_packaging"]}}}),
    "A10": ("parcel_risk", {"promise": {"lost": {"remedies": ["partial_refund"]}}}),
}
"""Each habit with its name in the law files and the answers that follow it."""
JUDGES = ("LAW003", "LAW004", "LAW005", "LAW013")

# What the facts say of each habit, habit by habit as above: refused, warned of, passed. Warned of: what is lawful only
# under a condition, and what is unlawful by a rule from memory or by the facts' own reading. A2 is a missing link,
# which is never more than a warning. A3 passes everywhere: the page adds the right to withdraw by itself.
EU = "R W P R W R R R R R R"
CANADA = "W W P R W W W W W W W"
STATE = "W P P W P W W W W W W"
FACTS = {
    **dict.fromkeys("EU AT BE DE DK ES FR IE IT NL PL PT SE FI GR NO".split(), EU),
    "GB": EU,
    "CH": "P W P P P W W W P P W",
    **dict.fromkeys("US-CT US-FL US-MA US-MD US-MN US-NJ US-NY US-OH US-RI US-UT US-VA US-TX".split(), STATE),
    "US-CA": "W W P W P W W W W W W",  # the street address before payment
    "US-HI": "W P P W P W W W R W W",  # no fee, even where it was shown
    "US": "W W P W P W W W R W W",  # both, as its states' laws join
    **dict.fromkeys("CA-AB CA-BC CA-ON CA-QC CA".split(), CANADA),
    "AU": "W P P W P R R W W W W",
    "NZ": "W P P W P W R W W W W",
    "SG": "P P P P P R R W W W W",
    "IN": "W W P W W R R W R W W",
    "KR": "R W P R W R R R R R R",
    "JP": "W W P P W W W W W W W",
    "CN": "R W P R W R R R R R R",
    "TW": "R W P R R W W W R W W",
    "BR": "R W P R R R R R R W W",
    "MX": "R W P W W R R R W W W",
    "TR": "R W P R R R R R R W W",
    "IL": "R W P R W R R W R W W",
    "ZA": "R W P P W R R R R W W",
}
CELLS = [(market, habit) for market in FACTS for habit in HABITS]


@cache
def outcome(market: str, habit: str, folder: Path) -> str:
    """R: an error; W: a warning; P: let pass."""
    answers = HABITS[habit][1]
    where = {} if habit == "A5" else {"returns_go_to": FROM_CHINA}
    levels = {found.level for found in of_law(made(folder, [market], **answers, **where), *JUDGES)}
    return "R" if Level.ERROR in levels else "W" if Level.WARNING in levels else "P"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shops")


def test_every_market_with_a_file_is_walked() -> None:
    assert {id.upper() for id in lawbook.shipped()} <= set(FACTS)
    assert all(len(row.split()) == len(HABITS) for row in FACTS.values())


@pytest.mark.parametrize("market", FACTS)
def test_a_habit_is_refused_warned_of_or_let_pass_as_the_facts_say(market: str, folder: Path) -> None:
    expected = dict(zip(HABITS, FACTS[market].split(), strict=True))
    assert {habit: outcome(market, habit, folder) for habit in HABITS} == expected


@pytest.mark.parametrize("market", FACTS)
def test_a_habit_is_judged_as_its_law_file_says(market: str, folder: Path) -> None:
    for habit, (name, _) in HABITS.items():
        if habit in ("A2", "A3"):
            continue
        said = [law.practices[name][0] for law in lawbook.laws_of(market) if name in law.practices]
        allowed = {letter for one in said for letter in _by_file(name, one)} or {"P"}
        assert outcome(market, habit, folder) in allowed, habit


def _by_file(name: str, practice: Any) -> str:
    """What may become of a habit by the verdict of a law file."""
    if practice.verdict is Verdict.UNLAWFUL:
        # A floor of the same law may have been read where the verdict itself is a reading from memory.
        return "RW" if practice.confidence is Sure.MEMORY else "R"
    if practice.verdict is Verdict.LAWFUL:
        return "P"
    return "WR" if name != "refund_in_business_days" else "WRP"


@pytest.mark.parametrize(
    ("market", "habit"), [cell for cell in CELLS if FACTS[cell[0]].split()[[*HABITS].index(cell[1])] == "R"]
)
def test_a_refusal_stands_at_the_promise_with_the_article_and_lawful_words(
    market: str, habit: str, folder: Path
) -> None:
    answers = HABITS[habit][1]
    where = {} if habit == "A5" else {"returns_go_to": FROM_CHINA}
    errors = [one for one in of_law(made(folder, [market], **answers, **where)) if one.level is Level.ERROR]
    lines = (folder / "shop.yaml").read_text("utf-8").splitlines()
    promised = next(number for number, line in enumerate(lines, start=1) if '"promise"' in line)
    for error in errors:
        assert error.spans[0].line > promised
        assert re.search(r"\(.{4,}\)", error.message)
        assert len(error.help) > 20


@pytest.mark.parametrize("habit", HABITS)
def test_a_market_without_a_file_refuses_nothing_but_says_that_nothing_was_checked(habit: str, folder: Path) -> None:
    found = of_law(made(folder, ["TH"], **HABITS[habit][1]))
    assert {one.code for one in found} == {"LAW002"}


def test_a_short_time_after_our_decision_is_no_error_where_the_law_counts_from_the_message(folder: Path) -> None:
    promise = {"change_of_mind": {**LATER, "refunds_within": "5 business days"}}
    one = made(folder, ["DE"], promise=promise, returns_go_to=FROM_CHINA)
    assert not of_law(one, *JUDGES)
    # Nobody knows which of the two ends first, so the page says what the law says.
    refunds = next(section.body for section in page(one, "en").sections if section.id == "refunds")
    assert "5 business days" not in refunds.split("If something is wrong")[0]


def test_a_promise_above_the_law_is_the_merchants_choice(folder: Path) -> None:
    promise = {"change_of_mind": {"report_within": "60 days", "return_postage": "store", "restocking_fee": "none"}}
    one = made(folder, ["DE", "US", "KR"], promise=promise, returns_go_to=FROM_CHINA)
    assert {found.code for found in of_law(one) if found.level is not Level.NOTE} == {"LAW006", "LAW015"}


# --- Links, languages, costs ---------------------------------------------------------------------

ASKS = {
    "withdrawal_instruction": ("LAW011", {"DE", "FR", "ES", "GB", "NO", "EU"}),
    "legal_notice": ("LAW013", {"DE", "FR", "ES", "GB", "NO", "EU", "CH", "US-CA", "CA-ON", "CA-QC", "CA-BC", "CA-AB", "IN",
                                "KR", "JP", "CN", "TW", "BR", "MX", "TR", "IL", "ZA"}),
}  # fmt: skip
"""The markets whose law makes a page without a link unlawful, or warns of it: the table on addresses of the facts."""


@pytest.mark.parametrize("market", sorted({*FACTS} - {"US", "CA"}))
@pytest.mark.parametrize("link", ASKS)
def test_a_missing_link_is_told_where_the_law_asks_for_it_and_nowhere_else(
    link: str, market: str, folder: Path
) -> None:
    code, markets = ASKS[link]
    members = set(lawbook.members()["EU"]) if "EU" in markets else set()
    found = of_law(made(folder, [market], {link: None}, returns_go_to=FROM_CHINA), code)
    grave = [one for one in found if one.level is not Level.NOTE]
    assert bool(grave) == (market in markets | members)
    assert all(one.level is (Level.ERROR if code == "LAW011" else Level.WARNING) for one in grave)
    assert not of_law(made(folder, [market], returns_go_to=FROM_CHINA), code)


@pytest.mark.parametrize(("market", "level"), [("DE", Level.WARNING), ("GB", Level.WARNING), ("NO", Level.WARNING),
                                               ("KR", Level.NOTE), ("BR", None), ("TW", None), ("US", None), ("AU", None)])  # fmt: skip
def test_where_customers_pay_the_return_they_are_told_where_it_goes_and_what_it_costs(
    market: str, level: Level | None, folder: Path
) -> None:
    assert [one.level for one in of_law(made(folder, [market]), "LAW014")] == ([level] if level else [])
    with_cost = made(folder, [market], returns_go_to=FROM_CHINA)
    assert not of_law(with_cost, "LAW014")
    rights = "".join(section.body for section in page(with_cost, "en").sections if section.id == "legal-rights")
    assert ("EUR 25-40" in rights) == (level is not None)


def points(one: Policy, code: str) -> list[str]:
    """The points of the lists of a code, each to be seen to on its own."""
    return [item for found in of_law(one, code) for item in found.items]


@pytest.mark.parametrize(
    ("market", "asked"),
    [
        ("DE", ["how far the store is ready to go to a conciliation body: on the website and in the terms (§ 36(1)-(2) VSBG)",
                "the guarantee notice: before the order (art. 246a",
                "the withdrawal instruction: with the confirmation of the order"]),
        ("FR", ["the consumer mediator's contact: on the website and in the terms (L612-1, L616-1, R616-1)",
                "the boxed text on the legal guarantees, after the official model: in the terms (D211-2)"]),
        ("GB", ["all that must be told before the order, in a form that can be kept, by delivery at the latest: "
                "with the confirmation of the order (CCR 16)"]),
        ("NO", ["a confirmation of the contract, in a form that can be kept: with the confirmation of the order"]),
        ("JP", ["the terms of cancelling and of returning: on the last screen before the order (SCTA 11, 12-6, 15-3; "
                "without it the law's own return right applies)"]),
        ("CA-QC", ["a copy of the contract, within 15 days: with the confirmation of the order (CPA 54.8; without it",
                   "the day of delivery: before the order (CPA 54.4; without it customers may end the contract)"]),
        # A link to the legal notice is not enough there.
        ("KR", ["the seller's address, and the one at which complaints are handled: on the first screen of the shop, before the "
                "order and with the confirmation of the order (E-Commerce Act 10(1)2, 13(1)2, 13(2)1, 17(1)2, Rule 7(1); "
                "without it the time to return doesn't start; a P.O. box won't do)",
                "the names of the business and of its representative: on the first screen of the shop and in the offer",
                "a clear mark on goods that can't come back, unless the customer may try them first: in the offer",
                "escrow or insurance, as the customer chooses"]),
        ("CN", ["the business licence, or a link to it: on the first screen of the shop (ECL 15)",
                "the true address for returns, promptly after the customer's notice: when a customer withdraws (Order 90, 11"]),
        ("US-CA", ["a line beside the address on how to get it, the name and the return policy by e-mail, which you send within "
                   "5 days: before the order (B&P Code 17538(d)(2); leaving it out is an offence)"]),
        ("BR", ["the physical and the electronic address: on the website (Decreto 7.962, 2; a P.O. box won't do)",
                "a way to withdraw with the same tool as for ordering: on the website (Decreto 7.962, 5)",
                "a receipt of the withdrawal, at once: when a customer withdraws (Decreto 7.962, 5 § 4)",
                "word to the card company, at once"]),
        ("US-MN", ["a notice that there are no cash refunds, in bold type of at least 14 points: before the order"]),
    ],
)  # fmt: skip
def test_what_neither_the_page_nor_its_links_can_do_is_told_with_its_article(
    market: str, asked: list[str], folder: Path
) -> None:
    one = made(folder, [market], returns_go_to=FROM_CHINA)
    assert {warning.level for warning in of_law(one, "LAW015")} == {Level.WARNING}
    for duty in asked:
        assert any(point.startswith(duty) for point in points(one, "LAW015")), duty


@pytest.mark.parametrize("market", ["DE", "FR", "ES", "GB", "NO"])
@pytest.mark.parametrize("what", ["the seller's name and address", "the phone number", "the e-mail address",
                                  "the name and address of whoever takes the returns"])  # fmt: skip
def test_what_must_stand_in_the_withdrawal_instruction_itself_is_told_though_its_link_is_given(
    market: str, what: str, folder: Path
) -> None:
    told = points(made(folder, [market], returns_go_to=FROM_CHINA), "LAW015")
    assert any(point.startswith(what) and "in the withdrawal instruction" in point for point in told)


@pytest.mark.parametrize(("market", "who"), [
    ("FR", "a directive that isn't the law of FR yet"), ("ES", "a directive that isn't the law of ES yet"),
    ("EU", "a directive, not known to be law in EU yet,"), ("DE", "the law of DE"),
])  # fmt: skip
def test_what_only_a_directive_asks_for_is_not_told_as_the_law_of_a_state(market: str, who: str, folder: Path) -> None:
    found = of_law(made(folder, [market], returns_go_to=FROM_CHINA), "LAW015")
    notice, *_ = [one for one in found if any(point.startswith("the guarantee notice") for point in one.items)]
    assert notice.message.startswith(f"{who} asks for")
    assert len(found) == 1 or market != "DE"


def test_states_dont_repeat_what_the_law_says_that_they_share(folder: Path) -> None:
    told = points(made(folder, ["EU"], returns_go_to=FROM_CHINA), "LAW015")
    assert len([point for point in told if "CRD Annex I(A)" in point and "whoever takes" in point]) == 1
    (shared, *_) = of_law(made(folder, ["BE", "DK"], returns_go_to=FROM_CHINA), "LAW015")
    assert shared.message.startswith("the law of BE and DK asks for")


@pytest.mark.parametrize("market", sorted({*FACTS} - {"US", "CA", "EU"}))
def test_every_duty_of_a_law_is_met_by_the_page_or_a_link_or_told(market: str, folder: Path) -> None:
    """With every link given, each place of each duty is one that the page reaches, or one that the merchant hears of."""
    (law,) = lawbook.laws_of(market)
    told = "".join(points(made(folder, [market], returns_go_to=FROM_CHINA), "LAW015"))
    for duty in law.duties.values():
        met = duty.duty.page_says or all(place.link_ok and duty.duty.answered_by for place in duty.duty.where)
        holds = duty.basis.holds(date(2026, 12, 1))
        assert (duty.basis.article in told) >= (holds and not met), duty.id


@pytest.mark.parametrize("market", ["US-NY", "AU", "MX"])
def test_where_the_page_and_its_links_do_all_that_the_law_wants_nothing_is_told(market: str, folder: Path) -> None:
    assert not of_law(made(folder, [market], returns_go_to=FROM_CHINA), "LAW015")


@pytest.mark.parametrize(
    ("market", "told"),
    [
        (
            "US-CA",
            "US-CA: `legal_notice` before the order, for the legal name and the street address, on the first screen,",
        ),
        (
            "CA-QC",
            "CA-QC: `legal_notice` before the order, for the seller's name and the address of a place of business",
        ),
        ("JP", "JP: `legal_notice` in the offer, for the seller's address"),
        ("DE", "DE: `withdrawal_instruction` before the order, for the withdrawal instruction"),
    ],
)
def test_a_link_that_only_does_if_customers_see_it_before_they_order_is_a_note(
    market: str, told: str, folder: Path
) -> None:
    (note,) = of_law(made(folder, [market]), "LAW017")
    assert note.level is Level.NOTE
    (point,) = [item for item in note.items if item.startswith(told)]
    assert "a P.O. box won't do" in point or market == "DE"
    # Without the link a graver finding says so.
    bare = made(folder, [market], dict.fromkeys(LINKS))
    assert not of_law(bare, "LAW017")


def test_where_no_place_before_the_order_is_asked_for_no_link_must_be_seen_there(folder: Path) -> None:
    assert not of_law(made(folder, ["BR", "US-NY", "AU"]), "LAW017")


def test_a_missing_link_is_not_told_twice(folder: Path) -> None:
    bare = made(folder, ["DE", "KR"], dict.fromkeys(LINKS), returns_go_to=FROM_CHINA)
    told = "".join(points(bare, "LAW015"))
    assert "the withdrawal function" not in told
    assert "the seller's address" not in told


MIRRORED = {**RETURNS, "accepted": [*RETURNS["accepted"], "change_of_mind"]}


@pytest.mark.parametrize(
    ("market", "returns", "told"),
    [
        ("US-HI", {**MIRRORED, "restocking_fee": "15%"}, "`restocking_fee` 15%"),
        ("DE", {**RETURNS, "remedies": ["store_credit"]}, "`remedies` store_credit"),
        ("KR", {**RETURNS, "remedies": ["store_credit"]}, "`remedies` store_credit"),
    ],
)
def test_a_term_of_the_supplier_that_a_law_forbids_is_told_though_nobody_promised_it(
    market: str, returns: dict[str, Any], told: str, folder: Path
) -> None:
    found = of_law(made(folder, [market], supplier={**SUPPLIER, "returns": returns}), "LAW016")
    assert [one.level for one in found] == [Level.WARNING]
    assert told in found[0].message
    lawful = made(folder, [market], supplier={**SUPPLIER, "returns": {**RETURNS, "restocking_fee": "none"}})
    assert not of_law(lawful, "LAW016")


def test_a_promise_in_the_place_of_what_the_law_forbids_ends_the_warning(folder: Path) -> None:
    supplier = {**SUPPLIER, "returns": {**MIRRORED, "restocking_fee": "15%"}}
    promise = {"change_of_mind": {**LATER, "restocking_fee": "none"}}
    assert not of_law(made(folder, ["US-HI"], supplier=supplier, promise=promise), "LAW016")


HERE = (
    "Then you don't have to wait for our e-mail. Where to send it stands here: <https://dalbit.example/withdrawal_instr"
)


@pytest.mark.parametrize(
    ("markets", "told"),
    [
        (["DE"], f"without a reason? {HERE}"),
        (["GB"], f"without a reason? {HERE}"),
        (["NO"], f"without a reason? {HERE}"),
        (["FR", "KR", "US"], f"without a reason, in France? {HERE}"),
        (["KR"], None),  # The law there has no instruction with the address.
        (["US"], None),
    ],
)
def test_nobody_waits_for_an_address_that_the_instruction_holds(
    markets: list[str], told: str | None, folder: Path
) -> None:
    steps = _sections(made(folder, markets))["how-to-return"]
    assert (told in steps) if told else ("without a reason" not in steps)
    without = _sections(made(folder, [*dict.fromkeys(["US", *markets])], {"withdrawal_instruction": None}))[
        "how-to-return"
    ]
    assert "without a reason" not in without


def test_who_may_return_by_a_promise_is_sent_to_the_same_steps(folder: Path) -> None:
    said = _sections(made(folder, ["DE"], promise={"change_of_mind": LATER}))
    assert 'Sending it back:** yes. See "How to ask for a return" below.' in said["change-of-mind"]


def test_who_pays_every_return_owes_nobody_a_cost(folder: Path) -> None:
    promise = {reason: {**LATER, "return_postage": "store"}
               for reason in ("change_of_mind", "wrong_size_ordered", "ordered_by_mistake")}  # fmt: skip
    assert not of_law(made(folder, ["DE"], promise=promise), "LAW014")


@pytest.mark.parametrize("market", ["DE", "KR", "BR", "CN", "NO"])
def test_who_may_cancel_by_law_reads_it_in_the_short_version(market: str, folder: Path) -> None:
    said = _sections(made(folder, [market], supplier="aliexpress"))["short-version"]
    assert (
        "| Yes. By law, you may cancel **until the parcel arrives**. Until we ship it, we try to stop the order. |"
        in said
    )
    both = _sections(made(folder, [market, "US"], supplier="aliexpress"))["short-version"]
    assert (
        ", you may by law cancel **until the parcel arrives**. Elsewhere, you can ask us, **until we ship it**." in both
    )


def test_what_the_law_gives_and_the_supplier_does_not_is_a_note_on_its_cost(folder: Path) -> None:
    one = made(folder, ["DE", "GB", "KR", "US"])
    notes = [found for found in one.findings if found.code == "COV006"]
    assert {found.level for found in notes} == {Level.NOTE}
    text = "\n".join(found.message for found in notes)
    assert "in DE, GB 14 days after delivery" in text
    assert "in KR 7 days after delivery" in text
    assert not re.search(r"\bUS\b", text.split("faults")[0])


@pytest.mark.parametrize(("market", "lasts"), [
    ("AU", "in AU for a reasonable time; the supplier isn't known"),
    ("US", "in US without a last day that the law names; the supplier isn't known"),
    ("CA-QC", "in CA-QC without a last day that the law names; the supplier isn't known"),
    ("NO", "in NO 24 months after delivery (60 months after delivery for goods that are made to last); the supplier"),
])  # fmt: skip
def test_faults_that_show_after_the_suppliers_time_are_told_also_where_the_law_has_no_number(
    market: str, lasts: str, folder: Path
) -> None:
    told = [found.message for found in made(folder, [market]).findings if found.code == "COV006"]
    assert any(f"claim for faults: {lasts}" in message for message in told)


# --- Fourteen stores that promise nothing --------------------------------------------------------

FOURTEEN = "US US-CA US-NY DE FR ES GB NO KR JP CN AU BR CA-QC".split()


@pytest.fixture(params=FOURTEEN)
def store(request: pytest.FixtureRequest, folder: Path) -> tuple[str, Policy]:
    market = str(request.param)
    return market, made(folder, [market], supplier="aliexpress")


def _sections(one: Policy) -> dict[str, str]:
    return {section.id: section.body for section in page(one, "en").sections}


def _forbidden(one: Policy) -> Iterator[tuple[str, bool]]:
    """Each claim that a law may forbid, and whether the page makes it, by the sentences of our templates."""
    said = _sections(one)
    whole = "\n".join(said.values())
    right = "legal right" in said.get("cancellation", "") or "You have the right to return your order" in whole
    wrong, refunds = said["something-wrong"], said["refunds"]
    yield "all_sales_final", "All sales are final" in whole or "don't take items back" in whole
    yield "cancel_only_before_dispatch", "we can't cancel your order" in whole and not right
    yield (
        "customer_pays_fault",
        bool(re.search(r"postage:\*\* you pay|you pay for", wrong)) or "we pay the postage" not in wrong,
    )
    yield "customer_pays_return", "**Return postage:** you pay" in whole
    yield "store_credit_only", "store credit" in whole.lower()
    yield "fees", bool(re.search(r"[Ww]e keep", whole))
    yield "unopened_only", "must be unused" in whole or "**The item** must be" in whole
    yield "short_claim_window", "within" in wrong and "keep your legal rights" not in wrong
    yield "parcel_risk", not re.search(r"If it is lost, you get .*a full refund", said["parcels"])
    yield "refund_in_business_days", "20 business days" in refunds
    yield (
        "right_as_favour",
        bool(re.search(r"we (?:gladly|proudly|happily)|generous|goodwill|as a favou?r|we offer", whole)),
    )
    yield "supplier_law", "AliExpress" in whole or "law of" in whole
    yield "dispute_platform", "ec.europa.eu" in whole


def test_a_store_that_promises_nothing_has_no_error_of_law(store: tuple[str, Policy]) -> None:
    _, one = store
    assert not [found for found in of_law(one) if found.level is Level.ERROR]
    assert not of_law(one, "LAW003", "LAW004", "LAW005", "LAW013", "LAW016")


def test_its_page_makes_no_claim_that_its_law_forbids(store: tuple[str, Policy]) -> None:
    market, one = store
    laws = lawbook.laws_of(market)
    for claim, is_made in _forbidden(one):
        verdicts = {law.practices[claim][0].verdict for law in laws if claim in law.practices}
        never = claim in ("right_as_favour", "supplier_law", "dispute_platform")
        if never or Verdict.UNLAWFUL in verdicts:
            assert not is_made, claim


@pytest.mark.parametrize(
    ("market", "time"),
    [("DE", "14 days"), ("KR", "3 business days"), ("US", "7 days"), ("US-NY", "7 business days"), ("CA-QC", "15 days"), ("IL", "14 days")],
)  # fmt: skip
def test_the_money_of_a_cancelled_order_takes_no_longer_than_the_law_allows(
    market: str, time: str, folder: Path
) -> None:
    cancelled = _sections(made(folder, [market], supplier="aliexpress"))["cancellation"]
    assert f"You get your money back within **{time}**" in cancelled
    assert "20 business days" not in cancelled


def test_a_time_of_the_store_that_ends_no_later_than_the_laws_is_kept(folder: Path) -> None:
    # Both count from the cancelled order: 20 working days in a row are never 30 days.
    cancelled = _sections(made(folder, ["ZA"], supplier="aliexpress"))["cancellation"]
    assert "You get your money back within **20 business days** after the order is cancelled." in cancelled


def test_where_the_law_wants_the_money_back_at_once_the_page_says_so(folder: Path) -> None:
    said = _sections(made(folder, ["BR"], supplier="aliexpress"))
    assert "You get your money back at once. We don't wait until we know" in said["cancellation"]
    assert "If you return something, it comes back at once. We don't wait for the parcel." in said["refunds"]
    assert "It comes at once. We don't wait for the parcel." in said["short-version"]
    assert "back at once, the way you paid" in said["legal-rights"]
    # Who has nothing yet can still withdraw: a lost parcel is no other case.
    assert "Your money comes at once." in said["parcels"]
    assert "without undue delay" not in " ".join(said.values())


@pytest.mark.parametrize("market", [one for one in FOURTEEN if one != "JP"])
def test_the_suppliers_own_time_is_not_the_customers_where_the_law_lets_nobody_wait(market: str, folder: Path) -> None:
    said = _sections(made(folder, [market], supplier="aliexpress"))
    for section in ("short-version", "refunds", "parcels", "legal-rights"):
        # What a cancelled order takes is up to the parties where the law has no rule on it.
        about_returns = re.sub("If you cancel[,:].*", "", said[section])
        assert "20 business days" not in about_returns, section


@pytest.mark.parametrize("market", ["DE", "NO", "CN", "CA-QC", "AU", "US"])
def test_where_the_law_has_no_number_for_faults_the_page_says_without_undue_delay(market: str, folder: Path) -> None:
    said = _sections(made(folder, [market], supplier="aliexpress"))
    assert re.search("(?:If something is wrong: |It comes )without undue delay", said["short-version"])
    assert "without undue delay." in said["refunds"]
    assert "Your money comes without undue delay." in said["parcels"] or market == "CA-QC"
    korean = page(made(folder, [market], supplier="aliexpress"), "ko")
    assert "지체 없이 환불해 드립니다." in next(one.body for one in korean.sections if one.id == "refunds")


def test_a_time_that_the_store_promises_is_the_latest_where_the_law_has_no_number(folder: Path) -> None:
    promise = {"damaged": {"refunds_within": "3 business days"}, "lost": {"refunds_within": "10 days"}}
    one = made(folder, ["DE"], promise=promise)
    assert not of_law(one, *JUDGES)
    said = _sections(one)
    told = "within **3 business days** after we agree to your refund, and always without undue delay."
    assert f"Damaged on arrival: {told}" in said["refunds"]
    assert (
        "Your money comes within 10 days after we agree to your refund, and always without undue delay."
        in said["parcels"]
    )


def test_its_page_says_whose_rights_last_longer_and_holds_no_model_form(store: tuple[str, Policy]) -> None:
    _, one = store
    said = _sections(one)
    if "legal-rights" in said:
        assert "It does not replace the notices that the law asks us to give." in said["legal-rights"]
        assert "Nothing else on this page takes them away." in said["legal-rights"]
    assert "To:" not in "\n".join(said.values())


@pytest.mark.parametrize("markets", [["US-NY"], ["US-NY", "DE"]])
def test_where_the_law_wants_the_page_to_say_it_sale_items_proof_and_a_written_copy_are_on_it(
    markets: list[str], folder: Path
) -> None:
    one = made(folder, markets, supplier="aliexpress")
    said, where = _sections(one)["refunds"], "" if len(markets) == 1 else "In New York, "
    told = (
        "your order number is your proof of purchase.",
        "all this holds for sale items, too.",
        "we send you a written copy of this page if you ask." if where else "If you would like a written copy",
    )
    assert all(where + words in said or (not where and words[:1].upper() + words[1:] in said) for words in told)
    assert 'GBL 218-a(2)(a), "New York General Business Law" (read)' in "\n".join(explain(one.clauses))
    # Sale items that the store leaves out stand among what can't be returned.
    supplier = {**SUPPLIER, "returns": {**RETURNS, "not_returnable": ["clearance"]}}
    assert "sale items" not in _sections(made(folder, markets, supplier=supplier))["refunds"]
    assert "proof of purchase" not in _sections(made(folder, ["DE", "US-MN"]))["refunds"]


@pytest.mark.parametrize("market", ["US", "US-MN", "AU"])
def test_what_is_not_taken_back_is_in_bold_type(market: str, folder: Path) -> None:
    said = _sections(made(folder, [market], supplier="aliexpress"))["change-of-mind"]
    assert re.search(r"\*\*In [\w ]+, we don't take items back for: [^*]+\.\*\*", said)


def test_explain_cites_the_article_of_every_right(store: tuple[str, Policy]) -> None:
    _, one = store
    text = "\n".join(explain(one.clauses))
    laws = {
        leaf
        for clause, _, term in terms_of(one)
        if clause == "legal_rights"
        for leaf in term.leaves()
        if isinstance(leaf, Law)
    }
    assert laws
    for law in laws:
        assert f'{law.article}, "{law.title}" ({law.confidence})' in text


FIRST = "or your proof that you posted it, whichever comes first"
IF_ANY = f"after your message, or, if the item must come back, after we get it {FIRST}"
WAIT = f"If the item must come back, we may wait for it or for {FIRST.removeprefix('or ')}."
SHORT_WAIT = "If the item must come back, we may first wait for it or for your proof of posting."


@pytest.mark.parametrize(
    ("market", "whom"), [("FR", "something is wrong"), ("ES", "something is wrong"), ("GB", "any other reason")]
)
def test_the_proof_of_posting_counts_wherever_the_page_names_the_time(market: str, whom: str, folder: Path) -> None:
    said = _sections(made(folder, [market], supplier="aliexpress"))
    assert f"{whom}: at most **14 days** {IF_ANY}." in said["short-version"]
    assert f"{whom}: within **14 days** {IF_ANY}." in said["refunds"]
    assert f"within 14 days {IF_ANY}" in said["legal-rights"]


@pytest.mark.parametrize("market", ["DE", "FR", "ES", "NO"])
def test_that_the_store_may_wait_for_the_goods_stands_wherever_the_time_does(market: str, folder: Path) -> None:
    said = _sections(made(folder, [market], supplier="aliexpress"))
    assert f"For any other reason: at most **14 days** after your message. {SHORT_WAIT}" in said["short-version"]
    assert f"within **14 days** after your message. {WAIT}" in said["cancellation"]
    assert said["refunds"].count(f"within **14 days** after your message. {WAIT}") == 2
    assert WAIT in said["legal-rights"]


def test_a_store_that_promises_its_own_time_waits_for_nothing(folder: Path) -> None:
    said = _sections(made(folder, ["DE"], promise={"cancellation": {"refunds_within": "3 days after request"}}))
    assert "You get your money back within **3 days** after your message." in said["cancellation"]
    assert WAIT not in said["cancellation"]


def test_an_order_that_is_cancelled_has_one_start_of_the_time_for_the_money(folder: Path) -> None:
    said = _sections(made(folder, ["AU"], supplier="aliexpress"))
    told = "**20 business days** after the order is cancelled."
    assert f"You get your money back within {told}" in said["cancellation"]
    assert f"If you cancel, it comes back within {told}" in said["refunds"]
    assert f"If you cancel: at most {told}" in said["short-version"]
    assert "agree to your refund" not in " ".join(said.values())


@pytest.mark.parametrize(("market", "time"), [("KR", "3 business days"), ("CN", "7 days")])
def test_where_nothing_comes_back_the_message_starts_the_time(market: str, time: str, folder: Path) -> None:
    said = _sections(made(folder, [market], supplier="aliexpress"))
    told = "after we get the item, or after your message if it has not reached you or need not come back"
    for section, words in (
        ("short-version", f"**{time}** {told}."),
        ("legal-rights", f"within {time} {told}, the way"),
    ):
        assert words in said[section]
    assert f"within **{time}** {told}." in said["refunds"]
    assert f"You get your money back within **{time}** after your message." in said["cancellation"]


def test_who_cancels_in_korea_waits_for_no_answer_about_the_parcel(folder: Path) -> None:
    said = _sections(made(folder, ["KR"], supplier="aliexpress"))["cancellation"]
    assert "after your message. We don't wait until we know whether we could stop the parcel." in said


@pytest.mark.parametrize(
    ("market", "late", "fault"),
    [("US", True, False), ("US-NY", True, False), ("DE", True, True), ("AU", False, True), ("JP", False, False)],
)
def test_what_was_paid_for_delivery_comes_back_where_the_law_says_so(
    market: str, late: bool, fault: bool, folder: Path
) -> None:
    rights = _sections(made(folder, [market], supplier="aliexpress"))["legal-rights"]
    lines = [line for line in rights.splitlines() if line.startswith("- **Is it late")]
    assert any("You also get back what you paid for delivery." in line for line in lines) == late
    assert ("A full refund includes what you paid for delivery." in rights) == fault


@pytest.mark.parametrize(
    ("markets", "means", "first_day"),
    [
        (["DE"], '"Delivery" means', 'A time "after delivery" starts'),
        (["KR"], '"Delivery" means', ""),
        (["DE", "US"], 'In Germany, "delivery" means', 'In Germany, a time "after delivery" starts'),
        (["US"], "", ""),
    ],
)
def test_what_delivery_is_stands_on_the_page_once(markets: list[str], means: str, first_day: str, folder: Path) -> None:
    text = " ".join(_sections(made(folder, markets, supplier="aliexpress")).values())
    told = "have the item in your hands. It is not enough that the carrier has it, or says that it was delivered."
    assert text.count(told) == bool(means)
    assert means in text
    assert ("starts on the next day." in text) == bool(first_day)
    assert first_day in text


def test_in_korean_a_time_counts_from_getting_the_goods_and_never_from_what_the_carrier_says(folder: Path) -> None:
    korean = page(made(folder, ["KR"], supplier="aliexpress"), "ko")
    text = "\n".join(section.body for section in korean.sections)
    assert "상품을 받으신 후 **7일 이내**" in text
    assert "배송 완료 후" not in text
    assert "배송 완료라고 나오는데 받지 못하셨나요?" in text


@pytest.mark.parametrize(
    ("market", "sentences"),
    [
        ("DE", ["within 14 days after delivery", "Any clear words will do", "send your message on the last day",
                "within 14 days after your message, or after delivery if that comes later.", "for standard delivery", WAIT,
                "If your order comes in several parcels, this time starts with the last one.",
                "The parcel goes to China", "EUR 25-40", "for 2 years after delivery", "repair or a replacement",
                "comes later. If it gets lost on its way back to us, that is our loss, not yours. Keep your proof of posting.",
                "In the first 12 months after delivery, you need not prove that it was faulty when it came. ",
                "https://dalbit.example/withdrawal_function", "https://dalbit.example/withdrawal_instruction"]),
        ("GB", [f"within 14 days {IF_ANY}, the way you paid",
                "Within 30 days after delivery, you can return it for a full refund",
                "for 6 years after delivery (Scotland: 5 years after delivery)",
                "In the first 6 months after delivery, you need not prove that it was faulty when it came. Within 30 days after "
                "delivery, you can return it for a full refund. This time stops while we repair or replace it, and at "
                "least 7 days of it are left after that. For this return, you may have to prove that it was faulty",
                "You can get a repair or a replacement. This is free of charge. We must do it within a reasonable time. We may try "
                "this only once. If that does not put it right or we take longer, you can choose"]),
        ("KR", ["within 7 days after delivery", "3 months after delivery, and no later than 30 days after you notice it",
                "within 3 business days after we get the item", "15%", "their product page clearly says that they can't be returned",
                "7 days after delivery, or after you get the contract document if that comes later.",
                "or need not come back. A full refund includes what you paid for delivery. If we are late, we owe you interest",
                "If we are late with it, we owe you interest: 15% a year. If we can't supply it, we tell you why at once and pay "
                "you back within 3 business days after you pay."]),
        ("BR", ["within 7 days after delivery", "**Return postage:** we pay", "comes back at once",
                "The sum is adjusted for inflation.", "We must do it within 30 days after your message.",
                "you have 90 days after you notice it to tell us", "If we don't deliver, or not in time, you choose:"]),
        ("CN", ["within 7 days after delivery", "within 7 days after we get the item",
                "If it is made to last for years, you need not prove in the first 6 months after delivery that it was faulty"]),
        ("AU", ["for a reasonable time", "If the fault is not serious, we may choose how we put it right: with a repair, a "
                "replacement, or a full refund", "or the fault is serious, you can choose a full refund, a replacement, or a partial refund",
                "you can cancel and get your money back. Your money then comes back without undue delay."]),
        ("US", ["for a full refund", "If we can't ship in time, we ask you before that time is over: do you want to wait, or to cancel and get "
                "your money back? If the new day is at most 30 days after the first one and you don't answer, your order stays open. If it is "
                "later and you don't agree to wait, or if we can't name a day, we cancel your order and you get your money back. We do the "
                "same if we neither ship nor ask you in time. Your money then comes back within 7 days after the order is cancelled."]),
        ("US-CA", ["If the new day is at most 30 days after the first one"]),
        ("US-NY", ["If the new day is at most 30 days after the first one"]),
        ("NO", ["within 14 days after delivery", "for 2 years after delivery, and for 5 years after delivery if such an item "
                "is meant to last much longer", "In the first 2 years after delivery, you need not prove",
                "Within that time, telling us 2 months after you notice it is always soon enough."]),
        ("CA-QC", ["within 30 days after you order", "you can cancel within 7 days after you get the contract document",
                   "If you get no copy of the contract within 15 days after you order, you can cancel within 30 days after "
                   "you order. It is enough to send your message on the last day. Then send the item back within 15 days "
                   "after the order is cancelled, or after delivery if that comes later. We then pay the return postage. "
                   "Your money comes back within 15 days after the order is cancelled. If your money has not come by then and you "
                   "paid by card, you have 60 days from then to ask your card company to reverse the payment. You get "
                   "back all that you paid, also for delivery and taxes, and what went to others."]),
        ("FR", ["within 14 days after delivery", "within 14 days after your message",
                "If we are late, the sum that we owe you grows, as the law says."]),
        ("ES", ["within 3 years after delivery", "If we are late, you can ask for twice the sum and for what else"]),
    ],
)  # fmt: skip
def test_its_page_says_what_the_law_of_its_market_gives(market: str, sentences: list[str], folder: Path) -> None:
    one = made(folder, [market], supplier="aliexpress", returns_go_to=FROM_CHINA)
    rights = _sections(one)["legal-rights"]
    for sentence in sentences:
        assert sentence in rights
    if not any(law.rights.get("withdrawal") for law in lawbook.laws_of(market)):
        assert "You have the right to return your order" not in rights


def test_a_lost_parcel_counts_from_the_message_where_the_law_counts_from_cancelling(folder: Path) -> None:
    said = _sections(made(folder, ["CA-QC"], supplier="aliexpress"))["parcels"]
    assert "Your money comes within 15 days after your message" in said
    assert "cancel" not in said
