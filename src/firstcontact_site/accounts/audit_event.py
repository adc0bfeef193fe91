"""The audit log as it is stored. Triggers of the database refuse to change or delete its rows (triggers.py)."""

from django.db import models

FIRST_HASH = "0" * 64


class AuditEvent(models.Model):
    """One thing that somebody did. Written by `audit.record` only."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=80, db_index=True)
    action = models.CharField(max_length=80, db_index=True)
    object = models.CharField(max_length=200, db_index=True)
    detail = models.JSONField(default=dict)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_event"
        ordering = ["seq"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.object}"

    def facts(self) -> dict:
        """What the hash is made of."""
        at = self.at.strftime("%Y-%m-%dT%H:%M:%SZ")
        names = ("action", "actor", "detail", "object", "seq")
        return {"at": at} | {name: getattr(self, name) for name in names}


class AuditCounter(models.Model):
    """One row, locked while an event is written: numbers have no gaps because a roll-back takes them back."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=FIRST_HASH)

    class Meta:
        db_table = "audit_counter"
        default_permissions = ()
