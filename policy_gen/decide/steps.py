"""The next step for the merchant, in a sentence or two, and the words for dates and remedies."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from policy_gen.calendar import EVER, NEVER, Moment
from policy_gen.columns import listed
from policy_gen.decide.clock import FACTS, NAMED, Stretch
from policy_gen.decide.money import comes_back
from policy_gen.decide.verdict import Verdict
from policy_gen.durations import Event
from policy_gen.records.reasons import UNDELIVERABLE, Reason
from policy_gen.records.vocabulary import Remedy, SendBack, Silence

REMEDIES = {
    Remedy.REFUND: "a refund",
    Remedy.PARTIAL_REFUND: "a partial refund",
    Remedy.REPLACEMENT: "a replacement",
    Remedy.EXCHANGE: "an exchange",
    Remedy.STORE_CREDIT: "store credit",
    Remedy.REPAIR: "a repair",
    Remedy.KEEP_ITEM: "the item to keep",
}
FIND_OUT = "Find out {facts}, and ask again."
LAST_DATE = (
    "If the customer has set no last date yet, name the new day to them: they may set a last date, and get the money "
    "back if the parcel hasn't come by then."
)
WAIT = {
    Event.DELIVERY: "Ask the carrier, and wait until {opens}: before that day the parcel may still come.",
    Event.DISPATCH: "Ask the supplier when it ships, and wait until {opens}: until then it isn't late.",
}
WAIT_UNSENT = "Ask the supplier when it ships, and wait until {opens}: before that day the parcel may still come."
LOOK_FOR = "Ask the carrier where the parcel is. Where it doesn't come, ask with `lost`."
STOP = {
    ("", True): "Ask the supplier to cancel at once, and write that the parcel must not leave. "
    "Then cancel the order in your shop; the customer gets the money whatever the supplier says.",
    ("", None): "Ask the supplier to cancel at once, and write that the parcel must not leave. "
    "Cancel the order in your shop once the supplier agrees, and tell the customer.",
    ("", False): "Ask the supplier whether it can still stop the order; you owe the customer nothing if it can't.",
    ("agrees", True): "Cancel the order in your shop, and pay the money back.",
    ("agrees", False): "You owe the customer nothing. As the supplier stops the order all the same, you lose nothing: "
    "cancel it in your shop, and pay the money back.",
    ("refuses", True): "Ask the supplier for the tracking number; if it has none, {dispute}. "
    "Cancel the order in your shop: the customer gets the money whatever the supplier says.",
    ("refuses", False): "Ask the supplier for the tracking number; if it has none, {dispute}. Cancel the order in your "
    "shop once {won}. If it has one, tell the customer that the parcel is coming.",
}
"""What to do with an order that has not shipped, by what the supplier says and whether the customer is entitled."""
DISPUTE = {
    True: {"dispute": "open a dispute for your money", "won": "you have won it"},
    None: {
        "dispute": "try to open a dispute for your money (nobody knows whether one opens before it ships)",
        "won": "you have won it",
    },
    False: {
        "dispute": "ask it once more every day to cancel: a dispute opens only once it is marked as shipped",
        "won": "the supplier agrees",
    },
}
"""What to do where the supplier refuses and has not shipped, by whether a dispute can be opened then."""
ON_ITS_WAY = {
    True: "The parcel can't be stopped any more: tell the customer how to send it back once it has come.",
    None: "The parcel can't be stopped any more: tell the customer what will decide once it has come.",
    False: "Check that the tracking number moves, and tell the customer that the parcel can't be stopped any more.",
}
SILENCE = {
    Silence.APPROVED: "no answer is a yes",
    Silence.DECLINED: "no answer is a no",
    Silence.NONE: "after that, ask again",
}
AGREE = "Agree with the customer on what puts it right: the law that is known here names no remedy."
YES = "Tell the customer yes, with the sentence of your page or the article of the law."
AGREES = "agrees"
UNPAID = "If you get no money that way:"
FIND_OUT_DISPATCH = "Find out whether it has shipped. If not:"
NO = "Tell the customer so in friendly words, with the sentence of your page."


def next_step(verdict: Verdict) -> str:
    """What the merchant does now."""
    return " ".join(_steps(verdict)) or YES


def _steps(verdict: Verdict) -> Iterator[str]:
    order, clock = verdict.order, verdict.clock
    if verdict.opens is not None and not (verdict.lacking and order.reason in UNDELIVERABLE):
        is_unsent = order.given.get(Event.DISPATCH, NEVER) is None
        is_arrival = verdict.awaits is not Event.DISPATCH
        wait = WAIT_UNSENT if is_unsent and is_arrival else WAIT[verdict.awaits or Event.DELIVERY]
        yield wait.format(opens=shown(verdict.opens))
    elif verdict.lacking:
        yield from _finding_out(verdict)
    elif order.is_choice and Event.DISPATCH in order.given and order.given[Event.DISPATCH] is None:
        yield _stop(verdict)
        yield from _reply(verdict)
        yield from _paying(verdict)
    elif order.is_choice and verdict.claim.stops:
        yield f"{FIND_OUT_DISPATCH} {STOP['', verdict.entitled]}"
    elif order.is_choice and Event.DISPATCH in order.given and clock.at(Event.DELIVERY).last > clock.on:
        if ships_today(verdict):
            yield "Ask the supplier at once whether it can still stop the parcel. If it can't:"
        yield ON_ITS_WAY[verdict.entitled]
        yield from _paying(verdict)
    elif verdict.entitled is False:
        yield from _looked_for(verdict) if _is_underway(verdict) else (NO,)
    else:
        yield from _held_back(verdict) if _may_leave(verdict) else _put_right(verdict)


def _may_leave(verdict: Verdict) -> bool:
    """Whether a parcel that comes too late has not left, or may not have, though its customer gets the money back."""
    order = verdict.order
    shipped = order.given.get(Event.DISPATCH, NEVER)
    is_open = shipped is None or (shipped == NEVER and order.reason == Reason.LATE and not _has_come(verdict))
    return order.awaits_parcel and is_open and Remedy.REFUND in verdict.remedies


def _is_underway(verdict: Verdict) -> bool:
    """Whether somebody waits for a parcel that has left and that nothing calls late."""
    shipped = verdict.order.given.get(Event.DISPATCH)
    has_left = shipped is not None and not verdict.clock.on < shipped
    return verdict.order.reason == Reason.LATE and has_left and not _has_come(verdict)


def _looked_for(verdict: Verdict) -> Iterator[str]:
    """How to find a parcel of which the customer can only say that it isn't there."""
    yield LOOK_FOR
    yield from claiming(verdict)


