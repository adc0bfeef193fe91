"""On PostgreSQL the same functions are tasks of procrastinate."""

import pytest
from django.db import connection

from firstcontact_site.config import jobs, queue
from firstcontact_site.config.models import JobRun

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has a plain loop instead: test_jobs.py"),
]


@pytest.fixture
def app():
    from procrastinate.contrib.django import app

    return app


@pytest.fixture(autouse=True)
def _empty_queue():
    """Its tables are not Django's, so no test empties them."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def work(app):
    """One worker that ends when the queue is empty."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, concurrency=1, delete_jobs="successful", listen_notify=False)


def test_every_job_is_a_task_with_its_times(app):
    times = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert times.pop(queue.STALLED) == "*/5 * * * *"
    assert {name: job.cron for name, job in jobs.REGISTRY.items()} == {
        name: cron for name, cron in times.items() if name in jobs.REGISTRY
    }


def test_the_worker_runs_a_job_and_writes_when(app):
    name = "config.forget_old_counts"
    app.tasks[name].defer(timestamp=0)
    work(app)
    run = JobRun.objects.get(name=name)
    assert (run.failed, run.finished_at is None) == (False, False)


def test_a_job_waits_in_the_queue_once(app):
    from procrastinate.exceptions import AlreadyEnqueued

    app.tasks["config.forget_old_counts"].defer(timestamp=0)
    with pytest.raises(AlreadyEnqueued):
        app.tasks["config.forget_old_counts"].defer(timestamp=60)


def test_a_job_of_a_killed_worker_gives_its_lock_back(app):
    name = "config.forget_old_counts"
    app.tasks[name].defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = %s", [name])
    app.tasks[name].defer(timestamp=60)
    app.tasks[queue.STALLED].defer(timestamp=0)
    work(app)
    work(app)
    assert JobRun.objects.filter(name=name, failed=False).exists()
