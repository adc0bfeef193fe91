"""People who have joined the movement."""

from django.db import models
from django.utils import timezone

CONSENT = "join_consent/1"


class Supporter(models.Model):
    """One filled-in form. It counts once its link has been used; then an older one of the same address goes."""

    email = models.EmailField()
    address_hash = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, db_index=True)
    place = models.CharField(max_length=120, blank=True)
    help = models.JSONField(default=list)
    language = models.CharField(max_length=8)
    consent = models.CharField(max_length=40, default=CONSENT)
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"supporter {self.pk}"
