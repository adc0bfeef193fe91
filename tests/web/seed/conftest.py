"""The starting content is loaded once for all tests of this folder: it is long."""

import pytest
from django.db import transaction

from support.site import make_roots


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker, release):
    """Lines that the command said. Each test has a savepoint inside (its mark django_db); all is undone at the end."""
    from firstcontact_site.seed.actions import load

    lines: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        make_roots()
        load(lines.append)
        yield lines
        transaction.set_rollback(True)
