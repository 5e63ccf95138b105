"""What a gap costs: the merchant's own figures times the share of the orders that fall into it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from babel.numbers import format_currency, get_currency_precision

from policy_gen.cover.gaps import NOTHING_COMES_BACK, Found, Gap
from policy_gen.cover.rows import Row
from policy_gen.durations import most_days
from policy_gen.records.products import Product
from policy_gen.records.questionnaire import Figures
from policy_gen.records.scalars import Fee
from policy_gen.records.vocabulary import Payer, Remedy, SendBack


@dataclass(frozen=True, slots=True)
class Sums:
    """The figures as numbers to reckon with; amounts in `currency`, shares as parts of one.

    `parts` are the parts of all orders that each group of products makes; `horizon` are the days within which customers
    report, None where that is not known.
    """

    currency: str
    orders: int | Mapping[str, int]
    price: Fraction
    cost: Fraction
    postage: Fraction | None
    shares: Mapping[str, Fraction]
    horizon: int | None
    parts: Mapping[str | None, Fraction] = field(default_factory=dict)

    def part(self, group: str | None) -> Fraction:
        """The part of all orders that a group of products makes."""
        return self.parts.get(group, Fraction(1))

    def orders_in(self, market: str | None) -> int:
        """The orders of a month in a market; those of all markets where they are not told apart."""
        if isinstance(self.orders, int):
            return self.orders
        return sum(self.orders.values()) if market is None else self.orders.get(market, 0)

    @property
    def all_orders(self) -> int:
        """The orders of a month."""
        return self.orders_in(None)

    @property
    def by_market(self) -> bool:
        """Whether the orders of each market are known."""
        return not isinstance(self.orders, int)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a gap is expected to cost in a month, exactly, with its sum in words.

    `is_at_most` says that a part of it is not known, and was taken at its worst.
    """

    gap: Gap
    a_month: Fraction
    sum: str
    is_at_most: bool = False


def sums(figures: Figures | None, products: Mapping[str | None, tuple[Product, ...]]) -> Sums | None:
    """The figures to reckon with, if there are any; `products` are those of each group."""
    if figures is None:
        return None
    by_product = figures.orders_by_product
    postage, within = figures.return_postage, figures.reported_within
    return Sums(
        currency=figures.average_price.currency,
        orders=figures.orders_a_month,
        price=Fraction(figures.average_price.amount),
        cost=Fraction(figures.supplier_price.amount),
        postage=Fraction(postage.amount) if postage else None,
        shares={reason: Fraction(share) / 100 for reason, share in figures.shares.items()},
        horizon=most_days(within.high, within.unit) if within else None,
        parts={
            group: sum((Fraction(by_product.get(one, 0)) for one in those), Fraction(0)) / 100
            for group, those in products.items()
            if by_product
        },
    )


def costs(row: Row, figures: Sums) -> tuple[Cost, ...]:
    """What each gap of a row costs, in the gaps' order; empty where no share is given for the reason."""
    share = figures.shares.get(row.reason)
    if share is None:
        return ()
    return tuple(cost for found in row.gaps for cost in _Case(row, figures, share).cost(found))


@dataclass(frozen=True)
class _Case:
    """One row with the figures, and the share of all orders that come back for its reason."""

    row: Row
    figures: Sums
    share: Fraction

    def cost(self, found: Found) -> Iterator[Cost]:
        """The cost of a gap, where it has one that can be reckoned."""
        match found.gap:
            case Gap.NOT_COVERED:
                yield self._times(found, [self._item], at_most=not found.is_known)
            case Gap.DAYS:
                part, words, at_most = self._late(found)
                yield self._times(found, [self._item, *self._postage_of_late()], part, words, at_most)
            case Gap.REMEDY:
                # What is reported too late is counted already.
                yield from (self._times(found, [self._item], *part, at_most=True) for part in self._in_time())
            case Gap.POSTAGE if self.figures.postage is not None:
                at_most = not found.is_known or self.row.customer.values.get("send_back") is SendBack.ON_REQUEST
                yield self._times(found, [self.figures.postage], at_most=at_most)
            case Gap.FEE if found.is_known and (kept := self._fee()) is not None:
                yield from (self._times(found, [kept], *part) for part in self._in_time())

    @property
    def _item(self) -> Fraction:
        return self.figures.cost

    def _times(
        self, found: Found, each: list[Fraction], part: Fraction = Fraction(1), words: str = "", at_most: bool = False
    ) -> Cost:
        orders, of_group = self.figures.orders_in(self.row.market), self.figures.part(self.row.group)
        amounts = " + ".join(self._money(amount) for amount in each)
        reported = [percent(self.share), words, f"({amounts})" if len(each) > 1 else amounts]
        factors = [_orders(orders, of_group), *reported]
        month = orders * of_group * self.share * part * sum(each)
        line = f"{' × '.join(factor for factor in factors if factor)} = {self._money(month)}"
        return Cost(found.gap, month, line, at_most)

    def _money(self, amount: Fraction) -> str:
        return money(amount, self.figures.currency)

    def _horizon(self) -> int | None:
        known = [days for days in (self.row.customer.window.days, self.figures.horizon) if days]
        return min(known) if known else None

    def _late(self, found: Found) -> tuple[Fraction, str, bool]:
        """The part of the reports that come too late; all of them where nobody knows."""
        days = self._horizon()
        if found.first is None or days is None:
            return Fraction(1), "", True
        late = max(0, days - found.first + 1)
        return Fraction(late, days), f"{late} of {days} days", False

    def _in_time(self) -> Iterator[tuple[Fraction, str]]:
        """The part of the reports that come in time: all without a gap in days, none that is sure in an unknown one."""
        found = next((one for one in self.row.gaps if one.gap is Gap.DAYS), None)
        days = self._horizon()
        if found is None:
            yield Fraction(1), ""
        elif found.first is not None and days is not None:
            in_time = min(days, found.first - 1)
            yield Fraction(in_time, days), f"{in_time} of {days} days"

    def _postage_of_late(self) -> list[Fraction]:
        """What comes back too late travels at the store's cost, where the supplier would have paid in time."""
        values, postage = self.row.customer.values, self.figures.postage
        comes_back = self.row.reason not in NOTHING_COMES_BACK and values.get("send_back") is not SendBack.NEVER
        is_ours = comes_back and values.get("return_postage") is Payer.STORE and self.row.supplied.pays_postage
        return [postage] if is_ours and postage is not None else []

    def _fee(self) -> Fraction | None:
        """What the supplier keeps more than the store, up to all of its own price; None where the sum can't be made."""
        if any(found.gap is Gap.REMEDY for found in self.row.gaps):
            return None
        its = self._amount(self.row.supplied.values["restocking_fee"], self.figures.cost)
        ours = self._amount(self.row.customer.values.get("restocking_fee", Fee(0)), self.figures.price)
        return None if its is None or ours is None else min(max(its - ours, Fraction(0)), self.figures.cost)

    def _amount(self, fee: Fee, of: Fraction) -> Fraction | None:
        if fee.currency is None:
            return Fraction(str(fee.amount)) / 100 * of
        return Fraction(str(fee.amount)) if fee.currency == self.figures.currency else None


