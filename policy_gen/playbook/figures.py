"""What it costs to pay back without a cancellation, from the merchant's own figures, with the sums."""

from policy_gen.playbook.telling import Parts
from policy_gen.provenance import Default, Term
from policy_gen.records.questionnaire import Figures
from policy_gen.records.scalars import Fee, Money

YOURS = Default("figures", "the prices that you give")


def lost(figures: Figures | None) -> Parts:
    """The prices and what is lost of them; nothing where the merchant gives none.

    `sale_made` is what would have been left of the sale, `with_postage` what is lost where the goods come back at the
    store's cost and the supplier doesn't take them.
    """
    if figures is None:
        return {}
    price, cost, postage = figures.average_price, figures.supplier_price, figures.return_postage
    parts: Parts = {"price": _shown(price), "cost": _shown(cost)}
    made = price.amount - cost.amount
    if made > 0:
        parts["sale_made"] = _shown(Money(made, price.currency))
    if postage is not None:
        parts["postage"] = _shown(postage)
        parts["with_postage"] = _shown(Money(cost.amount + postage.amount, cost.currency))
    return parts


def _shown(money: Money) -> Term[Fee]:
    return Term(Fee(float(money.amount), money.currency), YOURS)
