"""What applicants send, and what reviewers say about it."""

from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

DRAFT, SUBMITTED, IN_REVIEW = "draft", "submitted", "in_review"
ACCEPTED, DECLINED, WITHDRAWN = "accepted", "declined", "withdrawn"
STATES = (DRAFT, SUBMITTED, IN_REVIEW, ACCEPTED, DECLINED, WITHDRAWN)
OPEN_STATES = (DRAFT, SUBMITTED, IN_REVIEW)
ARROWS = {
    DRAFT: {SUBMITTED, WITHDRAWN},
    SUBMITTED: {IN_REVIEW, WITHDRAWN},
    IN_REVIEW: {ACCEPTED, DECLINED, WITHDRAWN},
}


def private_storage() -> FileSystemStorage:
    """Outside everything that a web server shows."""
    return FileSystemStorage(location=Path(settings.PRIVATE_MEDIA_ROOT) / "applications", base_url=None)


def random_name(instance: "ApplicationFile", name: str) -> str:
    return f"{uuid4().hex}.pdf"


class Application(models.Model):
    """`answers`: name of the field -> question as it was asked, and answer."""

    programme_key = models.UUIDField(db_index=True)
    language = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    cohort = models.DateField(null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default=DRAFT)
    reason = models.TextField(max_length=2000, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["submitted_at", "started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme_key", "email"],
                condition=models.Q(state__in=OPEN_STATES),
                name="one_open_application_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"application:{self.pk}"


class ApplicationFile(models.Model):
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="files")
    field = models.CharField(max_length=40)
    question = models.CharField(max_length=200)
    file = models.FileField(storage=private_storage, upload_to=random_name)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["application", "field"], name="one_file_a_question")]

    def __str__(self) -> str:
        return f"application-file:{self.pk}"


class Review(models.Model):
    """One reviewer's points and note. `agrees`: would accept."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    note = models.TextField(max_length=2000)
    agrees = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "reviewer"], name="one_review_a_reviewer"),
            models.CheckConstraint(condition=models.Q(score__gte=1, score__lte=5), name="score_from_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"review:{self.pk}"
