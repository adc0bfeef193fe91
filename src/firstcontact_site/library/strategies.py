"""The strategy library: what practices have tried, with steps, sources and how sure anybody is."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.text import Truncator
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.blocks import CharBlock
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.search import index

from firstcontact_site.config.frame import reader, release_of
from firstcontact_site.content.base import RoutedPage
from firstcontact_site.content.cards import Card
from firstcontact_site.content.filters import Filter, by_choice, by_topic
from firstcontact_site.content.lists import ListPage
from firstcontact_site.content.related import SpeaksOfMeasures
from firstcontact_site.content.topics import HasTopics
from firstcontact_site.library import measures
from firstcontact_site.library.choices import Domain, Effort, Evidence, Form, Level, SurveyTopic
from firstcontact_site.words import lazy, text

PLAIN = ["bold", "italic", "ol", "ul", "link"]
STORY = "our-story"


def _by_measure() -> Filter:
    """Measures that some strategy of the list should move."""

    def names(page: ListPage) -> list[tuple[str, str]]:
        rows = StrategyMeasure.objects.filter(page__in=page.items())
        ids = sorted(set(rows.order_by().values_list("measure", flat=True)))
        return [(m.id, m.title) for m in measures.linked(ids, page.locale.language_code, reader().current())]

    return Filter(
        "measure", "strategy_measure", names, lambda items, value: items.filter(measures__measure=value).distinct()
    )


class StrategyIndex(ListPage):
    """All strategies by name. With a measure chosen it answers what practices looking at that measure can try."""

    section = "nav_strategies"
    noun = "strategy"
    parent_page_types = ["content.HomePage"]
    subpage_types = ["library.StrategyPage"]
    filters = (
        by_choice("domain", "strategy_domain", "strategy_domain", Domain.values),
        by_choice("level", "strategy_level", "strategy_level", Level.values),
        by_choice("form", "strategy_form", "strategy_form", Form.values),
        _by_measure(),
        by_topic(),
        by_choice("effort", "strategy_effort", "strategy_effort", Effort.values),
    )

    class Meta:
        verbose_name = "list of strategies"

    def items(self, request: HttpRequest | None = None) -> models.QuerySet:
        return StrategyPage.objects.visible(self.locale_id).child_of(self).order_by("title", "pk")

    def get_template(self, request: HttpRequest, *args, **kwargs) -> str:
        return "library/strategyindex.html"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """The measure in the address by its name, when it is one of those to choose from."""
        chosen = request.GET.get("measure", "")
        names = dict(_by_measure().choices(self)) if chosen else {}
        return super().get_context(request, *args, **kwargs) | {"measure": names.get(chosen, "")}


class StrategyPage(SpeaksOfMeasures, HasTopics, RoutedPage):
    """What a source does not say stays empty here, and the page says that it is not known."""

    section = "nav_strategies"
    parent_page_types = ["library.StrategyIndex"]
    subpage_types = []
    topic_words = related_kind = "strategy"
    topic_order = 30
    topic_list = "library.StrategyIndex"

    code = models.CharField(max_length=20, blank=True, db_index=True)
    domain = models.CharField(max_length=30, choices=Domain.choices, blank=True)
    level = models.CharField(max_length=30, choices=Level.choices, blank=True)
    form = models.CharField(max_length=20, choices=Form.choices, blank=True)
    problem = RichTextField(blank=True, features=PLAIN)
    done = RichTextField(features=PLAIN)
    audience = models.CharField(max_length=300, blank=True)
    steps = StreamField([("step", CharBlock(max_length=300))], blank=True)
    effort = models.CharField(max_length=6, choices=Effort.choices, blank=True)
    evidence = models.CharField(max_length=10, choices=Evidence.choices, default=Evidence.NOT_GRADED)
    results = RichTextField(blank=True, features=PLAIN)
    sources = models.TextField(blank=True, help_text=lazy("strategy_sources_help"))
    is_own = models.BooleanField(default=False)
    source_practice = models.CharField(max_length=200, blank=True, help_text=lazy("strategy_practice_help"))
    practice_name = models.CharField(max_length=200, blank=True, help_text=lazy("strategy_name_help"))
    practice_consent_on = models.DateField(null=True, blank=True)
    last_review = models.DateField(null=True, blank=True)

    content_panels = [
        *RoutedPage.content_panels,
        MultiFieldPanel([FieldPanel("code"), FieldPanel("domain"), FieldPanel("level"), FieldPanel("form")]),
        FieldPanel("problem"),
        FieldPanel("done"),
        FieldPanel("audience"),
        FieldPanel("steps"),
        MultiFieldPanel([FieldPanel("effort"), FieldPanel("evidence"), FieldPanel("results")]),
        InlinePanel("measures", heading=lazy("strategy_measures")),
        InlinePanel("touches", heading=lazy("strategy_touches")),
        MultiFieldPanel([FieldPanel("sources"), FieldPanel("is_own"), FieldPanel("last_review")]),
        MultiFieldPanel(
            [FieldPanel("source_practice"), FieldPanel("practice_name"), FieldPanel("practice_consent_on")],
            heading=lazy("strategy_practice"),
        ),
        FieldPanel("topics"),
    ]
    search_fields = [
        *RoutedPage.search_fields,
        index.SearchField("problem"),
        index.SearchField("done"),
        index.SearchField("steps"),
        index.SearchField("results"),
    ]

    class Meta:
        verbose_name = "strategy"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(practice_name="") | models.Q(practice_consent_on__isnull=False),
                name="strategy_practice_named_with_consent",
            )
        ]

    @property
    def measures_named(self) -> list[str]:
        return list(dict.fromkeys(row.measure for row in self.measures.all()))

    @classmethod
    def about_measures(cls, locale_id: int) -> list[tuple[str, "StrategyPage"]]:
        pages = cls.objects.visible(locale_id).filter(measures__isnull=False).distinct()
        found = pages.prefetch_related("measures").order_by("title", "pk")
        return [(id_, page) for page in found for id_ in page.measures_named]

    @classmethod
    def list_about(cls, measure: str, locale_id: int) -> str:
        index = StrategyIndex.objects.visible(locale_id).first()
        return f"{index.get_url()}?measure={measure}" if index else ""

    def clean(self) -> None:
        super().clean()
        if self.practice_name and not self.practice_consent_on:
            raise ValidationError({"practice_name": text("strategy_error_consent")})

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        found = super().get_context(request, *args, **kwargs)
        shown = measures.linked(self.measures_named, self.locale.language_code, release_of(request))
        touches = [row.get_topic_display() for row in self.touches.all()]
        stories = list(self.stories())
        return found | {"measures": shown, "touches": touches, "stories": stories, "topics": self.topics_here()}

    def card(self) -> Card:
        return Card(
            self,
            self.title,
            self.lead or Truncator(strip_tags(self.done)).words(30),
            kicker=self.get_domain_display(),
            note=self.get_evidence_display(),
        )

    def stories(self) -> models.QuerySet:
        """Released stories about this strategy, in whatever language they were told."""
        from firstcontact_site.library.stories import Story

        return Story.objects.released().filter(strategy__translation_key=self.translation_key)

    @property
    def source_list(self) -> list[str]:
        return [part.strip() for part in self.sources.splitlines() if part.strip()]

    @property
    def story_url(self) -> str:
        return f"{self.url}{STORY}/"

    @path(f"{STORY}/")
    def tell(self, request: HttpRequest) -> HttpResponse:
        from firstcontact_site.library import views

        return views.tell(request, self)


class StrategyMeasure(Orderable):
    """A measure of the results that the strategy should move."""

    page = ParentalKey(StrategyPage, related_name="measures")
    measure = models.CharField(max_length=80, validators=[RegexValidator(r"^[a-z][a-z0-9_]*$")], db_index=True)

    def clean(self) -> None:
        super().clean()
        release = reader().current()
        if release and self.measure not in measures.known(release):
            raise ValidationError({"measure": text("strategy_error_measure", measure=self.measure)})


class StrategyTouch(Orderable):
    """A topic of the survey of patients that the strategy touches."""

    page = ParentalKey(StrategyPage, related_name="touches")
    topic = models.CharField(max_length=20, choices=SurveyTopic.choices)
