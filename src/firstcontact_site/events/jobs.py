"""Work of this room that is done at its time."""

from django.utils import timezone

from firstcontact_site.config.jobs import periodic
from firstcontact_site.events import application_files
from firstcontact_site.events.actions import applications, registrations


@periodic(minutes=1)
def places() -> None:
    """Places that were not confirmed go to the waiting list."""
    now = timezone.now()
    registrations.expire_due(now)
    registrations.promote_due(now)


@periodic(minutes=1)
def pages() -> None:
    registrations.turn_due(timezone.now())


@periodic(minutes=5)
def mails_to_guests() -> None:
    now = timezone.now()
    registrations.remind_due(now)
    registrations.thank_due(now)


@periodic(minutes=60)
def erasure() -> None:
    now = timezone.now()
    registrations.erase_due(now)
    applications.erase_due(now)
    application_files.drop_unsent(now)
    application_files.drop_strays(now)
