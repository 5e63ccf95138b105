"""A verdict as ten lines for people, and as JSON for the shop's own tools."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from policy_gen.columns import listed
from policy_gen.cover.sides import Voice
from policy_gen.decide.because import articles, because
from policy_gen.decide.clock import OURS, Stretch
from policy_gen.decide.money import PAID, comes_back
from policy_gen.decide.order import Way
from policy_gen.decide.steps import (
    REMEDIES,
    is_over,
    is_sure,
    named,
    names_nothing,
    next_step,
    ships_today,
    shown,
)
from policy_gen.decide.verdict import Verdict
from policy_gen.durations import AT_ONCE, Event
from policy_gen.records.vocabulary import Payer, SendBack

DEPENDS = "depends"
SHOWN = 3
"""How many ways a line names; the JSON has all of them."""
NOTHING = "-"
PUT_RIGHT = "have it put right: the law that is known here names no remedy"
WORDS = {"reasonable": "within a reasonable time", "product_life": "as long as such an item should last"}
"""What the law says in the place of a number."""
IF_MONEY = "if it is money, "
SENT_BACK = {
    SendBack.ALWAYS: "sends the item back",
    SendBack.ON_REQUEST: "sends the item back only if you ask for it",
    SendBack.NEVER: "keeps the item",
}
AWAITS = {Event.DELIVERY: "whether the parcel comes", Event.DISPATCH: "whether it is shipped"}
WAITS = {
    "goods": "you may wait for the goods",
    "goods_or_proof": "you may wait for the goods, or for the proof that they were posted",
}


def text(verdict: Verdict, sentence: str) -> Iterator[str]:
    """The ten lines; `sentence` is what the page says of it."""
    lines = {
        "Entitled": _entitled(verdict),
        "Right": "; ".join([_rights(verdict), *verdict.notes]),
        "Until": _until(verdict),
        "Customer": _customer(verdict),
        "Costs": _costs(verdict),
        "Money back": _money(verdict),
        "Supplier": _supplier(verdict),
        "Claim by": _claim(verdict),
        "Next step": next_step(verdict),
        "Page": f'"{sentence}"' if sentence else "says nothing about it",
    }
    width = max(map(len, lines)) + 2
    yield from (f"{name + ':':<{width}}{line}" for name, line in lines.items())


def _entitled(verdict: Verdict) -> str:
    gets = listed([REMEDIES[one] for one in verdict.remedies], "or") if verdict.remedies else ""
    gets = PUT_RIGHT if names_nothing(verdict) else gets
    then = f"; if that doesn't help, {listed([REMEDIES[one] for one in verdict.then], 'or')}" if verdict.then else ""
    if verdict.entitled:
        return f"yes{f', to {gets}' if gets else ''}{then}"
    if verdict.entitled is False:
        return "no"
    hangs_on = listed(_hangs_on(verdict), "and on" if verdict.awaits is not None else "and")
    return f"depends on {hangs_on}{f'; {_at_best(verdict)}, {gets}' if gets else ''}{then}"


def _at_best(verdict: Verdict) -> str:
    """Which answer gives the customer something, where all hangs on one question that is answered yes or no."""
    if verdict.awaits is None or len(_hangs_on(verdict)) > 1:
        return "at best"
    return "if so" if verdict.opens is None else "if not"


def _hangs_on(verdict: Verdict) -> list[str]:
    """What the answer hangs on, in words."""
    found = [named(name) for name in verdict.lacking]
    if verdict.awaits is not None:
        found.append(AWAITS[verdict.awaits] + (f" by {shown(verdict.opens)}" if verdict.opens is not None else ""))
    if any(way.asks and way.in_time for way in verdict.ways):
        found.append("the supplier's answer")
    return found


def _rights(verdict: Verdict) -> str:
    ways = [_way(way) for way in verdict.ways]
    if not ways:
        return "none: neither your page nor the law gives anything for this"
    named = list(dict.fromkeys(ways))
    more = f"; and {len(named) - SHOWN} more" if len(named) > SHOWN else ""
    return f"{'none any more: ' if verdict.entitled is False else ''}{'; '.join(named[:SHOWN])}{more}"


def _way(way: Way) -> str:
    times = [
        *map(str, way.limits),
        *(_lasting(term.value) for term in way.values.get("words", ())),
    ]
    on_request = ", on request" if way.asks or way.refused else ""
    what = f"{'the law, ' if way.voice is Voice.LAW else ''}{articles(way)}"
    return f"{what}{on_request}{f': {listed(times)}' if times else ''}"


def _lasting(value: Any) -> str:
    """What the law says of the time in the place of a number, or for goods that are meant to last."""
    return WORDS.get(str(value), f"{value} if it is meant to last longer than others")


def _until(verdict: Verdict) -> str:
    if verdict.until is None:
        words = [_lasting(term.value) for way in verdict.ways for term in way.values.get("words", ())]
        return listed(dict.fromkeys(words), "or") if words else "no last day" if verdict.ways else NOTHING
    if is_sure(verdict.until):
        end = (
            f"the end of {shown(verdict.until.first)}"
            if verdict.until.first.time is None
            else shown(verdict.until.first)
        )
        return f"{end}{', which is over' if verdict.entitled is False else ''}"
    times = {str(limit) for way in verdict.ways for limit in way.limits}
    return f"depends: {listed(sorted(times), 'or')}"


def _customer(verdict: Verdict) -> str:
    if verdict.entitled is False:
        return NOTHING
    evidence = [f"sends: {str(one).replace('_', ' ')}" for way in verdict.ways for one in way.value("evidence") or ()]
    back = [SENT_BACK[said] for way in verdict.ways if (said := way.value("send_back"))]
    if not back and comes_back(verdict.order, verdict.ways, verdict.clock):
        back = [SENT_BACK[SendBack.ALWAYS]]
    if not comes_back(verdict.order, verdict.ways, verdict.clock):
        back = ["sends the item back if the parcel can't be stopped"] if ships_today(verdict) else []
    asked = [
        f"the item must be {str(one).replace('_', ' ')}" for way in verdict.ways for one in way.value("condition") or ()
    ]
    return "; ".join(dict.fromkeys([*evidence, *back, *asked])) or "writes to you, and sends nothing else"


def _costs(verdict: Verdict) -> str:
    if verdict.entitled is False:
        return NOTHING
    parts = []
    if verdict.payer is Payer.STORE:
        by_supplier = ", and the supplier pays it to you" if verdict.claim.pays_postage and not is_over(verdict) else ""
        parts.append(f"you pay the return postage{by_supplier}")
    elif verdict.payer is Payer.CUSTOMER:
        parts.append("the customer pays the return postage")
    elif comes_back(verdict.order, verdict.ways, verdict.clock):
        parts.append("nobody says who pays the return postage")
    parts.append(f"you may keep {verdict.kept}" if verdict.kept and verdict.kept.amount else "no fee")
    return "; ".join(parts)


def _money(verdict: Verdict) -> str:
    refund = verdict.refund
    if refund.by is None:
        is_paid = PAID & {*verdict.remedies, *verdict.then} or names_nothing(verdict)
        time = "without undue delay" if refund.without_delay else "no time is given" if is_paid else NOTHING
        return IF_MONEY + time if names_nothing(verdict) else time
    times = listed([str(term.value) for term in refund.terms], "or")
    if not is_sure(refund.by):
        then = "" if PAID & {*verdict.remedies} else IF_MONEY if names_nothing(verdict) else "if that doesn't help, "
        return then + (times if refund.terms[0].value == AT_ONCE else f"within {times}")
    event = refund.terms[0].sure.event
    is_assumed = event in OURS and Event.DECISION not in verdict.order.given
    assumed = f", if {DONE[event]} on {shown(verdict.clock.on)}" if event in DONE and is_assumed else ""
    waits = f"; {WAITS[refund.waits]}" if refund.waits else ""
    latest = "without undue delay, and " if refund.without_delay else ""
    return f"{latest}by {shown(refund.by.first)} ({times}{assumed}){waits}"


DONE: Mapping[Event | None, str] = {
    Event.DECISION: "you decide",
    Event.APPROVAL: "you agree",
    Event.ANSWER: "you answer",
}


def _supplier(verdict: Verdict) -> str:
    claim = verdict.claim
    if not claim.covered:
        return "pays nothing for this" if claim.covered is False else "not known whether it pays for this"
    if not claim.remedies:
        return "pays for this, and nobody knows what"
    if is_over(verdict):
        return "pays nothing any more, as it is too late to claim: the costs are yours"
    gives = listed([REMEDIES[one] for one in claim.remedies], "or")
    if claim.stops:
        return f"owes you {gives} if it stops the order"
    return f"owes you {gives}{', and pays the return postage' if claim.pays_postage else ''}"


def _claim(verdict: Verdict) -> str:
    claim = verdict.claim
    if not claim.covered:
        return NOTHING
    said = f" ({claim.term.value})" if claim.term is not None else ""
    if claim.last is None:
        return f"at once{said}" if said else "not known"
    return f"{shown(claim.last)}{said}{', which is over' if is_over(verdict) else ''}"


def as_json(verdict: Verdict, sentence: str, is_placed: bool = True) -> str:
    """The verdict as one JSON object in plain ASCII; without places where the files of its version are no more."""
    return json.dumps(as_data(verdict, sentence, is_placed), indent=2)


def as_data(verdict: Verdict, sentence: str = "", is_placed: bool = True) -> dict[str, Any]:
    """The verdict as plain values: times as ISO 8601 has them, null where there is none, `depends` where it hangs."""
    claim, page = verdict.claim, [{"by": "page", "says": sentence}] if sentence else []
    has_claim = claim.covered and claim.by is not None
    return {
        "entitled": DEPENDS if verdict.entitled is None else verdict.entitled,
        "until": _date(verdict.until) if verdict.until else None,
        "remedies": [str(one) for one in verdict.remedies],
        "payer": str(verdict.payer) if verdict.payer else None,
        "refund_by": _date(verdict.refund.by) if verdict.refund.by else None,
        "claim_supplier_by": (str(claim.last) if claim.last else DEPENDS) if has_claim else None,
        "next_step": next_step(verdict),
        "because": [*because(verdict, is_placed), *page],
    }


def _date(stretch: Stretch) -> str:
    return str(stretch.first) if is_sure(stretch) else DEPENDS
