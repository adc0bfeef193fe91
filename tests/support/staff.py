"""People with roles and second factors, for tests of the site."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group
from django.test import Client

PASSWORD = "a long walk by the river"


def person(*roles: str, email: str = "", name: str = "", **fields):
    """An account with these roles. Roles must have been made (fixture `roles`)."""
    from firstcontact_site.accounts.actions import make_user

    made = make_user(email or f"{'-'.join(roles) or 'nobody'}@example.org", PASSWORD, roles or ["author"], name)
    if not roles:
        made.groups.clear()
    for key, value in fields.items():
        setattr(made, key, value)
    made.save()
    return made


def with_app(user) -> str:
    """Gives the person an authenticator app; its secret comes back."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret: str, ahead: int = 0) -> str:
    """The code that the app shows now, or `ahead` steps of 30 seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def signed_in(user, *, factor: bool = True, seconds_ago: int = 0) -> Client:
    """A browser with a session of this person; the second factor given `seconds_ago`."""
    client = Client()
    client.force_login(user)
    if factor:
        if not Authenticator.objects.filter(user=user).exists():
            with_app(user)
        session = client.session
        given = {"method": "mfa", "type": "totp", "at": time.time() - seconds_ago}
        session["account_authentication_methods"] = [given]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client


def staff(*roles: str, **fields) -> Client:
    """A browser with a session of a new person with these roles."""
    return signed_in(person(*roles, **fields))


def join(user, *roles: str):
    user.groups.set(Group.objects.filter(name__in=roles))
    return user
