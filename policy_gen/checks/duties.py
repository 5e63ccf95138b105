"""What the laws of a store's markets want to be told or offered: in words, with its places and the links to it."""

from collections.abc import Iterable, Iterator
from datetime import date

from policy_gen.columns import listed
from policy_gen.deriving.jurisdiction import Jurisdiction, LegalDuty, cited
from policy_gen.findings import Finding, Level, Span, finding
from policy_gen.provenance import Answer, Rule
from policy_gen.records.law import Consequence, Where
from policy_gen.records.provision import Sure
from policy_gen.rules.given import Given

MISSING = {"error": Level.ERROR, "warning": Level.WARNING, "note": Level.NOTE}
LINK_CODES = {"withdrawal_instruction": "LAW011", "withdrawal_function": "LAW012", "legal_notice": "LAW013"}
SEVERITY = (Level.NOTE, Level.WARNING, Level.ERROR)
SEEN_FIRST = ("first_screen", "offer", "before_order", "checkout")
"""Places that customers pass before they order."""


def missing_links(given: Given) -> Iterator[Finding]:
    """Links that the laws ask for and the questionnaire lacks: one finding a link, as grave as the gravest of them."""
    laws = given.terms.laws
    for link, code in LINK_CODES.items():
        if is_given(given, link):
            continue
        asked = {law: duty for law in laws.named() if (duty := _gravest(law, link, laws.day)) is not None}
        if not asked:
            continue
        law, duty = max(asked.items(), key=lambda one: SEVERITY.index(_weight(one[1])))
        others = [one.id.upper() for one in asked if one is not law]
        also = f", and so {'does' if len(others) == 1 else 'do'} that of {', '.join(others)}" if others else ""
        yield finding(
            code,
            f"{asking([law.id], duty.duty.transposed)} asks for {named_duty(duty)} {places(duty.duty.where)}, "
            f"and the page can only link to it ({standing(duty)}){also}",
            f"write `{link}: https://…` under `store`, the page of your website that has it",
            _store_at(given),
            level=_weight(duty),
        )


def _gravest(law: Jurisdiction, link: str, day: date | None) -> LegalDuty | None:
    """The duty of a law that a link meets; of several the one that weighs most."""
    met = [duty for duty in law.duties.values() if duty.duty.answered_by == link and duty.basis.holds(day)]
    return max(met, key=lambda duty: SEVERITY.index(_weight(duty)), default=None)


def _weight(duty: LegalDuty) -> Level:
    level = MISSING[duty.duty.missing]
    sure = duty.duty.transposed == "yes" and duty.basis.confidence != Sure.MEMORY
    return Level.WARNING if level is Level.ERROR and not sure else level


def asking(ids: Iterable[str], transposed: str) -> str:
    """Who asks: the law of some states, or a directive that they were to make their law and didn't, or may not have."""
    states = listed([id.upper() for id in ids])
    who = {
        "yes": f"the law of {states}",
        "no": f"a directive that isn't the law of {states} yet",
        "unknown": f"a directive, not known to be law in {states} yet,",
    }
    return who[transposed]


def named(*key: str) -> str:
    """A part of a law file by the steps of its key, as people say it."""
    area, *rest = (step.replace("_", " ") for step in key)
    if area == "duties" and rest:
        area, rest = rest[0], rest[1:]
    name = (
        area.replace("seller address", "seller's address")
        .replace("email", "e-mail address")
        .replace("phone", "phone number")
    )
    return f"the {name} ({', '.join(rest)})" if rest else f"the {name}"


def named_duty(duty: LegalDuty) -> str:
    """A duty as people say it."""
    return duty.duty.what or named(duty.id)


def standing(*duties: LegalDuty) -> str:
    """What duties stand on, and what happens where they are missed as far as that is known."""
    articles = [cited(duty.basis) for duty in duties]
    missed = [CONSEQUENCES[duty.duty.consequence] for duty in duties]
    return "; ".join(part for part in dict.fromkeys((*articles, *missed)) if part)


def address_rules(*duties: LegalDuty) -> str:
    """What else holds for an address or a name among the duties; each rule begins with a semicolon."""
    box = "; a P.O. box won't do" if any(duty.duty.po_box_ok is False for duty in duties) else ""
    asked = "; or say there that you give it on request" if any(duty.duty.on_request for duty in duties) else ""
    return box + asked


CONSEQUENCES: dict[Consequence, str] = {
    "fine": "without it there may be a fine",
    "offence": "leaving it out is an offence",
    "forbidden_practice": "leaving it out counts as an unfair or deceptive practice",
    "longer_period": "without it customers may have longer to return",
    "later_start": "without it the time to return doesn't start",
    "seller_pays": "without it you pay the return postage",
    "voidable": "without it customers may end the contract",
    "default_right": "without it the law's own return right applies",
    "none": "",
}
"""What happens where a duty is missed, in words."""


def missed_places(given: Given, duty: LegalDuty) -> tuple[Where, ...]:
    """Where a duty of today is left to the shop, as neither the page nor a link of it reaches that place.

    None for a duty that another finding tells of, because its own link or answer is missing.
    """
    if duty.duty.page_says or not duty.basis.holds(given.terms.laws.day) or _is_told_elsewhere(given, duty):
        return ()
    return tuple(where for where in duty.duty.where if not (where.link_ok and duty.duty.answered_by))


def linked_places(given: Given, duty: LegalDuty) -> tuple[Where, ...]:
    """Where a link of the store does, if customers see it there before they order."""
    if not duty.basis.holds(given.terms.laws.day) or not is_given(given, str(duty.duty.answered_by)):
        return ()
    return tuple(where for where in duty.duty.where if where.link_ok and where.place in SEEN_FIRST)


def _is_told_elsewhere(given: Given, duty: LegalDuty) -> bool:
    answer = str(duty.duty.answered_by)
    if answer == "returns_go_to":
        return given.terms.returns_go_to is None
    return answer in LINK_CODES and not is_given(given, answer)


def is_given(given: Given, link: str) -> bool:
    """Whether the questionnaire has a link of this name."""
    term = getattr(given.terms.store, link) if link in LINK_CODES else None
    return term is not None and term.known is not None


def places(where: Iterable[Where]) -> str:
    """Places in words, as in a sentence."""
    return listed([PLACES[one.place] for one in where])


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
    "terms": "in the terms",
    "on_withdrawal": "when a customer withdraws",
}
"""Where something must stand, in words."""


def _store_at(given: Given) -> Span:
    origin = given.terms.store.name.origin
    while isinstance(origin, Rule) and origin.inputs:
        origin = origin.inputs[0].origin
    return origin.span if isinstance(origin, Answer) else given.terms.named_at