@dataclass(frozen=True, slots=True)
class Total:
    """What all gaps together are expected to cost in a month; `margin` is what refunds take of it beside that."""

    a_month: Fraction
    is_at_most: bool
    margin: Cost | None


def total(found: Iterable[Row], figures: Sums) -> Total:
    """The sum over all rows; where orders aren't told apart by market, each reason counts with its dearest market."""
    found = tuple(found)
    by_reason: dict[tuple[str, str | None], list[tuple[Fraction, bool]]] = {}
    for row in found:
        priced = costs(row, figures)
        sum_ = sum((cost.a_month for cost in priced), Fraction(0)), any(cost.is_at_most for cost in priced)
        by_reason.setdefault((row.reason, row.group), []).append(sum_)
    month, at_most = Fraction(0), False
    for each in by_reason.values():
        amounts = [amount for amount, _ in each]
        month += sum(amounts) if figures.by_market else max(amounts)
        at_most |= any(rough for _, rough in each) or (not figures.by_market and len(set(amounts)) > 1)
    return Total(month, at_most, _margin(found, figures))


def _margin(found: Iterable[Row], figures: Sums) -> Cost | None:
    """What refunds take of the store's own margin: the supplier gives its own price back and no more."""
    margin, by_orders = figures.price - figures.cost, _refunded(found, figures)
    if margin <= 0 or not by_orders:
        return None
    month = sum((orders * part * share * margin for (orders, part), share in by_orders.items()), Fraction(0))
    parts = " + ".join(f"{_orders(*which)} × {percent(share)}" for which, share in by_orders.items())
    whole = f"({parts})" if len(by_orders) > 1 else parts
    words = f"{whole} × ({_prices(figures)}) = {money(month, figures.currency)}"
    return Cost(Gap.REMEDY, month, words, is_at_most=True)


def _refunded(found: Iterable[Row], figures: Sums) -> dict[tuple[int, Fraction], Fraction]:
    """The shares of the reasons for which customers get their money, by the orders of the markets where they do.

    Orders are a number and the part of them that a group of products makes.
    """
    markets: dict[tuple[str, str | None], set[str | None]] = {}
    for row in found:
        if Remedy.REFUND in row.customer.values.get("remedies", ()) and figures.shares.get(row.reason):
            markets.setdefault((row.reason, row.group), set()).add(row.market)
    by_orders: dict[tuple[int, Fraction], Fraction] = {}
    for (reason, group), those in markets.items():
        orders = sum(map(figures.orders_in, those)) if figures.by_market else figures.all_orders
        which = (orders, figures.part(group))
        by_orders[which] = by_orders.get(which, Fraction(0)) + figures.shares[reason]
    return by_orders


def _orders(orders: int, part: Fraction) -> str:
    return f"{orders} orders" if part == 1 else f"{orders} orders × {percent(part)} of them"


def _prices(figures: Sums) -> str:
    return f"{money(figures.price, figures.currency)} − {money(figures.cost, figures.currency)}"


def money(amount: Fraction, currency: str) -> str:
    """An amount in words; one that is too small for the currency's coins as such."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    least = Decimal(1).scaleb(-get_currency_precision(currency))
    if 0 < exact < least / 2:
        return f"less than {format_currency(least, currency, locale='en')}"
    return format_currency(exact, currency, locale="en")


def rounded(amount: Fraction, currency: str, finer: int = 0) -> str:
    """An amount as digits alone, in whole coins of the currency, or with so many digits more."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-get_currency_precision(currency) - finer)))


def percent(share: Fraction) -> str:
    """A share in percent, exactly as it was given."""
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return f"{exact.normalize():f}%"


__all__ = ["Cost", "Sums", "Total", "costs", "money", "percent", "rounded", "sums", "total"]
