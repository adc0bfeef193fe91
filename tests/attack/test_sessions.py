"""Sessions: their cookie, their end, and what asks for the second factor again."""

import contextlib
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection

from firstcontact_site.accounts import actions
from firstcontact_site.accounts.audit_event import AuditEvent
from firstcontact_site.accounts.middleware import BEGAN, SEEN
from firstcontact_site.accounts.models import Invitation
from firstcontact_site.accounts.user import User
from firstcontact_site.mail.outbox import deliver_due
from support.staff import PASSWORD, person, signed_in, staff

pytestmark = pytest.mark.django_db
STAFF, OWN = "/cms/", "/en/accounts/2fa/"


@pytest.fixture(autouse=True)
def _roles(roles):
    pass


def aged(client, **seconds):
    session = client.session
    session[BEGAN] = int(time.time()) - seconds.get("began", 0)
    session[SEEN] = int(time.time()) - seconds.get("seen", 0)
    session.save()
    return client


@pytest.mark.parametrize(
    ("path", "began", "seen", "open_"),
    [
        (STAFF, 0, 14 * 60, True),
        (STAFF, 0, 16 * 60, False),
        (OWN, 0, 16 * 60, True),
        (OWN, 0, 31 * 60, False),
        (STAFF, 12 * 3600 - 60, 0, True),
        (STAFF, 12 * 3600 + 60, 0, False),
    ],
)
def test_a_session_ends_when_it_is_left_alone_or_too_old(path, began, seen, open_):
    client = aged(staff("editor"), began=began, seen=seen)
    answer = client.get(path)
    assert (answer.status_code == 200) is open_
    if not open_:
        assert answer["Location"].startswith("/en/accounts/login/?next=")
        assert "_auth_user_id" not in client.session
        assert AuditEvent.objects.filter(action="session.ended").exists()


def test_the_editor_s_pings_are_not_somebody_working():
    client = aged(staff("editor"), seen=10 * 60)
    before = client.session[SEEN]
    client.post("/cms/editing-sessions/1/")
    assert client.session[SEEN] == before
    client.get(STAFF)
    assert client.session[SEEN] > before


def test_a_new_number_at_sign_in(client):
    user = person("editor")
    client.get("/en/accounts/login/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_public_pages_set_and_read_no_cookie(client):
    for path in ("/en/", "/es/", "/healthz", "/robots.txt"):
        answer = client.get(path)
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_private_answers_are_kept_by_nobody():
    client = staff("administrator")
    for path in (STAFF, OWN, "/cms/people/", "/cms/people/audit/"):
        answer = client.get(path)
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"


FRESH = [
    ("administrator", "/cms/people/invite/"),
    ("administrator", "/cms/people/{pk}/"),
    ("auditor", "/cms/people/audit/export/"),
    ("editor", "/en/accounts/password/change/"),
    ("editor", "/en/accounts/2fa/codes/new/"),
    ("editor", "/en/accounts/2fa/passkeys/add/"),
    ("editor", "/en/accounts/2fa/app/remove/"),
]


@pytest.mark.parametrize(("role", "path"), FRESH)
def test_weighty_steps_ask_for_the_second_factor_of_the_last_ten_minutes(role, path):
    user = person(role)
    path = path.format(pk=user.pk)
    lately, before = signed_in(user, seconds_ago=9 * 60), signed_in(user, seconds_ago=11 * 60)
    assert lately.get(path).status_code in (200, 405)
    answer = before.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/en/accounts/2fa/reauthenticate/?next=")
    assert before.post(path).status_code == 302


def test_a_session_from_before_the_set_up_does_not_pass():
    user = person("editor")
    inside = signed_in(user)
    from_before = signed_in(user, factor=False)
    assert inside.get(STAFF).status_code == 200
    assert from_before.get(STAFF)["Location"].startswith("/en/accounts/2fa/reauthenticate/")


def test_closing_an_account_ends_its_sessions():
    boss, user = person("administrator"), person("editor")
    client = signed_in(user)
    assert client.get(STAFF).status_code == 200
    actions.disable(boss, user)
    assert client.get(STAFF).status_code == 302
    assert AuditEvent.objects.filter(action="user.disabled", object=f"user:{user.pk}").exists()


def test_nobody_changes_their_own_roles_and_one_administrator_stays():
    boss = person("administrator")
    client = signed_in(boss)
    client.post(f"/cms/people/{boss.pk}/", {"roles": ["administrator", "publisher"]})
    assert list(boss.groups.values_list("name", flat=True)) == ["administrator"]
    client.post(f"/cms/people/{boss.pk}/close/")
    assert User.objects.get(pk=boss.pk).is_active


def test_an_invitation_ends_when_its_address_has_got_an_account_by_another_way(client):
    actions.invite(person("administrator"), "a@example.org", ["author"], "en")
    deliver_due()
    path = re.search(r"/en/accounts/invitation/\S+", mail.outbox[-1].body)[0]
    actions.make_user("a@example.org", PASSWORD, ["author"])
    assert client.get(path).status_code == 410
    assert client.post(path, {"name": "A", "password": PASSWORD}).status_code == 410


def test_the_whole_way_of_an_invitation(client):
    boss = staff("administrator")
    given = {"email": "New@example.org", "language": "es", "roles": ["author"]}
    assert boss.post("/cms/people/invite/", given).status_code == 302
    deliver_due()
    letter = mail.outbox[-1]
    assert letter.to == ["new@example.org"]
    link = letter.body[letter.body.index("/es/accounts/invitation/") :].split()[0]
    token = link.split("/")[-2]
    assert len(token) == 43
    assert token not in str(Invitation.objects.values_list())
    assert client.get(link).status_code == 200
    weak = client.post(link, {"name": "New", "password": "password1234"})
    assert weak.status_code == 200
    assert client.post(link, {"name": "New", "password": PASSWORD})["Location"] == "/cms/"
    assert client.get("/cms/")["Location"].startswith("/en/accounts/2fa/")
    for again in (client.get(link), client.post(link, {"name": "X", "password": PASSWORD})):
        assert again.status_code == 410
    assert list(User.objects.get(email="new@example.org").groups.values_list("name", flat=True)) == ["author"]
    done = list(AuditEvent.objects.values_list("action", flat=True))
    assert {"invitation.sent", "invitation.accepted"} <= set(done)


@pytest.mark.parametrize("end", ["age", "withdrawn", "newer"])
def test_an_invitation_ends(client, monkeypatch, end):
    from datetime import timedelta

    from firstcontact_site.accounts import invitation as room

    boss = person("administrator")
    monkeypatch.setattr(actions, "make_token", lambda: ("first", room.hash_of("first")))
    made = actions.invite(boss, "new@example.org", ["author"], "en")
    assert client.get("/en/accounts/invitation/first/").status_code == 200
    if end == "age":
        Invitation.objects.update(made_at=made.made_at - timedelta(hours=73))
    elif end == "withdrawn":
        actions.withdraw(boss, made)
    else:
        monkeypatch.setattr(actions, "make_token", lambda: ("second", room.hash_of("second")))
        actions.invite(boss, "new@example.org", ["author"], "en")
    assert client.get("/en/accounts/invitation/first/").status_code == 410
    assert client.get("/en/accounts/invitation/unknown/").status_code == 410


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_close_each_other_at_once_leave_one(roles):
    first, second = person("administrator", email="1@example.org"), person("administrator", email="2@example.org")

    def close(by, user) -> None:
        try:
            with contextlib.suppress(PermissionDenied):
                actions.disable(by, user)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(close, (first, second), (second, first)))
    assert User.objects.filter(groups__name="administrator", is_active=True).count() == 1
