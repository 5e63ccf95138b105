"""The sure guard: terms that must never appear, found in any spelling."""

import re
from collections.abc import Iterable, Iterator

from policy_gen.addresses.folding import Folded, fold
from policy_gen.addresses.street import Match
from policy_gen.addresses.words import NUMBER_NAMES, STREET_ENDINGS

SHINGLE = 3
"""Words of a term that give it away when they stand together."""

# Spellings of one word: the first is its normal form.
_SPELLINGS = (
    ("street", "strasse", "str", "st"),
    ("road", "rd"),
    ("avenue", "avenida", "avda", "ave", "av"),
    ("boulevard", "blvd", "bvd", "bd"),
    ("drive", "dr"),
    ("lane", "ln"),
    ("court", "ct"),
    ("place", "pl"),
    ("square", "sq"),
    ("terrace", "ter", "terr"),
    ("crescent", "cres"),
    ("highway", "hwy"),
    ("parkway", "pkwy"),
    ("apartment", "appartement", "appt", "apt"),
    ("suite", "ste"),
    ("floor", "fl"),
    ("building", "bldg"),
    ("ulica", "ul"),
    ("улица", "ул"),
    ("проспект", "просп", "пр"),
    ("jalan", "jln", "jl"),
    *((str(number), name) for number, name in enumerate(NUMBER_NAMES, start=1)),
)
_NORMAL = {spelling: group[0] for group in _SPELLINGS for spelling in group}
_GROUPS = {group[0]: group for group in _SPELLINGS}

_WORD = re.compile(r"\d+|[^\W\d_]+")
_ENDINGS = sorted({fold(ending).text for ending in STREET_ENDINGS} | {"로", "길"}, key=len, reverse=True)
_LABELS = frozenset(("no", "nr"))


def _parts(word: str) -> list[str]:
    """A compound in its parts: `hauptstrasse` is `haupt` and `strasse`."""
    tail: list[str] = []
    while word not in _NORMAL:
        ending = next((ending for ending in _ENDINGS if word.endswith(ending) and len(word) > len(ending) + 1), None)
        if ending is None:
            break
        word = word.removesuffix(ending)
        tail.insert(0, ending)
    return [word, *tail]


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(fold(fold(text).text.casefold()).text):
        yield from (_NORMAL.get(part, part) for part in _parts(word) if part not in _LABELS)


def normalised(text: str) -> str:
    """`text` as plain words with one space between: no accents, marks or punctuation, and `st` written as `street`."""
    return " ".join(_words(text))


def _telling_parts(words: list[str]) -> list[list[str]]:
    """The whole term, and each shingle of it that holds its first number (a town with its postcode tells nothing)."""
    number = next((word for word in words if word.isdigit()), None)
    shingles = [words[place : place + SHINGLE] for place in range(len(words) - SHINGLE + 1)]
    return [words] + [shingle for shingle in shingles if number is None or number in shingle]


def _pattern(words: list[str]) -> re.Pattern[str]:
    """Matches the words with nothing between them, each in any of its spellings."""
    label = f"(?:{'|'.join(sorted(_LABELS))})?"
    return re.compile(
        "".join(
            (label if word.isdigit() else "") + f"(?:{'|'.join(map(re.escape, _GROUPS.get(word, (word,))))})"
            for word in words
        )
    )


def _compact(folded: Folded) -> tuple[str, list[int]]:
    """The letters and digits of a text in small letters, without anything between, and where each one stands."""
    letters: list[str] = []
    places: list[int] = []
    for word in _WORD.finditer(folded.text):
        for place in range(word.start(), word.end()):
            small = folded.text[place].casefold()
            letters.append(small)
            places.extend([place] * len(small))
    return "".join(letters), places


def _continues(text: str, place: int) -> bool:
    """Whether the characters before and at `place` belong to one word or one number."""
    if not 0 < place < len(text):
        return False
    left, right = text[place - 1], text[place]
    if left.isdigit() or right.isdigit():
        return left.isdigit() and right.isdigit()
    return left.isalpha() and right.isalpha() and not (left.islower() and right.isupper())


def _term_matches(folded: Folded, compact: str, places: list[int], term: str, rule: str) -> Iterator[Match]:
    words = normalised(term).split()
    if not words:
        return
    for part in _telling_parts(words):
        for found in _pattern(part).finditer(compact):
            start, end = places[found.start()], places[found.end() - 1] + 1
            if not _continues(folded.text, start) and not _continues(folded.text, end):
                yield Match(folded.starts[start], folded.ends[end - 1], rule)


def find_private_terms(text: str, terms: Iterable[str]) -> tuple[Match, ...]:
    """Where one of `terms`, or three words of it together with its first number, stands in `text` in any spelling.

    The rule is named by the term's place in the list, counted from 1, so that nothing shows the term itself.
    """
    folded = fold(text)
    compact, places = _compact(folded)
    return tuple(
        sorted(
            {
                match
                for count, term in enumerate(terms, start=1)
                for match in _term_matches(folded, compact, places, term, f"private term {count}")
            }
        )
    )
