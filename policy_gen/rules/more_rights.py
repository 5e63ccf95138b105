"""The smaller things that a law gives with its rights, as parts of the rows of "Your legal rights"."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from policy_gen.deriving.comparison import WINDOW
from policy_gen.deriving.exceptions import in_parts
from policy_gen.deriving.floors import Laws
from policy_gen.deriving.joined import Owed, best_of, owed
from policy_gen.deriving.jurisdiction import LegalRight
from policy_gen.durations import Duration
from policy_gen.provenance import Term
from policy_gen.records.markets import Territory
from policy_gen.records.reasons import CHOICES, Reason
from policy_gen.records.rights import Ground, NotTold
from policy_gen.records.vocabulary import Remedy
from policy_gen.rules.clause import Row, by_value, present
from policy_gen.rules.given import timed

OF_CHOICE = ("seller_proves", "card_stopped", "ends_linked", "damages")
OF_FAULTS = ("signing_is_no_acceptance", "collects_costly")
"""What a law either gives or doesn't, with the right to send back what is not wanted, and with faults."""
STARTS = {"contract document": "or_after_document", "address known": "from_address", "end of obstruction": "from_help"}
"""What the page calls a later start of the time, by what the customer was not told or was kept from."""
OF_GUARANTEE = ("shows_within", "claim_within", "longer_once", "same_fault_within")


def of_choice(laws: Laws, market: str, right: Owed) -> Row:
    """What goes with the right to send back what is not wanted."""
    along, condition = right.one("comes_along"), right.one("condition")
    return {
        **_given(right, OF_CHOICE),
        **_each("comes_along", along),
        **_each("keep", condition),
        **present(refused_after=right.one("refused_after")),
        **_not_told(laws, market),
    }


def _not_told(laws: Laws, market: str) -> Row:
    """What becomes of the time where the store did not tell the customer what it must."""
    said = [(right, one) for _, right in laws.rights(market, Reason.CHANGE_OF_MIND) for one in right.not_told]
    starts = {STARTS[one.starts_after]: _told(one.starts_after, right, one)
              for right, one in said if one.starts_after in STARTS}  # fmt: skip
    longer = [_told(one.longer_by, right, one) for right, one in said if one.longer_by]
    return {**starts, **present(longer_untold=next(iter(best_of(WINDOW, longer)), None))}


def _told(value: Any, right: LegalRight, told: NotTold) -> Term[Any]:
    return Term(value, replace(right.basis, article=told.article or right.basis.article))


def of_faults(right: Owed, guarantee: Mapping[str, tuple[Term[Any], ...]]) -> Row:
    """What goes with the right to goods without a fault."""
    fees, cures = right.all("fee"), timed("cure_within", right.all("cure_within"))
    free = next((fee for fee in fees if not fee.sure.amount), None) if right.one("first_remedies") else None
    waivable = next(iter(guarantee.get("waivable", ())), None)
    return {
        **_given(right, OF_FAULTS),
        **(cures[0] if cures else {}),
        **present(fault_free=free, second_when=right.one("second_when"), whole_within=right.one("whole_within")),
        **by_value("stands_still", right.one("stands_still")),
        **{name: guarantee[name][0] for name in OF_GUARANTEE if name in guarantee and guarantee[name][0].value},
        **by_value("restarts", next(iter(guarantee.get("restarts", ())), None)),
        **({"not_waivable": waivable} if waivable is not None and waivable.value is False else {}),
    }


def of_parcels(laws: Laws, market: str, delivery: Mapping[str, Term[Any]]) -> Row:
    """What goes with late and lost parcels."""
    late, lost = laws.owed(market, Reason.LATE), laws.owed(market, Reason.LOST)
    row = {"names_day": delivery["names_day"]} if "names_day" in delivery else {}
    if lost is not None and "seller_bears_loss" not in delivery and pays_back(lost):
        row["lost_money_back"] = lost.basis
    if late is None:
        return row
    return {
        **row,
        **present(late_after=late.one("broken_after")),
        **({"late_damages": term} if (term := late.one("damages")) is not None else {}),
        **by_value("late_counts_when", late.one("counts_when")),
    }


def pays_back(right: Owed) -> bool:
    """Whether a right gives the money back."""
    remedies = right.one("remedies")
    return remedies is not None and Remedy.REFUND in remedies.sure


def untold(laws: Laws, market: str) -> Row:
    """What customers may do who could not see the page before they ordered: by one law, or by those of some places."""
    found = {law.id: right for law in laws.markets[market] for right in law.rights.values()
             if _is_for_the_untold(right) and right.basis.holds(laws.day)}  # fmt: skip
    right = owed(list(found.values()), laws.day)
    if right is None:
        return {}
    if len(laws.markets[market]) > 1:
        return {"untold_places": right.basis.made(tuple(Territory(id.upper()) for id in found), "")}
    window, remedies = right.one("within"), right.one("remedies")
    return {
        "untold": right.basis,
        **present(untold_within=_first(window), untold_condition=right.one("condition")),
        **present(untold_remedies=remedies),
        **({"untold_several": remedies} if remedies is not None and len(remedies.sure) > 1 else {}),
        **by_value("untold_postage", right.one("return_postage")),
        **{f"untold_{name}": goods for name, goods in in_parts(right.exceptions).items()},
    }


def _is_for_the_untold(right: LegalRight) -> bool:
    return right.ground is Ground.UNLESS_DISCLOSED and bool(set(CHOICES) & set(right.reasons))


def _first(window: Term[Any] | None) -> Term[Any] | None:
    times = [one for one in window.sure if isinstance(one, Duration)] if window is not None else []
    return window.made(times[0], "") if window is not None and times else None


def _given(right: Owed, names: Iterable[str]) -> Row:
    found = {name: right.one(name) for name in names}
    return {name: term for name, term in found.items() if term is not None and term.value is True}


def _each(name: str, term: Term[Any] | None) -> Row:
    """One part for each value of a list."""
    return {f"{name}_{one}": term.made(one, "") for one in term.sure} if term is not None else {}
