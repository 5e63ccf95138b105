"""What `ask` and `answer` share: a store's files as they are, and the words of the messages in every language."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click

from policy_gen.cli.showing import private_terms
from policy_gen.findings import Refused, Span, finding
from policy_gen.inquiry.answering import Draft, Files, supplier_at, ways
from policy_gen.pages.guard import PrivateTerms
from policy_gen.reading import read
from policy_gen.records.questionnaire import Questionnaire
from policy_gen.records.stated import Path as Way
from policy_gen.records.supplier import SupplierAnswers
from policy_gen.rim import inputs, profiles
from policy_gen.rim.files import read_source, read_text, shipped
from policy_gen.rim.inputs import Inputs
from policy_gen.source import Source, parse

LANGUAGES = ("en", "zh", "ko")
supplier_option = click.option(
    "--supplier", "chosen", metavar="NAME", help="Which of several suppliers, by its profile or name."
)


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


def opened(path: Path, chosen: str | None, texts: dict[str, str], hidden: list[PrivateTerms]) -> Opened:
    """A store's files; raises Refused with all that is wrong with them. What was read goes to `texts` and `hidden`.

    `chosen` names one of several suppliers.
    """
    terms, findings = private_terms()
    hidden += terms
    if findings:
        raise Refused(findings)
    text = read_text(path)
    texts[str(path)] = text
    source = parse(text, str(path))
    understood = inputs.understand(source, path, texts, hidden)
    questionnaire = read(Questionnaire, source)
    way = _way(questionnaire, chosen, source)
    supplier = supplier_at(questionnaire, way)
    named = supplier.profile if isinstance(supplier, SupplierAnswers) else supplier
    files = Files(Draft(text, str(path)), sold_to=understood.terms.sold_to, way=way)
    if named is None:
        return Opened(path, files, understood, texts=texts, private=hidden)
    span = source.value(way if isinstance(supplier, str) else (*way, "profile"))
    own = profiles.own_profile(named, path.parent, span)
    files = replace(files, profile=_draft(own, named, texts))
    return Opened(path, files, understood, named, span, own, texts, hidden)


def _way(questionnaire: Questionnaire, chosen: str | None, source: Source) -> Way:
    """The way to the supplier that is meant: the only one, or the one of several that is named."""
    known = ways(questionnaire)
    meant = [way for name, way in known.items() if chosen in (None, name)]
    if len(meant) == 1:
        return meant[0]
    listed = ", ".join(f"`{name}`" for name in known)
    what = "the store has several suppliers: which one is meant?" if chosen is None else f"no supplier is `{chosen}`"
    place = source.key(("suppliers" if questionnaire.suppliers else "supplier",))
    raise Refused([finding("SUP011", what, f"give `--supplier` one of: {listed}", place)])


def _draft(own: Path | None, named: str, texts: MutableMapping[str, str]) -> Draft:
    """The text of a profile: the store's own, or the one that comes along."""
    if own is not None:
        return Draft(texts[str(own)], str(own))
    shown = f"supplier_profiles/{named}.yaml"
    return Draft(texts[shown], shown)
