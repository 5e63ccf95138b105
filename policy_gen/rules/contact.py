"""How to reach the store: by e-mail, and where there is one by P.O. box or in the shop."""

from policy_gen.rules.clause import Clause, present
from policy_gen.rules.given import Given

ID = "contact"
SOURCE = "What a page must say, D13; the article this project started from: no street address, but e-mail or a P.O. box"


def derive(given: Given) -> Clause:
    """Every page has it."""
    store = given.terms.store
    parts = present(
        name=store.name,
        email=store.email,
        website=store.website,
        answers_within=given.terms.answers_within,
        po_box=store.po_box,
        shop=store.physical_store.address if store.physical_store else None,
    )
    return Clause(ID, parts)
