"""What a law gives customers, as it is written down: each right with its ground, times, payers and remedies."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from policy_gen.durations import AT_ONCE, WITHOUT_DELAY
from policy_gen.records.exemptions import Exemption, Proviso
from policy_gen.records.provision import Provided, Sure
from policy_gen.records.reasons import Reason
from policy_gen.records.record import Record
from policy_gen.records.scalars import Day, FeeText, Text, Time
from policy_gen.records.vocabulary import Condition, Opening, Remedy


class Ground(StrEnum):
    """Why a right is there: always, unless the store told its own terms, or because the store broke a duty."""

    STATUTORY = "statutory"
    UNLESS_DISCLOSED = "unless_disclosed"
    BREACH = "breach"


class Bearer(StrEnum):
    """Who pays for the way back; customer_if_told: the store, unless it told the customer before the order."""

    SELLER = "seller"
    CUSTOMER = "customer"
    CUSTOMER_IF_TOLD = "customer_if_told"


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


Windows = Annotated[tuple[Time | Literal["reasonable"], ...], BeforeValidator(_listed)]
"""One limit, or several that all bind; `reasonable` where the law gives no number."""


Refunded = Literal["price", "standard_delivery", "all_delivery", "taxes", "others"]
"""A part of what the customer paid; `others`: what went to others for the order."""
RefundTime = Time | Literal["reasonable", "at_once"]
"""A time, or one of the words that laws use where they have no number."""
NO_NUMBER = {"at_once": AT_ONCE, "reasonable": WITHOUT_DELAY}
"""The times that such a word stands for."""


class Basis(Record):
    """What a right or a duty stands on, for all its values that say nothing else."""

    article: Text
    """The article, as lawyers cite it."""
    source: str
    """The text, by its name under `sources`."""
    confidence: Sure | None = None
    """How sure it is, where that differs from the text's."""
    since: Day | None = None
    """The first day on which it holds, where that is known."""
    until: Day | None = None
    """The last day on which it holds."""


class Exempt(Record):
    """Goods that a right does not cover."""

    goods: tuple[Exemption, ...]
    """Which goods."""
    must_be_told: bool = False
    """Whether the law wants customers told of it before the order; they are left out all the same."""
    only_if: tuple[Proviso, ...] = ()
    """What must be so before they are left out; all of it."""
    article: Text | None = None
    """The article, where it is another one."""
    source: str | None = None
    """The text, where it is another one, by its name under `sources`."""


class NotTold(Record):
    """What becomes of the time when the store did not tell the customer what it must."""

    longer_by: Time | None = None
    """The time is so much longer."""
    added_first: bool = False
    """Whether what it is longer by comes before the usual time: 12 months and then 14 days."""
    starts_after: Literal["information", "address known", "end of obstruction", "contract document"] | None = None
    """The time starts only then."""
    at_most: Time | None = None
    """The longest that it can be."""
    missing: Text
    """What was not told, in words."""
    article: Text | None = None
    """The article, where it is another one."""


