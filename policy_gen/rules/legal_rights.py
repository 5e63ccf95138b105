"""Your legal rights: what the law of each market gives, apart from what the store promises."""

from collections.abc import Mapping, Sequence
from typing import Any

from policy_gen.deriving.comparison import WINDOW
from policy_gen.deriving.exceptions import in_parts
from policy_gen.deriving.floors import Laws
from policy_gen.deriving.joined import Owed, owed
from policy_gen.deriving.jurisdiction import LegalRight
from policy_gen.durations import BACK, Duration, Event, Order
from policy_gen.provenance import Term
from policy_gen.records.markets import Territory
from policy_gen.records.reasons import Reason
from policy_gen.records.rights import Bearer
from policy_gen.records.scalars import Interest
from policy_gen.records.vocabulary import Remedy
from policy_gen.rules.clause import Clause, Row, by_value, present
from policy_gen.rules.given import Given, all_or_some, in_markets, timed
from policy_gen.rules.more_rights import of_choice, of_faults, of_parcels, untold

ID = "legal_rights"
SOURCE = "What a page must say, D12: legal rights stand apart from promises, and as rights, never as a favour"


def derive(given: Given) -> Clause | None:
    """The clause is left out where the store names no market, or none whose law has a rule on returns."""
    laws, store = given.terms.laws, given.terms.store
    groups: dict[Any, tuple[list[str], Row]] = {}
    for market in laws.markets:
        row = {
            **_choice(laws, market), **untold(laws, market), **_breaches(laws, market),
            **_faults(laws, market), **_delivery(laws, market),
        }  # fmt: skip
        if row:
            values = tuple((name, str(term.value)) for name, term in row.items())
            groups.setdefault(values, ([], row))[0].append(market)
    if not groups:
        return None
    rows = tuple({"markets": in_markets(given, markets), **row} for markets, row in groups.values())
    parts = present(legal_notice=store.legal_notice, email=store.email)
    for said in ("means", "first_day"):
        parts |= all_or_some(given, laws.stating("delivery", said), said)
    withdrawing = all_or_some(given, given.with_right(Reason.CHANGE_OF_MIND), "withdrawal")
    if withdrawing:
        parts |= withdrawing
        parts |= present(
            withdrawal_instruction=store.withdrawal_instruction,
            withdrawal_function=store.withdrawal_function,
            **_way_back(given),
        )
    return Clause(ID, parts, {"groups": rows})


def _way_back(given: Given) -> dict[str, Term[Any] | None]:
    """The country that returns go to and what that usually costs; never an address."""
    goes_to = given.terms.returns_go_to
    if goes_to is None or goes_to.country.known is None:
        return {}
    country = goes_to.country
    return {"returns_go_to": country.made((Territory(country.sure),), ""), "returns_cost": goes_to.postage}


def _choice(laws: Laws, market: str) -> Row:
    """The right to send back what is not wanted, where the law gives one."""
    right = laws.owed(market, Reason.CHANGE_OF_MIND)
    if right is None:
        return {}
    window = right.one("within")
    return {
        "choice": right.basis,
        **present(choice_within=_first_time(window), send_back_within=right.one("send_back_within")),
        **_flag("send_back_late", right.one("send_back_after_delivery")),
        **of_choice(laws, market, right),
        **by_value("rolls", right.one("rolls")),
        **_flag("confirmed_at_once", right.one("confirmed_at_once")),
        **_flag("last_item", right.one("last_item")),
        **_flag("before_delivery", right.one("before_delivery")),
        **_flag("opening_allowed", right.one("opening_allowed")),
        **_flag("collected", right.one("collected")),
        **by_value("statement", right.one("statement")),
        **by_value("counts_when", right.one("counts_when")),
        **_flag("return_risk_seller", right.one("return_risk"), "seller"),
        **by_value("choice_postage", right.one("return_postage")),
        **by_value("store_credit", right.one("store_credit")),
        **by_value("value_loss", right.one("value_loss")),
        **_money(right),
        **_fee(right),
        **in_parts(right.exceptions),
    }


def _money(right: Owed) -> Row:
    """When the money of what is sent back comes, how much of it and how."""
    times = right.all("refunds_within")
    row = _refunds("choice", right)
    if len(times) > 1 or not times or times[0].sure.event not in BACK:
        # Where the time counts from the goods, the store's wait for them is in it.
        row |= by_value("withhold", right.one("withhold_until"))
    return {**row, **by_value("pay_back", right.one("pay_back_by")), **_covers(right.one("refund_of"))}


