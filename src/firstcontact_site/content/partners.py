"""Partners of the coalition."""

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from firstcontact_site import words
from firstcontact_site.content.base import SitePage
from firstcontact_site.content.cards import Card
from firstcontact_site.content.filters import by_choice
from firstcontact_site.content.lists import ListPage
from firstcontact_site.content.pictures import HasPicture, with_pictures

KINDS = ("provider", "plan", "patient_group", "public_body", "university", "funder")


class PartnerIndex(ListPage):
    section = "nav_about"
    noun = "partner"
    subpage_types = ["content.PartnerPage"]
    filters = (by_choice("kind", "content_filter_kind", "partner_kind", KINDS),)
    has_feed = False

    class Meta:
        verbose_name = "list of partners"

    def items(self, request: HttpRequest | None = None) -> QuerySet:
        return with_pictures(PartnerPage.objects.visible(self.locale_id)).order_by("title", "id")


class PartnerPage(HasPicture, SitePage):
    """The picture is the partner's logo."""

    section = "nav_about"
    parent_page_types = ["content.PartnerIndex"]
    subpage_types = []

    kind = models.CharField(max_length=14, choices=words.choices("partner_kind", *KINDS))
    text = RichTextField(blank=True, features=["bold", "italic", "ol", "ul", "link"])
    link = models.URLField(blank=True)
    since = models.PositiveSmallIntegerField("partner since (year)", null=True, blank=True)

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel([FieldPanel(n) for n in ("kind", "since", "link")], heading="Facts"),
        HasPicture.panel,
        FieldPanel("text"),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("text")]

    class Meta:
        verbose_name = "partner"

    def card(self) -> Card:
        return Card(self, self.title, self.lead, words.text(f"partner_kind_{self.kind}"), picture=self.picture)
