"""Mailings to many: what happened, which mail tells it, and how far the sending has come."""

from django.db import models
from django.utils import timezone


class Batch(models.Model):
    """A mailing goes through the subscribers in the order of their keys; `cursor` is the last one that is done."""

    made_at = models.DateTimeField(default=timezone.now)
    cursor = models.BigIntegerField(default=0)
    mails = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class News(Batch):
    """Something that subscribers are told of, once: a release, a correction, a new page."""

    class Kind(models.TextChoices):
        RELEASE = "release"
        CORRECTION = "correction"
        PAGE = "page"

    kind = models.CharField(max_length=12, choices=Kind)
    reference = models.CharField(max_length=100)
    concerns = models.JSONField(default=list)
    due_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "reference"], name="signup_told_once")]
        indexes = [models.Index(fields=["done_at", "due_at"])]

    def __str__(self) -> str:
        return f"{self.kind}:{self.reference}"


class WeeklyBundle(Batch):
    """The news of one week in one mail, for those who chose that."""

    week = models.CharField(max_length=8, unique=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"week:{self.week}"


class IssueMailing(Batch):
    """A newsletter on its way. One for an issue with all its translations."""

    issue = models.UUIDField(unique=True)
    audience = models.CharField(max_length=20)
    released_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"issue:{self.issue}"
