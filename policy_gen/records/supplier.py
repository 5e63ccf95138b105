"""A supplier's terms as they are written down, in a profile of their own or as answers in a questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from policy_gen.provenance import Term
from policy_gen.records.reasons import Reason
from policy_gen.records.record import UNKNOWN, ProfileSource, Record, Sources, Steps
from policy_gen.records.scalars import Cutoff, FeeText, Market, Text, Time
from policy_gen.records.stated import STATED, Stated, refuse
from policy_gen.records.vocabulary import (
    Approver,
    Clarity,
    Condition,
    Coverage,
    Evidence,
    Exclusion,
    Payer,
    RefundTo,
    Remedy,
    Resale,
    SendBack,
    Silence,
    StoreEvidence,
)

T = TypeVar("T")


def _by_reason(value: Any) -> str:
    return "reasons" if isinstance(value, Mapping) and not set(value) & STATED else "all"


_NONE_IS_EMPTY = BeforeValidator(lambda value: [] if value == "none" else value)
Reasons = Annotated[tuple[Reason, ...], _NONE_IS_EMPTY]
Evidences = Annotated[tuple[Evidence, ...], _NONE_IS_EMPTY]
Exclusions = Annotated[tuple[Exclusion, ...], _NONE_IS_EMPTY]
ByReason = Annotated[
    Annotated[Stated[T], Tag("all")] | Annotated[dict[Reason, Stated[T]], Tag("reasons")], Discriminator(_by_reason)
]
"""One answer for all reasons, or a mapping of reasons to answers."""


class Approval(Record):
    """Who must agree to a cancellation."""

    by: Stated[Approver] = UNKNOWN
    """Who decides: `nobody` (it happens by itself), `supplier` or `platform`."""
    within: Stated[Time] = UNKNOWN
    """How long they may take."""
    silence: Stated[Silence] = UNKNOWN
    """What no answer in that time means: `approved`, `declined`, or `none` where there is no time-out."""

    @model_validator(mode="after")
    def _nobody_needs_no_time(self) -> Self:
        if self.by.known is Approver.NOBODY and (self.within.known or self.silence.known):
            help = "say who must agree, or take `within` and `silence` out"
            raise refuse(
                "ANS005", "`by: nobody` says that it happens by itself, so nobody's time or silence counts", help
            )
        return self


class Cancellation(Record):
    """Until when an order can be cancelled, and what happens then."""

    until: Stated[Cutoff] = UNKNOWN
    """The stage whose start ends it (`payment`, `processing`, `production`, `shipped`), or `24 hours after order`."""
    approval: Approval = Approval.model_construct()
    """Who must agree."""
    fee: Stated[FeeText] = UNKNOWN
    """What the supplier keeps: `none`, `15%` or `EUR 5`."""
    refunds_within: Stated[Time] = UNKNOWN
    """How long the money takes, counted from the confirmation."""
    not_cancellable: Stated[Exclusions] = UNKNOWN
    """Goods whose order can't be cancelled any more once it is paid."""


class When(Record):
    """The orders that a rule is for; a rule without it is for all that no earlier rule took."""

    ship_to: tuple[Market, ...] = ()
    """Countries of delivery, by their ISO 3166 codes."""
    ship_from: tuple[Text, ...] = ()
    """Countries or warehouses that the goods come from."""
    category: tuple[Text, ...] = ()
    """Kinds of goods."""
    shipping_method: tuple[Text, ...] = ()
    """The supplier's shipping lines."""
    badge: tuple[Text, ...] = ()
    """Marks on the supplier's listing that change the terms."""
    item_value_over: Text | None = None
    """The value from which the rule holds, such as `USD 70`."""


class CancellationRule(Cancellation):
    """Cancelling as a profile says it; the rules of a profile follow each other in time."""

    when: When = When.model_construct()
    """The orders that the rule is for."""
    how: Stated[Steps] = UNKNOWN
    """The steps at the supplier, for the merchant."""
    locked_for: Stated[Time] = UNKNOWN
    """How long after payment the steps may not be there yet, as the payment is still being verified."""
    source: Sources = ()
    """The sources of every fact of this rule that names none of its own."""


