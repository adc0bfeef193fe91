"""Unsafe starts are refused with a sentence, and a safe one passes Django's own checks."""

import os
import subprocess
import sys

import pytest

from firstcontact.errors import UsageError
from firstcontact_site.accounts.first import make_administrator
from firstcontact_site.accounts.user import User
from firstcontact_site.config.environment import read
from firstcontact_site.config.refusals import refuse_unsafe_start
from support.site import WORKSPACE

KEY = "kQ9v2LxR7tYp4WmZ8cNb3HsJ6fGd1AaUeEiOoPqSrTuVwXyB5"
SAFE = {
    "FIRSTCONTACT_WORKSPACE": str(WORKSPACE.root),
    "FIRSTCONTACT_SITE_URL": "https://site.example.org",
    "FIRSTCONTACT_SECRET_KEY": KEY + "1z",
    "FIRSTCONTACT_LINK_KEY": KEY[::-1] + "2y",
    "DATABASE_URL": "postgresql://fc:fc@127.0.0.1:5/fc",
    "FIRSTCONTACT_EMAIL_URL": "smtp://mail.example.org",
    "FIRSTCONTACT_MAIL_FROM": "site@site.example.org",
}
UNSAFE = [
    ({"FIRSTCONTACT_SITE_URL": "http://site.example.org"}, "needs an address with https"),
    ({"FIRSTCONTACT_SECRET_KEY": "short"}, "too short or too plain"),
    ({"FIRSTCONTACT_SECRET_KEY": "a" * 60}, "too short or too plain"),
    ({"FIRSTCONTACT_SECRET_KEY": "django-insecure-" + KEY}, "others try first"),
    ({"FIRSTCONTACT_LINK_KEY": ""}, "is not set"),
    ({"FIRSTCONTACT_LINK_KEY": KEY + "1z"}, "need a key of their own"),
    ({"FIRSTCONTACT_HOSTS": "*.example.org"}, "holds a wildcard"),
    ({"DATABASE_URL": ""}, "needs PostgreSQL"),
    ({"FIRSTCONTACT_EMAIL_URL": ""}, "must be able to send"),
    ({"DJANGO_DEBUG": "1"}, "DEBUG"),
    ({"FIRSTCONTACT_MAIL_WEBHOOK_SECRET": "open"}, "name:secret"),
]


@pytest.mark.promise("P16")
@pytest.mark.parametrize(("change", "sentence"), UNSAFE)
def test_unsafe_starts_are_refused(change, sentence):
    with pytest.raises(UsageError, match=sentence):
        refuse_unsafe_start(read(SAFE | change))


def test_the_safe_start_is_not_refused():
    refuse_unsafe_start(read(SAFE))


def test_hosts_may_be_written_with_spaces_between_them():
    given = read(SAFE | {"FIRSTCONTACT_HOSTS": "a.example.org, b.example.org,"})
    assert given.hosts == ("a.example.org", "b.example.org")


PRINT = """
import django; django.setup()
from django.conf import settings
from django.core.management import call_command
for name in ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "DEBUG",
             "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS"):
    print(name, getattr(settings, name))
call_command("check", deploy=True, fail_level="WARNING", databases=[])
"""


@pytest.mark.promise("P16")
def test_production_settings_pass_the_deploy_check_and_harden_the_cookies():
    given = os.environ | SAFE | {"DJANGO_SETTINGS_MODULE": "firstcontact_site.config.settings"}
    done = subprocess.run([sys.executable, "-c", PRINT], env=given, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "System check identified no issues (0 silenced)" in done.stdout + done.stderr
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines() if line and line[0].isupper())
    assert said["SESSION_COOKIE_NAME"] == "__Host-sid"
    assert said["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert said["SESSION_COOKIE_SECURE"] == said["CSRF_COOKIE_SECURE"] == said["SESSION_COOKIE_HTTPONLY"] == "True"
    assert said["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert said["SECURE_HSTS_SECONDS"] == str(2 * 365 * 24 * 3600)
    assert said["ALLOWED_HOSTS"] == "['site.example.org']"
    assert said["DEBUG"] == "False"


@pytest.mark.django_db
def test_one_first_administrator_and_no_web_page_that_makes_one(roles):
    made = make_administrator("First@example.org", "a long walk by the river")
    assert list(made.groups.values_list("name", flat=True)) == ["administrator"]
    assert not made.is_superuser
    with pytest.raises(UsageError, match="has an administrator already"):
        make_administrator("second@example.org", "a long walk by the river")
    make_administrator("second@example.org", "a long walk by the river", another=True)
    assert User.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("first@example.org", "short", "12"),
        ("first@example.org", "password1234", "common"),
        ("margarita.flores@example.org", "margarita.flores", "similar"),
        ("no address", "a long walk by the river", "valid"),
    ],
)
def test_the_first_administrator_needs_an_address_and_a_strong_password(roles, email, password, sentence):
    with pytest.raises(UsageError, match=sentence):
        make_administrator(email, password)
    assert not User.objects.exists()
