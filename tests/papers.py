"""Playbooks of questionnaires, for the tests that look at them."""

from functools import cache
from pathlib import Path

from policy_gen.cli import speech
from policy_gen.cli.playbook import PRINTED, _documents
from policy_gen.cli.showing import Store, check
from policy_gen.pages.document import Document
from policy_gen.pages.formats import Style
from tests.shops import ROOT


def store(place: Path) -> Store:
    """A questionnaire with its policy."""
    checked = check((place,))
    assert not checked.stops(strict=False), checked.findings
    return checked.stores[0]


@cache
def _store(place: Path) -> Store:
    """Of a file that no test changes."""
    return store(place)


def playbooks(place: Path, to_suppliers: tuple[str, ...] = PRINTED, codes: tuple[str, ...] = ()) -> list[Document]:
    """The playbook of a questionnaire in each of its languages, or in some others."""
    read = _store(place) if place.is_relative_to(ROOT) else store(place)
    return list(_documents(read, codes or read.read.languages, to_suppliers))


def playbook_style() -> Style:
    return speech.style()
