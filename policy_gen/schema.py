"""The JSON Schema of questionnaires and supplier profiles, so that an editor completes and explains them.

It is made from the typed models. Their docstrings, which explain every field, are read from the source only here:
reading a questionnaire never needs them. Each kind of answer is written once, under `$defs`, and referred to.
"""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from textwrap import dedent
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, TypeAdapter, ValidationError, WithJsonSchema
from pydantic.fields import FieldInfo

from policy_gen import scalars
from policy_gen.durations import EVENTS, ISO, STAGES, WORDS
from policy_gen.provenance import Missing, Term
from policy_gen.questionnaire import Questionnaire
from policy_gen.stated import STATED
from policy_gen.supplier import Profile

Json = dict[str, Any]

SCHEMAS: dict[str, type[BaseModel]] = {"questionnaire": Questionnaire, "supplier": Profile}
"""The kinds of file, by the names that the command knows."""

MISSING = "What nobody knows; or what differs from `listing` to listing, or is decided `case_by_case`."
ANSWER = {
    "value": "The answer itself.",
    "worst": "The least favourable value that was ever seen.",
    "assume": "What sums use while the value is not known; never on the page.",
    "source": "The sources of the value, by their keys under `sources`.",
}
_AMOUNT = r"\d{1,4}(\s*(-|–|to)\s*\d{1,4})?"
_SAY_WHAT_TO_WRITE = {
    "Time": scalars.DURATION_HELP,
    "Cutoff": scalars.CUTOFF_HELP,
    "FeeText": scalars.FEE_HELP,
    "Day": scalars.DATE_HELP,
    "PartialDay": scalars.DATE_HELP,
    "Email": scalars.EMAIL_HELP,
    "Link": scalars.LINK_HELP,
}


def schema_of(model: type[BaseModel]) -> Json:
    """The JSON Schema (draft 2020-12) of a model."""
    builder = _Builder()
    root = builder.record(model)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **root, "$defs": dict(sorted(builder.defs.items()))}


@cache
def docstrings(model: type[BaseModel]) -> Mapping[str, str]:
    """What stands under each field of a model, its parents' included, on one line each."""
    found: dict[str, str] = {}
    for part in reversed(model.__mro__):
        if issubclass(part, BaseModel) and part is not BaseModel:
            found |= _docstrings(dedent(inspect.getsource(part)))
    return found


def _docstrings(source: str) -> Iterator[tuple[str, str]]:
    """Each field of a class with the string that follows it."""
    (body,) = (node.body for node in ast.parse(source).body if isinstance(node, ast.ClassDef))
    for field, after in zip(body, body[1:], strict=False):
        match field, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, " ".join(text.split())


def field_type(field: FieldInfo) -> Any:
    """A field's type with everything that is said about it."""
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def accepts(type_: Any, value: object) -> bool:
    """Whether reading takes `value` for this type; asked of the type itself, so that the schema can't say otherwise."""
    try:
        TypeAdapter(type_).validate_python(value)
    except ValidationError:
        return False
    return True


class _Builder:
    """Builds schemas and keeps what they share under its name."""

    def __init__(self) -> None:
        self.defs: dict[str, Json] = {}

    def of(self, type_: Any) -> Json:
        """The schema of a type."""
        base, extras = _split(type_)
        origin = get_origin(base) or base
        if shape := next((extra for extra in extras if isinstance(extra, WithJsonSchema)), None):
            return self._scalar(shape)
        if origin in (Union, UnionType):
            return self._any_of(get_args(base))
        if origin is Term:
            return self._term(base, type_)
        if origin is Literal:
            return {"enum": list(get_args(base))}
        if origin is tuple:
            return self._list(base, type_, extras)
        if origin is dict:
            keys, values = get_args(base)
            return {"type": "object", "propertyNames": self.of(keys), "additionalProperties": self.of(values)}
        return self._named(base)

    def record(self, model: type[BaseModel]) -> Json:
        """The schema of a mapping: its keys, what they mean, and no others."""
        about = docstrings(model)
        keys = {field.alias or name: (field, about[name]) for name, field in model.model_fields.items()}
        required = [key for key, (field, _) in keys.items() if field.is_required()]
        return {
            "description": _one_line(model),
            "type": "object",
            "properties": {key: {**self.of(field_type(field)), "description": text} for key, (field, text) in keys.items()},
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }

    def _named(self, type_: Any) -> Json:
        if not isinstance(type_, type):
            raise TypeError(f"{type_} has no JSON Schema yet")
        if issubclass(type_, BaseModel):
            return self._shared(type_.__name__, lambda: self.record(type_))
        if issubclass(type_, Enum):
            return self._shared(type_.__name__, lambda: {"description": _one_line(type_), "enum": [*map(str, type_)]})
        return {"type": {str: "string", bool: "boolean"}[type_]}

    def _shared(self, name: str, make: Any) -> Json:
        if name not in self.defs:
            self.defs[name] = {}  # so that a type that holds itself ends here
            self.defs[name] = make()
        return {"$ref": f"#/$defs/{name}"}
