"""What a stranger gets: the package built, installed without a network into an environment of its own, and used."""

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from policy_gen.pages.formats import FORMATS
from tests.shops import ROOT, loaded, rendered

EXAMPLE = ROOT / "examples" / "aliexpress-home.yaml"
DATA = ("consumer_laws", "shop_platforms", "supplier_profiles", "templates")
# Where tools/environment keeps the wheels of all that the package needs.
WHEELS = Path(sys.prefix, "wheels")
# Every process of the clean environment ends at once when it looks for the network.
NO_NETWORK = """
import os, sys
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"):
        os.write(2, f"asked for the network: {event} {args}".encode())
        os._exit(9)
sys.addaudithook(watch)
"""


def _run(*command: str | Path, cwd: Path, **environment: str) -> str:
    usual = {"PATH": os.defpath, "HOME": str(cwd), "PIP_CONFIG_FILE": os.devnull}
    ran = subprocess.run(command, cwd=cwd, env=usual | environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def _built(folder: Path, *what: str) -> Path:
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, *what, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def from_sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that was built from it."""
    return _built(tmp_path_factory.mktemp("from-sdist"))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, from_sdist: Path) -> Path:
    """The programs of a clean environment into which the wheel was installed."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home / "venv", symlinks=True)
    programs = home / "venv" / "bin"
    (wheel,) = from_sdist.glob("*.whl")
    assert list(WHEELS.glob("*.whl")), "tools/environment dev keeps the wheels that this needs"
    pip = (sys.executable, "-m", "pip", "--python", programs / "python", "--disable-pip-version-check", "install")
    _run(*pip, "--quiet", "--no-index", "--find-links", WHEELS, wheel, cwd=home)
    (packages,) = (home / "venv").glob("lib/python3*/site-packages")
    (packages / "no_network.py").write_text(NO_NETWORK)
    (packages / "no_network.pth").write_text("import no_network\n")
    return programs


def _without_a_network() -> list[str]:
    """What cuts the network off for a command, where the system lets us."""
    cut = ["unshare", "--map-root-user", "--net"]
    can = shutil.which("unshare") and subprocess.run([*cut, "true"], capture_output=True, check=False).returncode == 0
    return cut if can else []


def test_the_wheel_is_the_same_from_the_checkout_and_from_the_sdist(from_sdist: Path, tmp_path: Path) -> None:
    (one,), (other,) = from_sdist.glob("*.whl"), _built(tmp_path, "--wheel").glob("*.whl")
    assert one.name == other.name
    assert one.read_bytes() == other.read_bytes()


def test_the_wheel_has_the_words_and_the_facts_and_nothing_of_the_workshop(from_sdist: Path) -> None:
    (wheel,) = from_sdist.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    ours = [path for folder in DATA for path in (ROOT / folder).rglob("*.*")]
    assert len(ours) > 20
    assert {f"policy_gen/{path.relative_to(ROOT)}" for path in ours} <= names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"policy_gen"}


def test_the_sdist_has_the_tests_and_nothing_that_was_made(from_sdist: Path) -> None:
    (sdist,) = from_sdist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    assert {"tests/test_wheel.py", "pyproject.toml", "LICENSE", "Makefile"} <= names
    assert {name for name in names if name.startswith((".venv/", ".git/", "output/")) or "__pycache__" in name} == set()


def test_an_installed_wheel_makes_every_page_from_any_folder_without_a_network(installed: Path, tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path / "shop.yaml")
    assert "/site-packages/" in _run(
        installed / "python", "-c", "import policy_gen as p; print(p.__file__)", cwd=tmp_path
    )
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert _run(installed / "policy-gen", "--version", cwd=tmp_path) == f"{version}\n"
    _run(*_without_a_network(), installed / "policy-gen", "build", "shop.yaml", cwd=tmp_path)
    read, derived = loaded(EXAMPLE)
    expected = {
        f"refund-policy.{code}{format.suffix}": rendered(derived, code, name)
        for code in read.languages
        for name, format in FORMATS.items()
    }
    assert len(expected) == 8
    made = {path.name: path.read_bytes() for path in (tmp_path / "output" / "shop").iterdir()}
    assert made == expected


def test_the_clean_environment_would_notice_the_network(installed: Path, tmp_path: Path) -> None:
    ask = "import socket; socket.create_connection(('localhost', 9))"
    ran = subprocess.run([installed / "python", "-c", ask], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 9
    assert "asked for the network" in ran.stderr
