"""A store's folder as it lies in a repository: a questionnaire with its own copy of a profile, and the commands on it."""

import shutil
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from policy_gen.cli import cli
from tests.shops import ALIEXPRESS, STORE, written

TEXTS = ("--format", "md", "--format", "html", "--format", "fragment")
PROFILE = Path("supplier_profiles/aliexpress.yaml")


def run(*arguments: str) -> Result:
    """A command; nothing but an exit code may come out of it."""
    ran = CliRunner().invoke(cli, arguments)
    assert isinstance(ran.exception, SystemExit | None), ran.exception
    return ran


def done(*arguments: str) -> str:
    """What a command that succeeds prints."""
    ran = run(*arguments)
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def answers(**others: Any) -> dict[str, Any]:
    """A questionnaire whose supplier is a profile."""
    supplier = {
        "profile": "aliexpress",
        "ships_within": "7 business days",
        "delivers_within": "12-25 days after shipping",
    }
    said = {"store": STORE, "effective": "2026-12-01", "supplier": supplier, **others}
    return {name: value for name, value in said.items() if value is not None}


def store(**others: Any) -> str:
    """The questionnaire `shop.yaml` in the current folder, with the store's own copy of the profile."""
    PROFILE.parent.mkdir(exist_ok=True)
    if not PROFILE.exists():
        shutil.copy(ALIEXPRESS, PROFILE)
    return written(answers(**others), Path()).name


def profile_says(old: str, new: str) -> None:
    """Changes what the store's copy of the profile says, wherever it says it."""
    text = PROFILE.read_text("utf-8")
    assert old in text
    PROFILE.write_text(text.replace(old, new), "utf-8")


def supplier_gets_worse() -> None:
    """The reporting window goes from 15 to 10 days and the longest refund from 20 to 30 business days."""
    profile_says("{value: 15 days after receipt confirmed", "{value: 10 days after receipt confirmed")
    profile_says("worst: 20 business days", "worst: 30 business days")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
