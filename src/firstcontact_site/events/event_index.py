"""The list of events: what comes next first, and what has been in a list of its own."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from wagtail.contrib.routable_page.models import path

from firstcontact_site.content.filters import Filter, by_choice, by_topic
from firstcontact_site.content.lists import ListPage
from firstcontact_site.events.event import KINDS, EventPage


def by_year() -> Filter:
    """Years of all events, so that both lists know the same ones."""

    def years(page: "EventIndex") -> list[tuple[str, str]]:
        found = (
            EventPage.objects.visible(page.locale_id).order_by().values_list("starts_at__year", flat=True).distinct()
        )
        return [(str(year), str(year)) for year in sorted(found, reverse=True)]

    return Filter("year", "content_filter_year", years, lambda items, value: items.filter(starts_at__year=value))


class EventIndex(ListPage):
    section = "nav_events"
    noun = "event"
    parent_page_types = ["content.HomePage"]
    subpage_types = ["events.EventPage"]
    filters = (by_topic(), by_choice("kind", "content_filter_kind", "event_kind", KINDS), by_year())
    has_feed = False
    shows_past = False

    class Meta:
        verbose_name = "list of events"

    def items(self, request: HttpRequest | None = None) -> QuerySet:
        return EventPage.upcoming(self.locale_id).descendant_of(self)

    @path("past/")
    def past(self, request: HttpRequest) -> HttpResponse:
        self.noun, self.shows_past = "event_past", True
        items = EventPage.past(self.locale_id).descendant_of(self)
        return self._listed(request, f"{self.get_url(request)}past/", items)

    def get_template(self, request: HttpRequest, *args, **kwargs) -> str:
        return "events/events.html"
