"""Your legal rights: what the law of each market gives, apart from what the store promises."""

from typing import Any

from policy_gen.clause import Clause, Row, by_value, present
from policy_gen.floors import Laws
from policy_gen.given import Given, in_markets
from policy_gen.jurisdiction import Dated, Jurisdiction, LegalRight, in_force
from policy_gen.law import Bearer
from policy_gen.markets import Territory
from policy_gen.provenance import Term
from policy_gen.reasons import Reason

ID = "legal_rights"
SOURCE = "What a page must say, D12: legal rights stand apart from promises, and as rights, never as a favour"


def derive(given: Given) -> Clause | None:
    """The clause is left out where the store names no market, or none whose law has a rule on returns."""
    laws, store = given.terms.laws, given.terms.store
    groups: dict[Any, tuple[list[str], Row]] = {}
    for market in laws.markets:
        row = {**_choice(laws, market), **_faults(laws, market), **_delivery(laws, market)}
        if row:
            values = tuple((name, str(term.value)) for name, term in row.items())
            groups.setdefault(values, ([], row))[0].append(market)
    if not groups:
        return None
    rows = tuple({"markets": in_markets(given, markets), **row} for markets, row in groups.values())
    links = present(
        withdrawal_instruction=store.withdrawal_instruction,
        withdrawal_function=store.withdrawal_function,
        legal_notice=store.legal_notice,
        **_way_back(given),
        email=store.email,
    )
    return Clause(ID, links, {"groups": rows})


def _way_back(given: Given) -> dict[str, Term[Any] | None]:
    """The country that returns go to and what that usually costs; never an address."""
    goes_to = given.terms.returns_go_to
    if goes_to is None or goes_to.country.known is None:
        return {}
    country = goes_to.country
    return {"returns_go_to": country.made((Territory(country.sure),), ""), "returns_cost": goes_to.postage}


def _choice(laws: Laws, market: str) -> Row:
    """The right to send back what is not wanted, where the law gives one."""
    right = _first(laws, market, Reason.CHANGE_OF_MIND)
    if right is None:
        return {}
    say = _Said(right, laws)
    window = say("within")
    parts = present(
        choice_within=_one(window) if window else None,
        send_back_within=say("send_back_within"),
        choice_refunds_within=_time(say("refunds_within")),
        late_interest=say("late_interest"),
        exceptions=_exceptions(right, marked=False),
        exceptions_if_marked=_exceptions(right, marked=True),
    )
    flags = {
        **_flag("before_delivery", say("before_delivery")),
        **_flag("opening_allowed", say("opening_allowed")),
        **_flag("collected", say("collected")),
        **by_value("statement", say("statement")),
        **by_value("counts_when", say("counts_when")),
        **by_value("choice_postage", say("return_postage")),
        **by_value("withhold", say("withhold_until")),
        **by_value("pay_back", say("pay_back_by")),
        **by_value("store_credit", say("store_credit")),
        **by_value("value_loss", say("value_loss")),
        **_covers(say("refund_of")),
        **_at_once("choice_refund", say("refunds_within")),
    }
    fee = say("fee")
    no_fee = {"no_choice_fee": fee} if fee is not None and not fee.sure.amount else {}
    capped = {"choice_fee": fee} if fee is not None and fee.sure.amount else {}
    return {"choice": _basis(right), **parts, **flags, **no_fee, **capped}


