"""News: posts of five kinds, by date, topic, kind and month."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from firstcontact_site import words
from firstcontact_site.config.frame import reader
from firstcontact_site.content.actions import fix_release
from firstcontact_site.content.base import SitePage
from firstcontact_site.content.blocks import BodyField
from firstcontact_site.content.cards import Card
from firstcontact_site.content.filters import by_choice, by_topic, by_year
from firstcontact_site.content.lists import ListPage
from firstcontact_site.content.measures import MeasuresField, links
from firstcontact_site.content.people import PersonPage
from firstcontact_site.content.pictures import HasPicture, with_pictures
from firstcontact_site.content.related import SpeaksOfMeasures
from firstcontact_site.content.topics import HasTopics

KINDS = ("announcement", "insight", "data_fact", "statement", "report_out")
DATA_FACT = "data_fact"
NEEDS_RESULT = "A data fact needs exactly one result block."


class PostIndex(ListPage):
    section = "nav_news"
    noun = "post"
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.PostPage"]
    month_field = "date"
    filters = (by_topic(), by_choice("kind", "content_filter_kind", "post_kind", KINDS), by_year("date"))

    class Meta:
        verbose_name = "list of posts"

    def items(self, request: HttpRequest | None = None) -> QuerySet:
        return PostPage.newest(self.locale_id).descendant_of(self)


class PostPage(SpeaksOfMeasures, HasTopics, HasPicture, SitePage):
    section = "nav_news"
    parent_page_types = ["content.PostIndex"]
    subpage_types = []
    topic_words = related_kind = "post"
    topic_order = 10
    topic_list = "content.PostIndex"
    social_kind = "article"

    date = models.DateField(default=datetime.date.today, db_index=True)
    kind = models.CharField(max_length=20, choices=words.choices("post_kind", *KINDS), default="announcement")
    body = BodyField()
    authors = ParentalManyToManyField("content.PersonPage", blank=True, related_name="+")
    measures = MeasuresField(verbose_name="related measures")
    release = models.CharField("related release", max_length=20, blank=True, help_text="For example 2025-r1.")
    fixed_release = models.CharField(max_length=20, blank=True, editable=False)

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel([FieldPanel("kind"), FieldPanel("date"), FieldPanel("authors")], heading="What and when"),
        HasPicture.panel,
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("topics"), FieldPanel("measures"), FieldPanel("release")], heading="Speaks about"),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("body"), index.FilterField("date")]

    class Meta:
        verbose_name = "post"

    @property
    def two_people(self) -> bool:
        """A statement speaks for all: who wrote it does not put it live (accounts.review)."""
        return self.kind == "statement"

    @classmethod
    def newest(cls, locale_id: int) -> QuerySet:
        return with_pictures(cls.objects.visible(locale_id)).order_by("-date", "title", "id")

    @classmethod
    def for_topic(cls, topic, locale_id: int) -> QuerySet:
        return cls.newest(locale_id).filter(topics__translation_key=topic.translation_key).distinct()

    def clean(self) -> None:
        super().clean()
        results = sum(block.block_type == "result" for block in self.body)
        if self.kind == DATA_FACT and results != 1:
            raise ValidationError({"body": NEEDS_RESULT})

    def with_content_json(self, content: dict) -> "PostPage":
        """The release of a data fact belongs to the page, not to one of its revisions: it is fixed once."""
        made = super().with_content_json(content)
        made.fixed_release = self.fixed_release
        return made

    def save(self, *args, **kwargs) -> None:
        if self.live and self.kind == DATA_FACT:
            fix_release(self)
        super().save(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return super().get_context(request, *args, **kwargs) | {
            "authors": self.authors_here(),
            "topics": self.topics_here(),
            "measures": links(request, self.measures, self.locale.language_code),
            "about_release": self.release if reader().release(self.release) else "",
        }

    def authors_here(self) -> list[PersonPage]:
        """Authors that are shown, in the page's language."""
        keys = [person.translation_key for person in self.authors.all()]
        return list(PersonPage.objects.visible(self.locale_id).filter(translation_key__in=keys)) if keys else []

    def card(self) -> Card:
        return Card(
            self,
            self.title,
            self.lead or self.search_description,
            kicker=words.text(f"post_kind_{self.kind}"),
            day=self.date,
            picture=self.picture,
        )
