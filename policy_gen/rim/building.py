"""From checked documents to what a build writes: the pages, the copies that it keeps, and the lock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path

from policy_gen.changes.lockfile import Lock, Output, as_json
from policy_gen.findings import Finding, Refused, finding
from policy_gen.pages import guard
from policy_gen.pages.document import Document
from policy_gen.pages.formats import FORMATS, Style
from policy_gen.pages.guard import Guard
from policy_gen.rim import lock


@dataclass(frozen=True, slots=True)
class Build:
    """All files of a build with their contents, the places that it empties, and notes on what it leaves alone."""

    pages: Mapping[Path, bytes]
    kept: Mapping[Path, bytes]
    gone: tuple[Path, ...]
    notes: tuple[Finding, ...]

    @property
    def files(self) -> dict[Path, bytes]:
        """Everything that is written; copies first, as they are made of what the pages replace."""
        return {**self.kept, **self.pages}


@dataclass(frozen=True, slots=True)
class Site:
    """Where a questionnaire's pages are published, and the lock that lies beside the questionnaire."""

    folder: Path
    lock: Path
    old: Lock | None


def chosen(formats: Sequence[str], old: Lock | None) -> tuple[str, ...]:
    """The formats to look at: those asked for, else those that were made last, else all."""
    made = {output.format for output in old.outputs.values()} if old else set()
    return tuple(formats) or tuple(name for name in FORMATS if name in made) or tuple(FORMATS)


def locked(new: Lock, documents: Iterable[Document], formats: Sequence[str], style: Style) -> Lock:
    """The lock with the pages that a build would make, without making a PDF: of one only what it is made from."""
    outputs: dict[str, Output] = {}
    for document in documents:
        made = {format: b"" if format == "pdf" else FORMATS[format].render(document, style) for format in formats}
        outputs |= _outputs(made, new, document, _source(made, document, style))
    return replace(new, outputs=outputs)


def build(
    new: Lock, documents: Iterable[Document], formats: Sequence[str], style: Style, site: Site, watch: Guard
) -> tuple[dict[str, bytes], Lock]:
    """The pages by their file names, rendered and looked through, and the lock that knows them."""
    pages: dict[str, bytes] = {}
    outputs: dict[str, Output] = {}
    found: list[Finding] = []
    for document in documents:
        made = {format: FORMATS[format].render(document, style) for format in dict.fromkeys(formats)}
        source = _source(made, document, style)
        found += _private(made, document, source, site.folder, watch)
        pages |= {file_name(document, format): content for format, content in made.items()}
        outputs |= _outputs(made, new, document, source)
    if found:
        raise Refused(found)
    return pages, replace(new, outputs=outputs)


def planned(pages: Mapping[str, bytes], new: Lock, site: Site, overwrite: bool, clean: bool) -> Build:
    """What to write where; raises Refused where a page that was changed by hand would be lost."""
    over = lock.no_longer_made(site.old, new.outputs, site.folder)
    replaced = (*pages, *(over if clean else ()))
    edited = tuple(lock.edited(site.old, pages, site.folder, replaced))
    if edited and not overwrite:
        raise Refused([_edited(site.folder / name) for name in edited])
    kept = {_free(site.folder / name): lock.found(site.folder / name) or b"" for name in edited}
    new, archived = lock.archived(site.old, new, site.folder)
    left = () if clean else over
    if site.old:
        new = replace(new, outputs={**new.outputs, **{name: site.old.outputs[name] for name in left}})
    return Build(
        pages={**{site.folder / name: content for name, content in pages.items()}, site.lock: as_json(new)},
        kept={**archived, **kept},
        gone=tuple(site.folder / name for name in over) if clean else (),
        notes=(_left([site.folder / name for name in left]),) if left else (),
    )


def papers(
    documents: Iterable[Document], formats: Sequence[str], style: Style, place: Path, watch: Guard
) -> dict[Path, bytes]:
    """The store's own papers by their places, rendered and looked through; no lock knows them.

    `place` is that of each but for its language and the ending of its format.
    """
    papers: dict[Path, bytes] = {}
    found: list[Finding] = []
    for document in documents:
        made = {format: FORMATS[format].render(document, style) for format in dict.fromkeys(formats)}
        found += _private(made, document, _source(made, document, style), place.parent, watch)
        papers |= {place.with_name(file_name(document, format, place.name)): made[format] for format in made}
    if found:
        raise Refused(found)
    return papers


def file_name(document: Document, format: str, stem: str = "refund-policy") -> str:
    """The name of a page's file."""
    return f"{stem}.{document.language}{FORMATS[format].suffix}"


def _source(made: Mapping[str, bytes], document: Document, style: Style) -> bytes:
    """The HTML that a document's PDF is made from, the same as the page's; empty where no PDF is made."""
    if "pdf" not in made:
        return b""
    return made.get("html") or FORMATS["html"].render(document, style)


def _outputs(made: Mapping[str, bytes], new: Lock, document: Document, source: bytes) -> dict[str, Output]:
    """What the lock keeps of a document's pages, by their file names."""
    outputs = {}
    for format, content in made.items():
        made_from = lock.made_from(source, new, document.language) if format == "pdf" else ""
        outputs[file_name(document, format)] = Output(lock.digest(content), document.language, format, made_from)
    return outputs


def _private(made: Mapping[str, bytes], document: Document, source: bytes, folder: Path, watch: Guard) -> list[Finding]:
    """What must not stand on the finished pages of a document; a PDF is read in the HTML that it is made from."""
    found = guard.in_print(str(folder), watch.private)
    for name, content in made.items():
        read = content if name != "pdf" else source
        found += guard.in_file(file_name(document, name), read.decode(), name != "md", watch)
    return found


def _free(page: Path) -> Path:
    """A name beside a page under which its edited copy is kept; an earlier copy keeps its own."""
    names = chain([".bak"], (f".bak{number}" for number in count(2)))
    return next(place for name in names if lock.found(place := page.with_name(page.name + name)) is None)


def _edited(page: Path) -> Finding:
    help = (
        "put what you want to say into the questionnaire; `--overwrite` replaces the page and keeps your copy "
        "beside it as `.bak`"
    )
    return finding("OUT010", f'"{page}" was changed by hand since it was built', help)


def _left(pages: Sequence[Path]) -> Finding:
    names = ", ".join(f'"{page}"' for page in pages)
    return finding("OUT011", f"no longer made, but still there: {names}", "build with `--clean` to remove it")
