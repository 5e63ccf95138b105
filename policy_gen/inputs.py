"""The way in: a questionnaire's file and its supplier's, read and joined to terms; the words of a language."""

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, MutableSequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from policy_gen import files, guard, lawbook, private, stated
from policy_gen.document import Words
from policy_gen.expansion import Supplier, from_answers, from_profile, resale
from policy_gen.findings import Finding, Level, Refused, Span, finding
from policy_gen.floors import Laws
from policy_gen.formats.style import Style
from policy_gen.guard import Guard, PrivateTerms
from policy_gen.provenance import Answer
from policy_gen.questionnaire import Figures, Questionnaire
from policy_gen.reading import near, read
from policy_gen.source import Data, Source, parse
from policy_gen.supplier import Profile, Record
from policy_gen.terms import Terms, gather

R = TypeVar("R", bound=Record)
NO_DRAFTS: Mapping[Path, str] = {}
STYLE_FILES = ("page.html", "screen.css", "print.css", "pdf.css")


@dataclass(frozen=True, slots=True)
class Inputs:
    """A questionnaire that could be read: its name, its languages, its terms, and what its pages may not hold.

    `figures` are numbers that no page shows.
    """

    name: str
    languages: tuple[str, ...]
    terms: Terms
    guard: Guard
    figures: Figures | None = None


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
    drafts: Mapping[Path, str] = NO_DRAFTS,
) -> Inputs:
    """The inputs of a questionnaire that is or will be at `path`, as `load` gives them.

    `drafts` are texts that own profiles are going to have, by their files.
    """
    watch = Guard(source.key(()), guard.allowed(source), [] if private_terms is None else private_terms)
    questionnaire = _answers(source, path, watch)
    supplier = _supplier(questionnaire, source, path.parent, texts, watch, drafts)
    placed = stated.placed(questionnaire, lambda way: Answer(stated.dotted(way), _place(source, way)))
    _known_languages(questionnaire.languages, source)
    terms = gather(placed, supplier, lawbook.countries_of_groups(), _laws(placed))
    return Inputs(name_of(path), questionnaire.languages, terms, watch, placed.figures)


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
    questionnaire = _read(Questionnaire, source, found)
    if questionnaire.store.physical_store and (address := questionnaire.store.physical_store.address.known):
        watch.declared = (address,)
    return questionnaire


def _private_terms(source: Source, path: Path, watch: Guard) -> list[Finding]:
    """Adds the list of private terms that a questionnaire names to those that hold; says what is wrong with it."""
    terms, found = private.in_file(source, path)
    if terms and terms not in watch.private:
        watch.private.append(terms)
    return found


def _read(model: type[R], source: Source, found: list[Finding]) -> R:
    """The record of a source in which the guard found this; raises Refused with that and all else that is wrong."""
    try:
        record = read(model, source)
    except Refused as refused:
        raise Refused(_told_once(found, refused.findings)) from None
    if found:
        raise Refused(found)
    return record


def _told_once(found: list[Finding], others: Iterable[Finding]) -> list[Finding]:
    """What the guard found and what else is wrong, one finding a place: another one might repeat the text.

    Only a P.O. box is told in the words of its own check, which knows what may stand there.
    """
    boxes = {span for other in others if other.code == "ADR002" for span in other.spans}
    found = [one for one in found if one.code != "ADR001" or not boxes & {*one.spans}]
    places = {span for one in found for span in one.spans}
    return [*found, *(other for other in others if not places & {*other.spans})]


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


def _known_languages(chosen: tuple[str, ...], source: Source) -> None:
    offered = languages()
    wrong = [
        finding(
            "ANS003",
            f"there are no words for `{code}` yet",
            f"write one of: {', '.join(offered)}",
            source.value(("languages", place)),
        )
        for place, code in enumerate(chosen)
        if code not in offered
    ]
    wrong += [
        finding("ANS005", f"`{code}` appears twice", "name each language once", source.value(("languages", place)))
        for place, code in enumerate(chosen)
        if code in chosen[:place]
    ]
    if wrong:
        raise Refused(wrong)


