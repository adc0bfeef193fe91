"""What happens when an event's page goes live again."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from firstcontact_site.events.actions import registrations
from firstcontact_site.events.models import EventPage

pytestmark = pytest.mark.django_db


def change(event, **facts):
    page = EventPage.objects.get(pk=event.pk)
    for name, value in facts.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def test_another_time_counts_on_and_tells_guests_once_in_their_language(event, register, mails):
    registrations.confirm(register(event, "a@example.org"))
    register(event, "b@example.org", language="pt")
    changed = change(event, starts_at=event.starts_at + timedelta(hours=2), ends_at=event.ends_at + timedelta(hours=2))
    assert changed.book.sequence == 1
    assert [m.subject.partition(":")[0] for m in mails("change")] == ["Changed", "Alteração"]
    assert change(changed).book.sequence == 1
    assert len(mails("change")) == 2


def test_another_title_counts_on_and_disturbs_nobody(event, register, mails):
    register(event)
    assert change(event, title="Another title").book.sequence == 1
    assert mails("change") == []


def test_an_event_called_off_is_told_and_stays_in_calendars_as_cancelled(event, register, mails, client):
    registrations.confirm(register(event))
    event = change(event, called_off=True)
    assert mails("called_off")[0].subject.startswith("Called off")
    found = Calendar.from_ical(client.get("/es/events/calendar.ics").content).walk("VEVENT")
    assert [e["STATUS"] for e in found] == ["CANCELLED"]
    assert registrations.remind_due(event.starts_at - timedelta(hours=2)) == 0


def test_all_languages_share_times_and_places_of_the_first(event):
    change(event, capacity=5, time_zone="Europe/Lisbon")
    found = EventPage.objects.filter(translation_key=event.translation_key)
    assert {(e.capacity, e.time_zone) for e in found} == {(5, "Europe/Lisbon")}


def test_a_new_time_is_reminded_of_again(event, register):
    registrations.confirm(register(event))
    registrations.remind_due(event.starts_at - timedelta(hours=20))
    later = event.starts_at + timedelta(days=7)
    change(event, starts_at=later, ends_at=later + timedelta(hours=1))
    assert registrations.remind_due(later - timedelta(hours=20)) == 1


def test_a_change_after_the_event_disturbs_nobody(event, register, mails):
    registrations.confirm(register(event))
    start = event.starts_at - timedelta(days=30)
    EventPage.objects.update(starts_at=start, ends_at=start + timedelta(hours=1))
    change(event, place="Another hall")
    assert mails("change") == []


def test_pages_are_made_anew_when_an_event_opens_fills_and_ends(make_event, register, monkeypatch):
    purged = []
    monkeypatch.setattr(registrations, "purge", lambda paths: purged.append(sorted(paths)))
    event = make_event(capacity=1)
    registrations.turn_due(event.starts_at - timedelta(days=1))
    assert event.url in purged[0]
    assert registrations.turn_due(event.starts_at - timedelta(days=1)) == 0
    register(event)
    assert registrations.turn_due(event.starts_at - timedelta(days=1)) == 1
    assert registrations.turn_due(event.ends_at + timedelta(minutes=1)) == 1
    assert registrations.turn_due(event.ends_at + timedelta(minutes=2)) == 0
