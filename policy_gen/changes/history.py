"""From the last published state and a new one: the versions of the page, and whether the new one may follow so soon."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from policy_gen.changes.diff import Change, diff
from policy_gen.changes.lockfile import Lock
from policy_gen.changes.weighing import Effect, effect, kind_of
from policy_gen.durations import Duration, most_days
from policy_gen.findings import Finding, Level, Span, finding
from policy_gen.records.versions import Told, Version

SHOWN = 3
"""How many changes a finding names; `policy-gen diff` has them all."""


def versions(old: Lock | None, new: Lock) -> tuple[Version, ...]:
    """The versions up to the new state; a new one begins with a later date, and a page without a date has none."""
    if not new.effective:
        return ()
    if old is None or not old.versions:
        return (Version(new.effective, is_first=True),)
    *earlier, last = old.versions
    changes = tuple(_told(diff(old, new), new.markets))
    if new.effective > last.effective:
        return (*earlier, replace(last, sources=old.sources), Version(new.effective, changes))
    if last.is_first or new.effective < last.effective:
        return old.versions
    return (*earlier, replace(last, changes=_joined(last.changes, changes)))


def _told(changes: Iterable[Change], markets: tuple[str, ...]) -> Iterator[Told]:
    """What customers are told: all that is better or worse for them, one line for markets that change alike."""
    found: dict[Told, list[str]] = {}
    for one in changes:
        if one.effect in (Effect.BETTER, Effect.WORSE):
            values = (one.old or "", one.new or "")
            told = Told(one.name, kind_of(one.name), one.effect, *values, one.reasons, products=one.products)
            found.setdefault(told, []).extend([one.market] if one.market else [])
    for told, where in sorted(found.items(), key=lambda one: _rank(one[0])):
        yield told if set(where) >= set(markets) else replace(told, markets=tuple(sorted(set(where))))


def _joined(before: tuple[Told, ...], after: tuple[Told, ...]) -> tuple[Told, ...]:
    """The changes of a version, and what was changed within it later, as changes since the version before."""
    found = {_of(one): one for one in before}
    for one in after:
        key = _of(one)
        first = found.pop(key, None)
        old = first.old if first else one.old
        turned = effect(one.kind, old or None, one.new or None)
        if old != one.new and turned in (Effect.BETTER, Effect.WORSE):
            found[key] = replace(one, old=old, effect=turned.value)
    return tuple(sorted(found.values(), key=_of))


def _rank(told: Told) -> tuple[Any, ...]:
    """What changes are sorted by: a term may be one value before and a list of them afterwards."""
    return (*_of(told), told.effect, str(told.old), str(told.new))


def _of(told: Told) -> tuple[Any, ...]:
    """What a change is about."""
    return (told.name, told.reasons, told.markets, told.products)


def judged(old: Lock | None, new: Lock, notice: Duration | None, today: date | None, place: Span) -> Iterator[Finding]:
    """What is wrong with the date of a new state: customers must not get less under the date of a published page."""
    if old is None:
        return
    worse = [one for one in diff(old, new) if one.effect is Effect.WORSE]
    if worse and not (new.effective and new.effective > old.effective):
        # A page that never had a date has no versions that could be told apart.
        level = Level.ERROR if old.effective or new.effective else Level.WARNING
        dated = f"`effective` is not later than the published page's {old.effective}"
        since = dated if old.effective else "it has no date"
        message = f"customers get less than the published page says, and {since}: {_named(worse)}"
        help = "write a later `effective` date, or take the change back; `policy-gen diff` shows every change"
        yield finding("CHG001", message, help, place, level=level)
    elif old.effective and new.effective < old.effective:
        given = f"`effective: {new.effective}` is before" if new.effective else "there is no `effective`, and there was"
        message = f"{given} the published page's {old.effective}"
        yield finding("CHG003", message, f"write `effective: {old.effective}`, or a later date", place)
    elif worse and notice and today:
        first = today + timedelta(days=most_days(notice.high, notice.unit))
        if date.fromisoformat(new.effective) < first:
            message = f"customers get less from {new.effective} on, not {notice} after {today}: {_named(worse)}"
            yield finding("CHG002", message, f"write `effective: {first}` or later", place)


def _named(changes: list[Change]) -> str:
    shown = [_short(one) for one in changes[:SHOWN]]
    more = len(changes) - SHOWN
    return "; ".join([*shown, f"and {more} more"] if more > 0 else shown)


def _short(change: Change) -> str:
    reasons = ", ".join(change.reasons[:SHOWN]) + (", …" if len(change.reasons) > SHOWN else "")
    what = f"{change.name} ({reasons})" if reasons else change.name
    where = [f" in {change.market}" if change.market else "", f" for {change.group}" if change.group else ""]
    return f"{what} {change.told}{''.join(where)}"


def governing(lock: Lock, day: date) -> Version | None:
    """The version that was in force on a day; None where the page did not hold yet."""
    return next((one for one in reversed(lock.versions) if one.effective <= day.isoformat()), None)
