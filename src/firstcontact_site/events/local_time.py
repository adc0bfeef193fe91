"""Editors write an event's times as the clock shows them where the event is, whatever zone their own screen has."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone

from firstcontact_site.content.page_form import SitePageForm
from firstcontact_site.words import text

LOCAL_FIELDS = ("starts_at", "ends_at", "opens_at", "closes_at")


class EventForm(SitePageForm):
    """Shows and reads the times in the event's zone; the database holds UTC."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in LOCAL_FIELDS:
            at = getattr(self.instance, name, None)
            if at and self.instance.time_zone:
                self.initial[name] = at.astimezone(ZoneInfo(self.instance.time_zone)).replace(tzinfo=None)

    def clean(self) -> dict:
        found = super().clean()
        zone = found.get("time_zone")
        for name in LOCAL_FIELDS if zone else ():
            if found.get(name):
                self._read_locally(name, found[name], zone)
        return found

    def _read_locally(self, name: str, given: datetime, zone: str) -> None:
        """Django has read the clock time in the screen's zone: the same clock time in the event's zone is meant."""
        try:
            self.cleaned_data[name] = in_zone(timezone.make_naive(given), zone)
        except ValidationError as error:
            self.add_error(name, error)


def in_zone(clock_time: datetime, zone: str) -> datetime:
    """The moment of a clock time; of two (the hour that comes twice in autumn) the first. Raises ValidationError for
    a time that the clock skips in spring."""
    found = clock_time.replace(tzinfo=ZoneInfo(zone))
    moment = found.astimezone(UTC)
    if moment.astimezone(found.tzinfo).replace(tzinfo=None) != clock_time:
        raise ValidationError(text("event_error_skipped_hour"))
    return moment
