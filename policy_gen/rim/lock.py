"""The lock file's way in and out: where it lies, what it is made of, and how the pages on the disk stand to it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from policy_gen.changes.lockfile import Lock, Output, from_json
from policy_gen.changes.snapshot import entries
from policy_gen.policy import Policy
from policy_gen.rim import files, inputs
from policy_gen.rim.inputs import Inputs
from policy_gen.source import parse

SUFFIX = ".lock.json"
ARCHIVE = "archive"
"""The folder beside the pages with those of earlier versions, each in a folder named after its first day."""
MAX_BYTES = 16 * 1024 * 1024


def place(questionnaire: Path) -> Path:
    """Where the lock of a questionnaire lies: beside it, never among the pages."""
    return questionnaire.with_name(inputs.name_of(questionnaire) + SUFFIX)


def read(path: Path) -> Lock:
    """The lock of a file; raises Refused where there is none or it can't be read."""
    return from_json(files.read_text(path, limit=MAX_BYTES), str(path))


def of(questionnaire: Path) -> Lock | None:
    """The lock of a questionnaire; None where nothing was built yet."""
    path = place(questionnaire)
    return read(path) if path.is_symlink() or path.exists() else None


def drawn(questionnaire: Path, known: Inputs, derived: Policy, texts: Mapping[str, str]) -> Lock:
    """What a build would lock, without its pages; `texts` are the files that this questionnaire was made of."""
    effective = known.terms.effective.known if known.terms.effective else None
    own = {name: _own_name(Path(name), questionnaire) for name in texts}
    return Lock(
        tool=tool(),
        effective=effective.isoformat() if effective else "",
        languages=known.languages,
        markets=tuple(known.terms.laws.markets),
        groups=tuple(sorted(str(product) for products in known.terms.products.values() for product in products)),
        own={own_name: digest(texts[name]) for name, own_name in sorted(own.items()) if own_name},
        shipped={
            **{name: digest(texts[name]) for name, own_name in own.items() if not own_name},
            **_laws(known),
            **{f"templates/{code}": _words(code) for code in known.languages},
            "templates/style": _style(),
        },
        terms=entries(derived.clauses),
    )


@cache
def tool() -> str:
    """The version of policy-gen."""
    return version("policy-gen")


def digest(content: str | bytes) -> str:
    """The SHA-256 of some bytes, or of a text whatever the ends of its lines are."""
    return sha256(content.replace("\r\n", "\n").encode() if isinstance(content, str) else content).hexdigest()


def made_from(html: bytes, lock: Lock, language: str) -> str:
    """The hash of what a PDF is made of: its HTML, the style and the templates; fonts and libraries have no say."""
    return digest("\n".join((digest(html), lock.shipped["templates/style"], lock.shipped[f"templates/{language}"])))


UNSAVED = ("figures", "private_terms", "cases")
"""Answers that no page is made of: what the store earns and loses, and what nobody may read."""


def sources(texts: Mapping[str, str], questionnaire: Path) -> dict[str, tuple[str, ...]]:
    """What a policy is made of, so that old orders can be decided by it: the data of its files, without comments."""
    return {
        _own_name(Path(name), questionnaire) or name: _data(text, name, UNSAVED if Path(name) == questionnaire else ())
        for name, text in sorted(texts.items())
    }


