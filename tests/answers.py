"""Any valid questionnaire: a strategy that is read off the models themselves, so that a new question is asked at once."""

from collections.abc import Callable, Mapping
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from pydantic import BaseModel

from policy_gen.durations import EVENTS, STAGES, WORDS
from policy_gen.provenance import Missing, Term
from policy_gen.records.questionnaire import PoBox, Questionnaire, Store
from policy_gen.records.reasons import CHOICES, Reason
from policy_gen.records.scalars import Count, Cutoff, Day, Email, FeeText, Link, Market, Price, Share, Text, Time
from policy_gen.records.supplier import Returns, SupplierAnswers
from policy_gen.rim.inputs import languages

Answer = st.SearchStrategy[Any]

AMOUNTS = st.integers(1, 400)


@st.composite
def durations(draw: st.DrawFn) -> str:
    """A duration as people write it: an amount or a range, a unit, often an event."""
    low, more = draw(AMOUNTS), draw(st.one_of(st.just(0), st.integers(1, 30)))
    amount = f"{low}-{low + more}" if more else str(low)
    event = draw(st.one_of(st.just(""), st.sampled_from(sorted(EVENTS)).map(lambda name: f" after {name}")))
    return f"{amount} {draw(st.sampled_from(sorted(WORDS)))}{event}"


LEAVES: list[tuple[Any, Answer]] = [
    (Time, st.one_of(durations(), AMOUNTS.map(lambda days: f"P{days}D"))),
    (Cutoff, st.one_of(st.sampled_from(sorted(STAGES)), AMOUNTS.map(lambda hours: f"{hours} hours after order"))),
    (FeeText, st.one_of(st.sampled_from(["none", "15%", "7.5%", "EUR 5", "USD 4.99", "KRW 3000"]))),
    (Price, st.sampled_from(["EUR 39.90", "EUR 6", "EUR 120.5"])),
    (Share, st.sampled_from(["2%", "0.5%", "12.25 %"])),
    (Count, st.integers(1, 5000)),
    (Day, st.dates().filter(lambda day: day.year > 1999).map(str)),
    (Email, st.sampled_from(["help@dalbit.example", "a.b+c_d@moon-light.example"])),
    (Link, st.sampled_from(["https://dalbit.example", "https://dalbit.example:8443/shop?lang=en&v=1"])),
    (PoBox, st.sampled_from(["P.O. Box 4821, Portland, OR 97208, USA", "PO Box 77, Dublin 2, Ireland"])),
    (Market, st.sampled_from(["US", "GB", "KR", "DE", "FR", "AU"])),
    (
        Text,
        st.sampled_from(["Dalbit Living", "Moon & Light", "Tag_und_Nacht", "1. Wahl *neu*", "Lune d’Été", "달빛리빙"]),
    ),
]
"""What has a form of its own."""


def answers(hint: Any) -> Answer:
    """Answers for a question of this type."""
    for form, leaf in LEAVES:
        # A form within a choice of forms carries a tag behind what makes it one.
        if get_origin(hint) is Annotated and get_args(hint)[: len(get_args(form))] == get_args(form):
            return leaf
    origin, inner = get_origin(hint), get_args(hint)
    if origin in KINDS:
        return KINDS[origin](*inner)
    if issubclass(hint, Enum):
        return st.sampled_from([member.value for member in hint])
    assert issubclass(hint, BaseModel), f"no answers for {hint}"
    return record(hint)


def _one_of(*hints: Any) -> Answer:
    return st.one_of(*(answers(hint) for hint in hints if hint is not type(None)))


KINDS: dict[Any, Callable[..., Answer]] = {
    Annotated: lambda hint, *_: answers(hint),
    Term: lambda hint: st.one_of(answers(hint), st.just(Missing.UNKNOWN.value)),
    Union: _one_of,
    UnionType: _one_of,
    tuple: lambda hint, *_: st.lists(answers(hint), min_size=1, max_size=4, unique_by=repr),
    dict: lambda key, value: st.dictionaries(answers(key), answers(value), max_size=4),
    Literal: lambda *words: st.sampled_from(words),
}
"""How to answer a question whose type is put together from others."""


NOT_ON_THE_PAGE = {"allow", "private_terms", "figures", "cases"}
"""Questions about the files and the books of the merchant, not about the page."""
SUPPLIED = {"supplier", "suppliers", "products"}
"""Questions that hang together: one supplier, or several with their products."""


