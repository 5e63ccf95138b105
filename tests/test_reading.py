"""Data to records: every complaint of pydantic's as one finding, at its place, in plain words."""

import datetime
import re
from enum import StrEnum
from typing import Annotated, Any, Generic, Literal, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    HttpUrl,
    Tag,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from policy_gen import findings
from policy_gen.findings import Finding, Kind, Level, Refused
from policy_gen.reading import near, read
from policy_gen.source import MAX_FINDINGS, Data, Path, Source, parse
from tests.hanging import no_hang


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Why(StrEnum):
    DAMAGED = "damaged"
    LOST = "lost"
    WRONG_ITEM = "wrong_item"


def _days(value: object) -> int:
    if not isinstance(value, str) or not value.endswith(" days"):
        raise PydanticCustomError("ANS004", "{said}", {"said": f"`{value}` is no time", "help": "write `5 days`"})
    return int(value.removesuffix(" days"))


Days = Annotated[int, BeforeValidator(_days)]


class Place(Record):
    town: str
    street: str | None = None

    @field_validator("street")
    @classmethod
    def _no_street(cls, street: str | None) -> str | None:
        raise PydanticCustomError("ADR001", "{said}", {"said": f"no street here: {street}", "help": f"drop {street}"})


class Parcel(Record):
    until: Days
    """How long the parcel
    may take. Counted from dispatch."""
    remedies: tuple[Literal["refund", "replacement"], ...] = ()
    weight: float = Field(default=1, gt=0)


class Terms(Record):
    report: Days | dict[Why, Days] | None = None
    send_back: Literal["never", "on request", "always"] = "never"
    parcels: tuple[Parcel, ...] = ()
    by_reason: dict[Why, Parcel] = {}
    stop: Literal["shipped", "packed"] | Days = "shipped"


class Reference(Record):
    profile: str
    terms: Terms | None = None


class Shop(Record):
    name: str = Field(min_length=2, examples=["Dalbit Living"])
    """The shop's name."""
    opened: datetime.date | None = None
    size: int | None = None
    online: bool = True
    rate: float | None = None
    place: Place | None = None
    supplier: str | Terms | Reference = "none"
    pair: tuple[int, str] | None = None
    kind: Why | None = None
    again: str | None = Field(default=None, alias="class")

    @model_validator(mode="after")
    def _agree(self) -> "Shop":
        if self.size == 13:
            said = {"said": "13 is unlucky", "help": "write 12", "at": "size"}
            raise PydanticCustomError("ANS003", "{said}", said)
        return self


@pytest.fixture(autouse=True)
def address_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(findings.KINDS, "ADR001", Kind(Level.ERROR, "a street address"))


def refused(text: str, model: type[BaseModel] = Shop) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as caught:
        read(model, parse(text, "shop.yaml"))
    return caught.value.findings


def told(text: str, model: type[BaseModel] = Shop) -> list[str]:
    """Each finding as `line:column-end CODE message | help`."""
    return [
        f"{found.spans[0].line}:{found.spans[0].column}-{found.spans[0].end} {found.code} {found.message} | {found.help}"
        for found in refused(text, model)
    ]


# --- What fits -------------------------------------------------------------------------------------------


def test_answers_that_fit_become_the_record() -> None:
    text = (
        "name: Dalbit\nopened: 2026-12-01\nsize: 3\nonline: false\nrate: 2\nkind: lost\nclass: a\npair: [1, x]\n"
        "supplier:\n  report: {damaged: 7 days}\n  parcels: [{until: 2 days, remedies: [refund]}]\n"
        "  by_reason: {lost: {until: 1 days}}\n"
    )
    shop = read(Shop, parse(text, "shop.yaml"))
    assert shop.opened == datetime.date(2026, 12, 1)
    assert shop.kind is Why.LOST
    assert (shop.rate, shop.again, shop.pair) == (2.0, "a", (1, "x"))
    assert isinstance(shop.supplier, Terms)
    assert shop.supplier.report == {Why.DAMAGED: 7}
    assert shop.supplier.by_reason[Why.LOST].until == 1
    assert shop.supplier.parcels[0].remedies == ("refund",)


