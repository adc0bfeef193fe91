"""The page of an event, in one language."""

from datetime import datetime
from functools import cached_property

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.documents import get_document_model_string
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from firstcontact_site import words
from firstcontact_site.content.base import SitePage
from firstcontact_site.content.blocks import BodyField
from firstcontact_site.content.cards import Card
from firstcontact_site.content.topics import HasTopics
from firstcontact_site.events.book import EventBook
from firstcontact_site.events.local_time import EventForm
from firstcontact_site.events.phase import OPEN_PHASES, Phase, phase
from firstcontact_site.events.times import moment, when, zones
from firstcontact_site.words import language, lazy, text

VIRTUAL, IN_PERSON, BOTH = KINDS = ("virtual", "in_person", "both")
AUDIENCES = ("everyone", "patients", "practices", "professionals", "students")
NONE, HERE, ELSEWHERE = REGISTRATIONS = ("none", "here", "elsewhere")


class Speakers(blocks.StreamBlock):
    """People of this site, or names and roles as text."""

    person = blocks.PageChooserBlock(page_type="content.PersonPage")
    text = blocks.CharBlock(max_length=160)


def _panel(name: str, **options) -> FieldPanel:
    return FieldPanel(name, heading=lazy(f"event_cms_{name}"), **options)


class EventPage(HasTopics, SitePage):
    """What all languages of an event share (actions.SHARED) is copied from the first language when it is published."""

    section = "nav_events"
    base_form_class = EventForm
    parent_page_types = ["events.EventIndex"]
    subpage_types = []
    topic_words = "event"
    topic_order = 40
    topic_list = "events.EventIndex"

    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64, choices=zones, default="UTC")
    kind = models.CharField(max_length=10, choices=words.choices("event_kind", *KINDS), default=IN_PERSON)
    audience = models.CharField(max_length=16, choices=words.choices("event_audience", *AUDIENCES), default="everyone")
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    registration = models.CharField(
        max_length=10, choices=words.choices("event_registration", *REGISTRATIONS), default=HERE
    )
    registration_link = models.URLField(blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    asks_organisation = models.BooleanField(default=True)
    asks_needs = models.BooleanField(default=True)
    speakers = StreamField(Speakers(), blank=True)
    recording = models.URLField(blank=True)
    slides = models.ForeignKey(
        get_document_model_string(), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    series = models.CharField(max_length=120, blank=True)
    called_off = models.BooleanField(default=False)
    body = BodyField()

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([_panel("starts_at"), _panel("ends_at")]),
                _panel("time_zone", help_text=lazy("event_cms_zone_help")),
                FieldRowPanel([_panel("kind"), _panel("audience")]),
                _panel("place"),
                _panel("link", help_text=lazy("event_cms_link_help")),
                _panel("called_off", help_text=lazy("event_cms_called_off_help")),
            ],
            heading=lazy("event_cms_when_where"),
        ),
        MultiFieldPanel(
            [
                _panel("registration"),
                _panel("registration_link"),
                _panel("capacity", help_text=lazy("event_cms_capacity_help")),
                FieldRowPanel([_panel("opens_at"), _panel("closes_at")]),
                FieldRowPanel([_panel("asks_organisation"), _panel("asks_needs")]),
            ],
            heading=lazy("event_cms_registration"),
        ),
        FieldPanel("body"),
        _panel("speakers"),
        _panel("series"),
        FieldPanel("topics"),
        MultiFieldPanel([_panel("recording"), _panel("slides")], heading=lazy("event_cms_after")),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "event"

    @classmethod
    def coming(cls, locale_id: int) -> QuerySet:
        """What the home page shows: nothing that was called off."""
        return cls.upcoming(locale_id).filter(called_off=False)

    @classmethod
    def upcoming(cls, locale_id: int) -> QuerySet:
        found = cls.objects.visible(locale_id).filter(ends_at__gt=timezone.now())
        return found.order_by("starts_at", "title", "id")

    @classmethod
    def past(cls, locale_id: int) -> QuerySet:
        found = cls.objects.visible(locale_id).filter(ends_at__lte=timezone.now())
        return found.order_by("-starts_at", "title", "id")

    @classmethod
    def for_topic(cls, topic, locale_id: int) -> QuerySet:
        """The furthest ahead first, so that events that are over stand last."""
        found = cls.objects.visible(locale_id).filter(topics__translation_key=topic.translation_key)
        return found.order_by("-starts_at", "title", "id").distinct()

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            errors["ends_at"] = text("event_error_ends")
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            errors["closes_at"] = text("event_error_closes")
        if self.kind != VIRTUAL and not self.place:
            errors["place"] = text("event_error_place")
        if self.registration == ELSEWHERE and not self.registration_link:
            errors["registration_link"] = text("event_error_registration_link")
        if errors:
            raise ValidationError(errors)

    @cached_property
    def book(self) -> EventBook:
        return EventBook.objects.get(event_key=self.translation_key)

    @property
    def when(self) -> str:
        return when(self.starts_at, self.ends_at, self.time_zone, language())

    def moment(self, at: datetime) -> str:
        return moment(at, self.time_zone, language())

    @property
    def phase(self) -> Phase:
        """Counts places only when the event takes registrations here."""
        return phase(self, timezone.now(), lambda: self.book)

    @property
    def shows_link(self) -> bool:
        """With registration the way in is told to guests only."""
        return bool(self.link) and self.registration == NONE

    @property
    def calendar_url(self) -> str:
        return reverse("event-calendar", args=[self.slug])

    @property
    def register_url(self) -> str:
        return reverse("event-register", args=[self.slug])

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return super().get_context(request, *args, **kwargs) | {
            "phase": self.phase,
            "open_phases": OPEN_PHASES,
            "others": self.others_of_series(),
            "speakers": self.speakers_here(),
            "topics": self.topics_here(),
        }

    def speakers_here(self) -> list[tuple[str, Page | None]]:
        """Names as they are written, and pages of people that are shown, in the page's language."""
        keys = [block.value.translation_key for block in self.speakers if block.block_type == "person" and block.value]
        people = apps.get_model("content", "PersonPage").objects.visible(self.locale_id) if keys else ()
        found = {p.translation_key: p for p in people.filter(translation_key__in=keys)} if keys else {}
        said = []
        for block in self.speakers:
            if block.block_type == "text":
                said.append((block.value, None))
            elif block.value and block.value.translation_key in found:
                person = found[block.value.translation_key]
                said.append((person.title, person))
        return said

    def others_of_series(self) -> list["EventPage"]:
        if not self.series:
            return []
        alike = EventPage.objects.visible(self.locale_id).filter(series=self.series).exclude(pk=self.pk)
        return list(alike.order_by("-starts_at", "title", "id")[:6])

    def card(self) -> Card:
        kicker = words.text("event_is_called_off" if self.called_off else f"event_kind_{self.kind}")
        note = f"{self.when}, {self.place}" if self.place else self.when
        return Card(self, self.title, self.lead, kicker=kicker, note=note[:1].upper() + note[1:])
