"""A shop platform: its own steps for cancelling, refunding and returns, written down as a supplier's are."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from policy_gen.records.record import UNKNOWN, ProfileSource, Record, Steps
from policy_gen.records.scalars import Text, Time
from policy_gen.records.stated import Stated

SourceIds = Annotated[tuple[str, ...], BeforeValidator(lambda ids: [ids] if isinstance(ids, str) else ids)]


@dataclass(frozen=True, slots=True)
class Way:
    """Where to click or write, step by step, in the words of the screen."""

    steps: tuple[str, ...]

    def __str__(self) -> str:
        return " > ".join(self.steps)


class OrderState(Record):
    """How an order is cancelled in the shop, by how far it is."""

    state: Literal["open", "in_progress", "sent"]
    """`open`: nobody works on it; `in_progress`: an app or a service has taken it on; `sent`: it is marked as sent."""
    shown_as: Stated[Text] = UNKNOWN
    """What the platform calls this state."""
    cancelling: Stated[Literal["possible", "after_undoing", "not_possible"]] = UNKNOWN
    """Whether the order can be cancelled: at once, only when it was set back to `open`, or no more."""
    how: Stated[Steps] = UNKNOWN
    """The steps of that: of cancelling, or of setting the order back."""
    pays_back: Stated[Literal["chosen", "no"]] = UNKNOWN
    """Whether cancelling also pays the money back: `chosen` in one of the steps, or `no`."""
    if_refunded: Stated[Text] = UNKNOWN
    """What to choose in that step where the money was paid back already."""
    several_at_once: Stated[Literal["possible", "not_if_refunded"]] = UNKNOWN
    """Whether several orders may be cancelled together."""
    source: SourceIds = ()
    """The sources of every fact of this state that names none of its own."""


class ShopRefunds(Record):
    """How money is paid back in the shop."""

    full: Stated[Steps] = UNKNOWN
    """The steps of a full refund."""
    part: Stated[Steps] = UNKNOWN
    """The steps of a refund of a part."""
    shipping_only: Stated[Steps] = UNKNOWN
    """The steps where only the shipping is paid back."""
    store_credit: Stated[Steps] = UNKNOWN
    """The steps that give store credit in the place of money."""
    only_records: Stated[Text] = UNKNOWN
    """A button that writes a refund down without paying it."""
    arrives_within: Stated[Time] = UNKNOWN
    """How long the money takes from the refund until the customer sees it."""
    source: SourceIds = ()
    """The sources of every fact here that names none of its own."""


class ShopReturns(Record):
    """How a return is handled in the shop."""

    how: Stated[Steps] = UNKNOWN
    """The steps that open a return."""
    before_refund: Stated[Literal["needed", "not_needed"]] = UNKNOWN
    """Whether the return must be opened before the money is paid back."""
    exchange: Stated[Steps] = UNKNOWN
    """The steps that open a return in which the customer gets another item."""
    source: SourceIds = ()
    """The sources of every fact here that names none of its own."""


class ShopSettings(Record):
    """What is set once in the shop."""

    policy: Stated[Steps] = UNKNOWN
    """Where the store's refund and return page is put."""
    source: SourceIds = ()
    """The sources of every fact here that names none of its own."""


class ShopPlatform(Record):
    """A shop platform's steps, ready-made: every fact with a source."""

    version: Literal[1] = Field(alias="schema")
    """The version of this schema."""
    name: Text
    """The platform's name."""
    sources: dict[str, ProfileSource]
    """Where its facts were read."""
    orders: tuple[OrderState, ...] = ()
    """Cancelling an order, by how far it is."""
    refunds: ShopRefunds = ShopRefunds.model_construct()
    """Paying money back."""
    returns: ShopReturns = ShopReturns.model_construct()
    """Returns."""
    settings: ShopSettings = ShopSettings.model_construct()
    """What is set once."""
