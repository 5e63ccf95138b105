"""One value of the law with what it stands on, and how it is written in YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from policy_gen.records.scalars import Day, Text

T = TypeVar("T")


class Sure(StrEnum):
    """How sure a value of the law is: its text was read, somebody else reports it, or it is from memory."""

    READ = "read"
    SECONDARY = "secondary"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Provision(Generic[T]):
    """One value of the law with what it stands on; what it does not say is said by the right or duty around it."""

    value: T
    article: str | None = None
    source: str | None = None
    confidence: Sure | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class _Reader:
    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Reads `VALUE`, `{value: VALUE, article: …}`, or a list of such mappings, each for its time, as a tuple."""
        value = handler.generate_schema(get_args(get_args(source)[0])[0])
        fields = {
            "value": core_schema.typed_dict_field(value),
            **{
                name: core_schema.typed_dict_field(handler.generate_schema(kind), required=False)
                for name, kind in _BASIS
            },
        }
        stated = core_schema.no_info_after_validator_function(
            lambda data: Provision(**data), core_schema.typed_dict_schema(fields, extra_behavior="forbid")
        )
        plain = core_schema.no_info_after_validator_function(Provision, value)
        one = core_schema.tagged_union_schema({"stated": stated, "plain": plain}, discriminator=_form)
        several = core_schema.tuple_variable_schema(one)
        single = core_schema.no_info_after_validator_function(lambda provision: (provision,), one)
        return core_schema.tagged_union_schema({"several": several, "single": single}, discriminator=_number)


def _form(data: Any) -> str:
    return "stated" if isinstance(data, Mapping) and "value" in data else "plain"


def _number(data: Any) -> str:
    return "several" if isinstance(data, list) and data and all(_form(item) == "stated" for item in data) else "single"


_BASIS: tuple[tuple[str, Any], ...] = (
    ("article", Text),
    ("source", str),
    ("confidence", Sure),
    ("since", Day),
    ("until", Day),
)
Provided = Annotated[tuple[Provision[T], ...], _Reader()]
"""A value of the law as it is read: one provision, or one for each time."""
