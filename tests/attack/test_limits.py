"""Too often and too much: 429 with the time to wait, 413 before anything is read."""

import itertools
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client

from firstcontact_site.config import limits
from firstcontact_site.config.middleware import BodyLimit
from support import strangers

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 1, 12, 0, 1, tzinfo=UTC)
MEGABYTE = 1024 * 1024
FORMS = ("newsletter", "join", "contact", "registration", "programme", "story")
ASKED = {"search": 20, "compare": 20}
LINKS = ("/en/newsletter/confirm/x/", "/en/newsletter/u/x/", "/en/join/confirm/x/", "/en/join/leave/x/",
         "/en/events/confirm/x/", "/en/events/cancel/x/")  # fmt: skip


@pytest.fixture(autouse=True)
def _still(roles, release, monkeypatch):
    """The clock of the limits stands, so that no window ends in the middle of a test."""
    cache.clear()
    monkeypatch.setattr(limits, "timezone", SimpleNamespace(now=lambda: NOW))


@pytest.fixture
def places(roles):
    return strangers.addresses(roles["en"])


def first_refused(send, most: int):
    """How many are let through before 429, and that answer."""
    for number in itertools.count():
        assert number <= most, "nothing is refused"
        answer = send()
        if answer.status_code == 429:
            return number, answer
    return None


def told(answer):
    assert int(answer["Retry-After"]) > 0
    assert answer["Cache-Control"].startswith(("no-store", "max-age=0"))
    assert "Too many requests" in answer.text


@pytest.mark.parametrize("name", FORMS)
def test_the_sixth_form_of_an_hour_waits(places, name):
    number, answer = first_refused(lambda: Client().post(places[name], {}), 6)
    assert number == 5
    told(answer)
    other = Client().post(places[name], {}, REMOTE_ADDR="203.0.113.9")
    assert other.status_code != 429


def test_all_forms_count_together(places):
    for name in FORMS[:5]:
        assert Client().post(places[name], {}).status_code != 429
    assert Client().post(places[FORMS[5]], {}).status_code == 429


@pytest.mark.parametrize("name", ASKED)
def test_searches_and_comparisons_wait(name):
    number, answer = first_refused(lambda: Client().get(strangers.OPEN[name], {"q": "a"}), ASKED[name])
    assert number == ASKED[name]
    told(answer)


@pytest.mark.parametrize("path", LINKS)
def test_whoever_guesses_links_waits(path):
    number, answer = first_refused(lambda: Client().get(path), 30)
    assert number == 30
    told(answer)


def test_an_application_is_saved_sixty_times_an_hour(places):
    number, _ = first_refused(lambda: Client().post(places["application"], {}), 60)
    assert number == 60


def test_sign_in_waits_after_thirty_tries_a_minute_whatever_the_name():
    names = itertools.count()
    given = {"password": "a wrong one"}
    sent = lambda: Client().post(strangers.OPEN["sign-in"], given | {"login": f"n{next(names)}@example.org"})  # noqa: E731
    number, answer = first_refused(sent, 30)
    assert number == 30
    told(answer)


def test_the_sixth_reset_of_one_address_waits_whether_it_is_known_or_not():
    for email in ("unknown@example.org", "editor@example.org"):
        number, answer = first_refused(lambda e=email: Client().post(strangers.OPEN["reset"], {"email": e}), 5)
        assert number == 5
        told(answer)


def test_programs_are_told_in_their_way():
    client = Client(headers={"Accept": "application/json"})
    _, answer = first_refused(lambda: client.get(strangers.OPEN["search"], {"q": "a"}), 20)
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["status"] == 429


@pytest.mark.parametrize(
    ("path", "megabytes"),
    [
        ("/en/join/", 1),
        ("/en/programs/x/y/apply/", 1),
        ("/en/programs/application/x/", 31),
        ("/cms/documents/add/", 201),
    ],
)
def test_a_body_too_large_for_its_address_is_not_read(client, path, megabytes):
    class Unread:
        def read(self, *size):
            raise AssertionError("the body was read")

        close = readline = read

    said = {"wsgi.input": Unread(), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = client.post(path, **said, CONTENT_LENGTH=str(megabytes * MEGABYTE + 1))
    assert answer.status_code == 413
    assert f"{megabytes} MB" in answer.text
    assert client.post(path, {}).status_code != 413


def test_planted_fault_without_the_middleware_it_would_be_read(settings):
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if BodyLimit.__name__ not in m]
    client = Client(raise_request_exception=False)
    assert client.post("/en/join/", {}, CONTENT_LENGTH=str(2 * MEGABYTE)).status_code != 413
