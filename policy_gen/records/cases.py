"""Cases: orders that the merchant thinks of, with the outcome that the policy is expected to have."""

from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, ConfigDict, WithJsonSchema, model_validator

from policy_gen.records.reasons import CANCELLATION, Reason
from policy_gen.records.record import Record
from policy_gen.records.scalars import Days, Market, NotYet, Outcome, Text, When
from policy_gen.records.stated import refuse, some
from policy_gen.records.vocabulary import Remedy

REASONS = (*(str(reason) for reason in Reason), CANCELLATION)
NOTHING = "none"


class Paying(StrEnum):
    """Who pays the return postage in the end; nobody where nothing travels."""

    STORE = "store"
    CUSTOMER = "customer"
    NOBODY = NOTHING


class Word(StrEnum):
    """What a supplier says to a cancellation."""

    AGREES = "agrees"
    REFUSES = "refuses"


def _reason(value: Any) -> Any:
    if value not in REASONS:
        raise refuse("ANS003", f"`{value}` is no reason", f"write one of: {', '.join(REASONS)}")
    return value


Asking = Annotated[str, BeforeValidator(_reason), WithJsonSchema({"enum": list(REASONS)})]


class Expected(Record):
    """What should come out; what is left out is not looked at."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    entitled: bool | Literal["depends"] | None = None
    """Whether the customer is entitled: `true`, `false` or `depends`."""
    until: Outcome | None = None
    """The customer's last day; `none` where there is no last day."""
    remedies: tuple[Remedy, ...] | None = None
    """What the customer gets."""
    payer: Paying | None = None
    """Who pays the return postage; `none` where nothing travels."""
    refund_by: Outcome | None = None
    """When the money must be back."""
    claim_supplier_by: Outcome | None = None
    """The last day to claim at the supplier."""

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not self.model_fields_set:
            raise refuse("ANS002", "`expect` is empty, so the case checks nothing", "write `entitled: true` in it")
        return self


class Case(Record):
    """An order's facts, and the outcome that you expect."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["on"]}, {"required": ["day"]}]})

    case: Text
    """What happens, in a sentence."""
    reason: Asking
    """Why the customer writes."""
    market: Market
    """Where the customer is."""
    product: Text | None = None
    """What was ordered, where products have rules of their own."""
    ordered: When | None = None
    """When it was ordered."""
    shipped: NotYet | None = None
    """When it was shipped, or `no`."""
    delivered: NotYet | None = None
    """When it arrived, or `no`; with `day` alone it is the page's first day."""
    estimated: When | None = None
    """When it should have arrived, as you told the customer."""
    noticed: When | None = None
    """When the customer noticed the fault."""
    last_date: When | None = None
    """The last date that the customer set for a late order."""
    contract: When | None = None
    """When the customer got the contract document."""
    decided: When | None = None
    """When you decided."""
    posted: When | None = None
    """When the customer showed that the goods were posted."""
    returned: When | None = None
    """When the goods came back."""
    on: When | None = None
    """When the customer writes."""
    day: Days | None = None
    """The same, in days after delivery."""
    told: bool = True
    """Whether the customer was told the terms before the order."""
    supplier: Word | None = None
    """What the supplier says to a cancellation."""
    expect: Expected
    """What should come out."""

    @model_validator(mode="after")
    def _asks_on_a_day(self) -> Self:
        if (self.on is None) == (self.day is None):
            help = "write `on: 2026-12-25`, or `day: 10` for the tenth day after delivery"
            raise refuse("ANS005", "a case says once when the customer writes: by `on` or by `day`", help)
        if self.day is not None and (self.delivered == "no" or self.reason == Reason.LOST):
            why = "a lost parcel never arrives" if self.reason == Reason.LOST else "nothing was delivered"
            raise refuse("ANS005", f"`day` counts from delivery, and {why}", "write `on: 2026-12-25` in its place")
        return self


Cases = Annotated[tuple[Case, ...], AfterValidator(some)]
"""A list of cases that has some."""


class CaseFile(Record):
    """A file of cases beside a questionnaire: `shop.cases.yaml` beside `shop.yaml`."""

    cases: Cases
    """The orders that you think of, with what should come out."""