@lru_cache(maxsize=64)
def _data(text: str, name: str, left_out: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of a file's data; kept, as many questionnaires share a profile."""
    data = {key: answer for key, answer in parse(text, name).data.items() if key not in left_out}
    return tuple(json.dumps(data, ensure_ascii=False, indent=1).splitlines())


def _own_name(path: Path, questionnaire: Path) -> str | None:
    """A file's name from the questionnaire's folder; None for one that came with policy-gen."""
    folder = questionnaire.parent
    if path == questionnaire or (path.is_relative_to(folder) and path.is_file()):
        return path.relative_to(folder).as_posix()
    return None


def _laws(known: Inputs) -> dict[str, str]:
    """The law files that some value could come from: those of the markets and what these extend."""
    origins = (origin for law in known.terms.laws.named() for origin in law.origins())
    return {name: _shipped(name) for name in sorted({origin.span.file for origin in origins})}


@cache
def _shipped(name: str) -> str:
    return digest(files.read_text(files.shipped(*name.split("/")), name))


@cache
def _words(code: str) -> str:
    folder = files.shipped("templates", code)
    names = sorted(path.name for path in folder.iterdir() if path.suffix in (".md", ".yaml"))
    return digest("\n".join(_shipped(f"templates/{code}/{name}") for name in names))


@cache
def _style() -> str:
    return digest("\n".join(_shipped(f"templates/style/{name}") for name in sorted(inputs.STYLE_FILES)))


def found(path: Path) -> bytes | None:
    """The bytes of a page on the disk; None where none can be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def edited(old: Lock | None, new: Mapping[str, bytes], folder: Path, names: Iterable[str]) -> Iterator[str]:
    """Which of the pages about to be replaced are neither what the last build wrote nor what this one does."""
    for name in names:
        known, there = old.outputs.get(name) if old else None, found(folder / name)
        if known and there is not None and digest(there) != known.sha256 and there != new.get(name):
            yield name


def no_longer_made(old: Lock | None, new: Mapping[str, Output], folder: Path) -> tuple[str, ...]:
    """The pages of the last build that this one does not make, and that are still there."""
    names = sorted(set(old.outputs) - set(new)) if old else []
    return tuple(name for name in names if found(folder / name) is not None)


def stale(old: Lock | None, new: Lock, folder: Path, every: bool = True) -> Iterator[tuple[str, str]]:
    """The pages on the disk that are not what the inputs give, each with why.

    Unless `new` has `every` format that was made, pages of the last build that it lacks are none of its business.
    """
    for name, output in new.outputs.items():
        there, known = found(folder / name), old.outputs.get(name) if old else None
        if there is None:
            yield name, "it is missing"
        elif not _is_as_given(there, output, known):
            by_hand = known is not None and digest(there) != known.sha256
            yield name, "it is not the file that was built" if by_hand else _why(old, new, name)
    for day, name in _altered(old, folder):
        yield f"{ARCHIVE}/{day}/{name}", "it is not the page that was archived"
    for name in no_longer_made(old, new.outputs, folder) if every else ():
        yield name, "it is no longer made; `build --clean` removes it"


def _altered(old: Lock | None, folder: Path) -> Iterator[tuple[str, str]]:
    """The archived pages that are gone or changed, each with the day of its version."""
    for one in old.versions if old else ():
        for name, kept in one.pages.items():
            there = found(folder / ARCHIVE / one.effective / name)
            if there is None or digest(there) != kept:
                yield one.effective, name


def archived(old: Lock | None, new: Lock, folder: Path) -> tuple[Lock, dict[Path, bytes]]:
    """The lock that knows where the pages of the version before went, and their copies, where a new version begins."""
    if not old or not old.versions or len(new.versions) <= len(old.versions):
        return new, {}
    *earlier, last, first = new.versions
    pages = {name: there for name in old.outputs if (there := found(folder / name)) is not None}
    last = replace(last, pages={name: digest(content) for name, content in pages.items()})
    place = folder / ARCHIVE / last.effective
    return replace(new, versions=(*earlier, last, first)), {place / name: pages[name] for name in pages}


def _is_as_given(there: bytes, output: Output, known: Output | None) -> bool:
    """Whether a page is what the inputs give; a PDF, which fonts change, by what it was made from."""
    if not output.made_from:
        return digest(there) == output.sha256
    return known is not None and (digest(there), output.made_from) == (known.sha256, known.made_from)


def _why(old: Lock | None, new: Lock, name: str) -> str:
    """The inputs of a page that changed since the last build."""
    if old is None:
        return "there is no lock file, so nobody knows what changed; `build` writes one"
    changed = changed_inputs(old, new, new.outputs[name])
    return f"changed: {', '.join(changed)}" if changed else "the last build left it out"


def changed_inputs(old: Lock, new: Lock, output: Output | None = None) -> list[str]:
    """The names of the inputs that differ between two locks; those that a page is made from, if one is given."""
    before, after = old.inputs, new.inputs
    names = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    if old.tool != new.tool:
        names.append(f"policy-gen {old.tool} → {new.tool}")
    return [name for name in names if output is None or _matters(name, output)]


def _matters(name: str, output: Output) -> bool:
    prefix = "policy-gen's templates/"
    if not name.startswith(prefix):
        return True
    part = name.removeprefix(prefix)
    return part == output.language or (part == "style" and output.format in ("html", "pdf"))
