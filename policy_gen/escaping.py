"""Text that a merchant typed, made safe for Markdown: it comes out as it was typed and never becomes markup."""

import re
import unicodedata

# What acts wherever it stands. An underscore within a word, a lone tilde, "&" and ">" within a line are only text.
_ANYWHERE = re.compile(r"[\\`*\[\]|]|(?<![^\W_])_|_(?![^\W_])")
_ENTITIES = re.compile(r"<|~(?=~)|(?<=~)~|&(?=#?\w+;)")
# What acts at the start of a line only.
_START = re.compile(r"[#>+-]|(?<=\d)[.)](?=\s|$)")
_LEAD = re.compile(r"\d{1,9}(?=[.)](?:\s|$))")


def tidy(text: str) -> str:
    """The text on one line, in composed form."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def escaped(text: str) -> str:
    """The text as Markdown that shows just this text, in CommonMark and in Python-Markdown."""
    text = tidy(text)
    number = _LEAD.match(text)
    start = number.end() if number else 0
    lead = f"{text[:start]}\\" if _START.match(text, start) else text[:start]
    rest = _ENTITIES.sub(lambda match: f"&#{ord(match[0])};", text[start:])
    rest = _ANYWHERE.sub(lambda match: f"\\{match[0]}", rest)
    return f"{lead}&#61;{rest[1:]}" if rest.startswith("=") else lead + rest
