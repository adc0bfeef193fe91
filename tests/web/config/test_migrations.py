"""Migrations say what the code says, with a release and without one, and the words of no language."""

import pytest
from django.core.management import call_command
from django.utils import translation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", ["en", "es"])
def test_no_migration_is_missing(release, code):
    with translation.override(code):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_migration_is_missing_without_a_release(monkeypatch):
    from firstcontact.release.reader import Reader

    monkeypatch.setattr(Reader, "current", lambda self: None)
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
