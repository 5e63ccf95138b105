"""Values in the words of one language: durations, dates, money and lists through Babel, labels from its words file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, reduce
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit

from policy_gen.changes.weighing import READABLE, value_of
from policy_gen.durations import SPOKEN, Duration, Unit
from policy_gen.escaping import escaped, tidy
from policy_gen.records.exemptions import Exempted, Exemption, Proviso
from policy_gen.records.markets import Territory
from policy_gen.records.products import Product
from policy_gen.records.reasons import Reason
from policy_gen.records.scalars import Citation, EmailAddress, Fee, Interest, Url
from policy_gen.records.shop import Way
from policy_gen.records.versions import Told, Version
from policy_gen.records.vocabulary import Condition, Evidence, Exclusion, Opening, Remedy, StoreEvidence

YEAR = 12
"""Months in a year; from two years on people count in years."""
CLDR_UNITS = {Unit.HOURS: "duration-hour", Unit.DAYS: "duration-day", Unit.MONTHS: "duration-month"}
REASONED = ("accepted", "refused")
"""Changes that are about the reasons alone."""
LABELS: dict[type[StrEnum], str] = {
    Reason: "reasons",
    Remedy: "remedies",
    Evidence: "evidence",
    Condition: "condition",
    Opening: "second_step",
    Exclusion: "not_returnable",
    Exemption: "exempt",
    Proviso: "provisos",
}
"""Which list of a words file names the values of a vocabulary."""
INTERNAL: dict[type[StrEnum], str] = {StoreEvidence: "store_evidence"}
"""The same for what no customer reads: these lists stand in the playbook's words."""


class Shown(str):
    """Markdown that needs no escape: our own words, or what has been escaped already."""

    __slots__ = ()

    @property
    def first(self) -> "Shown":
        """With a capital letter at its start, where the language has them."""
        return Shown(self[:1].upper() + self[1:])


@dataclass(frozen=True)
class Amount:
    """A duration in words: the whole, the amount alone ("13 days") and its start alone ("after delivery")."""

    whole: Shown
    amount: Shown
    start: Shown

    def __str__(self) -> str:
        """The whole."""
        return self.whole


@dataclass(frozen=True)
class Several:
    """A list in words: joined by "and" (the way it prints), by "or", and one by one."""

    each: tuple[Shown, ...]
    all: Shown
    any: Shown

    def __str__(self) -> str:
        """Joined by "and"."""
        return self.all


