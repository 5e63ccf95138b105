import errno
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from policy_gen.findings import Refused
from policy_gen.rim import publishing
from policy_gen.rim.publishing import publish

OLD = {"shop/refund.md": b"old words", "shop/refund.html": b"old page"}
NEW = {
    "shop/refund.md": b"new words",
    "shop/refund.html": b"new page, a little longer",
    "shop/refund.pdf": b"%PDF",
    "other/deep/refund.md": b"another store",
}
CALLS = ("open", "write", "fsync", "close", "link", "mkdir", "replace", "unlink")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A folder with the pages of an earlier build."""
    folder = tmp_path / "output"
    for name, content in OLD.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder


def _new(output: Path) -> dict[Path, bytes]:
    return {output / name: content for name, content in NEW.items()}


def _seen(output: Path) -> dict[str, bytes | None]:
    """Everything below a folder: files with their bytes, folders with None."""
    every = sorted(output.rglob("*"))
    return {path.relative_to(output).as_posix(): None if path.is_dir() else path.read_bytes() for path in every}


def _codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [found.code for found in refused.value.findings]


class Fault:
    """Makes the k-th call of one function of `os`, and so many after it, fail before or after it has done its work."""

    def __init__(self, call: str, number: int, error: BaseException, *, after: bool = False, times: int = 1) -> None:
        self.call, self.number, self.error, self.after, self.times = call, number, error, after, times
        self.calls = 0
        self.real: Callable[..., Any] = getattr(os, call)

    def __call__(self, *args: Any, **named: Any) -> Any:
        self.calls += 1
        fires = self.number <= self.calls < self.number + self.times
        if fires and not self.after:
            raise self.error
        result = self.real(*args, **named)
        if fires:
            raise self.error
        return result

    @property
    def fired(self) -> bool:
        return self.calls >= self.number


def _faults(call: str, error: BaseException, *, after: bool) -> Iterator[Fault]:
    """Faults at the first call, the second and so on, until one no longer fires."""
    for number in range(1, 200):
        fault = Fault(call, number, error, after=after)
        yield fault
        if not fault.fired:
            return
    raise AssertionError("the fault never stops firing")


def test_every_page_is_written_and_named_in_order(output: Path) -> None:
    assert publish(_new(output)) == tuple(output / name for name in NEW)
    assert {name: content for name, content in _seen(output).items() if content is not None} == NEW


def test_a_build_without_pages_does_nothing(output: Path) -> None:
    before = _seen(output)
    assert publish({}) == ()
    assert _seen(output) == before


def test_a_page_may_be_given_relative_to_the_working_folder(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(output)
    assert publish({Path("shop/refund.md"): b"x"}) == (Path("shop/refund.md"),)
    assert (output / "shop/refund.md").read_bytes() == b"x"


def test_a_page_is_as_readable_as_other_files_of_its_owner(output: Path) -> None:
    before = os.umask(0o022)
    try:
        publish(_new(output))
    finally:
        os.umask(before)
    assert (output / "shop/refund.pdf").stat().st_mode & 0o777 == 0o644


def test_a_page_that_holds_the_same_bytes_is_left_alone(output: Path) -> None:
    page = output / "shop/refund.md"
    os.utime(page, (1, 1))
    publish({page: OLD["shop/refund.md"]})
    assert page.stat().st_mtime == 1


def test_another_name_of_an_old_page_keeps_the_old_words(output: Path, tmp_path: Path) -> None:
    other = tmp_path / "kept.md"
    other.hardlink_to(output / "shop/refund.md")
    publish(_new(output))
    assert other.read_bytes() == b"old words"


@pytest.mark.parametrize(
    ("error", "after"),
    [(OSError(errno.EIO, "Input/output error"), False), (KeyboardInterrupt(), False), (KeyboardInterrupt(), True)],
    ids=["error", "ctrl-c before", "ctrl-c after"],
)
@pytest.mark.parametrize("call", CALLS)
def test_a_fault_at_any_call_leaves_the_old_set_or_the_new_one(
    call: str, after: bool, error: BaseException, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # waiting for the disk proves nothing here
    old = _seen(output)
    fired = 0
    for fault in _faults(call, error, after=after):
        with monkeypatch.context() as patched:
            patched.setattr(os, call, fault)
            try:
                publish(_new(output))
            except (Refused, KeyboardInterrupt):
                assert _seen(output) == old, f"{call} number {fault.number}: not the old set"
            else:
                files = {name: content for name, content in _seen(output).items() if content is not None}
                assert files == NEW, f"{call} number {fault.number}: not the new set"
        fired += fault.fired
        _reset(output, old)
    assert fired


@pytest.mark.parametrize(
    ("call", "number"), [("replace", 5), ("unlink", 1), ("unlink", 2), ("unlink", 3), ("rmdir", 1), ("rmdir", 2)]
)
@pytest.mark.parametrize(
    "error", [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()], ids=["error", "ctrl-c"]
)
def test_a_second_fault_while_rolling_back_is_overcome(
    call: str, number: int, error: BaseException, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = _seen(output)
    # The folders are synced last of all, so that every page has been replaced by then.
    monkeypatch.setattr(os, "fsync", Fault("fsync", len(NEW) + 1, OSError(errno.EIO, "Input/output error")))
    second = Fault(call, number, error)
    monkeypatch.setattr(os, call, second)
    with pytest.raises(Refused) as refused:
        publish(_new(output))
    assert second.fired
    assert _codes(refused) == ["OUT008"]
    assert _seen(output) == old


def _reset(output: Path, old: dict[str, bytes | None]) -> None:
    for path in sorted(output.rglob("*"), reverse=True):
        name = path.relative_to(output).as_posix()
        if path.is_dir() and name not in old:
            path.rmdir()
        elif path.is_file():
            path.unlink()
    for name, content in old.items():
        if content is not None:
            (output / name).write_bytes(content)


@pytest.mark.parametrize("call", ["replace", "fsync", "write", "open", "mkdir"])
def test_an_error_refuses_the_build_with_a_finding_and_never_as_itself(
    call: str, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, call, Fault(call, 1, OSError(errno.EIO, "Input/output error")))
    with pytest.raises(Refused) as refused:
        publish(_new(output))
    assert _codes(refused) == ["OUT008"]


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (errno.ENOSPC, "OUT006", "the disk is full"),
        (errno.EDQUOT, "OUT006", "the disk is full"),
        (errno.EACCES, "OUT007", "may not be written"),
        (errno.EROFS, "OUT007", "may not be written"),
        (errno.EIO, "OUT008", "could not be written"),
    ],
)
def test_an_error_of_the_system_is_put_in_words_with_the_page(
    number: int, code: str, words: str, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", Fault("write", 2, OSError(number, os.strerror(number))))
    with pytest.raises(Refused) as refused:
        publish(_new(output))
    (found,) = refused.value.findings
    assert found.code == code
    assert words in found.message
    assert "refund.html" in found.message
    assert "the old pages are as they were" in found.help


def test_a_short_write_is_carried_on(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:3]))
    publish(_new(output))
    assert (output / "shop/refund.html").read_bytes() == NEW["shop/refund.html"]


def test_where_the_disk_knows_no_second_names_the_old_pages_are_copied(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = _seen(output)
    (output / "shop/refund.md").chmod(0o640)
    monkeypatch.setattr(os, "link", Fault("link", 1, OSError(errno.EPERM, "no links"), times=99))
    monkeypatch.setattr(os, "replace", Fault("replace", 3, OSError(errno.EIO, "gone")))
    with pytest.raises(Refused):
        publish(_new(output))
    assert _seen(output) == old
    assert (output / "shop/refund.md").stat().st_mode & 0o777 == 0o640


def test_a_folder_that_cannot_be_synced_stops_nothing_where_the_disk_says_so(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault("fsync", len(NEW) + 1, OSError(errno.EINVAL, "not here"), times=99)
    monkeypatch.setattr(os, "fsync", fault)
    publish(_new(output))
    assert fault.fired
    assert (output / "shop/refund.md").read_bytes() == b"new words"


def test_an_old_page_that_cannot_be_put_back_is_kept_and_named(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "replace", Fault("replace", 2, OSError(errno.EIO, "gone"), times=99))
    with pytest.raises(Refused) as refused:
        publish(_new(output))
    assert _codes(refused) == ["OUT008", "OUT009", "OUT009"]
    kept = sorted(path.read_bytes() for path in output.rglob(".policy-gen.*"))
    assert kept == sorted(OLD.values())
    for found in refused.value.findings:
        assert "as they were" not in found.help
    named = [found.help for found in refused.value.findings if found.code == "OUT009"]
    assert all(any(str(path) in help for help in named) for path in output.rglob(".policy-gen.*"))


def test_after_ctrl_c_too_an_old_page_that_cannot_be_put_back_is_named(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "replace", Fault("replace", 2, KeyboardInterrupt(), times=99))
    with pytest.raises(Refused) as refused:
        publish(_new(output))
    assert _codes(refused) == ["OUT009", "OUT009"]


def _folder(place: Path) -> None:
    place.mkdir()


def _pipe(place: Path) -> None:
    os.mkfifo(place)


def _link(place: Path) -> None:
    place.symlink_to(place.with_name("refund.html"))


def _dead_link(place: Path) -> None:
    place.symlink_to("nowhere")


def _socket(place: Path) -> None:
    here = Path.cwd()
    os.chdir(place.parent)  # a socket's path may only be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(place.name)
    finally:
        os.chdir(here)


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (_folder, "a folder"),
        (_pipe, "a named pipe"),
        (_link, "a link"),
        (_dead_link, "a link"),
        (_socket, "a socket"),
    ],
)
def test_what_is_not_a_file_is_never_replaced(make: Callable[[Path], None], kind: str, output: Path) -> None:
    place = output / "shop/refund.pdf"
    make(place)
    before = place.lstat()
    with pytest.raises(Refused) as refused:
        publish(_new(output))
    (found,) = refused.value.findings
    assert found.code == "OUT005"
    assert f'refund.pdf" is {kind} where a page should be' in found.message
    assert place.lstat() == before
    assert (output / "shop/refund.md").read_bytes() == b"old words"
    assert not (output / "other").exists()


def test_a_link_on_the_way_is_refused_by_name(output: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (output / "other").symlink_to(elsewhere)
    with pytest.raises(Refused) as refused:
        publish(_new(output))
    assert _codes(refused) == ["OUT005"]
    assert 'other" is a link where a real folder should be' in refused.value.findings[0].message
    assert list(elsewhere.iterdir()) == []


def test_a_linked_output_folder_is_refused_by_its_short_name(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("linked").symlink_to(output)
    with pytest.raises(Refused) as refused:
        publish({Path("linked/shop/refund.md"): b"x"})
    assert refused.value.findings[0].message == '"linked" is a link where a real folder should be'
    assert (output / "shop/refund.md").read_bytes() == b"old words"


def test_a_file_where_a_folder_is_needed_is_refused_by_name(output: Path) -> None:
    (output / "other").write_bytes(b"a file")
    with pytest.raises(Refused) as refused:
        publish(_new(output))
    assert _codes(refused) == ["OUT005"]
    assert 'other" is a file where a real folder should be' in refused.value.findings[0].message


def test_all_obstacles_are_named_at_once(output: Path) -> None:
    (output / "shop/refund.pdf").mkdir()
    (output / "other").write_bytes(b"a file")
    with pytest.raises(Refused) as refused:
        publish(_new(output))
    assert _codes(refused) == ["OUT005", "OUT005"]


def test_a_place_that_cannot_be_looked_at_is_refused(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.lstat

    def hidden(path: Path) -> os.stat_result:
        if path.name == "refund.pdf":
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "lstat", hidden)
    with pytest.raises(Refused) as refused:
        publish(_new(output))
    assert _codes(refused) == ["OUT007"]
    assert (output / "shop/refund.md").read_bytes() == b"old words"


# --- Pages that go ---------------------------------------------------------------------------------------------------


def test_a_page_that_goes_is_removed_with_the_others_written(tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_bytes(b"old")
    assert publish({new: b"new"}, [old]) == (new,)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"new.md": b"new"}


def test_a_page_that_is_gone_already_or_made_anew_is_no_obstacle(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    publish({page: b"new"}, [page, tmp_path / "never.md", tmp_path / "no-folder" / "never.md"])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"page.md": b"new"}


def test_pages_that_went_come_back_when_anything_fails_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_bytes(b"old")

    def fails(folder: Path) -> None:
        assert not old.exists()
        raise OSError(errno.EIO, "the disk is broken")

    monkeypatch.setattr(publishing, "_sync_folder", fails)
    with pytest.raises(Refused):
        publish({new: b"new"}, [old])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"old.md": b"old"}


def test_only_files_are_removed(tmp_path: Path) -> None:
    folder = tmp_path / "old.md"
    folder.mkdir()
    with pytest.raises(Refused):
        publish({}, [folder])
    assert folder.is_dir()
