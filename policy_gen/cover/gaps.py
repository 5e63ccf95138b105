"""The gaps between the two sides: what the customer gets and the supplier does not give back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from policy_gen.cover.sides import NOT_KNOWN, Customer, Supplied, Voice, Window
from policy_gen.deriving.comparison import KINDS
from policy_gen.durations import Order
from policy_gen.records.reasons import CHOICES, PARCELS, Reason
from policy_gen.records.scalars import Fee
from policy_gen.records.vocabulary import Payer, Remedy, SendBack


class Gap(StrEnum):
    """What the supplier does not give back."""

    NOT_COVERED = "not_covered"
    DAYS = "days"
    REMEDY = "remedy"
    POSTAGE = "postage"
    FEE = "fee"
    REFUND_TIME = "refund_time"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class Found:
    """One gap, who made it and what it is in words.

    `first` and `last` are the days that nobody but the store pays for, where they are known; `is_known` is False where
    it is only not known that there is no gap.
    """

    gap: Gap
    voice: Voice
    words: str
    first: int | None = None
    last: int | None = None
    is_known: bool = True

    @property
    def days(self) -> int | None:
        """How many days it is wide; None where it has no number."""
        return None if self.first is None or self.last is None else self.last - self.first + 1


WITHIN_SUPPLIER = (Order.WORSE, Order.EQUAL)
NOTHING_COMES_BACK = {*PARCELS, Reason.MISSING_ITEM, Reason.MISSING_PART}
"""Reasons for which there is nothing to send back."""
MONEY = {Remedy.REFUND, Remedy.STORE_CREDIT}
GOODS = {Remedy.REPLACEMENT, Remedy.EXCHANGE}
PAID_BY = {
    Remedy.REFUND: MONEY,
    Remedy.STORE_CREDIT: MONEY,
    Remedy.PARTIAL_REFUND: {Remedy.PARTIAL_REFUND, *MONEY},
    Remedy.REPLACEMENT: {*GOODS, *MONEY},
    Remedy.EXCHANGE: {*GOODS, *MONEY},
    Remedy.REPAIR: {Remedy.REPAIR, *GOODS, *MONEY},
    Remedy.KEEP_ITEM: set(Remedy),
}
"""What the supplier may give for a remedy of the customer's so that the store pays nothing of its own for it."""


def gaps(reason: Reason, customer: Customer, supplied: Supplied, by_law: bool) -> tuple[Found, ...]:
    """Every gap of a reason; `by_law` says that the law gives it to the customer whatever the store offers."""
    if not supplied.covered:
        return (_not_covered(customer, supplied, by_law), *_postage(reason, customer, supplied))
    found = [
        *_days(customer, supplied),
        *_remedies(customer, supplied),
        *_postage(reason, customer, supplied),
        *_fee(reason, customer, supplied),
        *refund_time(customer, supplied.values.get("refunds_within")),
    ]
    return tuple(found)


def _not_covered(customer: Customer, supplied: Supplied, by_law: bool) -> Found:
    # Of a law and a promise that give the same, the promise alone could be taken back.
    voice = Voice.LAW if by_law and customer.voice() is not Voice.STORE else Voice.STORE
    if by_law and customer.window.is_open:
        voice = Voice.LAW
    if supplied.covered is None:
        return Found(Gap.NOT_COVERED, voice, "not known whether the supplier covers it", is_known=False)
    first = None if customer.window.days is None else 1
    return Found(Gap.NOT_COVERED, voice, "all of it: the supplier doesn't cover it", first, customer.window.days)


