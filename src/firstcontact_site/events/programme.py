"""Pages of programmes: courses, projects and communities for an audience, with applications."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone as clock
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from firstcontact_site import words
from firstcontact_site.content.base import SitePage
from firstcontact_site.content.blocks import BodyField
from firstcontact_site.content.cards import Card
from firstcontact_site.content.topics import HasTopics
from firstcontact_site.events.questions import Cohorts, Questions
from firstcontact_site.words import language, lazy, text

AUDIENCES = ("professionals", "students", "practices", "patients")
LAST_ZONE = timezone(timedelta(hours=-12))


def _panel(name: str, **options) -> FieldPanel:
    return FieldPanel(name, heading=lazy(f"programme_cms_{name}"), **options)


class ProgrammePage(HasTopics, SitePage):
    """One programme in one language. Its applications belong to all its languages (`translation_key`)."""

    section = "nav_programs"
    parent_page_types = ["events.ProgrammeIndex"]
    subpage_types = []
    topic_words = "programme"
    topic_order = 50
    topic_list = "events.ProgrammeIndex"

    audience = models.CharField(max_length=16, choices=words.choices("event_audience", *AUDIENCES))
    length = models.CharField(max_length=120, blank=True)
    format = models.CharField(max_length=160, blank=True)
    cost = models.CharField(max_length=160, blank=True)
    eligibility = models.TextField(max_length=1000, blank=True)
    contact_role = models.CharField(max_length=160, blank=True)
    cohorts = StreamField(Cohorts(), blank=True)
    takes_applications = models.BooleanField(default=False)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    questions = StreamField(Questions(), blank=True)
    keep_days = models.PositiveSmallIntegerField(default=365, validators=[MinValueValidator(30)])
    body = BodyField()

    content_panels = [
        *SitePage.content_panels,
        FieldRowPanel([_panel("audience"), _panel("length")]),
        FieldRowPanel([_panel("format"), _panel("cost")]),
        _panel("eligibility"),
        _panel("cohorts", help_text=lazy("programme_cms_cohorts_help")),
        _panel("contact_role"),
        FieldPanel("body"),
        FieldPanel("topics"),
        MultiFieldPanel(
            [
                _panel("takes_applications"),
                FieldRowPanel([_panel("opens_on"), _panel("closes_on")], help_text=lazy("programme_cms_closes_help")),
                _panel("questions"),
                _panel("keep_days", help_text=lazy("programme_cms_keep_days_help")),
            ],
            heading=lazy("programme_cms_applications"),
        ),
    ]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("eligibility"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = "programme"

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            errors["closes_on"] = text("event_error_closes")
        runs = [block.value for block in self.cohorts]
        if len({r["starts"] for r in runs}) < len(runs) or any(r["ends"] < r["starts"] for r in runs):
            errors["cohorts"] = text("programme_error_cohorts")
        if errors:
            raise ValidationError(errors)

    def takes_now(self, now: datetime) -> bool:
        """A closing day is over when it is over everywhere."""
        early = self.opens_on and now.astimezone(UTC).date() < self.opens_on
        return self.takes_applications and not early and not self.is_closed(now)

    def is_closed(self, now: datetime) -> bool:
        return bool(self.closes_on) and now.astimezone(LAST_ZONE).date() > self.closes_on

    def runs(self) -> list[dict]:
        """Cohorts by their first day."""
        return sorted((block.value for block in self.cohorts), key=lambda run: run["starts"])

    def places_of(self, cohort: date | None) -> int | None:
        return next((run["places"] for run in self.runs() if run["starts"] == cohort), None)

    def window(self, now: datetime) -> str:
        """What the page says about the time to apply; empty when it takes no applications."""
        if not self.takes_applications:
            return ""
        if self.is_closed(now):
            return text("programme_window_closed")
        if not self.takes_now(now):
            return text("programme_window_early", date=language().date(self.opens_on))
        if self.closes_on:
            return text("programme_window_until", date=language().date(self.closes_on))
        return text("programme_window_open")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        now = clock.now()
        return super().get_context(request, *args, **kwargs) | {
            "window": self.window(now),
            "takes_now": self.takes_now(now),
            "runs": self.runs(),
            "topics": self.topics_here(),
        }

    def card(self) -> Card:
        kicker = words.text(f"event_audience_{self.audience}")
        note = ", ".join(part for part in (self.length, self.format) if part)
        return Card(self, self.title, self.lead, kicker=kicker, note=note)

    @property
    def apply_url(self) -> str:
        return reverse("programme-apply", args=[self.get_parent().slug, self.slug])


def page_for(key: UUID, code: str) -> ProgrammePage | None:
    """The live page in the reader's language, else in the one that was made first."""
    pages = list(ProgrammePage.objects.live().filter(translation_key=key).select_related("locale").order_by("pk"))
    return next((p for p in pages if p.locale.language_code == code), pages[0] if pages else None)
