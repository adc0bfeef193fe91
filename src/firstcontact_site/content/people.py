"""People of the coalition, by group. Who is not to be shown has no page."""

from django.db import models
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from firstcontact_site import words
from firstcontact_site.content.base import SitePage
from firstcontact_site.content.cards import Card
from firstcontact_site.content.lists import ListPage
from firstcontact_site.content.pictures import HasPicture, with_pictures

GROUPS = ("leadership", "team", "faculty", "students", "board", "council")


class PeopleIndex(ListPage):
    """People of one group, or of all groups under a heading each."""

    section = "nav_about"
    noun = "person"
    subpage_types = ["content.PersonPage"]
    has_feed = False

    group = models.CharField(
        max_length=12, blank=True, choices=words.choices("person_group", *GROUPS), help_text="Empty: all groups."
    )

    content_panels = [*ListPage.content_panels, FieldPanel("group")]

    class Meta:
        verbose_name = "list of people"

    def items(self, request: HttpRequest | None = None) -> QuerySet:
        people = PersonPage.in_order(self.locale_id)
        return people.filter(group=self.group) if self.group else people

    def get_template(self, request: HttpRequest, *args, **kwargs) -> str:
        return "content/peopleindex.html"


class PersonPage(HasPicture, SitePage):
    """The title is the person's name. A person who is not shown is never live: no list, feed or search knows them."""

    section = "nav_about"
    parent_page_types = ["content.PeopleIndex"]
    subpage_types = []

    role = models.CharField(max_length=150)
    group = models.CharField(max_length=12, choices=words.choices("person_group", *GROUPS))
    organisation = models.CharField(max_length=150, blank=True)
    bio = RichTextField(blank=True, features=["bold", "italic", "ol", "ul", "link"])
    order = models.PositiveSmallIntegerField(default=100, help_text="Small numbers come first within the group.")
    show = models.BooleanField("shown on the site", default=True)

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel([FieldPanel(n) for n in ("role", "organisation", "group", "order", "show")], heading="Place"),
        HasPicture.panel,
        FieldPanel("bio", help_text="No private contact data."),
        InlinePanel("links", label="Link"),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("role"), index.SearchField("bio")]

    class Meta:
        verbose_name = "person"

    def save(self, *args, **kwargs) -> None:
        self.live = self.live and self.show
        super().save(*args, **kwargs)

    @classmethod
    def in_order(cls, locale_id: int) -> QuerySet:
        """By group in the order of the list above, then by the editors' order, then by name."""
        place = Case(*(When(group=group, then=Value(at)) for at, group in enumerate(GROUPS)), default=Value(99))
        people = with_pictures(cls.objects.visible(locale_id), "fill-240x240|format-webp")
        return people.order_by(place, "order", "title", "id")

    def card(self) -> Card:
        note = ", ".join(filter(None, [self.role, self.organisation]))
        return Card(self, self.title, self.lead, note=note, picture=self.picture)


class PersonLink(Orderable):
    page = ParentalKey(PersonPage, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(max_length=80)
    address = models.URLField()

    panels = [FieldPanel("label"), FieldPanel("address")]
