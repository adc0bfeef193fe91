"""Has this person a second factor, and how long ago was it asked?"""

import time

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
FRESH_SECONDS = 600


def is_set_up(user: object) -> bool:
    """An authenticator app or a passkey; recovery codes alone do not count."""
    return is_mfa_enabled(user, FACTORS)


def given_at(request: HttpRequest) -> float:
    """When the second factor was last given in this session, in seconds since 1970; 0 for never."""
    given = [r["at"] for r in get_authentication_records(request, request.user) if r["method"] == "mfa"]
    return max(given, default=0.0)


def is_given(request: HttpRequest) -> bool:
    """Set up, and used in this session: a session from before the set-up must go through it too."""
    return given_at(request) > 0 and is_set_up(request.user)


def is_fresh(request: HttpRequest) -> bool:
    return time.time() - given_at(request) <= FRESH_SECONDS and is_set_up(request.user)
