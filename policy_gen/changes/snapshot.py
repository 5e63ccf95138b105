"""What a page promises, as plain values: each term of each clause with its kind, whom it is for and where it is from.

Two of these compare by meaning, whatever words, languages and formats the pages are in.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from policy_gen.changes.weighing import PLAIN, kind_of
from policy_gen.explain import part_name, shown
from policy_gen.provenance import Answer, Default, Fact, Law, Rule, Term
from policy_gen.records.markets import Territory
from policy_gen.records.reasons import CANCELLATION, Reason
from policy_gen.rules.clause import Clause, Row

Value = str | tuple[str, ...]

YES = "yes"
"""The value of what is only there or not there: a reason that is accepted, a right that customers have."""
ABOUT = {
    "cancellation": CANCELLATION,
    "refunds.cancelled": CANCELLATION,
    "change_of_mind.rights": Reason.CHANGE_OF_MIND,
    "short_version.rights": Reason.CHANGE_OF_MIND,
    "parcels": Reason.LOST,
}
"""What a clause or a list of it is about, where its rows name no reasons."""
OTHER_NAMES = {
    "cancelled_within": "refunds_within",
    "no_fee": "fee",
    "cancellation_fee": "fee",
    "only_faults": "refused",
    "no_choice_fee": "choice_fee",
    "goods": "not_returnable",
    "goods_only_if": "not_returnable_only_if",
}
"""Parts that say the same as another one, or its opposite, so that a change from one to the other is seen as such."""
SAID_ELSEWHERE = {"refunds.partial", "refunds.store_credit", "this_version.effective", "this_version.versions"}
"""Parts that only explain a word, and the version, which is no term of it."""
PARTS_ABOUT: Mapping[str, tuple[str, ...]] = {
    "certain_until": (CANCELLATION,),
    "asked_until": (CANCELLATION,),
    "fee": (CANCELLATION,),
    "not_received_within": ("delivered_not_received",),
    "not_received_remedies": ("delivered_not_received",),
    "ships_within": (),
    "delivers_within": (),
    "withdrawal": ("change_of_mind",),
}
"""What some parts are about wherever they stand."""
PLACES = ("returns_go_to", "guarantee_parts", "untold_places")
"""Places that are values; all others are the markets in which something holds."""
LAW_CLAUSES = ("legal_rights",)
OFFERING = ("something_wrong", "change_of_mind")
"""The clauses whose rows say for which reasons something is taken back."""
WHOM: Mapping[str, tuple[str, ...]] = {"rest": (str(Reason.CHANGE_OF_MIND),), "cancelled": (CANCELLATION,)}
"""Whom a row for all other reasons is for: those who need none; and a row for cancelled orders."""
SCOPES = ("markets", "products", *WHOM)
WITHIN = {"partial_if_kept": "remedies"}
"""Parts that belong to another one, and stand apart only in its sentence."""


@dataclass(frozen=True, slots=True, order=True)
class Leaf:
    """Where a value comes from in the end: one of the voices, who that is, its key, its value, and when it was checked.

    `voice` is `answer`, `supplier`, `law` or `default`; `checked` is a date, empty where there is none.
    """

    voice: str
    name: str = ""
    key: str = ""
    value: str = ""
    checked: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of the page.

    `markets`, `groups` and `reasons` say whom and what it is for; where one is empty it is for all of them.
    """

    clause: str
    name: str
    kind: str
    value: Value = ""
    reasons: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    origins: tuple[Leaf, ...] = ()

    @property
    def rank(self) -> tuple[Any, ...]:
        """What entries are sorted by."""
        return (self.clause, self.name, self.reasons, self.markets, self.groups, str(self.value))


def entries(clauses: Iterable[Clause]) -> tuple[Entry, ...]:
    """Every value of some clauses, in an order that depends on nothing but the values."""
    found = [
        replace(entry, groups=tuple(sorted(map(str, clause.products)))) if clause.products else entry
        for clause in clauses
        for entry in _of_clause(clause)
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda entry: entry.rank))


def _of_clause(clause: Clause) -> Iterator[Entry]:
    yield from _of_row(clause.id, ABOUT.get(clause.id), clause.parts, False)
    for name, rows in clause.rows.items():
        about = ABOUT.get(f"{clause.id}.{name}", ABOUT.get(clause.id))
        if f"{clause.id}.{name}" not in SAID_ELSEWHERE:
            for row in rows:
                yield from _of_row(clause.id, about, row)


