"""Findings for people and for machines: text with the source line and a caret, JSON, annotations for GitHub.

Whatever a merchant or a stranger typed may stand in a finding or a source line, so nothing unprintable leaves this
module, and no line of it can be read as a command by the program that runs a store's checks.
"""

import json
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping

from policy_gen.findings import Finding, Level, Span

MAX_LINE = 120

_LEVELS = list(Level)
_STYLES = {Level.ERROR: "\x1b[1;31m", Level.WARNING: "\x1b[1;33m", Level.NOTE: "\x1b[1;36m"}
_PLACE_STYLE = "\x1b[1m"
_PLAIN = "\x1b[0m"
_GITHUB_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def text(
    findings: Iterable[Finding], sources: Mapping[str, str], colour: bool, hidden: Container[tuple[str, int]] = ()
) -> str:
    """The findings as paragraphs; `sources` maps a file's shown name to its text and may lack files.

    `hidden` are lines, by file and number, that must not be shown.
    """
    ordered = _sorted(findings)
    lines = {name: source.split("\n") for name, source in sources.items()}
    # A line that may hold somebody's address is not shown, whatever else is wrong with it.
    private = {(span.file, span.line) for found in ordered if found.code.startswith("ADR") for span in found.spans}

    def line(span: Span) -> str | None:
        known = lines.get(span.file, [])
        place = span.file, span.line
        is_shown = 0 < span.line <= len(known) and place not in private and place not in hidden
        return known[span.line - 1] if is_shown else None

    return "\n\n".join("\n".join(_paragraph(found, line, colour)) for found in ordered)


def as_json(findings: Iterable[Finding]) -> str:
    """The findings as one JSON object in plain ASCII; file, line and column are null where there is no place."""
    entries = [_entry(found) for found in _sorted(findings)]
    # Within a string only, as brackets of the structure follow no `#`.
    return json.dumps({"findings": entries}, indent=2).replace("##[", "##\\u005b")


def github(findings: Iterable[Finding]) -> str:
    """The findings as GitHub's workflow commands, one a line, which show them beside the changed lines."""
    return "\n".join(map(_annotation, _sorted(findings)))


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    """By file, line and column, then by level; what has no place comes last."""
    return sorted(findings, key=_order)


def _order(found: Finding) -> tuple[bool, str, int, int, int]:
    level = _LEVELS.index(found.level)
    if not found.spans:
        return True, "", 0, 0, level
    first = found.spans[0]
    return False, first.file, first.line, first.column, level


def _paragraph(found: Finding, line: Callable[[Span], str | None], colour: bool) -> Iterator[str]:
    style = _STYLES[found.level] if colour else ""
    place = _styled(f"{_place(found.spans[0])}:", _PLACE_STYLE if colour else "") + " " if found.spans else ""
    yield f"{place}{_styled(f'{found.level}:', style)} {_harmless(found.message)} [{found.code}]"
    for number, span in enumerate(found.spans):
        if number:
            yield f"   also here: {_place(span)}"
        shown = line(span)
        if shown is not None:
            yield from _excerpt(shown, span, style)
    yield from (f"   - {_harmless(item)}" for item in found.items)
    if found.help:
        yield f"   help: {_harmless(found.help)}"


def _excerpt(line: str, span: Span, style: str) -> Iterator[str]:
    """The line of a span and a line of carets under it."""
    shown, start, end = _window(_harmless(line.rstrip("\r")), span.column - 1, span.end - 1)
    carets = " " * _width(shown[:start]) + _styled("^" * max(_width(shown[start:end]), 1), style)
    yield f"{span.line:>5} | {shown}".rstrip()
    yield f"      | {carets}"


def _window(line: str, start: int, end: int) -> tuple[str, int, int]:
    """At most MAX_LINE characters of a line around the stretch from `start` to `end`, and where that is in them."""
    start = max(0, min(start, len(line)))
    end = max(start, min(end, len(line)))
    if len(line) <= MAX_LINE:
        return line, start, end
    room = max(MAX_LINE - (end - start), 0) // 2
    first = max(0, min(start - room, len(line) - MAX_LINE))
    cut = line[first : first + MAX_LINE]
    head, tail = first > 0, first + MAX_LINE < len(line)
    cut = ("…" if head else cut[:1]) + cut[1:-1] + ("…" if tail else cut[-1:])
    return cut, start - first, min(end - first, MAX_LINE)


def _width(shown: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(map(_columns, shown))


def _columns(character: str) -> int:
    # The vowels and final consonants of Hangul written in parts are drawn into the syllable before them.
    if unicodedata.category(character) in ("Mn", "Me") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _place(span: Span) -> str:
    # A line that begins with two colons is a command to GitHub's runner.
    return f"{_harmless(span.file).replace('::', ':·')}:{span.line}:{span.column}"


def _harmless(text: str) -> str:
    """The text in as many characters: tabs as spaces, what is unprintable as dots, no `##[` command."""
    if text.isprintable() and "##[" not in text:
        return text
    text = text.replace("\t", " ").replace("##[", "##·")
    return "".join(character if character.isprintable() else "·" for character in text)


def _styled(text: str, style: str) -> str:
    return f"{style}{text}{_PLAIN}" if style else text


def _entry(found: Finding) -> dict[str, str | int | None]:
    first = found.spans[0] if found.spans else None
    return {
        "code": found.code,
        "level": found.level.value,
        "message": f"{found.message}: {'; '.join(found.items)}" if found.items else found.message,
        "help": found.help,
        "file": first.file if first else None,
        "line": first.line if first else None,
        "column": first.column if first else None,
    }


def _annotation(found: Finding) -> str:
    properties: dict[str, str | int] = {}
    if found.spans:
        first = found.spans[0]
        # GitHub's last column is part of the stretch, ours is the one behind it.
        end = max(first.column, first.end - 1)
        properties = {"file": first.file, "line": first.line, "col": first.column, "endColumn": end}
    properties["title"] = found.code
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    more = [*(f"- {item}" for item in found.items), *([f"help: {found.help}"] if found.help else [])]
    message = "%0A".join(map(_data, [found.message, *more]))
    return f"::{_GITHUB_LEVELS[found.level]} {listed}::{message}"


def _data(text: str) -> str:
    """A command's text by GitHub's rules: `%` is written out, and no line ends within it."""
    return _harmless(text.replace("%", "%25"))


def _property(text: str) -> str:
    """A command's property by GitHub's rules: colons and commas are written out too."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