class ReturnRule(Record):
    """What the supplier does for some reasons."""

    reasons: tuple[Reason, ...]
    """The reasons that the rule is about."""
    when: When = When.model_construct()
    """The orders that the rule is for."""
    covered: Stated[Coverage] = Term(Coverage.COVERED)
    """`covered` or `not_covered`; `listing` or `case_by_case` where it differs."""
    report_within: Stated[Time] = UNKNOWN
    """Until when the merchant may report it."""
    report_opens: Stated[Time] = UNKNOWN
    """From when on it may be reported, where that is not at once."""
    customer_reports_within: Stated[Time] = UNKNOWN
    """The clock that the supplier itself sets for the end customer."""
    evidence: Stated[Evidences] = UNKNOWN
    """What the supplier must be shown, as far as it comes from the customer."""
    store_evidence: Stated[tuple[StoreEvidence, ...]] = UNKNOWN
    """What the merchant itself shows the supplier with every claim; no customer is asked for it."""
    store_evidence_on_request: Stated[tuple[StoreEvidence, ...]] = UNKNOWN
    """What the merchant itself must have ready, as the supplier may ask for it."""
    condition: Stated[tuple[Condition, ...]] = UNKNOWN
    """How the goods must be."""
    remedies: Stated[tuple[Remedy, ...]] = UNKNOWN
    """What the supplier gives."""
    send_back: Stated[SendBack] = UNKNOWN
    """Whether the goods must come back."""
    send_back_to: Stated[Text] = UNKNOWN
    """Where they go, in a few words; for the merchant only."""
    send_back_within: Stated[Time] = UNKNOWN
    """How long the merchant's side has to post them."""
    return_postage: Stated[Payer] = UNKNOWN
    """Who pays for it."""
    refunds_within: Stated[Time] = UNKNOWN
    """How long the money takes, counted from the decision."""
    restocking_fee: Stated[FeeText] = UNKNOWN
    """What the supplier keeps for taking goods back."""
    before_claiming: Stated[tuple[Literal["customer_refunded", "carrier_contacted", "address_correct"], ...]] = UNKNOWN
    """What the merchant must have done before the supplier listens."""
    source: Sources = ()
    """The sources of every fact of this rule that names none of its own."""


class OrderingApp(Record):
    """An app that passes a shop's orders on to the supplier, and where an order is found in it."""

    name: Text
    """What it calls itself."""
    how: Stated[Steps] = UNKNOWN
    """The steps from the app to the order at the supplier."""
    syncs_within: Stated[Time] = UNKNOWN
    """How old the state of an order may be that it shows."""
    source: Sources = ()
    """The sources of every fact of this app that names none of its own."""


class Dispute(Record):
    """How a claim that the supplier refuses goes on."""

    where: Stated[Literal["platform", "supplier_form", "account_rep", "none"]] = UNKNOWN
    """Where it is opened."""
    opens: Stated[Literal["at_any_time", "after_shipping"]] = UNKNOWN
    """Whether it can be opened about an order that has not been shipped."""
    how: Stated[Steps] = UNKNOWN
    """The steps at the supplier, for the merchant."""
    reply_within: Stated[Time] = UNKNOWN
    """How long the supplier may take to answer."""
    silence: Stated[Silence] = UNKNOWN
    """What no answer means."""
    platform_steps_in_within: Stated[Time] = UNKNOWN
    """When the platform takes over."""
    elsewhere: Stated[Literal["allowed", "restricted", "blocks_account"]] = UNKNOWN
    """What a dispute at the bank or the payment service does."""


class Undeliverable(Record):
    """What becomes of parcels that could not be handed over."""

    when: When = When.model_construct()
    """The orders that the rule is for."""
    taken_back: Stated[Literal["taken_back", "not_taken_back", "refunded"]] = UNKNOWN
    """Whether the supplier takes it."""
    held_for: Stated[Time] = UNKNOWN
    """How long it is kept."""
    then: Stated[Literal["donated", "destroyed", "discarded", "stock_credit"]] = UNKNOWN
    """What happens to it afterwards."""
    notice: Stated[Literal["email", "none"]] = UNKNOWN
    """How the merchant hears of it."""
    reship_paid_by: Stated[Payer] = UNKNOWN
    """Who pays for sending it once more."""
    source: Sources = ()
    """The sources of every fact of this rule that names none of its own."""


class Limit(Record):
    """A cap that the supplier sets on the merchant."""

    what: Literal["cancellations", "returns", "free_labels", "claims"]
    """What is counted."""
    most: Stated[Text] = UNKNOWN
    """How many or how much: `3 per month`, `5%`."""
    source: Sources = ()
    """Where it was read."""


