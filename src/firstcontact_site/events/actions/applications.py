"""Everything that changes the state of an application. Views and jobs call it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from firstcontact_site.accounts import audit
from firstcontact_site.events import application_mails as mails
from firstcontact_site.events.application import (
    ACCEPTED,
    ARROWS,
    DECLINED,
    DRAFT,
    IN_REVIEW,
    OPEN_STATES,
    SUBMITTED,
    WITHDRAWN,
    Application,
    ApplicationFile,
    Review,
)
from firstcontact_site.events.application_files import drop, refuse_when_full
from firstcontact_site.events.programme import ProgrammePage
from firstcontact_site.events.refused import Refused

JOB = "job:events"


def start(programme: ProgrammePage, *, name: str, email: str, language: str) -> None:
    """A draft, and a link to it by mail. Who has begun already gets a new link: the page answers the same."""
    email = email.strip().lower()
    with transaction.atomic():
        if not programme.takes_now(timezone.now()):
            raise Refused("programme_refused_closed")
        made = {"language": language, "name": name}
        key = {"programme_key": programme.translation_key, "email": email}
        draft, new = Application.objects.filter(state__in=OPEN_STATES).get_or_create(**key, defaults=made)
        mails.send("start", draft, programme, once=f"{timezone.now():%Y%m%d%H}")
        if new:
            _record("application.started", draft, audit.ANONYMOUS)


def save(
    draft: Application, cohort: date | None, answers: Mapping, files: Mapping[str, tuple[str, UploadedFile]]
) -> None:
    """Keeps what the form holds so far. `files`: name of the field -> question and file."""
    with transaction.atomic():
        draft = _fresh(draft, DRAFT)
        draft.cohort, draft.answers, draft.changed_at = cohort, dict(answers), timezone.now()
        draft.save()
        refuse_when_full(sum(file.size for _, file in files.values()))
        for field, (question, file) in files.items():
            _keep_file(draft, field, question, file)


def submit(draft: Application, programme: ProgrammePage) -> None:
    """The form has checked that nothing required is missing."""
    with transaction.atomic():
        draft = _fresh(draft, DRAFT)
        if not programme.takes_now(timezone.now()):
            raise Refused("programme_refused_closed")
        draft.submitted_at = timezone.now()
        _move(draft, SUBMITTED, audit.ANONYMOUS)
        mails.send("submitted", draft, programme)


def withdraw(application: Application, programme: ProgrammePage) -> None:
    with transaction.atomic():
        application = _fresh(application)
        _move(application, WITHDRAWN, audit.ANONYMOUS)
        mails.send("withdrawn", application, programme)


def take(application: Application, user) -> None:
    """From now on reviewers read it and the applicant cannot change it."""
    with transaction.atomic():
        _move(_fresh(application), IN_REVIEW, f"user:{user.pk}", "application.taken")


def score(application: Application, user, *, score: int, note: str, agrees: bool) -> None:
    """A reviewer has one vote, and may change it until the decision."""
    with transaction.atomic():
        application = _fresh(application, IN_REVIEW)
        said = {"score": score, "note": note, "agrees": agrees, "at": timezone.now()}
        Review.objects.update_or_create(application=application, reviewer=user, defaults=said)
        _record("application.scored", application, f"user:{user.pk}")


def accept(application: Application, programme: ProgrammePage, user) -> None:
    """Only with the agreement of a reviewer who is not the one that accepts, and while the cohort has a place."""
    with transaction.atomic():
        _hold(programme)
        application = _fresh(application, IN_REVIEW)
        if not application.reviews.filter(agrees=True).exclude(reviewer=user).exists():
            raise Refused("programme_refused_second")
        places = programme.places_of(application.cohort)
        if places is not None and accepted_in(programme, application.cohort).count() >= places:
            raise Refused("programme_refused_full")
        _move(application, ACCEPTED, f"user:{user.pk}")
        mails.send("accepted", application, programme)


def decline(application: Application, programme: ProgrammePage, user, reason: str) -> None:
    """The applicant reads the reason."""
    if not reason.strip():
        raise Refused("programme_refused_reason")
    with transaction.atomic():
        application = _fresh(application, IN_REVIEW)
        application.reason = reason.strip()
        _move(application, DECLINED, f"user:{user.pk}")
        mails.send("declined", application, programme)


def accepted_in(programme: ProgrammePage, cohort: date | None) -> QuerySet[Application]:
    return Application.objects.filter(programme_key=programme.translation_key, cohort=cohort, state=ACCEPTED)


def erase_due(now: datetime) -> int:
    """After `keep_days` without a change, in whatever state; at once when the programme is deleted."""
    days = dict(ProgrammePage.objects.order_by("-pk").values_list("translation_key", "keep_days"))
    old = Application.objects.exclude(programme_key__in=days)
    for key, keep in days.items():
        old |= Application.objects.filter(programme_key=key, changed_at__lte=now - timedelta(days=keep))
    with transaction.atomic():
        gone = list(old.values_list("pk", flat=True))
        for file in ApplicationFile.objects.filter(application__in=gone):
            drop(file)
        Application.objects.filter(pk__in=gone).delete()
        if gone:
            audit.record("application.erased", "applications:all", {"rows": len(gone)}, actor=JOB)
    return len(gone)


def _keep_file(draft: Application, field: str, question: str, file: UploadedFile) -> None:
    """One file a question: a new one takes the place of the old one."""
    for old in draft.files.filter(field=field):
        drop(old)
        old.delete()
    ApplicationFile.objects.create(application=draft, field=field, question=question, file=file, size=file.size)


def _move(application: Application, state: str, actor: str, name: str = "") -> None:
    if state not in ARROWS.get(application.state, ()):
        raise Refused("programme_refused_state")
    application.state, application.changed_at = state, timezone.now()
    application.save()
    _record(name or f"application.{state}", application, actor)


def _record(name: str, application: Application, actor: str) -> None:
    audit.record(name, f"application:{application.pk}", actor=actor)


def _fresh(application: Application, state: str | None = None) -> Application:
    """The row as it is now, held until the transaction ends."""
    found = Application.objects.select_for_update().get(pk=application.pk)
    if state and found.state != state:
        raise Refused("programme_refused_state")
    return found


def _hold(programme: ProgrammePage) -> None:
    """Two editors do not give the last place of a cohort at once."""
    pages = ProgrammePage.objects.filter(translation_key=programme.translation_key).order_by("pk")
    list(pages.select_for_update(of=("self",)).values_list("pk", flat=True))
