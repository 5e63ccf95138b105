"""What a file may hold, read off its JSON Schema: every key with its meaning, what may be written, and an example."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from policy_gen.describing.examples import example
from policy_gen.describing.schema import Json

KINDS = {
    "Time": "a duration",
    "Cutoff": "a stage or a duration",
    "FeeText": "a fee",
    "Price": "an amount of money",
    "Share": "a share in percent",
    "Count": "a whole number",
    "Day": "a date",
    "When": "a date or a time",
    "NotYet": "a date, a time or `no`",
    "Outcome": "a date, a time, `none` or `depends`",
    "Days": "a whole number",
    "PartialDay": "a date, a month or a year",
    "Email": "an e-mail address",
    "Link": "a link",
    "Market": "a country's code",
    "Text": "a short text",
}
"""Kinds of answers that have no list of words, by their names in the schema."""
MISSING = "Missing"


@dataclass(frozen=True)
class Arm:
    """One of the things that may be written: a word of a list, a kind of answer, a list of such, or a mapping.

    `name` is its name in the schema, empty for what is written out there.
    """

    name: str
    schema: Json
    in_list: bool = False


def spelled_out(arm: Arm) -> str:
    """The words of an arm one by one."""
    words = ", ".join(f"`{word}`" for word in arm.schema["enum"])
    return f"one of {words}" if len(arm.schema["enum"]) > 1 else words


@dataclass(frozen=True)
class Key:
    """A key of a mapping: what it means, an example of its answer ("" for a mapping), and what may be written."""

    name: str
    meaning: str
    example: str
    is_required: bool
    arms: tuple[Arm, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The fixed words among what may be written, without those for what is not known."""
        found = [word for arm in self.arms if arm.name != MISSING for word in arm.schema.get("enum", ())]
        return tuple(map(str, found))

    @property
    def may_be_unknown(self) -> bool:
        """Whether `unknown` will do."""
        return any(arm.name == MISSING for arm in self.arms)

    @property
    def is_list(self) -> bool:
        """Whether several answers may be given."""
        return any(arm.in_list for arm in self.arms)

    @property
    def mapping(self) -> str:
        """The name of the mapping that may stand here; empty where none may."""
        return next((arm.name for arm in self.arms if arm.name and "properties" in arm.schema), "")

    def may_be(self, listed: Callable[[Arm], str] = spelled_out) -> str:
        """What may be written, in a few words; `listed` says a list of words."""
        said = dict.fromkeys(_said(arm, listed) for arm in self.arms if arm.name != MISSING)
        return ", or ".join(part for part in said if part)


def keys_of(schema: Json, mapping: str = "") -> Iterator[Key]:
    """The keys of a mapping by its name in the schema, or of the whole file."""
    record = schema["$defs"][mapping] if mapping else schema
    for name, key in record["properties"].items():
        yield Key(
            name=name,
            meaning=key["description"],
            example=example(mapping, name),
            is_required=name in record.get("required", ()),
            arms=tuple(_arms(key, schema["$defs"])),
        )


def _arms(schema: Json, defs: dict[str, Any], name: str = "", in_list: bool = False) -> Iterator[Arm]:
    """What a schema allows, each part once; not the long form of an answer, which has a section of its own."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        yield from _arms(defs[name], defs, name, in_list)
    elif name in KINDS:
        yield Arm(name, schema, in_list)
    elif "anyOf" in schema:
        for part in schema["anyOf"]:
            yield from _arms(part, defs, "", in_list)
    elif schema.get("type") == "array":
        yield from _arms(schema["items"], defs, "", in_list=True)
    elif schema.get("required") != ["value"]:
        yield Arm(name, schema, in_list)


def _said(arm: Arm, listed: Callable[[Arm], str]) -> str:
    several = "a list, each " if arm.in_list else ""
    if arm.name in KINDS:
        return several + KINDS[arm.name]
    if "enum" in arm.schema:
        return several + listed(arm)
    if "additionalProperties" in arm.schema and "properties" not in arm.schema:
        keys = arm.schema.get("propertyNames", {}).get("$ref", "")
        return f"one for each {keys.rsplit('/', 1)[-1].lower()}" if keys else "a mapping of names"
    if arm.schema.get("type") == "boolean":
        return several + "`true` or `false`"
    return several + ("a mapping" if "properties" in arm.schema else "a text")
