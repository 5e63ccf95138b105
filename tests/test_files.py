"""Reading files: which are refused by name, how text is decoded, and where shipped data lie."""

import os
import socket
import stat
from pathlib import Path

import pytest

from policy_gen.findings import Finding, Refused
from policy_gen.rim import files
from policy_gen.rim.files import MAX_BYTES, read_source, read_text, shipped
from tests.hanging import no_hang


def refusal(path: Path, shown: str = "shop.yaml") -> Finding:
    with pytest.raises(Refused) as caught:
        read_text(path, shown)
    (found,) = caught.value.findings
    return found


def refused(path: Path) -> str:
    found = refusal(path)
    assert (found.code, found.spans) == ("YML001", ())
    return f"{found.message} | {found.help}"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return tmp_path / "shop.yaml"


# --- Which files -----------------------------------------------------------------------------------------


def test_an_ordinary_file_is_read(shop: Path) -> None:
    shop.write_text("이름: 달빛\n", encoding="utf-8")
    assert read_text(shop) == "이름: 달빛\n"


def test_a_link_is_refused_even_to_a_good_file_and_its_target_is_not_told(shop: Path, tmp_path: Path) -> None:
    target = tmp_path / "token"
    target.write_text("secret: 1\n")
    shop.symlink_to(target)
    assert refused(shop) == "`shop.yaml` is a symbolic link | give the file itself, not a link to it"
    shop.unlink()
    shop.symlink_to(tmp_path / "nowhere")
    assert refused(shop).startswith("`shop.yaml` is a symbolic link")


def test_a_fifo_is_refused_without_waiting_for_a_writer(shop: Path) -> None:
    os.mkfifo(shop)
    with no_hang():
        assert refused(shop) == "`shop.yaml` is a named pipe (FIFO), not a file | give an ordinary file"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path) == "`shop.yaml` is a folder, not a file | give an ordinary file"


@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero", "/dev/full"])
def test_a_device_is_refused(device: str) -> None:
    assert refused(Path(device)) == "`shop.yaml` is a device, not a file | give an ordinary file"


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
        assert refused(Path("s")) == "`shop.yaml` is a socket, not a file | give an ordinary file"


def test_a_file_of_the_system_is_refused_though_it_looks_ordinary() -> None:
    path = Path("/proc/self/status")
    assert stat.S_ISREG(path.stat().st_mode)
    assert refused(path) == "`shop.yaml` is a file of the system | give an ordinary file"


def test_a_missing_file_names_the_one_beside_it_that_may_be_meant(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").touch()
    (tmp_path / "notes.txt").touch()
    assert refused(tmp_path / "shpo.yml") == "`shop.yaml` does not exist | its folder holds `shop.yaml`"
    assert refused(tmp_path / "zebra") == "`shop.yaml` does not exist | check the name"
    assert refused(tmp_path / "nowhere" / "shop.yaml") == "`shop.yaml` does not exist | check the name"


def test_a_path_through_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert refused(tmp_path / "a" / "b") == (
        "`shop.yaml` lies under something that is no folder | check the folders in its name"
    )


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
def test_a_name_that_no_file_can_have_is_refused(name: str) -> None:
    assert "is not the name of a file" in refused(Path(name)) or "does not exist" in refused(Path(name))


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / ("x" * 300)) == "`shop.yaml` has too long a name | check the name"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError(13, "denied"), "`shop.yaml` may not be read | give yourself the right to read it"),
        (OSError(5, "Input/output error"), "`shop.yaml` cannot be read | check the disk and the name"),
    ],
)
def test_what_the_system_refuses_is_refused(
    shop: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, told: str
) -> None:
    shop.touch()

    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr("policy_gen.rim.files.os.open", fail)
    assert refused(shop) == told


