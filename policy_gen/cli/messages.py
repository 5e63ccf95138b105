"""What `ask` and `answer` share: a store's files as they are, and the words of the messages in every language."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from policy_gen import inputs
from policy_gen.cli.showing import private_terms
from policy_gen.files import read_source, read_text, shipped
from policy_gen.findings import Refused, Span
from policy_gen.guard import PrivateTerms
from policy_gen.inputs import Inputs
from policy_gen.inquiry.answering import Draft, Files
from policy_gen.questionnaire import Questionnaire
from policy_gen.reading import read
from policy_gen.source import parse

LANGUAGES = ("en", "zh", "ko")


@dataclass
class Opened:
    """A questionnaire that could be read, and the profile that it names.

    `own` is the profile's file where it is the store's own; `texts` and `private` are for what is printed.
    """

    path: Path
    files: Files
    read: Inputs
    named: str = ""
    named_at: Span | None = None
    own: Path | None = None
    texts: dict[str, str] = field(default_factory=dict)
    private: list[PrivateTerms] = field(default_factory=list)


def labels(language: str) -> dict[str, Any]:
    """The words of the messages in a language."""
    name = f"messages/{language}.yaml"
    return dict(read_source(shipped("templates", "messages", f"{language}.yaml"), f"templates/{name}").data)


def opened(path: Path, texts: dict[str, str], hidden: list[PrivateTerms]) -> Opened:
    """A store's files; raises Refused with all that is wrong with them. What was read goes to `texts` and `hidden`."""
    terms, findings = private_terms()
    hidden += terms
    if findings:
        raise Refused(findings)
    text = read_text(path)
    texts[str(path)] = text
    source = parse(text, str(path))
    understood = inputs.understand(source, path, texts, hidden)
    supplier = read(Questionnaire, source).supplier
    named = supplier if isinstance(supplier, str) else supplier.profile
    files = Files(Draft(text, str(path)), sold_to=understood.terms.sold_to)
    if named is None:
        return Opened(path, files, understood, texts=texts, private=hidden)
    span = source.value(("supplier",) if isinstance(supplier, str) else ("supplier", "profile"))
    own = inputs.own_profile(named, path.parent, span)
    files = replace(files, profile=_draft(own, named, texts))
    return Opened(path, files, understood, named, span, own, texts, hidden)


def _draft(own: Path | None, named: str, texts: MutableMapping[str, str]) -> Draft:
    """The text of a profile: the store's own, or the one that comes along."""
    if own is not None:
        return Draft(texts[str(own)], str(own))
    shown = f"supplier_profiles/{named}.yaml"
    return Draft(texts[shown], shown)
