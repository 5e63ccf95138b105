"""The guard: no street address and no private term in an answer, on a page or in a printed line.

A finding of the guard names the place and the rule, never the text; a private term only by its number in its list.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, MutableSequence, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape

from policy_gen.addresses import Match, find_private_terms, find_street_addresses, normalised
from policy_gen.escaping import escaped, tidy
from policy_gen.findings import Finding, Span, finding
from policy_gen.pages.carriers import BREAK, Carrier, of_document, of_html, of_markdown, spread
from policy_gen.pages.document import Document
from policy_gen.records.stated import dotted
from policy_gen.source import Data, Path, Source

DECLARED: Path = ("store", "physical_store", "address")
"""The one answer that may be a street address."""
NO_ADDRESS_HELP = (
    "take it out: customers write by e-mail; a P.O. box goes in `store.po_box`, "
    "and the address of a shop that customers can visit goes in `store.physical_store.address`"
)
WINDOW = 2
"""Lines before and after one that a report wants to show, as an address may go over several."""

_WORD = re.compile("[a-z_]+")
_LINK = re.compile(r"\S*(?:://|www\.|@)\S*")
_BLANK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class PrivateTerms:
    """A list of what must never appear; `of` says in a message which list it is."""

    of: str
    terms: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Allowed:
    """An entry of `allow`: a text that is no address although it looks like one."""

    text: str = field(repr=False)
    span: Span


@dataclass(slots=True)
class Guard:
    """What one questionnaire lets pass and what it never does.

    `start` is the start of its file; `declared` are texts that may stand on its pages; `stood` are the allowed texts
    that some answer really is.
    """

    start: Span
    allowed: tuple[Allowed, ...] = ()
    private: MutableSequence[PrivateTerms] = field(default_factory=list)
    declared: tuple[str, ...] = field(default=(), repr=False)
    stood: set[str] = field(default_factory=set, repr=False)


def listed(text: str, of: str) -> PrivateTerms:
    """The terms of a list: one a line; what follows a `#` and a space is a comment."""
    lines = (re.split(r"(?:^|\s)#+(?:\s|$)", line)[0].strip() for line in text.splitlines())
    return PrivateTerms(of, tuple(line for line in lines if line))


def useless(private: PrivateTerms) -> Iterator[str]:
    """What keeps a list from guarding anything, in words."""
    if not private.terms:
        yield f"{private.of} contains no term, so it guards nothing"
    for number, term in enumerate(private.terms, start=1):
        if not normalised(term):
            yield f"private term {number} of {private.of} has neither letters nor digits, so it guards nothing"


def allowed(source: Source) -> tuple[Allowed, ...]:
    """The entries of `allow`, before anybody has looked whether they are well written."""
    entries = source.data.get("allow")
    return tuple(
        Allowed(" ".join(text.split()), source.value(("allow", number, "text")))
        for number, entry in enumerate(entries if isinstance(entries, list) else [])
        if isinstance(entry, dict) and isinstance(text := entry.get("text"), str)
    )


def in_answers(source: Source, guard: Guard, told: Iterable[Path] = ()) -> list[Finding]:
    """The answers and keys of a file that hold a street address or a private term.

    `told` are the ways to keys that were already refused for asking for an address.
    """
    excused = {entry.text for entry in guard.allowed}
    found = []
    for way, text, is_key in _texts(source.data):
        span = source.key(way) if is_key else source.value(way)
        terms = _terms_in(text, guard.private)
        found += [_private(f"{_named(way, is_key)} contains {term}", span) for term in terms]
        if any(way[: len(start)] == start for start in (DECLARED, *told)) or _is_allow_text(way):
            continue
        if " ".join(text.split()) in excused:
            guard.stood.add(" ".join(text.split()))
        elif match := _first_address(text):
            found.append(_address_in_answer(way, is_key, match, span))
    return found


def _address_in_answer(way: Path, is_key: bool, match: Match, span: Span) -> Finding:
    return finding(
        "ADR001",
        f"{_named(way, is_key)} looks like a street address ({match.rule}), and the page has no place for one",
        f"{NO_ADDRESS_HELP}; if it is no address, add the exact text to `allow` with a reason",
        span,
    )


def _texts(data: Data, way: Path = ()) -> Iterator[tuple[Path, str, bool]]:
    """Every text with its way, and whether it is the last key of that way instead of the answer there."""
    if isinstance(data, str):
        yield way, data, False
    elif isinstance(data, dict):
        for key, value in data.items():
            yield (*way, key), key, True
            yield from _texts(value, (*way, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _texts(value, (*way, number))


def _is_allow_text(way: Path) -> bool:
    return len(way) == 3 and way[0] == "allow" and way[2] == "text"


def _named(way: Path, is_key: bool) -> str:
    """The answer's key; not where a key is a text from outside, which may be an address itself."""
    if any(isinstance(step, str) and not _WORD.fullmatch(step) for step in way):
        return "this key" if is_key else "this answer"
    return f"`{dotted(way)}`"


