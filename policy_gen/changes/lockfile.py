"""The lock: what was published last, from which inputs, as one JSON file beside the questionnaire.

The same build writes the same bytes: no clock, no machine's path, everything sorted.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from policy_gen.changes.snapshot import Entry
from policy_gen.findings import Refused, finding
from policy_gen.records.versions import Version

SCHEMA = 2
Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
OLDER: Mapping[int, Upgrade] = {1: dict}
"""For each schema before ours what makes the data of the next one of it: old locks are read for good.

The first one had no `sources`.
"""


@dataclass(frozen=True, slots=True)
class Output:
    """A page that was written: the hash of its bytes; for a PDF also of what it was made from, fonts aside."""

    sha256: str
    language: str
    format: str
    made_from: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """What a build knows of itself.

    `tool` is the version of policy-gen, `effective` the page's date as `2026-12-01`, empty where there is none. `own`
    and `shipped` are the hashes of the inputs by their names: the store's files from the questionnaire's folder, and
    those that came with policy-gen. `outputs` are the pages by the names of their files, `terms` what they say,
    `versions` those of the page from the first one on, and `sources` what the newest one was made of, line by line.
    """

    tool: str
    effective: str = ""
    languages: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)
    shipped: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, Output] = field(default_factory=dict)
    terms: tuple[Entry, ...] = ()
    versions: tuple[Version, ...] = ()
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def inputs(self) -> dict[str, str]:
        """The hashes of all inputs; the names of those that came with policy-gen say so."""
        return {**self.own, **{f"policy-gen's {name}": digest for name, digest in self.shipped.items()}}


def as_json(lock: Lock) -> bytes:
    """The lock's file; what is empty is left out."""
    data = {"schema": SCHEMA, **_without_empty(asdict(lock))}
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _without_empty(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _without_empty(value) for name, value in data.items() if value not in ("", (), [], {}, False)}
    return [_without_empty(one) for one in data] if isinstance(data, list | tuple) else data


def from_json(text: str, name: str, older: Mapping[int, Upgrade] = OLDER) -> Lock:
    """The lock that a file holds, whatever schema it was written in; raises Refused where it can't be read."""
    try:
        data = json.loads(text)
        schema = data.pop("schema")
        while schema in older:
            data = older[schema](data)
            schema += 1
        if isinstance(schema, int) and schema > SCHEMA:
            raise _refused(name, "was written by a newer policy-gen", "use that one")
        if schema != SCHEMA:
            raise ValueError(f"no schema {schema}")
        return TypeAdapter(Lock).validate_python({"terms": (), **data})
    except (ValueError, ValidationError, AttributeError, KeyError, TypeError, RecursionError):
        help = "restore it from your repository; without it policy-gen doesn't know what is published"
        raise _refused(name, "is not a lock file that policy-gen wrote", help) from None


def _refused(name: str, what: str, help: str) -> Refused:
    return Refused([finding("CHG004", f"`{name}` {what}", help)])
