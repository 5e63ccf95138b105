"""The JSON Schema of questionnaires and of the files beside them, so that an editor completes and explains them.

It is made from the typed models. Their docstrings, which explain every field, are read from the source only here:
reading a questionnaire never needs them. Each kind of answer is written once, under `$defs`, and referred to.
"""

import ast
import inspect
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from itertools import pairwise
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, WithJsonSchema
from pydantic.fields import FieldInfo

from policy_gen.describing.examples import example
from policy_gen.durations import EVENTS, ISO, STAGES, WORDS
from policy_gen.provenance import Missing, Term
from policy_gen.records import scalars
from policy_gen.records.cases import CaseFile
from policy_gen.records.questionnaire import Questionnaire
from policy_gen.records.shop import ShopPlatform
from policy_gen.records.supplier import Profile

Json = dict[str, Any]

SCHEMAS: dict[str, type[BaseModel]] = {
    "questionnaire": Questionnaire,
    "supplier": Profile,
    "shop": ShopPlatform,
    "cases": CaseFile,
}
"""The kinds of file, by the names that the command knows."""

_MISSING = (
    "`unknown`: nobody knows it; `listing`: it differs from listing to listing; `case_by_case`: from case to case."
)
_STATED = {
    "worst": {"description": "The worst that was ever seen."},
    "assume": {"description": "What sums use while it is unknown; never printed."},
}
# Said by an editor in the place of the pattern that an answer does not match.
_HELP = {
    "Time": scalars.DURATION_HELP,
    "Cutoff": scalars.CUTOFF_HELP,
    "FeeText": scalars.FEE_HELP,
    "Price": scalars.PRICE_HELP,
    "Share": scalars.SHARE_HELP,
    "Count": scalars.COUNT_HELP,
    "Day": scalars.DATE_HELP,
    "When": scalars.WHEN_HELP,
    "NotYet": scalars.NOT_YET_HELP,
    "Outcome": scalars.OUTCOME_HELP,
    "Days": scalars.DAYS_HELP,
    "PartialDay": scalars.DATE_HELP,
    "Email": scalars.EMAIL_HELP,
    "Link": scalars.LINK_HELP,
    "Market": scalars.MARKET_HELP,
}
_ANY_TYPE = ConfigDict(arbitrary_types_allowed=True)


def schema_of(model: type[BaseModel]) -> Json:
    """The JSON Schema (draft 2020-12) of a model."""
    builder = _Builder()
    root = builder.record(model)
    defs = dict(sorted(builder.defs.items()))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **root, "$defs": defs}


def written(schema: Json) -> str:
    """A schema as the text of a file: a line for each key and each shared kind of answer."""
    return _lines(schema, 2) + "\n"


def _lines(data: Any, levels: int) -> str:
    if not levels or not isinstance(data, dict) or "$ref" in data:
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    lines = ",\n".join(f"{json.dumps(key)}: {_lines(value, levels - 1)}" for key, value in data.items())
    return "{\n" + lines + "\n}"


@cache
def docstrings(model: type[BaseModel]) -> Mapping[str, str]:
    """What stands under each field of a model, its parents' fields included, on one line each."""
    found: dict[str, str] = {}
    for part in reversed(model.__mro__):
        if issubclass(part, BaseModel) and part is not BaseModel:
            found |= _docstrings(inspect.getsource(part))
    return found


def _docstrings(source: str) -> Iterator[tuple[str, str]]:
    """Each field of a class with the string that follows it."""
    (body,) = (node.body for node in ast.parse(source).body if isinstance(node, ast.ClassDef))
    for field, after in pairwise(body):
        match field, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, " ".join(text.split())


def keys(model: type[BaseModel]) -> dict[str, tuple[str, FieldInfo]]:
    """A model's keys as a file writes them, each with the field's name and the field."""
    return {field.alias or name: (name, field) for name, field in model.model_fields.items()}


def type_of(field: FieldInfo) -> Any:
    """A field's type with everything that is said about it."""
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def accepts(type_: Any, value: object) -> bool:
    """Whether reading takes a value for a type; asked of the type itself, so that the schema can't say otherwise."""
    try:
        TypeAdapter(type_, config=_ANY_TYPE).validate_python(value)
    except ValidationError:
        return False
    return True


