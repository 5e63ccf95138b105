"""The way in: a questionnaire's file and its supplier's, read and joined to terms; the words of a language."""

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from policy_gen import files, stated
from policy_gen.document import Words
from policy_gen.expansion import Supplier, from_answers, from_profile
from policy_gen.findings import Finding, Refused, Span, finding
from policy_gen.formats.style import Style
from policy_gen.provenance import Answer
from policy_gen.questionnaire import Questionnaire
from policy_gen.reading import near, read
from policy_gen.source import Data, Source
from policy_gen.supplier import Profile
from policy_gen.terms import Terms, gather

STYLE_FILES = ("page.html", "screen.css", "print.css", "pdf.css")


@dataclass(frozen=True, slots=True)
class Inputs:
    """A questionnaire that could be read: its name, its languages and its terms."""

    name: str
    languages: tuple[str, ...]
    terms: Terms


def load(path: Path, texts: MutableMapping[str, str]) -> Inputs:
    """The inputs of a questionnaire; raises Refused with all that is wrong.

    The text of every file that was read goes to `texts`, so that a report can show its lines.
    """
    source = files.read_source(path, texts=texts)
    questionnaire = _answers(source)
    supplier = _supplier(questionnaire, source, path.parent, texts)
    placed = stated.placed(questionnaire, lambda way: Answer(stated.dotted(way), _place(source, way)))
    _known_languages(questionnaire.languages, source)
    return Inputs(name_of(path), questionnaire.languages, gather(placed, supplier))


ADDRESS_KEYS = {"address", "street", "street_address", "return_address", "postal_address", "addr"}
NO_ADDRESS = finding(
    "ADR001",
    "the page has no place for a street address, so that nobody's home ends up online",
    "nothing: customers write by e-mail; a P.O. box goes into `store.po_box`, "
    "and a shop that customers can walk into into `store.physical_store.address`",
)


def _answers(source: Source) -> Questionnaire:
    """The typed answers; an address in the wrong place is told as such, and not as an unknown key."""
    places = [source.key(way) for way in _addresses(source.data)]
    addresses = [replace(NO_ADDRESS, spans=(place,)) for place in places]
    try:
        questionnaire = read(Questionnaire, source)
    except Refused as refused:
        raise Refused([*addresses, *(f for f in refused.findings if not {*f.spans} & {*places})]) from None
    if addresses:
        raise Refused(addresses)
    return questionnaire


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


def name_of(path: Path) -> str:
    """What a questionnaire's pages are filed under: its file's name without the ending."""
    return path.stem if path.suffix in {".yaml", ".yml"} else path.name


def style() -> Style:
    """The look of the pages."""
    texts = (files.read_text(files.shipped("templates", "style", name)) for name in STYLE_FILES)
    return Style(*texts)


def words(code: str) -> Words:
    """The words file and the templates of a language."""
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
            f"one of: {', '.join(offered)}",
            source.value(("languages", place)),
        )
        for place, code in enumerate(chosen)
        if code not in offered
    ]
    wrong += [
        finding("ANS005", f"`{code}` stands twice", "each language once", source.value(("languages", place)))
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


def _supplier(questionnaire: Questionnaire, source: Source, folder: Path, texts: MutableMapping[str, str]) -> Supplier:
    answers = questionnaire.supplier
    if isinstance(answers, str):
        return _profile(answers, folder, source.value(("supplier",)), texts)
    named_at = source.key(("supplier",))

    def place(way: stated.Path) -> Span:
        return _place(source, way)

    base = _profile(answers.profile, folder, source.value(("supplier", "profile")), texts) if answers.profile else None
    return from_answers(answers, base, place, named_at)


def _profile(name: str, folder: Path, named_at: Span, texts: MutableMapping[str, str]) -> Supplier:
    path, shown = _profile_path(name, folder, named_at)
    source = files.read_source(path, shown, texts=texts)
    return from_profile(read(Profile, source), path.name.removesuffix(".yaml"), source.value, named_at)


def _profile_path(name: str, folder: Path, named_at: Span) -> tuple[Path, str | None]:
    """The file of a profile: a path as it stands, else beside the questionnaire, else among the shipped ones."""
    if "/" in name or name.endswith((".yaml", ".yml")):
        # Whoever can change a questionnaire must not be able to make a report show the lines of any file.
        if Path(name).is_absolute() or not name.endswith((".yaml", ".yml")):
            help = "a path that starts at the questionnaire's folder and ends in `.yaml`: `suppliers/mine.yaml`"
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
    return finding("SUP001", f"there is no profile `{name}`", help, named_at)
