"""Problems as findings: what is wrong and what to write instead, for people who write YAML and not Python."""

import re
from collections.abc import Iterable, Iterator

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from policy_gen.findings import Finding, Span, finding
from policy_gen.reading.problems import Problem, value_at
from policy_gen.reading.shapes import Arm, arms_at, fields, key_words, kinds, models, near, word, words
from policy_gen.source import MAX_ECHO, Data, Path, Source, quote

MAX_LISTED = 12

_LIMITS = {
    "greater_than": "a number above {gt}",
    "greater_than_equal": "{ge} or more",
    "less_than": "a number below {lt}",
    "less_than_equal": "{le} or less",
    "multiple_of": "a multiple of {multiple_of}",
    "too_short": "{min_length} or more entries",
    "too_long": "no more than {max_length} entries",
    "string_too_short": "a text of {min_length} or more characters",
    "string_too_long": "a text of no more than {max_length} characters",
    "string_pattern_mismatch": "a text of another form",
}
_YES_AND_NO = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


def finding_of(problem: Problem, model: type[BaseModel], source: Source) -> Finding:
    """The finding for one problem, at its place in the source."""
    arms = arms_at(model, problem.path)
    if problem.is_ours:
        return _by_validator(problem, source)
    if problem.missing:
        return _missing(problem, arms, source)
    if problem.is_about_key:
        return _unknown(problem, arms_at(model, problem.path[:-1]), source)
    if problem.kind in ("value_error", "assertion_error"):
        return finding("ANS003", str(problem.context["error"]), "", _place(source, problem.path))
    return _wrong(problem, arms, _field(model, problem.path), source)


def _by_validator(problem: Problem, source: Source) -> Finding:
    at = problem.context.get("at", ())
    below: Path = (at,) if isinstance(at, str) and at else tuple(at)
    span = source.key((*problem.path, *below)) if below else _place(source, problem.path)
    message, help = problem.message, str(problem.context.get("help", ""))
    value = value_at(source.data, problem.path)
    if not isinstance(value, str):
        # A validator that quotes what it was given quotes Python's spelling.
        message = message.replace(f"`{value}`", _described(value, _as_written(value, source, problem.path)))
    for part in _texts(value):
        # What may be somebody's address is not repeated, in whatever log the finding ends up; nor is what has no end.
        if len(part) > MAX_ECHO or not part.isprintable() or problem.kind.startswith("ADR"):
            message, help = message.replace(part, "…"), help.replace(part, "…")
    return finding(problem.kind, message, help, span)


def _missing(problem: Problem, arms: Iterable[Arm], source: Source) -> Finding:
    key = problem.missing
    field = next((known[key] for known in map(fields, models(arms)) if key in known), None)
    about = " ".join(field.description.split()) if field and field.description else ""
    about = re.split(r"(?<=\.) ", about)[0].rstrip(".")
    help = f"write `{f'{key}: {_example(field)}'.rstrip()}`" + (f" ({about})" if about else "")
    return finding("ANS002", f"`{key}` is missing{_owner(problem.path)}", help, source.key(problem.path))


def _unknown(problem: Problem, arms: list[Arm], source: Source) -> Finding:
    *above, key = problem.path
    parent = value_at(source.data, tuple(above))
    taken = set(parent) if isinstance(parent, dict) else set()
    # Among several models the one that knows most of the other keys is meant.
    each = [list(fields(model)) for model in models(arms)]
    names = [*max(each, key=lambda keys: len(taken & set(keys)), default=[]), *key_words(arms)]
    free = [name for name in names if name not in taken]
    likely = near(str(key), free) or near(str(key), [name for keys in each for name in keys if name not in taken])
    # Where no other key is known either, the mapping is most likely of a shape that only its validator knows.
    is_of_shape = len(taken) == 1 or not taken.isdisjoint(names)
    help = f"write `{likely}`" if likely else "take it out"
    if not likely and free and is_of_shape:
        help += f", or use one of: {_listed(free)}"
    message = f"unknown key {quote(str(key))}{_owner(tuple(above))}"
    return finding("ANS001", message, help, source.key(problem.path))