class Right(Basis):
    """What a customer is owed for some reasons. A key that is left out: the law has no rule on it."""

    reasons: tuple[Reason, ...]
    """The reasons that it is about."""
    ground: Ground = Ground.STATUTORY
    """Why the customer has it."""
    breach: Literal["disclosure", "copy", "delivery"] | None = None
    """For `ground: breach`: which duty was broken."""
    broken_after: Provided[Time] | None = None
    """For `ground: breach`: how late the store may do it; before that, nothing is broken."""
    within: Provided[Windows] | None = None
    """Until when the customer may use it; all of several bind."""
    soon_enough: Provided[Time] | None = None
    """A time to tell of a fault that is never too short; later than that, it depends on what is reasonable."""
    rolls: Provided[Literal["next_working_day"]] | None = None
    """Until when a time runs whose last day is a weekend or a public holiday."""
    ends_with_delivery: Provided[bool] | None = None
    """Whether it is over once the goods are there."""
    last_item: Provided[bool] | None = None
    """Whether the time of an order in several parcels starts with the last item."""
    before_delivery: Provided[bool] | None = None
    """Whether it can be used before the goods arrive."""
    not_told: tuple[NotTold, ...] = ()
    """What becomes of the time when the customer was not told."""
    stands_still: Provided[Literal["until_refusal", "during_repair"]] | None = None
    """While what the time to tell of it stands still."""
    statement: Provided[Literal["free", "written", "electronic"]] | None = None
    """How the customer says so."""
    counts_when: Provided[Literal["sent", "received"]] | None = None
    """When a statement is in time."""
    confirmed_at_once: Provided[bool] | None = None
    """Whether the seller must confirm at once that the statement has come."""
    opening_allowed: Provided[bool] | None = None
    """Whether goods may be opened and tried."""
    condition: Provided[tuple[Condition, ...]] | None = None
    """How the goods may be asked to be; `[]` forbids every such condition."""
    value_loss: Provided[Literal["none", "excess_handling", "use"]] | None = None
    """What may be taken off for signs of use."""
    whole_within: Provided[Time] | None = None
    """How long nothing may be taken off for use."""
    seller_proves: Provided[bool] | None = None
    """Whether the seller proves that the customer damaged the goods, and when they were delivered."""
    signing_is_no_acceptance: Provided[bool] | None = None
    """Whether who signs for a parcel has not yet accepted what is in it."""
    exceptions: tuple[Exempt, ...] = ()
    """Goods that it does not cover: this list is closed."""
    remedies: Provided[tuple[Remedy, ...]] | None = None
    """What the customer gets."""
    first_remedies: Provided[tuple[Remedy, ...]] | None = None
    """What the seller may try first."""
    chosen_by: Provided[Literal["seller", "customer"]] | None = None
    """Who chooses among `first_remedies`."""
    cure_within: Provided[Time | Literal["reasonable"]] | None = None
    """How long the seller has for them."""
    one_attempt: Provided[bool] | None = None
    """Whether the seller may try only once to put it right."""
    second_when: Provided[tuple[Opening, ...]] | None = None
    """What opens `remedies` where there are `first_remedies`."""
    damages: Provided[bool] | None = None
    """Whether the seller also makes good what the customer lost by it."""
    send_back_within: Provided[Time] | None = None
    """How long the customer has to send the goods back."""
    send_back_after_delivery: Provided[bool] | None = None
    """Whether that time counts from delivery where the goods come later than it starts."""
    return_postage: Provided[Bearer] | None = None
    """Who pays the way back."""
    return_risk: Provided[Literal["seller", "customer"]] | None = None
    """Whose loss it is where the goods get lost on the way back."""
    collected: Provided[bool] | None = None
    """Whether the seller must collect the goods."""
    collects_costly: Provided[bool] | None = None
    """Whether the seller collects goods that it would cost much to send back."""
    refund_of: Provided[tuple[Refunded, ...]] | None = None
    """What the refund holds."""
    refunds_within: Provided[RefundTime] | None = None
    """When the money must be back."""
    withhold_until: Provided[Literal["nothing", "goods", "goods_or_proof"]] | None = None
    """What the seller may wait for."""
    pay_back_by: Provided[Literal["original_payment", "any"]] | None = None
    """How the money comes back."""
    store_credit: Provided[Literal["never", "if_customer_agrees", "if_disclosed"]] | None = None
    """Whether store credit will do."""
    comes_along: Provided[tuple[Literal["coupons", "gifts"], ...]] | None = None
    """What else goes back: coupons to the customer, free gifts, or their marked price, to the seller."""
    card_stopped: Provided[bool] | None = None
    """Whether the seller has the issuer of the card stop or cancel the charge."""
    ends_linked: Provided[bool] | None = None
    """Whether contracts that are tied to the order end with it, at no cost."""
    fee: Provided[FeeText] | None = None
    """The most that may be kept; `none` forbids every fee."""
    fee_at_most: Provided[FeeText] | None = None
    """A second cap: the lower of the two holds."""
    adjusted: Provided[bool] | None = None
    """Whether the sum is adjusted for inflation."""
    late_interest: Provided[FeeText] | None = None
    """What a late refund costs the seller: a share of the sum a year."""
    late_penalty: Provided[Literal["surcharge", "double"]] | None = None
    """Whether the sum of a late refund grows, or is due twice."""
    card_reversal: Provided[Time] | None = None
    """How long the customer may ask the issuer of the card to reverse the charge, once the refund is late."""
    refused_after: Provided[Time] | None = None
    """How late a refund counts as refused, which can be fined."""
    late_refund: Provided[Text] | None = None
    """What a late refund costs the seller, in words."""