# --- Keys ------------------------------------------------------------------------------------------------


def test_a_missing_key_points_at_the_mapping_that_lacks_it() -> None:
    assert told("# my shop\nsize: 1\n") == [
        "1:1-1 ANS002 `name` is missing | write `name: Dalbit Living` (The shop's name)"
    ]
    assert told("name: ab\nplace: {}\n") == ["2:1-6 ANS002 `town` is missing in `place` | write `town:`"]
    assert told("name: ab\nsupplier:\n  parcels:\n    - until: 1 days\n    - weight: 2\n") == [
        "5:7-16 ANS002 `until` is missing in entry 2 of `parcels` | write `until:` (How long the parcel may take)"
    ]


def test_an_unknown_key_suggests_the_nearest_that_is_still_free() -> None:
    assert told("name: ab\nonlin: true\n") == ["2:1-6 ANS001 unknown key `onlin` | write `online`"]
    assert told("name: ab\nclas: x\n") == ["2:1-5 ANS001 unknown key `clas` | write `class`"]
    assert told("name: ab\nplace: {town: x, twon: y}\n") == [
        "2:18-22 ANS001 unknown key `twon` in `place` | take it out, or use one of: street"
    ]


def test_an_unknown_key_like_no_other_lists_what_there_is() -> None:
    assert told("name: ab\nzebra: 1\n") == [
        "2:1-6 ANS001 unknown key `zebra` | "
        "take it out, or use one of: opened, size, online, rate, place, supplier, pair, kind, class"
    ]


def test_no_more_than_twelve_keys_are_listed() -> None:
    class Wide(Record):
        first: str
        model_config = ConfigDict(extra="forbid")

    for number in range(20):
        Wide.model_fields[f"field{number}"] = Wide.model_fields["first"]
    (line,) = told("first: a\nzebra: 1\n", Wide)
    assert line.endswith("field10, field11, … (20 in all)")


def test_an_unknown_key_of_a_mapping_by_reason_suggests_a_reason() -> None:
    assert told("name: ab\nsupplier: {report: {damged: 7 days}}\n") == [
        "2:21-27 ANS001 unknown key `damged` in `report` | write `damaged`"
    ]
    assert told("name: ab\nsupplier: {by_reason: {lost: {until: 1 days}, x: {until: 1 days}}}\n") == [
        "2:47-48 ANS001 unknown key `x` in `by_reason` | take it out, or use one of: damaged, wrong_item"
    ]


def test_a_key_that_is_long_or_unprintable_is_not_repeated() -> None:
    long = "k" * 61
    assert told(f"name: ab\n{long}: 1\n")[0].startswith(
        "2:1-62 ANS001 unknown key a text of 61 characters | take it out"
    )
    assert "unprintable" in told('name: ab\n"a\\nb": 1\n')[0]


