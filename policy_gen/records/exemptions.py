"""Goods that laws leave out of a right, in the laws' own kinds, and what must be so for each of them to be left out.

They are not the kinds in which suppliers speak: a law that lets goods made to a customer's own specification out still
covers goods that are only printed on demand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from policy_gen.records.vocabulary import Exclusion


class Exemption(StrEnum):
    """Goods that a law leaves out of a right, each no wider than the law says."""

    MADE_TO_SPECIFICATION = "made_to_specification"
    PERSONALISED = "personalised"
    INDIVIDUALLY_MADE = "individually_made"
    PERISHABLE = "perishable"
    FRESH = "fresh"
    VALUE_LOST_BY_TIME = "value_lost_by_time"
    HYGIENE_UNSEALED = "hygiene_unsealed"
    HYGIENE_OPENED = "hygiene_opened"
    MEDIA_UNSEALED = "media_unsealed"
    COPYABLE_OPENED = "copyable_opened"
    DIGITAL_CONTENT = "digital_content"
    DOWNLOADED = "downloaded"
    UNSAFE_ONCE_OPENED = "unsafe_once_opened"
    LESS_ONCE_TRIED = "less_once_tried"
    SOLD_AS_FLAWED = "sold_as_flawed"
    UNHEALTHY_TO_RESELL = "unhealthy_to_resell"


class Proviso(StrEnum):
    """What must be so before a law leaves goods out; all of several must."""

    SERIOUS_HARM = "serious_harm"
    TOLD = "told"
    TOLD_SEPARATELY = "told_separately"
    MARKED = "marked"
    AGREED_IN_WRITING = "agreed_in_writing"
    CONFIRMED_AT_CHECKOUT = "confirmed_at_checkout"
    SUPPLY_BEGUN = "supply_begun"
    CONSENTED = "consented"
    ACKNOWLEDGED = "acknowledged"


@dataclass(frozen=True, slots=True)
class Exempted:
    """Goods that a right leaves out under the same provisos."""

    goods: tuple[Exemption, ...]
    only_if: tuple[Proviso, ...]

    def __str__(self) -> str:
        """Both, as the data has them."""
        return f"{_listed(self.goods)} (only if: {_listed(self.only_if)})" if self.only_if else _listed(self.goods)


def _listed(names: tuple[StrEnum, ...]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)


MEETS: Mapping[Exclusion, tuple[Exemption, ...]] = {
    Exclusion.PERSONALISED: (Exemption.PERSONALISED,),
    Exclusion.MADE_TO_ORDER: (
        Exemption.MADE_TO_SPECIFICATION,
        Exemption.INDIVIDUALLY_MADE,
        Exemption.PERSONALISED,
    ),
    Exclusion.PERISHABLE: (Exemption.PERISHABLE, Exemption.FRESH, Exemption.VALUE_LOST_BY_TIME),
    # Hygiene goods are not the only ones that opening spoils; which ones are meant, the store marks on each of them.
    Exclusion.HYGIENE_SEALED: (
        Exemption.HYGIENE_UNSEALED,
        Exemption.HYGIENE_OPENED,
        Exemption.UNSAFE_ONCE_OPENED,
    ),
    Exclusion.DIGITAL: (
        Exemption.DIGITAL_CONTENT,
        Exemption.DOWNLOADED,
        Exemption.MEDIA_UNSEALED,
        Exemption.COPYABLE_OPENED,
    ),
}
"""Which of the laws' kinds lie within the goods that a supplier does not take back; laws know no other kind."""

WHOLLY = {
    Exclusion.PERSONALISED: Exemption.PERSONALISED,
    Exclusion.PERISHABLE: Exemption.PERISHABLE,
    Exclusion.HYGIENE_SEALED: Exemption.HYGIENE_UNSEALED,
}
"""Goods of which nothing is left that customers may return where a law leaves out that kind."""
