"""The first page: what this is, for whom, and where to look."""

from collections.abc import Sequence

from policy_gen.deriving.terms import Terms
from policy_gen.playbook.desk import Desk, Side
from policy_gen.playbook.platform import settings
from policy_gen.provenance import Default, Term
from policy_gen.records.products import Product
from policy_gen.rules.clause import Clause, Row, present
from policy_gen.rules.given import in_markets

ID = "first"
SOURCE = "A paper that is used in a hurry: which situation stands where"

FULFILS = Default("products", "the products that you say each supplier fulfils")


def derive(at: Desk, terms: Terms, blocks: Sequence[tuple[Product, ...]] = ()) -> Clause:
    """Every playbook has it.

    `at` is the desk for all products, `terms` are those of every group of them, `blocks` the products that have parts
    of their own.
    """
    given = at.given
    parts = present(
        store=terms.store.name,
        effective=terms.effective,
        markets=in_markets(given, given.markets) if given.markets else None,
        own_parts=Term(tuple(product for products in blocks for product in products), FULFILS),
    )
    return Clause(ID, parts | settings(at), {"sides": tuple(_side(side, terms) for side in at.sides)})


def _side(side: Side, terms: Terms) -> Row:
    products: list[Product] = []
    for group, suppliers in terms.groups.items():
        products += terms.products.get(group, ()) if side.supplier in suppliers else ()
    return {"supplier": side.name, **({"products": Term(tuple(products), FULFILS)} if products else {})}
