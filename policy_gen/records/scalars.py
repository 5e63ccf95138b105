"""Single answers that need reading: durations, cut-offs, fees, dates, addresses on the net. Each says what to write."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from babel.core import get_global
from pydantic import BeforeValidator, WithJsonSchema

from policy_gen.durations import Duration, Event, UnknownEvent, parse, parse_cutoff
from policy_gen.records import markets
from policy_gen.records.stated import refuse


@dataclass(frozen=True, slots=True)
class Fee:
    """What is kept back: a share of the item's price in percent, or an amount of a currency; zero is no fee."""

    amount: float
    currency: str | None = None

    def __str__(self) -> str:
        if not self.amount:
            return "none"
        return f"{self.currency} {self.amount:.2f}" if self.currency else f"{self.amount:g}%"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of a currency, by its ISO 4217 code."""

    amount: Decimal
    currency: str


class Citation(str):
    """Places in laws, by the names that the law files give them."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Interest:
    """What a late payment costs: a share of the sum in percent, for each year."""

    percent: float

    def __str__(self) -> str:
        return f"{self.percent:g}% a year"


MOST = 10_000_000
"""The most that is counted of anything: the orders of a month."""
MOST_DAYS = 36_500
"""The most days that anybody waits with a message."""
DURATION_HELP = (
    "an amount up to 9999 and a unit: `24 hours`, `7 business days`, `3-15 days`, `15 days after delivery`, `P15D`"
)
EVENT_HELP = f"name the event, as in `15 days after delivery`; one of: {', '.join(Event)}"
CUTOFF_HELP = "a stage (`payment`, `processing`, `production`, `shipped`) or a time: `24 hours after order`"
FEE_HELP = "`none`, a share of the price below 100% such as `15%`, or an amount below 100000 such as `EUR 5`"
PRICE_HELP = "a currency's code and an amount of up to nine digits: `EUR 39.90`, `KRW 42000`"
SHARE_HELP = "a share in percent, up to 100%: `2%`, `0.5%`"
COUNT_HELP = f"a whole number from 1 to {MOST}: `400`"
DATE_HELP = "year, month and day: `2026-12-01`"
WHEN_HELP = "a day or a time with its offset: `2026-12-20`, `2026-12-20T09:30+01:00`"
NOT_YET_HELP = f"`no`, or {WHEN_HELP}"
OUTCOME_HELP = f"`none`, `depends`, or {WHEN_HELP}"
DAYS_HELP = f"a number of days from 0 to {MOST_DAYS}: `10`"
EMAIL_HELP = "the address that customers write to: `help@dalbit.example`"
MARKET_HELP = "a country's code of two letters (ISO 3166-1), or `EU` for its members"
LINK_HELP = "a link that starts with https://, without spaces: `https://dalbit.example`"

_FEE = re.compile(r"(?P<percent>\d{1,2}(?:\.\d{1,2})?)\s?%|(?P<currency>[A-Z]{3}) (?P<amount>\d{1,5}(?:\.\d{1,2})?)")
_PRICE = re.compile(r"(?P<currency>[A-Z]{3}) (?P<amount>\d{1,9}(?:\.\d{1,2})?)")
_SHARE = re.compile(r"(?P<percent>100|\d{1,2}(?:\.\d{1,2})?)\s?%")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHEN = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d))?",
    re.ASCII,
)
_PARTIAL_DAY = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,62}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")
_LINK = re.compile(r"https://(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}(?::\d{1,5})?(?:/[A-Za-z0-9/_.~%+=&?-]*)?")


def fee(text: str) -> Fee:
    """The fee that a text writes; ValueError where it is none."""
    written = _FEE.fullmatch(text)
    if text == "none":
        return Fee(0)
    if written is None:
        raise ValueError("this is not a fee")
    amount = float(written["percent"] or written["amount"])
    return Fee(amount, written["currency"]) if amount else Fee(0)


def _price(text: str) -> Money:
    written = _PRICE.fullmatch(text)
    if written is None:
        raise ValueError("this is not an amount of money")
    if written["currency"] not in get_global("all_currencies"):
        raise ValueError(f"there is no currency `{written['currency']}`")
    return Money(Decimal(written["amount"]), written["currency"])


def _share(text: str) -> Decimal:
    written = _SHARE.fullmatch(text)
    if written is None:
        raise ValueError("this is not a share in percent")
    return Decimal(written["percent"])


def _count(value: Any) -> Any:
    if type(value) is not int or not 1 <= value <= MOST:
        raise refuse("ANS003", f"`{value}` cannot be used: this is not such a number", f"write {COUNT_HELP}")
    return value


def _days(value: Any) -> Any:
    if type(value) is not int or not 0 <= value <= MOST_DAYS:
        raise refuse("ANS003", f"`{value}` cannot be used: this is not such a number", f"write {DAYS_HELP}")
    return value


class EmailAddress(str):
    """An e-mail address: plain ASCII, nothing in it can act as markup."""

    __slots__ = ()


class Url(str):
    """An https link: plain ASCII, nothing in it can act as markup."""

    __slots__ = ()


