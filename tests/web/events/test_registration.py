"""Places: who gets one, who waits, and what mails say. Every arrow of the state machine is walked."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from firstcontact_site.accounts.audit_event import AuditEvent
from firstcontact_site.events import mails as letters
from firstcontact_site.events.actions import registrations
from firstcontact_site.events.book import ARROWS, STATES
from firstcontact_site.events.models import EventBook, Registration
from firstcontact_site.events.refused import Refused
from firstcontact_site.mail.tokens import signed

pytestmark = pytest.mark.django_db
ALLOWED = {
    ("pending", "confirmed"),
    ("waitlisted", "pending"),
    ("pending", "expired"),
    ("confirmed", "cancelled"),
    ("confirmed", "attended"),
    ("confirmed", "no_show"),
}


def later(**time):
    return timezone.now() + timedelta(**time)


def audited():
    return list(AuditEvent.objects.order_by("seq").values_list("action", flat=True))


def begin(event, hours):
    """The event began so many hours ago."""
    start = later(hours=-hours)
    type(event).objects.filter(translation_key=event.translation_key).update(
        starts_at=start, ends_at=start + timedelta(hours=1)
    )


def test_the_state_machine_has_these_arrows_and_no_others():
    assert {(a, b) for a, ends in ARROWS.items() for b in ends} == ALLOWED


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("target", STATES)
def test_every_other_step_is_refused(event, register, state, target):
    person = register(event)
    person.state = state
    if (state, target) in ALLOWED:
        assert registrations._move(person, target, "job:test", "registration.confirmed")
    else:
        with pytest.raises(Refused):
            registrations._move(person, target, "job:test", "registration.confirmed")


def test_a_place_is_asked_for_then_confirmed(event, register, mails):
    person = register(event)
    assert person.state == "pending"
    registrations.confirm(person)
    person.refresh_from_db()
    assert person.state == "confirmed"
    assert [m.subject.partition(":")[0] for m in mails()] == ["Please confirm your place", "Your place is confirmed"]
    assert audited()[-2:] == ["registration.asked", "registration.confirmed"]


def test_a_full_event_has_a_waiting_list(make_event, register, mails):
    event = make_event(capacity=1)
    assert register(event, "a@example.org").state == "pending"
    assert register(event, "b@example.org").state == "waitlisted"
    assert mails("waitlisted")[0].subject.startswith("You are on the waiting list")


def test_places_are_counted_over_all_languages(make_event, register):
    event = make_event(capacity=1)
    spanish = event.get_translations().get(locale__language_code="es")
    assert register(event, "a@example.org").state == "pending"
    assert register(spanish, "b@example.org", language="es").state == "waitlisted"


def test_a_place_that_is_not_confirmed_goes_to_the_first_who_waits(make_event, register, mails):
    event = make_event(capacity=1)
    late, first, second = (register(event, f"{n}@example.org") for n in "abc")
    assert registrations.expire_due(later(hours=47)) == 0
    assert registrations.expire_due(later(hours=49)) == 1
    assert registrations.promote_due(timezone.now()) == 1
    states = {p.pk: p.state for p in Registration.objects.all()}
    assert [states[p.pk] for p in (late, first, second)] == ["expired", "pending", "waitlisted"]
    first.refresh_from_db()
    assert timedelta(hours=23) < first.expires_at - timezone.now() <= timedelta(hours=24)
    assert mails("promoted")[0].to == "b@example.org"


def test_a_promoted_place_expires_after_a_day_and_goes_on(make_event, register):
    event = make_event(capacity=1)
    for name in "abc":
        register(event, f"{name}@example.org")
    registrations.expire_due(later(hours=49))
    registrations.promote_due(timezone.now())
    registrations.expire_due(later(hours=25))
    registrations.promote_due(timezone.now())
    assert [p.state for p in Registration.objects.order_by("pk")] == ["expired", "expired", "pending"]


def test_nobody_passes_those_who_wait(make_event, register):
    event = make_event(capacity=1)
    first = register(event, "a@example.org")
    register(event, "b@example.org")
    registrations.confirm(first)
    registrations.cancel(first)
    assert register(event, "c@example.org").state == "waitlisted"


def test_a_higher_capacity_promotes_as_many_as_fit(make_event, register):
    event = make_event(capacity=1)
    for name in "abcd":
        register(event, f"{name}@example.org")
    type(event).objects.filter(translation_key=event.translation_key).update(capacity=3)
    assert registrations.promote_due(timezone.now()) == 2


def test_an_address_gets_one_place_however_often_it_asks(event, register, mails):
    register(event, "Guest@Example.org")
    register(event, "guest@example.org")
    register(event, "guest@example.org")
    assert Registration.objects.count() == 1
    assert len(mails()) == 2


def test_who_gave_a_place_back_can_ask_again(event, register):
    person = register(event)
    registrations.confirm(person)
    registrations.cancel(person)
    assert register(event).state == "pending"
    assert Registration.objects.count() == 2


def test_the_link_is_too_old_after_two_days(event, register):
    person = register(event)
    Registration.objects.update(expires_at=later(seconds=-1))
    with pytest.raises(Refused):
        registrations.confirm(person)


def test_nobody_can_register_outside_the_window(make_event, register):
    for number, window in enumerate(
        [
            {"opens_at": later(hours=1)},
            {"closes_at": later(hours=-1)},
            {"called_off": True},
            {"registration": "none"},
            {"starts_at": later(minutes=-1)},
        ]
    ):
        with pytest.raises(Refused):
            register(make_event(f"event-{number}", **window))


def test_the_reminder_goes_once_in_the_last_day(event, register, mails):
    person = register(event)
    registrations.confirm(person)
    assert registrations.remind_due(event.starts_at - timedelta(hours=25)) == 0
    assert registrations.remind_due(event.starts_at - timedelta(hours=23)) == 1
    assert registrations.remind_due(event.starts_at - timedelta(hours=22)) == 0
    assert mails("reminder")[0].subject.startswith("Reminder")


def test_who_confirms_in_the_last_day_needs_no_reminder(make_event, register):
    event = make_event(starts_at=later(hours=20))
    registrations.confirm(register(event))
    assert registrations.remind_due(timezone.now()) == 0


def test_thanks_go_with_the_recording_to_those_who_came(event, register, mails):
    came, stayed_away = register(event, "a@example.org"), register(event, "b@example.org")
    for person in (came, stayed_away):
        registrations.confirm(person)
    begin(event, 3)
    registrations.mark(came, "attended", "user:1")
    registrations.mark(stayed_away, "no_show", "user:1")
    assert registrations.thank_due(timezone.now()) == 0
    type(event).objects.update(recording="https://video.example/1")
    assert registrations.thank_due(timezone.now()) == 1
    assert registrations.thank_due(timezone.now()) == 0
    assert "https://video.example/1" in mails("thanks")[0].text


def test_who_came_is_marked_after_the_start_and_who_did_not_after_the_end(event, register):
    person = register(event)
    registrations.confirm(person)
    with pytest.raises(Refused):
        registrations.mark(person, "attended", "user:1")
    begin(event, 0.5)
    with pytest.raises(Refused):
        registrations.mark(person, "no_show", "user:1")
    registrations.mark(person, "attended", "user:1")


def test_people_are_erased_after_ninety_days_and_counts_stay(event, register, settings):
    registrations.confirm(register(event, "a@example.org"))
    register(event, "b@example.org")
    assert registrations.erase_due(event.ends_at + timedelta(days=89)) == 0
    assert registrations.erase_due(event.ends_at + timedelta(days=90)) == 2
    assert Registration.objects.count() == 0
    assert EventBook.objects.get().state_counts() == {"confirmed": 1, "pending": 1}
    settings.EVENT_KEEP_DAYS = 1
    register(event, "c@example.org")
    assert registrations.erase_due(event.ends_at + timedelta(days=1)) == 1
    assert EventBook.objects.get().state_counts() == {"confirmed": 1, "pending": 2}


def test_a_mail_speaks_the_language_of_the_form(event, register, mails):
    spanish = event.get_translations().get(locale__language_code="es")
    register(spanish, language="es")
    (mail,) = mails()
    assert mail.subject == "Confirme su lugar: Cómo leer el informe"
    assert "/es/events/confirm/" in mail.text
    assert "Confirm " not in mail.text


def test_the_way_in_is_told_to_confirmed_guests_only(make_event, register, mails, client):
    event = make_event(kind="virtual", place="", link="https://meeting.example/secret-room")
    person = register(event)
    assert "secret-room" not in mails("confirm:")[0].text
    registrations.confirm(person)
    assert "secret-room" in mails("confirmed")[0].text
    assert "secret-room" not in client.get(event.url).text
    assert "secret-room" not in client.get(event.calendar_url).text


def test_mails_name_no_other_person_and_every_link_is_ours(event, register, mails):
    register(event, "a@example.org", name="Guest One")
    registrations.confirm(register(event, "b@example.org", name="Guest Two"))
    for mail in mails():
        assert ("Guest One" in mail.text) != ("Guest Two" in mail.text)
        assert re.findall(r"https?://[^\s/]+", mail.text)[0] == "http://localhost:8000"


def test_a_signed_link_of_one_kind_opens_no_other_door(client, event, register):
    person = register(event)
    wrong = signed(letters.CANCEL, person.pk)
    assert client.get(f"/en/events/confirm/{wrong}/").status_code == 404
    assert client.get(f"/en/events/confirm/{person.pk}/").status_code == 404
