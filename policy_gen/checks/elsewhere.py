"""What the law wants beside the page: in places that only the shop reaches, and by links that customers see in time."""

from collections.abc import Iterator, Sequence

from policy_gen.checks.duties import (
    CONSEQUENCES,
    LINK_CODES,
    SEEN_FIRST,
    address_rules,
    asking,
    linked_places,
    missed_places,
    named_duty,
    places,
    standing,
)
from policy_gen.columns import listed
from policy_gen.deriving.jurisdiction import Jurisdiction, LegalDuty, LegalRight, cited
from policy_gen.durations import Duration
from policy_gen.findings import Finding, Span, finding
from policy_gen.provenance import Answer
from policy_gen.records.law import Where
from policy_gen.records.reasons import CHOICES
from policy_gen.records.rights import Ground
from policy_gen.rules.given import Given


def left_to_the_shop(given: Given) -> Iterator[Finding]:
    """What neither the page nor a link of it can do: a list for each law, or for laws that want the very same."""
    asked: dict[tuple[str, str], list[str]] = {}
    for law in given.terms.laws.named():
        for duty in _own(given, law):
            if where := missed_places(given, duty):
                asked.setdefault((duty.duty.transposed, _point(duty, where)), []).append(law.id)
    lists: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (transposed, point), ids in asked.items():
        lists.setdefault((transposed, tuple(ids)), []).append(point)
    for (transposed, among), points in lists.items():
        shown = f"`policy-gen laws {among[0].upper()}` shows each rule"
        yield finding(
            "LAW015",
            f"{asking(among, transposed)} asks for what this page can't do",
            f"see to it in your shop; {shown}",
            _sold_at(given),
            items=points,
        )


def _own(given: Given, law: Jurisdiction) -> list[LegalDuty]:
    """The duties of a law, without those of a law that is named as well: states don't repeat what they share."""
    told = {one.id for one in given.terms.laws.named()} - {law.id}
    return [duty for duty in law.duties.values() if duty.basis.jurisdiction not in told]


def _point(duty: LegalDuty, where: Sequence[Where]) -> str:
    return f"{named_duty(duty)}: {places(where)} ({standing(duty)}{address_rules(duty)})"


def seen_in_time(given: Given) -> Iterator[Finding]:
    """Links that meet the law only where customers see them before they order."""
    asked: dict[str, list[str]] = {}
    for law in given.terms.laws.named():
        for link in LINK_CODES:
            if point := _linked(given, law, link):
                asked.setdefault(point, []).append(law.id.upper())
    if asked:
        yield finding(
            "LAW017",
            "some links only do what the law asks if customers can also see them before they order",
            "put them where every customer passes, such as the footer and the checkout",
            _sold_at(given),
            items=[f"{', '.join(ids)}: {point}" for point, ids in asked.items()],
        )


def _linked(given: Given, law: Jurisdiction, link: str) -> str:
    """Where a law wants a link of the store to be seen, and what for; empty where it does not."""
    met = [duty for duty in _own(given, law) if duty.duty.answered_by == link]
    seen = {duty.id: where for duty in met if (where := linked_places(given, duty))}
    if not seen:
        return ""
    duties = [law.duties[id] for id in seen]
    there = dict.fromkeys(one for where in seen.values() for one in where)
    what = "; ".join(named_duty(duty) for duty in duties)
    return f"`{link}` {places(there)}, for {what} ({standing(*duties)}{address_rules(*duties)})"


def counts_if_seen(given: Given) -> Iterator[Finding]:
    """States whose law replaces a policy that customers didn't see before they paid, or forbids to hide it."""
    points = [point for law in given.terms.laws.named() if (point := _if_hidden(given, law))]
    if points:
        yield finding(
            "LAW007",
            "the page must be seen by customers before they pay",
            "link the page in the offer and wherever customers pass before they pay, and put the terms themselves "
            "where a link won't do; `policy-gen laws` shows each law's rule",
            _sold_at(given),
            items=points,
        )


def _if_hidden(given: Given, law: Jurisdiction) -> str:
    """What happens in a state where customers see the page too late; empty where its law says nothing of it."""
    day = given.terms.laws.day
    rights = [one for one in law.rights.values() if _is_for_the_untold(one) and one.basis.holds(day)]
    duties = [one for one in law.duties.values() if _asks_to_show(one) and one.basis.holds(day)]
    # The right that replaces the page says more than the duty's word for it.
    told = [_return_right(given, right) for right in rights]
    told += [
        f"{CONSEQUENCES[one.duty.consequence]} ({cited(one.basis)})"
        for one in duties
        if one.duty.consequence not in ("none", "default_right")
    ]
    if not told:
        return ""
    strict = {one.id: where for one in law.duties.values() if (where := _without_a_link(given, one))}
    more = [f"{named_duty(law.duties[id])} must stand {places(where)}, a link won't do" for id, where in strict.items()]
    return f"{law.id.upper()}: {'; '.join([*told, *more])}"


def _return_right(given: Given, right: LegalRight) -> str:
    within = right.value("within", given.terms.laws.day)
    ends = within.sure if within is not None else ()
    time = (
        listed([f"within {end}" if isinstance(end, Duration) else "within a reasonable time" for end in ends])
        if ends
        else ""
    )
    may = "cancel" if right.breach else "return"
    return f"otherwise customers may {may}{f' {time}' if time else ''} ({cited(right.basis)})"


def _without_a_link(given: Given, duty: LegalDuty) -> tuple[Where, ...]:
    """The places of a duty that keeps the law's own return right away and that no link meets."""
    if duty.duty.consequence != "default_right":
        return ()
    return tuple(where for where in missed_places(given, duty) if where.place in SEEN_FIRST)


def _is_for_the_untold(right: LegalRight) -> bool:
    return (right.ground is Ground.UNLESS_DISCLOSED or right.breach == "disclosure") and CHOICES[0] in right.reasons


def _asks_to_show(duty: LegalDuty) -> bool:
    """Whether a duty is met by this page, as long as customers see it in time."""
    seen = any(where.link_ok and where.place in SEEN_FIRST for where in duty.duty.where)
    return seen and duty.duty.answered_by == "page"


def _sold_at(given: Given) -> Span:
    sold = given.terms.sells_to
    return sold.origin.span if sold is not None and isinstance(sold.origin, Answer) else given.terms.named_at
