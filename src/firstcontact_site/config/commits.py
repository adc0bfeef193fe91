"""Work that follows a change once it is in the database."""

import threading
from collections.abc import Callable
from functools import partial

from django.db import transaction

_here = threading.local()  # what this thread was asked for and has not done; connections are each thread's own, too


def once_committed(work: Callable[[], object]) -> None:
    """Run `work` after the present transaction, once however often it is asked for within it."""
    _asked().add(work)
    transaction.on_commit(partial(_do, work))


def _do(work: Callable[[], object]) -> None:
    if work in _asked():
        _asked().discard(work)
        work()


def _asked() -> set:
    if not hasattr(_here, "asked"):
        _here.asked = set()
    return _here.asked
