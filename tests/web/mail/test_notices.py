"""Bounces and complaints are counted once each, by the hash of the address."""

from datetime import timedelta

import pytest
from anymail.signals import AnymailTrackingEvent, tracking
from django.utils import timezone

from firstcontact.errors import UsageError
from firstcontact_site.config.refusals import _refuse_open_webhook
from firstcontact_site.mail import notices
from firstcontact_site.mail.addresses import address_hash
from firstcontact_site.mail.models import Notice, Suppression
from firstcontact_site.mail.urls import tracking as webhooks

pytestmark = pytest.mark.django_db
WHO = address_hash("reader@example.org")


def told(kind, number, recipient="Reader@Example.org "):
    event = AnymailTrackingEvent(event_type=kind, event_id=number, recipient=recipient, timestamp=timezone.now())
    tracking.send(object, event=event, esp_name="Test")


def test_the_third_hard_bounce_in_30_days_ends_mail_to_the_address():
    found = []

    def listen(sender, address_hash, **_):
        found.append(address_hash)

    notices.address_bounced.connect(listen)
    for n in range(3):
        assert not Suppression.objects.exists()
        told("bounced", f"e{n}")
    assert Suppression.objects.get().reason == "bounce"
    assert found == [WHO]


def test_one_event_reported_three_times_is_one_bounce():
    for _ in range(3):
        told("bounced", "same")
    assert Notice.objects.count() == 1
    assert not Suppression.objects.exists()


def test_bounces_older_than_30_days_do_not_count():
    for n in range(2):
        told("bounced", f"e{n}")
    Notice.objects.update(at=timezone.now() - timedelta(days=31))
    told("bounced", "e2")
    assert not Suppression.objects.exists()


def test_one_complaint_is_enough():
    told("complained", "e1")
    assert Suppression.objects.get().reason == "complaint"


@pytest.mark.parametrize("kind", ["opened", "clicked", "delivered", "deferred"])
def test_what_readers_do_is_not_kept(kind):
    told(kind, "e1")
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("backend", "secret", "count"),
    [
        ("anymail.backends.postmark.EmailBackend", "name:secret", 1),
        ("anymail.backends.amazon_ses.EmailBackend", "name:secret", 1),
        ("anymail.backends.postmark.EmailBackend", "", 0),
        ("django.core.mail.backends.smtp.EmailBackend", "name:secret", 0),
    ],
)
def test_the_webhook_is_open_only_for_the_configured_provider_with_a_secret(backend, secret, count):
    assert len(webhooks(backend, secret)) == count


@pytest.mark.parametrize("secret", ["secret", "name:short", ":aaaaaaaaaaaaaaaaaaaaaaaaaa"])
def test_a_webhook_with_a_poor_secret_is_refused_at_start(secret):
    with pytest.raises(UsageError, match="WEBHOOK_SECRET"):
        _refuse_open_webhook(secret)
