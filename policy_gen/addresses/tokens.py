"""Text as a row of tokens, each with a one-letter code, so that the rules for addresses are short patterns of codes."""

import re
from dataclasses import dataclass

from policy_gen.addresses import words
from policy_gen.addresses.folding import PARAGRAPH, plain
from policy_gen.addresses.po_box import PO_BOX

# The codes. Numbers:
#   3 one to three digits        5 four or five digits    6 six to eight digits    y a year or two, from 1900
#   h with a letter or slash     x 1,234                  o an ordinal (5th)       n a number's name (Twelve)
#   a after "section", or 24/7   q a quantity or price    t a date                 f a telephone number
#   Z a postcode by its look     B a P.O. box with its number
# Words:
#   C a name (a capital letter, or a script without them)   w any other word             p a particle (de, of)
#   E street   V avenue   e court   d dr   R rue   r via   X utca   K a compound (Hauptstraße)
#   A a part of a town   U a unit (Apt)   l a label (No.)   L a reference (Section)   M a month   T Days   S a heading's
# Signs:
#   , a separator: comma, line break, dash                  . an end: full stop, colon, blank line   b a bracket


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of folded text and its code."""

    code: str
    start: int
    end: int


def _lexicon() -> dict[str, str]:
    """Every known word with its code; where a word stands in several lists the later list wins."""
    lists: tuple[tuple[str, list[str]], ...] = (
        ("p", words.PARTICLES),
        ("S", words.PROSE),
        ("T", words.QUANTITIES),
        ("U", words.UNITS),
        ("A", words.AREAS),
        ("l", words.NUMBER_LABELS),
        ("L", words.REFERENCES),
        ("X", words.STREETS_BEFORE_NUMBERS),
        ("R", words.STREETS_BEFORE_NAMES),
        ("r", words.SHORT_STREETS_BEFORE_NAMES),
        ("d", words.SHORT_STREETS),
        ("e", words.EVERYDAY_STREETS),
        ("E", words.STREETS),
        ("V", words.STREETS_EITHER_WAY),
        ("M", words.MONTHS),
        ("n", words.NUMBER_NAMES),
    )
    return {plain(word): code for code, listed in lists for word in listed}


_LEXICON = _lexicon()
_ENDINGS = tuple(plain(ending) for ending in words.STREET_ENDINGS)
_QUANTITIES = "|".join(sorted({re.escape(plain(word)) for word in words.QUANTITIES}, key=len, reverse=True))
_CAPITAL_ONLY = frozenset("eMTSn")
_CAPITAL_WORDS = frozenset(("via", "plaza", "park"))
_BEFORE_NAMES = frozenset(map(plain, words.SHORT_STREETS_BEFORE_NAMES)) - _CAPITAL_WORDS
_OFTEN_STATES = frozenset("TUAprXdlL")  # two capitals are more often a state: "LA", "AS", "CT"

# Letters with the vowel signs of Hebrew, Arabic and the Indic scripts, which Python doesn't count as letters.
_LETTER = r"(?:[^\W\d_]|[\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0970-\u0dff])"
_WORD = rf"{_LETTER}+(?:['-]{_LETTER}+)*'?"
_POSTCODE = (
    r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d{2} ?[A-Z\d]{4}|[A-Z]\d[A-Z] ?\d[A-Z]\d"
    r"|(?:ACT|NSW|NT|QLD|SA|TAS|VIC|WA),? \d{4}|D6W ?[A-Z\d]{4}|[A-Z]{1,2}-\d{4,5}|\d{5}-\d{3,4}|\d{4}-\d{3}"
    r"|\d{2}-\d{3}|\d{4} ?[A-Z]{2}(?=,?\s+'?[A-Z])"
    r"|\d{3} \d{2}(?=\s+[^\W\d_a-z])"
)
_PHONE = (
    r"\+\d[\d ().-]{6,18}\d|\(\d{2,4}\) ?\d{3,4}[ -]\d{3,4}|\d{2,4}-\d{3,4}-\d{4}|1(?!9\d\d-)\d{3}-\d{4}"
    r"|\d{3}[ .]\d{3}[ .]\d{4}"
)
_DATE = r"\d{1,2}-\d{1,2}-\d{4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|[0-3]?\d[/.][0-3]?\d[/.](?:(?:19|20)\d{2}|\d{2})"
# "CRA 23, 24": sections of an act, by its short name in capitals; not where it goes on as an address does.
_SECTION = r"\d{1,3}[A-Z]?(?:\(\w{1,4}\))*(?:-\d{1,3}(?:\(\w{1,4}\))*)?"
_SECTIONS = rf"[A-Z]{{2,5}} {_SECTION}(?:, ?{_SECTION})+(?=[).;:]|,? (?:and|gives|not|or)\b|$)"
_PATTERNS = (
    ("box", PO_BOX),
    ("web", r"(?:https?://|www\.)[^\s,;<>()¶]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"),
    ("phone", rf"(?<![\w-])(?:{_PHONE})(?![\w-])"),
    ("date", rf"(?<![\w-])(?:{_DATE})(?![\w-])"),
    ("marker", r"(?:(?<=[\n¶])|^)\s*\d{1,2}[.)](?=\s)"),
    ("price", r"(?:[$€£¥₩]|USD|EUR|GBP|KRW) ?\d[\d,.]*"),
    ("law", rf"§{{1,3}} ?\d[\w.]*|(?<![\w.-]){_SECTIONS}"),
    ("large", r"\d{1,3}(?:,\d{3})+(?![\d.])"),
    ("part", r"\d+[.:]\d[\d.:]*(?:%| %)?|\d+ ?[%$€£¥₩°]"),
    ("postcode", rf"(?<![\w-])(?:{_POSTCODE})(?![\w-])"),
    ("ordinal", r"\d+(?:st|nd|rd|th)(?!\w)"),
    ("nonumber", r"(?i:s/n)(?!\w)"),
    ("number", r"\d+[A-Za-z]?(?: ?[/-] ?\d+[A-Za-z]?| ?[/-][A-Za-z](?!\w))*(?!\w)"),
    ("code", r"\d\w*"),
    ("corner", r"[Cc]/(?= ?[A-Z][a-z])"),
    ("word", _WORD),
    ("hash", r"#"),
    ("apart", r"[,\n/-]|\s[-/]\s"),
    ("bracket", r"[()]"),
    ("stop", rf"[.;:!?\[\]<>\"{PARAGRAPH}]"),
)
_TOKEN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS))
_FIXED = {
    "box": "B", "web": ".", "phone": "f", "date": "t", "marker": ".", "price": "q", "law": "q", "large": "x",
    "part": "q", "postcode": "Z", "ordinal": "o", "nonumber": "h", "code": "h", "corner": "R", "hash": "l",
    "apart": ",", "bracket": "b", "stop": ".",
}  # fmt: skip
_YEARS = re.compile(r"(?:19|20)\d\d ?[-/] ?(?:19|20)?\d\d")
_QUANTITY_FOLLOWS = re.compile(rf"[ -]?(?:{_QUANTITIES})(?!\w)")
_NO_CAPITALS = re.compile(r"[\u0590-\u0dff\u10d0-\u10ff]")
_DOTTED = frozenset("lUdErRVXAMLpK")


def _number_code(number: str, text: str, end: int, before: str) -> str:
    if _QUANTITY_FOLLOWS.match(text, end):
        return "q"
    if before.endswith(("L", "Ll")):
        return "a"
    if number == "24/7":
        return "a"
    if not number.isdigit():
        return "y" if _YEARS.fullmatch(number) else "h" if len(number) <= 16 else "q"
    if len(number) <= 3:
        return "3"
    if len(number) <= 5:
        return "y" if len(number) == 4 and number[:2] in ("19", "20") else "5"
    return "6" if len(number) <= 8 else "q"


def _word_code(word: str) -> str:
    small = word.lower()
    capital = word[0].isupper() or bool(_NO_CAPITALS.match(word))
    known = _LEXICON.get(small)
    if known in _OFTEN_STATES and len(word) == 2 and word.isupper():
        return "C"
    if known and (capital or (known not in _CAPITAL_ONLY and small not in _CAPITAL_WORDS)):
        return known
    if not capital and small in _BEFORE_NAMES:
        return "r"
    if small.endswith(_ENDINGS) and len(small) > 5 and (capital or small.endswith("strasse")):
        return "K"
    return "C" if capital else "w"


def _token(found: re.Match[str], text: str, before: str) -> Token:
    kind, value, end = found.lastgroup or "", found[0], found.end()
    if kind == "number":
        return Token(_number_code(value, text, end, before), found.start(), end)
    if kind != "word":
        return Token(_FIXED[kind], found.start(), end)
    code = _word_code(value)
    if text[end : end + 1] == "." and (code in _DOTTED or len(value) == 1):
        end += 1
    if text[end : end + 1] == ":" and code == "l":
        end += 1
    return Token(code, found.start(), end)


def tokens(text: str) -> list[Token]:
    """The tokens of a folded text in order, separators that follow each other as one."""
    row: list[Token] = []
    codes = ""
    place = 0
    while found := _TOKEN.search(text, place):
        token = _token(found, text, codes[-2:])
        place = token.end
        if not (token.code == "," and codes.endswith((",", "."))):
            row.append(token)
            codes = codes[-2:] + token.code
    return row
