"""Who fulfils what: the suppliers of each group of products, and what customers call these products."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from policy_gen.deriving.expansion import Locate, Supplier
from policy_gen.findings import Finding, Refused, finding
from policy_gen.naming import holds
from policy_gen.reading import near
from policy_gen.records.products import Product, group_of
from policy_gen.records.questionnaire import Questionnaire
from policy_gen.records.stated import Path
from policy_gen.records.supplier import SupplierAnswers
from policy_gen.source import Source

Suppliers = Callable[[str | SupplierAnswers, Locate, Path], Supplier]
"""Makes a supplier of what stands at a place of the questionnaire."""


@dataclass(frozen=True, slots=True)
class Fulfilled:
    """The suppliers of each group of products, and the products of each, by the group's key; None for all goods."""

    groups: Mapping[str | None, tuple[Supplier, ...]]
    products: Mapping[str | None, tuple[Product, ...]] = field(default_factory=dict)


def unnamed(source: Source) -> Iterator[Finding]:
    """A questionnaire names one supplier or several; what is wrong where it does neither, or both."""
    data = source.data
    if "supplier" in data and "suppliers" in data:
        help = "name one supplier, or several with the products that each fulfils"
        yield finding(
            "ANS005", "both `supplier` and `suppliers` are answered", help,
            source.key(("suppliers",)), source.key(("supplier",)),
        )  # fmt: skip
    if "products" in data and "suppliers" not in data:
        help = "name `suppliers`, each with the `products` that it fulfils, or take `products` out"
        yield finding("ANS005", "there are `products`, and no `suppliers` fulfil them", help, source.key(("products",)))
    if "supplier" not in data and "suppliers" not in data:
        yield finding("ANS002", "`supplier` is missing", "write `supplier:`", source.key(()))


def read(questionnaire: Questionnaire, supplier_of: Suppliers, locate: Locate) -> Fulfilled:
    """Who fulfils what in a store; raises Refused with all that is wrong with the suppliers and the products."""
    if questionnaire.supplier is not None:
        return Fulfilled({None: (supplier_of(questionnaire.supplier, locate, ("supplier",)),)})
    suppliers: list[Supplier] = []
    found = [
        *_unknown(questionnaire, locate),
        *_idle(questionnaire, locate),
        *_nameless(questionnaire, locate),
        *_namesakes(questionnaire, locate),
        *_uncounted(questionnaire, locate),
    ]
    for number, one in enumerate(questionnaire.suppliers):
        try:
            suppliers.append(supplier_of(one.supplier, locate, ("suppliers", number, "supplier")))
        except Refused as refused:
            found += refused.findings
    found += _naming(questionnaire, suppliers, locate)
    if found:
        raise Refused(found)
    return _grouped(questionnaire, suppliers)


def _grouped(questionnaire: Questionnaire, suppliers: Iterable[Supplier]) -> Fulfilled:
    """Products of the same suppliers are one group; in the order of the suppliers, as keys have none."""
    of_product: dict[str, list[Supplier]] = {}
    for answers, supplier in zip(questionnaire.suppliers, suppliers, strict=True):
        for key in answers.products:
            of_product.setdefault(key, []).append(supplier)
    together: dict[tuple[int, ...], list[str]] = {}
    for key in of_product:
        together.setdefault(tuple(map(id, of_product[key])), []).append(key)
    groups = {group_of(tuple(keys)): keys for keys in together.values()}
    return Fulfilled(
        {group: tuple(of_product[keys[0]]) for group, keys in groups.items()},
        {group: tuple(_product(questionnaire, key) for key in keys) for group, keys in groups.items()},
    )


def _product(questionnaire: Questionnaire, key: str) -> Product:
    names = questionnaire.products.get(key, key)
    return Product.named(key, dict.fromkeys(questionnaire.languages, names) if isinstance(names, str) else names)


def _uses(questionnaire: Questionnaire) -> Iterator[tuple[str, Path]]:
    """Every product that a supplier fulfils, with the way to it."""
    for number, one in enumerate(questionnaire.suppliers):
        for place, key in enumerate(one.products):
            yield key, ("suppliers", number, "products", place)


