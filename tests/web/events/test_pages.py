"""Pages of events: lists, calendar files, and the form from the first click to the confirmed place."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from firstcontact_site.config.guard import guard_fields
from firstcontact_site.events.models import EventPage, Registration

pytestmark = pytest.mark.django_db
FORM = {"name": "A guest", "email": "guest@example.org", "organisation": "", "needs": "", "consent": "on"}


def filled(**changes):
    return {**FORM, **guard_fields(), **changes}


def path_in(mail, part):
    return re.search(rf"http://localhost:8000(/\w\w/{part}\S+)", mail.text)[1]


@pytest.mark.parametrize("code", ["en", "es", "pt"])
def test_an_event_says_when_where_and_how(client, event, code):
    page = EventPage.objects.get(translation_key=event.translation_key, locale__language_code=code)
    answer = client.get(page.url)
    assert answer.status_code == 200
    assert page.title in answer.text
    assert "Example Hall" in answer.text
    assert "EDT" in answer.text or "EST" in answer.text
    assert f"/{code}/events/{page.slug}/register/" in answer.text
    assert answer.text.count("<h1") == 1
    assert "Set-Cookie" not in answer.headers
    assert len(answer.content) < 60_000


def test_upcoming_events_stand_next_first_and_past_ones_newest_first(client, make_event, indexes):
    now = timezone.now()
    for days in (-20, -2, 30, 3):
        make_event(f"day-{days}", title=f"Day {days}", starts_at=now + timedelta(days=days))
    upcoming, past = (client.get(f"/en/events/{part}").text for part in ("", "past/"))
    assert re.findall(r">Day (-?\d+)<", upcoming) == ["3", "30"]
    assert re.findall(r">Day (-?\d+)<", past) == ["-2", "-20"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/en/events/", "No events are planned"),
        ("/es/events/", "No hay eventos previstos"),
        ("/pt/events/past/", "Não há eventos anteriores"),
    ],
)
def test_an_empty_list_says_so(client, indexes, address, words):
    assert words in client.get(address).text


def test_a_list_of_many_events_takes_few_queries(client, make_event, django_assert_max_num_queries):
    make_event("first")
    client.get("/en/events/")
    with django_assert_max_num_queries(30) as few:
        client.get("/en/events/")
    for number in range(8):
        make_event(f"event-{number}")
    with django_assert_max_num_queries(len(few)):
        assert client.get("/en/events/").text.count("<article>") == 9


def test_lists_narrow_by_kind_and_year(client, make_event):
    make_event("online", title="Talk online", kind="virtual", place="")
    make_event("hall", title="Talk in the hall")
    text = client.get("/en/events/?kind=virtual").text
    assert "Talk online" in text
    assert "Talk in the hall" not in text
    assert "Filter &#39;nonsense&#39; is not known" in client.get("/en/events/?kind=nonsense").text
    assert "Talk in the hall" in client.get(f"/en/events/?year={EventPage.objects.first().starts_at.year}").text


def test_the_file_of_an_event_is_read_back(client, event):
    answer = client.get(event.calendar_url)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (found,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert found["UID"] == f"event-{event.pk}@localhost"
    assert found["DTSTART"].dt == event.starts_at
    assert found["URL"] == f"http://localhost:8000{event.url}"


def test_all_languages_of_an_event_are_one_entry_in_a_calendar(client, event):
    files = [client.get(f"/{code}/events/{event.slug}/event.ics").content for code in ("en", "es", "pt")]
    uids = {str(Calendar.from_ical(f).walk("VEVENT")[0]["UID"]) for f in files}
    assert uids == {f"event-{event.pk}@localhost"}


def test_the_feed_holds_the_next_twelve_months(client, make_event, django_assert_max_num_queries):
    now = timezone.now()
    for days in (-3, 2, 300, 400):
        make_event(f"day{days}", title=f"Day {days}", starts_at=now + timedelta(days=days))
    client.get("/en/events/calendar.ics")
    with django_assert_max_num_queries(11):
        answer = client.get("/en/events/calendar.ics")
    assert [str(e["SUMMARY"]) for e in Calendar.from_ical(answer.content).walk("VEVENT")] == ["Day 2", "Day 300"]


def test_a_private_event_has_no_form_no_file_and_no_place_in_lists(client, event):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=event, restriction_type="login")
    assert client.get(event.register_url).status_code == 404
    assert client.get(event.calendar_url).status_code == 404
    assert b"VEVENT" not in client.get("/en/events/calendar.ics").content
    assert event.title not in client.get("/en/events/").text


def test_from_the_form_to_the_confirmed_place(client, event, mails):
    page = client.get(event.register_url)
    assert 'autocomplete="email"' in page.text
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "noindex" in page.headers["X-Robots-Tag"]
    answer = client.post(event.register_url, filled())
    assert "Please check your e-mail" in answer.text
    path = path_in(mails()[0], "events/confirm/")
    assert "Yes, I will come" in client.get(path).text
    assert Registration.objects.get().state == "pending"
    assert "Your place is confirmed" in client.post(path).text
    assert Registration.objects.get().state == "confirmed"
    assert client.post(path).status_code == 410
    assert client.get(path).status_code == 410


def test_a_place_is_given_back_by_link(client, event, mails):
    client.post(event.register_url, filled())
    client.post(path_in(mails()[0], "events/confirm/"))
    path = path_in(mails("confirmed")[0], "events/cancel/")
    assert "I cannot come" in client.get(path).text
    assert "Your place is given back" in client.post(path).text
    assert Registration.objects.get().state == "cancelled"
    assert client.get(path).status_code == 410


def test_the_answer_is_the_same_for_known_and_unknown_addresses(client, event):
    first, second = (client.post(event.register_url, filled()) for _ in range(2))
    plain = [re.sub(r"\s+", " ", a.text) for a in (first, second)]
    assert plain[0] == plain[1]
    assert Registration.objects.count() == 1


def test_wrong_answers_are_told_beside_the_field_and_in_a_summary(client, event):
    text = client.post(event.register_url, filled(email="no address", consent="")).text
    assert 'href="#id_email"' in text
    assert 'href="#id_consent"' in text
    assert 'aria-invalid="true"' in text
    assert text.count("<h1") == 1
    assert Registration.objects.count() == 0


def test_robots_are_refused(client, event):
    for changes in ({"company_url": "x"}, {"surprise": "x"}, guard_fields(seconds_ago=1)):
        client.post(event.register_url, filled(**changes))
    assert Registration.objects.count() == 0


def test_five_forms_an_hour_are_enough(client, event):
    answers = [client.post(event.register_url, filled(email=f"g{n}@example.org")).status_code for n in range(6)]
    assert answers == [200] * 5 + [429]


def test_an_event_asks_only_what_it_needs(client, make_event):
    event = make_event(asks_needs=False, asks_organisation=False)
    text = client.get(event.register_url).text
    assert "id_needs" not in text
    assert "id_organisation" not in text


def test_a_closed_form_says_so_and_takes_nothing(client, make_event):
    event = make_event(closes_at=timezone.now() - timedelta(hours=1))
    assert "Nobody can register" in client.get(event.register_url).text
    assert client.post(event.register_url, filled()).status_code == 409


def test_a_full_event_offers_the_waiting_list(client, make_event, register):
    event = make_event(capacity=1)
    register(event)
    assert "Join the waiting list" in client.get(event.url).text
    assert "All places are taken" in client.get(event.register_url).text


@pytest.mark.parametrize("code", ["es", "pt"])
def test_forms_speak_the_language_of_their_address(client, event, code):
    text = client.get(f"/{code}/events/{event.slug}/register/").text
    for english in ("Register", "Organisation", "What do you need", "(optional)", "Join the"):
        assert english not in text
