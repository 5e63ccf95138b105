"""What a change of a value means for the customer: better, worse or neither, decided by the kind of the value alone."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from policy_gen.deriving.comparison import ASKED, FEE, KINDS, OFFERED, TIME, WINDOW, Kind, ranked
from policy_gen.deriving.joined import AXES
from policy_gen.durations import SPOKEN, STAGES, Duration, Event, Order, Unit, parse
from policy_gen.records.scalars import fee


class Effect(StrEnum):
    """What a change does for the customer; `cosmetic` changes words or looks and nothing that is promised."""

    WORSE = "worse"
    BETTER = "better"
    NEUTRAL = "neutral"
    COSMETIC = "cosmetic"


PLAIN = "plain"
"""The kind of a value that is neither better nor worse than another one: an e-mail address."""

RANKED = ("statement", "counts_when", "value_loss", "store_credit", "late", "chosen_by", "presumed_for")
"""Kinds of their own, whose values the law itself ranks."""

_ORDERS: Mapping[str, Kind] = {
    "window": WINDOW,
    "limit": WINDOW,
    "time": TIME,
    "wait": TIME,
    "asked": ASKED,
    "offered": OFFERED,
    "fee": FEE,
    "interest": AXES["late_interest"],
    "send_back": KINDS["send_back"],
    "return_postage": KINDS["return_postage"],
    "law_postage": AXES["return_postage"],
    "delivery_refunded": ranked("standard_delivery", "all_delivery", "others"),
    **{name: AXES[name] for name in RANKED},
    "withhold": AXES["withhold_until"],
    "penalty": AXES["late_penalty"],
    "pay_back": AXES["pay_back_by"],
}
_APPEARS: Mapping[str, Effect] = {
    "right": Effect.BETTER,
    "burden": Effect.WORSE,
    "window": Effect.BETTER,
    "limit": Effect.WORSE,
    "time": Effect.BETTER,
    "wait": Effect.WORSE,
    "asked": Effect.WORSE,
    "offered": Effect.BETTER,
    "interest": Effect.BETTER,
    "penalty": Effect.BETTER,
    "delivery_refunded": Effect.BETTER,
    "withhold": Effect.WORSE,
    "pay_back": Effect.BETTER,
    "late": Effect.BETTER,
}
"""What it means that a value of a kind is said where nothing was said before; the opposite where it is said no more."""
OPPOSITE = {Effect.BETTER: Effect.WORSE, Effect.WORSE: Effect.BETTER}

_KINDS: Mapping[str, str] = {
    name: kind
    for kind, names in {
        "window": "certain_until asked_until choice_within guarantee reject_within longer_after_repair "
        "guarantee_long_lived guarantee_in_parts presumed reject_left hidden_within notice_within "
        "breach_disclosure breach_copy breach_card_reversal late_card_reversal longer_untold untold_within "
        "claim_within same_fault_within whole_within",
        "limit": "report_within not_received_within send_back_within wrong_within_1 wrong_within_2 breach_send_back "
        "late_send_back",
        "time": "refunds_within answer_within answers_within resolves_within ships_within delivers_within "
        "choice_refunds_within choice_refunds_too fault_refunds_within fault_refunds_too late_refunds_within "
        "late_refunds_too delivery_at_most ship_within cure_within breach_refunds_within breach_refunds_too "
        "unsupplied_refunds_within breach_copy_after late_after refused_after",
        "wait": "report_opens silence_waits",
        "asked": "evidence condition not_returnable not_returnable_only_if not_cancellable exceptions "
        "exceptions_only_if untold_exceptions untold_exceptions_only_if first_remedies untold_condition",
        "offered": "remedies not_received_remedies fault_remedies second_when untold_remedies untold_places",
        "fee": "fee restocking_fee choice_fee choice_fee_cap",
        "interest": "choice_interest breach_interest fault_interest late_interest",
        "send_back": "send_back",
        "return_postage": "return_postage",
        "law_postage": "choice_postage untold_postage",
        "delivery_refunded": "refund_of breach_refund_of fault_refund_of late_refund_of",
        "right": "accepted postage_store replacement exchange withdrawal rights choice faults clear original_payment "
        "silence_approves may_cancel late_cancel late_cancel_shipped breach_cancel customer_chooses "
        "before_delivery opening_allowed collected "
        "guarantee_reasonable "
        "guarantee_product_life seller_bears_loss fault_postage fault_money_back choice_adjusted fault_adjusted "
        "late_adjusted or_after_document sale_items proof_of_purchase written_copy "
        "confirmed_at_once breach_postage late_postage breach_send_back_late late_send_back_late send_back_late "
        "means first_day breach_adjusted instructed last_item rolls return_risk one_attempt "
        "not_received_refund from_address from_help seller_proves card_stopped ends_linked comes_along untold damages "
        "untold_several signing_is_no_acceptance collects_costly fault_free shows_within restarts stands_still "
        "not_waivable names_day lost_money_back arrives_soon_enough late_damages",
        "burden": "refused postage_customer longer_once keep left_out may_cancel_left_out",
        **{name: name for name in RANKED},
        "counts_when": "counts_when breach_counts_when late_counts_when",
        "withhold": "withhold",
        "penalty": "choice_penalty fault_penalty late_penalty breach_penalty",
        "pay_back": "pay_back",
        PLAIN: "name email website po_box shop order_number rest returns_go_to returns_cost legal_notice "
        "withdrawal_instruction withdrawal_function guarantee_parts",
    }.items()
    for name in names.split()
}


FOLLOWERS: Mapping[str, frozenset[str]] = {
    "choice": frozenset(
        "choice_within choice_refunds_within choice_refunds_too choice_postage choice_fee "
        "choice_fee_cap send_back_within before_delivery opening_allowed collected withhold pay_back "
        "refund_of exceptions exceptions_only_if statement counts_when store_credit value_loss "
        "choice_interest choice_adjusted choice_penalty last_item rolls "
        "or_after_document return_risk send_back_late from_address from_help longer_untold keep seller_proves "
        "card_stopped ends_linked comes_along refused_after damages confirmed_at_once".split()
    ),
    "faults": frozenset(
        "first_remedies fault_remedies fault_refunds_within fault_refunds_too "
        "fault_postage fault_money_back wrong_within_1 wrong_within_2 guarantee guarantee_reasonable "
        "guarantee_product_life reject_within longer_after_repair guarantee_long_lived guarantee_in_parts "
        "guarantee_parts presumed presumed_for hidden_within notice_within chosen_by cure_within fault_adjusted "
        "fault_interest reject_left one_attempt fault_refund_of shows_within claim_within longer_once restarts "
        "stands_still same_fault_within not_waivable signing_is_no_acceptance collects_costly fault_free "
        "second_when whole_within fault_penalty".split()
    ),
}
"""What is only there because a right is there, by the right's name."""


