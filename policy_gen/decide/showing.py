"""Faults that must show within a time, while the customer may tell of them later."""

from dataclasses import replace

from policy_gen.calendar import NEVER
from policy_gen.decide.clock import Clock, Stretch
from policy_gen.decide.order import Limit, limit
from policy_gen.deriving.floors import Laws
from policy_gen.deriving.jurisdiction import Jurisdiction, in_force
from policy_gen.durations import Event

CLAIM = "how long the law leaves to tell of a fault that showed in time"
NOTICED = "noticed"


def shown(over: Limit, law: Jurisdiction, clock: Clock, laws: Laws) -> Limit:
    """A limit that is over for the message, but not for a fault that showed before its end, where the law says so."""
    stated = {
        name: in_force(law.guarantee.get(name, ()), laws.day) for name in ("at_least", "shows_within", "claim_within")
    }
    at_least, shows, claim = stated.values()
    if over.in_time is not False or at_least is None or over.term.value != at_least.value or shows is None:
        return over
    noticed = clock.at(Event.NOTICING)
    if not shows.value or over.end.last < noticed.first:
        return over
    is_sure = not over.end.first < noticed.last
    if claim is None:
        lacking = (CLAIM,) if is_sure else (NOTICED, CLAIM)
        return replace(over, end=Stretch(over.end.first, NEVER), in_time=None, lacking=lacking)
    later = limit(clock, claim)
    return later if is_sure or later.in_time is False else replace(later, in_time=None, lacking=(NOTICED,))
