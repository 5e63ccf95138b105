"""What a model accepts at a place of the data, and the words for it."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AnySet
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, PlainValidator, WrapValidator
from pydantic.fields import FieldInfo

from policy_gen.source import MAX_ECHO, Path

_CONVERTERS = (BeforeValidator, PlainValidator, WrapValidator)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KINDS: dict[object, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    datetime.date: "a date such as 2026-12-01",
}


@dataclass(frozen=True, slots=True)
class Arm:
    """One of the types that a place accepts; `converted` if a validator sees the answer before the type does."""

    type: Any
    converted: bool

    @property
    def outer(self) -> type | None:
        """The class behind the type, without parameters; None if there is none, as with `Literal`."""
        outer = get_origin(self.type) or self.type
        return outer if isinstance(outer, type) else None


def arms_of(annotation: Any, converted: bool = False) -> list[Arm]:
    """The types that an annotation allows, without None."""
    annotation = getattr(annotation, "__value__", annotation)  # a named alias
    origin = get_origin(annotation)
    if origin is Annotated:
        base, *extras = get_args(annotation)
        return arms_of(base, converted or _converts(extras))
    if origin in (Union, UnionType):
        return [arm for part in get_args(annotation) for arm in arms_of(part, converted)]
    if isinstance(origin, type) and not issubclass(origin, (Mapping, Sequence, AnySet, BaseModel)):
        # A wrapper such as `Term[SendBack]`, which says of itself how it is read: in the file stands what it holds.
        return [arm for part in get_args(annotation) for arm in arms_of(part, converted=True)]
    return [] if annotation is type(None) else [Arm(annotation, converted)]


def arms_at(model: type[BaseModel], path: Path) -> list[Arm]:
    """The types that a model accepts at a place; empty where only its validators know."""
    arms = arms_of(model)
    for step in path:
        arms = inside(arms, step)
    return arms


def inside(arms: Iterable[Arm], step: str | int) -> list[Arm]:
    """What the arms accept under a key, or as an item."""
    found: list[Arm] = []
    for arm in arms:
        if arm.outer is None:
            continue
        if issubclass(arm.outer, BaseModel):
            found += _of_field(arm.outer, str(step))
            continue
        parameters = get_args(arm.type)
        if parameters and issubclass(arm.outer, Mapping) and isinstance(step, str):
            found += arms_of(parameters[1])
        elif parameters and issubclass(arm.outer, (Sequence, AnySet)) and isinstance(step, int):
            is_fixed = step < len(parameters) and Ellipsis not in parameters
            found += arms_of(parameters[step if is_fixed else 0])
    return found


def shared_from(arms: Iterable[Arm]) -> int:
    """The item from which on all items of a list are of the same types: later ones than 0 after `tuple[int, str]`."""
    fixed = (get_args(arm.type) for arm in arms if arm.outer is tuple)
    return max((len(parameters) for parameters in fixed if Ellipsis not in parameters), default=0)


def fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """A model's fields by the keys that a file uses for them."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def models(arms: Iterable[Arm]) -> list[type[BaseModel]]:
    """The models among the arms."""
    return [arm.outer for arm in arms if arm.outer is not None and issubclass(arm.outer, BaseModel)]


def words(arms: Iterable[Arm]) -> list[str]:
    """The fixed words among the arms, as YAML writes them."""
    found: list[str] = []
    for arm in arms:
        if get_origin(arm.type) is Literal:
            found += map(word, get_args(arm.type))
        elif arm.outer is not None and issubclass(arm.outer, Enum):
            found += map(word, arm.outer)
    return list(dict.fromkeys(found))


def key_words(arms: Iterable[Arm]) -> list[str]:
    """The fixed words that the mappings among the arms take as keys."""
    mappings = (arm for arm in arms if arm.outer is not None and issubclass(arm.outer, Mapping))
    return words(key for arm in mappings for key in arms_of(get_args(arm.type)[0] if get_args(arm.type) else str))


def kinds(arms: Iterable[Arm]) -> list[str]:
    """The open kinds among the arms, in words; nothing for types that only their validators know."""
    found: list[str] = []
    for arm in arms:
        if arm.outer is None or issubclass(arm.outer, Enum):
            continue
        if arm.outer in _KINDS:
            found.append(_KINDS[arm.outer])
        elif issubclass(arm.outer, (Mapping, BaseModel)):
            found.append("a mapping")
        elif issubclass(arm.outer, (Sequence, AnySet)):
            found.append("a list")
    return list(dict.fromkeys(found))


def word(value: object) -> str:
    """A value as YAML writes it on one line."""
    if isinstance(value, Enum):
        return word(value.value)
    if isinstance(value, bool) or value is None:
        return "null" if value is None else str(value).lower()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(word, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {word(part)}' for key, part in value.items())}}}"
    return str(value)


def fits(value: bool | int | float | str, arm: Arm) -> bool:
    """Whether a plain answer is of the arm's own kind, as written; True where the arm's own checks must decide."""
    if arm.converted:
        return True
    if fixed := words([arm]):
        return word(value) in fixed
    if arm.type is datetime.date:
        return isinstance(value, str) and _ISO_DATE.fullmatch(value) is not None
    if arm.type is float:
        return type(value) in (int, float)
    return type(value) is arm.type or arm.type not in _KINDS


def near(word: str, known: Iterable[str]) -> str | None:
    """The known word that somebody who wrote `word` most likely meant; None if none is near."""
    if len(word) > MAX_ECHO:
        return None
    spellings = {_spelling(name): name for name in known}
    close = get_close_matches(_spelling(word), spellings, n=1, cutoff=0.65)
    return spellings[close[0]] if close else None


def _spelling(word: str) -> str:
    return word.casefold().replace("_", " ").replace("-", " ")


def _of_field(model: type[BaseModel], key: str) -> list[Arm]:
    for name, field in model.model_fields.items():
        if key == (field.alias or name):
            validators = model.__pydantic_decorators__.field_validators.values()
            early = any({name, "*"} & set(one.info.fields) and one.info.mode != "after" for one in validators)
            return arms_of(field.annotation, early or _converts(field.metadata))
    return []


def _converts(extras: Iterable[object]) -> bool:
    return any(isinstance(extra, _CONVERTERS) for extra in extras)