# --- Kinds -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ("opened: 20261201", "9-17 ANS003 expected a date such as 2026-12-01; found the number `20261201` | write a date such as 2026-12-01"),
        ("opened: 86400", "9-14 ANS003 expected a date such as 2026-12-01; found the number `86400` | write a date such as 2026-12-01"),
        ("opened: '86400'", "9-16 ANS003 expected a date such as 2026-12-01; found `86400` | write a date such as 2026-12-01"),
        ("opened: 2026-02-30", "9-19 ANS003 expected a date such as 2026-12-01; found `2026-02-30` | write a date such as 2026-12-01"),
        ("size: '5'", "7-10 ANS003 expected a whole number; found `5` | write it without quotes"),
        ("size: 1.50", "7-11 ANS003 expected a whole number; found the number `1.50` | write a whole number"),
        ("size: true", "7-11 ANS003 expected a whole number; found `true` | write a whole number"),
        ("size: [1]", "1-5 ANS003 expected a whole number; found a list | write a whole number"),
        ("online: yes", "9-12 ANS003 expected true or false; found `yes` | write `true`"),
        ("online: No", "9-11 ANS003 expected true or false; found `No` | write `false`"),
        ("online: 1", "9-10 ANS003 expected true or false; found the number `1` | write true or false"),
        ("online:", "1-7 ANS003 expected true or false; found nothing | write an answer, or take the key out"),
        ("rate: true", "7-11 ANS003 expected a number; found `true` | write a number"),
        ("class: 12", "8-10 ANS003 expected a text; found the number `12` | put it in quotes: `\"12\"`"),
        ("class: {a: 1}", "1-6 ANS003 expected a text; found a mapping | write a text"),
        ("kind: damagd", "7-13 ANS003 expected one of: damaged, lost, wrong_item; found `damagd` | write `damaged`"),
        ("kind: zebra", "7-12 ANS003 expected one of: damaged, lost, wrong_item; found `zebra` | write one of these"),
        ("place: Seoul", "8-13 ANS003 expected a mapping; found `Seoul` | write `key: value` lines, indented below it"),
        ("pair: x", "7-8 ANS003 expected a list; found `x` | write `[x]`"),
        ("pair: [x, y]", "8-9 ANS003 expected a whole number; found `x` | write a whole number"),
        ("pair: [1, 2]", "11-12 ANS003 expected a text; found the number `2` | put it in quotes: `\"2\"`"),
    ],
)  # fmt: skip
def test_an_answer_of_another_kind_is_told_in_plain_words(line: str, finding: str) -> None:
    assert told(f"name: ab\n{line}\n") == [f"2:{finding}"]


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ("name: a", "expected a text of 2 or more characters; found `a`"),
        ("name: ''", "expected a text of 2 or more characters; found an empty text"),
        ("name: [" + "x, " * 50 + "]", "expected a text; found a list"),
        ("name: \"a\\n\"\nkind: 'a\n\n  b'", "expected one of: damaged, lost, wrong_item; found a text with unprintable characters"),
        ("name: ab\nkind: " + "x" * 61, "expected one of: damaged, lost, wrong_item; found a text of 61 characters"),
        ("name: ab\nsupplier: {parcels: [{until: 1 days, weight: 0}]}", "expected a number above 0.0; found the number `0`"),
    ],
)  # fmt: skip
def test_limits_and_odd_answers_are_told_without_repeating_what_is_long(line: str, finding: str) -> None:
    assert [found.message for found in refused(line)] == [finding]


def test_lists_words_and_examples_are_written_as_yaml_writes_them() -> None:
    class Odd(Record):
        tags: tuple[str, ...] = Field(examples=[["a", "b"]])
        sizes: dict[str, int | None] = Field(examples=[{"s": 1, "m": None}])
        flag: Literal[True, 5, None] = True
        bare: dict = {}  # type: ignore[type-arg]  # a mapping that says nothing of its parts
        link: HttpUrl = HttpUrl("https://shop.example")

    assert told("flag: x\nbare: {a: {b: c}}\nlink: 'shop'\n", Odd) == [
        "1:1-1 ANS002 `sizes` is missing | write `sizes: {s: 1, m: null}`",
        "1:1-1 ANS002 `tags` is missing | write `tags: [a, b]`",
        "1:7-8 ANS003 expected one of: true, 5, null; found `x` | write one of these",
        "3:7-13 ANS003 expected a web address such as https://shop.example; found `shop` | "
        "write a web address such as https://shop.example",
    ]


def test_a_tuple_of_words_names_the_item() -> None:
    assert told("name: ab\nsupplier: {parcels: [{until: 1 days, remedies: [refund, refnd]}]}\n") == [
        "2:57-62 ANS003 expected one of: refund, replacement; found `refnd` | write `refund`"
    ]


# --- Unions ----------------------------------------------------------------------------------------------


