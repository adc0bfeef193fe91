"""Who comes to an event. One book for an event in all its languages, so that places are counted once."""

from collections import Counter

from django.db import models
from django.utils import timezone

PENDING, WAITLISTED, CONFIRMED = "pending", "waitlisted", "confirmed"
CANCELLED, ATTENDED, NO_SHOW, EXPIRED = "cancelled", "attended", "no_show", "expired"
STATES = (PENDING, WAITLISTED, CONFIRMED, CANCELLED, ATTENDED, NO_SHOW, EXPIRED)
ARROWS = {
    PENDING: {CONFIRMED, EXPIRED},
    WAITLISTED: {PENDING},
    CONFIRMED: {CANCELLED, ATTENDED, NO_SHOW},
}
HOLD_A_PLACE = (PENDING, CONFIRMED, ATTENDED, NO_SHOW)
ACTIVE = (WAITLISTED, *HOLD_A_PLACE)


class EventBook(models.Model):
    """`number` names the event in calendars for ever; `told` is what calendars and guests were told last;
    `counts` stay when the people are erased."""

    event_key = models.UUIDField(unique=True, editable=False)
    number = models.PositiveIntegerField(unique=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    told = models.JSONField(default=dict, blank=True)
    phase = models.CharField(max_length=12, blank=True)
    counts = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"event-{self.number}"

    def taken(self) -> int:
        return self.registrations.filter(state__in=HOLD_A_PLACE).count()

    def waiting(self) -> int:
        return self.registrations.filter(state=WAITLISTED).count()

    def state_counts(self) -> dict[str, int]:
        """People in each state, those who have been erased among them."""
        rows = self.registrations.values_list("state").annotate(n=models.Count("pk")).order_by()
        return dict(Counter(self.counts) + Counter(dict(rows)))


class Registration(models.Model):
    """One person's place, or a place on the waiting list."""

    book = models.ForeignKey(EventBook, on_delete=models.CASCADE, related_name="registrations")
    language = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    organisation = models.CharField(max_length=160, blank=True)
    needs = models.TextField(max_length=1000, blank=True)
    state = models.CharField(max_length=12, choices=[(s, s) for s in STATES])
    asked_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["state", "expires_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "email"], condition=models.Q(state__in=ACTIVE), name="one_place_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"registration:{self.pk}"
