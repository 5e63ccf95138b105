"""The numbered questions to a supplier: one fixed list, so that a number means the same question in every message.

A new question gets the next free number, and the number of one that is no longer asked stays free.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum

from policy_gen.records.reasons import CHOICES, FAULTS, Reason
from policy_gen.records.vocabulary import (
    Approver,
    Clarity,
    Condition,
    Coverage,
    Evidence,
    Exclusion,
    Payer,
    RefundTo,
    Remedy,
    Resale,
    SendBack,
    Silence,
)


class Form(Enum):
    """What a reply looks like."""

    TIME = "time"
    CUTOFF = "cutoff"
    FEE = "fee"
    WORD = "word"
    WORDS = "words"
    STEPS = "steps"
    TEXT = "text"


class About(Enum):
    """The part of a supplier's file that a reply goes into."""

    SUPPLIER = "supplier"
    CANCELLING = "cancelling"
    REASONS = "reasons"
    LOST = "lost"
    COVERED = "covered"
    ACCEPTED = "accepted"
    UNDELIVERED = "undelivered"
    LIMIT = "limit"


class Stage(StrEnum):
    """The step that ends the time for cancelling."""

    PAYMENT = "payment"
    PROCESSING = "processing"
    PRODUCTION = "production"
    SHIPPED = "shipped"


class Late(StrEnum):
    """What happens when the supplier ships late."""

    CANCELLED = "cancelled_and_refunded"
    RIGHT_TO_CANCEL = "right_to_cancel"
    NONE = "none"


class TakenBack(StrEnum):
    """Whether the supplier takes a parcel back that could not be handed over."""

    TAKEN_BACK = "taken_back"
    NOT_TAKEN_BACK = "not_taken_back"
    REFUNDED = "refunded"


class Afterwards(StrEnum):
    """What happens to such a parcel in the end."""

    DONATED = "donated"
    DESTROYED = "destroyed"
    DISCARDED = "discarded"
    STOCK_CREDIT = "stock_credit"


class Opened(StrEnum):
    """Where a refused claim is opened."""

    PLATFORM = "platform"
    FORM = "supplier_form"
    ACCOUNT_REP = "account_rep"
    NONE = "none"


class Elsewhere(StrEnum):
    """What a dispute at the bank or the payment service does."""

    ALLOWED = "allowed"
    RESTRICTED = "restricted"
    BLOCKS = "blocks_account"


class Reached(StrEnum):
    """How the supplier is reached."""

    CHAT = "platform_chat"
    EMAIL = "email"
    FORM = "form"
    ACCOUNT_REP = "account_rep"


class First(StrEnum):
    """What must have happened before the supplier listens to a claim."""

    REFUNDED = "customer_refunded"


@dataclass(frozen=True, slots=True)
class Question:
    """A question: `name` is that of its words, `key` the way to what the reply fills, below the part it is about.

    `words` are those that a reply may be made of; `yes` and `no` what these two stand for, if anything. `reasons` are
    those that it can be about.
    """

    number: int
    name: str
    about: About
    key: tuple[str, ...]
    form: Form
    words: type[StrEnum] | None = None
    yes: str = ""
    no: str = ""
    reasons: tuple[Reason, ...] = ()


def _supplier(number: int, key: str, form: Form, words: type[StrEnum] | None = None) -> Question:
    return Question(number, key.replace(".", "_"), About.SUPPLIER, tuple(key.split(".")), form, words)


def _cancelling(number: int, name: str, key: str, form: Form, words: type[StrEnum] | None = None) -> Question:
    return Question(number, name, About.CANCELLING, tuple(key.split(".")), form, words)


def _faults(number: int, key: str, form: Form, words: type[StrEnum] | None = None) -> Question:
    return Question(number, f"fault_{key}", About.REASONS, (key,), form, words, reasons=FAULTS)


def _choices(number: int, key: str, form: Form, words: type[StrEnum] | None = None) -> Question:
    return Question(number, f"choice_{key}", About.REASONS, (key,), form, words, reasons=CHOICES)


def _lost(number: int, key: str, form: Form, words: type[StrEnum] | None = None) -> Question:
    reasons = (Reason.LOST, Reason.LATE)
    return Question(number, f"lost_{key}", About.LOST, (key,), form, words, reasons=reasons)


def _undelivered(number: int, key: str, form: Form, words: type[StrEnum] | None = None) -> Question:
    return Question(number, f"undelivered_{key}", About.UNDELIVERED, (key,), form, words)


