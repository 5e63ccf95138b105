"""The way in for the file of private terms: it must be there, hold something, and lie where nobody publishes it."""

from dataclasses import replace
from pathlib import Path

from policy_gen.findings import Finding, Level, Refused, Span, finding
from policy_gen.pages.guard import PrivateTerms, listed, useless
from policy_gen.rim import files
from policy_gen.source import Source

KEY = "private_terms"
VARIABLE = "POLICY_GEN_PRIVATE_TERMS"
ELSEWHERE = (
    "name a file outside of everything that is published, such as `private_terms: ~/private-terms.txt`; "
    f"in CI a secret in the variable {VARIABLE}"
)


def in_file(source: Source, questionnaire: Path) -> tuple[PrivateTerms | None, list[Finding]]:
    """The terms of the file that a questionnaire names, if it names one, and what is wrong with that file."""
    written = source.data.get(KEY)
    if not isinstance(written, str) or not written.strip():
        return None, []
    span = source.value((KEY,))
    try:
        place = questionnaire.parent / Path(written.strip()).expanduser()
        terms = listed(files.read_text(place, "the list of private terms"), "the file")
        is_published = _lies_in(place, _published_with(questionnaire))
    except Refused as refused:
        return None, [replace(found, code="ADR006", spans=(span,)) for found in refused.findings]
    except (OSError, RuntimeError):  # a home that nobody knows, links in a circle
        return None, [finding("ADR006", "the list of private terms can't be reached", ELSEWHERE, span)]
    return terms, [*_exposed(is_published, span), *_useless(terms, span)]


def in_variable(text: str | None) -> tuple[PrivateTerms | None, list[Finding]]:
    """The terms of the environment variable, None where it is not set; one that is set but empty is told."""
    if text is None:
        return None, []
    terms = listed(text, VARIABLE)
    if not terms.terms:
        help = "set it to one term a line, or don't set it; CI gives no secrets to pull requests from forks"
        warning = [finding("ADR006", message, help, level=Level.WARNING) for message in useless(terms)]
        return terms, warning
    return terms, _useless(terms)


def _exposed(is_published: bool, *spans: Span) -> list[Finding]:
    if not is_published:
        return []
    message = "the list of private terms lies in the questionnaire's own repository or folder: it would be published"
    return [finding("ADR006", message, ELSEWHERE, *spans)]


def _useless(terms: PrivateTerms, *spans: Span) -> list[Finding]:
    return [finding("ADR006", message, "write one term a line", *spans) for message in useless(terms)]


def _published_with(questionnaire: Path) -> Path:
    """The repository that a questionnaire lies in; without one its folder."""
    folder = questionnaire.resolve().parent
    return next((up for up in (folder, *folder.parents) if (up / ".git").exists()), folder)


def _lies_in(place: Path, folder: Path) -> bool:
    """Whether a file lies somewhere below a folder, by whatever names the two go."""
    return any(up.samefile(folder) for up in place.resolve().parents)