def test_of_several_mappings_the_one_whose_keys_fit_best_is_told() -> None:
    assert told("name: ab\nsupplier: {send_back: sometimes, parcels: []}\n") == [
        "2:23-32 ANS003 expected one of: never, on request, always; found `sometimes` | write one of these"
    ]
    assert told("name: ab\nsupplier: {profile: x, terms: {send_bak: never}}\n") == [
        "2:32-40 ANS001 unknown key `send_bak` in `terms` | write `send_back`"
    ]
    assert told("name: ab\nsupplier: {profil: x}\n") == [
        "2:12-18 ANS001 unknown key `profil` in `supplier` | write `profile`"
    ]


def test_an_answer_that_no_type_takes_names_them_all_once() -> None:
    assert told("name: ab\nsupplier: [x]\n") == [
        "2:1-9 ANS003 expected a text or a mapping; found a list | write a text or a mapping"
    ]
    assert told("name: ab\nsupplier: 5\n") == [
        '2:11-12 ANS003 expected a text or a mapping; found the number `5` | put it in quotes: `"5"`'
    ]


def test_of_a_word_or_a_time_the_one_that_is_near_is_told() -> None:
    assert told("name: ab\nsupplier: {stop: shiped}\n")[0].endswith("found `shiped` | write `shipped`")
    assert told("name: ab\nsupplier: {stop: 5 dayz}\n") == ["2:18-24 ANS004 `5 dayz` is no time | write `5 days`"]


def test_in_a_mapping_by_reason_the_wrong_time_is_told_and_not_the_mapping() -> None:
    assert told("name: ab\nsupplier: {report: {damaged: soon, lost: 5 days}}\n") == [
        "2:30-34 ANS004 `soon` is no time | write `5 days`"
    ]
    assert told("name: ab\nsupplier: {report: soon}\n") == ["2:20-24 ANS004 `soon` is no time | write `5 days`"]


def test_discriminated_unions_and_wrappers_are_followed_too() -> None:
    held = TypeVar("held")

    class Held(Generic[held]):
        def __init__(self, value: object) -> None:
            self.value = value

        @classmethod
        def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
            from pydantic_core import core_schema

            (inner,) = source.__args__
            return core_schema.no_info_after_validator_function(cls, handler.generate_schema(inner))

    class Wrapped(Record):
        why: Held[Why]
        at: Annotated[
            Annotated[str, Tag("name")] | Annotated[Place, Tag("place")],
            Discriminator(lambda value: "name" if isinstance(value, str) else "place"),
        ]

    assert told("why: lst\nat: {twn: x}\n", Wrapped) == [
        "1:6-9 ANS003 expected one of: damaged, lost, wrong_item; found `lst` | write `lost`",
        "2:1-3 ANS002 `town` is missing in `at` | write `town:`",
        "2:6-9 ANS001 unknown key `twn` in `at` | write `town`",
    ]


# --- Our own validators ----------------------------------------------------------------------------------


def test_a_validators_code_message_and_help_are_passed_on() -> None:
    assert told("name: ab\nsupplier: {parcels: [{until: never}]}\n") == [
        "2:30-35 ANS004 `never` is no time | write `5 days`"
    ]


def test_a_validator_may_point_below_its_place() -> None:
    assert told("name: ab\nsize: 13\n") == ["2:1-5 ANS003 13 is unlucky | write 12"]


def test_a_finding_about_an_address_repeats_nothing_of_it() -> None:
    assert told("name: ab\nplace: {town: x, street: 12 Elm Street}\n") == ["2:26-39 ADR001 no street here: … | drop …"]


def test_a_validator_that_quotes_something_long_or_not_a_text_is_cut_short() -> None:
    assert told(f"name: ab\nsupplier: {{report: {'x' * 61}}}\n")[0].endswith("ANS004 `…` is no time | write `5 days`")
    assert told("name: ab\nsupplier: {parcels: [{until: [1]}]}\n")[0].endswith(
        "ANS004 a list is no time | write `5 days`"
    )
    assert told("name: ab\nsupplier: {parcels: [{until: 5}]}\n")[0].endswith(
        "the number `5` is no time | write `5 days`"
    )


