"""What all records share: how strict they are, what an answer not given stands for, and where facts were read."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from policy_gen.provenance import Confidence, Missing, Term
from policy_gen.records.scalars import Day, Link, PartialDay, Text

UNKNOWN: Term[Any] = Term(Missing.UNKNOWN)
"""What an unanswered question stands for."""

Sources = Annotated[tuple[str, ...], BeforeValidator(lambda ids: [ids] if isinstance(ids, str) else ids)]
"""Where something was read, by the names under `sources`; a single one may stand alone."""
Steps = tuple[Text, ...]
"""What to click, one screen after another."""


class Record(BaseModel):
    """A mapping of a questionnaire or a profile: extra keys are refused, nothing changes after reading.

    A record that stands in for an answer not given is constructed without validation, as that would build its
    validator while the module loads.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, arbitrary_types_allowed=True)


class ProfileSource(Record):
    """Where facts were read."""

    title: Text
    """What the page calls itself."""
    url: Link | None = None
    """Where it stands, or stood when it was captured; left out where nobody noted it."""
    confidence: Confidence
    """How sure its facts are."""
    checked: Day
    """The day on which somebody last compared the facts with it."""
    published: PartialDay | Literal["undated"] = "undated"
    """The date that the page itself carries, as far as it says: `2026-06-29`, `2021-12` or `2021`."""
    captured: Day | None = None
    """The day on which an archive took the copy that was read."""
