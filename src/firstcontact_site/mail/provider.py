"""What the mail provider's webhook reports, in anymail's terms, becomes a notice."""

from hashlib import sha256

from anymail.signals import tracking
from django.dispatch import receiver

from firstcontact_site.mail import notices
from firstcontact_site.mail.addresses import address_hash

KINDS = {"bounced": notices.bounced, "complained": notices.complained}


@receiver(tracking, dispatch_uid="firstcontact.mail")
def on_tracking(sender, event, esp_name, **_) -> None:
    """Opens and clicks are not asked for; if a provider sends them they are dropped here."""
    record = KINDS.get(event.event_type)
    if record is None or not event.recipient:
        return
    found = address_hash(event.recipient)
    at = event.timestamp.isoformat() if event.timestamp else ""
    number = event.event_id or f"{event.event_type} {event.message_id} {found} {at}"
    record(f"{esp_name}-{sha256(number.encode()).hexdigest()}", found)
