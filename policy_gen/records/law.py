"""Consumer law as it is written down: one file a jurisdiction, every value with its article, source and dates."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from policy_gen.records.provision import Provided, Sure
from policy_gen.records.record import Record
from policy_gen.records.rights import Basis, RefundTime, Right
from policy_gen.records.scalars import Day, Link, PartialDay, Text, Time


class LawSource(Record):
    """A text of the law."""

    title: Text
    """What it is called."""
    url: Link
    """Where its official text stands."""
    version: PartialDay
    """The state of the text that was read."""
    confidence: Sure
    """How it is known."""


class Guarantee(Basis):
    """How long the seller answers for faults."""

    at_least: Provided[Time | Literal["reasonable", "product_life"]] | None = None
    """The shortest time."""
    shows_within: Provided[bool] | None = None
    """Whether the fault must show within that time, while the customer may still tell of it later."""
    claim_within: Provided[Time] | None = None
    """For `shows_within`: how long the customer may tell of it."""
    long_lived: Provided[Time] | None = None
    """The shortest time for goods that are meant to last much longer than others."""
    parts: Provided[tuple[str, ...]] | None = None
    """Parts of the country, by their codes, in which another time is the shortest."""
    at_least_in_parts: Provided[Time] | None = None
    """The shortest time there."""
    presumed: Provided[Time] | None = None
    """How long a fault counts as there from the start."""
    presumed_for: Provided[Literal["durable_goods", "later_remedies"]] | None = None
    """What alone it helps with: goods that are made to last, or all but rejecting the goods at once."""
    reject_within: Provided[Time] | None = None
    """How long the customer may reject the goods at once."""
    reject_left: Provided[Time] | None = None
    """That time stops while the goods are repaired or replaced, and at least so much of it is left after that."""
    longer_after_repair: Provided[Time] | None = None
    """By how much a repair lengthens it."""
    longer_once: Provided[bool] | None = None
    """Whether only the first repair does."""
    restarts: Provided[Literal["replaced_for_repair"]] | None = None
    """When it starts anew: with the new item that came in the place of a repair which was not done."""
    same_fault_within: Provided[Time] | None = None
    """How long after a repair or a replacement a fault that comes back counts as the old one."""
    waivable: Provided[bool] | None = None
    """Whether the parties may agree on less."""


WhenLate = Literal["reasonable", "end_after_grace", "cancel_and_refund", "ends_unless_agreed", "customer_chooses"]
"""What becomes of a late order, the best last; `ends_unless_agreed`: it ends without a yes to waiting."""


class Delivery(Basis):
    """Late and lost parcels."""

    at_most: Provided[Time | Literal["reasonable"]] | None = None
    """The longest time to deliver where nothing is agreed."""
    ship_within: Provided[Time] | None = None
    """The longest time to hand the parcel to the carrier where nothing is agreed."""
    ship_as_stated: Provided[bool] | None = None
    """Whether the time to ship that the page states counts in its place."""
    shipping_is_enough: Provided[bool] | None = None
    """Whether goods are in time once they are shipped, whenever they arrive."""
    seller_bears_loss: Provided[bool] | None = None
    """Whether a parcel lost on the way is the seller's loss."""
    late: Provided[WhenLate] | None = None
    """What the customer may do when it is late: the last one chooses delivery, an equivalent or the money back."""
    silence_waits: Provided[Time] | None = None
    """For `ends_unless_agreed`: up to which first delay no answer counts as agreeing to wait."""
    names_day: Provided[bool] | None = None
    """For `ends_unless_agreed`: whether an order can wait only for a day that the seller names."""
    unsupplied_refunds_within: Provided[Time] | None = None
    """When the money must be back where the seller can't supply, which it says at once and with the reason."""
    refunds_within: Provided[RefundTime] | None = None
    """When the money must be back."""
    means: Provided[Literal["possession"]] | None = None
    """When goods are delivered: once the customer, or somebody named by him who isn't the carrier, has them."""
    first_day: Provided[Literal["not_counted"]] | None = None
    """Whether the day of delivery counts for times that start with it."""


class Cancelling(Basis):
    """Cancelling before dispatch."""

    right: Literal["full", "if_agreed", "with_compensation"]
    """Whether the customer may."""
    refunds_within: Provided[RefundTime] | None = None
    """When the money of a cancelled order must be back."""
    withhold_until: Provided[Literal["nothing", "goods", "goods_or_proof"]] | None = None
    """What the seller may wait for where the parcel is already on its way."""


class Where(Record):
    """A place in which something must stand."""

    place: Literal["first_screen", "before_order", "offer", "checkout", "policy_page", "withdrawal_instruction",
                   "model_form", "imprint", "order_confirmation", "website", "terms", "on_withdrawal"]  # fmt: skip
    """Where."""
    link_ok: bool
    """Whether a link there will do."""


