"""Staff of the site under test, and sessions for pages that are only looked at. How people sign in has its own test."""

import json
import time
from importlib import import_module

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from firstcontact_site.accounts.actions import make_user
from firstcontact_site.accounts.user import User
from support.places import PASSWORD


def person(email: str, roles: list[str], factor: bool = True) -> dict:
    """An account; with `factor` it has an app, whose secret comes back, and recovery codes."""
    user = User.objects.filter(email=email).first() or make_user(email, PASSWORD, roles)
    Authenticator.objects.filter(user=user).delete()
    secret = generate_totp_secret() if factor else ""
    if factor:
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
    return {"email": email, "password": PASSWORD, "secret": secret}


def session(email: str, factor: bool = True) -> str:
    """The cookie of a session that has just begun; with `factor` the second factor has been given."""
    user = User.objects.get(email=email)
    made = import_module(settings.SESSION_ENGINE).SessionStore()
    made[SESSION_KEY] = str(user.pk)
    made[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    made[HASH_SESSION_KEY] = user.get_session_auth_hash()
    given = [{"method": "password", "at": time.time(), "email": email}]
    given += [{"method": "mfa", "type": "totp", "at": time.time()}] if factor else []
    made["account_authentication_methods"] = json.loads(json.dumps(given))
    made["account_authentication_methods_user"] = str(user.pk)
    made.create()
    return made.session_key
