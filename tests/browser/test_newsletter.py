"""Journeys of a subscriber: sign up, confirm, and stop by one click of the mail program or by the page."""

import urllib.request
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from support.live_site import link


@pytest.fixture
def email() -> str:
    return f"{uuid4().hex[:10]}@example.org"


@pytest.fixture
def subscriber(page, keys, site, email) -> str:
    """Signed up on the form, confirmed by the mail's link and its button."""
    page.goto("/en/")
    keys.follow("link", "Get our e-mails")
    keys.write("Your e-mail address", email)
    keys.tick("Insights")
    keys.tick("You may store my address and send me these e-mails until I stop them.")
    keys.send("Sign up")
    assert page.get_by_role("heading", level=1).inner_text() == "Look in your inbox"
    page.goto(link(site.letter(email), "/newsletter/confirm/"))
    assert site.hand("subscription_state", email) == "pending", "opening the link alone must confirm nothing"
    keys.follow("button", "Yes, confirm my address")
    assert page.get_by_role("heading", level=1).inner_text() == "You are signed up"
    assert site.hand("subscription_state", email) == "active"
    return email


def test_a_subscriber_stops_all_mails_on_the_page(page, keys, site, subscriber):
    keys.follow("button", "Unsubscribe from all")
    assert page.get_by_role("heading", level=1).inner_text() == "You are unsubscribed"
    assert site.hand("subscription_state", subscriber) == "unsubscribed"


def test_a_mail_program_unsubscribes_by_one_click(site):
    """RFC 8058: a POST without a cookie and without a form's token; a GET before it changes nothing."""
    address = site.base + site.hand("link", "preferences", "en")
    with urllib.request.urlopen(address) as answer:
        assert answer.status == 200
        assert "Unsubscribe from all" in answer.read().decode()
    for _ in range(2):
        with urllib.request.urlopen(address, data=b"List-Unsubscribe=One-Click") as answer:
            assert answer.status == 200
            assert answer.url == address
            assert answer.headers.get("Set-Cookie") is None
    with urllib.request.urlopen(address) as answer:
        assert "You get no e-mails from us" in answer.read().decode()


def test_a_form_with_errors_says_so_and_leads_to_the_fields(page, keys):
    page.goto("/es/newsletter/")
    keys.send("Inscribirme")
    summary = page.locator(".form-errors")
    assert summary.is_visible()
    first = summary.get_by_role("link").first
    name = first.inner_text()
    keys.go("link", name)
    page.keyboard.press("Enter")
    assert urlsplit(page.url).fragment
    assert page.locator("[aria-invalid=true]").count() >= 1
