"""That different products have different rules, and which there are."""

from collections.abc import Iterable

from policy_gen.provenance import Default, Term
from policy_gen.records.products import Product
from policy_gen.rules.clause import Clause

ID = "products"
SOURCE = "What a page must say, D1: a customer finds the answer in ten seconds, and so first of all the own products"

OWN_TERMS = Default("products", "products whose suppliers give different terms have rules of their own")


def derive(blocks: Iterable[tuple[Product, ...]]) -> Clause:
    """A page has it where its products don't all have the same rules; one block for those that have them in common."""
    rows = tuple({"products": Term(products, OWN_TERMS)} for products in blocks)
    return Clause(ID, {}, {"blocks": rows})