def _of_row(clause: str, about: str | None, row: Row, is_one_of_several: bool = True) -> Iterator[Entry]:
    scopes = [name for name, term in row.items() if _all(Reason, term.value)] if is_one_of_several else []
    named = next((whom for part, whom in WHOM.items() if part in row), None)
    reasons = _scope(row, scopes) or named or ((str(about),) if about else ())
    markets, groups = _scope(row, ("markets",)), _scope(row, ("products",))
    for part, term in _joined(row).items():
        name = part_name(part, term)
        name = OTHER_NAMES.get(name, name)
        if part in (*scopes, *SCOPES) or f"{clause}.{part}" in SAID_ELSEWHERE or _is_scope(part, row):
            continue
        where = _scope(row, (f"{part}_markets",)) or markets
        whom = PARTS_ABOUT.get(part, PARTS_ABOUT.get(name, reasons))
        plain = clause not in LAW_CLAUSES and kind_of(name) == PLAIN
        yield from _entry(Entry(clause, name, kind_of(name), "", () if plain else whom, where, groups), term)
    if "reasons" in row and clause in OFFERING:
        yield from _entry(Entry(clause, "accepted", kind_of("accepted"), "", (), markets, groups), row["reasons"])


def _joined(row: Row) -> Row:
    """The row with each part back in the one that it belongs to."""
    parts = dict(row)
    for part, whole in WITHIN.items():
        if part in parts:
            more = parts.pop(part)
            parts[whole] = parts[whole].made((*parts[whole].sure, *more.sure), "", more)
    return parts


def _is_scope(part: str, row: Row) -> bool:
    """Whether a part only says for which markets another one holds."""
    return part.endswith("_markets") and part.removesuffix("_markets") in row


def _scope(row: Row, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(str(one) for name in names if name in row for one in row[name].sure))


def _entry(about: Entry, term: Term[Any]) -> Iterator[Entry]:
    """The entry of a term; a list of reasons or markets becomes whom it is for."""
    value = term.sure
    entry = replace(about, value=_plain(value), origins=leaves(term))
    if _all(Reason, value):
        entry = replace(entry, reasons=_plain(value), value=YES)
    elif _all(Territory, value) and about.name not in PLACES:
        everywhere = about.name.endswith("_everywhere")
        name = about.name.removesuffix("_everywhere").removesuffix("_markets")
        whom = PARTS_ABOUT.get(name, about.reasons)
        entry = replace(entry, name=name, kind=kind_of(name), value=YES, reasons=whom)
        entry = entry if everywhere else replace(entry, markets=_plain(value))
    elif about.kind in ("right", "burden"):
        entry = replace(entry, value=YES)
    yield entry


def _all(kind: type, value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(one, kind) for one in value)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(sorted(str(one) for one in value))
    if isinstance(value, bool):
        return YES if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def leaves(term: Term[Any]) -> tuple[Leaf, ...]:
    """Where a term comes from in the end, each place once, sorted."""
    return tuple(sorted(set(_leaves(term))))


def _leaves(term: Term[Any]) -> Iterator[Leaf]:
    match term.origin:
        case Rule(_, inputs):
            for one in inputs:
                yield from _leaves(one)
        case Answer(key, _):
            yield Leaf("answer", "", key, shown(term))
        case Fact(key, _, supplier, sources):
            checked = max((source.checked.isoformat() for source in sources), default="")
            yield Leaf("supplier", supplier, key, shown(term), checked)
        case Law():
            yield Leaf("law", term.origin.jurisdiction, term.origin.key, shown(term))
        case Default(name, _):
            yield Leaf("default", name, "", shown(term))


def by_scope(
    known: Iterable[Entry], markets: Iterable[str | None], groups: Iterable[str | None]
) -> Mapping[tuple[str, ...], Entry]:
    """The entries one by one: by name, reason, market, group, clause, and a number where one place says several."""
    markets, groups = tuple(markets), tuple(groups)
    found: dict[tuple[str, ...], Entry] = {}
    for entry in known:
        for reason in entry.reasons or ("",):
            for market in (one for one in markets if one is None or not entry.markets or one in entry.markets):
                for group in (one for one in groups if one is None or not entry.groups or one in entry.groups):
                    key = (entry.name, reason, market or "", group or "", entry.clause)
                    number = next(n for n in range(len(found) + 1) if (*key, str(n)) not in found)
                    found[(*key, str(number))] = entry
    return found