def test_a_validators_plain_error_is_told_in_its_own_words() -> None:
    class Even(Record):
        number: int

        @field_validator("number")
        @classmethod
        def _even(cls, number: int) -> int:
            if number % 2:
                raise ValueError("the number must be even")
            return number

    assert told("number: 3\n", Even) == ["1:9-10 ANS003 the number must be even | "]


# --- All at once -----------------------------------------------------------------------------------------


def test_all_findings_come_at_once_in_the_order_of_the_file() -> None:
    text = "zebra: 1\nsupplier:\n  send_back: sometimes\n  report: {lost: x}\nplace: {town: 5}\nsize: '5'\n"
    assert [(found.spans[0].line, found.code) for found in refused(text)] == [
        (1, "ANS002"), (1, "ANS001"), (3, "ANS003"), (4, "ANS004"), (5, "ANS003"), (6, "ANS003"),
    ]  # fmt: skip


def test_a_place_is_told_once() -> None:
    found = refused("name: ab\nsupplier: {terms: 5, profile: [x], other: {a: 1}}\n")
    assert len({(one.spans, one.message) for one in found}) == len(found)
    assert len({one.spans for one in found}) == len(found)


@pytest.mark.parametrize(
    "text",
    [
        "supplier: {parcels: [" + "{}, " * 50_000 + "]}",
        "name: ab\nsupplier: {parcels: [" + "x, " * 60_000 + "]}",
        "name: ab\n" + "".join(f"k{number}: 1\n" for number in range(20_000)),
        f"name: ab\n? {'k' * 200_000}\n: 1\n",
        f"name: ab\nkind: {'k' * 200_000}\n",
    ],
)
def test_many_or_long_wrong_answers_are_told_soon_and_not_all(text: str) -> None:
    source = parse(text, "shop.yaml")
    with no_hang(), pytest.raises(Refused) as caught:
        read(Shop, source)
    assert 1 <= len(caught.value.findings) <= MAX_FINDINGS


WORDS = st.sampled_from(
    ["name", "supplier", "terms", "report", "parcels", "until", "str", "Terms", "profile", "lost", "5 days", "x", "place", "street",
     "value", "[key]", "by_reason", "pair"]
)  # fmt: skip
ANSWERS = st.recursive(
    WORDS | st.integers(-9, 99) | st.floats(0, 9) | st.booleans() | st.none(),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(WORDS, parts, max_size=4),
    max_leaves=15,
)


def source_of(data: dict[str, Data]) -> Source:
    """A source with a place for every part, as if each stood on a line of its own."""
    places: dict[Path, tuple[findings.Span, findings.Span]] = {}

    def put(part: Data, path: Path) -> None:
        span = findings.Span("shop.yaml", len(places) + 1, 1, 2)
        places[path] = (span, span)
        for step, inner in (
            part.items() if isinstance(part, dict) else enumerate(part if isinstance(part, list) else [])
        ):
            put(inner, (*path, step))

    put(data, ())
    return Source("shop.yaml", "", data, [], places)


@settings(deadline=datetime.timedelta(seconds=5))
@given(data=st.dictionaries(WORDS, ANSWERS, max_size=5))
def test_any_data_are_a_record_or_refused_in_plain_words(data: dict[str, Data]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(findings.KINDS, "ADR001", Kind(Level.ERROR, "a street address"))
        try:
            assert isinstance(read(Shop, source_of(data)), Shop)
        except Refused as refusal:
            for found in refusal.findings or pytest.fail("refused without a reason"):
                said = f"{found.message} {found.help}"
                assert not re.search(
                    r"pydantic|https?:|\b(str|int|dict|NoneType|None|True|False|Input|Terms is)\b",
                    said.replace("`str`", ""),
                )
                assert found.spans


def test_near_finds_what_was_most_likely_meant() -> None:
    known = ["on request", "never", "wrong_item"]
    assert near("on_request", known) == "on request"
    assert near("On-Request", known) == "on request"
    assert near("wrongitem", known) == "wrong_item"
    assert near("neve", known) == "never"
    assert near("zebra", known) is None
    assert near("", known) is None
    assert near("n" * 100_000, known) is None
    assert near("x", []) is None