class Profile(Record):
    """A supplier's terms, ready-made: every fact with a source."""

    version: Literal[1] = Field(alias="schema")
    """The version of this schema."""
    name: Text
    """The supplier's name, for the merchant only."""
    hidden_words: tuple[Text, ...] = ()
    """Names of its screens, wallets and firms that no customer may read."""
    kind: Literal["marketplace", "wholesale_marketplace", "print_on_demand", "fulfilment_agent", "aggregator",
                  "wholesaler", "partner_network", "automation_tool", "retailer"]  # fmt: skip
    """What kind of business it is."""
    terms_scope: Literal["uniform", "platform_floor", "per_supplier", "per_listing"] = "uniform"
    """Whether its terms are the same for all goods, or a floor that a listing or a seller may go beyond."""
    resale: Stated[Resale] = UNKNOWN
    """Whether its goods may be sold on."""
    sources: dict[str, ProfileSource]
    """Where its facts were read."""
    working_week: Literal[5, 6] = 5
    """Working days in its week."""
    ships_within: Stated[Time] = UNKNOWN
    """From payment to the hand-over to the carrier."""
    not_shipped_in_time: Stated[Literal["cancelled_and_refunded", "right_to_cancel", "none"]] = UNKNOWN
    """What happens when it ships late."""
    tracking_number: Stated[Literal["at_the_order", "anywhere"]] = UNKNOWN
    """Where a tracking number must stand to count: entered `at_the_order`, or `anywhere`, such as in a message."""
    tracking_corrected_within: Stated[Time] = UNKNOWN
    """How long a wrong tracking number may be corrected."""
    delivers_within: Stated[Time] = UNKNOWN
    """The carrier's time, from dispatch to delivery."""
    cancellation: tuple[CancellationRule, ...] = ()
    """Cancelling, by stages in their order in time."""
    returns: tuple[ReturnRule, ...] = ()
    """Returns and claims; the first rule that fits a reason and an order holds."""
    not_returnable: Stated[Exclusions] = UNKNOWN
    """Goods that it doesn't take back for the customer's own choice."""
    resolves_within: Stated[Time] = UNKNOWN
    """How long a case takes until it is decided."""
    instructions: Stated[Clarity] = UNKNOWN
    """How clear its instructions are."""
    refunds_to: Stated[tuple[RefundTo, ...]] = UNKNOWN
    """Where it pays money back to; several where there is a choice."""
    dispute: Dispute = Dispute.model_construct()
    """What to do when it refuses."""
    apps: tuple[OrderingApp, ...] = ()
    """Apps that pass orders on to it."""
    undeliverable: tuple[Undeliverable, ...] = ()
    """Parcels that could not be handed over; the first rule that fits an order holds."""
    limits: tuple[Limit, ...] = ()
    """Caps on cancellations, returns and claims."""
    contact: Stated[Literal["platform_chat", "email", "form", "account_rep"]] = UNKNOWN
    """How the merchant reaches it."""
    contact_at: Stated[Text] = UNKNOWN
    """The address or page for that."""


class Returns(Record):
    """Answers on returns: one for all reasons, or a mapping of reasons to answers."""

    accepted: Stated[Reasons] = UNKNOWN
    """The reasons that the supplier accepts; `none` where it accepts none. Choices that are not listed are refused."""
    report_within: ByReason[Time] = UNKNOWN
    """Until when you may report to the supplier."""
    report_opens: ByReason[Time] = UNKNOWN
    """From when on you may report, where that is not at once."""
    customer_reports_within: ByReason[Time] = UNKNOWN
    """The clock that the supplier itself sets for your customer."""
    evidence: ByReason[Evidences] = UNKNOWN
    """What the supplier must be shown."""
    condition: ByReason[tuple[Condition, ...]] = UNKNOWN
    """How goods must be that come back for the customer's own choice."""
    remedies: ByReason[tuple[Remedy, ...]] = UNKNOWN
    """What the supplier gives."""
    send_back: ByReason[SendBack] = UNKNOWN
    """Whether goods must come back: `never`, `on request` or `always`."""
    send_back_within: ByReason[Time] = UNKNOWN
    """How long there is to post them."""
    return_postage: ByReason[Payer] = UNKNOWN
    """Who pays the return postage: `supplier`, `store` or `customer`."""
    refunds_within: ByReason[Time] = UNKNOWN
    """How long the money takes, counted from the decision."""
    restocking_fee: ByReason[FeeText] = UNKNOWN
    """What the supplier keeps for taking goods back: `none`, `15%` or `EUR 5`."""
    not_returnable: Stated[Exclusions] = UNKNOWN
    """Goods that can't come back for the customer's own choice."""


class LostParcels(Record):
    """Answers on parcels that never arrive."""

    report_within: Stated[Time] = UNKNOWN
    """Until when you may report it: `15 days after estimated delivery`."""
    report_opens: Stated[Time] = UNKNOWN
    """From when on you may report it."""
    evidence: Stated[Evidences] = UNKNOWN
    """What the supplier must be shown."""
    remedies: Stated[tuple[Remedy, ...]] = UNKNOWN
    """What the supplier gives."""
    refunds_within: Stated[Time] = UNKNOWN
    """How long the money takes, counted from the decision."""


class SupplierAnswers(Record):
    """What the supplier gives you, in your own answers; with `profile`, only what differs from the profile."""

    profile: Text | None = None
    """A ready-made profile that these answers correct: `aliexpress`, or a path such as `suppliers/mine.yaml`."""
    name: Text | None = None
    """The supplier's name, for you only: it is never on the page."""
    ships_within: Stated[Time] = UNKNOWN
    """From payment to the hand-over to the carrier."""
    delivers_within: Stated[Time] = UNKNOWN
    """The carrier's time, from dispatch to delivery."""
    shipping_methods: tuple[Text, ...] = ()
    """The profile's shipping lines that you use, where its terms depend on the line."""
    cancellation: Cancellation = Cancellation.model_construct()
    """Cancelling before dispatch."""
    returns: Returns = Returns.model_construct()
    """Returns and claims."""
    lost_parcels: LostParcels = LostParcels.model_construct()
    """Parcels that never arrive."""
    resolves_within: Stated[Time] = UNKNOWN
    """How long a case takes until it is decided."""
    instructions: Stated[Clarity] = UNKNOWN
    """How clear the supplier's instructions are: `clear` or `unclear`."""
