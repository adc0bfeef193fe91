"""What changes state in this room."""

import datetime

from django.db.models import F

from firstcontact_site.config.frame import reader
from firstcontact_site.results.actions import fix_results


def count_download(edition) -> None:
    """One more download of the edition today. Nothing about the reader is kept."""
    from firstcontact_site.content.resources import DownloadDay

    day, _ = DownloadDay.objects.get_or_create(edition_key=edition.key, day=datetime.date.today())
    DownloadDay.objects.filter(pk=day.pk).update(count=F("count") + 1)


def fix_release(post) -> None:
    """At its first publication a data fact keeps the release that its number comes from, and for ever after."""
    if not post.fixed_release:
        release = reader().current()
        post.fixed_release = release.id if release else ""
    fix_results(post.body, post.fixed_release)
