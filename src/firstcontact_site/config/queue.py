"""On PostgreSQL the jobs are periodic tasks of procrastinate: one queue, one lock a job, whoever the worker is."""

from collections.abc import Callable

from django.db import connections
from procrastinate import App
from procrastinate.jobs import Status

from firstcontact_site.config import jobs

STALLED = "config.take_up_stalled"


def register(app: App) -> None:
    """Called when procrastinate is ready: each registered job becomes a task with its times."""
    jobs.discover()
    for job in jobs.REGISTRY.values():
        task = app.task(_runner(job), name=job.name, lock=job.name, queueing_lock=job.name)
        app.periodic(cron=job.cron)(task)

    @app.periodic(cron="*/5 * * * *")
    @app.task(name=STALLED, queueing_lock=STALLED)
    async def take_up_stalled(timestamp: int) -> None:
        await end_stalled(app)


def _runner(job: jobs.Job) -> Callable[[int], None]:
    def run(timestamp: int) -> None:
        try:
            jobs.run(job)
        finally:
            connections.close_all()  # this thread's own: the worker may take another one next time

    return run


async def end_stalled(app: App) -> None:
    """A worker that was killed in the middle of a job would hold its lock for ever: the next time takes it up."""
    for stalled in await app.job_manager.get_stalled_jobs():
        await app.job_manager.finish_job(stalled, status=Status.FAILED, delete_job=True)


def work() -> None:
    """Until SIGTERM or Ctrl-C; the job that is running is finished first."""
    import asyncio

    from procrastinate.contrib.django import app

    async def serve(worker: App) -> None:
        async with worker.open_async():
            await end_stalled(worker)
            await worker.run_worker_async(concurrency=1, delete_jobs="successful", shutdown_graceful_timeout=60)

    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        asyncio.run(serve(worker))
