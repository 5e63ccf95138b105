"""Findings: what the merchant should know, each with a stable code and the places it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding weighs: an error stops the page, a warning does so under `--strict`, a note never."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one line in a file: `line` and `column` count from 1, `end` is the column after its last one."""

    file: str
    line: int
    column: int
    end: int


@dataclass(frozen=True, slots=True)
class Kind:
    """What a code stands for: its usual level and its meaning in a few words."""

    level: Level
    meaning: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know: `message` says what is wrong or open, `help` what to write or do, `spans` where.

    `items` are the points of a message that is a list, each to be seen to on its own.
    """

    code: str
    level: Level
    message: str
    help: str = ""
    spans: tuple[Span, ...] = ()
    items: tuple[str, ...] = ()


class Refused(Exception):
    """Input that no page can be made from; carries every finding that says why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{found.code}: {found.message}" for found in self.findings))


KINDS = {
    "YML001": Kind(Level.ERROR, "the file cannot be read"),
    "YML002": Kind(Level.ERROR, "the text is not UTF-8"),
    "YML003": Kind(Level.ERROR, "the text is not YAML"),
    "YML004": Kind(Level.ERROR, "a key appears twice"),
    "YML005": Kind(Level.ERROR, "a YAML feature that is not used here: alias, anchor, merge key, tag, odd key"),
    "YML006": Kind(Level.ERROR, "the text is nested too deeply"),
    "YML007": Kind(Level.ERROR, "the file is not one mapping of questions and answers"),
    "YML008": Kind(Level.ERROR, "a character that has no place in a text: control, hidden, unassigned"),
    "ANS001": Kind(Level.ERROR, "a key that nobody asks for"),
    "ANS002": Kind(Level.ERROR, "a required answer is missing"),
    "ANS003": Kind(Level.ERROR, "an answer of the wrong kind"),
    "ANS004": Kind(Level.ERROR, "a duration that cannot be read"),
    "LAW001": Kind(Level.WARNING, "no market is named, so no law was checked"),
    "LAW002": Kind(Level.WARNING, "a market without a law file"),
    "LAW003": Kind(Level.ERROR, "a promise that gives less than the law"),
    "LAW004": Kind(Level.ERROR, "a promise that the law forbids"),
    "LAW005": Kind(Level.WARNING, "a promise that is lawful only under a condition"),
    "LAW006": Kind(Level.WARNING, "the law wants a language in which there is no page"),
    "LAW007": Kind(Level.NOTE, "a page that customers must see before they pay"),
    "LAW008": Kind(Level.NOTE, "rules of law from memory"),
    "LAW009": Kind(Level.NOTE, "a change of law that is still to come"),
    "LAW010": Kind(Level.ERROR, "a page for named markets without a date"),
    "LAW011": Kind(Level.ERROR, "no link to the withdrawal instruction"),
    "LAW012": Kind(Level.ERROR, "no link to the withdrawal function"),
    "LAW013": Kind(Level.WARNING, "no link to the legal notice"),
    "LAW014": Kind(Level.WARNING, "customers are not told where returns go and what that costs"),
    "LAW015": Kind(Level.WARNING, "something that the law wants and that this page can't do"),
    "LAW016": Kind(Level.WARNING, "a term of the supplier that the law forbids"),
    "LAW017": Kind(Level.NOTE, "a link that customers must see before they order"),
    "COV006": Kind(Level.NOTE, "a return that the law gives and the supplier does not"),
    "OUT001": Kind(Level.ERROR, "the libraries that PDF needs are missing"),
    "OUT002": Kind(Level.ERROR, "no font is installed"),
    "OUT003": Kind(Level.ERROR, "a character that no installed font can show"),
    "OUT004": Kind(Level.ERROR, "the PDF would not be what it should be"),
    "OUT005": Kind(Level.ERROR, "something that is not a page stands in a page's way"),
    "OUT006": Kind(Level.ERROR, "the disk is full"),
    "OUT007": Kind(Level.ERROR, "the place may not be written to"),
    "OUT008": Kind(Level.ERROR, "a page could not be written"),
    "OUT009": Kind(Level.ERROR, "the old pages could not be put back"),
    "OUT010": Kind(Level.ERROR, "a page that was changed by hand"),
    "OUT011": Kind(Level.NOTE, "a page that is no longer made"),
    "ANS005": Kind(Level.ERROR, "answers that contradict each other"),
    "ANS006": Kind(Level.ERROR, "no accepted reason is known"),
    "ANS007": Kind(Level.ERROR, "an answer that is a placeholder"),
    "ANS010": Kind(Level.NOTE, "an open question"),
    "ANS011": Kind(Level.WARNING, "one of the eight key facts is missing from the page"),
    "ANS012": Kind(Level.NOTE, "the page has no date"),
    "ADR001": Kind(Level.ERROR, "a street address where none may be"),
    "ADR002": Kind(Level.ERROR, "a P.O. box that does not look like one"),
    "ADR003": Kind(Level.ERROR, "a street address on a finished page"),
    "ADR004": Kind(Level.ERROR, "a private term in an answer, on a page or in what is printed"),
    "ADR005": Kind(Level.NOTE, "an allowed text that is no longer needed"),
    "ADR006": Kind(Level.ERROR, "a list of private terms that is missing, empty or published"),
    "SUP001": Kind(Level.ERROR, "a profile that does not exist"),
    "SUP002": Kind(Level.WARNING, "the supplier's facts were checked long ago"),
    "SUP003": Kind(Level.NOTE, "the supplier's facts are copies, undated or assumed"),
    "SUP004": Kind(Level.ERROR, "a supplier's fact without a source"),
    "SUP005": Kind(Level.ERROR, "a fact known only from others, given as the supplier's word"),
    "SUP007": Kind(Level.ERROR, "the supplier's name would stand on the page"),
    "SUP006": Kind(Level.NOTE, "goods must go on to the supplier in time"),
    "SUP008": Kind(Level.ERROR, "the supplier forbids that its goods are sold on"),
    "SUP009": Kind(Level.WARNING, "the supplier limits how its goods are sold on"),
    "SUP010": Kind(Level.ERROR, "suppliers whose terms can't hold together for one group of products"),
    "SUP011": Kind(Level.ERROR, "one of several suppliers must be named"),
    "SHP001": Kind(Level.ERROR, "a shop platform that does not exist"),
    "SHP002": Kind(Level.NOTE, "no shop platform is named, so the playbook has no steps for it"),
    "COV001": Kind(Level.NOTE, "a fault that the supplier does not cover"),
    "COV002": Kind(Level.NOTE, "a promise that eats into the handling time"),
    "COV003": Kind(Level.NOTE, "a promise beyond what the supplier gives"),
    "COV004": Kind(Level.NOTE, "return postage of a fault that the supplier does not pay"),
    "CHG001": Kind(Level.ERROR, "less for customers without a later date"),
    "CHG002": Kind(Level.ERROR, "less for customers with too short a notice"),
    "CHG003": Kind(Level.ERROR, "a date before the one of the published version"),
    "CHG004": Kind(Level.ERROR, "a lock file that cannot be read"),
    "CAS001": Kind(Level.ERROR, "a case that comes out otherwise than expected"),
    "CAS002": Kind(Level.ERROR, "a case that cannot be decided"),
    "CAS003": Kind(Level.ERROR, "a file of cases that nobody reads"),
    "COV005": Kind(Level.NOTE, "a window of which nothing is left"),
}


def finding(
    code: str, message: str, help: str = "", *spans: Span, level: Level | None = None, items: Iterable[str] = ()
) -> Finding:
    """A finding of a known code, at the code's usual level unless `level` says otherwise."""
    return Finding(code, level or KINDS[code].level, message, help, spans, tuple(items))
