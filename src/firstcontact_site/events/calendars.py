"""From pages of events to entries of calendars."""

from collections.abc import Iterable

from django.conf import settings

from firstcontact_site.events.book import EventBook
from firstcontact_site.events.event import EventPage
from firstcontact_site.events.ics import Entry
from firstcontact_site.mail.letters import absolute


def entries_of(events: Iterable[EventPage]) -> list[Entry]:
    """Two queries, however many events."""
    events = list(events)
    keys = [e.translation_key for e in events]
    books = {b.event_key: b for b in EventBook.objects.filter(event_key__in=keys)}
    return [_entry(event, books[event.translation_key]) for event in events]


def _entry(event: EventPage, book: EventBook) -> Entry:
    link = event.link if event.shows_link else ""
    return Entry(
        number=book.number,
        domain=settings.ENVIRONMENT.domain,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        time_zone=event.time_zone,
        changed_at=book.changed_at,
        sequence=book.sequence,
        place=event.place or link,
        url=absolute(event.url),
        text=event.lead,
        called_off=event.called_off,
    )
