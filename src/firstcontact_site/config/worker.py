"""The process that runs the jobs: a plain loop in the demo, procrastinate on PostgreSQL."""

import logging
import signal
import threading

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from firstcontact_site.config import jobs

STEP_SECONDS = 5
log = logging.getLogger("firstcontact.jobs")


def work() -> None:
    """Returns after SIGTERM or Ctrl-C, when the running job is done."""
    if settings.ENVIRONMENT.database_url:
        from firstcontact_site.config import queue

        return queue.work()
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    return loop(stop)


def loop(stop: threading.Event) -> None:
    while not stop.is_set():
        close_old_connections()
        try:
            jobs.run_due()
        except DatabaseError:
            log.exception("jobs wait: the database does not answer")
        stop.wait(STEP_SECONDS)
