"""Publishing a build: every page or none, and the old pages intact when anything fails.

All pages are staged beside their places first, and a second name is kept for every old page. Only then are the pages
replaced, one by one. Whatever goes wrong up to the last of them, a full disk or Ctrl-C, is rolled back.
"""

import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from policy_gen.findings import Finding, Refused, finding

_UNCHANGED = "nothing was published, and the old pages are as they were"
_KINDS = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISREG, "a file"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
)


def publish(pages: Mapping[Path, bytes], gone: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Write every page to its place and remove those that are `gone`, or nothing; returns the places in their order.

    Pages that hold the same bytes already are left alone. Folders are made as needed. Raises `Refused` with `OUT`
    findings; then, as after Ctrl-C, every place is as it was before (OUT009 names those that could not be put back).
    """
    build = _Build()
    try:
        gone = [path for path in gone if path not in pages]
        _check((*pages, *gone))
        for path, content in pages.items():
            build.stage(path, content)
        for path in gone:
            build.stage_removal(path)
        build.replace()
    except BaseException as error:
        lost = build.undo()
        if isinstance(error, OSError):
            raise Refused([_why(error, build.at, "" if lost else _UNCHANGED), *lost]) from error
        if lost:
            raise Refused(lost) from error
        raise
    build.clean()
    return tuple(pages)


@dataclass(slots=True)
class _Page:
    """A page on its way.

    `path` is its place as given and `place` in full, `new` its staged file (None where the page goes), `old` the second
    name of what was there.
    """

    path: Path
    place: Path
    new: Path | None
    old: Path | None = None


@dataclass(slots=True)
class _Build:
    """What a build has done so far. Every step is noted before it is taken, so that it can be undone at any moment."""

    at: Path = Path()
    folders: list[Path] = field(default_factory=list)
    temporary: list[Path] = field(default_factory=list)
    staged: list[_Page] = field(default_factory=list)
    replaced: list[_Page] = field(default_factory=list)

    def stage(self, path: Path, content: bytes) -> None:
        """Puts the new page, and a second name for the old one, beside the place."""
        self.at = path
        place = path.absolute()
        self._make_folders(place.parent)
        exists = _mode(place) is not None
        if exists and _holds(place, content):
            return
        new = self._temporary(place, "new")
        _write(new, content)
        self._stage(_Page(path, place, new), exists)

    def stage_removal(self, path: Path) -> None:
        """Puts a second name for a page that goes beside its place; a page that is not there is gone already."""
        self.at = path
        place = path.absolute()
        if _mode(place) is not None:
            self._stage(_Page(path, place, None), True)

    def _stage(self, page: _Page, exists: bool) -> None:
        if exists:
            page.old = self._temporary(page.place, "old")
            _keep(page.place, page.old)
        self.staged.append(page)

    def replace(self) -> None:
        """Puts the staged pages into their places, and makes sure that this outlives a power cut."""
        for page in self.staged:
            self.at = page.path
            self.replaced.append(page)
            if page.new:
                page.new.replace(page.place)
            else:
                page.place.unlink()
        changed = [page.place.parent for page in self.staged] + [folder.parent for folder in self.folders]
        for folder in dict.fromkeys(changed):
            _sync_folder(folder)

    def undo(self) -> list[Finding]:
        """Puts the old pages back; returns a finding for each that can't be, whose second name is then kept."""
        lost = []
        for page in reversed(self.replaced):
            if not _insist(partial(_put_back, page)):
                kept = f'it is kept as "{page.old}"' if page.old else "there was none before"
                lost.append(finding("OUT009", f'the old page could not be put back at "{page.path}"', kept))
                self.temporary = [path for path in self.temporary if path != page.old]
        self.clean()
        for folder in reversed(self.folders):
            _insist(folder.rmdir)
        return lost

    def clean(self) -> None:
        """Removes the staged files and the second names."""
        for path in self.temporary:
            _insist(path.unlink)
        self.temporary = []

    def _temporary(self, place: Path, ending: str) -> Path:
        path = place.with_name(f".policy-gen.{os.urandom(8).hex()}.{ending}")
        self.temporary.append(path)
        return path

    def _make_folders(self, folder: Path) -> None:
        missing = [way for way in (folder, *folder.parents) if _mode(way) is None]
        for way in reversed(missing):
            self.folders.append(way)
            try:
                way.mkdir()
            except FileExistsError:
                self.folders.remove(way)


def _check(pages: Iterable[Path]) -> None:
    """Refuses, all at once, the places where something else stands in the way."""
    here = Path.cwd()
    found = [obstacle for path in pages for obstacle in _obstacles(path, here)]
    if found:
        raise Refused(dict.fromkeys(found))


def _obstacles(path: Path, here: Path) -> Iterator[Finding]:
    """What stands in the way of a page."""
    try:
        blocking = next(_blocking(path.absolute(), here), None)
    except OSError as error:
        yield _why(error, path, _UNCHANGED)
        return
    if blocking:
        place, mode = blocking
        name = place.relative_to(here) if place.is_relative_to(here) else place
        wanted = "a page" if place == path.absolute() else "a real folder"
        message = f'"{name}" is {_kind(mode)} where {wanted} should be'
        yield finding("OUT005", message, f"move it out of the way, or give another folder; {_UNCHANGED}")


def _blocking(place: Path, here: Path) -> Iterator[tuple[Path, int]]:
    """The folders on the way that aren't real ones, and the place itself if anything but a file is there.

    A link could lead a page anywhere. One is followed only above the working folder and directly below the root, where
    only the owner of the machine puts links.
    """
    trusted = {here, *here.parents}
    for folder in reversed(place.parents):
        mode = _mode(folder)
        if mode is None:
            return
        followed = stat.S_ISLNK(mode) and (folder in trusted or folder.parent == folder.parent.parent)
        if not stat.S_ISDIR(mode) and not followed:
            yield folder, mode
    mode = _mode(place)
    if mode is not None and not stat.S_ISREG(mode):
        yield place, mode


def _mode(path: Path) -> int | None:
    """The file mode of what is at the path itself, None where nothing is; raises OSError where that can't be seen."""
    try:
        return path.lstat().st_mode
    except FileNotFoundError:
        return None


def _kind(mode: int) -> str:
    return next((name for matches, name in _KINDS if matches(mode)), "a device")


def _holds(place: Path, content: bytes) -> bool:
    """Whether the file holds these bytes already; one that can't be read doesn't."""
    with suppress(OSError):
        return place.lstat().st_size == len(content) and place.read_bytes() == content
    return False


def _write(path: Path, content: bytes) -> None:
    """Writes a new file and waits until the disk has it; never opens one that is there."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _keep(place: Path, old: Path) -> None:
    """Gives what is at the place a second name, or a copy where the disk knows no second names."""
    try:
        old.hardlink_to(place)
    except OSError:
        _write(old, place.read_bytes())
        shutil.copystat(place, old)


def _put_back(page: _Page) -> None:
    if page.old is None:
        page.place.unlink()
    else:
        page.old.replace(page.place)


def _sync_folder(folder: Path) -> None:
    """Makes the names in a folder outlive a power cut, where the system can."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network disks can't, and say so in this way.
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(handle)


def _insist(step: Callable[[], object]) -> bool:
    """Takes a step of tidying up, again if something comes between; False if it can't be done."""
    for _ in range(3):
        with suppress(OSError, KeyboardInterrupt):
            with suppress(FileNotFoundError):
                step()
            return True
    return False


def _why(error: OSError, path: Path, state: str) -> Finding:
    """An error of the system in words; `state` says how things are now."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        code, message, help = "OUT006", f'the disk is full: "{path}" could not be written', "make room and build again"
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        code, message, help = "OUT007", f'"{path}" may not be written', "allow writing there, or give another folder"
    else:
        code, message, help = "OUT008", f'"{path}" could not be written', "fix that and build again"
    why = "" if code == "OUT006" else f": {error.strerror or type(error).__name__}"
    return finding(code, message + why, "; ".join(part for part in (help, state) if part))
