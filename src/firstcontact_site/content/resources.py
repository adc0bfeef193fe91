"""Resources: reports, toolkits and other files, with editions that keep their addresses."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, QuerySet, Sum
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.models import Orderable
from wagtail.search import index

from firstcontact_site import words
from firstcontact_site.content.actions import count_download
from firstcontact_site.content.base import RoutedPage
from firstcontact_site.content.blocks import BodyField
from firstcontact_site.content.cards import Card
from firstcontact_site.content.filters import Filter, by_choice, by_topic, by_year
from firstcontact_site.content.lists import ListPage
from firstcontact_site.content.measures import MeasuresField, links
from firstcontact_site.content.pictures import HasPicture, with_pictures
from firstcontact_site.content.related import SpeaksOfMeasures
from firstcontact_site.content.sitefiles import first_language, languages
from firstcontact_site.content.topics import HasTopics

KINDS = ("report", "toolkit", "guide", "data_sheet", "link")


def by_language() -> Filter:
    """Languages of the documents themselves."""
    return Filter(
        "language",
        "content_filter_language",
        lambda page: settings.LANGUAGES,
        lambda items, value: items.filter(language=value),
    )


class ResourceIndex(ListPage):
    section = "nav_resources"
    noun = "resource"
    parent_page_types = ["content.HomePage", "content.ResourceIndex"]
    subpage_types = ["content.ResourceIndex", "content.ResourcePage", "content.CollectionPage"]
    filters = (
        by_topic(),
        by_choice("kind", "content_filter_kind", "resource_kind", KINDS),
        by_year("date"),
        by_language(),
    )

    class Meta:
        verbose_name = "list of resources"

    def items(self, request: HttpRequest | None = None) -> QuerySet:
        return ResourcePage.newest(self.locale_id).descendant_of(self)

    def get_template(self, request: HttpRequest, *args, **kwargs) -> str:
        return "content/resourceindex.html"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        below = self.get_children().live().public().exclude(alias_of__isnull=False)
        rooms = [page for page in below.specific() if not isinstance(page, ResourcePage)]
        return super().get_context(request, *args, **kwargs) | {"rooms": rooms}


class ResourcePage(SpeaksOfMeasures, HasTopics, HasPicture, RoutedPage):
    """Its newest edition is the one at `file/`; each edition keeps `file/<number>/` for ever."""

    section = "nav_resources"
    parent_page_types = ["content.ResourceIndex"]
    subpage_types = []
    topic_words = related_kind = "resource"
    topic_order = 20
    topic_list = "content.ResourceIndex"

    kind = models.CharField(max_length=12, choices=words.choices("resource_kind", *KINDS), default="report")
    date = models.DateField(default=datetime.date.today, db_index=True)
    language = models.CharField(max_length=5, choices=languages, default=first_language)
    link = models.URLField(blank=True, help_text="For the kind 'link': where the resource is.")
    licence = models.CharField(max_length=120, blank=True)
    body = BodyField()
    measures = MeasuresField(verbose_name="related measures")

    content_panels = [
        *RoutedPage.content_panels,
        MultiFieldPanel([FieldPanel(n) for n in ("kind", "date", "language", "licence", "link")], heading="Facts"),
        InlinePanel("editions", heading="Files, newest edition first", label="Edition"),
        HasPicture.panel,
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("topics"), FieldPanel("measures")], heading="Speaks about"),
    ]
    search_fields = [*RoutedPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "resource"

    @classmethod
    def newest(cls, locale_id: int) -> QuerySet:
        editions = Prefetch("editions", ResourceEdition.objects.select_related("file"))
        found = with_pictures(cls.objects.visible(locale_id)).prefetch_related(editions)
        return found.order_by("-date", "title", "id")

    @classmethod
    def for_topic(cls, topic, locale_id: int) -> QuerySet:
        return cls.newest(locale_id).filter(topics__translation_key=topic.translation_key).distinct()

    @path("file/")
    def newest_file(self, request: HttpRequest) -> HttpResponse:
        return self._file(request, self.current)

    @path("file/<int:number>/")
    def one_file(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._file(request, next((e for e in self.editions.all() if e.number == number), None))

    def _file(self, request: HttpRequest, edition: "ResourceEdition | None") -> HttpResponse:
        if edition is None:
            raise Http404
        if request.method == "GET":
            count_download(edition)
        return edition.answer()

    @property
    def current(self) -> "ResourceEdition | None":
        return max(self.editions.all(), key=lambda e: e.number, default=None)

    @property
    def earlier(self) -> list["ResourceEdition"]:
        return sorted(self.editions.all(), key=lambda e: -e.number)[1:]

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return super().get_context(request, *args, **kwargs) | {
            "topics": self.topics_here(),
            "measures": links(request, self.measures, self.locale.language_code),
        }

    def card(self) -> Card:
        file = self.current.file if self.current else None
        note = f"{file.kind}, {words.size(file.file_size)}" if file else ""
        kicker = words.text(f"resource_kind_{self.kind}")
        return Card(self, self.title, self.lead, kicker, note, self.date, self.picture)


class ResourceEdition(Orderable):
    page = ParentalKey(ResourcePage, on_delete=models.CASCADE, related_name="editions")
    file = models.ForeignKey(settings.WAGTAILDOCS_DOCUMENT_MODEL, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("number of the edition", default=1)
    date = models.DateField("date of the edition", default=datetime.date.today)
    note = models.CharField("what is new", max_length=300, blank=True)

    panels = [FieldPanel("file"), FieldPanel("number"), FieldPanel("date"), FieldPanel("note")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="edition_once")]

    @property
    def key(self) -> str:
        return f"{self.page.translation_key}:{self.page.locale_id}:{self.number}"

    def answer(self) -> FileResponse:
        """The file, always as a download under a name made from the page's address."""
        name = f"{self.page.slug}-{self.number}.{self.file.file_extension}"
        answer = FileResponse(self.file.file.open("rb"), as_attachment=True, filename=name)
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer


class DownloadDay(models.Model):
    """How often an edition was downloaded on a day. No cookie, no address, no reader."""

    edition_key = models.CharField(max_length=60)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition_key", "day"], name="download_day_once")]

    @classmethod
    def total(cls, page: ResourcePage) -> int:
        keys = [edition.key for edition in page.editions.all()]
        return cls.objects.filter(edition_key__in=keys).aggregate(total=Sum("count"))["total"] or 0
