"""Reading files: only ordinary ones, of a sane size, in UTF-8; and where the data that ship with the tool lie."""

import codecs
import errno
import os
import stat
from collections.abc import MutableMapping
from itertools import islice
from pathlib import Path

from policy_gen.findings import Refused, Span, finding
from policy_gen.reading import near
from policy_gen.source import Source, parse

MAX_BYTES = 256 * 1024

_PACKAGE = Path(__file__).parent.parent
# No link is followed, and no pipe or terminal is waited for. A system without a flag is asked without it.
_FLAG_NAMES = ("O_RDONLY", "O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
_FLAGS = sum({getattr(os, name, 0) for name in _FLAG_NAMES})
_OTHER_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe (FIFO)"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_REASONS = {
    errno.ELOOP: ("is a symbolic link", "give the file itself, not a link to it"),
    errno.ENOENT: ("does not exist", "check the name"),
    errno.ENOTDIR: ("lies under something that is no folder", "check the folders in its name"),
    errno.EACCES: ("may not be read", "give yourself the right to read it"),
    errno.EPERM: ("may not be read", "give yourself the right to read it"),
    errno.ENAMETOOLONG: ("has too long a name", "check the name"),
    errno.ENXIO: ("is a socket, not a file", "give an ordinary file"),
}
# The longer marks first, as UTF-32's begins with UTF-16's.
_FOREIGN_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_SAVE_AS_UTF8 = "save it again with the encoding UTF-8"


def read_text(path: Path, shown: str | None = None, limit: int = MAX_BYTES) -> str:
    """The text of an ordinary UTF-8 file without its byte order mark; `shown` is its name in messages.

    Raises Refused for links, pipes, devices, folders, missing and unreadable files, and more than `limit` bytes.
    """
    name = str(path) if shown is None else shown
    try:
        handle = os.open(path, _FLAGS)
        try:
            data = _content(handle, name, limit)
        finally:
            os.close(handle)
    except OSError as error:
        raise _unreadable(error, path, name) from None
    except ValueError:  # a NUL or half a character in the name
        raise _refused(name, "is not the name of a file", "check the name") from None
    return _decoded(data, name)


def read_source(path: Path, shown: str | None = None, texts: MutableMapping[str, str] | None = None) -> Source:
    """A YAML file's data; `texts` gets its text before it is understood, so that a report can show its lines."""
    name = str(path) if shown is None else shown
    text = read_text(path, name)
    if texts is not None:
        texts[name] = text
    return parse(text, name)


def shipped(*parts: str) -> Path:
    """Where something that ships with the tool lies: in the installed package, in a checkout beside it."""
    is_installed = _PACKAGE.joinpath(*parts[:1]).is_dir()
    return (_PACKAGE if is_installed else _PACKAGE.parent).joinpath(*parts)


def _content(handle: int, name: str, limit: int) -> bytes:
    status = os.fstat(handle)
    for is_of_kind, kind in _OTHER_KINDS:
        if is_of_kind(status.st_mode):
            raise _refused(name, f"is {kind}, not a file", "give an ordinary file")
    with os.fdopen(handle, "rb", closefd=False) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise _refused(name, f"is larger than {limit // 1024} KiB", "give a questionnaire or a supplier profile")
    if data and not status.st_size:
        # The kernel's own files look ordinary and may hold secrets (`/proc/self/environ`), but claim to be empty.
        raise _refused(name, "is a file of the system", "give an ordinary file")
    return data


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in _FOREIGN_MARKS:
        if data.startswith(mark):
            raise Refused([finding("YML002", f"`{name}` is in {encoding}, not in UTF-8", _SAVE_AS_UTF8)])
    if data.count(0) * 3 > len(data):
        raise Refused([finding("YML002", f"`{name}` looks like UTF-16, not UTF-8", _SAVE_AS_UTF8)])
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        message = f"the byte 0x{data[error.start]:02X}, number {error.start + 1} of the file, is not UTF-8"
        span = Span(name, line, column, column + 1)
        raise Refused([finding("YML002", message, _SAVE_AS_UTF8, span)]) from None


def _unreadable(error: OSError, path: Path, name: str) -> Refused:
    what, help = _REASONS.get(error.errno or 0, ("cannot be read", "check the disk and the name"))
    if error.errno == errno.ENOENT:
        likely = near(path.name, _names_beside(path))
        help = f"its folder holds `{likely}`" if likely else help
    return _refused(name, what, help)


def _names_beside(path: Path) -> list[str]:
    try:
        with os.scandir(path.parent) as entries:
            return sorted(entry.name for entry in islice(entries, 1000) if entry.name.isprintable())
    except OSError:
        return []


def _refused(name: str, what: str, help: str) -> Refused:
    return Refused([finding("YML001", f"`{name}` {what}", help)])
