"""Who gets which mails: one row an address, with the lists that its owner has confirmed."""

from django.db import models
from django.utils import timezone

CONSENT = "signup_consent/1"


class Subscription(models.Model):
    """The address stands here only while it waits for confirmation or gets mails; then only its hash."""

    class State(models.TextChoices):
        PENDING = "pending"
        ACTIVE = "active"
        UNSUBSCRIBED = "unsubscribed"
        EXPIRED = "expired"
        BOUNCED = "bounced"
        COMPLAINED = "complained"

    state = models.CharField(max_length=12, choices=State, default=State.PENDING, db_index=True)
    email = models.EmailField(blank=True)
    address_hash = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=8)
    weekly = models.BooleanField(default=False)
    consent = models.CharField(max_length=40)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address_hash"], condition=~models.Q(address_hash=""), name="signup_one_row_an_address"
            )
        ]

    def __str__(self) -> str:
        return f"subscription {self.pk} ({self.state})"


class Choice(models.Model):
    """One list, or one practice, measure or topic that is followed."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="choices")
    kind = models.CharField(max_length=20)
    target = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "kind", "target"], name="signup_one_choice_each")
        ]
        indexes = [models.Index(fields=["kind", "target"])]

    def __str__(self) -> str:
        return f"{self.kind}:{self.target}" if self.target else self.kind


class Confirmation(models.Model):
    """What was asked for on the form; it holds once its link has been used. Only the hash of the link is kept."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="confirmations")
    token_hash = models.CharField(max_length=64, unique=True)
    choices = models.JSONField(default=list)
    language = models.CharField(max_length=8)
    weekly = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"confirmation {self.pk}"