def _first_address(text: str) -> Match | None:
    """The first street address in a text, a link or a file's name."""
    if _WORD.fullmatch(text):
        return None
    words = _LINK.sub(lambda link: spread(link[0]), text) if " " in text else spread(text)
    matches = _addresses(text) or _addresses(words)
    return matches[0] if matches else None


@lru_cache(maxsize=4096)
def _addresses(text: str) -> tuple[Match, ...]:
    """Remembered, as pages share most of their paragraphs with each other."""
    return find_street_addresses(text)


def _terms_in(text: str, private: Iterable[PrivateTerms]) -> list[str]:
    """Which private terms stand in a text, as a message names them."""
    return [
        f"{rule} of {one.of}"
        for one in private
        for rule in sorted({match.rule for match in find_private_terms(text, one.terms)})
    ]


def _private(message: str, *spans: Span) -> Finding:
    help = "take it out: your list says that it must never appear"
    return finding("ADR004", message, help, *spans)


def in_name(name: str, guard: Guard) -> list[Finding]:
    """The findings about the name that a questionnaire's pages are filed under."""
    found = [_private(f"the file's name contains {term}", guard.start) for term in _terms_in(name, guard.private)]
    if match := _first_address(name.replace(" ", "_")):
        message = f"the file's name looks like a street address ({match.rule}), and the pages are named after it"
        found.append(finding("ADR001", message, "give the file another name", guard.start))
    return found


def on_page(document: Document, guard: Guard) -> list[Finding]:
    """The findings about a page before it is in any format: each names the language and the section."""
    page = f"the page in `{document.language}`"
    return _in_carriers(list(of_document(document)), page, _may_stand(guard), guard)


def in_file(name: str, content: str, is_html: bool, guard: Guard) -> list[Finding]:
    """The findings about a finished file, as its readers get it."""
    carriers = list(of_html(content) if is_html else of_markdown(content))
    return _in_carriers([*carriers, Carrier("the name", name)], f"the finished `{name}`", _may_stand(guard), guard)


def lapsed(documents: Sequence[Document], guard: Guard) -> Iterator[Finding]:
    """A note on each entry of `allow` without which nothing would be found."""
    for entry in guard.allowed:
        if entry.text not in guard.stood or not (_first_address(entry.text) or _needed(entry, documents, guard)):
            message = "this entry of `allow` is no longer needed: no answer that looks like an address is this text"
            yield finding("ADR005", message, "take the entry out", entry.span)


def _needed(entry: Allowed, documents: Iterable[Document], guard: Guard) -> bool:
    """Whether some page holds an address unless the text is left out."""
    others = tuple(text for text in _may_stand(guard) if text != entry.text)
    return any(_street_address(carrier.text, others) for document in documents for carrier in of_document(document))


