"""The way in: a questionnaire's file and its supplier's, read and joined to terms; the words of a language."""

import re
from collections.abc import Iterator, Mapping, MutableMapping, MutableSequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from policy_gen.deriving import fulfilment
from policy_gen.deriving.floors import Laws
from policy_gen.deriving.terms import Terms, gather
from policy_gen.findings import Finding, Refused, Span, finding
from policy_gen.pages import guard
from policy_gen.pages.document import Words
from policy_gen.pages.formats.style import Style
from policy_gen.pages.guard import Guard, PrivateTerms
from policy_gen.provenance import Answer
from policy_gen.records import markets, stated
from policy_gen.records.cases import Case
from policy_gen.records.questionnaire import Figures, Questionnaire
from policy_gen.records.shop import ShopPlatform
from policy_gen.rim import files, lawbook, private
from policy_gen.rim.profiles import Shelf, record_of
from policy_gen.source import Data, Source

STYLE_FILES = ("page.html", "screen.css", "print.css", "pdf.css")


@dataclass(frozen=True, slots=True)
class Inputs:
    """A questionnaire that could be read: its name, its languages, its terms, and what its pages may not hold.

    `figures` are numbers that no page shows, `shop` is the platform of the shop, and `cases` are orders to be decided,
    with the source that they stand in; each where the questionnaire has any.
    """

    name: str
    languages: tuple[str, ...]
    terms: Terms
    guard: Guard
    figures: Figures | None = None
    shop: ShopPlatform | None = None
    cases: tuple[Source, tuple[Case, ...]] | None = None


def load(
    path: Path, texts: MutableMapping[str, str], private_terms: MutableSequence[PrivateTerms] | None = None
) -> Inputs:
    """The inputs of a questionnaire; raises Refused with all that is wrong.

    The text of every file that was read goes to `texts`, so that a report can show its lines. `private_terms` are the
    lists that hold already; the one that the questionnaire names is added.
    """
    return understand(files.read_source(path, texts=texts), path, texts, private_terms)


def understand(
    source: Source,
    path: Path,
    texts: MutableMapping[str, str],
    private_terms: MutableSequence[PrivateTerms] | None = None,
    drafts: Mapping[Path, str] | None = None,
) -> Inputs:
    """The inputs of a questionnaire that is or will be at `path`, as `load` gives them.

    `drafts` are texts that own profiles are going to have, by their files.
    """
    watch = Guard(source.key(()), guard.allowed(source), [] if private_terms is None else private_terms)
    questionnaire = _answers(source, path, watch)

    def place(way: stated.Path) -> Span:
        return _place(source, way)

    shelf = Shelf(path.parent, texts, watch, drafts or {})
    fulfilled = fulfilment.read(questionnaire, shelf.supplier, place)
    placed = stated.placed(questionnaire, lambda way: Answer(stated.dotted(way), place(way)))
    if wrong := [*_unknown_languages(questionnaire.languages, source), *_unknown_parts(placed, source)]:
        raise Refused(wrong)
    terms = gather(placed, fulfilled, lawbook.countries_of_groups(), _laws(placed))
    shop = shelf.platform(placed.shop, place(("shop",))) if placed.shop else None
    cases = (source, questionnaire.cases) if questionnaire.cases else None
    return Inputs(name_of(path), questionnaire.languages, terms, watch, placed.figures, shop, cases)


ADDRESS_KEYS = {"address", "street", "street_address", "return_address", "postal_address", "addr"}
NO_ADDRESS = finding(
    "ADR001",
    "the page has no place for a street address, so that nobody's home ends up online",
    guard.NO_ADDRESS_HELP,
)


def _answers(source: Source, path: Path, watch: Guard) -> Questionnaire:
    """The typed answers; an address in the wrong place is told as such, and not as an unknown key."""
    found = _private_terms(source, path, watch)
    ways = list(_addresses(source.data))
    found += [replace(NO_ADDRESS, spans=(source.key(way),)) for way in ways]
    found += [*guard.in_name(name_of(path), watch), *guard.in_answers(source, watch, told=ways)]
    found += fulfilment.unnamed(source)
    questionnaire = record_of(Questionnaire, source, found)
    if questionnaire.store.physical_store and (address := questionnaire.store.physical_store.address.known):
        watch.declared = (address,)
    return questionnaire


def _private_terms(source: Source, path: Path, watch: Guard) -> list[Finding]:
    """Adds the list of private terms that a questionnaire names to those that hold; says what is wrong with it."""
    terms, found = private.in_file(source, path)
    if terms and terms not in watch.private:
        watch.private.append(terms)
    return found