def _place(source: Source, way: stated.Path) -> Span:
    """Where an answer stands; where there is none, the key of the mapping that lacks it."""
    data: Any = source.data
    for depth, step in enumerate(way):
        if not (step in data if isinstance(data, dict) else isinstance(data, list) and isinstance(step, int)):
            return source.key(way[:depth])
        data = data[step]
    return source.value(way)


def _supplier(
    questionnaire: Questionnaire,
    source: Source,
    folder: Path,
    texts: MutableMapping[str, str],
    watch: Guard,
    drafts: Mapping[Path, str],
) -> Supplier:
    answers = questionnaire.supplier
    if isinstance(answers, str):
        return _profile(answers, folder, source.value(("supplier",)), texts, watch, drafts)
    named_at = source.key(("supplier",))

    def place(way: stated.Path) -> Span:
        return _place(source, way)

    profiled_at = source.value(("supplier", "profile"))
    base = _profile(answers.profile, folder, profiled_at, texts, watch, drafts) if answers.profile else None
    return from_answers(answers, base, place, named_at)


def _profile(
    name: str,
    folder: Path,
    named_at: Span,
    texts: MutableMapping[str, str],
    watch: Guard,
    drafts: Mapping[Path, str],
) -> Supplier:
    path, shown = _profile_path(name, folder, named_at)
    if shown is not None:
        source = _shipped(path, shown)
        texts[shown] = source.text
        return _sold_on(from_profile(_shipped_profile(path, shown), path.stem, source.value, named_at))
    try:
        source = parse(drafts[path], str(path)) if path in drafts else files.read_source(path, texts=texts)
    except Refused as refused:
        # What is wrong with a file as a whole has no place of its own: it is told where the file is named.
        raise Refused(replace(found, spans=found.spans or (named_at,)) for found in refused.findings) from None
    profile = _read(Profile, source, guard.in_answers(source, watch))
    return _sold_on(from_profile(profile, path.name.removesuffix(".yaml"), source.value, named_at))


def _sold_on(supplier: Supplier) -> Supplier:
    """The supplier, whose goods may be sold on as far as is known; raises Refused with the clause that forbids it."""
    forbidden = [found for found in resale(supplier) if found.level is Level.ERROR]
    if forbidden:
        raise Refused(forbidden)
    return supplier


@cache
def _shipped(path: Path, shown: str) -> Source:
    """A profile that ships with the tool, read once for all questionnaires."""
    return files.read_source(path, shown)


@cache
def _shipped_profile(path: Path, shown: str) -> Profile:
    # A test looks through the shipped ones for addresses.
    return read(Profile, _shipped(path, shown))


def own_profile(name: str, folder: Path, named_at: Span) -> Path | None:
    """The file of a profile that is the store's own; None where it comes along with the tool."""
    path, shown = _profile_path(name, folder, named_at)
    return path if shown is None else None


def _profile_path(name: str, folder: Path, named_at: Span) -> tuple[Path, str | None]:
    """The file of a profile: a path as it stands, else beside the questionnaire, else among the shipped ones."""
    if "/" in name or name.endswith((".yaml", ".yml")):
        # Whoever can change a questionnaire must not be able to make a report show the lines of any file.
        if Path(name).is_absolute() or not name.endswith((".yaml", ".yml")):
            help = "write a path that starts at the questionnaire's folder and ends in `.yaml`: `suppliers/mine.yaml`"
            raise Refused([finding("SUP001", f"`{name}` is not the path of a profile", help, named_at)])
        return folder / name, None
    own, ours = folder / "supplier_profiles", files.shipped("supplier_profiles")
    for place in (own, ours):
        if (place / f"{name}.yaml").is_file():
            return place / f"{name}.yaml", None if place == own else f"supplier_profiles/{name}.yaml"
    known = {path.stem for place in (own, ours) for path in place.glob("*.yaml")}
    raise Refused([_no_profile(name, sorted(known), named_at)])


def _no_profile(name: str, known: list[str], named_at: Span) -> Finding:
    guess = near(name, known)
    help = f"`{guess}`" if guess else f"one of: {', '.join(known)}; or the path of a file that ends in `.yaml`"
    return finding("SUP001", f"there is no profile `{name}`", f"write {help}", named_at)
