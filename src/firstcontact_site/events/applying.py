"""Pages on which people apply to a programme. They read, and call actions."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Locale

from firstcontact_site.accounts.rules import public
from firstcontact_site.config.guard import limited
from firstcontact_site.events.actions import applications
from firstcontact_site.events.application import ARROWS, DRAFT, WITHDRAWN, Application
from firstcontact_site.events.application_mails import LINK, LINK_LIVES
from firstcontact_site.events.forms import ApplicationForm, StartForm
from firstcontact_site.events.personal import show
from firstcontact_site.events.programme import ProgrammePage, page_for
from firstcontact_site.events.refused import Refused
from firstcontact_site.mail.tokens import unsigned
from firstcontact_site.words import text


@public
@never_cache
@require_http_methods(["GET", "POST"])
@limited("form", "5/h", "20/d")
def apply(request: HttpRequest, index: str, slug: str) -> HttpResponse:
    programme = _programme(request, slug)
    if not programme.takes_applications:
        raise Http404
    if not programme.takes_now(timezone.now()):
        return _say(
            request, programme, text("programme_refused_closed"), status=200 if request.method == "GET" else 409
        )
    form = StartForm(programme, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _started(request, programme, form)
    said = {"form": form, "programme": programme}
    return show(request, "apply", text("programme_start_title", title=programme.title), programme, said)


def _started(request: HttpRequest, programme: ProgrammePage, form: StartForm) -> HttpResponse:
    person = {"name": form.cleaned_data["name"], "email": form.cleaned_data["email"]}
    try:
        applications.start(programme, language=request.LANGUAGE_CODE, **person)
    except Refused as refused:
        return _say(request, programme, text(refused.key), status=409)
    return _say(request, programme, text("programme_started"), title=text("programme_started_title"))


@public
@never_cache
@require_http_methods(["GET", "POST"])
@limited("application", "60/h", "200/d")
def application(request: HttpRequest, token: str) -> HttpResponse:
    """The draft to fill in; later, where it stands."""
    found, programme, answer = _opened(request, token)
    if answer:
        return answer
    takes = found.state == DRAFT and programme.takes_now(timezone.now())
    form = ApplicationForm(programme, found, request.POST or None, request.FILES or None) if takes else None
    if form and request.method == "POST" and form.is_valid():
        return _keep(request, token, found, programme, form)
    said = {
        "application": found,
        "programme": programme,
        "form": form,
        "kept": form.kept if form else (),
        "closed": found.state == DRAFT and not takes,
        "saved": "saved" in request.GET and request.method == "GET",
        "may_withdraw": WITHDRAWN in ARROWS.get(found.state, ()),
        "withdraw_url": reverse("application-withdraw", args=[token]),
    }
    return show(request, "application", text("programme_form_title", title=programme.title), programme, said)


def _keep(
    request: HttpRequest, token: str, found: Application, programme: ProgrammePage, form: ApplicationForm
) -> HttpResponse:
    """Saved in any case; sent in when the other button was pressed."""
    try:
        applications.save(found, form.cohort, form.answers(), form.new_files())
        if "submit" in request.POST:
            applications.submit(found, programme)
    except Refused as refused:
        return _say(request, programme, text(refused.key), status=409)
    saved = "" if "submit" in request.POST else "?saved=1"
    return HttpResponseRedirect(reverse("application", args=[token]) + saved)


@public
@never_cache
@require_POST
@limited("application", "60/h", "200/d")
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    found, programme, answer = _opened(request, token)
    if answer:
        return answer
    try:
        applications.withdraw(found, programme)
    except Refused as refused:
        return _say(request, programme, text(refused.key), status=409)
    return HttpResponseRedirect(reverse("application", args=[token]))


def _opened(request: HttpRequest, token: str) -> tuple[Application, ProgrammePage, HttpResponse | None]:
    """404 for a link that is none of ours, 410 with a way on for one that is too old."""
    pk = unsigned(LINK, token)
    found = get_object_or_404(Application.objects.prefetch_related("files"), pk=pk or 0)
    programme = page_for(found.programme_key, request.LANGUAGE_CODE)
    if programme is None:
        raise Http404
    too_old = unsigned(LINK, token, LINK_LIVES) is None
    answer = _say(request, programme, text("programme_refused_link"), status=410) if too_old else None
    return found, programme, answer


def _programme(request: HttpRequest, slug: str) -> ProgrammePage:
    locale = Locale.objects.get_for_language(request.LANGUAGE_CODE)
    return get_object_or_404(ProgrammePage.objects.visible(locale).select_related("locale"), slug=slug)


def _say(
    request: HttpRequest, programme: ProgrammePage, message: str, *, title: str = "", status: int = 200
) -> HttpResponse:
    said = {"programme": programme, "message": message}
    return show(request, "programme_said", title or programme.title, programme, said, status=status)