def _interest(term: Term[Any] | None) -> Term[Any] | None:
    return None if term is None else term.made(Interest(term.sure.amount), "")


def _refunds(name: str, right: Owed) -> dict[str, Term[Any]]:
    """When the money of a right comes back, and what is added to it.

    There are two times where both hold, as nobody knows which of them ends first, and none where the law has a word.
    """
    rows = timed(f"{name}_refunds_within", right.all("refunds_within"))
    too = {f"{name}_refunds_too": row[f"{name}_refunds_within"] for row in rows[1:2]}
    interest = {f"{name}_interest": _interest(right.one("late_interest"))}
    return {
        **(rows[0] if rows else {}),
        **too,
        **_flag(f"{name}_adjusted", right.one("adjusted")),
        **by_value(f"{name}_penalty", right.one("late_penalty")),
        **present(**interest),
    }


def _fee(right: Owed) -> Row:
    fees = right.all("fee")
    if any(not fee.sure.amount for fee in fees):
        return {"no_choice_fee": fees[0]}
    return present(choice_fee=next(iter(fees), None), choice_fee_cap=right.one("fee_at_most"))


def _covers(term: Term[Any] | None, name: str = "refund_of") -> Row:
    if term is None:
        return {}
    delivery = [part for part in ("others", "all_delivery", "standard_delivery") if part in term.sure]
    return {f"{name}_{delivery[0]}": term.made(delivery[0], "")} if delivery else {}


BREACHES = ("disclosure", "copy")
"""Duties of the store whose breach lets customers cancel, whatever they think of the goods."""


def _breaches(laws: Laws, market: str) -> Row:
    """What customers may do where the store told them too little, or gave them no copy of the contract."""
    rights = {breach: laws.after_breach(market, breach) for breach in BREACHES}
    either = owed([right for found in rights.values() for right in found], laws.day)
    copy = owed(rights["copy"], laws.day)
    if either is None:
        return {}
    return {
        **present(**{f"breach_{breach}": _window_of(found, laws) for breach, found in rights.items()}),
        **present(breach_copy_after=copy.one("broken_after") if copy is not None else None),
        **by_value("breach_counts_when", either.one("counts_when")),
        **present(breach_send_back=either.one("send_back_within"), breach_card_reversal=either.one("card_reversal")),
        **_flag("breach_send_back_late", either.one("send_back_after_delivery")),
        **_covers(either.one("refund_of"), "breach_refund_of"),
        **_flag("breach_postage_seller", either.one("return_postage"), Bearer.SELLER),
        **_refunds("breach", either),
    }


def _window_of(rights: Sequence[LegalRight], laws: Laws) -> Term[Any] | None:
    right = owed(rights, laws.day)
    return _first_time(right.one("within")) if right is not None else None


def _faults(laws: Laws, market: str) -> Row:
    """What a customer is owed for a faulty or wrong item: for as long as the law says, and at the start of that."""
    by_id = _by_id(laws, market, Reason.DEFECTIVE)
    lasting = {id: right for id, right in by_id.items() if not any(_outlasts(one, right) for one in by_id.values())}
    right = laws.owed(market, Reason.DEFECTIVE, *lasting)
    guarantee = laws.stated(market, "guarantee")
    row: dict[str, Term[Any]] = {}
    if right is not None:
        row |= {**_fault(right), **of_faults(right, guarantee)}
        row |= _limits(right.all("within"), _soon(laws, market, right), set(guarantee))
    for name, terms in guarantee.items():
        if name in GUARANTEES:
            row[GUARANTEES[name]] = terms[0]
    if "parts" in guarantee:
        parts = guarantee["parts"][0]
        row["guarantee_parts"] = parts.made(tuple(map(Territory, parts.sure)), "")
    row |= by_value("presumed_for", next(iter(guarantee.get("presumed_for", ())), None))
    early = [one for id, one in by_id.items() if id not in lasting and _gives_money(one)]
    soon = _first_time(early[0].one("within")) if early else next(iter(guarantee.get("reject_within", ())), None)
    return {**row, **present(reject_within=soon)}


GUARANTEES = {
    "at_least": "guarantee",
    "at_least_reasonable": "guarantee_reasonable",
    "at_least_product_life": "guarantee_product_life",
    "longer_after_repair": "longer_after_repair",
    "long_lived": "guarantee_long_lived",
    "at_least_in_parts": "guarantee_in_parts",
    "presumed": "presumed",
    "reject_left": "reject_left",
}
"""What the page calls how long the seller answers for faults: a time, a reasonable one, the product's life.

And how much of that time customers need prove nothing in.
"""


