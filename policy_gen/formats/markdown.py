"""The page as Markdown: CommonMark with tables, pleasant to read as plain text."""

import re

from policy_gen.document import Document
from policy_gen.formats import Style

# What would start or end markup in the middle of a line. An underscore inside a word is only an underscore.
_INSIDE = re.compile(r"[\\`*\[\]<>~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
# What would make a line a heading, a quote, a list item, a rule or the underline of a heading.
_OPENING = re.compile(r"[#>+=-]|(?<=\d)[.)]")
_NUMBER = re.compile(r"\d{1,9}(?=[.)])")
_CLOSING = re.compile(r"#(?=#*$)")


def plain(text: str) -> str:
    """Plain text as one line of Markdown that reads the same; nothing is escaped that needs no escape."""
    line = _INSIDE.sub(r"\\\g<0>", " ".join(text.split()))
    number = _NUMBER.match(line)
    at = number.end() if number else 0
    if _OPENING.match(line, at):
        line = f"{line[:at]}\\{line[at:]}"
    return _CLOSING.sub(r"\\#", line) if not line.startswith("\\#") else line


def render(document: Document, style: Style) -> bytes:
    """The document as UTF-8 Markdown; `style` has nothing to say here."""
    blocks = [f"# {plain(document.title)}", plain(document.subtitle)]
    for section in document.sections:
        blocks += [f"## {plain(section.title)}", section.body.strip()]
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()
