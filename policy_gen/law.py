"""Consumer law as it is written down: one file a jurisdiction, every value with its article, source and dates."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from policy_gen.durations import AT_ONCE, WITHOUT_DELAY
from policy_gen.provision import Provided, Sure
from policy_gen.reasons import Reason
from policy_gen.scalars import Day, FeeText, Link, PartialDay, Text, Time
from policy_gen.supplier import Exclusions, Record
from policy_gen.vocabulary import Condition, Remedy


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


RefundTime = Time | Literal["reasonable", "at_once"]
"""A time, or one of the words that laws use where they have no number."""
NO_NUMBER = {"at_once": AT_ONCE, "reasonable": WITHOUT_DELAY}
"""The times that such a word stands for."""


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

    goods: Exclusions
    """Which goods."""
    must_be_told: bool = False
    """Only if the customer was told before the order."""
    needs_consent: bool = False
    """Only if the customer agreed."""
    must_be_marked: bool = False
    """Only if the goods themselves are marked."""
    article: Text | None = None
    """The article, where it is another one."""
    source: str | None = None
    """The text, where it is another one, by its name under `sources`."""


class NotTold(Record):
    """What becomes of the time when the store did not tell the customer what it must."""

    longer_by: Time | None = None
    """The time is so much longer."""
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
    within: Provided[Windows] | None = None
    """Until when the customer may use it; all of several bind."""
    soon_enough: Provided[Time] | None = None
    """A time to tell of a fault that is never too short; later than that, it depends on what is reasonable."""
    rolls: Provided[Literal["next_working_day"]] | None = None
    """Until when a time runs whose last day is a weekend or a public holiday."""
    last_item: Provided[bool] | None = None
    """Whether the time of an order in several parcels starts with the last item."""
    before_delivery: Provided[bool] | None = None
    """Whether it can be used before the goods arrive."""
    not_told: tuple[NotTold, ...] = ()
    """What becomes of the time when the customer was not told."""
    statement: Provided[Literal["free", "written", "electronic"]] | None = None
    """How the customer says so."""
    counts_when: Provided[Literal["sent", "received"]] | None = None
    """When a statement is in time."""
    opening_allowed: Provided[bool] | None = None
    """Whether goods may be opened and tried."""
    condition: Provided[tuple[Condition, ...]] | None = None
    """How the goods may be asked to be; `[]` forbids every such condition."""
    value_loss: Provided[Literal["none", "excess_handling", "use"]] | None = None
    """What may be taken off for signs of use."""
    exceptions: tuple[Exempt, ...] = ()
    """Goods that it does not cover: this list is closed."""
    remedies: Provided[tuple[Remedy, ...]] | None = None
    """What the customer gets."""
    first_remedies: Provided[tuple[Remedy, ...]] | None = None
    """What the seller may try first."""
    chosen_by: Provided[Literal["seller", "customer"]] | None = None
    """Who chooses among `first_remedies`."""
    cure_within: Provided[Time] | None = None
    """How long the seller has for them."""
    one_attempt: Provided[bool] | None = None
    """Whether the seller may try only once to put it right."""
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
    refund_of: Provided[tuple[Literal["price", "standard_delivery", "all_delivery", "taxes"], ...]] | None = None
    """What the refund holds."""
    refunds_within: Provided[RefundTime] | None = None
    """When the money must be back."""
    withhold_until: Provided[Literal["nothing", "goods", "goods_or_proof"]] | None = None
    """What the seller may wait for."""
    pay_back_by: Provided[Literal["original_payment", "any"]] | None = None
    """How the money comes back."""
    store_credit: Provided[Literal["never", "if_customer_agrees", "if_disclosed"]] | None = None
    """Whether store credit will do."""
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
    late_refund: Provided[Text] | None = None
    """What a late refund costs the seller, in words."""


class Guarantee(Basis):
    """How long the seller answers for faults."""

    at_least: Provided[Time | Literal["reasonable", "product_life"]] | None = None
    """The shortest time."""
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
    seller_bears_loss: Provided[bool] | None = None
    """Whether a parcel lost on the way is the seller's loss."""
    late: Provided[WhenLate] | None = None
    """What the customer may do when it is late: the last one chooses delivery, an equivalent or the money back."""
    silence_waits: Provided[Time] | None = None
    """For `ends_unless_agreed`: up to which first delay no answer counts as agreeing to wait."""
    unsupplied_refunds_within: Provided[Time] | None = None
    """When the money must be back where the seller can't supply, which it says at once and with the reason."""
    refunds_within: Provided[RefundTime] | None = None
    """When the money must be back."""


class Cancelling(Basis):
    """Cancelling before dispatch."""

    right: Literal["full", "if_agreed", "with_compensation"]
    """Whether the customer may."""
    refunds_within: Provided[RefundTime] | None = None
    """When the money of a cancelled order must be back."""


class Where(Record):
    """A place in which something must stand."""

    place: Literal["first_screen", "before_order", "offer", "checkout", "policy_page", "withdrawal_instruction",
                   "model_form", "imprint", "order_confirmation", "website"]  # fmt: skip
    """Where."""
    link_ok: bool
    """Whether a link there will do."""


class Duty(Basis):
    """Something that the seller must tell or offer."""

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
    consequence: Literal["fine", "longer_period", "seller_pays", "voidable", "default_right", "none"] = "none"
    """What happens where it is missing."""
    transposed: Literal["yes", "no", "unknown"] = "yes"
    """Whether a member state has made it its law; anything but yes turns an error into a warning."""


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
    practices: dict[str, Practice] = Field(default_factory=dict)
    """The ten habits, by their names in PRACTICES."""
    notes: tuple[Text, ...] = ()
    """What the schema has no place for, in a sentence each."""
