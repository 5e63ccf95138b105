"""What the commands share: reading questionnaires, and showing findings."""

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import click

from policy_gen import inputs, policy, report
from policy_gen.findings import Finding, Level, Refused
from policy_gen.inputs import Inputs
from policy_gen.policy import Policy


@dataclass
class Checked:
    """Questionnaires that were read, the policies of those that could be, and all findings with the texts they show."""

    policies: list[tuple[Inputs, Policy]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def stops(self, strict: bool) -> bool:
        """Whether the findings stop the page: an error does, and under `strict` a warning."""
        stopping = {Level.ERROR, Level.WARNING} if strict else {Level.ERROR}
        return any(found.level in stopping for found in self.findings)


def check(files: Sequence[Path]) -> Checked:
    """Reads every questionnaire and derives its policy, so that all findings are known before anything is written."""
    checked = Checked()
    for path in files:
        try:
            read = inputs.load(path, checked.texts)
            derived = policy.derive(read.terms)
        except Refused as refused:
            checked.findings += refused.findings
        else:
            checked.policies.append((read, derived))
            checked.findings += derived.findings
    return checked


def show(findings: Iterable[Finding], texts: dict[str, str], err: bool) -> None:
    """Prints findings as text, in colour on a terminal that wants it."""
    stream: TextIO = sys.stderr if err else sys.stdout
    text = report.text(findings, texts, colour=stream.isatty() and not os.environ.get("NO_COLOR"))
    if text:
        click.echo(text.rstrip() + "\n", err=err, color=True)


def summary(findings: Sequence[Finding]) -> str:
    """How many findings of each level there are, in words."""
    counts = [(sum(found.level is level for found in findings), level.value) for level in Level]
    return ", ".join(f"{count or 'no'} {level}{'' if count == 1 else 's'}" for count, level in counts)


questionnaires = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
strict_option = click.option("--strict", is_flag=True, help="Let warnings stop the page, too.")
