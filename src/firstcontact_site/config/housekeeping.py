"""Jobs that belong to no room."""

from django.core.management import call_command

from firstcontact_site.config import pagecache
from firstcontact_site.config.jobs import DAY, periodic
from firstcontact_site.config.limits import forget_counts
from firstcontact_site.config.shared_assets import publish_assets


@periodic(minutes=5)
def share_assets() -> None:
    """A release may have come."""
    publish_assets()


@periodic(minutes=5)
def expire_kept_pages() -> None:
    pagecache.expire()


@periodic(minutes=10)
def forget_old_counts() -> None:
    forget_counts()


@periodic(minutes=DAY)
def clear_sessions() -> None:
    call_command("clearsessions", verbosity=0)
