"""Addresses that are sent by mail. The page behind one is for its reader alone."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse

from firstcontact_site.mail import tokens
from firstcontact_site.signup.subscription import Subscription

KIND = "subscription"


def manage_path(subscription: Subscription) -> str:
    """Preferences, and one-click unsubscribe by POST. Works for ever, so it is signed and not stored."""
    return f"/{subscription.language}/newsletter/u/{tokens.signed(KIND, subscription.pk)}/"


def subscription_of(link: str, max_age: timedelta | None = None) -> tuple[bool, Subscription | None]:
    """Whether the link is ours, and its subscription if that has not been erased."""
    key = tokens.unsigned(KIND, link, max_age)
    if key is None or not key.isdecimal():
        return False, None
    return True, Subscription.objects.filter(pk=int(key)).first()


def for_one_reader(response: HttpResponse) -> HttpResponse:
    """No copy is kept anywhere, no search engine lists it, and the address is told to no other site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = settings.PRIVATE_REFERRER_POLICY
    response.headers["X-Robots-Tag"] = "noindex"
    return response
