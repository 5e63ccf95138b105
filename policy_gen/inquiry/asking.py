"""The message to a supplier: the open questions in one language, numbered, one a line; it names only the store."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from policy_gen.inquiry.numbered import About, Form, Question
from policy_gen.inquiry.places import Asked
from policy_gen.inquiry.replies import group


def message(asked: Iterable[Asked], labels: Mapping[str, Any], store: str) -> str:
    """The text of the message; `labels` is the words file of its language, `store` the name that it is signed with."""
    return "\n".join(
        [
            labels["greeting"],
            "",
            *labels["opening"],
            "",
            *(_line(one, labels) for one in asked),
            "",
            *labels["closing"],
            "",
            store,
            "",
        ]
    )


def wording(asked: Asked, labels: Mapping[str, Any]) -> str:
    """One question in words, without its number."""
    words = labels["words"]
    reasons = labels["and"].join(words["reason"][reason] for reason in asked.reasons)
    return str(labels["questions"][asked.question.name].format(reasons=reasons))


def _line(asked: Asked, labels: Mapping[str, Any]) -> str:
    question = asked.question
    choices = list(_choices(question, asked, labels))
    return f"{question.number}. {wording(asked, labels)}" + (
        labels["choices"].format(labels["or"].join(choices)) if choices else ""
    )


def _choices(question: Question, asked: Asked, labels: Mapping[str, Any]) -> Iterator[str]:
    """The words that a reply can be made of."""
    if question.yes:
        yield from (labels["replies"]["yes"][0], labels["replies"]["no"][0])
    elif question.about in (About.COVERED, About.ACCEPTED):
        yield labels["none"]
    elif question.words is not None:
        yield from (labels["words"][group(question.words)][word.value] for word in question.words)
    if question.form in (Form.CUTOFF, Form.FEE):
        yield labels["examples"][question.form.value]
