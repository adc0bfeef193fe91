"""'We did this': what a practice says about a strategy that it tried."""

from django.conf import settings
from django.db import models

from firstcontact_site.words import lazy


class State(models.TextChoices):
    PENDING = "pending", lazy("strategy_story_pending")
    RELEASED = "released", lazy("strategy_story_released")
    DECLINED = "declined", lazy("strategy_story_declined")


class Stories(models.QuerySet):
    def released(self) -> "Stories":
        return self.filter(state=State.RELEASED)


class Story(models.Model):
    """`consent` and `name_consent` hold the id of the text that was agreed to; without the second there is no name."""

    strategy = models.ForeignKey("library.StrategyPage", models.CASCADE, related_name="+")
    language = models.CharField(max_length=8)
    text = models.TextField(max_length=2000)
    role = models.CharField(max_length=120, blank=True)
    practice_name = models.CharField(max_length=200, blank=True)
    consent = models.CharField(max_length=60)
    name_consent = models.CharField(max_length=60, blank=True)
    consented_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING, db_index=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    objects = Stories.as_manager()

    class Meta:
        ordering = ["-consented_at", "-pk"]
        verbose_name = lazy("strategy_story")
        verbose_name_plural = lazy("strategy_stories")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(practice_name="") | ~models.Q(name_consent=""),
                name="story_practice_named_with_consent",
            ),
            models.CheckConstraint(condition=~models.Q(consent=""), name="story_has_consent"),
        ]

    def __str__(self) -> str:
        return f"{self.strategy.title}, {self.consented_at:%Y-%m-%d}"
