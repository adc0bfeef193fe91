"""Video series and podcasts, with a transcript for everyone who reads instead."""

import uuid
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField
from wagtail.search import index

from firstcontact_site.content import podcast
from firstcontact_site.content.base import SitePage
from firstcontact_site.content.cards import Card
from firstcontact_site.content.filters import by_choice
from firstcontact_site.content.lists import ListPage
from firstcontact_site.content.topics import HasTopics
from firstcontact_site.words import lazy, size, text

AUDIO = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav"}
VIDEO = {"mp4": "video/mp4", "webm": "video/webm"}
TYPES = AUDIO | VIDEO | {"vtt": "text/vtt; charset=utf-8"}
DOCUMENT = get_document_model_string()


class SeriesKind(models.TextChoices):
    VIDEO = "video", lazy("media_video")
    PODCAST = "podcast", lazy("media_podcast")


class MediaIndex(ListPage):
    """All series."""

    section = "nav_media"
    noun = "series"
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.SeriesPage"]
    filters = (by_choice("kind", "media_kind", "media", SeriesKind.values),)

    class Meta:
        verbose_name = "list of series"

    def items(self, request: HttpRequest | None = None) -> models.QuerySet:
        return SeriesPage.objects.visible(self.locale_id).child_of(self).select_related("cover").order_by("title", "pk")


class SeriesPage(ListPage):
    """Episodes of one kind, newest first; a podcast's feed is for players outside the site."""

    section = "nav_media"
    noun = "episode"
    parent_page_types = ["content.MediaIndex"]
    subpage_types = ["content.EpisodePage"]

    kind = models.CharField(max_length=7, choices=SeriesKind.choices)
    summary = models.TextField(max_length=4000)
    cover = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+")
    owner_role = models.CharField(max_length=120, help_text=lazy("media_owner_help"))
    explicit = models.BooleanField(default=False)
    category = models.CharField(max_length=60, choices=podcast.CATEGORIES, default="Health & Fitness")

    content_panels = [
        *ListPage.content_panels,
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("cover"),
        FieldPanel("owner_role"),
        FieldPanel("explicit"),
        FieldPanel("category"),
    ]
    search_fields = [*ListPage.search_fields, index.SearchField("summary")]

    def items(self, request: HttpRequest | None = None) -> models.QuerySet:
        found = EpisodePage.objects.visible(self.locale_id).child_of(self).select_related("media_file")
        return found.order_by("-date", "title", "pk")

    @path("podcast/")
    def podcast(self, request: HttpRequest) -> HttpResponse:
        return podcast.answer(self)

    @property
    def feed_url(self) -> str:
        return f"{self.url}podcast/"

    def get_template(self, request: HttpRequest, *args, **kwargs) -> str:
        return "content/series.html"

    def card(self) -> Card:
        return Card(self, self.title, self.lead or self.summary, kicker=self.get_kind_display(), picture=self.cover)

    class Meta:
        verbose_name = "series"


class EpisodePage(HasTopics, SitePage):
    section = "nav_media"
    parent_page_types = ["content.SeriesPage"]
    subpage_types = []
    topic_words = "episode"
    topic_order = 60

    guid = models.UUIDField(default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField()
    date = models.DateField()
    summary = models.TextField(max_length=4000)
    people = models.CharField(max_length=250, blank=True, help_text=lazy("media_people_help"))
    media_file = models.ForeignKey(DOCUMENT, models.PROTECT, null=True, blank=True, related_name="+")
    outside_link = models.URLField(blank=True)
    length_seconds = models.PositiveIntegerField()
    bytes = models.PositiveBigIntegerField(default=0, editable=False)
    transcript = RichTextField(features=["h3", "h4", "bold", "italic", "ol", "ul", "link"])
    captions = models.ForeignKey(DOCUMENT, models.PROTECT, null=True, blank=True, related_name="+")

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("number"),
        FieldPanel("date"),
        FieldPanel("summary"),
        FieldPanel("people"),
        MultiFieldPanel(
            [
                FieldPanel("media_file"),
                FieldPanel("outside_link"),
                FieldPanel("length_seconds"),
                FieldPanel("captions"),
                FieldPanel("transcript"),
            ],
            heading=lazy("media_recording"),
        ),
        FieldPanel("topics"),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("summary"), index.SearchField("transcript")]

    class Meta:
        verbose_name = "episode"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return super().get_context(request, *args, **kwargs) | {"topics": self.topics_here()}

    def card(self) -> Card:
        kicker = text("media_episode", number=self.number)
        note = text("media_length", length=self.length)
        return Card(self, self.title, self.lead or self.summary, kicker=kicker, day=self.date, note=note)

    def clean(self) -> None:
        """One recording, of a kind that browsers play; words for it in writing."""
        super().clean()
        wrong = {}
        if not self.media_file and not self.outside_link:
            wrong["media_file"] = text("media_error_none")
        if self.media_file and ending(self.media_file) not in AUDIO | VIDEO:
            wrong["media_file"] = text("media_error_kind", kinds=", ".join(AUDIO | VIDEO))
        if not self.transcript.strip():
            wrong["transcript"] = text("media_error_transcript")
        if self.is_video and not self.captions:
            wrong["captions"] = text("media_error_captions")
        if self.captions and not is_webvtt(self.captions):
            wrong["captions"] = text("media_error_webvtt")
        if wrong:
            raise ValidationError(wrong)

    def save(self, *args, **kwargs) -> None:
        self.bytes = (self.media_file.get_file_size() or 0) if self.media_file else 0
        super().save(*args, **kwargs)

    @property
    def is_video(self) -> bool:
        return bool(self.media_file) and ending(self.media_file) in VIDEO

    @property
    def type(self) -> str:
        return TYPES[ending(self.media_file)]

    @property
    def file_url(self) -> str:
        return self._file("media_file")

    @property
    def captions_url(self) -> str:
        return self._file("captions")

    def _file(self, field: str) -> str:
        return reverse("episode_file", args=[self.pk, getattr(self, field).filename])

    @property
    def size(self) -> str:
        return size(self.bytes)

    @property
    def length(self) -> str:
        """`1:02:03` or `2:03`, as players show it."""
        minutes, seconds = divmod(self.length_seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def ending(document) -> str:
    return PurePosixPath(document.filename).suffix.lower().removeprefix(".")


def is_webvtt(document) -> bool:
    with document.open_file() as handle:
        return handle.read(16).removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT")
