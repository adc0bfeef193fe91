"""A hand-picked list of pages, for example a review or the home of a community."""

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, Page

from firstcontact_site.accounts.openness import open_to_all
from firstcontact_site.content.base import SitePage
from firstcontact_site.content.blocks import BodyField
from firstcontact_site.content.lists import ListPage


class CollectionPage(ListPage):
    noun = "collection"
    subpage_types = []
    has_feed = False

    body = BodyField()

    content_panels = [*ListPage.content_panels, FieldPanel("body"), InlinePanel("picks", label="Page")]

    class Meta:
        verbose_name = "collection of pages"

    @property
    def section(self) -> str:
        return "nav_resources" if "/resources/" in self.url_path else ""

    def items(self, request: HttpRequest | None = None) -> list[Page]:
        """The chosen pages in their order, in this page's language, without those that are private or not live."""
        keys = [pick.chosen.translation_key for pick in self.picks.select_related("chosen")]
        live = open_to_all(Page.objects.all()).filter(translation_key__in=keys, locale_id=self.locale_id)
        found = {page.translation_key: page for page in live.specific() if isinstance(page, SitePage)}
        return [found[key] for key in keys if key in found]

    def get_template(self, request: HttpRequest, *args, **kwargs) -> str:
        return "content/collection.html"


class CollectionPick(Orderable):
    page = ParentalKey(CollectionPage, on_delete=models.CASCADE, related_name="picks")
    chosen = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+", verbose_name="page")

    panels = [FieldPanel("chosen")]