def _may_stand(guard: Guard) -> tuple[str, ...]:
    return (*guard.declared, *sorted(guard.stood))


def _in_carriers(carriers: Iterable[Carrier], page: str, may_stand: Sequence[str], guard: Guard) -> list[Finding]:
    found: dict[str, Finding] = {}
    for carrier in carriers:
        for term in _terms_in(carrier.text, guard.private):
            message = f"{page} contains {term}, in {carrier.place}"
            found.setdefault(message, _private(message, guard.start))
        if match := _street_address(carrier.text, may_stand):
            message = f"{page} contains what looks like a street address ({match.rule}), in {carrier.place}"
            help = "look at the page's words and at what they stand beside; if it is an answer, see `allow`"
            found.setdefault(message, finding("ADR003", message, help, guard.start))
    return list(found.values())


def _street_address(text: str, may_stand: Sequence[str]) -> Match | None:
    """The first street address of a page's text, the texts that may stand there left out."""
    spellings = {spelling for one in may_stand for spelling in (one, tidy(one), escaped(one), unescape(escaped(one)))}
    if spellings:
        longest_first = "|".join(re.escape(spelling) for spelling in sorted(spellings, key=len, reverse=True))
        text = re.sub(f"(?<![A-Za-z0-9])(?:{longest_first})(?![A-Za-z0-9])", BREAK, text)
    return next((matches[0] for block in _BLANK.split(text) if (matches := _addresses(block))), None)


def in_print(text: str, private: Iterable[PrivateTerms]) -> list[Finding]:
    """The findings about a text that is about to be printed."""
    return [_private(f"what would be printed contains {term}; it is not shown") for term in _terms_in(text, private)]


def printable(findings: Iterable[Finding], private: Sequence[PrivateTerms]) -> list[Finding]:
    """The findings as they may be shown: one that would repeat an address or a private term says only that."""
    return [_printable(found, private) for found in findings]


def _printable(found: Finding, private: Sequence[PrivateTerms]) -> Finding:
    texts = (found.message, *found.items, found.help, *(span.file for span in found.spans))
    terms = _terms_in(BREAK.join(texts), private)
    spans = tuple(replace(span, file="…") if _is_telling(span.file, private) else span for span in found.spans)
    if terms:
        return _private(f"a finding ({found.code}) would show {' and '.join(terms)}, so it is not shown", *spans)
    if _street_address(BREAK.join((found.message, *found.items, found.help)), ()):
        message = "what is wrong here is not shown, as it looks like a street address"
        return replace(found, message=message, help="", spans=spans, items=())
    return replace(found, spans=spans)


def _is_telling(file: str, private: Sequence[PrivateTerms]) -> bool:
    """Whether the name of a file must not be shown."""
    return bool(_terms_in(file, private) or _first_address(re.split(r"[/\\]", file)[-1].replace(" ", "_")))


def private_lines(
    findings: Iterable[Finding], texts: Mapping[str, str], private: Sequence[PrivateTerms]
) -> Container[tuple[str, int]]:
    """The lines that a report must not show, by file and number: they may hold an address or a private term."""
    places = {(span.file, span.line) for found in findings for span in found.spans}
    lines = {name: text.split("\n") for name, text in texts.items()}
    return {(file, line) for file, line in places if _is_private(lines.get(file, []), line - 1, private)}


def _is_private(lines: list[str], at: int, private: Sequence[PrivateTerms]) -> bool:
    """Whether an address or a private term lies in line `at` or goes over it."""
    before, line, after = lines[max(at - WINDOW, 0) : at], lines[at : at + 1], lines[at + 1 : at + 1 + WINDOW]
    text = "\n".join([*before, *line, *after])
    start = len("\n".join(before)) + bool(before)
    end = start + len("".join(line))
    matches = [*find_street_addresses(text), *(m for one in private for m in find_private_terms(text, one.terms))]
    return any(match.start < end and start < match.end for match in matches)
