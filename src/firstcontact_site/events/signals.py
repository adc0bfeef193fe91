"""Each event has its book from the beginning; calendars and guests hear of changes when a page goes live."""

from django.db.models.signals import post_save
from wagtail.signals import page_published

from firstcontact_site.events.actions.registrations import JOB, open_book, tell_changes
from firstcontact_site.events.event import EventPage


def begin(sender, instance: EventPage, created: bool, **kwargs) -> None:
    if created:
        open_book(instance)


def tell(sender, instance: EventPage, revision=None, **kwargs) -> None:
    person = getattr(revision, "user_id", None)
    tell_changes(instance, f"user:{person}" if person else JOB)


def connect() -> None:
    post_save.connect(begin, sender=EventPage, dispatch_uid="events.begin")
    page_published.connect(tell, sender=EventPage, dispatch_uid="events.tell")
