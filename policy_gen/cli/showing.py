"""What the commands share: reading questionnaires, and showing findings."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import click

from policy_gen import policy, report
from policy_gen.changes import history
from policy_gen.changes.lockfile import Lock
from policy_gen.findings import Finding, Level, Refused, Span
from policy_gen.pages import guard
from policy_gen.pages.document import Document, assemble
from policy_gen.pages.guard import PrivateTerms
from policy_gen.policy import Policy
from policy_gen.rim import inputs, lock, private
from policy_gen.rim.inputs import Inputs


@dataclass(frozen=True)
class Store:
    """A questionnaire that could be read, with what was published of it last and what would be now.

    `texts` are the files that it was made of, by their names; `documents` are its pages, none where an error is in the
    way.
    """

    path: Path
    read: Inputs
    policy: Policy
    texts: Mapping[str, str]
    documents: tuple[Document, ...]
    old: Lock | None
    new: Lock


@dataclass
class Checked:
    """The questionnaires that could be read, and all findings.

    `texts` are the files whose lines the findings show, `private` what must not be shown of them or anywhere else.
    """

    stores: list[Store] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    private: list[PrivateTerms] = field(default_factory=list)

    def stops(self, strict: bool) -> bool:
        """Whether the findings stop the page: an error does, and under `strict` a warning."""
        stopping = {Level.ERROR, Level.WARNING} if strict else {Level.ERROR}
        return any(found.level in stopping for found in self.findings)


def private_terms() -> tuple[list[PrivateTerms], list[Finding]]:
    """The private terms that the environment lists, and what is wrong with that list."""
    terms, findings = private.in_variable(os.environ.get(private.VARIABLE))
    return [terms] if terms else [], findings


def guarded(path: Path) -> tuple[Store, Checked]:
    """A questionnaire whose values may be printed; ends the program where it can't be read, or the guard found some."""
    checked = check((path,))
    is_guarded = not any(found.code.startswith("ADR") and found.level is Level.ERROR for found in checked.findings)
    if not checked.stores or not is_guarded:
        show(checked.findings, checked.texts, err=True, private=checked.private)
        raise SystemExit(1)
    return checked.stores[0], checked


def check(
    files: Sequence[Path], on: date | None = None, today: date | None = None, published: Lock | None = None
) -> Checked:
    """Reads every questionnaire and puts its pages into words, so that all is known before anything is written.

    `on` is the day whose law judges, where that is not the day from which a page holds. From `today` on customers
    must have the notice that the questionnaire gives them; without it nobody looks at that. What is `published` is
    what the lock beside the questionnaire says, unless another one is given.
    """
    terms, findings = private_terms()
    checked = Checked(findings=findings, private=terms)
    for path in dict.fromkeys(map(inputs.questionnaire_of, files)):
        texts: dict[str, str] = {}
        try:
            _take(path, on, today, published, texts, checked)
        except Refused as refused:
            checked.findings += refused.findings
        checked.texts |= texts
    checked.findings = guard.printable(checked.findings, checked.private)
    return checked


def _take(
    path: Path, on: date | None, today: date | None, published: Lock | None, texts: dict[str, str], checked: Checked
) -> None:
    """Adds one questionnaire to what was checked; raises Refused where it, or its lock, can't be read."""
    read = inputs.load(path, texts, checked.private)
    derived = policy.derive(read.terms, read.languages, inputs.languages())
    old, new = lock.of(path), lock.drawn(path, read, derived, texts)
    new = replace(new, versions=history.versions(old, new))
    if on:
        # The law of that day judges; what is published goes by the law of the page's own day.
        terms = replace(read.terms, laws=replace(read.terms.laws, day=on))
        derived = policy.derive(terms, read.languages, inputs.languages())
    derived = policy.with_versions(derived, new.versions)
    checked.findings += derived.findings
    is_sound = not any(found.level is Level.ERROR for found in derived.findings)
    documents = _look_at_pages(read, derived, checked) if is_sound else ()
    notice = read.terms.notice.known if read.terms.notice else None
    checked.findings += history.judged(published or old, new, notice, today, _dated_at(read))
    checked.findings += _cases(path, read, texts)
    checked.stores.append(Store(path, read, derived, texts, documents, old, new))


def _cases(path: Path, read: Inputs, texts: dict[str, str]) -> list[Finding]:
    """What the cases of a questionnaire find; what decides them is loaded only where there are some."""
    if read.cases is None and not inputs.cases_beside(path):
        return []
    from policy_gen.rim import trials

    return list(trials.tried(path, read, texts))


def _dated_at(read: Inputs) -> Span:
    """Where the questionnaire gives the date of its page, else where it names the supplier."""
    return read.terms.place(read.terms.effective) if read.terms.effective else read.terms.named_at


def _look_at_pages(read: Inputs, derived: Policy, checked: Checked) -> tuple[Document, ...]:
    """Puts a policy into words, in each of its languages, and looks for what must not stand there."""
    documents = tuple(assemble(derived, inputs.words(code)) for code in read.languages)
    for document in documents:
        checked.findings += guard.on_page(document, read.guard)
    checked.findings += guard.lapsed(documents, read.guard)
    return documents


def show(findings: Iterable[Finding], texts: dict[str, str], err: bool, private: Sequence[PrivateTerms] = ()) -> None:
    """Prints findings as text, in colour on a terminal that wants it; nothing of `private` is repeated."""
    findings = guard.printable(findings, private)
    hidden = guard.private_lines(findings, texts, private)
    stream = sys.stderr if err else sys.stdout
    # A program that was started with a closed output has no stream.
    is_terminal = stream is not None and stream.isatty()
    text = report.text(findings, texts, colour=is_terminal and not os.environ.get("NO_COLOR"), hidden=hidden)
    if text:
        click.echo(text.rstrip() + "\n", err=err, color=True)


def summary(findings: Sequence[Finding]) -> str:
    """How many findings of each level there are, in words."""
    counts = [(sum(found.level is level for found in findings), level.value) for level in Level]
    return ", ".join(f"{count or 'no'} {level}{'' if count == 1 else 's'}" for count, level in counts)


questionnaires = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
strict_option = click.option("--strict", is_flag=True, help="Let warnings stop the page, too.")
