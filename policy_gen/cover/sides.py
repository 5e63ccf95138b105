"""The two sides of a row: what the customer gets for a reason, and what the supplier gives back for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from policy_gen.deriving.offers import Offer
from policy_gen.deriving.terms import Terms
from policy_gen.durations import Duration, Event, Unit, most_days
from policy_gen.provenance import Default, Missing, Scope, Term
from policy_gen.records.reasons import Reason
from policy_gen.records.record import UNKNOWN
from policy_gen.records.vocabulary import Coverage, Payer

NO_TIME = Term(Duration(0, 0, Unit.DAYS))
NAMES = ("remedies", "send_back", "return_postage", "restocking_fee", "refunds_within")
"""What a customer gets beside the time to report."""


class Voice(StrEnum):
    """Who made it so: the law, the store by a promise or by always answering faults, or the supplier."""

    LAW = "law"
    STORE = "store"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class Window:
    """Until when something can be reported, in words.

    `time` is None where no single time ends last, and `days` where there is no number to reckon with; `is_open` says
    that there is no last day at all.
    """

    words: str
    time: Duration | None = None
    days: int | None = None
    is_open: bool = False

    @property
    def event(self) -> Event | None:
        """What its days count from."""
        return self.time.event if self.time else None

    @property
    def is_rough(self) -> bool:
        """Whether its days depend on the calendar."""
        return self.time is not None and self.time.unit is not Unit.DAYS


@dataclass(frozen=True, slots=True)
class Customer:
    """What the customer gets: the window, further values by their names, and who made each of them so."""

    window: Window
    values: Mapping[str, Any] = field(default_factory=dict)
    voices: Mapping[str, Voice] = field(default_factory=dict)

    def voice(self, name: str = "report_within") -> Voice:
        """Who made a value so."""
        return self.voices.get(name, Voice.STORE)


@dataclass(frozen=True, slots=True)
class Supplied:
    """What the supplier gives back.

    `covered` and `pays_postage` are None where nobody knows; `handling` are the days at the end of the window that the
    store needs to pass a message on; `values` lack what is not known.
    """

    covered: bool | None
    window: Window
    handling: int = 0
    pays_postage: bool | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


NO_LAST_DAY = Window("no last day", is_open=True)
NOTHING = Window("nothing")
NOT_KNOWN = Window("not known")


def customer(terms: Terms, offer: Offer | None, scope: Scope) -> Customer:
    """What the customer gets by the store's offer, if there is one, and by the law of the market."""
    own = offer.terms if offer else {}
    window, voice = _best_window(terms, own.get("report_within", UNKNOWN), scope)
    values: dict[str, Any] = {}
    voices = {"report_within": voice}
    for name in NAMES:
        mine = own.get(name, UNKNOWN)
        term = terms.with_law(name, mine, scope)[0]
        if term.known is not None:
            values[name] = term.value
            voices[name] = _own_voice(terms, name, mine, scope) if term is mine else Voice.LAW
    return Customer(window, values, voices)


def has_right(terms: Terms, scope: Scope) -> bool:
    """Whether the law of the scope's market gives the customer something for its reason."""
    return scope.market is not None and any(terms.laws.rights(scope.market, Reason(scope.reason or "")))


def _best_window(terms: Terms, own: Term[Any], scope: Scope) -> tuple[Window, Voice]:
    if has_right(terms, scope) and not terms.laws.floors("report_within", scope):
        return NO_LAST_DAY, Voice.LAW
    found = terms.with_law("report_within", own, scope)
    if found[0].known is None:
        return NO_LAST_DAY, Voice.STORE
    voice = _own_voice(terms, "report_within", own, scope) if found[0] is own else Voice.LAW
    return longest(term.sure for term in found), voice


def longest(times: Iterable[Duration]) -> Window:
    """The window that several times make together; without a number where they count from different events."""
    times = tuple(times)
    words = " or ".join(map(str, times))
    if len({time.event for time in times}) > 1:
        return Window(words)
    last = max(times, key=lambda time: most_days(time.high, time.unit))
    return Window(words, last, most_days(last.high, last.unit))


def _own_voice(terms: Terms, name: str, own: Term[Any], scope: Scope) -> Voice:
    is_ours = terms.promised(name, scope) is not None or isinstance(own.origin, Default)
    return Voice.STORE if is_ours else Voice.SUPPLIER


def supplied(terms: Terms, scope: Scope) -> Supplied:
    """What the supplier gives back for the scope's reason, as far as is known."""
    covered = terms.mirror("covered", scope).known
    if covered is not Coverage.COVERED:
        is_known = covered is Coverage.NOT_COVERED
        return Supplied(False if is_known else None, NOTHING if is_known else NOT_KNOWN)
    whole = replace(terms, handling=NO_TIME).mirror("report_within", scope).known
    kept = terms.mirror("report_within", scope).known
    mirrored = {name: terms.mirror(name, scope).known for name in ("remedies", "restocking_fee", "refunds_within")}
    return Supplied(
        covered=True,
        window=_window(terms, whole, scope),
        handling=whole.high - kept.high if whole and kept else 0,
        pays_postage=_pays_postage(terms, scope),
        values={name: value for name, value in mirrored.items() if value is not None},
    )


def _window(terms: Terms, whole: Duration | None, scope: Scope) -> Window:
    """The supplier's window, in the supplier's own words where these say more than the days."""
    said = list(dict.fromkeys(term.value for term in terms.supplied("report_within", scope)))
    words = " or ".join("not known" if isinstance(value, Missing) else str(value) for value in said)
    if whole is None:
        return Window(words or NOT_KNOWN.words)
    is_said = any(isinstance(value, Duration) and value.after(whole.event or Event.DELIVERY) == whole for value in said)
    return Window(str(whole) if is_said else f"{whole} ({words})", whole, whole.high)


def _pays_postage(terms: Terms, scope: Scope) -> bool | None:
    said = {term.value for term in terms.supplied("return_postage", scope)}
    if not said or any(isinstance(value, Missing) for value in said):
        return None
    return said == {Payer.SUPPLIER}
