"""The JSON Schema says what reading says, and what is made from the models is up to date."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from policy_gen import durations
from policy_gen.cli import cli
from policy_gen.describing.schema import SCHEMAS, accepts, docstrings, schema_of
from policy_gen.findings import Refused, Span
from policy_gen.reading import read
from policy_gen.records import scalars
from policy_gen.records.cases import CaseFile
from policy_gen.records.questionnaire import Questionnaire
from policy_gen.records.supplier import Profile
from policy_gen.source import Data, Source, parse
from tools import reference

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "golden"
QUESTIONNAIRES = [*ROOT.glob("examples/*.yaml"), *CASES.glob("*/questionnaire.yaml")]
PROFILES = [*ROOT.glob("supplier_profiles/*.yaml"), *CASES.glob("*/supplier_profiles/*.yaml")]
OF_SHAPE = ("ANS001", "ANS002", "ANS003", "ANS004")
BEYOND_SHAPE = {
    "ANS003-language.yaml",  # whether there are words for a language is no matter of shape
    "ANS004-range.yaml",  # nor is a range that runs backwards
    "ANS002-product.yaml",  # nor what a product is called in which language
    "ANS003-product.yaml",  # nor which products there are
    "ANS001-shop.yaml",  # the wrong key is in the shop platform that it names
    "ANS003-part.yaml",  # nor which states a country has
}
WRONG = [
    path
    for path in sorted((ROOT / "tests" / "wrong").glob("*.yaml"))
    if path.name.startswith(OF_SHAPE) and path.name not in BEYOND_SHAPE
]


def _validator(model: type[BaseModel]) -> Draft202012Validator:
    return Draft202012Validator(schema_of(model), format_checker=Draft202012Validator.FORMAT_CHECKER)


DEFS = schema_of(Questionnaire)["$defs"]
MADE = reference.files()
QUESTIONNAIRE = _validator(Questionnaire)
SUPPLIER = _validator(Profile)
CASE_FILE = _validator(CaseFile)


def _data(path: Path) -> dict[str, Data]:
    return parse(path.read_text(encoding="utf-8"), path.name).data


def _takes(name: str, answer: str) -> bool:
    """Whether the schema takes an answer of a kind."""
    return Draft202012Validator({"$defs": DEFS, "$ref": f"#/$defs/{name}"}).is_valid(answer)


def _ids(paths: list[Path]) -> list[str]:
    return ["/".join(path.relative_to(ROOT).parts[-3:]) for path in paths]


@pytest.mark.parametrize("name", MADE)
def test_what_is_made_from_the_models_is_up_to_date(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == MADE[name], "run `make docs`"


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_command_prints_the_committed_schema(kind: str) -> None:
    printed = CliRunner().invoke(cli, ["schema", kind])

    assert printed.exit_code == 0
    assert printed.output == (ROOT / "schema" / f"{kind}.json").read_text(encoding="utf-8")


def test_a_questionnaire_s_schema_is_what_is_meant_where_none_is_named() -> None:
    assert CliRunner().invoke(cli, ["schema"]).output == CliRunner().invoke(cli, ["schema", "questionnaire"]).output


def test_an_unknown_kind_of_file_is_wrong_usage() -> None:
    assert CliRunner().invoke(cli, ["schema", "invoice"]).exit_code == 2


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_a_schema_and_small(kind: str) -> None:
    text = (ROOT / "schema" / f"{kind}.json").read_text(encoding="utf-8")
    Draft202012Validator.check_schema(json.loads(text))

    assert len(text.encode()) < 48 * 1024


@pytest.mark.parametrize("path", QUESTIONNAIRES, ids=_ids(QUESTIONNAIRES))
def test_every_questionnaire_that_is_read_validates(path: Path) -> None:
    assert [error.message for error in QUESTIONNAIRE.iter_errors(_data(path))] == []


@pytest.mark.parametrize("path", PROFILES, ids=_ids(PROFILES))
def test_every_profile_that_is_read_validates(path: Path) -> None:
    assert [error.message for error in SUPPLIER.iter_errors(_data(path))] == []


@pytest.mark.parametrize("path", WRONG, ids=_ids(WRONG))
def test_a_file_of_the_wrong_shape_does_not_validate(path: Path) -> None:
    assert not QUESTIONNAIRE.is_valid(_data(path))


WORDS = st.sampled_from([*durations.WORDS, "moon", "minutes", "businessdays", "business  days", "Days", "WEEKS"])
EVENTS = st.sampled_from([*durations.EVENTS, "christmas", "Delivery", "the delivery", "the the order", "the  order"])
AMOUNTS = st.one_of(
    st.integers(0, 99999).map(str),
    st.tuples(st.integers(0, 40), st.sampled_from(["-", " - ", "–", " to ", "to", "/", ".."]), st.integers(0, 40)).map(
        lambda parts: "".join(map(str, parts))
    ),
)
SPACES = st.sampled_from(["", " ", "  ", "\t"])
WRITTEN = st.builds(
    lambda *parts: "".join(parts), SPACES, AMOUNTS, SPACES, WORDS, st.just(""), SPACES
) | st.builds(
    lambda amount, unit, link, event, end: f"{amount} {unit} {link} {event}{end}",
    AMOUNTS, WORDS, st.sampled_from(["after", "from", "AFTER", "before"]), EVENTS, SPACES,
)  # fmt: skip
ISO = st.builds(
    lambda start, amount, unit, end: f"{start}{amount}{unit}{end}",
    st.sampled_from(["P", "PT", "p"]), st.integers(0, 20000), st.sampled_from("YMWDHd"),
    st.sampled_from(["", " ", " after delivery", " after the order", " after Delivery", "T2H"]),
)  # fmt: skip
SENSELESS = ("the range runs backwards", "nothing can be done in no time")


def _reading_takes(parse: Any, answer: str) -> bool:
    """Whether the reader takes an answer, as far as a pattern can say: amounts that make no sense count as read."""
    try:
        parse(answer)
    except ValueError as error:
        return str(error) in SENSELESS
    return True


@given(WRITTEN | ISO | st.text(max_size=20))
@example("3-15 Business Days after the Delivery")
@example("15 days after receipt confirmed")
@example("P15D after return_received")
@example("until tomorrow")
def test_schema_and_reader_agree_on_durations(answer: str) -> None:
    assert _takes("Time", answer) == _reading_takes(durations.parse, answer)


WHENS = st.builds(
    lambda day, link, time, offset: f"{day}{link}{time}{offset}",
    st.sampled_from(["2026-12-01", "2026-13-01", "2026-12-32", "26-12-01", "2026-W50-1"]),
    st.sampled_from(["", "T", " ", "t"]), st.sampled_from(["", "10:00", "10:00:30", "24:00", "1000", "10:60"]),
    st.sampled_from(["", "Z", "z", "+01:00", "-0100", "+24:00", "+1"]),
)  # fmt: skip


@given(WHENS | st.sampled_from(["no", "none", "depends", "soon", ""]))
@pytest.mark.parametrize("kind", ["When", "NotYet", "Outcome"])
def test_schema_and_reader_agree_on_days_and_times(kind: str, answer: str) -> None:
    assert _takes(kind, answer) == accepts(getattr(scalars, kind), answer)


@given(st.sampled_from([*durations.STAGES, "Shipped", " payment ", "delivered", "until shipped"]) | WRITTEN)
def test_schema_and_reader_agree_on_cut_offs(answer: str) -> None:
    assert _takes("Cutoff", answer) == _reading_takes(durations.parse_cutoff, answer)


FEES = st.builds(
    lambda sign, amount, end: f"{sign}{amount}{end}",
    st.sampled_from(["", "EUR ", "USD", "eur ", "€"]),
    st.one_of(st.integers(0, 999999).map(str), st.floats(0, 999).map(str), st.sampled_from(["5.", ".5", "5,00", "5.00"])),
    st.sampled_from(["", "%", " %", "  %", " EUR"]),
)  # fmt: skip


@given(FEES | st.sampled_from(["none", "None", "free", "no fee", ""]))
def test_schema_and_reader_agree_on_fees(answer: str) -> None:
    shop: dict[str, Data] = {"cancellation": {"fee": answer}}
    assert _takes("FeeText", answer) == _is_read({**SMALLEST, "supplier": shop})


SMALLEST: dict[str, Data] = {
    "store": {"name": "A", "website": "https://a.example", "email": "a@a.example"},
    "supplier": "aliexpress",
}
OTHER_ANSWERS: list[Data] = [
    "unknown", "case_by_case", "none", "never", "7 days", "shipped", "EUR 5", "2026-12-01", "https://a.example", "US",
    "a@a.example", "", 7, True, [], ["damaged"], ["photo", "video"], ["en"], {}, {"damaged": "7 days"}, {"foo": 1},
    {"value": "unknown", "assume": "7 days"}, {"value": ["photo"], "source": "x"}, {"worst": "7 days"},
]  # fmt: skip


_NOWHERE = (Span("answers", 1, 1, 1), Span("answers", 1, 1, 1))


def _is_read(data: dict[str, Data], model: type[BaseModel] = Questionnaire) -> bool:
    try:
        read(model, Source("answers", "", data, [], {(): _NOWHERE}))
    except Refused as refused:
        return {found.code for found in refused.findings}.isdisjoint(OF_SHAPE)
    return True


def _leaves(data: Data, way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(data, dict) and data:
        for key, value in data.items():
            yield from _leaves(value, (*way, key))
    yield way


EVERY_ANSWER = _data(CASES / "every-answer" / "questionnaire.yaml")


@pytest.mark.parametrize("way", [way for way in _leaves(EVERY_ANSWER) if way], ids=".".join)
def test_schema_and_reader_agree_on_every_answer(way: tuple[str, ...]) -> None:
    differences = []
    for answer in OTHER_ANSWERS:
        data: Any = deepcopy(EVERY_ANSWER)
        place = data
        for key in way[:-1]:
            place = place[key]
        place[way[-1]] = answer
        if QUESTIONNAIRE.is_valid(data) != _is_read(data):
            differences.append((answer, "is read" if _is_read(data) else "is not read"))
    assert differences == []


EVERY_CASE: dict[str, Data] = {
    "case": "A mug is broken.", "reason": "damaged", "market": "DE", "product": "mugs", "ordered": "2026-12-01",
    "shipped": "no", "delivered": "2026-12-20T09:30+01:00", "estimated": "2027-01-05", "noticed": "2026-12-22",
    "contract": "2026-12-20", "decided": "2026-12-31", "posted": "2027-01-03", "returned": "2027-01-08",
    "on": "2026-12-30", "told": False, "supplier": "refuses",
}  # fmt: skip
EVERY_OUTCOME: dict[str, Data] = {
    "entitled": "depends", "until": "none", "remedies": ["refund", "repair"], "payer": "none",
    "refund_by": "2027-01-08", "claim_supplier_by": "2027-01-04T10:00+08:00",
}  # fmt: skip
CASE_ANSWERS: list[Data] = [
    *OTHER_ANSWERS, "no", "depends", "store", "cancellation", "2026-12-01T10:00", "2026-12-01 10:00:30Z", "20261201T1000Z", "2026-13-01", 0, -1, False,
    [{}], {"entitled": True}, {"refunded": True}, {"until": "soon"}, {"until": "depends"},
]  # fmt: skip


def _of_cases(*cases: Data) -> dict[str, Data]:
    return {"cases": list(cases)}


def test_a_file_of_cases_that_is_read_validates() -> None:
    every: Data = {**EVERY_CASE, "expect": EVERY_OUTCOME}
    others = _data(ROOT / "tests" / "wrong" / "CAS001.yaml")["cases"]
    assert isinstance(others, list)
    for case in (every, *others):
        assert [error.message for error in CASE_FILE.iter_errors(_of_cases(case))] == []
        assert _is_read(_of_cases(case), CaseFile)


@pytest.mark.parametrize("key", [*EVERY_CASE, "expect", "day", *(f"expect.{name}" for name in EVERY_OUTCOME)])
def test_schema_and_reader_agree_on_every_answer_of_a_case(key: str) -> None:
    differences = []
    for answer in CASE_ANSWERS:
        case, outcome = dict(EVERY_CASE), dict(EVERY_OUTCOME)
        if key == "day":
            del case["on"]
        (outcome if key.startswith("expect.") else case)[key.removeprefix("expect.")] = answer
        data = _of_cases({"expect": outcome, **case})
        if CASE_FILE.is_valid(data) != _is_read(data, CaseFile):
            differences.append((answer, "is read" if _is_read(data, CaseFile) else "is not read"))
    assert differences == []


@pytest.mark.parametrize("cases", [[], {}, "none", [{**EVERY_CASE}], [{**EVERY_CASE, "expect": {}}]])
def test_what_is_no_list_of_cases_does_not_validate(cases: Data) -> None:
    assert not CASE_FILE.is_valid({"cases": cases})
    assert not _is_read({"cases": cases}, CaseFile)


@pytest.mark.parametrize("when", [{}, {"on": "2026-12-30", "day": 10}])
def test_a_case_says_once_when_the_customer_writes(when: dict[str, Data]) -> None:
    case = {name: value for name, value in EVERY_CASE.items() if name != "on"}
    assert not CASE_FILE.is_valid(_of_cases({**case, **when, "expect": EVERY_OUTCOME}))


def test_an_editor_offers_the_words_of_a_closed_vocabulary_and_explains_each_key() -> None:
    schema = schema_of(Questionnaire)
    postage = schema["$defs"]["Returns"]["properties"]["return_postage"]

    assert postage["description"] == "Who pays the return postage: `supplier`, `store` or `customer`."
    assert schema["$defs"]["Payer"] == {"enum": ["supplier", "store", "customer"]}


def test_an_answer_that_nobody_knows_is_legal_but_for_how_to_reach_the_store() -> None:
    shop = {**SMALLEST, "store": {"name": "A", "website": "https://a.example", "email": "unknown"}}
    assert not QUESTIONNAIRE.is_valid(shop)
    assert QUESTIONNAIRE.is_valid({**SMALLEST, "supplier": {"returns": {"accepted": "unknown"}}})


def test_the_models_carry_no_docstrings_themselves_as_that_would_slow_every_start() -> None:
    assert {field.description for field in Questionnaire.model_fields.values()} == {None}
    assert docstrings(Questionnaire)["store"] == "The store and how customers reach it."


def test_the_docstrings_of_a_parent_are_those_of_its_children_too() -> None:
    rule = schema_of(Profile)["$defs"]["CancellationRule"]["properties"]
    assert rule["refunds_within"]["description"] == "How long the money takes, counted from the confirmation."
    assert rule["how"]["description"] == "The steps at the supplier, for the merchant."
