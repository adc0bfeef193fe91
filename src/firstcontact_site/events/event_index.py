"""The list of events: what comes next first, and what has been in a list of its own."""

from django.db.models import QuerySet
from django.utils import timezone

from firstcontact_site.content.base import SitePage
from firstcontact_site.events.event import EventPage


class EventIndex(SitePage):
    section = "nav_events"
    parent_page_types = ["content.HomePage"]
    subpage_types = ["events.EventPage"]

    def upcoming(self) -> QuerySet[EventPage]:
        return self._events().filter(ends_at__gt=timezone.now()).order_by("starts_at", "title", "pk")

    def past(self) -> QuerySet[EventPage]:
        return self._events().filter(ends_at__lte=timezone.now()).order_by("-starts_at", "title", "pk")

    def _events(self) -> QuerySet[EventPage]:
        return EventPage.objects.child_of(self).live().public()
