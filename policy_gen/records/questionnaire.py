"""The questionnaire: what a merchant answers about the store, its supplier and its own promises."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from policy_gen.provenance import Term
from policy_gen.records.cases import Cases
from policy_gen.records.reasons import Reason
from policy_gen.records.record import UNKNOWN, Record
from policy_gen.records.scalars import Count, Cutoff, Day, Email, FeeText, Link, Market, Price, Share, Text, Time
from policy_gen.records.stated import Stated, refuse, some
from policy_gen.records.supplier import Evidences, SupplierAnswers
from policy_gen.records.vocabulary import Condition, Payer, Remedy, SendBack

T = TypeVar("T")


def _known(term: Term[str]) -> Term[str]:
    if term.known is None:
        raise refuse(
            "ANS002", "customers must know the store and how to reach it", "write the answer itself, not `unknown`"
        )
    return term


def _po_box(text: str) -> str:
    # Only here, as its patterns take about as long to compile as all records to define.
    from policy_gen.addresses import is_po_box

    if not is_po_box(text):
        raise refuse(
            "ADR002",
            "this does not look like a P.O. box, and no street address may be on the page",
            "write a P.O. box with its town: `P.O. Box 4821, Portland, OR 97208, USA`; without one leave `po_box` out: "
            "the page asks customers to write by e-mail",
        )
    return text


PoBox = Annotated[Text, AfterValidator(_po_box)]


class PhysicalStore(Record):
    """A shop that customers can walk into; only its address may be on the page."""

    address: Stated[Text]
    """The shop's address, which customers may see."""


class Store(Record):
    """The store and how customers reach it."""

    name: Annotated[Stated[Text], AfterValidator(_known)]
    """The store's name, as customers know it."""
    website: Annotated[Stated[Link], AfterValidator(_known)]
    """The store's website: `https://example.com`."""
    email: Annotated[Stated[Email], AfterValidator(_known)]
    """The address that customers write to."""
    po_box: Stated[PoBox] | None = None
    """A P.O. box, if customers post goods to it."""
    answers_within: Stated[Time] = UNKNOWN
    """How long you take to answer a customer's message."""
    physical_store: PhysicalStore | None = None
    """A shop that customers can walk into."""
    legal_notice: Stated[Link] | None = None
    """The page of your website that says who you are, with your address: `https://dalbit.example/legal`."""
    withdrawal_instruction: Stated[Link] | None = None
    """The page with the withdrawal instruction and its form, where the law asks for one."""
    withdrawal_function: Stated[Link] | None = None
    """The page on which customers withdraw online, where the law asks for one."""


class PromisedCancellation(Record):
    """What the store promises on cancelling."""

    until: Stated[Cutoff] = UNKNOWN
    """Until when every order can be cancelled: `12 hours after order`, `shipped`."""
    refunds_within: Stated[Time] = UNKNOWN
    """How long the money takes, counted from the confirmation."""
    fee: Stated[FeeText] = UNKNOWN
    """What the store keeps."""


class PromisedReturn(Record):
    """What the store promises for one reason; what is left out follows the supplier."""

    report_within: Stated[Time] = UNKNOWN
    """Until when the customer may tell you."""
    evidence: Stated[Evidences] = UNKNOWN
    """What the customer sends you."""
    condition: Stated[tuple[Condition, ...]] = UNKNOWN
    """How goods must be that come back."""
    remedies: Stated[tuple[Remedy, ...]] = UNKNOWN
    """What the customer gets."""
    send_back: Stated[SendBack] = UNKNOWN
    """Whether the goods must come back."""
    return_postage: Stated[Payer] = UNKNOWN
    """Who pays the return postage."""
    refunds_within: Stated[Time] = UNKNOWN
    """How long the money takes, counted from the decision."""
    restocking_fee: Stated[FeeText] = UNKNOWN
    """What the store keeps."""


def _never(value: object) -> str:
    return "never" if isinstance(value, str) else "promise"


