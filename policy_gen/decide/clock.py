"""The time axis of one order: when things happened, as far as is known, and when what counts from them ends."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from policy_gen.calendar import EVER, NEVER, Calendar, Moment
from policy_gen.durations import AT_ONCE, BACK, IF_ANY, Duration, Event, Unit

FACTS: Mapping[str, Event] = {
    "ordered": Event.ORDER,
    "shipped": Event.DISPATCH,
    "estimated": Event.ESTIMATED_DELIVERY,
    "delivered": Event.DELIVERY,
    "noticed": Event.NOTICING,
    "last_date": Event.LAST_DATE,
    "contract": Event.CONTRACT_DOCUMENT,
    "decided": Event.DECISION,
    "posted": Event.RETURN_OR_PROOF,
    "returned": Event.RETURN_RECEIVED,
}
"""What somebody knows of an order, each by the event that it is about; `on` is the customer's message."""
LINE = (Event.ORDER, Event.PAYMENT, Event.PROCESSING, Event.PRODUCTION, Event.DISPATCH, Event.DELIVERY, Event.NOTICING)
"""What follows each other in every order."""
FOLLOWS: Mapping[Event, tuple[Event, ...]] = {
    Event.DISPATCH: LINE[:1],
    Event.ESTIMATED_DELIVERY: LINE[:1],
    Event.LAST_DATE: LINE[:1],
    Event.DECISION: LINE[:1],
    Event.DELIVERY: (Event.ORDER, Event.DISPATCH),
    Event.NOTICING: (Event.ORDER, Event.DISPATCH, Event.DELIVERY),
    Event.RETURN_OR_PROOF: (Event.ORDER, Event.DISPATCH, Event.DELIVERY),
    Event.RETURN_RECEIVED: (Event.ORDER, Event.DISPATCH, Event.DELIVERY, Event.RETURN_OR_PROOF),
}
"""What each fact of an order can't be before."""
NAMED = {event: name for name, event in FACTS.items()}
"""What people call an event."""
ASKED_BY = NAMED | {
    Event.PAYMENT: "ordered",
    Event.PROCESSING: "shipped",
    Event.PRODUCTION: "shipped",
    Event.ESTIMATED_DELIVERY: "shipped",
}
"""By which fact an event becomes known."""
MESSAGE = (Event.REQUEST, Event.CANCELLATION)
OURS = (Event.ANSWER, Event.APPROVAL, Event.DECISION)
"""What the store itself does; it counts as done with the message until somebody says when it was."""

