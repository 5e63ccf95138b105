"""Where customers must not send a parcel: street addresses and private terms in text, and the P.O. boxes that may stay.

A merchant's street address is often a home. Nothing here prints or returns the text that was found, only its place.
"""

from policy_gen.addresses.private_terms import find_private_terms, normalised
from policy_gen.addresses.street import Match, find_street_addresses, is_po_box

__all__ = ["Match", "find_private_terms", "find_street_addresses", "is_po_box", "normalised"]