def _days(customer: Customer, supplied: Supplied) -> Iterator[Found]:
    """The days on which the customer may still report, but the store no longer can."""
    mine, its, voice = customer.window, supplied.window, customer.voice()
    if mine.time and its.time and KINDS["report_within"].order(mine.time, its.time) in WITHIN_SUPPLIER:
        return
    if its.days is None or (not mine.is_open and mine.event is not its.event):
        if its == NOT_KNOWN:
            words = "not known: nobody says until when the supplier takes claims"
        else:
            words = f"not comparable: {mine.words} here, {its.words} at the supplier"
        yield Found(Gap.DAYS, voice, words, is_known=False)
    elif mine.is_open:
        yield Found(Gap.DAYS, voice, f"from day {its.days + 1} on, without an end", its.days + 1)
    elif mine.days is not None and mine.days > its.days:
        yield Found(Gap.DAYS, voice, _in_days(its.days + 1, mine), its.days + 1, mine.days)


def _in_days(first: int, window: Window) -> str:
    last = window.days or first
    width = f"{last - first + 1} day{'' if last == first else 's'}"
    if window.is_rough:
        return f"up to {width}: from day {first} to {window.words}"
    return f"{width}: {f'day {first}' if last == first else f'days {first} to {last}'}"


def _remedies(customer: Customer, supplied: Supplied) -> Iterator[Found]:
    """What the customer may have that the supplier neither gives nor pays for."""
    gets, its = customer.values.get("remedies", ()), supplied.values.get("remedies")
    if its is None:
        yield Found(Gap.REMEDY, customer.voice("remedies"), "not known what the supplier gives", is_known=False)
        return
    lacking = [remedy for remedy in gets if not PAID_BY[remedy] & set(its)]
    if lacking:
        given = f"the supplier gives {listed(its)}" if its else "the supplier gives nothing"
        yield Found(Gap.REMEDY, customer.voice("remedies"), f"{listed(lacking)}: {given}")


def _postage(reason: Reason, customer: Customer, supplied: Supplied) -> Iterator[Found]:
    values = customer.values
    if reason in NOTHING_COMES_BACK or values.get("send_back") is SendBack.NEVER or supplied.pays_postage:
        return
    payer = values.get("return_postage")
    if payer is Payer.CUSTOMER or (payer is None and reason not in CHOICES):
        return
    voice = customer.voice("return_postage")
    if payer is None:
        yield Found(Gap.POSTAGE, voice, "return postage: not known who pays it", is_known=False)
    elif supplied.covered is not False and supplied.pays_postage is None:
        words = "return postage: not known whether the supplier pays it"
        yield Found(Gap.POSTAGE, voice, words, is_known=False)
    else:
        yield Found(Gap.POSTAGE, voice, "return postage: the supplier doesn't pay it")


def _fee(reason: Reason, customer: Customer, supplied: Supplied) -> Iterator[Found]:
    """What the supplier keeps and the store does not."""
    kept, its = customer.values.get("restocking_fee", Fee(0)), supplied.values.get("restocking_fee")
    if its is None and reason in CHOICES:
        words = "not known what the supplier keeps"
        yield Found(Gap.FEE, customer.voice("restocking_fee"), words, is_known=False)
    elif its is not None:
        yield from fee(kept, its, customer.voice("restocking_fee"))


def fee(kept: Fee, its: Fee, voice: Voice) -> Iterator[Found]:
    """The gap between what the store keeps of a customer's money and what the supplier keeps of the store's."""
    if KINDS["restocking_fee"].order(kept, its) not in WITHIN_SUPPLIER:
        yield Found(Gap.FEE, voice, f"the supplier keeps {its}, you keep {kept}")


def refund_time(customer: Customer, its: Any) -> Iterator[Found]:
    """Where the customer's money is due before the supplier's surely is there."""
    due = customer.values.get("refunds_within")
    if due is None:
        return
    if its is None:
        words = "not known when the supplier's money comes"
        yield Found(Gap.REFUND_TIME, customer.voice("refunds_within"), words, is_known=False)
    elif KINDS["refunds_within"].order(due, its) not in WITHIN_SUPPLIER:
        words = f"your refund is due {due}, the supplier's {its}"
        yield Found(Gap.REFUND_TIME, customer.voice("refunds_within"), words)


def listed(values: Iterable[Any]) -> str:
    """Values in words, joined by "or"."""
    return " or ".join(str(value).replace("_", " ") for value in values)
