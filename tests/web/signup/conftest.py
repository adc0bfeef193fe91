"""Helpers of the sign-up room's tests: a reader who asks, confirms, and opens links from mails."""

import re

import pytest
from django.core import mail as post
from django.db.models import F

from firstcontact_site.config.guard import guard_fields
from firstcontact_site.mail import outbox
from firstcontact_site.mail.models import OutgoingMail
from firstcontact_site.signup import actions
from firstcontact_site.signup.subscription import Subscription

ADDRESS = "reader@example.org"


def asked(**more) -> dict:
    """The newsletter's form as a browser sends it."""
    said = {"email": ADDRESS, "lists": ["data"], "pace": "each", "language": "en", "consent": "on"}
    return guard_fields() | said | more


def deliver() -> list:
    """Everything that is due leaves; the mails."""
    before = len(post.outbox)
    OutgoingMail.objects.update(tried_at=None)
    while outbox.deliver_due():
        OutgoingMail.objects.update(tried_at=None)
    return post.outbox[before:]


def path_in(mail, part: str) -> str:
    """The address of this site in a mail's text that has `part` in it."""
    return re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", mail.body).group(1)


def later(model, delta, **fields) -> None:
    """Move times of all rows back."""
    model.objects.update(**{name: F(name) - delta for name in fields or ("asked_at",)})


@pytest.fixture
def reader(db):
    """Makes an active subscriber without any page or mail."""

    def make(email: str = ADDRESS, choices=("data",), language: str = "en", weekly: bool = False) -> Subscription:
        actions.ask(actions.Wish(email, tuple(choices), language, weekly))
        token = path_in(deliver()[-1], "/confirm/").split("/")[-2]
        return actions.confirm(token)

    return make


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """Tests send more than five forms an hour."""
    from firstcontact_site.config import limits

    monkeypatch.setattr(limits, "_count", lambda *_: {})
