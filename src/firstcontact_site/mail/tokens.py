"""Secrets that travel in links: random ones of which only the hash is kept, and signed ones that need no row."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner

RANDOM_BYTES = 32


def make() -> tuple[str, str]:
    """A new token for a link, and its sha256 for the database."""
    token = secrets.token_urlsafe(RANDOM_BYTES)
    return token, digest(token)


def digest(token: str) -> str:
    """What a token is looked up by."""
    return sha256(token.encode()).hexdigest()


def signed(kind: str, pk: object) -> str:
    """A link's last part that names one object of a kind; another kind's view does not take it."""
    return _signer(kind).sign(str(pk))


def unsigned(kind: str, text: str, max_age: timedelta | int | None = None) -> str | None:
    """The object's key as text; None when the text was changed, is of another kind or is older than `max_age`."""
    try:
        return _signer(kind).unsign(text, max_age=max_age)
    except BadSignature:
        return None


def _signer(kind: str) -> TimestampSigner:
    return TimestampSigner(key=settings.ENVIRONMENT.link_key, salt=f"firstcontact.{kind}", sep=".")
