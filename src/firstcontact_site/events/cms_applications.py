"""Applications inside the editor: read, give points, decide."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Avg, Count, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from firstcontact_site.accounts.audit import actor_of, record
from firstcontact_site.accounts.rules import needs
from firstcontact_site.config.guard import csv_response
from firstcontact_site.events.actions import applications
from firstcontact_site.events.application import (
    DRAFT,
    IN_REVIEW,
    STATES,
    SUBMITTED,
    Application,
    ApplicationFile,
    Review,
)
from firstcontact_site.events.programme import ProgrammePage
from firstcontact_site.events.refused import Refused
from firstcontact_site.words import lazy, text

PAGE_SIZE = 50
READABLE = tuple(s for s in STATES if s != DRAFT)
COLUMNS = ("state", "submitted_at", "cohort", "name", "email", "language", "mean", "answers")


class ReviewForm(forms.Form):
    score = forms.TypedChoiceField(
        label=lazy("programme_cms_score"),
        help_text=lazy("programme_cms_score_help"),
        choices=[(n, n) for n in range(1, 6)],
        coerce=int,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=lazy("programme_cms_note"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    agrees = forms.BooleanField(label=lazy("programme_cms_agrees"), required=False)


@needs("programmes.review")
@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    """Every programme once, in the language in which it was made first."""
    pages: dict[UUID, ProgrammePage] = {}
    for page in ProgrammePage.objects.order_by("pk"):
        pages.setdefault(page.translation_key, page)
    sums = {f"in_{s}": Count("pk", filter=Q(state=s)) for s in READABLE}
    counts = {row["programme_key"]: row for row in Application.objects.values("programme_key").annotate(**sums)}
    rows = [(p, [counts.get(p.translation_key, {}).get(f"in_{s}", 0) for s in READABLE]) for p in pages.values()]
    return render(request, "events/cms/programmes.html", {"rows": rows, "states": _states()}, using="django")


@needs("programmes.review")
@require_GET
def listing(request: HttpRequest, key: UUID) -> HttpResponse:
    chosen = request.GET.get("state", "")
    found = _sent_in(key)
    page = Paginator(found.filter(state=chosen) if chosen in READABLE else found, PAGE_SIZE)
    said = {"programme": _programme(key), "page": page.get_page(request.GET.get("page")), "chosen": chosen}
    return render(request, "events/cms/applications.html", said | {"states": _states()}, using="django")


@needs("programmes.review")
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _application(pk), ReviewForm(initial=_own_review(request, pk)))


@needs("programmes.review")
@require_POST
def score(request: HttpRequest, pk: int) -> HttpResponse:
    form = ReviewForm(request.POST)
    application = _application(pk)
    if not form.is_valid():
        return _show(request, application, form)
    return _done(request, application, lambda: applications.score(application, request.user, **form.cleaned_data))


@needs("programmes.review")
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """`step` names the button: take, accept or decline."""
    application = _application(pk)
    programme, user = _programme(application.programme_key), request.user
    steps = {
        "take": lambda: applications.take(application, user),
        "accept": lambda: applications.accept(application, programme, user),
        "decline": lambda: applications.decline(application, programme, user, request.POST.get("reason", "")),
    }
    step = steps.get(request.POST.get("step", ""))
    if step is None:
        raise Http404
    return _done(request, application, step)


@needs("programmes.review")
@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Always as a download under a name of ours; the site's own address never shows it in a frame or as a page."""
    found = get_object_or_404(ApplicationFile.objects.exclude(application__state=DRAFT), pk=pk)
    name = f"application-{found.application_id}-{found.pk}.pdf"
    try:
        return FileResponse(found.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
    except FileNotFoundError:
        raise Http404 from None


@needs("programmes.export", fresh=True)
@require_POST
def export(request: HttpRequest, key: UUID) -> HttpResponse:
    record("application.exported", f"programme:{_programme(key).pk}", actor=actor_of(request.user))
    rows = ([*(str(getattr(a, name) or "") for name in COLUMNS[:-1]), _answers(a)] for a in _sent_in(key))
    return csv_response("applications", COLUMNS, rows)


def _answers(application: Application) -> str:
    return "\n".join(f"{said['question']}: {said['answer']}" for said in application.answers.values())


def _done(request: HttpRequest, application: Application, step) -> HttpResponse:
    try:
        step()
    except Refused as refused:
        messages.error(request, text(refused.key))
    else:
        messages.success(request, text("programme_cms_done"))
    return HttpResponseRedirect(reverse("application_review", args=[application.pk]))


def _show(request: HttpRequest, application: Application, form: ReviewForm) -> HttpResponse:
    said = {
        "application": application,
        "programme": _programme(application.programme_key),
        "state": text(f"programme_state_{application.state}"),
        "form": form if application.state == IN_REVIEW else None,
        "may_take": application.state == SUBMITTED,
    }
    return render(request, "events/cms/application.html", said, using="django")


def _own_review(request: HttpRequest, pk: int) -> dict:
    return Review.objects.filter(application=pk, reviewer=request.user).values().first() or {}


def _application(pk: int) -> Application:
    found = Application.objects.exclude(state=DRAFT).prefetch_related("files", "reviews__reviewer")
    return get_object_or_404(found, pk=pk)


def _sent_in(key: UUID) -> QuerySet[Application]:
    """A draft is the applicant's own: nobody reads it."""
    found = Application.objects.filter(programme_key=key).exclude(state=DRAFT)
    return found.annotate(mean=Avg("reviews__score")).order_by("submitted_at", "pk")


def _programme(key: UUID) -> ProgrammePage:
    found = ProgrammePage.objects.filter(translation_key=key).order_by("pk").first()
    if found is None:
        raise Http404
    return found


def _states() -> list[tuple[str, str]]:
    return [(state, text(f"programme_state_{state}")) for state in READABLE]