def test_a_fault_while_reading_is_refused_and_the_file_closed(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.touch()
    before = len(list(Path("/proc/self/fd").iterdir()))

    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("policy_gen.rim.files.os.fdopen", fail)
    assert refused(shop) == "`shop.yaml` cannot be read | check the disk and the name"
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_size_is_limited_and_a_huge_file_is_not_read_to_its_end(shop: Path) -> None:
    shop.write_bytes(b"#" * MAX_BYTES)
    assert len(read_text(shop)) == MAX_BYTES
    with shop.open("ab") as file:
        file.truncate(1024**3)
    with no_hang():
        assert refused(shop) == "`shop.yaml` is larger than 256 KiB | give a questionnaire or a supplier profile"


def test_the_shown_name_is_the_paths_unless_given(shop: Path) -> None:
    with pytest.raises(Refused, match=f"`{shop}` does not exist"):
        read_text(shop)


# --- Text ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        ("달빛".encode(), "달빛"),
        (b"\xef\xbb\xbfa: 1\r\n", "a: 1\r\n"),
        (b"\xef\xbb\xbf", ""),
        (b"abc\0", "abc\0"),
    ],
)
def test_utf_8_is_read_with_or_without_its_mark(shop: Path, data: bytes, text: str) -> None:
    shop.write_bytes(data)
    assert read_text(shop) == text


@pytest.mark.parametrize(
    ("encoding", "message"),
    [
        ("utf-16", "`shop.yaml` is in UTF-16, not in UTF-8"),
        ("utf-32", "`shop.yaml` is in UTF-32, not in UTF-8"),
        ("utf-16-le", "`shop.yaml` looks like UTF-16, not UTF-8"),
        ("utf-16-be", "`shop.yaml` looks like UTF-16, not UTF-8"),
    ],
)
def test_utf_16_and_32_are_named(shop: Path, encoding: str, message: str) -> None:
    shop.write_bytes("store:\n  name: x\n".encode(encoding))
    found = refusal(shop)
    assert (found.code, found.message, found.help) == ("YML002", message, "save it again with the encoding UTF-8")


@pytest.mark.parametrize(
    ("data", "message", "place"),
    [
        (b"caf\xe9: 1\n", "the byte 0xE9, number 4 of the file, is not UTF-8", (1, 4)),
        (
            "가: 1\n나: ".encode() + "다".encode("cp949") + b"\n",
            "the byte 0xB4, number 13 of the file, is not UTF-8",
            (2, 4),
        ),
        (b"a: \xc0\x80", "the byte 0xC0, number 4 of the file, is not UTF-8", (1, 4)),
        (b"a: \xed\xa0\x80", "the byte 0xED, number 4 of the file, is not UTF-8", (1, 4)),
        (b"a: \xe2\x82", "the byte 0xE2, number 4 of the file, is not UTF-8", (1, 4)),
    ],
)
def test_a_byte_that_is_not_utf_8_is_placed(shop: Path, data: bytes, message: str, place: tuple[int, int]) -> None:
    shop.write_bytes(data)
    found = refusal(shop)
    assert (found.code, found.message) == ("YML002", message)
    assert [(span.file, span.line, span.column) for span in found.spans] == [("shop.yaml", *place)]


# --- YAML ------------------------------------------------------------------------------------------------


def test_a_source_knows_its_file_by_the_shown_name(shop: Path) -> None:
    shop.write_text("a: [1, b]\n")
    source = read_source(shop, "shops/shop.yaml")
    assert source.data == {"a": [1, "b"]}
    assert source.value(("a", 1)).file == "shops/shop.yaml"


def test_the_text_is_kept_for_the_report_even_if_it_is_no_yaml(shop: Path) -> None:
    shop.write_text("a: [1\n")
    texts: dict[str, str] = {}
    with pytest.raises(Refused):
        read_source(shop, "shop.yaml", texts)
    assert texts == {"shop.yaml": "a: [1\n"}


# --- Shipped data ----------------------------------------------------------------------------------------


def test_shipped_data_lie_beside_the_package_in_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policy_gen").mkdir()
    (tmp_path / "templates" / "en").mkdir(parents=True)
    monkeypatch.setattr(files, "_PACKAGE", tmp_path / "policy_gen")
    assert shipped("templates", "en") == tmp_path / "templates" / "en"


def test_shipped_data_lie_in_the_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policy_gen" / "templates").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    monkeypatch.setattr(files, "_PACKAGE", tmp_path / "policy_gen")
    assert shipped("templates", "en") == tmp_path / "policy_gen" / "templates" / "en"


def test_the_shipped_profiles_are_there() -> None:
    assert shipped("supplier_profiles").is_dir()