Choice = Annotated[
    Annotated[Stated[Literal["never"]], Tag("never")] | Annotated[PromisedReturn, Tag("promise")], Discriminator(_never)
]


class Promise(Record):
    """What the store gives beyond (or short of) the supplier."""

    cancellation: PromisedCancellation = PromisedCancellation.model_construct()
    """Cancelling before dispatch."""
    change_of_mind: Choice | None = None
    """The customer no longer wants it: a promise, or `never`."""
    wrong_size_ordered: Choice | None = None
    """The customer ordered the wrong size: a promise, or `never`."""
    ordered_by_mistake: Choice | None = None
    """The customer ordered by mistake: a promise, or `never`."""
    damaged: PromisedReturn | None = None
    """It arrived damaged."""
    defective: PromisedReturn | None = None
    """It does not work."""
    not_as_described: PromisedReturn | None = None
    """It is not what the shop showed."""
    wrong_item: PromisedReturn | None = None
    """Another item came."""
    wrong_size_sent: PromisedReturn | None = None
    """Another size came than was ordered."""
    missing_item: PromisedReturn | None = None
    """An item is missing from the parcel."""
    missing_part: PromisedReturn | None = None
    """A part of an item is missing."""
    misprint: PromisedReturn | None = None
    """The print is wrong."""
    lost: PromisedReturn | None = None
    """The parcel did not arrive."""
    delivered_not_received: PromisedReturn | None = None
    """The carrier says that it was delivered, the customer has nothing."""


class ReturnsGoTo(Record):
    """Where returned goods travel to: a country and a usual cost, never an address."""

    country: Stated[Market]
    """The country, by its ISO 3166 code."""
    postage: Stated[Text] = UNKNOWN
    """What tracked postage to there usually costs: `EUR 25-40`."""


def _by_market(value: Any) -> str:
    return "markets" if isinstance(value, Mapping) else "all"


Orders = Annotated[
    Annotated[Count, Tag("all")] | Annotated[dict[Market, Count], Tag("markets")], Discriminator(_by_market)
]
"""One number for all markets, or a mapping of markets to numbers."""


class Figures(Record):
    """Numbers of your own that `policy-gen cover` and the playbook reckon with; no page shows them."""

    orders_a_month: Orders
    """Paid orders in a usual month: `400`, or for each market `{US: 300, EU: 100}`."""
    orders_by_product: dict[Text, Share] = Field(default_factory=dict)
    """Which part of them each product makes, where several suppliers fulfil them: `{mugs: 60%, lamps: 40%}`."""
    average_price: Price
    """What a customer pays for a usual order."""
    supplier_price: Price
    """What you pay the supplier for it."""
    return_postage: Price | None = None
    """What it costs to send a usual order back."""
    shares: dict[Reason, Share]
    """How many of a hundred orders come back to you for a reason: `{damaged: 2%, change_of_mind: 1.5%}`."""
    reported_within: Time | None = None
    """How soon after delivery customers report; without it their reports are spread over all the time they have."""

    @model_validator(mode="after")
    def _add_up(self) -> Self:
        prices = (self.average_price, self.supplier_price, self.return_postage)
        currencies = sorted({price.currency for price in prices if price is not None})
        if len(currencies) > 1:
            help = "write all amounts in one currency"
            raise refuse("ANS005", f"amounts in {' and '.join(currencies)} can't be reckoned with each other", help)
        if (together := sum(self.shares.values())) > 100:
            help = "write for each reason how many of a hundred orders come back, together 100% at most"
            raise refuse("ANS005", f"the shares make {together}% of all orders", help, at="shares")
        if self.orders_by_product and (together := sum(self.orders_by_product.values())) != 100:
            help = "write for each product its part of all orders, together 100%"
            raise refuse("ANS005", f"the products make {together}% of all orders", help, at="orders_by_product")
        return self


