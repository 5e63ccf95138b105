"""The words that answers are made of: who pays, what comes back, what the customer gets, and how goods must be."""

from enum import StrEnum


class Approver(StrEnum):
    """Who must agree to a cancellation; nobody means that it happens by itself."""

    NOBODY = "nobody"
    SUPPLIER = "supplier"
    PLATFORM = "platform"


class Silence(StrEnum):
    """What no answer in time means; none: there is no time-out."""

    APPROVED = "approved"
    DECLINED = "declined"
    NONE = "none"


class Payer(StrEnum):
    """Who pays the return postage."""

    SUPPLIER = "supplier"
    STORE = "store"
    CUSTOMER = "customer"


class SendBack(StrEnum):
    """Whether goods must come back."""

    NEVER = "never"
    ON_REQUEST = "on request"
    ALWAYS = "always"


class Remedy(StrEnum):
    """What the customer gets."""

    REFUND = "refund"
    PARTIAL_REFUND = "partial_refund"
    REPLACEMENT = "replacement"
    EXCHANGE = "exchange"
    STORE_CREDIT = "store_credit"
    REPAIR = "repair"
    KEEP_ITEM = "keep_item"


class Opening(StrEnum):
    """What opens the remedies that come second, where the seller may first try to put it right."""

    FAILED = "failed"
    REFUSED = "refused"
    DELAYED = "delayed"
    SERIOUS = "serious"


class Evidence(StrEnum):
    """What the customer is asked to send us."""

    ORDER_NUMBER = "order_number"
    PHOTO = "photo"
    PHOTO_OR_VIDEO = "photo_or_video"
    VIDEO = "video"
    PHOTO_PACKAGING = "photo_packaging"
    PHOTO_LABEL = "photo_label"
    PHOTO_MEASUREMENT = "photo_measurement"
    PHOTO_ALL_ITEMS = "photo_all_items"
    ADDRESS_CONFIRMATION = "address_confirmation"
    CARRIER_REPORT = "carrier_report"
    NON_DELIVERY_CERTIFICATE = "non_delivery_certificate"


class StoreEvidence(StrEnum):
    """What the store itself shows the supplier; no customer is ever asked for it."""

    COMPLAINT_SCREENSHOT = "complaint_screenshot"
    COMPLAINT_WITH_EMAIL = "complaint_with_email"
    COMPLAINT_WITH_TEXT = "complaint_with_text"
    TRACKING_RECORD = "tracking_record"
    DELIVERY_RECORD = "delivery_record"
    PAYMENT_RECORD = "payment_record"


class Condition(StrEnum):
    """How goods must be when they come back after the customer's own choice."""

    UNUSED = "unused"
    ORIGINAL_PACKAGING = "original_packaging"
    TAGS_ON = "tags_on"
    NOT_ACTIVATED = "not_activated"
    SEAL_INTACT = "seal_intact"
    ALL_PARTS = "all_parts"


class Exclusion(StrEnum):
    """Goods that can't be returned for the customer's own choice, or whose orders can't be cancelled."""

    PERSONALISED = "personalised"
    MADE_TO_ORDER = "made_to_order"
    PRE_ORDER = "pre_order"
    HYGIENE_SEALED = "hygiene_sealed"
    UNDERWEAR_SWIMWEAR = "underwear_swimwear"
    PERISHABLE = "perishable"
    DIGITAL = "digital"
    CLEARANCE = "clearance"
    SAMPLE = "sample"
    GIFT = "gift"
    OVERSIZED = "oversized"
    HAZARDOUS = "hazardous"
    SEASONAL = "seasonal"


class Coverage(StrEnum):
    """Whether the supplier answers for a reason."""

    COVERED = "covered"
    NOT_COVERED = "not_covered"


class Clarity(StrEnum):
    """How clear the supplier's instructions for cancelling and returning are."""

    CLEAR = "clear"
    UNCLEAR = "unclear"


class RefundTo(StrEnum):
    """Where the supplier pays money back to; the customer always gets it by the original way of payment."""

    ORIGINAL_PAYMENT = "original_payment"
    SUPPLIER_WALLET = "supplier_wallet"
    STORE_CREDIT = "store_credit"


class Resale(StrEnum):
    """Whether the supplier allows that its goods are sold on."""

    ALLOWED = "allowed"
    RESTRICTED = "restricted"
    PROHIBITED = "prohibited"
