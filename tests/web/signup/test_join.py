"""Joining: double opt-in, counts that name nobody, leaving."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from firstcontact_site.config.guard import guard_fields
from firstcontact_site.signup import jobs, joining
from firstcontact_site.signup.supporter import Supporter

from .conftest import deliver, path_in

FORM = {"name": "A Reader", "email": "a@example.org", "role": "patient", "place": "Easton", "help": ["story"]}
pytestmark = pytest.mark.django_db


def sent(client, code="en", **more):
    return client.post(f"/{code}/join/", guard_fields() | FORM | {"consent": "on"} | more)


def test_joining_is_confirmed_by_a_button_once(client):
    assert sent(client, "pt").headers["Location"] == "/pt/join/sent/"
    path = path_in(deliver()[0], "/confirm/")
    assert client.get(path).status_code == 200
    assert Supporter.objects.get().confirmed_at is None
    assert client.post(path).status_code == 200
    assert Supporter.objects.get().confirmed_at is not None
    assert client.post(path).status_code == 410


def test_confirming_again_replaces_the_older_answers(client):
    for place in ("Easton", "Weston"):
        sent(client, place=place)
        client.post(path_in(deliver()[-1], "/confirm/"))
    assert [s.place for s in Supporter.objects.all()] == ["Weston"]


def test_who_does_not_confirm_is_forgotten(client):
    sent(client)
    Supporter.objects.update(asked_at=timezone.now() - timedelta(hours=48))
    jobs.expire()
    assert not Supporter.objects.exists()


def test_leaving_erases_and_a_second_time_too(client):
    sent(client)
    mail = deliver()[0]
    client.post(path_in(mail, "/confirm/"))
    path = path_in(mail, "/leave/")
    assert client.get(path).status_code == 200
    assert Supporter.objects.exists()
    for _ in range(2):
        assert client.post(path).status_code == 200
    assert not Supporter.objects.exists()


def test_the_form_says_what_is_missing(client):
    page = client.post("/en/join/", guard_fields()).text
    for field in ("name", "email", "role", "consent"):
        assert f'href="#id_{field}"' in page


@pytest.mark.parametrize(("number", "shown"), [(14, None), (15, 15), (17, 15), (18, 20)])
def test_a_role_is_counted_from_fifteen_people_and_rounded_to_five(client, number, shown):
    rows = [Supporter(email=f"{n}@example.org", name="n", role="clinician", language="en") for n in range(number)]
    for n, row in enumerate(rows):
        row.address_hash, row.confirmed_at = str(n), timezone.now()
    Supporter.objects.bulk_create(rows)
    assert joining.counts() == ({"clinician": shown} if shown else {})
    page = client.get("/en/join/").text
    assert (f"<strong>{shown}</strong> clinicians" in page) is bool(shown)


def test_people_who_have_not_confirmed_are_not_counted():
    Supporter.objects.bulk_create(
        [Supporter(email="x", name="n", role="plan", language="en", address_hash=str(n)) for n in range(20)]
    )
    assert joining.counts() == {}


@given(st.integers(0, 10**6))
def test_rounding_stays_within_two(number):
    assert abs(joining.rounded(number) - number) <= 2
    assert joining.rounded(number) % 5 == 0
