"""YAML text to plain data that knows its places: the values and scalars of YAML 1.2's core, nothing clever.

PyYAML's parser only splits the text into events; the data is put together here. What its composers bring along
(aliases, merge keys, tags, dates, octal numbers, unlimited depth) is refused by name or stays a string.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NoReturn, Protocol, TypeAlias

import yaml

from policy_gen.findings import Finding, Refused, Span, finding

Data: TypeAlias = "bool | int | float | str | list[Data] | dict[str, Data] | None"
Path: TypeAlias = tuple[str | int, ...]

MAX_DEPTH = 32
MAX_FINDINGS = 100
MAX_ECHO = 60
PARSER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CATEGORIES = {
    "Cc": "a control character",
    "Cn": "no assigned character",
    "Cs": "half a character",
    "Zl": "a hidden line break",
    "Zp": "a hidden line break",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file's data with the place of every part of it; `text` has plain line feeds, whatever the file had."""

    file: str
    text: str
    data: dict[str, Data]
    _lines: list[str] = field(repr=False)
    _places: dict[Path, tuple[Span, Span]] = field(repr=False)

    def value(self, path: Path) -> Span:
        """Where the value at `path` stands: the first line of several; the place above where there is none."""
        return self._place(path)[1]

    def key(self, path: Path) -> Span:
        """Where the key that leads to `path` stands; for a list's item the item, for `()` the start of the file."""
        return self._place(path)[0]

    def line(self, number: int) -> str:
        """The line of that number, counted from 1; empty beyond the end."""
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def _place(self, path: Path) -> tuple[Span, Span]:
        while path not in self._places:
            path = path[:-1]
        return self._places[path]


def parse(text: str, file: str) -> Source:
    """The data of a YAML text; `file` is the name that places show. Raises Refused with all that is wrong."""
    text = text.replace("\r\n", "\n")
    bad = {character for character in set(text) if _oddity(character)}
    lines = text.split("\n")
    findings = list(islice(_odd_characters(lines, bad, file), MAX_FINDINGS))
    # The parser goes on with a stand-in of the same width, so that one run finds the other faults too.
    clean = text.translate({ord(character): "\ufffd" for character in bad})
    composer = _Composer(clean, file)
    data = composer.document()
    # An odd character is the likely cause of a broken structure: then it is told alone.
    findings += [found for found in composer.findings if not (bad and found.code in ("YML003", "YML007"))]
    if findings or not isinstance(data, dict):  # the data are a mapping if nothing is found
        raise Refused(sorted(findings, key=lambda found: found.spans)[:MAX_FINDINGS])
    return Source(file, text, data, lines, composer.places)


def quote(text: str) -> str:
    """A text from outside for use in a message: in backquotes, or only described if it is long or not printable."""
    if len(text) > MAX_ECHO:
        return f"a text of {len(text)} characters"
    if not text:
        return "an empty text"
    return f"`{text}`" if text.isprintable() else "a text with unprintable characters"


def _oddity(character: str) -> str:
    """What makes a character unfit for a text, in a few words; empty if it is fit."""
    if character in "\n\t":
        return ""
    if character in _BIDI:
        return "a character that turns the direction of text round"
    if 0xE0000 <= ord(character) <= 0xE007F:
        return "a hidden tag character"
    if character == "\ufeff":
        return "a byte order mark inside the text"
    return _CATEGORIES.get(unicodedata.category(character), "")


def _odd_characters(lines: list[str], bad: set[str], file: str) -> Iterator[Finding]:
    if not bad:
        return
    pattern = re.compile("[" + "".join(map(re.escape, sorted(bad))) + "]")
    for number, line in enumerate(lines, 1):
        for match in pattern.finditer(line):
            yield _odd(match[0], Span(file, number, match.start() + 1, match.end() + 1))


def _odd(character: str, span: Span) -> Finding:
    name = unicodedata.name(character, "")
    what = f"U+{ord(character):04X}" + (f" ({name})" if name else "")
    return finding("YML008", f"{what} is {_oddity(character)}", "take it out, or type the line again", span)


class _Mark(Protocol):
    """What the marks of both parsers have in common."""

    line: int
    column: int


class _Stop(Exception):
    """Reading ends here; the finding that says why is already noted."""


