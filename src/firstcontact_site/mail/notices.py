"""Bounces and complaints, told by mail providers. Other rooms listen to the signals and decide what follows."""

from datetime import timedelta

from django.dispatch import Signal
from django.utils import timezone

from firstcontact_site.mail.models import Notice, Suppression

HARD_BOUNCES = 3
WINDOW = timedelta(days=30)
address_bounced = Signal()
address_complained = Signal()
"""Both send `address_hash`."""


def bounced(event: str, address_hash: str) -> None:
    """A hard bounce; the third within 30 days ends mail to the address. The same event twice counts once."""
    if _is_new(event, address_hash, Notice.Kind.BOUNCE) and recent_bounces(address_hash) >= HARD_BOUNCES:
        _suppress(address_hash, Notice.Kind.BOUNCE)
        address_bounced.send(Notice, address_hash=address_hash)


def complained(event: str, address_hash: str) -> None:
    """The owner of the address has called a mail unwanted."""
    if _is_new(event, address_hash, Notice.Kind.COMPLAINT):
        _suppress(address_hash, Notice.Kind.COMPLAINT)
        address_complained.send(Notice, address_hash=address_hash)


def recent_bounces(address_hash: str) -> int:
    since = timezone.now() - WINDOW
    return Notice.objects.filter(address_hash=address_hash, kind=Notice.Kind.BOUNCE, at__gte=since).count()


def _is_new(event: str, address_hash: str, kind: str) -> bool:
    _, made = Notice.objects.get_or_create(event=event[:200], defaults={"address_hash": address_hash, "kind": kind})
    return made


def _suppress(address_hash: str, reason: str) -> None:
    Suppression.objects.get_or_create(address_hash=address_hash, defaults={"reason": reason})
