"""The steps in the shop, for the sections that need them; without a platform there are none."""

from policy_gen.playbook.desk import Desk
from policy_gen.playbook.telling import Parts, merged, value, values, word
from policy_gen.provenance import Default, Term
from policy_gen.records.shop import OrderState
from policy_gen.rules.clause import by_value, present

NAMED = Default("shop", "the shop platform that you name")


def named(desk: Desk) -> Parts:
    """The platform's name."""
    return {"shop": Term(desk.shop.name, NAMED)} if desk.shop else {}


def settings(desk: Desk) -> Parts:
    """Its name, and where the store's page is put there."""
    return merged(named(desk), value("policy", desk.shop.settings.policy) if desk.shop else {})


def cancelling(desk: Desk) -> Parts:
    """How an order is cancelled in the shop, by how far it is: `open_how`, `in_progress_how`, `sent_shown_as`."""
    states = desk.shop.orders if desk.shop else ()
    return merged(named(desk), *(_state(state) for state in states))


def _state(state: OrderState) -> Parts:
    return merged(
        value(f"{state.state}_shown_as", state.shown_as),
        value(f"{state.state}_how", state.how),
        word(f"{state.state}_pays_back", state.pays_back),
        present(**{f"{state.state}_if_refunded": state.if_refunded}),
        by_value(f"{state.state}_several", state.several_at_once),
        word(f"{state.state}_cancelling", state.cancelling),
    )


def refunding(desk: Desk) -> Parts:
    """How money is paid back in the shop, and how a return is opened."""
    if desk.shop is None:
        return {}
    refunds, returns = desk.shop.refunds, desk.shop.returns
    return merged(
        named(desk),
        values(
            full=refunds.full,
            part=refunds.part,
            shipping_only=refunds.shipping_only,
            arrives_within=refunds.arrives_within,
            returning=returns.how,
            exchanging=returns.exchange,
            crediting=refunds.store_credit,
        ),
        value("only_records", refunds.only_records),
        word("before_refund", returns.before_refund),
    )
