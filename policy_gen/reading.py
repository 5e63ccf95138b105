"""Data to records: a pydantic model checks a source, and each of its complaints becomes a placed finding.

pydantic tries every way to read an answer and complains about all of them; only the way that fits the answer best is
told, once for each place, in words for people who write YAML and not Python.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AnySet
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, PlainValidator, ValidationError, WrapValidator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from policy_gen.findings import KINDS, Finding, Refused, Span, finding
from policy_gen.source import MAX_ECHO, MAX_FINDINGS, Data, Path, Source, quote

MAX_LISTED = 12
MAX_PROBLEMS = 2000

_M = TypeVar("_M", bound=BaseModel)
_CONVERTERS = (BeforeValidator, PlainValidator, WrapValidator)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KINDS_OF_TEXT: dict[object, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    datetime.date: "a date such as 2026-12-01",
}
_LIMITS = {
    "greater_than": "a number above {gt}",
    "greater_than_equal": "{ge} or more",
    "less_than": "a number below {lt}",
    "less_than_equal": "{le} or less",
    "multiple_of": "a multiple of {multiple_of}",
    "too_short": "{min_length} or more entries",
    "too_long": "no more than {max_length} entries",
    "string_too_short": "a text of {min_length} or more characters",
    "string_too_long": "a text of no more than {max_length} characters",
    "string_pattern_mismatch": "a text of another form",
}


def read(model: type[_M], source: Source) -> _M:
    """The record that a source's data make; raises Refused with every answer that does not fit.

    A validator of the model may raise PydanticCustomError with one of our codes as its type: message and
    `context["help"]` are passed on, and `context["at"]`, a key or a path below the validated value, is where it points.
    """
    try:
        record = model.model_validate(source.data)
        problems: list[_Problem] = []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)[:MAX_PROBLEMS]
        problems = _settle(model, source.data, [_problem(entry, source.data) for entry in details])
    problems += _of_another_kind(source.data, (), _arms(model))
    told = {(problem.path, problem.missing): problem for problem in reversed(problems)}
    if not told:
        return record
    findings = [_finding(problem, model, source) for problem in list(told.values())[-MAX_FINDINGS:]]
    raise Refused(sorted(findings, key=lambda found: (found.spans, found.message)))


def near(word: str, known: Iterable[str]) -> str | None:
    """The known word that somebody who wrote `word` most likely meant; None if none is near."""
    if len(word) > MAX_ECHO:
        return None
    spellings = {_plain(name): name for name in known}
    close = get_close_matches(_plain(word), spellings, n=1, cutoff=0.65)
    return spellings[close[0]] if close else None


def _plain(word: str) -> str:
    return word.casefold().replace("_", " ").replace("-", " ")


# --- What a model accepts at a place -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Arm:
    """One of the types that a place accepts; `converted` if a validator sees the answer before the type does."""

    kind: Any
    converted: bool


def _arms(annotation: Any, converted: bool = False) -> list[_Arm]:
    """The types that an annotation allows, without None."""
    annotation = getattr(annotation, "__value__", annotation)
    origin = get_origin(annotation)
    if origin is Annotated:
        base, *extras = get_args(annotation)
        return _arms(base, converted or any(isinstance(extra, _CONVERTERS) for extra in extras))
    if origin in (Union, UnionType):
        return [arm for part in get_args(annotation) for arm in _arms(part, converted)]
    return [] if annotation is type(None) else [_Arm(annotation, converted)]


def _fields(arms: Iterable[_Arm]) -> list[dict[str, tuple[type[BaseModel], FieldInfo]]]:
    """For each model among the arms its fields, by the keys that the file uses."""
    models = [arm.kind for arm in arms if isinstance(arm.kind, type) and issubclass(arm.kind, BaseModel)]
    return [
        {field.alias or name: (model, field) for name, field in model.model_fields.items()}
        for model in models
    ]  # fmt: skip


def _inside(arms: Iterable[_Arm], step: str | int) -> list[_Arm]:
    """What the arms accept under a key, or as an item."""
    found: list[_Arm] = []
    for fields in _fields(arms):
        if step in fields:
            model, field = fields[str(step)]
            validators = model.__pydantic_decorators__.field_validators.values()
            early = any(_name_of(model, field) in one.info.fields for one in validators if one.info.mode != "after")
            found += _arms(field.annotation, early or any(isinstance(extra, _CONVERTERS) for extra in field.metadata))
    for arm in arms:
        origin, parameters = get_origin(arm.kind), get_args(arm.kind)
        if not isinstance(origin, type) or not parameters:
            continue
        if issubclass(origin, Mapping) and isinstance(step, str):
            found += _arms(parameters[1])
        elif issubclass(origin, (Sequence, AnySet)) and isinstance(step, int):
            found += _arms(parameters[0] if len(parameters) <= step or Ellipsis in parameters else parameters[step])
    return found


def _name_of(model: type[BaseModel], field: FieldInfo) -> str:
    return next(name for name, known in model.model_fields.items() if known is field)


def _arms_at(model: type[BaseModel], path: Path) -> list[_Arm]:
    arms = _arms(model)
    for step in path:
        arms = _inside(arms, step)
    return arms


def _words(arms: Iterable[_Arm]) -> list[str]:
    """The fixed words among the arms, as YAML writes them."""
    words: list[str] = []
    for arm in arms:
        if get_origin(arm.kind) is Literal:
            words += map(_word, get_args(arm.kind))
        elif isinstance(arm.kind, type) and issubclass(arm.kind, Enum):
            words += (_word(member.value) for member in arm.kind)
    return list(dict.fromkeys(words))


def _word(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_word, value))}]"
    return str(value.value if isinstance(value, Enum) else value)


def _kinds(arms: Iterable[_Arm]) -> list[str]:
    """The open kinds among the arms, in words; nothing for types that only their validators know."""
    kinds: list[str] = []
    for arm in arms:
        origin = get_origin(arm.kind) or arm.kind
        if not isinstance(origin, type) or (arm.converted and origin is not str):
            continue
        if issubclass(origin, (Mapping, BaseModel)):
            kinds.append("a mapping")
        elif origin in _KINDS_OF_TEXT:
            kinds.append(_KINDS_OF_TEXT[origin])
        elif issubclass(origin, (Sequence, AnySet)) and not issubclass(origin, (str, bytes)):
            kinds.append("a list")
    return list(dict.fromkeys(kinds))


def _of_another_kind(data: Data, path: Path, arms: list[_Arm]) -> Iterator["_Problem"]:
    """What pydantic would quietly turn into another kind: quoted numbers, `yes`, numbers as dates."""
    if isinstance(data, (dict, list)):
        if any(arm.converted for arm in arms):
            return
        steps: Iterable[str | int] = data if isinstance(data, dict) else range(len(data))
        for step in steps:
            yield from _of_another_kind(_at(data, (step,)), (*path, step), _inside(arms, step))
    elif arms and data is not None and not any(_fits(data, arm) for arm in arms):
        yield _Problem(path, "kind", "", {})


def _fits(value: bool | int | float | str, arm: _Arm) -> bool:
    if arm.converted:
        return True
    if words := _words([arm]):
        return _word(value) in words
    if arm.kind is datetime.date:
        return isinstance(value, str) and _ISO_DATE.fullmatch(value) is not None
    if arm.kind is float:
        return type(value) in (int, float)
    return type(value) is arm.kind or arm.kind not in _KINDS_OF_TEXT


# --- What pydantic complains about -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Tag:
    """A part of pydantic's location that is no key of the data: the name of the arm that it tried."""

    name: str