class _Composer:
    """Puts the parser's events together as data, and notes the place of each part and all that is refused."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.lines = text.split("\n")
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=PARSER)
        self.findings: list[Finding] = []
        self.places: dict[Path, tuple[Span, Span]] = {}
        self.brackets: list[Span] = []

    def document(self) -> Data:
        """The data of the only document; what is wrong with it is in `findings`."""
        try:
            return self._only_document()
        except _Stop:
            return None
        except yaml.MarkedYAMLError as error:
            self.findings.append(self._syntax(error))
        except (yaml.YAMLError, ValueError, OverflowError):
            # PyYAML's own parser, used where libyaml is missing, lets chr() and int() fail on a wild escape.
            self.findings.append(finding("YML003", "the text is not YAML", "look for a `\\` escape", self._start()))
        return None

    def _only_document(self) -> Data:
        next(self.events)
        begin = next(self.events)
        if not isinstance(begin, yaml.DocumentStartEvent):
            self._refuse("YML007", "the file is empty", "write at least `store:` and `supplier:`", self._start())
            return None
        if begin.version or begin.tags:
            self._refuse("YML005", "a `%` line is not used here", "take it out", self._span(begin))
        data, span = self._node(next(self.events), (), 0)
        self.places[()] = (self._start(), span)
        next(self.events)
        after = next(self.events)
        if not isinstance(data, dict) and not self.findings:
            found = "the file is empty" if data is None else "the file does not start with a key"
            self._refuse("YML007", found, "write `key: value` lines", span)
        if not isinstance(after, yaml.StreamEndEvent):
            self._refuse("YML007", "a second document starts here", "keep one document a file", self._span(after))
        return data

    def _node(self, event: yaml.Event, path: Path, depth: int) -> tuple[Data, Span]:
        span = self._span(event)
        if isinstance(event, yaml.AliasEvent):
            self._refuse("YML005", "an alias (`*`) is not used here", "write the value out, or put it in quotes", span)
            return None, span
        self._plain_only(event, span)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, span), span
        if depth == MAX_DEPTH:
            self._too_deep(span)
        self.brackets.append(span)
        compose = self._list if isinstance(event, yaml.SequenceStartEvent) else self._mapping
        result = compose(path, depth, span)
        self.brackets.pop()
        return result

    def _scalar(self, event: yaml.ScalarEvent, span: Span) -> Data:
        value = str(event.value)
        for character in sorted(set(value)):
            if _oddity(character):
                self._note(_odd(character, span))
        return value if event.style else _resolve(value)

    def _list(self, path: Path, depth: int, span: Span) -> tuple[Data, Span]:
        items: list[Data] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            here = (*path, len(items))
            value, place = self._node(event, here, depth + 1)
            items.append(value)
            self.places[here] = (place, place)
            span = _reach(span, place)
        return items, span

    def _mapping(self, path: Path, depth: int, span: Span) -> tuple[Data, Span]:
        entries: dict[str, Data] = {}
        firsts: dict[str, Span] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            place = self._span(event)
            key = self._key(event, place, depth)
            value, value_place = self._node(next(self.events), (*path, key), depth + 1)
            first = firsts.setdefault(key, place)
            if first is not place:
                self._refuse("YML004", f"{quote(key)} appears twice", "keep one of the two", place, first)
            entries[key] = value
            self.places[(*path, key)] = (place, value_place)
            span = _reach(_reach(span, place), value_place)
        return entries, span

    def _key(self, event: yaml.Event, span: Span, depth: int) -> str:
        """The key's text; of a key that is refused a stand-in that no other key can equal."""
        stand_in = f"\0{span.line}:{span.column}"
        if isinstance(event, yaml.AliasEvent):
            self._refuse("YML005", "an alias (`*`) is not used here", "put the key in quotes", span)
            return stand_in
        self._plain_only(event, span)
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse("YML005", "a list or mapping cannot be a key", "put the key in quotes", span)
            self._skip(depth + 1, span)
            return stand_in
        value = self._scalar(event, span)
        if not event.style and event.value != event.value.strip():
            self._refuse("YML008", "the key has an odd kind of space at its side", "write an ordinary space", span)
        if isinstance(value, str) and (event.style or value != "<<"):
            return value
        if value == "<<":
            self._refuse("YML005", "a merge key (`<<`) is not used here", "write the keys out", span)
        elif value is None:
            self._refuse("YML005", "a key is missing before the `:`", "write the key", span)
        else:
            self._refuse("YML005", f"`{event.value}` is not a text, so it cannot be a key", "put it in quotes", span)
        return stand_in

    def _skip(self, depth: int, span: Span) -> None:
        """Passes over the rest of a collection whose start has been read."""
        level = 1
        while level:
            event = next(self.events)
            if isinstance(event, yaml.CollectionStartEvent):
                level += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                level -= 1
            if depth + level > MAX_DEPTH:
                self._too_deep(span)

    def _plain_only(self, event: yaml.Event, span: Span) -> None:
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            self._refuse("YML005", "an anchor (`&`) is not used here", "take it out, or put the text in quotes", span)
        if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag:
            self._refuse("YML005", "a tag (`!`) is not used here", "take it out, or put the text in quotes", span)

    def _too_deep(self, span: Span) -> NoReturn:
        self._refuse("YML006", f"nested more than {MAX_DEPTH} levels deep", "close the brackets, indent less", span)
        raise _Stop

    def _refuse(self, code: str, message: str, help: str, *spans: Span) -> None:
        self._note(finding(code, message, help, *spans))

    def _note(self, found: Finding) -> None:
        self.findings.append(found)
        if len(self.findings) == MAX_FINDINGS:
            raise _Stop

    def _start(self) -> Span:
        return Span(self.file, 1, 1, 1)

    def _span(self, event: yaml.Event) -> Span:
        """The first line's part of an event; of a block text (`|`, `>`) its sign."""
        (line, column), (last, stop) = _position(event.start_mark), _position(event.end_mark)
        if line >= len(self.lines):  # to libyaml a text that ends in a comment ends a line further
            line, column, stop = len(self.lines) - 1, len(self.lines[-1]), len(self.lines[-1])
        elif last > line:
            is_block_text = isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">")
            stop = column + 1 if is_block_text else len(self.lines[line].rstrip())
        return Span(self.file, line + 1, column + 1, stop + 1)

    def _syntax(self, error: yaml.MarkedYAMLError) -> Finding:
        """The parser's complaint in our words; its own words may hold the file's text, so they are not shown."""
        problem = error.problem or ""
        line, column = _position(error.context_mark if "end of stream" in problem else error.problem_mark)
        opened = [span for span in self.brackets if self.lines[span.line - 1][span.column - 1 :].startswith(("[", "{"))]
        if opened and ("stream end" in problem or not "".join(self.lines[line:]).strip()):
            return finding("YML003", "a bracket is not closed", "write `]` or `}` at its end", opened[-1])
        line = min(line, len(self.lines) - 1)
        span = Span(self.file, line + 1, column + 1, column + 2)
        text = self.lines[line]
        if text[: len(text) - len(text.lstrip())].strip(" "):
            return finding("YML003", "the line is indented with something else than spaces", "write spaces", span)
        if text[:column].strip() and ("expected key" in problem or "expected <block end>" in problem):
            return finding("YML003", "the answer has ended before this", "put the whole text in quotes", span)
        for part, message, help in _COMPLAINTS:
            if part in problem:
                return finding("YML003", message, help, span)
        return finding("YML003", "the text is not YAML from here on", "look at the indentation, quotes, brackets", span)


