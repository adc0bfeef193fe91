"""Signing up: asked, confirmed by a button, changed and ended by links."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail as post
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from firstcontact.release.published import groups
from firstcontact_site import words
from firstcontact_site.config.guard import guard_fields
from firstcontact_site.mail import notices
from firstcontact_site.mail.addresses import address_hash
from firstcontact_site.mail.models import OutgoingMail
from firstcontact_site.signup import actions, jobs
from firstcontact_site.signup.links import manage_path
from firstcontact_site.signup.subscription import Confirmation, Subscription

from .conftest import ADDRESS, asked, deliver, path_in

pytestmark = pytest.mark.django_db
State = Subscription.State
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def states() -> list[str]:
    return list(Subscription.objects.values_list("state", flat=True))


@pytest.mark.parametrize("code", ["en", "es", "pt"])
def test_the_form_has_labels_and_what_a_browser_needs_to_fill_it_in(client, code):
    page = client.get(f"/{code}/newsletter/").text
    assert page.count("<h1") == 1
    assert 'autocomplete="email"' in page
    assert 'for="id_email"' in page
    assert len(page.encode()) < 60_000


def test_asking_leads_to_a_page_a_mail_and_a_row_that_waits(client):
    answer = client.post("/es/newsletter/", asked(language="es"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/es/newsletter/sent/")
    assert states() == [State.PENDING]
    mail = deliver()[0]
    assert mail.to == [ADDRESS]
    assert "/es/newsletter/confirm/" in mail.body
    assert "Datos nuevos" in mail.body


def test_opening_the_link_confirms_nothing_and_the_button_does(client):
    client.post("/en/newsletter/", asked())
    path = path_in(deliver()[0], "/confirm/")
    for _ in range(2):
        page = client.get(path)
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "same-origin"
    assert states() == [State.PENDING]
    answer = client.post(path)
    assert answer.status_code == 303
    assert states() == [State.ACTIVE]
    welcome = client.get(answer.headers["Location"])
    assert "You are signed up" in welcome.text


def test_a_link_works_once(client):
    client.post("/en/newsletter/", asked())
    path = path_in(deliver()[0], "/confirm/")
    client.post(path)
    assert client.post(path).status_code == 410
    assert client.get(path).status_code == 410


def test_a_link_works_for_48_hours(client):
    client.post("/en/newsletter/", asked())
    path = path_in(deliver()[0], "/confirm/")
    Confirmation.objects.update(made_at=timezone.now() - timedelta(hours=47, minutes=59))
    assert client.get(path).status_code == 200
    Confirmation.objects.update(made_at=timezone.now() - timedelta(hours=48))
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410
    assert states() == [State.PENDING]


def test_only_the_hash_of_a_link_is_kept():
    actions.ask(actions.Wish(ADDRESS, ("data",), "en"))
    stored = [*Confirmation.objects.values_list("token_hash", flat=True), *OutgoingMail.objects.values_list("letter")]
    token = path_in(deliver()[0], "/confirm/").split("/")[-2]
    assert len(token) == 43
    assert token not in str(stored)


def test_who_does_not_confirm_is_forgotten_after_48_hours():
    actions.ask(actions.Wish(ADDRESS, ("data",), "en"))
    Subscription.objects.update(asked_at=timezone.now() - timedelta(hours=47))
    jobs.expire()
    assert states() == [State.PENDING]
    Subscription.objects.update(asked_at=timezone.now() - timedelta(hours=48))
    jobs.expire()
    row = Subscription.objects.get()
    assert (row.state, row.email, row.address_hash) == (State.EXPIRED, "", "")
    actions.ask(actions.Wish(ADDRESS, ("data",), "en"))
    assert sorted(states()) == [State.EXPIRED, State.PENDING]


def test_the_form_is_refused_without_consent_address_or_list(client):
    page = client.post("/en/newsletter/", guard_fields() | {"pace": "each", "language": "en", "email": "x"}).text
    for field in ("email", "lists", "consent"):
        assert f'href="#id_{field}"' in page
        assert f'id="id_{field}_error"' in page
    assert not Subscription.objects.exists()


def test_a_robot_is_refused(client):
    client.post("/en/newsletter/", asked(company_url="https://spam.invalid"))
    assert not Subscription.objects.exists()


def known_in_every_state(reader) -> dict[str, str]:
    """One address in each state, and one that was never here."""
    actions.ask(actions.Wish("pending@example.org", ("data",), "en"))
    reader("active@example.org")
    actions.end(reader("unsubscribed@example.org"))
    reader("complained@example.org")
    notices.complained("e", address_hash("complained@example.org"))
    reader("bounced@example.org")
    for n in range(3):
        notices.bounced(f"e{n}", address_hash("bounced@example.org"))
    names = ["pending", "active", "unsubscribed", "complained", "bounced"]
    assert sorted(states()) == sorted(names)
    return {name: f"{name}@example.org" for name in names} | {"unknown": "unknown@example.org"}


def test_the_answer_and_the_work_are_the_same_whether_an_address_is_known_or_not(client, reader):
    seen = {}
    for name, email in known_in_every_state(reader).items():
        with CaptureQueriesContext(connection) as queries:
            answer = client.post("/en/newsletter/", asked(email=email))
        shapes = [q["sql"].split(" ")[:3] for q in queries.captured_queries if "SAVEPOINT" not in q["sql"]]
        seen[name] = (answer.status_code, answer.headers["Location"], answer.content, shapes)
    assert all(entry == seen["unknown"] for entry in seen.values()), seen


def test_addresses_that_complained_or_are_dead_get_no_mail(client, reader):
    addresses = known_in_every_state(reader)
    deliver()
    for email in addresses.values():
        client.post("/en/newsletter/", asked(email=email))
    assert sorted(m.to[0].partition("@")[0] for m in deliver()) == ["active", "pending", "unknown", "unsubscribed"]


def test_a_subscriber_who_asks_for_more_loses_nothing_until_it_is_confirmed(client, reader):
    subscription = reader()
    client.post("/en/newsletter/", asked(lists=["events"]))
    assert [str(c) for c in subscription.choices.all()] == ["data"]
    mail = deliver()[0]
    assert "already get e-mails" in mail.body
    client.post(path_in(mail, "/confirm/"))
    assert sorted(str(c) for c in subscription.choices.all()) == ["data", "events"]


def test_nobody_can_fill_a_strangers_inbox(client):
    for _ in range(12):
        client.post("/en/newsletter/", asked())
    assert len(deliver()) == 6


def test_one_click_unsubscribes_without_cookie_or_token_of_a_form_and_again(reader):
    subscription = reader()
    path = manage_path(subscription)
    strict = Client(enforce_csrf_checks=True)
    for _ in range(3):
        answer = strict.post(path, ONE_CLICK)
        assert answer.status_code == 200
        assert not answer.cookies
    subscription.refresh_from_db()
    assert (subscription.state, subscription.email) == (State.UNSUBSCRIBED, "")
    assert subscription.address_hash == address_hash(ADDRESS)
    assert not subscription.choices.exists()


def test_one_click_works_as_mail_programs_send_it(reader):
    path = manage_path(reader())
    body = "List-Unsubscribe=One-Click"
    answer = Client(enforce_csrf_checks=True).post(path, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert states() == [State.UNSUBSCRIBED]


def test_looking_at_the_preferences_changes_nothing(client, reader):
    subscription = reader()
    for method in (client.get, client.head, client.post):
        assert method(manage_path(subscription)).status_code == 200
    assert states() == [State.ACTIVE]
    assert ADDRESS not in client.get(manage_path(subscription)).text


def test_a_forged_link_is_nobodys(client, reader):
    path = manage_path(reader())
    assert client.get(path.replace("/u/", "/u/9")).status_code == 404
    assert client.post(path.replace("/u/", "/u/9"), ONE_CLICK).status_code == 404


def test_preferences_are_changed_by_the_reader(client, reader):
    subscription = reader()
    path = manage_path(subscription)
    choice = guard_fields() | {"lists": ["events", "insights"], "pace": "weekly", "language": "pt"}
    answer = client.post(f"{path}change/", choice)
    assert "/pt/newsletter/u/" in answer.headers["Location"]
    subscription.refresh_from_db()
    assert (subscription.language, subscription.weekly) == ("pt", True)
    assert sorted(str(c) for c in subscription.choices.all()) == ["events", "insights"]


def test_changing_and_erasing_from_another_site_is_refused(reader):
    path = manage_path(reader())
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"{path}change/", guard_fields()).status_code == 403
    assert strict.post(f"{path}erase/").status_code == 403
    assert states() == [State.ACTIVE]


def test_erasing_leaves_nothing_and_the_link_still_answers(client, reader):
    path = manage_path(reader())
    assert "erased" in client.post(f"{path}erase/").text
    assert not Subscription.objects.exists()
    assert client.post(path, ONE_CLICK).status_code == 200
    assert client.get(path).status_code == 200


def test_what_a_link_follows_is_ticked_and_named_and_nothing_else(client, release):
    page = client.get("/es/newsletter/?practice=P001&measure=gap&measure=none&topic=none").text
    ticked = re.findall(r'value="([^"]+)" checked[^>]*><label[^>]*>([^<]+)<', page)
    practice = groups(release, "practice")["P001"]["group_name"]
    measure = words.language("es").measure("gap", "title")
    assert ticked[:-1] == [("practice:P001", practice), ("measure:gap", measure)]
    assert ticked[-1][0] == "each"


def test_a_followed_practice_is_asked_confirmed_and_told_of_a_release(client, release):
    client.post("/en/newsletter/", asked(lists=[], follow=["practice:P001"]))
    asking = deliver()[-1]
    name = groups(release, "practice")["P001"]["group_name"]
    assert name in asking.body
    client.post(path_in(asking, "/confirm/"))
    jobs.alert()
    told = deliver()
    assert len(told) == 1
    assert name in told[0].body
    assert "/en/practice/p001/" in told[0].body


def test_what_does_not_exist_cannot_be_followed(client, release):
    client.post("/en/newsletter/", asked(follow=["practice:nowhere"]))
    assert not Subscription.objects.exists()


def test_no_address_stands_in_the_logs(client, reader, caplog):
    caplog.set_level(logging.DEBUG)
    path = manage_path(reader())
    client.post("/en/newsletter/", asked())
    client.post(path, ONE_CLICK)
    deliver()
    text = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith("django.db"))
    assert ADDRESS not in text


def test_every_step_leaves_its_line_in_the_audit_log_and_no_address(client, reader):
    from firstcontact_site.accounts.models import AuditEvent

    subscription = reader()
    actions.end(subscription)
    assert list(AuditEvent.objects.order_by("seq").values_list("action", flat=True)) == [
        "subscription.asked",
        "subscription.confirmed",
        "subscription.ended",
    ]
    assert "@" not in str(list(AuditEvent.objects.values_list("object", "detail")))


def test_nothing_is_sent_before_confirmation(client):
    client.post("/en/newsletter/", asked())
    assert [m.to for m in deliver()] == [[ADDRESS]]
    assert "List-Unsubscribe" not in post.outbox[-1].extra_headers
