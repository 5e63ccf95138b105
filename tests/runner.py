"""As much of GitHub's runner as our action and the workflows of docs/ci.md need: their steps run for real, here."""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.shops import ROOT

ACTION = ROOT / "action.yml"
OURS = "OWNER/policy-gen@"
BASH = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
IF_GIVEN = re.compile(r"inputs\.(\w+) != ''")
INSTALL = "Install policy-gen"
GIT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
"""What keeps anybody's settings away from git."""
MERCHANT = {
    f"GIT_{who}_{what}": "merchant@dalbit.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
}


def data(text: str) -> Any:
    """YAML as GitHub reads it, where `on` is a word and no truth value."""
    return yaml.load(text, yaml.BaseLoader)  # noqa: TID251 - our own files, as the runner sees them


def git(folder: Path, *arguments: str) -> str:
    """What git says to the merchant."""
    command, environment = (
        ("git", "-C", str(folder), *arguments),
        {"PATH": os.defpath, "HOME": str(folder), **GIT, **MERCHANT},
    )
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


@dataclass
class Ran:
    """A job that came to its end: whether it succeeded, what its log says, and its summary."""

    is_good: bool
    log: str
    summary: str

    def annotations(self, level: str) -> list[str]:
        return [line for line in self.log.splitlines() if line.startswith(f"::{level}")]


@dataclass
class Job:
    """A job in the checkout `folder`; `programs` come first on its PATH, `temp` is its own folder beside it.

    `installed` is a folder that an earlier run of the action has put onto the PATH; with it the step that installs is
    passed over.
    """

    folder: Path
    temp: Path
    programs: list[Path]
    environment: Mapping[str, str] = field(default_factory=dict)
    knows: Mapping[str, str] = field(default_factory=dict)
    installed: Path | None = None
    log: str = ""
    is_good: bool = True

    def action(self, **inputs: str) -> Ran:
        """Our action with these inputs, and the others as they are if left out, as on a fresh machine."""
        self._begin()
        self._action(inputs)
        return self._ran()

    def workflow(self, text: str) -> Ran:
        """The one job of a workflow, as on a fresh machine. The checkout is there already."""
        self._begin()
        (job,) = data(text)["jobs"].values()
        for step in job["steps"]:
            if step.get("uses", "").startswith(OURS):
                if self.is_good:
                    self._action(step.get("with", {}))
            elif "run" in step:
                self._step({**job.get("defaults", {}).get("run", {}), **step}, self.knows)
            else:
                assert step["uses"].startswith("actions/checkout@")
        return self._ran()

    def _begin(self) -> None:
        for name in ("PATH", "STEP_SUMMARY"):
            (self.temp / name).unlink(missing_ok=True)
        self.log, self.is_good = "", True

    def _action(self, inputs: Mapping[str, str]) -> None:
        action = data(ACTION.read_text("utf-8"))
        assert set(inputs) <= set(action["inputs"])
        given = {name: inputs.get(name, declared["default"]) for name, declared in action["inputs"].items()}
        known = {**self.knows, **{f"inputs.{name}": value for name, value in given.items()}}
        for step in action["runs"]["steps"]:
            if self.installed and step.get("name") == INSTALL:
                (self.temp / "PATH").write_text(f"{self.installed}\n", "utf-8")
            elif "run" in step:
                self._step(step, known)
            else:
                assert step["uses"].startswith("actions/setup-python@")

    def _step(self, step: Mapping[str, Any], known: Mapping[str, str]) -> None:
        """Runs a step unless its condition, or an earlier step that failed, is against it."""
        condition = EXPRESSION.sub(r"\1", step.get("if", ""))
        if condition.startswith("inputs."):
            (name,) = IF_GIVEN.fullmatch(condition).groups()  # type: ignore[union-attr]
            is_wanted = self.is_good and known[f"inputs.{name}"] != ""
        else:
            assert condition in ("", "!cancelled()")
            is_wanted = self.is_good or bool(condition)
        if is_wanted:
            self._run(step["run"], {name: _filled(text, known) for name, text in step.get("env", {}).items()}, step)

    def _run(self, script: str, environment: Mapping[str, str], step: Mapping[str, Any]) -> None:
        assert "${{" not in script
        place = self.temp / "step.sh"
        place.write_text(script, "utf-8")
        files = {f"GITHUB_{name}": str(self.temp / name) for name in ("PATH", "STEP_SUMMARY")}
        added = _text(self.temp / "PATH").split()
        path = os.pathsep.join([*reversed(added), *map(str, self.programs), os.defpath])
        given = {"PATH": path, "HOME": str(self.temp), "RUNNER_TEMP": str(self.temp), "GITHUB_ACTION_PATH": str(ROOT)}
        shell = BASH if step.get("shell") == "bash" else ("bash", "-e")
        ran = subprocess.run(
            [*shell, str(place)], cwd=self.folder, env={**GIT, **given, **files, **self.environment, **environment},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        self.log += ran.stdout
        self.is_good = self.is_good and ran.returncode == 0

    def _ran(self) -> Ran:
        return Ran(self.is_good, self.log, _text(self.temp / "STEP_SUMMARY"))


def _filled(text: str, known: Mapping[str, str]) -> str:
    return EXPRESSION.sub(lambda found: known[found[1]], text)


def _text(place: Path) -> str:
    return place.read_text("utf-8") if place.exists() else ""


def scripts(text: str) -> Iterator[str]:
    """The shell of every step of an action or a workflow."""
    whole = data(text)
    parts = [whole["runs"]] if "runs" in whole else whole.get("jobs", {}).values()
    yield from (step["run"] for part in parts for step in part["steps"] if "run" in step)