def _email(text: str) -> EmailAddress:
    if not _EMAIL.fullmatch(text):
        raise ValueError("this is not an e-mail address")
    return EmailAddress(text)


def _link(text: str) -> Url:
    if not _LINK.fullmatch(text):
        raise ValueError("this is not an https link")
    return Url(text)


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError("this is not a date")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("there is no such day") from None


def _when(text: str) -> str:
    """A day, or a time whose offset is said, as it was written."""
    if _DAY.fullmatch(text):
        _day(text)
    else:
        try:
            offset = datetime.fromisoformat(text).tzinfo
        except ValueError:
            raise ValueError("this is neither a day nor a time") from None
        if offset is None:
            raise ValueError("this is a time without its offset")
        # ISO 8601 has spellings that nobody can read, such as weeks and times without colons.
        if not _WHEN.fullmatch(text):
            raise ValueError("this is neither a day nor a time")
    return text


def _or(*words: str) -> Callable[[str], str]:
    """Reads one of some words, or a day or a time."""
    return lambda text: text if text in words else _when(text)


def _partial_day(text: str) -> str:
    if not _PARTIAL_DAY.fullmatch(text):
        raise ValueError("this is not a date")
    return text


_PLACEHOLDER = re.compile(
    r"[\[<{].*(?:name|store|shop|e-?mail|website|url|company).*[\]>}]|\{\{|\{%|lorem ipsum|\b(?:todo|tbd|xxx+)\b"
    r"|\b(?:your|my) (?:store|shop|company|business)(?: name)?$|^(?:store|shop|company) name$"
    r"|[@/.]example\.(?:com|org|net)\b|\byour-?(?:store|shop|domain)\b",
    re.IGNORECASE,
)
PLACEHOLDER_HELP = "write the real one: a placeholder must not get onto the page"


def _text(text: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > 200:
        raise ValueError("a name has 1 to 200 characters")
    return text


def _reader(read: Callable[[str], Any], code: str, help: str) -> BeforeValidator:
    def validate(value: Any) -> Any:
        if isinstance(value, str) and _PLACEHOLDER.search(value):
            raise refuse("ANS007", f"`{value}` is a placeholder", PLACEHOLDER_HELP)
        try:
            return read(value if isinstance(value, str) else "")
        except ValueError as error:
            advice = EVENT_HELP if isinstance(error, UnknownEvent) else f"write {help}"
            raise refuse(code, f"`{value}` cannot be used: {error}", advice) from None

    return BeforeValidator(validate)


def _market(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not markets.is_market(value):
        guess = markets.likely(value)
        help = f"write {f'`{guess}`' if guess else MARKET_HELP}"
        raise refuse("ANS003", f"`{value}` is not the code of a country", help)
    return value


def _shape(**schema: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **schema})


Time = Annotated[Duration, _reader(parse, "ANS004", DURATION_HELP), _shape()]
Cutoff = Annotated[Duration, _reader(parse_cutoff, "ANS004", CUTOFF_HELP), _shape()]
FeeText = Annotated[Fee, _reader(fee, "ANS003", FEE_HELP), _shape(pattern=f"none|{_FEE.pattern}")]
Price = Annotated[Money, _reader(_price, "ANS003", PRICE_HELP), _shape(pattern=_PRICE.pattern)]
Share = Annotated[Decimal, _reader(_share, "ANS003", SHARE_HELP), _shape(pattern=_SHARE.pattern)]
Count = Annotated[int, BeforeValidator(_count), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST})]
When = Annotated[str, _reader(_when, "ANS003", WHEN_HELP), _shape(pattern=_WHEN.pattern)]
NotYet = Annotated[str, _reader(_or("no"), "ANS003", NOT_YET_HELP), _shape(pattern=f"no|{_WHEN.pattern}")]
Outcome = Annotated[
    str, _reader(_or("none", "depends"), "ANS003", OUTCOME_HELP), _shape(pattern=f"none|depends|{_WHEN.pattern}")
]
Days = Annotated[int, BeforeValidator(_days), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": MOST_DAYS})]
Day = Annotated[date, _reader(_day, "ANS003", DATE_HELP), _shape(format="date", pattern=_DAY.pattern)]
# A year alone is a number to YAML.
Year = BeforeValidator(lambda value: str(value) if type(value) is int else value)
PartialDay = Annotated[str, _reader(_partial_day, "ANS003", DATE_HELP), Year, _shape(pattern=_PARTIAL_DAY.pattern)]
Email = Annotated[EmailAddress, _reader(_email, "ANS003", EMAIL_HELP), _shape(pattern=_EMAIL.pattern)]
Link = Annotated[Url, _reader(_link, "ANS003", LINK_HELP), _shape(pattern=_LINK.pattern)]
Market = Annotated[str, BeforeValidator(_market), _shape(pattern=r"[A-Z]{2}(-[A-Z0-9]{1,3})?")]
Text = Annotated[str, _reader(_text, "ANS003", "a short text on one line"), _shape(minLength=1, maxLength=200)]
