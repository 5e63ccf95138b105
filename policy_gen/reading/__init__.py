"""Data to records: a pydantic model checks a source, and each of its complaints becomes a placed finding."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from policy_gen.findings import Refused
from policy_gen.reading.problems import Problem, of_another_kind, problem_of, settle
from policy_gen.reading.shapes import arms_of, near
from policy_gen.reading.wording import finding_of
from policy_gen.source import MAX_FINDINGS, Source

__all__ = ["near", "read"]

MAX_PROBLEMS = 2000

M = TypeVar("M", bound=BaseModel)


def read(model: type[M], source: Source) -> M:
    """The record that a source's data make; raises Refused with every answer that does not fit, in the file's order.

    A validator of the model may raise PydanticCustomError with one of our codes as its type: its message and
    `context["help"]` are passed on, and it points at `context["at"]`, a key or a path below the validated answer.
    """
    record, problems = _validated(model, source)
    problems += of_another_kind(source.data, (), arms_of(model))
    told: dict[object, Problem] = {}
    for problem in problems:
        told.setdefault((problem.path, problem.missing), problem)
    first = sorted(told.values(), key=lambda problem: source.key(problem.path))[:MAX_FINDINGS]
    findings = [finding_of(problem, model, source) for problem in first]
    if record is None or findings:
        raise Refused(sorted(findings, key=lambda found: (found.spans, found.message)))
    return record


def _validated(model: type[M], source: Source) -> tuple[M | None, list[Problem]]:
    """The record and no problems, or no record and what pydantic has against it."""
    try:
        return model.model_validate(source.data), []
    except ValidationError as error:
        complaints = error.errors(include_url=False, include_input=False)[:MAX_PROBLEMS]
        return None, settle(model, source.data, [problem_of(one, source.data) for one in complaints])
