"""Whether a text names somebody: the word as such, and not as a part of another one."""

import re

_LETTER = (
    r"[^\W_\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3005-\u31ff\u3400-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff]"
)
"""A letter or digit, but for Thai, Hangul, Han and their like: these put no space between a name and what follows."""
_EDGE = f"(?:(?<!{_LETTER})|(?!{_LETTER}))"


def holds(text: str, word: str) -> bool:
    """Whether a text holds a word as such, not as a part of another one: `Li`, but not in `Living`."""
    text, word = text.casefold(), word.casefold()
    # A pattern takes long to compile, and hardly any text holds the word at all.
    return word in text and re.search(f"{_EDGE}{re.escape(word)}{_EDGE}", text) is not None
