"""E-mail addresses: one spelling for each, and the hash that stays when the address is gone."""

import unicodedata
from hashlib import sha256


def normal(address: str) -> str:
    """The same mailbox typed in two ways is one address; no provider's own rules about dots or plus signs."""
    return unicodedata.normalize("NFC", address).strip().casefold()


def address_hash(address: str) -> str:
    """sha256 of the normal spelling: tells that an address was here, not which."""
    return sha256(normal(address).encode()).hexdigest()
