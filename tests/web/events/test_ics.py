"""Calendar files are read back by a reader that knows nothing of us."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from firstcontact_site.events.ics import Entry, calendar

ZONES = ["America/New_York", "Europe/Lisbon", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]
PRINTED = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")) | st.just("\n"), max_size=300)


def entry(**facts) -> Entry:
    start = facts.pop("starts_at", datetime(2027, 7, 19, 16, tzinfo=UTC))
    said = {"number": 7, "domain": "site.example", "title": "A talk", "time_zone": "America/New_York"}
    said |= {"starts_at": start, "ends_at": start + timedelta(hours=1), "changed_at": datetime(2027, 1, 1, tzinfo=UTC)}
    return Entry(**said | facts)


def lines(content: bytes) -> list[str]:
    return content.decode().split("\r\n")


def test_the_worked_event_has_its_zone_and_its_id():
    found = lines(calendar([entry()], "Events"))
    assert "DTSTART;TZID=America/New_York:20270719T120000" in found
    assert "DTEND;TZID=America/New_York:20270719T130000" in found
    assert "UID:event-7@site.example" in found
    assert "BEGIN:VTIMEZONE" in found
    assert "SEQUENCE:0" in found


def test_a_called_off_event_is_cancelled_and_counts_on():
    found = lines(calendar([entry(called_off=True, sequence=3)], "Events"))
    assert {"STATUS:CANCELLED", "SEQUENCE:3"} <= set(found)


def test_text_is_escaped():
    found = calendar([entry(title="One; two, three\\four\nfive")], "Events")
    assert rb"SUMMARY:One\; two\, three\\four\nfive" in found


def test_no_line_is_longer_than_75_octets_and_all_end_with_crlf():
    content = calendar([entry(title="ñ" * 90, text="Años: " * 60)], "Events")
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


@settings(max_examples=60)
@given(
    title=PRINTED,
    text=PRINTED,
    place=PRINTED,
    minutes=st.integers(0, 3 * 366 * 24 * 60),
    zone=st.sampled_from(ZONES),
    sequence=st.integers(0, 999),
)
def test_what_is_written_is_read_back(title, text, place, minutes, zone, sequence):
    starts = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    content = calendar(
        [entry(title=title, text=text, place=place, starts_at=starts, time_zone=zone, sequence=sequence)], "Events"
    )
    (found,) = Calendar.from_ical(content).walk("VEVENT")
    assert found["SUMMARY"] == title
    assert found.get("DESCRIPTION", "") == text
    assert found.get("LOCATION", "") == place
    assert found["SEQUENCE"] == sequence
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    local = starts.astimezone(ZoneInfo(zone))
    assert found["DTSTART"].dt.replace(tzinfo=None) == local.replace(tzinfo=None)


@pytest.mark.parametrize("zone", ZONES[:-1])
def test_the_zone_in_the_file_says_what_the_clock_says(zone):
    """A reader without zones of its own computes with the file's zone: each half hour of the year must agree."""
    found = Calendar.from_ical(calendar([entry(time_zone=zone)], "Events")).timezones[0].to_tz(lookup_tzid=False)
    at = datetime(2027, 1, 1, tzinfo=UTC)
    while at.year == 2027:
        assert at.astimezone(found).utcoffset() == at.astimezone(ZoneInfo(zone)).utcoffset(), at
        at += timedelta(minutes=30)


@pytest.mark.parametrize(
    ("utc", "local"),
    [
        ((2027, 3, 14, 6, 30), "20270314T013000"),
        ((2027, 3, 14, 7, 30), "20270314T033000"),
        ((2027, 11, 7, 5, 30), "20271107T013000"),
        ((2027, 11, 7, 7, 30), "20271107T023000"),
    ],
)
def test_events_beside_the_change_of_the_clock_keep_their_local_time(utc, local):
    content = calendar([entry(starts_at=datetime(*utc, tzinfo=UTC))], "Events")
    assert f"DTSTART;TZID=America/New_York:{local}".encode() in content


def test_an_empty_calendar_can_be_read():
    assert Calendar.from_ical(calendar([], "Events")).walk("VEVENT") == []
