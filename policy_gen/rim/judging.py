"""Verdicts on the orders of a questionnaire: by the version that held, with the law and calendar of the place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from policy_gen.calendar import Calendar, Moment
from policy_gen.changes import history
from policy_gen.changes.lockfile import Lock
from policy_gen.decide import Order, Verdict, decide, open_between
from policy_gen.decide.facts import HELP, given, moment
from policy_gen.deriving.terms import Terms
from policy_gen.durations import Event
from policy_gen.records import markets
from policy_gen.records.versions import Version
from policy_gen.rim import inputs, lawbook
from policy_gen.rim.clocks import calendar_of
from policy_gen.rim.inputs import Inputs
from policy_gen.source import parse


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks: the reason, the place, the product, the facts by their names, and the day."""

    reason: str
    market: str
    on: str
    facts: Mapping[str, str]
    product: str | None = None
    told: bool = True
    supplier: str = ""

    @property
    def calendar(self) -> Calendar:
        """The calendar of the customer's place."""
        return calendar_of(self.market)

    def order(self, terms: Terms) -> Order:
        """The order; ValueError says what cannot be read, or can't be."""
        try:
            on = moment(self.on, self.calendar)
        except ValueError as error:
            raise ValueError(f"on: {error}; write {HELP}") from None
        facts = given(self.facts, self.calendar)
        market = page_market(terms, self.market)
        named = market in terms.laws.markets
        laws = tuple(law.id for law in lawbook.laws_of(self.market))
        order = Order(self.reason, market, self.product, on, facts, self.told, self.supplier, named, laws)
        if order.contradictions:
            raise ValueError("; ".join(order.contradictions))
        return order


def verdict(terms: Terms, asked: Asked) -> Verdict:
    """The verdict on an order; ValueError says what is wrong with its facts."""
    order = asked.order(terms)
    return decide(with_law(of_product(terms, asked.product), order), order, asked.calendar)


@dataclass(frozen=True, slots=True)
class Published:
    """A questionnaire at `path` as it stands `now`, what was published of it before, and what would be."""

    path: Path
    now: Inputs
    old: Lock | None
    new: Lock


def judged(store: Published, asked: Asked) -> tuple[Verdict, Inputs]:
    """The verdict by the version that held when the order was placed, and that version.

    Without the day of the order it is the last version that can be meant, and the answer hangs on that day where an
    earlier one can be meant as well. ValueError says what is wrong with the facts, or that nobody knows a version
    any more.
    """
    order = asked.order(store.now.terms)
    last = order.placed_by.day
    found, held = _by_version_of(store, asked, last)
    begun = [day for one in store.new.versions if (day := date.fromisoformat(one.effective)) <= last]
    if order.given.get(Event.ORDER) or len(begun) < 2:
        return found, held
    # Each version that had begun by then may be the one.
    return open_between(found, [_by_version_of(store, asked, day)[0] for day in begun[:-1]]), held


def _by_version_of(store: Published, asked: Asked, day: date) -> tuple[Verdict, Inputs]:
    """The verdict by the version that held on a day."""
    held, notes = _held(store, Moment(day))
    found = verdict(held.terms, asked)
    return replace(found, notes=(*found.notes, *notes)), held


def _held(store: Published, ordered: Moment) -> tuple[Inputs, tuple[str, ...]]:
    """The version that held on a day, and what must be known of it."""
    versions = store.new.versions
    version = history.governing(store.new, ordered.day)
    if not versions or version == versions[-1]:
        return store.now, ()
    if version is not None:
        return _again(store, version), (f"the version of {version.effective} held when it was ordered",)
    held = store.now if len(versions) == 1 else _again(store, versions[0])
    return held, (f"no version of the page held on {ordered.day} yet, so the first one counts",)


def _again(store: Published, version: Version) -> Inputs:
    """The inputs of an earlier version, as the lock keeps them."""
    path, old = store.path, store.old
    published = old is not None and version.effective == old.versions[-1].effective
    sources = old.sources if old is not None and published and not version.sources else version.sources
    drafts = {path.parent / name: "\n".join(lines) for name, lines in sources.items()}
    if path not in drafts:
        raise ValueError(
            f"the version of {version.effective} held when it was ordered, and the lock doesn't have its answers; "
            "take the questionnaire of that time from your repository"
        )
    return inputs.understand(parse(drafts[path], str(path)), path, {}, drafts=drafts)


def of_product(terms: Terms, product: str | None) -> Terms:
    """The terms of what was ordered; ValueError where the store has no such product, or it must be named."""
    known = sorted({str(one) for products in terms.products.values() for one in products})
    if product is None and len(terms.groups) > 1:
        raise ValueError(f"products have rules of their own here; name one of: {', '.join(known)}")
    if product is not None and product not in known:
        there = f"the questionnaire names {', '.join(known)}" if known else "the questionnaire names none"
        raise ValueError(f"there is no product `{product}`: {there}")
    return terms.of(terms.group_with(product) if product else next(iter(terms.groups)))


def page_market(terms: Terms, market: str) -> str:
    """The market of the page that stands for a place: itself, else a group that it belongs to, else itself alone."""
    if market in terms.laws.markets:
        return market
    groups = [code for code, ones in lawbook.members().items() if market in ones]
    named = [*groups, markets.country(market)]
    return next((code for code in named if code in terms.laws.markets), market)


def with_law(terms: Terms, order: Order) -> Terms:
    """The terms with the law of the order's market on its day, whether the store names that market or not."""
    laws, market = terms.laws, order.market
    ordered = order.given.get(Event.ORDER) or order.on
    day = max(laws.day, ordered.day) if laws.day else ordered.day
    if market is None or market in laws.markets:
        return replace(terms, laws=replace(laws, day=day))
    known = replace(laws, markets={**laws.markets, market: lawbook.laws_of(market)}, day=day)
    sold_to = (*terms.sold_to, *markets.sold_to((market,), lawbook.countries_of_groups()))
    return replace(terms, laws=known, sold_to=sold_to)
