"""Work that is done at its time: each room's `jobs.py` registers functions, the worker runs those that are due."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from firstcontact_site.config.models import JobRun

log = logging.getLogger("firstcontact.jobs")
DAY = 24 * 60


@dataclass(frozen=True)
class Job:
    """A function of no arguments that may run every `minutes`, and twice without harm."""

    name: str
    minutes: int
    function: Callable[[], object]

    @property
    def cron(self) -> str:
        if self.minutes < 60:
            return f"*/{self.minutes} * * * *"
        return "10 3 * * *" if self.minutes == DAY else f"0 */{self.minutes // 60} * * *"


REGISTRY: dict[str, Job] = {}


def periodic(minutes: int = 1) -> Callable:
    """`@periodic(minutes=5)`. Parts of an hour, whole hours that divide a day, or a day."""
    fits = 0 < minutes < 60 and 60 % minutes == 0
    if not fits and (minutes < 60 or minutes % 60 or DAY % minutes):
        raise ValueError(f"periodic(minutes={minutes}): use a part of an hour, or hours that divide a day.")

    def register(function: Callable[[], object]) -> Callable[[], object]:
        room = function.__module__.removeprefix("firstcontact_site.").partition(".")[0]
        job = Job(f"{room}.{function.__name__}", minutes, function)
        REGISTRY[job.name] = job
        return function

    return register


def discover() -> None:
    """Import `jobs.py` of every room, and the housekeeping."""
    autodiscover_modules("jobs", "housekeeping")


def run_due(now: datetime | None = None) -> list[str]:
    """Run what is due, one after the other; names of what ran. Two workers never run the same job at once."""
    now = now or timezone.now()
    done = []
    for job in list(REGISTRY.values()):
        if _claim(job, now):
            run(job)
            done.append(job.name)
    return done


def run(job: Job) -> bool:
    """True when it went well. A job that fails is logged and tried again at its next time: others go on."""
    JobRun.objects.update_or_create(name=job.name, defaults={"started_at": timezone.now()} | _due(job))
    incident = ""
    try:
        job.function()
    except Exception:
        incident = secrets.token_hex(4)
        log.exception("job failed", extra={"job": job.name, "incident": incident})
    found = {"finished_at": timezone.now(), "failed": bool(incident), "incident": incident}
    JobRun.objects.filter(name=job.name).update(**found)
    return not incident


def _claim(job: Job, now: datetime) -> bool:
    """Whether this worker may run the job now: one UPDATE decides between workers."""
    JobRun.objects.get_or_create(name=job.name, defaults={"due_at": now})
    later = now + timedelta(minutes=job.minutes)
    return bool(JobRun.objects.filter(name=job.name, due_at__lte=now).update(due_at=later))


def _due(job: Job) -> dict:
    return {"due_at": timezone.now() + timedelta(minutes=job.minutes)}


def queue_age(now: datetime | None = None) -> float | None:
    """Seconds that the latest job is over its time; None when no worker has ever run."""
    now = now or timezone.now()
    due = JobRun.objects.filter(name__in=REGISTRY).order_by("due_at").values_list("due_at", flat=True).first()
    return max(0.0, (now - due).total_seconds()) if due else None
