"""Text without its disguises: one plain spelling for every way to write the same letters, with the places kept.

Case stays, because a capital letter is how most scripts mark a name.
"""

import re
import unicodedata
from dataclasses import dataclass

PARAGRAPH = "¶"
"""Stands for a blank line in folded text; no rule reaches across it."""

DECORATION = "*`~\\"
"""Markdown's marks inside words and the backslash before an escaped character."""

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_QUOTES = "'\u2018\u2019\u02bc\u2032"
_INVISIBLE_LETTERS = "\u115f\u1160\u3164\uffa0\u034f"

_SINGLE = {
    "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae",
    "œ": "oe", "Œ": "Oe", "ı": "i", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ħ": "h", "Ħ": "H", "ς": "σ",
    "_": " ", "|": "\n",
}  # fmt: skip

# Characters that stay as they are unless a mark follows; else a base character with the marks that follow it, or the
# parts of one Korean syllable.
_CLUSTER = re.compile(
    r"(?P<plain>[ !-)+-\[\]^a-{}가-힣]+(?![\u0300-\u036f\u3099\u309a]))"
    r"|\n[ \t\r\f\v]*(?:\n\s{0,200})?|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|.[\u0300-\u036f\u3099\u309a]{0,8}",
    re.DOTALL,
)
_MARKS = re.compile("[\u0300-\u036f]")
_MIXED_WORD = re.compile(r"[^\W\d_]{2,40}")
_LATIN = re.compile("[A-Za-z]")

# Cyrillic and Greek letters that look like Latin ones; used only in words that hold Latin letters as well.
_LOOK_ALIKE = dict(
    zip(
        "АВЕКМНОРСТУХІЅЈаеорсухіѕјһԁΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρικ",
        "ABEKMHOPCTYXISJaeopcyxisjhdABEZHIKMNOPTYXovpik",
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Folded:
    """Plain `text`; character i of it was made from the original's characters `starts[i]` to `ends[i]` (excluded)."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def is_hidden(character: str) -> bool:
    """Whether readers don't see the character: zero-width, a soft hyphen, a direction mark, a variation selector."""
    if character in _INVISIBLE_LETTERS or "\ufe00" <= character <= "\ufe0f":
        return True
    return unicodedata.category(character) == "Cf"


def _plain_character(character: str, gap: str) -> str:
    if " " < character <= "~" and character not in "*`~\\_|":
        return character
    if character in DECORATION or is_hidden(character):
        return gap
    if character in _SINGLE:
        return _SINGLE[character]
    if character.isspace():
        return " "
    if character in _DASHES:
        return "-"
    if character in _QUOTES:
        return "'"
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def _plain_cluster(cluster: str, gap: str) -> str:
    if cluster[0] == "\n":
        return PARAGRAPH if cluster.count("\n") > 1 else "\n"
    if len(cluster) == 1 and " " < cluster <= "~":
        return _plain_character(cluster, gap)
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", cluster))
    return "".join(_plain_character(character, gap) for character in unicodedata.normalize("NFC", bare))


def _without_look_alikes(word: re.Match[str]) -> str:
    letters = word[0]
    if letters.isascii() or not _LATIN.search(letters):
        return letters
    return "".join(_LOOK_ALIKE.get(letter, letter) for letter in letters)


def fold(text: str, gap: str = "") -> Folded:
    """`text` in plain letters and digits; what is hidden inside it becomes `gap`."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(text.replace("\r\n", " \n").replace("\r", "\n")):
        if cluster["plain"]:
            pieces.append(cluster[0])
            starts.extend(range(cluster.start(), cluster.end()))
            ends.extend(range(cluster.start() + 1, cluster.end() + 1))
            continue
        plain = _plain_cluster(cluster[0], gap)
        pieces.append(plain)
        starts.extend([cluster.start()] * len(plain))
        ends.extend([cluster.end()] * len(plain))
    folded = _MIXED_WORD.sub(_without_look_alikes, "".join(pieces))
    return Folded(folded, tuple(starts), tuple(ends))


def plain(word: str) -> str:
    """One word, folded and in small letters."""
    return fold(word).text.lower()