class _Builder:
    """Builds schemas, and keeps under its name what they share."""

    def __init__(self) -> None:
        self.defs: dict[str, Json] = {}

    def of(self, type_: Any, name: str = "", beside_record: bool = False) -> Json:
        """The schema of a type.

        `name` is what an answer of this key alone is kept under; `beside_record` says that a mapping would be taken
        for a record.
        """
        base, extras = _split(type_)
        origin = get_origin(base) or base
        if shape := next((extra for extra in extras if isinstance(extra, WithJsonSchema)), None):
            return self._scalar(shape)
        if origin in (Union, UnionType):
            return self._any_of([arm for arm in get_args(base) if arm is not type(None)], name)
        if origin is Term:
            return self._term(type_, get_args(base)[0], name, beside_record)
        if origin is Literal:
            words = {"enum": [*get_args(base)]}
            return self._shared(name, lambda: words) if name else words
        if origin is tuple:
            return self._list(type_, get_args(base)[0])
        if origin is dict:
            key, value = get_args(base)
            named = {} if key is str else {"propertyNames": self.of(key)}
            return {"type": "object", **named, "additionalProperties": self.of(value)}
        return self._plain(base)

    def record(self, model: type[BaseModel]) -> Json:
        """The schema of a mapping: its keys with what they mean, and no others."""
        known = keys(model)
        required = [key for key, (_, field) in known.items() if field.is_required()]
        return {
            "description": _summary(model),
            "type": "object",
            "properties": {key: self._key(model, key, *field) for key, field in known.items()},
            **({"required": required} if required else {}),
            **_extra(model),
            "additionalProperties": False,
        }

    def _key(self, model: type[BaseModel], key: str, name: str, field: FieldInfo) -> Json:
        hint = name.title().replace("_", "")
        schema = {"description": docstrings(model)[name], **self.of(type_of(field), hint)}
        shown = example(model.__name__, key)
        # A list or a mapping is no example that an editor could write after the colon.
        return {**schema, "examples": [shown]} if shown and shown[0] not in "[{" else schema

    def _plain(self, type_: Any) -> Json:
        if type_ is str:
            return {"type": "string"}
        if type_ is bool:
            return {"type": "boolean"}
        if issubclass(type_, BaseModel):
            return self._shared(type_.__name__, lambda: self.record(type_))
        if issubclass(type_, Enum):
            return self._shared(type_.__name__, lambda: {"enum": [str(value) for value in type_]})
        raise TypeError(f"{type_} has no JSON Schema yet")

    def _scalar(self, shape: WithJsonSchema) -> Json:
        name = _name_of(shape)
        if name == "Cutoff":
            return self._shared(name, lambda: {"anyOf": [*_stages(), self.of(scalars.Time)]})
        schema = dict(shape.json_schema or {})
        if name == "Time":
            schema["pattern"] = duration_pattern()
        if "pattern" in schema:
            schema["pattern"] = f"^({_portable(schema['pattern'])})$"
        if name in _HELP:
            schema["patternErrorMessage"] = f"Write {_HELP[name]}."
        return self._shared(name, lambda: schema) if name else schema

    def _any_of(self, arms: list[Any], name: str) -> Json:
        beside_record = any(isinstance(base := _split(arm)[0], type) and issubclass(base, BaseModel) for arm in arms)
        schemas = [self.of(arm, "" if beside_record else name, beside_record) for arm in arms]
        return _any_of(schemas)

    def _list(self, type_: Any, item: Any) -> Json:
        items = self.of(item)
        schema: Json = {"type": "array", "items": items}
        if not accepts(type_, []):
            schema["minItems"] = 1
        if accepts(type_, "anything"):
            return {"anyOf": [items, schema]}
        return {"anyOf": [{"enum": ["none"]}, schema]} if accepts(type_, "none") else schema

    def _term(self, type_: Any, inner: Any, name: str, beside_record: bool) -> Json:
        """The answer, `unknown` where that will do, and the answer written with what is known about it."""
        value = inline = self.of(inner, name)
        may_be_unknown = accepts(type_, Missing.UNKNOWN.value)
        missing = self._shared("Missing", _missing)
        if beside_record:
            return {"anyOf": [value, missing]}
        if "$ref" not in value:
            value = self._shared(_list_name(value) or name, lambda: inline)
        either = [value, missing] if may_be_unknown else [{**value, "not": missing}]
        parts = {"value": _any_of(either), "worst": value, "assume": value, "source": self._shared("Sources", _sources)}
        described = {key: {**part, **_STATED.get(key, {})} for key, part in parts.items()}
        stated = {"type": "object", "properties": described, "required": ["value"], "additionalProperties": False}
        prefix = "Stated" if may_be_unknown else "Known"
        return self._shared(prefix + _last(value["$ref"]), lambda: {"anyOf": [*either, stated]})

    def _shared(self, name: str, make: Callable[[], Json]) -> Json:
        if name not in self.defs:
            self.defs[name] = make()
        return {"$ref": f"#/$defs/{name}"}


