"""pydantic's complaints: where in the data they are, and which of them are worth telling.

pydantic tries every type that a place accepts and complains about all of them; only those of the type that fits the
answer best are kept.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from policy_gen.reading.shapes import Arm, arms_at, fits, inside, models, near, shared_from, words
from policy_gen.source import Data, Path

_CODE = re.compile(r"[A-Z]{3}[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Tag:
    """A part of pydantic's location that is no key of the data, most often the name of a type that it tried."""

    name: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One complaint: the steps that lead to it, pydantic's word for its kind, and the key that is missing, if any."""

    steps: tuple[str | int | Tag, ...]
    kind: str
    message: str
    context: dict[str, Any]
    missing: str = ""

    @property
    def path(self) -> Path:
        """The place in the data."""
        return tuple(step for step in self.steps if not isinstance(step, Tag))

    @property
    def is_ours(self) -> bool:
        """Whether a validator raised it under one of our codes."""
        return _CODE.fullmatch(self.kind) is not None

    @property
    def is_about_key(self) -> bool:
        """Whether the last key of the path is wrong, and not the answer under it."""
        return self.kind in ("extra_forbidden", "key")


def problem_of(complaint: ErrorDetails, data: Data) -> Problem:
    """The complaint with its location followed through the data as far as it leads."""
    steps: list[str | int | Tag] = []
    kind, parts = complaint["type"], complaint["loc"]
    missing = str(parts[-1]) if kind == "missing" else ""
    for part in parts[:-1] if missing else parts:
        if _leads(part, data):
            data = _under(data, part)
            steps.append(part)
        elif part == "[key]" and steps:
            kind = "key"
        else:
            steps.append(Tag(str(part)))
    return Problem(tuple(steps), kind, complaint["msg"], complaint.get("ctx", {}), missing)


def settle(model: type[BaseModel], data: Data, problems: Iterable[Problem]) -> list[Problem]:
    """The problems without tags; where several types were tried in vain, only those of the one that fits best."""
    settled: list[Problem] = []
    tried: dict[Path, dict[str, list[Problem]]] = {}
    for problem in problems:
        at = next((number for number, step in enumerate(problem.steps) if isinstance(step, Tag)), None)
        if at is None:
            settled.append(problem)
            continue
        rest = replace(problem, steps=problem.steps[:at] + problem.steps[at + 1 :])
        tried.setdefault(problem.path[:at], {}).setdefault(str(problem.steps[at]), []).append(rest)
    for place, groups in tried.items():
        arms = arms_at(model, place)
        kept = list(groups.values())
        if len(arms) > 1:
            kept = [min(groups.items(), key=lambda group: _misfit(group[0], group[1], place, arms, data))[1]]
        settled += settle(model, data, [problem for group in kept for problem in group])
    return settled


def value_at(data: Data, path: Path) -> Data:
    """The answer at a place that is there."""
    for step in path:
        data = _under(data, step)
    return data


def of_another_kind(data: Data, path: Path, arms: list[Arm]) -> Iterator[Problem]:
    """What pydantic would quietly turn into another kind: quoted numbers, `yes`, numbers as dates."""
    if isinstance(data, (dict, list)) and any(arm.converted for arm in arms):
        return
    if isinstance(data, dict):
        for key, part in data.items():
            yield from of_another_kind(part, (*path, key), inside(arms, key))
    elif isinstance(data, list):
        items = [inside(arms, number) for number in range(min(len(data), shared_from(arms) + 1))]
        for number, part in enumerate(data):
            yield from of_another_kind(part, (*path, number), items[min(number, len(items) - 1)])
    elif arms and data is not None and not any(fits(data, arm) for arm in arms):
        yield Problem(path, "another_type", "", {})


def _misfit(tag: str, problems: list[Problem], place: Path, arms: list[Arm], data: Data) -> tuple[int, int, int]:
    """How badly a type fits an answer: by the answer's kind, then by its keys, then by all that is wrong."""
    here = [one for one in problems if one.path == place and not one.missing and not one.is_about_key]
    keys = sum(one.path == place if one.missing else one.is_about_key and one.path[:-1] == place for one in problems)
    return _misfit_of_kind(tag, here, arms, value_at(data, place)), keys, len(problems)


def _misfit_of_kind(tag: str, here: list[Problem], arms: list[Arm], value: Data) -> int:
    names = {one.kind for one in here}
    if not here:
        return 0
    if isinstance(value, (dict, list)):
        # Checks of a whole model count; a check that never wanted a mapping has nothing to say about one.
        wanted = "dict[" in tag or "list[" in tag or any(re.search(rf"\b{one.__name__}\b", tag) for one in models(arms))
        return 0 if wanted and any(one.is_ours for one in here) else 3
    if names & {"literal_error", "enum"}:
        return 0 if isinstance(value, str) and near(value, words(arms)) else 2
    return 3 if any(name.endswith(("_type", "_parsing")) for name in names) else 1


def _leads(part: str | int, data: Data) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and isinstance(part, int) and part < len(data)


def _under(data: Data, step: str | int) -> Data:
    if isinstance(data, dict):
        return data[str(step)]
    return data[int(step)] if isinstance(data, list) else None