def _unknown(questionnaire: Questionnaire, locate: Locate) -> Iterator[Finding]:
    """Products without an entry of their own, and those that one supplier is said to fulfil twice."""
    known, seen = [*questionnaire.products], set()
    for key, way in _uses(questionnaire):
        if known and key not in known:
            help = f"write one of: {', '.join(known)}; or add it to `products`"
            guess = near(key, known)
            help = f"write `{guess}`, or add it to `products`" if guess else help
            yield finding("ANS003", f"there is no product `{key}`", help, locate(way))
        if (key, way[1]) in seen:
            yield finding("ANS005", f"`{key}` appears twice", "name each product once", locate(way))
        seen.add((key, way[1]))


def _idle(questionnaire: Questionnaire, locate: Locate) -> Iterator[Finding]:
    """Products that nobody fulfils."""
    fulfilled = {key for key, _ in _uses(questionnaire)}
    for key in questionnaire.products:
        if key not in fulfilled:
            help = f"add `{key}` to the `products` of a supplier, or take it out here"
            yield finding("ANS005", f"no supplier fulfils `{key}`", help, locate(("products", key)))


def _nameless(questionnaire: Questionnaire, locate: Locate) -> Iterator[Finding]:
    """Products that lack a name in a language of the page."""
    languages = questionnaire.languages
    listed = ", ".join(f"{code}: …" for code in languages)
    for key, names in questionnaire.products.items():
        if isinstance(names, str):
            lacking = languages[1:] and languages
        else:
            lacking = tuple(code for code in languages if code not in names)
        if lacking:
            message = f"`{key}` needs a name in each language of the page"
            yield finding("ANS002", message, f"write `{key}: {{{listed}}}`", locate(("products", key)))
    if not questionnaire.products and languages[1:]:
        for key, way in dict(_uses(questionnaire)).items():
            help = f"write under `products`: `{{{key}: {{{listed}}}}}`"
            yield finding("ANS002", f"`{key}` needs a name in each language of the page", help, locate(way))


def _namesakes(questionnaire: Questionnaire, locate: Locate) -> Iterator[Finding]:
    """Products of one name, which customers could not tell apart."""
    for code in questionnaire.languages:
        first: dict[str, str] = {}
        for key in questionnaire.products:
            name = _product(questionnaire, key).name(code).casefold()
            if first.setdefault(name, key) != key:
                message = f"`{first[name]}` and `{key}` have the same name in `{code}`"
                help = "give each a name of its own, or make them one product"
                places = (locate(("products", key)), locate(("products", first[name])))
                yield finding("ANS005", message, help, *places)


def _uncounted(questionnaire: Questionnaire, locate: Locate) -> Iterator[Finding]:
    """Figures that don't say how many orders each product makes."""
    figures = questionnaire.figures
    if figures is None:
        return
    sold = [*questionnaire.products] or [*dict(_uses(questionnaire))]
    counted = figures.orders_by_product
    way: Path = ("figures", "orders_by_product")
    for key in counted:
        if key not in sold:
            yield finding("ANS003", f"there is no product `{key}`", f"one of: {', '.join(sold)}", locate((*way, key)))
    lacking = [key for key in sold if key not in counted]
    if lacking and len(sold) > 1:
        listed = ", ".join(f"{key}: …%" for key in (*counted, *lacking))
        message = f"which part of your orders is {' and '.join(f'`{key}`' for key in lacking)}?"
        yield finding("ANS002", message, f"write under `figures`: `orders_by_product: {{{listed}}}`", locate(way))


def _naming(questionnaire: Questionnaire, suppliers: Iterable[Supplier], locate: Locate) -> Iterator[Finding]:
    """Products whose names tell customers who supplies them."""
    words = {word for supplier in suppliers for word in supplier.hidden_words}
    ways: dict[str, Path] = {key: ("products", key) for key in questionnaire.products} or dict(_uses(questionnaire))
    for key, way in ways.items():
        names = questionnaire.products.get(key, key)
        said = [names] if isinstance(names, str) else names.values()
        if any(holds(name, word) for name in said for word in words):
            message = "the product's name contains a supplier's name, and customers must not see it"
            yield finding("SUP007", message, "write one without it", locate(way))
