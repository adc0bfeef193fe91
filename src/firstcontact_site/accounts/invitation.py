"""An account that was offered: a link by mail, good once and for three days."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

VALID_FOR = timedelta(hours=72)
TOKEN_BYTES = 32


def make_token() -> tuple[str, str]:
    """(token for the mail, its sha256 for the table)."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(models.Model):
    email = models.EmailField()
    roles = models.JSONField(default=list)
    language = models.CharField(max_length=10)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def ends_at(self):
        return self.made_at + VALID_FOR

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and timezone.now() < self.ends_at
