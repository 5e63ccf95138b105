"""Edits of a YAML text at known places: whatever is not edited stays as it is, byte for byte, comments too.

The text must be one that `policy_gen.source` has read without complaint. What is put in is given as `Content`: text
that is written on one line as it stands, or mappings and lists of such texts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TypeAlias

import yaml

from policy_gen.source import PARSER, Path

Content: TypeAlias = "str | dict[str, Content] | list[Content]"

STEP = 2
"""How much deeper a mapping that is put in stands than its key."""
LAST = "source"
"""A key that other keys are put before: it is about all of them."""


@dataclass(slots=True)
class _Node:
    """A part of the text: `start` and `end` are offsets, `column` is where the keys or dashes of a block begin.

    `named` is the offset after the colon of its key, and `below` the column for what stands below that key; there is
    none of the latter where the key stands in braces. `parts` are its values by key or number.
    """

    start: int
    end: int
    column: int = 0
    is_block: bool = False
    is_mapping: bool = False
    named: int = 0
    below: int | None = None
    parts: dict[str | int, "_Node"] = field(default_factory=dict)


def put(text: str, path: Path, content: Content) -> str:
    """The text with this at a path of keys and numbers; what is missing of the way there is put in as well."""
    node, rest = _root(text), list(path)
    while rest and rest[0] in node.parts:
        node = node.parts[rest.pop(0)]
    if not rest:
        return _replaced(text, node, content)
    for key in reversed(rest[1:]):
        content = {str(key): content}
    if not node.is_mapping:
        return _replaced(text, node, {str(rest[0]): content})
    return _with_key(text, node, str(rest[0]), content)


def add(text: str, path: Path, item: dict[str, Content], after: int | None = None) -> str:
    """The text with an entry more in the list at a path: after the one of that number, else at its end."""
    node = _at(text, path)
    if node is None:
        return put(text, path, [item])
    if not node.parts:
        return _replaced(text, node, [item])
    last = node.parts[max(node.parts) if after is None else after]
    if not node.is_block:
        return f"{text[: last.end]}, {_flow(item)}{text[last.end :]}"
    return _with_lines(text, _end_of_line(text, last.end), _block([item], node.column))


def _at(text: str, path: Path) -> _Node | None:
    node = _root(text)
    for step in path:
        if step not in node.parts:
            return None
        node = node.parts[step]
    return node


def _replaced(text: str, node: _Node, content: Content) -> str:
    """The text with another value; a mapping or list goes below its key where that is possible."""
    is_below = not isinstance(content, str) and node.below is not None
    if not is_below and not (node.is_block and node.named):
        space = " " if node.named == node.start > 0 else ""
        return f"{text[: node.start]}{space}{_flow(content)}{text[node.end :]}"
    # What stands on the line of the key beside the value itself is a comment: it stays.
    first, last = _end_of_line(text, node.named), _end_of_line(text, node.end)
    comment = text[node.named : first] if node.is_block else text[node.end : last]
    inline = f" {_flow(content)}" if not is_below else ""
    head = f"{text[: node.named]}{inline}{comment}"
    rest = text[node.end if node.is_block else last :]
    lines = _block(content, node.below or 0) if is_below else iter(())
    return _with_lines(head + rest, len(head), lines)


def _with_key(text: str, node: _Node, key: str, content: Content) -> str:
    """The text with a key more in a mapping."""
    others = [part for name, part in node.parts.items() if name != LAST] or list(node.parts.values())
    if node.is_block:
        return _with_lines(text, _end_of_line(text, others[-1].end), _block({key: content}, node.column))
    entry = _flow({key: content})[1:-1]
    if not others:
        return f"{text[: node.start + 1]}{entry}{text[node.start + 1 :]}"
    return f"{text[: others[-1].end]}, {entry}{text[others[-1].end :]}"


def _with_lines(text: str, at: int, lines: Iterator[str]) -> str:
    """The text with lines more after the line that ends at an offset."""
    new_line = "\r\n" if "\r\n" in text else "\n"
    return text[:at] + "".join(f"{new_line}{line}" for line in lines) + text[at:]


def _end_of_line(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    return end - (text[end - 1 : end] == "\r")


def _flow(content: Content) -> str:
    """Content on one line."""
    if isinstance(content, dict):
        return f"{{{', '.join(f'{key}: {_flow(part)}' for key, part in content.items())}}}"
    if isinstance(content, list):
        return f"[{', '.join(_flow(part) for part in content)}]"
    return content


def _block(content: Content, column: int) -> Iterator[str]:
    """Content as lines that begin at a column."""
    start = " " * column
    if isinstance(content, dict):
        for key, part in content.items():
            if isinstance(part, str):
                yield f"{start}{key}: {part}"
            else:
                yield f"{start}{key}:"
                yield from _block(part, column + STEP)
    elif isinstance(content, list):
        for item in content:
            first, *others = _block(item, column + STEP)
            yield f"{start}- {first.lstrip()}"
            yield from others
    else:
        yield f"{start}{content}"


def _root(text: str) -> _Node:
    """The parts of the text's only document."""
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    # The parser counts a line's end as one character, however it is written.
    events = yaml.parse(text.replace("\r\n", "\n"), Loader=PARSER)
    next(events), next(events)  # the stream begins, and the document
    return _Reader(text, starts, events).node(next(events))


@dataclass(slots=True)
class _Reader:
    """Puts the parser's events together as parts of the text."""

    text: str
    starts: list[int]
    events: Iterator[yaml.Event]

    def node(self, event: yaml.Event) -> _Node:
        """The part that an event begins, or is."""
        start, end = self._offset(event.start_mark), self._offset(event.end_mark)
        if isinstance(event, yaml.ScalarEvent):
            # The end of a block text is where the next part begins.
            end = max(start, len(self.text[:end].rstrip())) if event.style in ("|", ">") else end
            return _Node(start, end)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        node = _Node(
            start, end, getattr(event.start_mark, "column", 0), not getattr(event, "flow_style", True), is_mapping
        )
        while not isinstance(event := next(self.events), yaml.CollectionEndEvent):
            self._part(node, event)
        last = max((part.end for part in node.parts.values()), default=start)
        node.end = last if node.is_block else self._offset(event.end_mark)
        return node

    def _part(self, node: _Node, event: yaml.Event) -> None:
        if not node.is_mapping:
            node.parts[len(node.parts)] = self.node(event)
            return
        key = str(getattr(event, "value", ""))
        colon = self.text.index(":", self._offset(event.end_mark)) + 1
        part = self.node(next(self.events))
        part.named, part.below = colon, node.column + STEP if node.is_block else None
        node.parts[key] = part

    def _offset(self, mark: object) -> int:
        # The marks of PyYAML's two parsers share no type.
        line, column = getattr(mark, "line", 0), getattr(mark, "column", 0)
        return min(int(self.starts[line]) + column, len(self.text))