def _faults(laws: Laws, market: str) -> Row:
    """What a customer is owed for a faulty or wrong item."""
    right = _first(laws, market, Reason.DEFECTIVE)
    guarantee = _guarantee(laws.markets[market])
    wrong = _first(laws, market, Reason.NOT_AS_DESCRIBED)
    row: dict[str, Term[Any]] = {}
    alone = wrong is right and "at_least" not in guarantee
    if right is not None and not alone:
        say = _Said(right, laws)
        row |= {"faults": _basis(right)}
        row |= present(
            first_remedies=say("first_remedies"),
            fault_remedies=say("remedies"),
            fault_refunds=_time(say("refunds_within")),
        )
        row |= {**_flag("fault_postage_seller", say("return_postage"), Bearer.SELLER)}
    if wrong is not None and (wrong is not right or alone):
        limits = _Said(wrong, laws)("within")
        times = [one for one in limits.sure if not isinstance(one, str)] if limits else []
        for number, one in enumerate(times[:2], start=1):
            row[f"wrong_within_{number}"] = Term(one, limits.origin) if limits else _basis(wrong)
        row["wrong"] = _basis(wrong)
        row |= present(wrong_refunds=_time(_Said(wrong, laws)("refunds_within")))
    at_least = in_force(guarantee.get("at_least", ()), laws.day)
    if at_least is not None:
        row |= _time_or_word("guarantee", at_least)
    row |= present(reject_within=in_force(guarantee.get("reject_within", ()), laws.day))
    return row


def _delivery(laws: Laws, market: str) -> Row:
    """Late and lost parcels."""
    row: dict[str, Term[Any]] = {}
    for law in laws.markets[market]:
        at_most = in_force(law.delivery.get("at_most", ()), laws.day)
        row |= present(delivery_at_most=_time(at_most))
        row |= _flag("seller_bears_loss", in_force(law.delivery.get("seller_bears_loss", ()), laws.day))
        row |= by_value("late", in_force(law.delivery.get("late", ()), laws.day))
    return row


class _Said:
    """What a right says under a name on the day that counts."""

    def __init__(self, right: LegalRight, laws: Laws) -> None:
        self.right, self.day = right, laws.day

    def __call__(self, name: str) -> Term[Any] | None:
        return self.right.value(name, self.day)


def _first(laws: Laws, market: str, reason: Reason) -> LegalRight | None:
    """The right with the longest window where several laws of a market give one."""
    found = [right for _, right in laws.rights(market, reason)]
    return max(found, key=lambda right: _days(right, laws), default=None)


def _days(right: LegalRight, laws: Laws) -> int:
    window = right.value("within", laws.day)
    ends = [one.high for one in window.sure if not isinstance(one, str)] if window else []
    return min(ends, default=0)


def _basis(right: LegalRight) -> Term[str]:
    return Term(right.id, right.basis)


def _one(window: Term[Any]) -> Term[Any] | None:
    times = [one for one in window.sure if not isinstance(one, str)]
    return Term(times[0], window.origin) if times else None


def _time(term: Term[Any] | None) -> Term[Any] | None:
    return None if term is None or isinstance(term.value, str) else term


def _at_once(name: str, term: Term[Any] | None) -> Row:
    return {f"{name}_{term.value}": term} if term is not None and isinstance(term.value, str) else {}


def _time_or_word(name: str, term: Term[Any]) -> Row:
    return {f"{name}_{term.value}" if isinstance(term.value, str) else name: term}


def _flag(name: str, term: Term[Any] | None, wanted: Any = True) -> Row:
    return {name: term} if term is not None and term.value == wanted else {}


def _covers(term: Term[Any] | None) -> Row:
    if term is None:
        return {}
    delivery = [part for part in ("all_delivery", "standard_delivery") if part in term.sure]
    return {f"refund_of_{delivery[0]}": Term(delivery[0], term.origin)} if delivery else {}


def _exceptions(right: LegalRight, marked: bool) -> Term[Any] | None:
    """The goods that the right leaves out: always, or only where the goods themselves are marked."""
    terms = [one.goods for one in right.exceptions if one.must_be_marked is marked]
    goods = tuple(dict.fromkeys(item for term in terms for item in term.sure))
    return terms[0].made(goods, "the exceptions of the law", *terms[1:]) if goods else None


def _guarantee(laws: tuple[Jurisdiction, ...]) -> Dated:
    return next((law.guarantee for law in laws if law.guarantee), {})
