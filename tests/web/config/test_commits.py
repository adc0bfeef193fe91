"""Work after a commit: once, whatever was asked for and rolled back before."""

import pytest
from django.db import transaction

from firstcontact_site.config.commits import once_committed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def done():
    return []


@pytest.fixture
def work(done):
    return lambda: done.append("done")


def test_asked_for_often_it_is_done_once_when_all_is_in_the_database(done, work):
    with transaction.atomic():
        for _ in range(3):
            once_committed(work)
        assert done == []
    assert done == ["done"]


def test_each_transaction_has_its_own(done, work):
    for _ in range(2):
        with transaction.atomic():
            once_committed(work)
    assert done == ["done", "done"]


def change_that_fails(work):
    with transaction.atomic():
        once_committed(work)
        raise ZeroDivisionError


def test_what_was_rolled_back_neither_runs_nor_stands_in_the_way(done, work):
    with pytest.raises(ZeroDivisionError):
        change_that_fails(work)
    assert done == []
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError):
            change_that_fails(work)
        once_committed(work)
    assert done == ["done"]