_COMPLAINTS = (
    ("mapping values are not allowed", "a `:` that belongs to no key",
     "put a text that contains `: ` in quotes, and begin a key below its neighbours"),
    ("sequence entries are not allowed", "a list cannot begin here", "begin it on a line of its own"),
    ("alphabetic or numeric character", "a text cannot start with this character", "put the text in quotes"),
    ("cannot start any token", "a text cannot start with this character", "put the text in quotes"),
    ("could not find expected ':'", "a key without a `:`", "write `key: value`"),
    ("did not find expected key", "the line does not fit the lines above", "indent it like its neighbours"),
    ("expected <document start>", "the line does not fit the lines above", "indent it like its neighbours"),
    ("expected <block end>", "the line does not fit the lines above", "indent it like its neighbours"),
    ("expected '-' indicator", "the line does not fit the list above", "begin it with `- ` or indent it less"),
    ("',' or ']'", "a list is not closed", "write `]` at its end and commas between the items"),
    ("',' or '}'", "a mapping is not closed", "write `}` at its end and commas between the entries"),
    ("unexpected end of stream", "a quoted text is not closed", "write the closing quote"),
    ("Unicode character escape", "an escape that stands for no character", "write the character itself"),
    ("escape character", "an unknown escape in a quoted text", "write `\\\\` for a backslash"),
    ("undefined tag handle", "a tag (`!`) is not used here", "put the text in quotes"),
)  # fmt: skip


def _position(mark: _Mark | None) -> tuple[int, int]:
    """A mark's line and column, counted from 0; in characters, with either parser."""
    return (mark.line, mark.column) if mark else (0, 0)


def _reach(span: Span, part: Span) -> Span:
    """`span`, as long as its `part` if that ends on the same line."""
    if part.line != span.line or part.end <= span.end:
        return span
    return Span(span.file, span.line, span.column, part.end)


def _resolve(plain: str) -> Data:
    """A plain scalar's value: true, false, null, a number as people write it, or the text itself."""
    if plain in _WORDS:
        return _WORDS[plain]
    if _INTEGER.fullmatch(plain):
        return int(plain)
    if _FLOAT.fullmatch(plain):
        return float(plain)
    return plain