Consequence = Literal["fine", "offence", "forbidden_practice", "longer_period", "later_start", "seller_pays",
                      "voidable", "default_right", "none"]  # fmt: skip
"""What a missed duty means; `later_start`: the time to return starts only when it is made good; `none`: not known."""


class Duty(Basis):
    """Something that the seller must tell or offer."""

    what: Text | None = None
    """What it is in words that go on from "the law asks for", where the duty's name says too little."""
    where: tuple[Where, ...]
    """The places, each for itself."""
    answered_by: (
        Literal["legal_notice", "withdrawal_instruction", "withdrawal_function", "returns_go_to", "page"] | None
    ) = None
    """The answer of the questionnaire, or the page itself, that meets it wherever a link will do."""
    page_says: tuple[Literal["sale_items", "proof_of_purchase", "written_copy"], ...] = ()
    """What this page itself says to meet it."""
    missing: Literal["error", "warning", "note"] = "warning"
    """How much a missing link weighs: an error only where it makes the page itself unlawful.

    What no link and no page can meet is always a warning.
    """
    po_box_ok: bool | None = None
    """Whether a P.O. box will do, for addresses."""
    on_request: bool = False
    """Whether it may be left out if the store says that it gives it on request."""
    consequence: Consequence = "none"
    """What happens where it is missing."""
    transposed: Literal["yes", "no", "unknown"] = "yes"
    """Whether a member state has made it its law; anything but yes turns an error into a warning."""


class Announced(Basis):
    """A change of law that is known to come, and of which the data holds no more than that."""

    what: Text
    """What comes, in words that go on from "the law changes"."""


class Verdict(StrEnum):
    """What the law says of a practice."""

    UNLAWFUL = "unlawful"
    CONDITION = "condition"
    LAWFUL = "lawful"


class Practice(Record):
    """What the law says of one of the ten habits of dropshipping stores."""

    verdict: Verdict
    """Unlawful, lawful under a condition, or lawful."""
    condition: Text | None = None
    """The condition, in words."""
    instead: Text | None = None
    """What a lawful page can say instead."""
    article: Text | None = None
    """The article."""
    source: str | None = None
    """The text."""
    confidence: Sure = Sure.READ
    """How sure it is."""


PRACTICES = {
    "all_sales_final": "A1: all sales are final, except for wrong or damaged goods",
    "no_address": "A2: no address, only e-mail or a P.O. box",
    "cancel_only_before_dispatch": "A3: cancelling only before dispatch",
    "refund_in_business_days": "A4: refunds within 3 to 15 business days",
    "customer_pays_return": "A5: the customer pays the return to the supplier's country after a change of mind",
    "customer_pays_fault": "A5b: the customer pays the return of faulty goods",
    "store_credit_only": "A6: store credit only",
    "short_claim_window": "A7: damage reported within a day or two, with a video, or never",
    "fees": "A8: a restocking or handling fee, or delivery not paid back",
    "unopened_only": "A9: only unopened, unused, in the original box",
    "parcel_risk": "A10: lost and late parcels and customs at the customer's cost",
}
"""The ten habits that a law file says something about."""


class LawFile(Record):
    """The law of one jurisdiction."""

    version: Literal[1] = Field(alias="schema")
    """The version of this schema."""
    name: Text
    """The jurisdiction's name in English."""
    extends: str | None = None
    """The file whose law holds here too, but for what this one says under the same name."""
    members: tuple[str, ...] = ()
    """The countries or states that this code stands for."""
    depth: Literal["specific", "generic"]
    """Whether its own rules were worked through."""
    reviewed: Day
    """The day on which somebody last reviewed it."""
    languages: Provided[tuple[str, ...]] | None = None
    """The languages in which the law wants the page."""
    sources: dict[str, LawSource] = Field(default_factory=dict)
    """The texts."""
    rights: dict[str, Right] = Field(default_factory=dict)
    """What customers are owed."""
    guarantee: Guarantee | None = None
    """How long the seller answers for faults."""
    delivery: Delivery | None = None
    """Late and lost parcels."""
    cancelling: Cancelling | None = None
    """Cancelling before dispatch."""
    duties: dict[str, Duty] = Field(default_factory=dict)
    """What the seller must tell or offer."""
    announced: dict[str, Announced] = Field(default_factory=dict)
    """Changes that are still to come, each with the day from which it holds as `since`."""
    practices: dict[str, Practice] = Field(default_factory=dict)
    """The ten habits, by their names in PRACTICES."""
    notes: tuple[Text, ...] = ()
    """What the schema has no place for, in a sentence each."""
