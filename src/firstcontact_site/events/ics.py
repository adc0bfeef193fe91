"""Calendar files (RFC 5545), written by the icalendar library."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

PRODUCT = "-//firstcontact//events//EN"
TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """One event as calendars know it. `number` and `domain` name it for ever; `sequence` counts its changes."""

    number: int
    domain: str
    title: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    changed_at: datetime
    sequence: int = 0
    place: str = ""
    url: str = ""
    text: str = ""
    called_off: bool = False


def calendar(entries: Iterable[Entry], name: str) -> bytes:
    """A calendar with the zones that its events need."""
    entries = list(entries)
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for entry in entries:
        made.add_component(_event(entry))
    if entries:
        _add_zones(made, entries)
    return made.to_ical()


def _add_zones(made: Calendar, entries: list[Entry]) -> None:
    """Changes of the clock from the year before the first event to the year after the last: files stay small."""
    first = min(e.starts_at.year for e in entries) - 1
    last = max(e.ends_at.year for e in entries) + 2
    made.add_missing_timezones(first_date=date(first, 1, 1), last_date=date(last, 1, 1))
    for zone in made.timezones:
        _set_onsets_right(zone)


def _set_onsets_right(zone: Timezone) -> None:
    """An onset is told in the clock time before the change (RFC 5545, 3.6.5). Where the clock goes forward, the
    library tells the time after it: an event in the hour after the change would stand an hour off."""
    real = ZoneInfo(str(zone["TZID"]))
    for part in zone.subcomponents:
        before, after = part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td
        onset = (part["DTSTART"].dt - before).replace(tzinfo=UTC)
        if after > before and (onset - timedelta(seconds=1)).astimezone(real).utcoffset() == after:
            _shift(part, before - after)


def _shift(part, by: timedelta) -> None:
    part.add("dtstart", part.pop("DTSTART").dt + by)
    if "RDATE" in part:
        part.add("rdate", [moment.dt + by for moment in part.pop("RDATE").dts])


def _event(entry: Entry) -> Event:
    zone = ZoneInfo(entry.time_zone)
    made = Event()
    made.add("uid", f"event-{entry.number}@{entry.domain}")
    made.add("dtstamp", entry.changed_at)
    made.add("last-modified", entry.changed_at)
    made.add("sequence", entry.sequence)
    made.add("dtstart", entry.starts_at.astimezone(zone))
    made.add("dtend", entry.ends_at.astimezone(zone))
    made.add("summary", entry.title)
    made.add("status", "CANCELLED" if entry.called_off else "CONFIRMED")
    for name, value in (("location", entry.place), ("url", entry.url), ("description", entry.text)):
        if value:
            made.add(name, value)
    return made
