"""Messages ready to paste: what each of them can say of the store's terms. Their blanks are filled in by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from policy_gen.playbook.cancel import once_sent
from policy_gen.playbook.desk import Desk
from policy_gen.provenance import Default, Term
from policy_gen.records.reasons import Reason
from policy_gen.rules import cancellation, change_of_mind, how_to_return, legal_rights
from policy_gen.rules.cancelling import answer_within
from policy_gen.rules.clause import Clause, present
from policy_gen.rules.given import all_or_some
from policy_gen.rules.refunds import cancelled

SOURCE = "The article this project started from: tell the customer at once, and write to the supplier as well"

ON_PAGE = Default("page_heading", "the heading of the page that says so")
TO_SUPPLIERS = ("cancel", "tracking", "claim")


def to_customers(desks: Sequence[Desk], headings: Mapping[str, str]) -> tuple[Clause, ...]:
    """The messages to customers; `headings` are those of the page in the messages' language, by clause.

    What is not the same for all products is a blank: a message can't know which of them it is about.
    """
    each = [_letters(at, headings) for at in desks]
    return tuple(map(_shared, zip(*each, strict=True)))


def _shared(letters: tuple[Clause, ...]) -> Clause:
    """A message with what it says for every group of products."""
    first, *others = letters
    parts = {name: term for name, term in first.parts.items() if all(_says(one, name, term) for one in others)}
    rows = {name: lines for name, lines in first.rows.items() if all(one.rows.get(name) == lines for one in others)}
    return Clause(first.id, parts, rows)


def _says(letter: Clause, name: str, term: Term[Any]) -> bool:
    return name in letter.parts and letter.parts[name].value == term.value


def _letters(at: Desk, headings: Mapping[str, str]) -> tuple[Clause, ...]:
    given, store = at.given, at.given.terms.store
    signed: dict[str, Term[str]] = {"store": store.name}
    refunds = given.rows_by_market(lambda market: cancelled(given, market))
    steps = how_to_return.derive(given)
    shop = at.shop.refunds if at.shop else None
    named = {
        "cancellation_clause": _heading(headings, cancellation.ID),
        "choice_clause": _heading(headings, change_of_mind.ID),
        "rights_clause": _heading(headings, legal_rights.ID),
    }
    laws = given.terms.laws
    may_cancel = laws.may_cancel()
    later = tuple(market for market in laws.with_right(Reason.CHANGE_OF_MIND) if market not in may_cancel)
    on_its_way = Clause(
        "on_its_way", signed | all_or_some(given, may_cancel, "may_cancel"), {"refunds": once_sent(given)}
    )
    return (
        Clause("received", signed | present(answer_within=answer_within(given))),
        Clause("accepted", signed, {"refunds": refunds} if refunds else {}),
        *((on_its_way,) if may_cancel else ()),
        Clause("refused", signed | present(**named) | all_or_some(given, later, "rights")),
        Clause("photos", signed | _only(steps.parts, "evidence", "answers_within")),
        Clause("agreed", signed),
        Clause("refunded", signed | present(email=store.email, arrives_within=shop.arrives_within if shop else None)),
    )


def to_suppliers(at: Desk) -> tuple[Clause, ...]:
    """The messages to the supplier: they name only the store."""
    return tuple(Clause(id, {"store": at.given.terms.store.name}) for id in TO_SUPPLIERS)


def _heading(headings: Mapping[str, str], clause: str) -> Term[str] | None:
    return Term(headings[clause], ON_PAGE) if clause in headings else None


def _only(parts: Mapping[str, Term[Any]], *names: str) -> dict[str, Term[Any]]:
    return {name: parts[name] for name in names if name in parts}
