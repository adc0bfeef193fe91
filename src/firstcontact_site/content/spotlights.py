"""Spotlights: up to three things that deserve to be seen now. They expire by themselves."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, TranslatableMixin

from firstcontact_site import words
from firstcontact_site.accounts.openness import open_to_all
from firstcontact_site.content.pictures import HasPicture

SLOTS = 3
AUDIENCES = ("all", "professionals", "patients", "students")


class Spotlight(HasPicture, TranslatableMixin):
    title = models.CharField(max_length=120)
    sentence = models.CharField(max_length=240, blank=True)
    link_text = models.CharField(max_length=60, blank=True)
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, null=True, blank=True, related_name="+")
    path = models.CharField(
        "or address", max_length=300, blank=True, help_text="releases/ for a page of the results, or https://..."
    )
    starts = models.DateTimeField("from", null=True, blank=True)
    ends = models.DateTimeField("to", null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=1)
    audience = models.CharField(max_length=14, choices=words.choices("audience", *AUDIENCES), default="all")
    topic = models.ForeignKey(
        "content.TopicPage",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: on the home page.",
    )

    panels = [
        MultiFieldPanel([FieldPanel("title"), FieldPanel("sentence")], heading="Words"),
        MultiFieldPanel([FieldPanel("link_text"), FieldPanel("page"), FieldPanel("path")], heading="Link"),
        HasPicture.panel,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]), FieldPanel("order"), FieldPanel("audience")],
            heading="When, where and for whom",
        ),
        FieldPanel("topic"),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if bool(self.page_id) == bool(self.path):
            raise ValidationError({"path": "Choose a page or give an address, one of the two."})
        if self.path and "://" in self.path and not self.path.startswith("https://"):
            raise ValidationError({"path": "An address outside the site begins with https://."})
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValidationError({"ends": "The end is before the start."})


def shown(locale_id: int, topic=None) -> list:
    """Spotlights in force. On the home page one slot is never empty: the newest report takes it."""
    now = timezone.now()
    begun = Q(starts=None) | Q(starts__lte=now)
    going_on = Q(ends=None) | Q(ends__gt=now)
    found = Spotlight.objects.filter(begun, going_on, locale_id=locale_id).select_related("page", "picture")
    found = found.filter(topic__translation_key=topic.translation_key) if topic else found.filter(topic=None)
    ids = [spot.page_id for spot in found if spot.page_id]
    open_ = set(open_to_all(Page.objects.filter(pk__in=ids)).values_list("pk", flat=True)) if ids else set()
    spots = [spot for spot in found if spot.page_id is None or spot.page_id in open_][:SLOTS]
    return spots if spots or topic else _newest_report(locale_id)


def _newest_report(locale_id: int) -> list[Spotlight]:
    from firstcontact_site.content.resources import ResourcePage

    reports = ResourcePage.newest(locale_id).filter(kind="report", alias_of=None)[:1]
    return [
        Spotlight(title=r.title, sentence=r.lead[:240], page=r, picture=r.picture, picture_alt=r.alt) for r in reports
    ]
