"""What all processes of the site must share: counts of requests, and when each job last ran."""

from django.db import models


class Count(models.Model):
    """Requests of one sender within one window. The key is a keyed digest: no address is stored."""

    key = models.CharField(max_length=64, primary_key=True)
    number = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)


class JobRun(models.Model):
    """The last run of a periodic job, and when it is due again."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failed = models.BooleanField(default=False)
    incident = models.CharField(max_length=16, blank=True)