@dataclass(frozen=True, slots=True)
class _Problem:
    """One complaint: keys and tags that lead to it, pydantic's type, and the key that is missing or unknown."""

    steps: tuple[str | int | _Tag, ...]
    kind: str
    message: str
    context: dict[str, Any]
    missing: str = ""

    @property
    def path(self) -> Path:
        return tuple(step for step in self.steps if not isinstance(step, _Tag))

    @property
    def about_key(self) -> bool:
        return bool(self.missing) or self.kind in ("extra_forbidden", "key")


def _problem(details: ErrorDetails, data: Data) -> _Problem:
    steps: list[str | int | _Tag] = []
    kind, missing = details["type"], ""
    for number, part in enumerate(details["loc"], 1):
        if (isinstance(data, dict) and part in data) or (isinstance(data, list) and part in range(len(data))):
            data = _at(data, (part,))
            steps.append(part)
        elif kind == "missing" and number == len(details["loc"]):
            missing = str(part)
        elif part == "[key]":
            kind = "key"
        else:
            steps.append(_Tag(str(part)))
    return _Problem(tuple(steps), kind, details["msg"], details.get("ctx", {}), missing)


def _at(data: Data, path: Path) -> Data:
    for step in path:
        if isinstance(data, dict):
            data = data[str(step)]
        elif isinstance(data, list):
            data = data[int(step)]
    return data


def _settle(model: type[BaseModel], data: Data, problems: list[_Problem]) -> list[_Problem]:
    """The problems without tags: where arms were tried in vain, those of the arm that fits best."""
    settled: list[_Problem] = []
    sites: dict[Path, dict[_Tag, list[_Problem]]] = {}
    for problem in problems:
        at = next((number for number, step in enumerate(problem.steps) if isinstance(step, _Tag)), None)
        if at is None:
            settled.append(problem)
            continue
        tag = problem.steps[at]
        rest = _Problem(problem.steps[:at] + problem.steps[at + 1 :], *_rest(problem))
        sites.setdefault(rest.path[:at], {}).setdefault(tag, []).append(rest)
    return settled
