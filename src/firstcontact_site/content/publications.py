"""Research: publications with a citation made from their fields."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from firstcontact_site.content.base import SitePage
from firstcontact_site.content.blocks import BodyField
from firstcontact_site.content.cards import Card
from firstcontact_site.content.filters import by_topic, by_year_number
from firstcontact_site.content.lists import ListPage
from firstcontact_site.content.measures import MeasuresField, links
from firstcontact_site.content.related import SpeaksOfMeasures
from firstcontact_site.content.topics import HasTopics

DOI = RegexValidator(r"^10\.\d{4,9}/\S+$", "Only the DOI itself, for example 10.1000/xyz123.")


class PublicationIndex(ListPage):
    section = "nav_research"
    noun = "publication"
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.PublicationPage"]
    filters = (by_topic(), by_year_number("year"))

    class Meta:
        verbose_name = "list of publications"

    def items(self, request: HttpRequest | None = None) -> QuerySet:
        return PublicationPage.newest(self.locale_id).descendant_of(self)


class PublicationPage(SpeaksOfMeasures, HasTopics, SitePage):
    section = "nav_research"
    parent_page_types = ["content.PublicationIndex"]
    subpage_types = []
    topic_words = related_kind = "publication"
    topic_order = 50
    topic_list = "content.PublicationIndex"

    authors = models.CharField(max_length=500, help_text="As they are cited.")
    year = models.PositiveSmallIntegerField(validators=[MinValueValidator(1900), MaxValueValidator(2200)])
    published_in = models.CharField("where published", max_length=250)
    doi = models.CharField("DOI", max_length=120, blank=True, validators=[DOI])
    link = models.URLField(blank=True, help_text="Where it can be read, if it has no DOI.")
    abstract = models.TextField("abstract in own words", max_length=3000, blank=True)
    open_copy = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    body = BodyField()
    measures = MeasuresField(verbose_name="related measures")

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel([FieldPanel(n) for n in ("authors", "year", "published_in")], heading="Citation"),
        MultiFieldPanel([FieldPanel(n) for n in ("doi", "link", "open_copy")], heading="Where to read it"),
        FieldPanel("abstract"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("topics"), FieldPanel("measures")], heading="Speaks about"),
    ]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("authors"),
        index.SearchField("abstract"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = "publication"

    @classmethod
    def newest(cls, locale_id: int) -> QuerySet:
        return cls.objects.visible(locale_id).order_by("-year", "title", "id")

    @classmethod
    def for_topic(cls, topic, locale_id: int) -> QuerySet:
        return cls.newest(locale_id).filter(topics__translation_key=topic.translation_key).distinct()

    @property
    def address(self) -> str:
        """Where the publication itself is."""
        return f"https://doi.org/{self.doi}" if self.doi else self.link

    @property
    def citation(self) -> str:
        title = self.title if self.title[-1:] in ".?!" else f"{self.title}."
        line = f"{self.authors.rstrip('.')} ({self.year}). {title} {self.published_in.rstrip('.')}."
        return f"{line} {self.address}".rstrip()

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return super().get_context(request, *args, **kwargs) | {
            "topics": self.topics_here(),
            "measures": links(request, self.measures, self.locale.language_code),
        }

    def card(self) -> Card:
        return Card(self, self.title, self.lead, kicker=str(self.year), note=f"{self.authors}. {self.published_in}")
