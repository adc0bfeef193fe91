"""The door: name and password, then the second factor, in three languages, with limits and the same answers."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache

from firstcontact_site.accounts.audit_event import AuditEvent
from firstcontact_site.mail.outbox import deliver_due
from support.staff import PASSWORD, code_of, person, signed_in, with_app

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P17")]
LOGIN = "/en/accounts/login/"


@pytest.fixture(autouse=True)
def _fresh_limits(roles):
    cache.clear()


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password}, **more)


def actions():
    return list(AuditEvent.objects.values_list("action", flat=True))


def test_password_then_code_opens_the_editor(client):
    user = person("editor")
    secret = with_app(user)
    answer = sign_in(client, user.email)
    assert (answer.status_code, answer["Location"]) == (302, "/en/accounts/2fa/authenticate/")
    assert client.get("/cms/").status_code == 302
    answer = client.post("/en/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert (answer.status_code, answer["Location"]) == (302, "/cms/")
    assert client.get("/cms/").status_code == 200
    assert actions()[-1] == "sign_in.succeeded"


def test_the_same_code_works_once(client):
    user = person("editor")
    secret = with_app(user)
    code = code_of(secret)
    sign_in(client, user.email)
    client.post("/en/accounts/2fa/authenticate/", {"code": code})
    client.post("/en/accounts/logout/")
    sign_in(client, user.email)
    answer = client.post("/en/accounts/2fa/authenticate/", {"code": code})
    assert answer.status_code == 200
    assert "has been used" in answer.text
    assert "sign_in.second_failed" in actions()


def test_without_a_second_factor_every_page_leads_to_its_set_up(client):
    user = person("editor")
    sign_in(client, user.email)
    for path in ("/cms/", "/cms/pages/", "/cms/images/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/en/accounts/2fa/")
    page = client.get("/en/accounts/2fa/")
    assert "set up a second factor" in page.text


def test_setting_up_the_app_gives_ten_codes_once_and_opens_the_editor(client):
    user = person("editor")
    sign_in(client, user.email)
    before = client.session.session_key
    page = client.get("/en/accounts/2fa/app/")
    secret = re.search(r'door-secret">([A-Z2-7]+)<', page.text)[1]
    answer = client.post("/en/accounts/2fa/app/", {"code": code_of(secret)})
    assert (answer.status_code, answer["Location"]) == (302, "/en/accounts/2fa/codes/")
    assert client.session.session_key != before
    page = client.get("/en/accounts/2fa/codes/")
    assert len(re.findall(r"<code>\d{8}</code>", page.text)) == 10
    assert "<code>" not in client.get("/en/accounts/2fa/codes/").text
    assert client.get("/cms/").status_code == 200
    assert {"mfa.added", "mfa.codes_made"} <= set(actions())


def test_the_secret_of_the_app_is_not_in_the_database_as_it_is():
    user = person("editor")
    secret = with_app(user)
    assert secret not in str(Authenticator.objects.get(user=user).data)


def test_a_recovery_code_opens_once(client):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    user = person("editor")
    with_app(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    for expected in (302, 200):
        sign_in(client, user.email)
        assert client.post("/en/accounts/2fa/authenticate/", {"code": code}).status_code == expected
        client.logout()


def test_wrong_names_and_wrong_passwords_get_the_same_answer(client):
    user = person("editor")
    closed = person("author", is_active=False)

    def said(email):
        text = sign_in(client, email, "not the password at all").text
        text = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', "", text)
        return text.replace(email, "")

    answers = {said(email) for email in (user.email, "unknown@example.org", closed.email)}
    assert len(answers) == 1
    assert "do not fit together" in answers.pop()
    assert sign_in(client, closed.email).text.count("do not fit together") >= 1


def test_after_five_wrong_tries_the_right_password_waits_too(client):
    user = person("editor")
    for _ in range(5):
        assert "do not fit together" in sign_in(client, user.email, "wrong").text
    answer = sign_in(client, user.email)
    assert answer.status_code == 200
    assert "wait five minutes" in answer.text
    assert actions().count("sign_in.failed") == 5
    assert actions()[-1] == "sign_in.limited"


def test_ten_wrong_tries_a_minute_from_one_address_whatever_the_name(client):
    for number in range(10):
        sign_in(client, f"n{number}@example.org")
    assert "wait five minutes" in sign_in(client, "other@example.org").text
    other = sign_in(client, "other@example.org", REMOTE_ADDR="203.0.113.9")
    assert "do not fit together" in other.text


def test_five_wrong_codes_and_the_second_factor_waits(client):
    user = person("editor")
    secret = with_app(user)
    sign_in(client, user.email)
    for _ in range(5):
        client.post("/en/accounts/2fa/authenticate/", {"code": "000000"})
    assert client.post("/en/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 200
    assert client.get("/cms/").status_code == 302


def test_no_sign_up_and_no_other_door(client):
    for path in ("/en/accounts/signup/", "/en/accounts/email/", "/en/accounts/login/code/", "/accounts/login/"):
        assert client.get(path).status_code == 404
    assert client.get("/cms/login/?next=/cms/pages/")["Location"] == "/en/accounts/login/?next=/cms/pages/"
    assert client.get("/cms/password_reset/").status_code in (302, 404)


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_next_never_leads_away(client, path):
    user = person("editor")
    secret = with_app(user)
    client.post(LOGIN, {"login": user.email, "password": PASSWORD, "next": path})
    answer = client.post("/en/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert answer["Location"] == "/cms/"


def reset_link(client, email):
    client.post("/en/accounts/password/reset/", {"email": email})
    deliver_due()
    return re.search(r"/en/accounts/password/reset/key/\S+", mail.outbox[-1].body)[0]


def set_password(client, link, password):
    page = client.get(link)
    if page.status_code == 200:
        return page
    return client.post(page["Location"], {"password1": password, "password2": password})


def test_a_reset_keeps_the_second_factor_and_its_link_works_once(client):
    user = person("editor")
    secret = with_app(user)
    link = reset_link(client, user.email)
    answer = set_password(client, link, "another long walk by the sea")
    assert answer.status_code == 302
    client.logout()
    assert "used already" in set_password(client, link, "a third long walk by the sea").text
    answer = sign_in(client, user.email, "another long walk by the sea")
    assert answer["Location"] == "/en/accounts/2fa/authenticate/"
    assert client.post("/en/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302
    assert "password.reset" in actions()


def test_a_reset_link_ends_after_half_an_hour(client, settings):
    user = person("editor")
    link = reset_link(client, user.email)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "used already" in client.get(link).text


def test_asking_for_a_reset_answers_the_same_for_everybody_and_mails_nobody_unknown(client):
    user = person("editor")
    known = client.post("/en/accounts/password/reset/", {"email": user.email})
    unknown = client.post("/en/accounts/password/reset/", {"email": "unknown@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    deliver_due()
    assert [m.to for m in mail.outbox] == [[user.email]]


@pytest.mark.parametrize(
    ("password", "sentence"),
    [("short", "12"), ("password1234", "common"), ("maria.rivera.maria", "similar")],
)
def test_weak_passwords_are_refused(client, password, sentence):
    user = person("editor", email="maria.rivera@example.org", name="Maria Rivera")
    browser = signed_in(user)
    given = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    answer = browser.post("/en/accounts/password/change/", given)
    assert answer.status_code == 200
    assert sentence in answer.text


@pytest.mark.parametrize("code", ["en", "es", "pt"])
@pytest.mark.parametrize("path", ["login/", "password/reset/", "password/reset/done/", "2fa/", "2fa/app/", "logout/"])
def test_pages_of_the_door_stand_in_the_frame_in_three_languages(client, code, path):
    browser = signed_in(person("editor")) if path.startswith(("2fa/", "logout")) else client
    if path == "2fa/app/":
        Authenticator.objects.all().delete()
        browser = signed_in(person("author"), factor=False)
        session = browser.session
        session["account_authentication_methods"] = [{"method": "password", "at": 9e9}]
        session["account_authentication_methods_user"] = browser.session["_auth_user_id"]
        session.save()
    answer = browser.get(f"/{code}/accounts/{path}")
    assert answer.status_code == 200
    assert f'<html lang="{code}">' in answer.text
    assert answer.text.count("<h1>") == 1
    assert 'name="robots" content="noindex"' in answer.text
