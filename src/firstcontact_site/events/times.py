"""When an event is, as people say it: weekday, date, hours and the zone's short name of that date."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from firstcontact.release.language import Language

TWELVE_HOURS = {"en"}


def zones() -> list[tuple[str, str]]:
    """Names of the IANA list that are places, for a choice."""
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name or name == "UTC"]


def when(starts: datetime, ends: datetime, zone: str, language: Language) -> str:
    """`Monday 19 July 2027, 12 to 1 pm EDT`. Dates and zone names are repeated only where they differ."""
    first, last = (moment.astimezone(ZoneInfo(zone)) for moment in (starts, ends))
    if first.date() != last.date():
        return language.text("event_when_days", start=moment_text(first, language), end=moment_text(last, language))
    day = date_text(first, language)
    if short_zone(first) != short_zone(last):
        hours = language.text("event_hours", start=time_with_zone(first, language), end=time_with_zone(last, language))
        return language.text("event_when", date=day, hours=hours)
    hours = language.text("event_hours", start=_start_of_range(first, last, language), end=clock(last, language))
    return language.text("event_when", date=day, hours=f"{hours} {short_zone(last)}")


def moment(at: datetime, zone: str, language: Language) -> str:
    """One moment in a zone: `Monday 19 July 2027, 12 pm EDT`."""
    return moment_text(at.astimezone(ZoneInfo(zone)), language)


def moment_text(local: datetime, language: Language) -> str:
    return language.text("event_when", date=date_text(local, language), hours=time_with_zone(local, language))


def date_text(local: datetime, language: Language) -> str:
    weekday = language.text(f"event_weekday_{local.isoweekday()}")
    month = language.settings["months"][local.month - 1]
    return language.text("event_date", weekday=weekday, day=local.day, month=month, year=local.year)


def time_with_zone(local: datetime, language: Language) -> str:
    return f"{clock(local, language)} {short_zone(local)}"


def clock(local: datetime, language: Language) -> str:
    if language.code not in TWELVE_HOURS:
        return f"{local:%H:%M}"
    return f"{_twelve(local)} {_half(local)}"


def short_zone(local: datetime) -> str:
    """`EDT`; zones without letters of their own are told as their distance from UTC."""
    name = local.tzname() or "UTC"
    if name[0] not in "+-":
        return name
    sign, hours, minutes = name[0].replace("-", "−"), name[1:3], name[3:5]
    return f"UTC{sign}{int(hours)}" + (f":{minutes}" if minutes else "")


def _start_of_range(first: datetime, last: datetime, language: Language) -> str:
    same_half = language.code in TWELVE_HOURS and _half(first) == _half(last)
    return _twelve(first) if same_half else clock(first, language)


def _twelve(local: datetime) -> str:
    hour = local.hour % 12 or 12
    return f"{hour}:{local:%M}" if local.minute else str(hour)


def _half(local: datetime) -> str:
    return "am" if local.hour < 12 else "pm"
