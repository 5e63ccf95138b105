"""How a term is written in YAML: `VALUE`, `unknown`, or `{value: VALUE, worst: VALUE, assume: VALUE, source: ID}`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from policy_gen.provenance import Missing, Origin, Term

T = TypeVar("T")
STATED = {"value", "worst", "assume", "source"}
"""The keys of a value that is written with what is known about it."""


@dataclass(frozen=True)
class _Reader:
    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """The schema of a `Term[T]`, made from the schema of its T."""
        (inner,) = get_args(source) or (Any,)
        value = handler.generate_schema(inner)
        missing = core_schema.no_info_after_validator_function(Missing, core_schema.literal_schema([*Missing]))
        stated = core_schema.typed_dict_schema(
            {
                "value": core_schema.typed_dict_field(
                    core_schema.tagged_union_schema({"missing": missing, "value": value}, discriminator=_form)
                ),
                "worst": core_schema.typed_dict_field(value, required=False),
                "assume": core_schema.typed_dict_field(value, required=False),
                "source": core_schema.typed_dict_field(_NAMES, required=False),
            },
            extra_behavior="forbid",
        )
        return core_schema.tagged_union_schema(
            {
                "missing": core_schema.no_info_after_validator_function(Term, missing),
                "value": core_schema.no_info_after_validator_function(Term, value),
                "stated": core_schema.no_info_after_validator_function(_stated, stated),
            },
            discriminator=_form,
        )


_NAMES = core_schema.no_info_after_validator_function(
    lambda names: (names,) if isinstance(names, str) else tuple(names),
    core_schema.union_schema([core_schema.str_schema(), core_schema.list_schema(core_schema.str_schema())]),
)


def _form(data: Any) -> str:
    if isinstance(data, str) and data in set(Missing):
        return "missing"
    return "stated" if isinstance(data, Mapping) and "value" in data else "value"


def _stated(data: dict[str, Any]) -> Term[Any]:
    return Term(**data)


Path = tuple[str | int, ...]
"""The way to a value in a file: keys and list indexes from the root."""


def placed(record: Any, origin: Callable[[Path], Origin], path: Path = ()) -> Any:
    """The record with every term given its origin, found by the term's path; `origin` answers for unsaid terms too."""
    if isinstance(record, Term):
        return record.at(origin(path))
    if isinstance(record, BaseModel):
        fields = {name: placed(getattr(record, name), origin, (*path, name)) for name in type(record).model_fields}
        # Built anew, as a changed copy would take every field for one that somebody wrote.
        return type(record).model_construct(_fields_set=set(record.model_fields_set), **fields)
    if isinstance(record, Mapping):
        return {key: placed(value, origin, (*path, key)) for key, value in record.items()}
    if isinstance(record, tuple):
        return tuple(placed(value, origin, (*path, index)) for index, value in enumerate(record))
    return record


def dotted(path: Path) -> str:
    """The path as people write it: `returns[0].report_within`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def refuse(code: str, message: str, help: str = "", at: str = "") -> PydanticCustomError:
    """The error that a validator raises, so that reading places it in the file under this code.

    `at` is the key below the validated answer that it is about.
    """
    # The template is ours and takes no fields: braces of foreign text must not be read as some.
    return PydanticCustomError(code, "{message}", {"message": message, "help": help, "at": at})


def some(entries: tuple[T, ...]) -> tuple[T, ...]:
    """The entries of a list, of which there must be one."""
    if not entries:
        raise refuse("ANS003", "a list without an entry", "write one or more")
    return entries


Stated = Annotated[Term[T], _Reader()]
"""A term as it is read: its origin is given to it by `placed`, which knows the file."""
