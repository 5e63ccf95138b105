"""What an order is owed: the page's terms, the law of its market and the facts of the order, put together."""

from policy_gen.decide.order import Order
from policy_gen.decide.verdict import Verdict, decide, open_between

__all__ = ["Order", "Verdict", "decide", "open_between"]