@dataclass(frozen=True)
class Language:
    """One language of the page: its code and its words."""

    code: str
    words: Mapping[str, Any]

    @cached_property
    def locale(self) -> Locale:
        """What Babel knows of the language."""
        return Locale.parse(self.code, sep="-")

    def shown(self, value: Any) -> Shown | Amount | Several:
        """A term's value in words that a template can print as they are."""
        match value:
            case tuple():
                return self._several([self._item(item) for item in value])
            case Duration():
                return self._time(value)
            case date():
                return Shown(format_date(value, "long", self.locale))
            case Fee():
                return self._fee(value)
            case Interest():
                return self._interest(value)
            case Version():
                return self._version(value)
            case StrEnum() if type(value) in LABELS:
                return self._label(value)
            case _:
                return self._text(value)

    def title(self, products: Iterable[Product]) -> str:
        """What some products are called together, as plain text."""
        names = format_list([tidy(product.name(self.code)) for product in products], locale=self.locale)
        return names[:1].upper() + names[1:]

    def _item(self, value: Any) -> Shown:
        """One value of a list: a market or a product by its name, everything else by its label."""
        if isinstance(value, Product):
            return Shown(escaped(_name(value, self.code)))
        if isinstance(value, Territory):
            name = self.words["parts_of_countries"].get(value) or self.locale.territories.get(value, value)
            return Shown(escaped(name))
        if isinstance(value, Exempted):
            return self._exempted(value)
        return self._label(value)

    def _exempted(self, value: Exempted) -> Shown:
        """Goods that a right leaves out, with what must be so for that."""
        goods, provisos = (self.shown(part) for part in (value.goods, value.only_if))
        return Shown(self.words["exempted"].format(goods=goods, provisos=provisos))

    def _label(self, value: StrEnum) -> Shown:
        return Shown(self.words[(LABELS | INTERNAL)[type(value)]][value])

    def _text(self, value: Any) -> Shown:
        if isinstance(value, Way):
            return Shown(" > ".join(map(self._step, value.steps)))
        if isinstance(value, Citation):
            return Shown(escaped(self._citation(value)))
        return Shown(f"<{value}>" if isinstance(value, EmailAddress | Url) else escaped(str(value)))

    def _citation(self, text: str) -> str:
        for law, name in self.words["statutes"].items():
            text = text.replace(law, name)
        return text

    def _step(self, step: str) -> str:
        """A step in words, or the label of a screen as it stands there."""
        act = self.words["steps"].get(step)
        return f"**{escaped(step)}**" if act is None else str(act)

    def _several(self, labels: Iterable[Shown]) -> Several:
        each = tuple(labels)
        joined = {style: Shown(format_list(each, style=style, locale=self.locale)) for style in ("standard", "or")}
        return Several(each, joined["standard"], joined["or"])

    def _time(self, duration: Duration) -> Shown | Amount:
        return Shown(self.words["stages"][duration.event]) if duration.is_stage else self._amount(duration)

    def _amount(self, duration: Duration) -> Amount:
        number = duration.high
        if duration in SPOKEN:
            words = Shown(self.words["times"][SPOKEN[duration]])
            return Amount(words, words, Shown(""))
        if duration.unit is Unit.BUSINESS_DAYS:
            forms = self.words["business_days"]
            amount = forms.get(self.locale.plural_form(number), forms["other"]).format(n=self._range(duration))
        elif duration.unit is Unit.MONTHS and duration.low == number and number > YEAR and number % YEAR == 0:
            amount = self._unit(number // YEAR, "duration-year")
        else:
            amount = self._unit(number, CLDR_UNITS[duration.unit])
            amount = amount.replace(self._number(number), self._range(duration), 1)
        start = Shown(self.words["after"][duration.event] if duration.event else "")
        whole = self.words["duration"].format(amount=amount, after=start).strip()
        return Amount(Shown(whole), Shown(amount), start)

    def _unit(self, number: int, unit: str) -> str:
        """The number with its unit; where the long form is written like the short one, Babel has the short one only."""
        long = format_unit(number, unit, "long", locale=self.locale)
        return format_unit(number, unit, "short", locale=self.locale) if unit in long else long

    def _number(self, number: int) -> str:
        return format_decimal(number, locale=self.locale)

    def _range(self, duration: Duration) -> str:
        """The number, or both ends where a time is printed as a range."""
        low, high = self._number(duration.low), self._number(duration.high)
        return high if low == high else str(self.words["range"]).format(low, high)

    def _interest(self, interest: Interest) -> Shown:
        return Shown(self.words["interest"].format(share=self._share(interest.percent)))

    def _share(self, percent: float) -> str:
        return format_percent(percent / 100, "#,##0.##%", locale=self.locale)

    def _fee(self, fee: Fee) -> Shown:
        if fee.currency:
            # A currency without small coins would round the amount that the merchant wrote.
            whole = float(fee.amount).is_integer()
            return Shown(format_currency(fee.amount, fee.currency, locale=self.locale, currency_digits=whole))
        return Shown(self.words["fee_share"].format(share=self._share(fee.amount)))

    def _version(self, version: Version) -> Shown:
        """What a version changed, in one line."""
        said = self.words["changes"]
        lines = list(dict.fromkeys(self._told(one) for one in version.changes))
        if not lines:
            return Shown(said["first" if version.is_first else "none"])
        return Shown(reduce(said["join"].format, lines))

    def _told(self, told: Told) -> str:
        """One change: what it is, both values where they are times or fees, and for which reasons or markets."""
        said = self.words["changes"]
        label: str = said["terms"].get(told.name, said["terms"]["other"])[told.effect]
        if told.name in REASONED:
            label = said["with_values"].format(label, self._several(self._label(Reason(one)) for one in told.reasons))
        elif told.kind in READABLE and told.old and told.new:
            values = (self._changed(told.kind, value) for value in (told.old, told.new))
            label = said["with_values"].format(label, "{} → {}".format(*values))
        if told.markets:
            markets = self._several(self._item(Territory(one)) for one in told.markets)
            label = said["in_markets"].format(label, markets)
        if told.products:
            products = self._several(Shown(escaped(_name(one, self.code))) for one in told.products)
            label = said["for_products"].format(label, products)
        return label

    def _changed(self, kind: str, text: str | tuple[str, ...]) -> str:
        """A time's amount or a fee in words; as it stands where another version of the tool wrote it otherwise."""
        try:
            shown = self.shown(value_of(kind, text))
        except ValueError:
            return escaped(str(text))
        return shown.amount if isinstance(shown, Amount) else str(shown)


def _name(product: str, language: str) -> str:
    """What a product is called; by its key where the page no longer has it."""
    return product.name(language) if isinstance(product, Product) else product