Given = Mapping[Event, Moment | None]
"""The facts of an order; None where something has not happened yet. What is left out is not known."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The first and the last moment at which something can be; the same one where it is known."""

    first: Moment
    last: Moment

    @property
    def is_known(self) -> bool:
        """Whether there is one moment only."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class Clock:
    """An order's events on a market's calendar; `on` is when the customer asks."""

    calendar: Calendar
    on: Moment
    events: Mapping[Event, Stretch] = field(default_factory=dict)

    def end(self, time: Duration, calendar: Calendar | None = None) -> Stretch:
        """When a time ends: its first and its last possible moment, on this calendar or on another one."""
        start = Stretch(self.on, self.on) if time == AT_ONCE else self.at(time.event)
        return self.after(start, time, calendar)

    def after(self, start: Stretch, time: Duration, calendar: Calendar | None = None) -> Stretch:
        """When a time ends that counts from `start`, whatever its event is."""
        calendar = calendar or self.calendar
        if time.high == 0:
            return start
        return Stretch(_later(start.first, time, calendar, first=True), _later(start.last, time, calendar, first=False))

    def at(self, event: Event | None) -> Stretch:
        """When an event was or will be."""
        return self.events.get(event or Event.DELIVERY, Stretch(EVER, NEVER))

    def with_nothing_back(self) -> "Clock":
        """The clock of an order of which nothing travels back: what waits for goods if any starts with the message."""
        return replace(self, events={**self.events, **dict.fromkeys(IF_ANY, Stretch(self.on, self.on))})

    def within(self, end: Stretch, exact: bool = False) -> bool | None:
        """Whether the customer asks before an end; None where that hangs on something that is not known.

        A day without a time counts in the customer's favour, save where `exact` says that it counts for nobody.
        """
        if self._is_by(end.first, exact):
            return True
        return False if self._is_by(end.last, exact) is False else None

    def rolled(self, end: Stretch) -> Stretch:
        """An end that waits for the next working day where it is a day on which nobody works."""
        return Stretch(self._rolled(end.first), self._rolled(end.last))

    def _rolled(self, end: Moment) -> Moment:
        is_day = end.time is None and end not in (EVER, NEVER)
        return Moment(self.calendar.working_day(end.day)) if is_day else end

    def _is_by(self, end: Moment, exact: bool) -> bool | None:
        on = self.on
        if end.time is None or on.day != end.day:
            return on.day <= end.day
        if on.time is None:
            return None if exact else True
        return on.time <= end.time

    def lacking(self, time: Duration) -> tuple[str, ...]:
        """The facts on which it hangs whether the customer asks in time, where that is not known."""
        start, name = self.at(time.event), ASKED_BY.get(time.event or Event.DELIVERY, "")
        if not start.is_known:
            return (name,)
        return (*((f"the time of `{name}`",) if start.first.time is None else ()),
                *(("the time of `on`",) if self.on.time is None else ()))  # fmt: skip


def _later(start: Moment, time: Duration, calendar: Calendar, first: bool) -> Moment:
    """The end of a time after a moment; of a range the customer can count on its upper end."""
    if start in (EVER, NEVER):
        return start
    if time.unit is Unit.HOURS:
        at = calendar.first(start) if first else calendar.last(start)
        return calendar.moment(calendar.hours_later(at, time.high))
    return Moment(calendar.later(start.day, time.high, time.unit))


def events(given: Given, on: Moment, happened: Iterable[Event] = ()) -> dict[Event, Stretch]:
    """When each event can have been: as given, else between what comes before it and what comes after it.

    Of the events in `happened` it is known that they were before the message.
    """
    # Customers pay as they order.
    paid = {Event.PAYMENT: given[Event.ORDER]} if given.get(Event.ORDER) else {}
    stretches = _not_before({**paid, **given}, on)
    last = NEVER
    found: dict[Event, Stretch] = {}
    for event, stretch in reversed(list(stretches.items())):
        last = min(last, on) if event in happened else last
        last = min(last, stretch.last)
        found[event] = Stretch(min(stretch.first, last), last)
    decided = given.get(Event.DECISION) or on
    ours = {event: Stretch(decided, decided) for event in OURS} | {event: Stretch(on, on) for event in MESSAGE}
    others = (Event.ESTIMATED_DELIVERY, Event.LAST_DATE, Event.CONTRACT_DOCUMENT)
    known = {event: Stretch(moment, moment) for event in others if (moment := given.get(event))}
    return {**found, **ours, **known, **_back(given, found[Event.DELIVERY], on)}


def _back(given: Given, delivery: Stretch, on: Moment) -> dict[Event, Stretch]:
    """When goods came back, or the proof that they were sent: not before the message, as far as nobody knows more."""
    goods = given.get(Event.RETURN_RECEIVED)
    # The goods themselves will do where no proof came before.
    proof = given.get(Event.RETURN_OR_PROOF) or goods
    came = {Event.RETURN_RECEIVED: goods, Event.RETURN_OR_PROOF: proof}
    found = {event: Stretch(moment, moment) for event, moment in came.items() if moment}
    found = {**dict.fromkeys(BACK, Stretch(on, NEVER)), **found}
    found[Event.PROOF_IF_ANY] = found[Event.RETURN_OR_PROOF]
    # Who has nothing yet when he writes has nothing to send back.
    is_to_come = on < delivery.last and not delivery.first < on
    found[Event.RETURN_IF_ANY] = Stretch(on, on) if is_to_come else found[Event.RETURN_RECEIVED]
    return found


def _not_before(given: Given, on: Moment) -> dict[Event, Stretch]:
    """The events of the line: none before the one that it follows, none that is still to come before the message."""
    found: dict[Event, Stretch] = {}
    first = EVER
    for event in LINE:
        moment = given.get(event, NEVER)
        if moment is None:
            found[event] = Stretch(max(first, on), NEVER)
        else:
            found[event] = Stretch(first, NEVER) if moment == NEVER else Stretch(moment, moment)
        first = found[event].first
    return found


def contradictions(given: Given, on: Moment, happened: Iterable[Event] = ()) -> Iterator[str]:
    """What can't be: something before what it follows, or after the message that speaks of it as `happened`."""
    happened = tuple(happened)
    for event, moment in given.items():
        if moment is None:
            if event in happened:
                yield f"{NAMED[event]} is `no`, and what the customer writes of shows only once the parcel is there"
            continue
        yield from _too_soon(event, moment, given, happened)
        if on < moment and event in (Event.ORDER, *happened):
            yield f"{NAMED[event]} {moment} is after the message of {on}"


def _too_soon(event: Event, moment: Moment, given: Given, happened: tuple[Event, ...]) -> Iterator[str]:
    """That something was before the last thing which it follows, or though that has not happened yet."""
    # A decision about goods that the customer has follows their arrival; an order can be stopped before.
    decided = happened if event is Event.DECISION else ()
    before = [one for one in (*FOLLOWS.get(event, ()), *decided) if one in given]
    for one in reversed(before):
        earlier = given[one]
        if earlier is None:
            yield f"{NAMED[event]} is {moment}, and {NAMED[one]} is `no`"
            return
        if moment < earlier:
            yield f"{NAMED[event]} {moment} is before {NAMED[one]} {earlier}"
            return
