"""The profiles that questionnaires name: where they are looked for, and how they become suppliers."""

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from policy_gen import files, guard
from policy_gen.expansion import Locate, Supplier, from_answers, from_profile, resale
from policy_gen.findings import Finding, Level, Refused, Span, finding
from policy_gen.guard import Guard
from policy_gen.reading import near, read
from policy_gen.source import Source, parse
from policy_gen.stated import Path as Way
from policy_gen.supplier import Profile, Record, SupplierAnswers

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the profiles of a questionnaire are looked for: in its `folder`, then among those that ship with the tool.

    The text of every file that was read goes to `texts`; `drafts` are texts that own profiles are going to have.
    """

    folder: Path
    texts: MutableMapping[str, str]
    watch: Guard
    drafts: Mapping[Path, str] = field(default_factory=dict)

    def supplier(self, answers: str | SupplierAnswers, locate: Locate, way: Way) -> Supplier:
        """The supplier that the answers at `way` describe; raises Refused with all that is wrong."""
        if isinstance(answers, str):
            return self.profile(answers, locate(way))
        base = self.profile(answers.profile, locate((*way, "profile"))) if answers.profile else None
        return from_answers(answers, base, locate, locate((*way, "")), way)

    def profile(self, name: str, named_at: Span) -> Supplier:
        """The supplier of a profile; raises Refused where there is none, or with what is wrong with it."""
        path, shown = _profile_path(name, self.folder, named_at)
        if shown is not None:
            source = _shipped(path, shown)
            self.texts[shown] = source.text
            return _sold_on(from_profile(_shipped_profile(path, shown), path.stem, source.value, named_at))
        try:
            source = self._own(path)
        except Refused as refused:
            # What is wrong with a file as a whole has no place of its own: it is told where the file is named.
            raise Refused(replace(found, spans=found.spans or (named_at,)) for found in refused.findings) from None
        profile = record_of(Profile, source, guard.in_answers(source, self.watch))
        return _sold_on(from_profile(profile, path.name.removesuffix(".yaml"), source.value, named_at))

    def _own(self, path: Path) -> Source:
        if path in self.drafts:
            return parse(self.drafts[path], str(path))
        return files.read_source(path, texts=self.texts)


def own_profile(name: str, folder: Path, named_at: Span) -> Path | None:
    """The file of a profile that is the store's own; None where it comes along with the tool."""
    path, shown = _profile_path(name, folder, named_at)
    return path if shown is None else None


def record_of(model: type[R], source: Source, found: list[Finding]) -> R:
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