def _wrong(problem: Problem, arms: list[Arm], field: FieldInfo | None, source: Source) -> Finding:
    value = value_at(source.data, problem.path)
    raw = _as_written(value, source, problem.path)
    fixed, open_kinds = words(arms), kinds(arms)
    limit = _LIMITS.get(problem.kind)
    if limit:
        expected = limit.format_map(problem.context)
    elif problem.kind.startswith("url"):
        expected = "a web address such as https://shop.example"
    elif fixed:
        expected = ("one of: " if len(fixed) + len(open_kinds) > 1 else "") + _listed([*fixed, *open_kinds])
    else:
        expected = " or ".join(open_kinds) or "another answer"
    advice = _advice(value, raw, fixed, open_kinds)
    help = advice or f"write {_example(field) or ('one of these' if fixed else expected)}"
    return finding("ANS003", f"expected {expected}; found {_described(value, raw)}", help, _place(source, problem.path))


def _advice(value: Data, raw: str, fixed: list[str], open_kinds: list[str]) -> str:
    """What to write instead of an answer, where that can be told from the answer itself."""
    if value is None:
        return "write an answer, or take the key out"
    if isinstance(value, str):
        advice = _advice_on_text(value, fixed, open_kinds)
        if advice:
            return advice
    elif "a text" in open_kinds and not isinstance(value, (dict, list)):
        return f'put it in quotes: `"{raw}"`'
    if fixed or isinstance(value, (dict, list)):
        return ""
    if "a list" in open_kinds and re.fullmatch(r"[\w .-]{1,60}", raw):
        return f"write `[{raw}]`"
    return "write `key: value` lines, indented below it" if open_kinds == ["a mapping"] else ""


def _advice_on_text(value: str, fixed: list[str], open_kinds: list[str]) -> str:
    if likely := near(value, fixed):
        return f"write `{likely}`"
    if "true or false" in open_kinds and value.casefold() in _YES_AND_NO:
        return f"write `{_YES_AND_NO[value.casefold()]}`"
    if {"a number", "a whole number"} & set(open_kinds) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        return "write it without quotes"
    return ""


def _described(value: Data, raw: str) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, (dict, list)):
        return "a mapping" if isinstance(value, dict) else "a list"
    return quote(raw) if isinstance(value, (str, bool)) else f"the number {quote(raw)}"


def _as_written(value: Data, source: Source, path: Path) -> str:
    """A plain answer as the file has it (`1.50`, not 1.5); a text without its quotes; nothing for the rest."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, (dict, list)):
        return ""
    span = source.value(path)
    return source.line(span.line)[span.column - 1 : span.end - 1]


def _place(source: Source, path: Path) -> Span:
    """The answer itself if it is plain, else the key above it."""
    value = value_at(source.data, path)
    return source.key(path) if value is None or isinstance(value, (dict, list)) else source.value(path)


def _owner(path: Path) -> str:
    if not path:
        return ""
    if isinstance(path[-1], int):
        return f" in entry {path[-1] + 1}" + (f" of {quote(str(path[-2]))}" if len(path) > 1 else "")
    return f" in {quote(path[-1])}"


def _field(model: type[BaseModel], path: Path) -> FieldInfo | None:
    known = map(fields, models(arms_at(model, path[:-1]))) if path else ()
    return next((names[str(path[-1])] for names in known if path[-1] in names), None)


def _example(field: FieldInfo | None) -> str:
    return word(field.examples[0]) if field and field.examples else ""


def _listed(names: list[str]) -> str:
    more = f", … ({len(names)} in all)" if len(names) > MAX_LISTED else ""
    return ", ".join(names[:MAX_LISTED]) + more


def _texts(data: Data) -> Iterator[str]:
    """The texts among the data that are long enough to tell something."""
    if isinstance(data, str):
        yield from [data] if len(data) > 3 else []
    elif isinstance(data, dict):
        for part in data.values():
            yield from _texts(part)
    elif isinstance(data, list):
        for part in data:
            yield from _texts(part)
