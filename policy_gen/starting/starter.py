"""The text of a new questionnaire: what was answered, and what else may be, commented out; every line explained."""

import json
import re
from collections.abc import Iterator, Mapping

from policy_gen.describing.reference import Key, keys_of
from policy_gen.describing.schema import Json
from policy_gen.findings import Refused
from policy_gen.provenance import Missing
from policy_gen.source import Path, parse

SCHEMA_FILE = ".policy-gen/questionnaire.schema.json"
"""Where an editor finds the schema, beside the questionnaire."""

Answer = str | Mapping[str, str]
"""An answer as it was typed: one for all, or one for each reason."""

WORDS = {*(word.value for word in Missing), "none"}
"""Words that stand in the place of a list."""

HEAD = f"""\
# yaml-language-server: $schema={SCHEMA_FILE}
# A store's answers for its refund and return page.
# To answer one more question, take away its `#`, and the `#` of the lines that it is indented under.
# `unknown` is an answer too: the page leaves out what nobody knows, and `policy-gen check` says what to ask.
"""
TITLES = {
    "store": "The store, and how customers reach it.",
    "supplier": "What the supplier gives you. The page promises customers no more than that.",
    "languages": "The pages.",
    "promise": "What you give beyond (or short of) the supplier, at your own cost.",
    "shop": "What your shop runs on. `policy-gen playbook` then has its steps; no page shows it.",
    "cases": "Orders that you think of, with what should come out. `policy-gen check` decides them.",
    "figures": "Numbers of your own that `policy-gen cover` reckons with. No page shows them.",
    "allow": "Texts that are always taken for a street address, and texts that must never be on a page.",
}
_COMMENT_COLUMN = 44


def text(answers: Mapping[Path, Answer], schema: Json) -> str:
    """A questionnaire with these answers, by the way to their keys; an empty answer is left out."""
    given = {way: answer for way, answer in answers.items() if answer}
    return HEAD + "".join(f"{line}\n" for line in _mapping((), "", given, schema))


def _mapping(way: Path, start: str, given: Mapping[Path, Answer], schema: Json, mapping: str = "") -> Iterator[str]:
    """The lines of a mapping's keys; `start` is what each begins with: an indent, after `#` under a key left out."""
    for key in keys_of(schema, mapping):
        here = (*way, key.name)
        below = [one for one in given if one[: len(here)] == here]
        begin = start if below or "#" in start else f"{start}# "
        if not way and key.name in TITLES:
            yield from ("", f"# {TITLES[key.name]}")
        if key.mapping and (not key.example or below not in ([], [here])):
            yield _line(f"{begin}{key.name}:", key)
            yield from _mapping(here, f"{begin}  ", given, schema, key.mapping)
        else:
            yield _line(f"{begin}{key.name}: {_written(given[here], key) if below else key.example}", key)


def _line(line: str, key: Key) -> str:
    meaning = re.split(r"(?<=[a-z`]\.) ", key.meaning)[0].rstrip(".")
    return f"{line.ljust(_COMMENT_COLUMN)}  # {meaning}"


def _written(answer: Answer, key: Key) -> str:
    """An answer as YAML on one line."""
    if not isinstance(answer, str):
        return f"{{{', '.join(f'{reason}: {_one(said, key, inside=True)}' for reason, said in answer.items())}}}"
    return _one(answer, key, inside=False)


def _one(answer: str, key: Key, inside: bool) -> str:
    if not key.is_list or answer in WORDS:
        return _scalar(answer, inside)
    items = [item.strip() for item in answer.strip("[]").split(",")]
    return f"[{', '.join(_scalar(item, inside=True) for item in items if item)}]"


def _scalar(words: str, inside: bool) -> str:
    """Words as YAML: as they are where that reads back as the same, else in quotes; `inside` brackets or braces."""
    line, wanted = (f"key: [{words}]", [words]) if inside else (f"key: {words}  # ", words)
    try:
        same = parse(line, "answer").data == {"key": wanted}
    except Refused:
        same = False
    return words if same else json.dumps(words, ensure_ascii=False)
