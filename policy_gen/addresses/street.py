"""Street addresses in running text, by patterns of token codes and, for scripts without spaces, of characters."""

import re
from dataclasses import dataclass, replace

from policy_gen.addresses.folding import DECORATION, Folded, fold, is_hidden
from policy_gen.addresses.po_box import holds_po_box
from policy_gen.addresses.scripts import script_rules
from policy_gen.addresses.tokens import tokens
from policy_gen.addresses.words import NUMBER_NAMES


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """A stretch of the text, from `start` to `end` (excluded), and the rule that found it; never the text itself."""

    start: int
    end: int
    rule: str


_N = "[35hy]"  # a house number
_MARKED = "[35hxaftZ]"  # a number of any look, where a clear street word makes up for it
_NAME = "[CMTSoedrRXKALEVU]"  # any word with a capital letter
_PLACE = "[CSKXeEdrRA]"
_MIDDLE = f"(?:[CSTbop,lUAeEdKXrRV]|{_N}){{0,14}}"
_POSTCODE = "(?:[6Z]|(?<=[CeEKXdr])5|(?<=[CeEKXdr],)5|5(?=,?C)|(?<=h,)y(?=C))"

# Each rule is a pattern of token codes (see tokens.py). Repetitions are bounded, so the time grows with the text only.
_RULES = (
    ("number and street", f"(?:{_MARKED},?|y)p{{0,2}}{_NAME}[p,]?(?:{_NAME}p?){{0,3}}(?<!,)[EV]"),
    ("number and street in small letters", f"{_N}w{{1,2}}[EV]"),
    ("number and everyday street word", "(?:[35h],?|y)(?:[CMoe]p?){1,3}e(?!p?w)"),
    ("number, The and everyday street word", "[35h],?Se(?=,C)"),
    ("number and short street word", f"{_N},?[CMo]{{1,3}}[dr](?=[,.U56Z]|$)"),
    ("number before street and name", "[35hyxaft],?[RV](?:p{0,3}[CMoEeTSdrXKRUA35]){1,4}"),
    ("number before short street word and name", f"{_N},?(?:[re]p{{1,3}}C|rC{{1,3}}(?=,|$|\\.))"),
    ("street, name and number", f"[RV],?p{{0,3}}[CMoEeTSdrXKRUALp3]{{1,6}},?l{{0,2}}{_N}(?!T)"),
    ("short street word, name and number", "rp{0,3}[CMoEeSdrXKRULp3]{1,6},?l{0,2}[35h](?!T)"),
    ("street and number", f"R,?l{{0,2}}{_N}(?!T)"),
    ("street, words and marked number", f"[RrV](?:[CpwoMTS]|{_N}){{1,6}},?l{{1,2}}{_N}"),
    ("name, street and number", f"(?:[CMop]|{_N}){{0,3}}[CMo]w?,?X,?l{{0,2}}{_N}(?!T)"),
    ("compound street and number", "K,?l{0,2}[35hyZ](?!T)"),
    ("street before number", f"[CMo]{{1,3}}[EVe],?l?{_N}(?=[,.]?$|[,.U56Z]|C)"),
    ("name, number and postcode", f"{_PLACE},?l{{0,2}}{_N}(?:,|(?=U)){_MIDDLE}{_POSTCODE}"),
    ("number, name and postcode", f"(?:[35hZ],?|y){_PLACE}{_MIDDLE},{_MIDDLE}{_POSTCODE}"),
    ("name in small letters, number and postcode", "[CXp]p?w{1,2},?[3h],[Z5]C"),
    ("name, number and region", f"C,?l?{_N},(?:[Cp]{{1,4}},)?Ap{{0,2}}C"),
    ("name, number and unit", f"[CKXe],?l?{_N},?U{_N}"),
    ("unit, number and street", f"U{_N},?[CMo]{{1,3}}[EVe]"),
    ("number, name and part of town", f"{_N},?[Cp]{{1,4}},?Ap{{0,2}}[C3]"),
    ("street, town and postcode", f"(?:C{{1,3}}[EVe]|[RV]p{{0,3}}C{{1,4}}),?(?:[Cp]{{1,4}},?){{1,3}}{_POSTCODE}"),
    ("short street word, town and postcode", "rp{0,3}C{1,4},[Cp]{1,4},[6Z]"),
    ("number's name and street", "n[CMo]{1,3}(?:[EV]|e(?=,C))"),
    ("P.O. box and street", "B[CMoe]{1,3}[EV]"),
)
_TOKEN_RULES = tuple((name, re.compile(pattern)) for name, pattern in _RULES)

# In a P.O. box line a street name is too much even without a house number, and so is a number before a name.
_BESIDE_BOX = re.compile("[CMoe][EV]|K|[RV]p{0,3}C|[3h]p{0,2}C")


# Every rule by tokens asks for a number: in digits, as "s/n" where there is none, or by its name with a capital letter.
_HOLDS_NUMBER = re.compile(rf"\d|(?i:s/n)|[A-Z](?i:{'|'.join(name[1:] for name in NUMBER_NAMES)})")


def _by_tokens(text: str) -> list[Match]:
    if not _HOLDS_NUMBER.search(text):
        return []
    row = tokens(text)
    codes = "".join(token.code for token in row)
    return [
        Match(row[found.start()].start, row[found.end() - 1].end, name)
        for name, pattern in _TOKEN_RULES
        for found in pattern.finditer(codes)
    ]


def _by_characters(text: str) -> list[Match]:
    return [
        Match(found.start(), found.end(), name)
        for name, pattern in script_rules(text)
        for found in pattern.finditer(text)
    ]


def _in_original(folded: Folded, match: Match) -> Match:
    return Match(folded.starts[match.start], folded.ends[match.end - 1], match.rule)


def _merged(matches: list[Match]) -> tuple[Match, ...]:
    """Matches in order; those that overlap become one, named after the first."""
    merged: list[Match] = []
    for match in sorted(matches):
        if merged and match.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Match(last.start, max(last.end, match.end), last.rule)
        else:
            merged.append(match)
    return tuple(merged)


def find_street_addresses(text: str) -> tuple[Match, ...]:
    """Everything in `text` that looks like a street address, with places in `text` itself; P.O. boxes don't count.

    Hidden characters may stand for nothing or for a space, and line breaks for a comma or for a space: all are tried.
    """
    readings = [fold(text)]
    if "\n" in readings[0].text:
        readings.append(replace(readings[0], text=readings[0].text.replace("\n", " ")))
    if any(character in DECORATION or is_hidden(character) for character in text):
        readings.append(fold(text, gap=" "))
    return _merged(
        [
            _in_original(folded, match)
            for folded in readings
            for match in _by_tokens(folded.text) + _by_characters(folded.text)
        ]
    )


def is_po_box(text: str) -> bool:
    """Whether `text` is a P.O. box of some country, with its town and postcode at most.

    A box beside a street address is refused, and so is a private mail box at a mail shop (PMB): it has a street.
    """
    if not holds_po_box(text) or find_street_addresses(text):
        return False
    return not _BESIDE_BOX.search("".join(token.code for token in tokens(fold(text).text)))
