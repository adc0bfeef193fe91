"""Whoever runs the site sees what is wrong, and nobody's words, names or tokens."""

import json
import logging

import pytest
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.urls import ResolverMatch
from django.utils import timezone

from firstcontact_site.config import jobs, views
from firstcontact_site.config.logs import JsonLines, incident_of
from firstcontact_site.config.models import JobRun

pytestmark = pytest.mark.django_db
SECRET = "reader@example.invalid"


def line(name, message, *args, exc_info=None, **extra):
    record = logging.getLogger(name).makeRecord(name, logging.ERROR, "f", 1, message, args, exc_info, extra=extra)
    return json.loads(JsonLines().format(record))


def test_the_process_answers(client):
    assert client.get("/healthz").text == "ok\n"


def test_ready_needs_a_worker_that_keeps_its_times(client):
    assert client.get("/readyz").status_code == 503
    name = next(iter(jobs.REGISTRY))
    JobRun.objects.create(name=name, due_at=timezone.now())
    assert client.get("/readyz").json()["queue_age_seconds"] < 5
    JobRun.objects.update(due_at=timezone.now() - timezone.timedelta(minutes=20))
    late = client.get("/readyz")
    assert (late.status_code, late.json()["queue_age_seconds"] > 1000) == (503, True)


def test_ready_says_that_the_database_fails(client, monkeypatch):
    def fail():
        raise DatabaseError("no route")

    monkeypatch.setattr(views, "queue_age", fail)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": "failed"})


def test_ready_is_not_for_the_public(client, proxy):
    assert client.get("/readyz", HTTP_X_REAL_IP="203.0.113.9").status_code == 404


def test_our_own_events_carry_only_known_facts():
    said = line("firstcontact.jobs", "job failed", job="mail.deliver", incident="00ff", email=SECRET)
    assert (said["event"], said["job"], said["incident"]) == ("job failed", "mail.deliver", "00ff")
    assert SECRET not in str(said)


def test_messages_of_others_are_kept_without_what_they_quote():
    assert line("django.request", "Not Found: %s", f"/confirm/{SECRET}/")["event"] == "Not Found: %s"
    assert SECRET not in str(line("django.security.DisallowedHost", f"Invalid host {SECRET}"))


def test_an_exception_is_its_type_and_place():
    try:
        raise DisallowedHost(SECRET)
    except DisallowedHost as e:
        said = line("django", "failed", exc_info=(type(e), e, e.__traceback__))
    assert said["exception"] == "DisallowedHost"
    assert "test_health_and_logs.py" in said["places"][-1]
    assert SECRET not in str(said)


def test_a_request_is_logged_by_its_pattern_and_incident(rf):
    request = rf.get(f"/newsletter/confirm/{SECRET}/?token={SECRET}")
    request.resolver_match = ResolverMatch(print, (), {}, route="newsletter/confirm/<token>/")
    said = line("django.request", "Internal Server Error: %s", request.path, request=request, status_code=500)
    assert said["route"] == "newsletter/confirm/<token>/"
    assert said["incident"] == incident_of(request)
    assert SECRET not in str(said)


@pytest.fixture
def requests_seen():
    """Records of the log of requests."""
    seen = []
    handler = logging.Handler()
    handler.emit = seen.append
    log = logging.getLogger("firstcontact.requests")
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield seen
    log.removeHandler(handler)
    log.setLevel(before)


def test_each_request_has_one_line(client, homes, requests_seen):
    client.get(f"/en/?email={SECRET}")
    assert len(requests_seen) == 1
    said = JsonLines().format(requests_seen[0])
    assert json.loads(said)["status"] == 200
    assert SECRET not in said


def test_a_page_that_is_not_there_leads_to_the_home_page_and_the_lists(client, homes):
    page = client.get("/es/nothing/").text
    assert all(f'<li><a href="/es/{path}">' in page for path in ("", "practice/", "measure/", "contact/"))
    main = page[page.index("<main") : page.index("</main>")]
    assert main.count("<li><a href=") == 4


def test_an_error_page_shows_the_number_that_the_log_has(client, homes, requests_seen):
    page = client.get("/en/nothing/").text
    assert requests_seen[0].incident in page