def _addresses(data: Data, way: stated.Path = ()) -> Iterator[stated.Path]:
    """The ways to every key that asks for a street address, but for the one of a declared physical store."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in ADDRESS_KEYS and way != ("store", "physical_store"):
                yield (*way, key)
            else:
                yield from _addresses(value, (*way, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _addresses(value, (*way, place))


def _laws(questionnaire: Questionnaire) -> Laws:
    """The laws of the markets that the store sells to, on the day from which its page holds."""
    codes = questionnaire.sells_to.known or ()
    day = questionnaire.effective.known if questionnaire.effective else None
    # In an order of their own, so that the page is the same however the questionnaire lists them.
    laws = {code: lawbook.laws_of(code) for code in sorted(codes)}
    if questionnaire.markets_as == "one_policy":
        together = tuple(dict.fromkeys(law for ones in laws.values() for law in ones))
        laws = dict.fromkeys(laws, together)
    return Laws(laws, day)


def name_of(path: Path) -> str:
    """What a questionnaire's pages are filed under: its file's name without the ending."""
    return path.stem if path.suffix in {".yaml", ".yml"} else path.name


CASES = ".cases.yaml"
"""How the names of files end that hold cases: `shop.cases.yaml`, `shop.mugs.cases.yaml`."""
_ALIKE = re.compile(r"\.cases\.ya?ml$", re.IGNORECASE)
"""That ending, and what people take for it."""


def cases_beside(path: Path) -> list[Path]:
    """What lies beside a questionnaire under the name of a file of its cases, also where the name ends a bit otherwise.

    Whatever it is: a folder or a link to nowhere was meant to be a file of cases, too.
    """
    name = name_of(path)
    try:
        there = sorted(path.parent.iterdir())
    except OSError:
        return []
    stems = ((place, _ALIKE.sub("", place.name)) for place in there if _ALIKE.search(place.name))
    return [place for place, stem in stems if stem == name or stem.startswith(f"{name}.")]


def questionnaire_of(path: Path) -> Path:
    """The questionnaire that a file of cases belongs to; any other file is its own."""
    name = _ALIKE.sub("", path.name)
    stems = [name, name.rpartition(".")[0]] if name != path.name else []
    names = [f"{stem}{suffix}" for stem in stems if stem for suffix in (".yaml", ".yml")]
    return next((place for one in names if (place := path.with_name(one)).is_file()), path)


def style() -> Style:
    """The look of the pages."""
    texts = (files.read_text(files.shipped("templates", "style", name)) for name in STYLE_FILES)
    return Style(*texts)


@cache
def words(code: str) -> Words:
    """The words file and the templates of a language, read once."""
    folder = files.shipped("templates", code)
    templates = {path.name: files.read_text(path, f"templates/{code}/{path.name}") for path in folder.glob("*.md")}
    labels = files.read_source(folder / "words.yaml", f"templates/{code}/words.yaml").data
    return Words(code, labels, templates)


def languages() -> tuple[str, ...]:
    """The languages that pages can be made in."""
    return tuple(sorted(path.parent.name for path in files.shipped("templates").glob("*/words.yaml")))


def _unknown_languages(chosen: tuple[str, ...], source: Source) -> Iterator[Finding]:
    offered = languages()
    for place, code in enumerate(chosen):
        at = source.value(("languages", place))
        if code not in offered:
            yield finding("ANS003", f"there are no words for `{code}` yet", f"write one of: {', '.join(offered)}", at)
        if code in chosen[:place]:
            yield finding("ANS005", f"`{code}` appears twice", "name each language once", at)


def _unknown_parts(questionnaire: Questionnaire, source: Source) -> Iterator[Finding]:
    """States and provinces that are none, of countries whose parts are known."""
    for place, code in enumerate(questionnaire.sells_to.known or ()):
        if lawbook.is_no_part(code):
            whole = markets.country(code)
            # The letters before the hyphen are alike, so the nearest codes are always found.
            near = get_close_matches(code, lawbook.parts()[whole], n=3, cutoff=0)
            yield finding(
                "ANS003",
                f"`{code}` is not the code of a part of `{whole}`",
                f"write the code that you mean, such as `{'`, `'.join(near)}`, or `{whole}` for all of it",
                source.value(("sells_to", place)),
            )


def _place(source: Source, way: stated.Path) -> Span:
    """Where an answer stands; where there is none, the key of the mapping that lacks it."""
    data: Any = source.data
    for depth, step in enumerate(way):
        if not (step in data if isinstance(data, dict) else isinstance(data, list) and isinstance(step, int)):
            return source.key(way[:depth])
        data = data[step]
    return source.value(way)