def duration_pattern() -> str:
    """What `durations.parse` reads, but for amounts that make no sense: 3-1 days, 0 days."""
    event = rf"(\s+{_words(['after', 'from'])}\s+({_words(['the'])}\s+)?{_words(EVENTS)})?"
    to = rf"(-|–|{_words(['to'])})"
    written = rf"\d{{1,4}}(\s*{to}\s*\d{{1,4}})?\s*{_words(WORDS)}{event}"
    iso_event = rf"(\s+(after|from)\s+(the )?({'|'.join(EVENTS)}))?"
    return rf"\s*({written}|P(\d{{1,4}}[{''.join(ISO)}]|T\d{{1,4}}H){iso_event})\s*"


def _words(names: Iterable[str]) -> str:
    """A pattern of words in any case of letters; JSON Schema's patterns know no flag for it."""
    plurals = {f"{name}s" for name in names} & {*names}
    spelled = (_spelled(name) + ("[Ss]?" if f"{name}s" in plurals else "") for name in names if name not in plurals)
    return f"({'|'.join(spelled)})"


def _spelled(name: str) -> str:
    return "".join(f"[{c.upper()}{c}]" if c.isalpha() else r"\s+" if c == " " else c for c in name)


def _stages() -> tuple[Json, Json]:
    """The usual spellings of the stages, which an editor offers, and all that `durations.parse_cutoff` reads."""
    usual = ["payment", "processing", "production", "shipped"]
    return {"enum": usual}, {"type": "string", "pattern": rf"^\s*{_words(STAGES)}\s*$"}


def _extra(model: type[BaseModel]) -> Json:
    """What a model says of its keys together."""
    extra = model.model_config.get("json_schema_extra")
    return dict(extra) if isinstance(extra, dict) else {}


def _missing() -> Json:
    return {"description": _MISSING, "enum": [value.value for value in Missing]}


def _portable(pattern: str) -> str:
    """A pattern without the names of its groups, which every language writes in another way."""
    return re.sub(r"\(\?P<\w+>|\(\?:", "(", pattern)


def _split(type_: Any) -> tuple[Any, tuple[Any, ...]]:
    return (get_args(type_)[0], type_.__metadata__) if get_origin(type_) is Annotated else (type_, ())


def _name_of(shape: WithJsonSchema) -> str | None:
    """The name that `scalars` gives to the kind of answer with this shape; None for one from elsewhere."""
    names = (name for name, type_ in vars(scalars).items() if any(extra is shape for extra in _split(type_)[1]))
    return next(names, None)


def _any_of(schemas: list[Json]) -> Json:
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _sources() -> Json:
    return {
        "description": "The sources of the value, by their keys under `sources`.",
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
    }


def _list_name(schema: Json) -> str:
    """What a list is kept under: the name of its items; nothing for what is no list, or one of unnamed items."""
    names = [_last(arm["items"]["$ref"]) for arm in schema.get("anyOf", [schema]) if "$ref" in arm.get("items", {})]
    return f"{names[0]}List" if names else ""


def _last(ref: str) -> str:
    return ref.rsplit("/", 1)[-1]


def _summary(model: type) -> str:
    return " ".join((inspect.getdoc(model) or "").split())