def record(model: type[BaseModel], **chosen: Answer) -> Answer:
    """A mapping of answers to a model's questions, the optional ones answered or not."""
    hints = get_type_hints(model, include_extras=True)
    asked = [name for name in model.model_fields if name not in NOT_ON_THE_PAGE | SUPPLIED]
    named = {name: chosen[name] if name in chosen else answers(hints[name]) for name in asked}
    required = {name for name, field in model.model_fields.items() if field.is_required()}
    return st.fixed_dictionaries(
        {name: named[name] for name in named if name in required},
        optional={name: named[name] for name in named if name not in required},
    )


def _known(hint: Any) -> Answer:
    """Answers for a question that can't be left open."""
    while get_origin(hint) in (Annotated, Union, UnionType, Term):
        if any(hint == form for form, _ in LEAVES):
            break
        hint = get_args(hint)[0]
    return answers(hint)


def _store() -> Answer:
    hints = get_type_hints(Store, include_extras=True)
    return record(Store, **{name: _known(hints[name]) for name in ("name", "website", "email", "po_box")})


def _supplier() -> Answer:
    own = record(SupplierAnswers).map(_consistent)
    profile = st.just("aliexpress")
    return st.one_of(own, own.map(lambda answers: {**answers, "profile": "aliexpress"}), profile)


def _consistent(supplier: dict[str, Any]) -> dict[str, Any]:
    """The answers without contradictions: nobody's silence, reasons that nobody accepts, no reason at all."""
    supplier = {name: value for name, value in supplier.items() if name not in ("profile", "name")}
    approval = supplier.get("cancellation", {}).get("approval", {})
    if approval.get("by") == "nobody":
        approval.pop("within", None)
        approval.pop("silence", None)
    returns = supplier.setdefault("returns", {})
    if returns.get("accepted", "unknown") == "unknown":
        returns["accepted"] = [Reason.DAMAGED.value, Reason.CHANGE_OF_MIND.value]
    known = {*returns["accepted"], *CHOICES}
    for name in Returns.model_fields:
        said = returns.get(name)
        if isinstance(said, Mapping):
            returns[name] = {reason: value for reason, value in said.items() if reason in known}
    return supplier


def _several() -> Answer:
    """Two or three suppliers with their products, now and then two for the same ones."""
    profile = st.sampled_from(["aliexpress", "printful", "bigbuy"])
    own = st.fixed_dictionaries({"returns": st.just({"accepted": ["damaged"], "report_within": "9 days"})})
    suppliers = st.lists(st.one_of(profile, own), min_size=2, max_size=3)
    products = st.lists(st.sampled_from(["mugs", "lamps"]), min_size=3, max_size=3)
    return st.tuples(suppliers, products).map(lambda drawn: _with_products(*drawn))


def _with_products(suppliers: list[Any], products: list[str]) -> dict[str, Any]:
    """Suppliers that each fulfil a product, and the names of these."""
    each = [{"supplier": one, "products": product} for one, product in zip(suppliers, products, strict=False)]
    used = dict.fromkeys(one["products"] for one in each)
    return {"suppliers": each, "products": {key: dict.fromkeys(languages(), f"*{key}*") for key in used}}


def questionnaires(*codes: str) -> Answer:
    """Valid questionnaires in these languages, in all of them if none is named."""
    hints = get_type_hints(Questionnaire, include_extras=True)
    codes = codes or languages()
    answered = record(
        Questionnaire,
        store=_store(),
        languages=st.just(list(codes)),
        effective=_known(hints["effective"]),
        shop=st.sampled_from(["shopify", "woocommerce"]),
        handling_time=AMOUNTS.map(lambda hours: f"{hours} hours"),
    )
    supplied = st.one_of(_supplier().map(lambda one: {"supplier": one}), _several())
    return st.tuples(answered, supplied).map(lambda both: {**both[0], **both[1]})


def shuffled(data: Any, order: Callable[[list[Any]], list[Any]]) -> Any:
    """The same answers, each mapping's in another order."""
    if isinstance(data, dict):
        return {key: shuffled(data[key], order) for key in order(list(data))}
    if isinstance(data, list):
        return [shuffled(item, order) for item in data]
    return data