def _covered(number: int, reason: Reason) -> Question:
    yes, no = Coverage.COVERED, Coverage.NOT_COVERED
    return Question(number, reason, About.COVERED, ("covered",), Form.WORD, Coverage, yes, no, (reason,))


QUESTIONS = (
    _supplier(1, "ships_within", Form.TIME),
    _supplier(2, "not_shipped_in_time", Form.WORD, Late),
    _cancelling(3, "cancel_until", "until", Form.CUTOFF, Stage),
    _cancelling(4, "cancel_by", "approval.by", Form.WORD, Approver),
    _cancelling(5, "cancel_within", "approval.within", Form.TIME),
    _cancelling(6, "cancel_silence", "approval.silence", Form.WORD, Silence),
    _cancelling(7, "cancel_fee", "fee", Form.FEE),
    _cancelling(8, "cancel_refund", "refunds_within", Form.TIME),
    _cancelling(9, "not_cancellable", "not_cancellable", Form.WORDS, Exclusion),
    _cancelling(10, "cancel_how", "how", Form.STEPS),
    _supplier(11, "refunds_to", Form.WORDS, RefundTo),
    Question(12, "accepted", About.ACCEPTED, ("accepted",), Form.WORDS, Reason, reasons=(*FAULTS, *CHOICES)),
    Question(13, "faults", About.COVERED, ("covered",), Form.WORDS, Reason, reasons=FAULTS),
    _faults(14, "report_within", Form.TIME),
    _faults(15, "evidence", Form.WORDS, Evidence),
    _faults(16, "remedies", Form.WORDS, Remedy),
    _faults(17, "send_back", Form.WORD, SendBack),
    _faults(18, "return_postage", Form.WORD, Payer),
    _faults(19, "refunds_within", Form.TIME),
    _supplier(20, "delivers_within", Form.TIME),
    _lost(21, "report_opens", Form.TIME),
    _lost(22, "report_within", Form.TIME),
    _lost(23, "remedies", Form.WORDS, Remedy),
    _covered(24, Reason.DELIVERED_NOT_RECEIVED),
    Question(25, "choices", About.COVERED, ("covered",), Form.WORDS, Reason, reasons=CHOICES),
    _choices(26, "report_within", Form.TIME),
    _choices(27, "condition", Form.WORDS, Condition),
    _choices(28, "restocking_fee", Form.FEE),
    _choices(29, "evidence", Form.WORDS, Evidence),
    _choices(30, "remedies", Form.WORDS, Remedy),
    _choices(31, "send_back", Form.WORD, SendBack),
    _choices(32, "return_postage", Form.WORD, Payer),
    _choices(33, "refunds_within", Form.TIME),
    _supplier(34, "not_returnable", Form.WORDS, Exclusion),
    _undelivered(35, "taken_back", Form.WORD, TakenBack),
    _undelivered(36, "held_for", Form.TIME),
    _undelivered(37, "then", Form.WORD, Afterwards),
    _undelivered(38, "reship_paid_by", Form.WORD, Payer),
    _covered(39, Reason.CUSTOMS_HELD),
    Question(40, "limit", About.LIMIT, ("most",), Form.TEXT),
    Question(41, "before_claiming", About.REASONS, ("before_claiming",), Form.WORDS, First, First.REFUNDED,
             reasons=FAULTS),
    _supplier(42, "dispute.where", Form.WORD, Opened),
    _supplier(43, "dispute.how", Form.STEPS),
    _supplier(44, "dispute.reply_within", Form.TIME),
    _supplier(45, "dispute.silence", Form.WORD, Silence),
    _supplier(46, "dispute.elsewhere", Form.WORD, Elsewhere),
    _supplier(47, "resolves_within", Form.TIME),
    Question(48, "instructions", About.SUPPLIER, ("instructions",), Form.WORD, Clarity, Clarity.CLEAR, Clarity.UNCLEAR),
    Question(49, "resale", About.SUPPLIER, ("resale",), Form.WORD, Resale, Resale.ALLOWED, Resale.PROHIBITED),
    _supplier(50, "contact", Form.WORD, Reached),
    _supplier(51, "contact_at", Form.TEXT),
)  # fmt: skip
"""Every question, in the order in which suppliers read them."""

BY_NUMBER = {question.number: question for question in QUESTIONS}