def _fault(right: Owed) -> dict[str, Term[Any]]:
    first, remedies = right.one("first_remedies"), right.one("remedies")
    return {
        "faults": right.basis,
        **present(first_remedies=first, fault_remedies=remedies),
        **by_value("chosen_by", right.one("chosen_by")),
        **_flag("one_attempt", right.one("one_attempt")),
        **_refunds("fault", right),
        **_flag("fault_postage_seller", right.one("return_postage"), Bearer.SELLER),
        **_covers(right.one("refund_of"), "fault_refund_of"),
        # Where the money is the first and only remedy, the page can say so in plain words.
        **({"fault_money_back": right.basis} if first is None and _only_money(remedies) else {}),
    }


def _soon(laws: Laws, market: str, right: Owed) -> Term[Any] | None:
    """How soon is always soon enough to tell of a fault; nothing where one of the laws asks for no haste at all."""
    said = laws.values(market, Reason.DEFECTIVE, "soon_enough")
    return right.one("soon_enough") if len(said) == len(list(laws.rights(market, Reason.DEFECTIVE))) else None


def _only_money(remedies: Term[Any] | None) -> bool:
    return remedies is not None and remedies.value == (Remedy.REFUND,)


def _gives_money(right: Owed) -> bool:
    remedies = right.one("remedies")
    return remedies is not None and Remedy.REFUND in remedies.sure


def _limits(windows: tuple[Term[Any], ...], soon: Term[Any] | None, guaranteed: set[str]) -> dict[str, Term[Any]]:
    """Until when faults can be told of; where a guarantee says how long, only what counts from noticing them."""
    times = [window.made(one, "") for window in windows for one in window.sure if isinstance(one, Duration)]
    noticed = next((one for one in times if one.sure.event is Event.NOTICING), None)
    alone = next((window for window in windows if noticed is not None and window.value == (noticed.value,)), None)
    if len(windows) > 1:
        # Each of them gives time of its own: for what could not be seen at first it counts from when it was.
        return present(hidden_within=alone.made(alone.sure[0], "") if alone is not None else None)
    if guaranteed & {"at_least", "at_least_product_life", "at_least_reasonable"}:
        return present(notice_within=noticed or soon)
    return {f"wrong_within_{number}": one for number, one in enumerate(times[:2], start=1)}


def _by_id(laws: Laws, market: str, reason: Reason) -> Mapping[str, Owed]:
    ids = dict.fromkeys(right.id for _, right in laws.rights(market, reason))
    found = {id: laws.owed(market, reason, id) for id in ids}
    return {id: right for id, right in found.items() if right is not None}


def _outlasts(one: Owed, other: Owed) -> bool:
    """Whether a right lasts longer than another one; a right without an end outlasts each that has one."""
    mine, its = _first_time(one.one("within")), _first_time(other.one("within"))
    if its is None:
        return False
    return mine is None or WINDOW.order(mine.sure, its.sure) is Order.BETTER


def _delivery(laws: Laws, market: str) -> Row:
    """Late and lost parcels."""
    delivery = {name: terms[0] for name, terms in laws.stated(market, "delivery").items()}
    late = laws.owed(market, Reason.LATE)
    row = present(
        ship_within=delivery.get("ship_within"),
        delivery_at_most=delivery.get("at_most"),
        arrives_soon_enough=delivery.get("at_most_reasonable"),
        silence_waits=delivery.get("silence_waits"),
        unsupplied_refunds_within=delivery.get("unsupplied_refunds_within"),
    )
    row |= _flag("seller_bears_loss", delivery.get("seller_bears_loss"))
    row |= by_value("late", delivery.get("late"))
    row |= of_parcels(laws, market, delivery)
    if late is None:
        return row
    return {
        **row,
        **_refunds("late", late),
        **_covers(late.one("refund_of"), "late_refund_of"),
        **present(late_card_reversal=late.one("card_reversal"), late_send_back=late.one("send_back_within")),
        **_flag("late_send_back_late", late.one("send_back_after_delivery")),
        **by_value("late_postage", late.one("return_postage")),
    }


def _first_time(window: Term[Any] | None) -> Term[Any] | None:
    """The first limit of a window that has a number."""
    times = [one for one in window.sure if isinstance(one, Duration)] if window is not None else []
    return window.made(times[0], "") if window is not None and times else None


def _flag(name: str, term: Term[Any] | None, wanted: Any = True) -> dict[str, Term[Any]]:
    return {name: term} if term is not None and term.value == wanted else {}
