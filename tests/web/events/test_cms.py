"""Organisers in the editor: times as the clock shows them, guests, marks, export."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from firstcontact_site.accounts.audit_event import AuditEvent
from firstcontact_site.events.actions import registrations
from firstcontact_site.events.local_time import in_zone
from firstcontact_site.events.models import EventPage, Registration
from support.staff import person, staff

pytestmark = pytest.mark.django_db
PARTS = ("count", "TOTAL_FORMS", "INITIAL_FORMS")


def test_a_clock_time_is_read_in_the_zone_of_the_event():
    assert in_zone(datetime(2027, 7, 19, 12), "America/New_York") == datetime(2027, 7, 19, 16, tzinfo=UTC)
    assert in_zone(datetime(2027, 1, 19, 12), "America/New_York") == datetime(2027, 1, 19, 17, tzinfo=UTC)


def test_an_hour_that_the_clock_skips_is_refused():
    with pytest.raises(ValidationError):
        in_zone(datetime(2027, 3, 14, 2, 30), "America/New_York")


def test_of_an_hour_that_comes_twice_the_first_is_meant():
    assert in_zone(datetime(2027, 11, 7, 1, 30), "America/New_York") == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)


def test_the_editor_shows_and_reads_the_local_time(event):
    event.starts_at = datetime(2027, 7, 19, 16, tzinfo=UTC)
    event.ends_at = event.starts_at + timedelta(hours=1)
    handler = EventPage.get_edit_handler()
    form_class = handler.get_form_class()
    shown = form_class(instance=event, for_user=person("editor", email="form@example.org"))
    assert shown.initial["starts_at"] == datetime(2027, 7, 19, 12)
    empty = {f"{name}-{part}": "0" for name in ("body", "speakers", "comments") for part in PARTS}
    form = form_class(empty | {"time_zone": "Europe/Lisbon", "starts_at": "2027-07-19 12:00"}, instance=event)
    form.is_valid()
    assert form.cleaned_data["starts_at"] == datetime(2027, 7, 19, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ends_at": datetime(2020, 1, 1, tzinfo=UTC)}, "ends_at"),
        ({"place": "", "kind": "in_person"}, "place"),
        ({"registration": "elsewhere"}, "registration_link"),
        ({"opens_at": timezone.now(), "closes_at": timezone.now() - timedelta(days=1)}, "closes_at"),
    ],
)
def test_an_event_that_makes_no_sense_is_refused(event, facts, field):
    for name, value in facts.items():
        setattr(event, name, value)
    with pytest.raises(ValidationError) as refused:
        event.clean()
    assert field in refused.value.message_dict


@pytest.fixture
def editor(roles):
    return staff("editor")


def test_organisers_see_counts_and_guests(editor, event, register, django_assert_max_num_queries):
    registrations.confirm(register(event, "a@example.org", name="Ada"))
    register(event, "b@example.org", name="Beatrix")
    text = editor.get("/cms/events/registrations/").text
    assert event.title in text
    assert text.count(event.title) == 1
    text = editor.get(f"/cms/events/registrations/{event.pk}/").text
    assert "Ada" in text
    assert "Beatrix" in text
    assert "Beatrix" not in editor.get(f"/cms/events/registrations/{event.pk}/?state=confirmed").text


def test_an_event_whose_first_page_was_deleted_is_listed_still(editor, event, register):
    register(event, "a@example.org", name="Ada")
    number = event.pk
    event.delete()
    text = editor.get("/cms/events/registrations/").text
    assert text.count("Cómo leer el informe") == 1
    assert f"/cms/events/registrations/{number}/" in text
    assert "Ada" in editor.get(f"/cms/events/registrations/{number}/").text


def test_organisers_mark_who_came(editor, event, register):
    guest = register(event)
    registrations.confirm(guest)
    editor.post(f"/cms/events/registrations/mark/{guest.pk}/", {"state": "attended"})
    assert Registration.objects.get().state == "confirmed"
    EventPage.objects.update(starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now())
    editor.post(f"/cms/events/registrations/mark/{guest.pk}/", {"state": "attended"})
    assert Registration.objects.get().state == "attended"
    assert AuditEvent.objects.last().actor.startswith("user:")


def test_organisers_cancel_a_place(editor, event, register):
    guest = register(event)
    registrations.confirm(guest)
    editor.post(f"/cms/events/registrations/mark/{guest.pk}/", {"state": "cancelled"})
    assert Registration.objects.get().state == "cancelled"


def test_the_export_runs_no_formula_and_is_written_down(editor, event, register):
    register(event, name="=cmd()", organisation="@home", needs="+1")
    answer = editor.post(f"/cms/events/registrations/{event.pk}/export/")
    assert {"'=cmd()", "'@home", "'+1"} <= set(answer.text.splitlines()[1].split(","))
    assert "attachment" in answer.headers["Content-Disposition"]
    assert AuditEvent.objects.last().action == "registration.exported"


@pytest.mark.parametrize("role", ["author", "translator", "publisher", "administrator", "auditor"])
def test_other_roles_see_no_guests(roles, event, role):
    who = staff(role)
    assert who.get(f"/cms/events/registrations/{event.pk}/").status_code in (302, 403)
    assert who.post(f"/cms/events/registrations/{event.pk}/export/").status_code in (302, 403)
