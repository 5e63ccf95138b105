"""The deadlines of a verdict as entries of a calendar, as RFC 5545 has them; the same verdict makes the same bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from policy_gen.calendar import Moment
from policy_gen.decide.steps import is_over, is_sure, next_step
from policy_gen.decide.verdict import Verdict

OCTETS = 75
"""The longest that a line may be, in octets without its end."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that ends: `id` is its name for programs, `summary` the one for people."""

    id: str
    at: Moment
    summary: str


def deadlines(verdict: Verdict) -> tuple[Deadline, ...]:
    """The deadlines that have a date."""
    if verdict.entitled is False:
        return ()
    order, refund, claim = verdict.order, verdict.refund, verdict.claim
    about = f"{order.reason.replace('_', ' ')} ({order.market})" if order.market else order.reason.replace("_", " ")
    found = []
    if verdict.until is not None and is_sure(verdict.until):
        found.append(Deadline("until", verdict.until.first, f"The customer's last day: {about}"))
    if refund.by is not None and is_sure(refund.by):
        found.append(Deadline("refund", refund.by.first, f"Pay the money back: {about}"))
    if claim.covered and claim.last is not None and not is_over(verdict):
        found.append(Deadline("claim", claim.last, f"Claim at the supplier: {about}"))
    return tuple(found)


def as_ics(verdict: Verdict, name: str) -> str:
    """The calendar of a verdict; `name` tells the entries of one order from those of others."""
    facts = sorted(f"{event}={moment}" for event, moment in verdict.order.given.items())
    order = "|".join((name, verdict.order.reason, str(verdict.order.market), str(verdict.order.product), *facts))
    stamp = _utc(verdict.clock.calendar.first(verdict.clock.on))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//policy-gen//decide//EN"]
    for deadline in deadlines(verdict):
        lines += _entry(deadline, sha256(order.encode()).hexdigest()[:32], stamp, next_step(verdict))
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _entry(deadline: Deadline, order: str, stamp: str, description: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{order}-{deadline.id}@policy-gen"
    yield f"DTSTAMP:{stamp}"
    if deadline.at.time is None:
        yield f"DTSTART;VALUE=DATE:{deadline.at.day:%Y%m%d}"
    else:
        yield f"DTSTART:{_utc(deadline.at.time)}"
    yield f"SUMMARY:{_text(deadline.summary)}"
    yield f"DESCRIPTION:{_text(description)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """A text with what has a meaning in a calendar escaped."""
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in parts that are short enough; each but the first begins with a space, and none cuts a character."""
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + character, size + octets
    yield part
