"""The words and the look of the playbook, read once."""

from collections.abc import Iterable, Mapping
from functools import cache

from policy_gen.pages.document import Words
from policy_gen.pages.formats import Style
from policy_gen.rim import inputs
from policy_gen.rim.files import read_source, read_text, shipped


@cache
def sections(code: str) -> Words:
    """The playbook's templates and words in a language; its words go before those of the page."""
    name = f"templates/{code}/playbook"
    own = read_source(shipped(*name.split("/"), "words.yaml"), f"{name}/words.yaml").data
    return Words(code, {**inputs.words(code).labels, **own}, _templates(name))


@cache
def letters(code: str) -> Words:
    """The messages to customers in a language, with the words of the page."""
    return Words(code, inputs.words(code).labels, _templates(f"templates/{code}/letters"))


@cache
def inquiries(code: str) -> Words:
    """The messages to suppliers in a language."""
    return Words(code, {}, _templates(f"templates/messages/{code}"))


def headings(code: str, clauses: Iterable[str]) -> Mapping[str, str]:
    """What some clauses are called on the page in a language."""
    templates = inputs.words(code).templates
    return {id: templates[f"{id}.md"].partition("\n")[0].removeprefix("## ") for id in clauses}


@cache
def style() -> Style:
    """The look of the playbook: the pages', with what it has beyond them."""
    pages = inputs.style()

    def more(name: str) -> str:
        return read_text(shipped("templates", "style", f"playbook{name}"))

    return Style(
        page=more(".html"),
        screen=pages.screen + more("-screen.css"),
        print=pages.print + more("-print.css"),
        pdf=pages.pdf + more("-pdf.css"),
    )


def _templates(name: str) -> dict[str, str]:
    """The templates of a folder by their names."""
    places = sorted(shipped(*name.split("/")).glob("*.md"))
    return {place.name: read_text(place, f"{name}/{place.name}") for place in places}