def _stop(verdict: Verdict) -> str:
    """What to do about an order that has not shipped, by what the supplier says."""
    found = STOP.get((verdict.order.supplier, verdict.entitled), STOP["", verdict.entitled])
    return found.format_map(DISPUTE[verdict.claim.disputed])


def _has_come(verdict: Verdict) -> bool:
    return verdict.order.given.get(Event.DELIVERY) is not None


def _held_back(verdict: Verdict) -> Iterator[str]:
    """What to do about a parcel that must not leave any more."""
    order = verdict.order
    if Event.DISPATCH not in order.given:
        yield FIND_OUT_DISPATCH
    yield _stop(verdict)
    if order.supplier != AGREES:
        yield from (f"{UNPAID} {step[0].lower()}{step[1:]}" for step in claiming(verdict))
    yield from _paying(verdict)


def _finding_out(verdict: Verdict) -> Iterator[str]:
    """What to find out, and what to do where it has not happened yet."""
    yield FIND_OUT.format(facts=listed(map(named, verdict.lacking)))
    if NAMED[Event.LAST_DATE] in verdict.lacking:
        yield LAST_DATE


def _reply(verdict: Verdict) -> Iterator[str]:
    """How long the supplier has for its answer, and what it means if none comes."""
    claim = verdict.claim
    if not verdict.order.supplier and claim.reply is not None and claim.silence is not None:
        yield f"It has {replace(claim.reply, event=None)} to answer; {SILENCE[claim.silence]}."


def _put_right(verdict: Verdict) -> Iterator[str]:
    """What to do about goods that have come, or that never came."""
    asked = [str(one).replace("_", " ") for way in verdict.ways for one in way.value("evidence") or ()]
    if asked:
        yield f"Ask the customer for {listed(dict.fromkeys(asked))}."
    yield from claiming(verdict)
    if names_nothing(verdict):
        yield AGREE
    if comes_back(verdict.order, verdict.ways, verdict.clock) and _always_back(verdict):
        yield "Tell the customer how to send it back."
    yield from _paying(verdict)


def ships_today(verdict: Verdict) -> bool:
    """Whether the order is shipped on the very day of the message, so that nobody knows whether it can be stopped."""
    shipped = verdict.order.given.get(Event.DISPATCH)
    return verdict.order.is_choice and shipped is not None and shipped.day == verdict.clock.on.day


def _paying(verdict: Verdict) -> Iterator[str]:
    """Until when to pay, where the day is known and the customer is entitled."""
    if not verdict.entitled:
        return
    if Remedy.REFUND in verdict.remedies and verdict.refund.by is not None and verdict.refund.by.is_known:
        yield f"Pay the money back by {shown(verdict.refund.by.first)} at the latest."


def claiming(verdict: Verdict) -> Iterator[str]:
    """What to do at the supplier."""
    claim = verdict.claim
    if claim.covered is False:
        return
    if claim.covered is None:
        yield "Ask the supplier whether it pays for this."
    elif claim.last is None and claim.opens is not None:
        since = f"from {shown(claim.opens)} on" if claim.opens != NEVER else "as soon as it takes claims"
        yield f"Claim at the supplier {since}; nobody knows until when it takes them."
    elif claim.last is None:
        until = f"it takes claims until {claim.term.value}" if claim.term else "nobody knows until when it takes claims"
        yield f"Claim at the supplier at once: {until}."
    elif is_over(verdict):
        yield "It is too late to claim at the supplier."
    elif claim.opens is not None:
        yield f"Claim at the supplier from {shown(claim.opens)} on, and by {shown(claim.last)}."
    else:
        yield f"Claim at the supplier by {shown(claim.last)}."


def is_over(verdict: Verdict) -> bool:
    """Whether it is too late to claim at the supplier; one that agrees to stop an order asks for no claim in time."""
    last, agrees = verdict.claim.last, verdict.claim.stops and verdict.order.supplier == AGREES
    return last is not None and last < verdict.clock.on and not agrees


def _always_back(verdict: Verdict) -> bool:
    said: set[Any] = {way.value("send_back") for way in verdict.ways} - {None}
    return SendBack.ALWAYS in said or not said


def names_nothing(verdict: Verdict) -> bool:
    """Whether nothing says what the customer gets: the law that is known says only that there is a right."""
    return verdict.entitled is not False and not (verdict.remedies or verdict.then)


def named(fact: str) -> str:
    """A fact as a question asks for it: the name of an option as such, everything else in words."""
    return f"`{fact}`" if fact in FACTS else fact


def shown(moment: Moment) -> str:
    """A day, or a time with its offset."""
    return moment.time.isoformat(" ", "minutes") if moment.time else moment.day.isoformat()


def is_sure(stretch: Stretch | None) -> bool:
    """Whether there is one moment that everybody can know."""
    return stretch is not None and stretch.is_known and stretch.first not in (EVER, NEVER)
