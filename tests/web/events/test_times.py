"""When an event is, in words of each language."""

from datetime import UTC, datetime

import pytest

from firstcontact_site.events.times import when
from firstcontact_site.words import language

NEW_YORK = "America/New_York"


def said(starts, ends, zone=NEW_YORK, code="en"):
    return when(datetime(*starts, tzinfo=UTC), datetime(*ends, tzinfo=UTC), zone, language(code))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "Monday 19 July 2027, 12 to 1 pm EDT"),
        ("es", "lunes 19 de julio de 2027, de 12:00 a 13:00 EDT"),
        ("pt", "segunda-feira, 19 de julho de 2027, das 12:00 às 13:00 EDT"),
    ],
)
def test_the_worked_event_is_told_in_each_language(code, words):
    assert said((2027, 7, 19, 16), (2027, 7, 19, 17), code=code) == words


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        ((2027, 6, 1, 22, 30), (2027, 6, 2, 0, 30), "Tuesday 1 June 2027, 6:30 to 8:30 pm EDT"),
        ((2027, 6, 1, 15), (2027, 6, 1, 17), "Tuesday 1 June 2027, 11 am to 1 pm EDT"),
        ((2027, 6, 1, 4), (2027, 6, 1, 5, 5), "Tuesday 1 June 2027, 12 to 1:05 am EDT"),
        ((2027, 1, 4, 14), (2027, 1, 4, 15), "Monday 4 January 2027, 9 to 10 am EST"),
    ],
)
def test_hours_are_short_where_that_is_clear(starts, ends, words):
    assert said(starts, ends) == words


def test_an_event_of_two_days_names_both():
    words = said((2027, 7, 19, 13), (2027, 7, 20, 21))
    assert words == "Monday 19 July 2027, 9 am EDT to Tuesday 20 July 2027, 5 pm EDT"


def test_both_zone_names_are_told_when_the_clock_changes_during_the_event():
    words = said((2027, 11, 7, 4, 30), (2027, 11, 7, 8))
    assert words == "Sunday 7 November 2027, 12:30 am EDT to 3 am EST"


@pytest.mark.parametrize(
    ("zone", "name"),
    [("America/Sao_Paulo", "UTC−3"), ("Asia/Kathmandu", "UTC+5:45"), ("UTC", "UTC"), ("Europe/Lisbon", "WEST")],
)
def test_zones_without_letters_are_told_as_distance_from_utc(zone, name):
    assert said((2027, 7, 19, 10), (2027, 7, 19, 11), zone).endswith(f" {name}")
