"""The questions that `policy-gen new` can ask: their words, and what Enter stands for."""

from dataclasses import dataclass

from policy_gen.records.reasons import Reason
from policy_gen.source import Path


@dataclass(frozen=True)
class Question:
    """What is asked for a key, and why; `enter` is what the Enter key stands for, empty to leave the key out.

    `enter` is None where an answer is needed. `reasons` are those that the answer is for, where it isn't for all.
    """

    way: Path
    ask: str
    why: str
    enter: str | None = None
    reasons: tuple[Reason, ...] = ()


def _supplier(way: str, ask: str, why: str) -> Question:
    return Question(("supplier", *way.split(".")), ask, why, "unknown")


SUPPLIER = ("supplier", "profile")
ACCEPTED = ("supplier", "returns", "accepted")

STORE = (
    Question(("store", "name"), "What is your store called?", "The page speaks in its name."),
    Question(("store", "website"), "What is its website?", "The page names it."),
    Question(("store", "email"), "Which e-mail address do customers write to?", "Every return starts with a message."),
    Question(
        ("store", "po_box"),
        "Which P.O. box do customers post goods to?",
        "Without one the page asks them to wait for your instructions; it never holds a street address.",
        "",
    ),
    Question(
        ("store", "answers_within"),
        "How fast do you answer a message?",
        "The page says by when customers hear from you.",
        "2 business days",
    ),
    Question(("languages",), "Which languages should the page be in?", "Each makes a page of its own.", "en"),
    Question(("sells_to",), "Which countries do you sell to?", "Terms and laws differ from country to country.", ""),
    Question(
        ("effective",),
        "From which day does the page hold?",
        "Customers see which page was in force; the age of the supplier's facts is judged by it.",
        "",
    ),
)

LINKS = (
    Question(
        ("store", "legal_notice"),
        "Which page of your website says who you are, with your address?",
        "A country that you sell to asks for it: without this link no page can be made.",
    ),
    Question(
        ("store", "withdrawal_instruction"),
        "Which page holds the withdrawal instruction and its form?",
        "A country that you sell to asks for it: without this link no page can be made.",
    ),
    Question(
        ("store", "withdrawal_function"),
        "On which page do customers withdraw online?",
        "A country that you sell to asks for it: without this link no page can be made.",
    ),
)
"""Asked only where the law of a market makes an error of their absence."""

CANCELLING = (
    _supplier(
        "cancellation.until",
        "Until when can you cancel a paid order at the supplier?",
        "The page lets customers cancel no longer than you can.",
    ),
    _supplier("cancellation.approval.by", "Who must agree to it?", "The page promises only what happens by itself."),
    _supplier(
        "cancellation.approval.within", "How long may they take to agree?", "Customers hear from you after that."
    ),
    _supplier("cancellation.approval.silence", "And if they don't answer in that time?", "Customers hear what then."),
    _supplier(
        "cancellation.refunds_within",
        "How long does the money of a cancelled order take?",
        "The page says when it is back.",
    ),
    _supplier(
        "cancellation.fee",
        "What does the supplier keep of a cancelled order's price?",
        "What is kept, and not known, is your own loss.",
    ),
)
"""About cancelling: until when, who agrees, within what time, what silence means, the money, the fee."""

PER_REASON = (
    _supplier(
        "returns.report_within",
        "Until when may you report a return to the supplier?",
        "Customers get this less the 2 days that you need to pass it on.",
    ),
    _supplier("returns.evidence", "What does the supplier want to see?", "The page asks customers for it."),
    _supplier("returns.remedies", "What does the supplier give?", "The page promises that and no more."),
    _supplier("returns.send_back", "Must the goods come back?", "Customers should know before they pack."),
    _supplier(
        "returns.return_postage", "Who pays the return postage?", "For a fault the customer never pays: then you would."
    ),
    _supplier("returns.refunds_within", "How long does a refund take?", "The page says when it is back."),
)
"""About each reason that the supplier accepts."""

FOR_CHOICES = (
    _supplier("returns.condition", "How must the goods be?", "Used goods are what the supplier refuses most often."),
    _supplier(
        "returns.restocking_fee",
        "What does the supplier keep for taking goods back?",
        "What is kept, and not known, is your own loss.",
    ),
)
"""About goods that come back for the customer's own choice."""

LOST = Question(
    ("supplier", "lost_parcels", "report_within"),
    "Until when may you report a lost parcel to the supplier?",
    "Any answer says that the supplier answers for lost parcels; the page asks customers to write before then.",
    "",
)

GENERAL = (
    _supplier("ships_within", "How soon after payment does the supplier ship?", "Some windows count from there."),
    _supplier("delivers_within", "How long does the carrier take?", "A parcel is late, or lost, only after that."),
    _supplier(
        "resolves_within",
        "How long does the supplier take to decide a case?",
        "The page says by when a case is decided.",
    ),
    _supplier(
        "instructions",
        "How clear are the supplier's instructions for returns?",
        "If they are unclear, the page asks customers to wait for your instructions.",
    ),
)
"""About the supplier as a whole."""
