"""The profiles that questionnaires name: where they are looked for, and how they become suppliers."""

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from policy_gen.deriving.expansion import Locate, Supplier, from_answers, from_profile, resale, sourced
from policy_gen.findings import Finding, Level, Refused, Span
from policy_gen.pages import guard
from policy_gen.pages.guard import Guard
from policy_gen.reading import read
from policy_gen.records.record import Record
from policy_gen.records.shop import ShopPlatform
from policy_gen.records.stated import Path as Way
from policy_gen.records.supplier import Profile, SupplierAnswers
from policy_gen.rim import files, named
from policy_gen.source import Source, parse

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
        path, shown = named.place(name, self.folder, named_at, named.PROFILE, self.drafts)
        if shown is not None:
            source = _shipped(path, shown)
            self.texts[shown] = source.text
            return _sold_on(from_profile(_shipped_profile(path, shown), path.stem, source.value, named_at))
        source = self.own(path, named_at)
        profile = record_of(Profile, source, guard.in_answers(source, self.watch))
        return _sold_on(from_profile(profile, path.name.removesuffix(".yaml"), source.value, named_at))

    def platform(self, name: str, named_at: Span) -> ShopPlatform:
        """The shop platform of a name; raises Refused where there is none, or with what is wrong with it.

        Its text goes to `texts` only where something is wrong with it: no page is made of it, so no lock may know it.
        """
        path, shown = named.place(name, self.folder, named_at, named.PLATFORM)
        texts: dict[str, str] = {}
        try:
            source = replace(self, texts=texts).own(path, named_at) if shown is None else _shipped(path, shown)
            found = guard.in_answers(source, self.watch) if shown is None else []
            return sourced(record_of(ShopPlatform, source, found), path.name.removesuffix(".yaml"), source.value)
        except Refused:
            self.texts.update(texts)
            raise

    def own(self, path: Path, named_at: Span) -> Source:
        """A file of the store's own; what is wrong with it as a whole is told where it is named."""
        try:
            if path in self.drafts:
                return parse(self.drafts[path], str(path))
            return files.read_source(path, texts=self.texts)
        except Refused as refused:
            raise Refused(replace(found, spans=found.spans or (named_at,)) for found in refused.findings) from None


def own_profile(name: str, folder: Path, named_at: Span) -> Path | None:
    """The file of a profile that is the store's own; None where it comes along with the tool."""
    path, shown = named.place(name, folder, named_at, named.PROFILE)
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
