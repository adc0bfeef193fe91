"""Rows of the mail room. None holds an address that can be read."""

from django.db import models
from django.utils import timezone


class OutgoingMail(models.Model):
    """One mail on its way. The letter is encrypted while it waits and gone when it has left."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        GIVEN_UP = "given_up"
        WITHHELD = "withheld"

    key = models.CharField(max_length=200, unique=True)
    is_bulk = models.BooleanField(default=False)
    name = models.CharField(max_length=80)
    address_hash = models.CharField(max_length=64, db_index=True)
    letter = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True, db_index=True)
    error = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "is_bulk", "due_at", "id"])]

    def __str__(self) -> str:
        return f"mail {self.pk} ({self.name}, {self.state})"


class Notice(models.Model):
    """What a mail provider told about an address: a bounce or a complaint."""

    class Kind(models.TextChoices):
        BOUNCE = "bounce"
        COMPLAINT = "complaint"

    event = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    address_hash = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Suppression(models.Model):
    """An address that gets nothing more: dead, or its owner called our mail unwanted."""

    address_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=10, choices=Notice.Kind)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"suppression {self.pk} ({self.reason})"
