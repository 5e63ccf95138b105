"""What the laws of a store's markets want to be told or offered: by a link of the page, or beyond what it can do."""

from collections.abc import Iterator
from datetime import date

from policy_gen.deriving.jurisdiction import Jurisdiction, LegalDuty, cited
from policy_gen.findings import Finding, Level, Span, finding
from policy_gen.provenance import Answer, Rule
from policy_gen.records.law import Where
from policy_gen.records.provision import Sure
from policy_gen.rules.given import Given

MISSING = {"error": Level.ERROR, "warning": Level.WARNING, "note": Level.NOTE}
LINK_CODES = {"withdrawal_instruction": "LAW011", "withdrawal_function": "LAW012", "legal_notice": "LAW013"}
IN_THE_INSTRUCTION = ("withdrawal_instruction", "model_form")
"""Places that the page links to as one."""


def missing_links(given: Given) -> Iterator[Finding]:
    """Links that the laws ask for and the questionnaire lacks: one finding a link, as grave as the gravest of them."""
    laws = given.terms.laws
    for link, code in LINK_CODES.items():
        if _is_given(given, link):
            continue
        asked = {law: duty for law in laws.named() if (duty := _gravest(law, link, laws.day)) is not None}
        if not asked:
            continue
        law, duty = max(asked.items(), key=lambda one: SEVERITY.index(_weight(one[1])))
        others = [one.id.upper() for one in asked if one is not law]
        also = f", and so {'does' if len(others) == 1 else 'do'} that of {', '.join(others)}" if others else ""
        yield finding(
            code,
            f"the law of {law.id.upper()} asks for {_duty_words(duty)} ({cited(duty.basis)}){_consequence(duty)}{also}",
            f"write `{link}: https://…` under `store`, the page of your website that has it",
            _store_at(given),
            level=_weight(duty),
        )


def _gravest(law: Jurisdiction, link: str, day: date | None) -> LegalDuty | None:
    """The duty of a law that a link meets; of several the one that weighs most."""
    met = [duty for duty in law.duties.values() if duty.duty.answered_by == link and duty.basis.holds(day)]
    return max(met, key=lambda duty: SEVERITY.index(_weight(duty)), default=None)


SEVERITY = (Level.NOTE, Level.WARNING, Level.ERROR)


def _weight(duty: LegalDuty) -> Level:
    level = MISSING[duty.duty.missing]
    sure = duty.duty.transposed == "yes" and duty.basis.confidence != Sure.MEMORY
    return Level.WARNING if level is Level.ERROR and not sure else level


def named(*key: str) -> str:
    """A duty, or another part of a law file by the steps of its key, as people say it."""
    area, *rest = (step.replace("_", " ") for step in key)
    if area == "duties" and rest:
        area, rest = rest[0], rest[1:]
    name = area.replace("seller address", "seller's address")
    return f"the {name} ({', '.join(rest)})" if rest else f"the {name}"


def _duty_words(duty: LegalDuty) -> str:
    places = " and ".join(map(_place, duty.duty.where))
    return f"{named(duty.id)} {places}, and the page can only link to it"


def _consequence(duty: LegalDuty) -> str:
    words = {
        "longer_period": "; without it customers may have longer to return",
        "fine": "; without it there may be a fine",
        "seller_pays": "; without it you pay the return postage",
        "voidable": "; without it customers may end the contract",
        "default_right": "; without it the law's own return right applies",
        "none": "",
    }
    return words[duty.duty.consequence]


def unmet(given: Given, law: Jurisdiction) -> tuple[str, ...]:
    """What a law wants in places that neither the page nor a link of it reaches, each with its article.

    A duty whose own link is missing is told with that link.
    """
    day, found = given.terms.laws.day, []
    for duty in law.duties.values():
        places = [_place(where) for where in duty.duty.where if not _reaches(given, duty, where)]
        if places and duty.basis.holds(day) and not duty.duty.page_says and not _is_told_elsewhere(given, duty):
            found.append(f"{named(duty.id)}, {' and '.join(places)} ({cited(duty.basis)})")
    return tuple(found)


def _reaches(given: Given, duty: LegalDuty, where: Where) -> bool:
    if where.place in IN_THE_INSTRUCTION:
        return _is_given(given, "withdrawal_instruction")
    return where.link_ok and duty.duty.answered_by is not None


def _is_told_elsewhere(given: Given, duty: LegalDuty) -> bool:
    answer = str(duty.duty.answered_by)
    if answer == "returns_go_to":
        return given.terms.returns_go_to is None
    return answer in LINK_CODES and not _is_given(given, answer)


def _is_given(given: Given, link: str) -> bool:
    term = getattr(given.terms.store, link)
    return term is not None and term.known is not None


def _place(where: Where) -> str:
    return PLACES[where.place]


PLACES = {
    "first_screen": "on the first screen of the shop",
    "before_order": "before the order",
    "offer": "in the offer",
    "checkout": "on the last screen before the order",
    "policy_page": "on the page itself",
    "withdrawal_instruction": "in the withdrawal instruction",
    "model_form": "in the withdrawal form",
    "imprint": "in the imprint",
    "order_confirmation": "with the confirmation of the order",
    "website": "on the website",
}
"""Where something must stand, in words."""


def _store_at(given: Given) -> Span:
    origin = given.terms.store.name.origin
    while isinstance(origin, Rule) and origin.inputs:
        origin = origin.inputs[0].origin
    return origin.span if isinstance(origin, Answer) else given.terms.named_at
