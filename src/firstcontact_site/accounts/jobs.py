"""Work of this room that repeats."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from firstcontact_site.accounts.audit_check import mark
from firstcontact_site.config.jobs import DAY, periodic


def marks_file() -> Path:
    """Outside the database: whoever cuts the log's end must also reach this file."""
    return settings.ENVIRONMENT.folder / "audit" / "marks.jsonl"


@periodic(minutes=DAY)
def mark_audit_log() -> None:
    """The last number and hash, once a day."""
    mark(marks_file(), timezone.now().date())


@periodic(minutes=1)
def publish_scheduled() -> None:
    """Pages whose time has come go live or end. They were approved when they were scheduled."""
    with transaction.atomic():
        call_command("publish_scheduled", verbosity=0)
