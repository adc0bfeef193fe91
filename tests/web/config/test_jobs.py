"""Each job runs at its time, alone, and does not stop the others when it fails."""

from datetime import timedelta

import pytest
from django.utils import timezone

from firstcontact_site.config import jobs
from firstcontact_site.config.models import JobRun

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(jobs, "REGISTRY", {})
    return jobs.REGISTRY


@pytest.fixture
def ran(registry):
    ran = []

    @jobs.periodic(minutes=1)
    def often():
        ran.append("often")

    @jobs.periodic(minutes=60)
    def seldom():
        ran.append("seldom")

    return ran


def test_jobs_run_when_they_are_due(ran):
    now = timezone.now()
    jobs.run_due(now)
    jobs.run_due(now + timedelta(seconds=30))
    jobs.run_due(now + timedelta(minutes=2))
    assert ran == ["often", "seldom", "often"]


def test_a_job_that_another_worker_took_is_left_alone(ran):
    now = timezone.now()
    assert len(jobs.run_due(now)) == 2
    assert jobs.run_due(now) == []


def test_a_job_that_fails_is_said_and_the_others_go_on(ran, registry, caplog):
    @jobs.periodic()
    def broken():
        raise ValueError("reader@example.invalid")

    assert len(jobs.run_due()) == 3
    row = JobRun.objects.get(failed=True)
    assert row.name.endswith("broken")
    assert row.incident in str([r.__dict__ for r in caplog.records])


@pytest.mark.parametrize("minutes", [0, -1, 7, 90, 61, 5000])
def test_an_interval_that_no_clock_can_keep_is_refused(registry, minutes):
    with pytest.raises(ValueError, match="use a part of an hour"):
        jobs.periodic(minutes=minutes)


@pytest.mark.parametrize(("minutes", "cron"), [(1, "*/1 * * * *"), (120, "0 */2 * * *"), (1440, "10 3 * * *")])
def test_an_interval_as_cron_says_it(minutes, cron):
    assert jobs.Job("x", minutes, print).cron == cron


def test_the_queue_is_as_old_as_its_latest_job(ran):
    now = timezone.now()
    assert jobs.queue_age(now) is None
    jobs.run_due(now)
    assert jobs.queue_age(now) == 0
    assert jobs.queue_age(now + timedelta(minutes=6)) == pytest.approx(300, abs=5)