class Allowed(Record):
    """A text that is no street address although it looks like one."""

    text: Text
    """The exact text of an answer."""
    reason: Text
    """Why it is none, for whoever reads this file."""


def _each_once(codes: tuple[str, ...]) -> tuple[str, ...]:
    if not codes:
        help = "name the countries that you sell to, or leave `sells_to` out"
        raise refuse("ANS003", "a list without a country", help)
    for place, code in enumerate(codes):
        if code in codes[:place]:
            raise refuse("ANS005", f"`{code}` appears twice", "name each country once")
    return codes


Markets = Annotated[tuple[Market, ...], AfterValidator(_each_once)]


def _supplier(value: object) -> str:
    return "profile" if isinstance(value, str) else "answers"


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


SupplierTerms = Annotated[
    Annotated[Text, Tag("profile")] | Annotated[SupplierAnswers, Tag("answers")], Discriminator(_supplier)
]
"""A supplier's terms: the name or path of a profile, or own answers."""


class OneOfSeveral(Record):
    """One of several suppliers, and the products that it fulfils."""

    supplier: SupplierTerms
    """The supplier's terms: the name or path of a profile, or your own answers."""
    products: Annotated[tuple[Text, ...], AfterValidator(some), BeforeValidator(_one_or_more)]
    """What it fulfils, by the keys of `products`: `[mugs, prints]`; without such keys the words of your customers."""


def _named(value: object) -> str:
    return "name" if isinstance(value, str) else "names"


ProductNames = Annotated[
    Annotated[Text, Tag("name")] | Annotated[dict[Text, Text], Tag("names")], Discriminator(_named)
]
"""A product's name, or its names by the codes of the page's languages."""


class Questionnaire(Record):
    """A store's answers: one file, one page per language."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["supplier"]}, {"required": ["suppliers"]}]})

    store: Store
    """The store and how customers reach it."""
    supplier: SupplierTerms | None = None
    """The supplier's terms: the name or path of a profile, or your own answers."""
    suppliers: Annotated[tuple[OneOfSeveral, ...], AfterValidator(some)] = ()
    """The suppliers of a store that has several, in the place of `supplier`, each with the products that it fulfils."""
    products: dict[Text, ProductNames] = Field(default_factory=dict)
    """What several suppliers fulfil, as your customers call it: `{mugs: Mugs}`; in two languages `{mugs: {en: …}}`."""
    languages: Annotated[tuple[Text, ...], Field(min_length=1)] = ("en",)
    """The languages of the page, by their codes: `[en, ko]`."""
    effective: Stated[Day] | None = None
    """The day from which the page holds: `2026-12-01`."""
    notice: Stated[Time] | None = None
    """How long before its day you announce a page that gives customers less: `14 days`."""
    handling_time: Stated[Time] | None = None
    """What you need between a customer's message and your report to the supplier; 2 days if left out."""
    sells_to: Stated[Markets] = UNKNOWN
    """The countries that you sell to, by their ISO 3166 codes; `EU` stands for its members."""
    markets_as: Literal["separate", "one_policy"] = "separate"
    """Whether each market has what its own law gives (`separate`), or every customer the best of all (`one_policy`)."""
    returns_go_to: ReturnsGoTo | None = None
    """Where returned goods travel to."""
    promise: Promise = Promise.model_construct()
    """What the store gives beyond (or short of) the supplier."""
    shop: Text | None = None
    """What your shop runs on, for `policy-gen playbook`: `shopify`, `woocommerce`, or the path of your own steps."""
    figures: Figures | None = None
    """Numbers of your own that `policy-gen cover` and the playbook reckon with; no page shows them."""
    cases: Cases = ()
    """Orders that you think of, with what should come out: `policy-gen check` decides them."""
    allow: tuple[Allowed, ...] = ()
    """Texts that look like a street address and are none; each holds for exactly that text."""
    private_terms: Text | None = None
    """A file outside of the repository with what must never appear anywhere: `~/private-terms.txt`, one term a line."""
