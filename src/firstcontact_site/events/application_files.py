"""Files of applicants: how much room they may take, and how they go when nobody sends them in."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum

from firstcontact_site.accounts import audit
from firstcontact_site.events.application import DRAFT, Application, ApplicationFile, private_storage
from firstcontact_site.events.refused import Refused

MEGABYTE = 1024 * 1024
PER_APPLICATION = 30 * MEGABYTE
DRAFT_FILES_LIVE = timedelta(days=30)
STRAY_AFTER = timedelta(days=1)


def too_much(application: Application, new: Mapping[str, UploadedFile]) -> bool:
    """Whether all files of one application would be too large. A new file takes the place of the old one."""
    kept = sum(file.size for file in application.files.all() if file.field not in new)
    return kept + sum(file.size for file in new.values()) > PER_APPLICATION


def refuse_when_full(sizes: int) -> None:
    """Strangers cannot fill the disk: together they have `APPLICATION_FILES_LIMIT`."""
    used = ApplicationFile.objects.aggregate(total=Sum("size"))["total"] or 0
    if sizes and used + sizes > settings.APPLICATION_FILES_LIMIT:
        raise Refused("programme_refused_room")


def drop(file: ApplicationFile) -> None:
    """The bytes go when the row is surely gone."""
    transaction.on_commit(lambda: file.file.storage.delete(file.file.name))


def drop_unsent(now: datetime) -> int:
    """Files of drafts that nobody has touched for as long as their link lives. The answers stay for `keep_days`."""
    old = ApplicationFile.objects.filter(application__state=DRAFT, application__changed_at__lte=now - DRAFT_FILES_LIVE)
    with transaction.atomic():
        gone = list(old.select_for_update(of=("self",)))
        for file in gone:
            drop(file)
            file.delete()
        if gone:
            audit.record("application.files_erased", "applications:all", {"rows": len(gone)}, actor="job:events")
    return len(gone)


def drop_strays(now: datetime) -> int:
    """Bytes without a row: what a request left behind that failed after it had written. Young ones may still be in
    the making."""
    storage = private_storage()
    if not storage.exists(""):
        return 0
    known = set(ApplicationFile.objects.values_list("file", flat=True))
    strays = [n for n in storage.listdir("")[1] if n not in known and storage.get_modified_time(n) < now - STRAY_AFTER]
    for name in strays:
        storage.delete(name)
    return len(strays)
