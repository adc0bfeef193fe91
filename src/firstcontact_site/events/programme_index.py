"""The list of programmes, and the lists for one audience below it."""

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel

from firstcontact_site import words
from firstcontact_site.content.filters import Filter, by_choice, by_topic
from firstcontact_site.content.lists import ListPage
from firstcontact_site.events.programme import AUDIENCES, ProgrammePage

FOR_ALL = (by_topic(), by_choice("audience", "event_audience_label", "event_audience", AUDIENCES))


class ProgrammeIndex(ListPage):
    section = "nav_programs"
    noun = "programme"
    parent_page_types = ["content.HomePage", "events.ProgrammeIndex"]
    has_feed = False

    audience = models.CharField(max_length=16, choices=words.choices("event_audience", *AUDIENCES), blank=True)

    content_panels = [
        *ListPage.content_panels,
        FieldPanel(
            "audience",
            heading=words.lazy("programme_cms_audience"),
            help_text=words.lazy("programme_cms_audience_help"),
        ),
    ]

    class Meta:
        verbose_name = "list of programmes"

    @property
    def filters(self) -> tuple[Filter, ...]:
        """A list for one audience does not ask for whom."""
        return FOR_ALL[:1] if self.audience else FOR_ALL

    def items(self, request: HttpRequest | None = None) -> QuerySet:
        """Where a programme stands in the tree does not matter: the general list finds all of them."""
        found = ProgrammePage.objects.visible(self.locale_id).order_by("title", "id")
        return found.filter(audience=self.audience) if self.audience else found

    def get_template(self, request: HttpRequest, *args, **kwargs) -> str:
        return "events/programmes.html"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        below = self.get_children().live().public().exclude(alias_of__isnull=False)
        rooms = [page for page in below.specific() if not isinstance(page, ProgrammePage)]
        return super().get_context(request, *args, **kwargs) | {"rooms": rooms}