def is_judged(name: str) -> bool:
    """Whether somebody has decided what a change of a value of this name means."""
    return name in _KINDS


def kind_of(name: str) -> str:
    """The kind of what the page says under a name; what nobody has judged yet is `plain`."""
    return _KINDS.get(name, PLAIN)


def effect(kind: str, old: Any, new: Any) -> Effect:
    """What it means for the customer that a value of a kind changed; None stands for a value that is not there.

    Where neither value is surely as good as the other one, somebody may lose by it: that counts as worse.
    """
    if kind == "fee":
        old, new = "none" if old is None else old, "none" if new is None else new
    if old is None or new is None:
        appears = _APPEARS.get(kind, Effect.NEUTRAL)
        return appears if old is None else OPPOSITE.get(appears, appears)
    if old == new or kind not in _ORDERS:
        return Effect.NEUTRAL
    order = _order(kind, old, new)
    return {Order.BETTER: Effect.BETTER, Order.EQUAL: Effect.NEUTRAL}.get(order, Effect.WORSE)


def _order(kind: str, old: Any, new: Any) -> Order:
    try:
        return _ORDERS[kind].order(value_of(kind, new), value_of(kind, old))
    except ValueError:  # written by a version that knew other words
        return Order.INCOMPARABLE


FEES, TIMES = ("fee", "interest"), ("window", "limit", "time", "wait")
READABLE = (*FEES, *TIMES)
"""The kinds whose texts stand for a number."""


A_YEAR = " a year"
"""What stands behind the share that interest is: as a share of the sum it compares like a fee."""


def value_of(kind: str, text: Any) -> Any:
    """The value that a text of a kind stands for; ValueError where it can't be read."""
    if kind in FEES:
        return fee(text.removesuffix(A_YEAR))
    return duration(text) if kind in TIMES else text


def duration(text: str) -> Duration:
    """A duration as it writes itself; ValueError where it is none."""
    if spoken := next((time for time, words in SPOKEN.items() if words == text), None):
        return spoken
    if text.startswith("until "):
        stage = text.removeprefix("until ")
        return Duration(0, 0, Unit.DAYS, STAGES.get(stage) or Event(stage))
    return parse(text)
