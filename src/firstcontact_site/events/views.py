"""Pages with which guests get and give back their places, and calendar files. They read, and call actions."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.models import Locale

from firstcontact_site.accounts.rules import public
from firstcontact_site.config.guard import limited
from firstcontact_site.events import mails
from firstcontact_site.events.actions import registrations
from firstcontact_site.events.book import CONFIRMED, PENDING, Registration
from firstcontact_site.events.calendars import entries_of
from firstcontact_site.events.event import EventPage
from firstcontact_site.events.event_index import EventIndex
from firstcontact_site.events.forms import RegistrationForm
from firstcontact_site.events.ics import TYPE, calendar
from firstcontact_site.events.personal import show
from firstcontact_site.events.phase import OPEN_PHASES
from firstcontact_site.events.refused import Refused
from firstcontact_site.events.told import page_for, pages_of
from firstcontact_site.mail.tokens import unsigned
from firstcontact_site.words import text

YEAR = timedelta(days=366)


@public
@never_cache
@require_http_methods(["GET", "POST"])
@limited("form", "5/h", "20/d")
def register(request: HttpRequest, slug: str) -> HttpResponse:
    event = _event(request, slug)
    if event.registration != "here":
        raise Http404
    form = RegistrationForm(event, request.POST or None)
    if event.phase not in OPEN_PHASES:
        return _say(request, event, text("event_refused_closed"), status=200 if request.method == "GET" else 409)
    if request.method == "POST" and form.is_valid():
        return _registered(request, event, form)
    said = {"form": form, "event": event, "full": event.phase == "full"}
    return show(request, "register", text("event_register_title", title=event.title), event, said)


def _registered(request: HttpRequest, event: EventPage, form: RegistrationForm) -> HttpResponse:
    try:
        registrations.register(event, language=request.LANGUAGE_CODE, **form.answers())
    except Refused as refused:
        return _say(request, event, text(refused.key), status=409)
    return _say(request, event, text("event_asked"), title=text("event_asked_title"))


@public
@never_cache
@require_http_methods(["GET", "POST"])
@limited("event-link", "30/m", methods=("GET", "POST"))
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link shows a button: programs that open links of mails confirm nothing."""
    return _step(request, mails.CONFIRM, token, PENDING, "confirm", registrations.confirm)


@public
@never_cache
@require_http_methods(["GET", "POST"])
@limited("event-link", "30/m", methods=("GET", "POST"))
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    return _step(request, mails.CANCEL, token, CONFIRMED, "cancel", registrations.cancel)


def _step(request: HttpRequest, kind: str, token: str, state: str, name: str, action) -> HttpResponse:
    """404 for a link that is none of ours, 410 for one that is used or too old."""
    person = get_object_or_404(Registration.objects.select_related("book"), pk=unsigned(kind, token) or 0)
    event = page_for(pages_of(person.book), request.LANGUAGE_CODE)
    if event is None:
        raise Http404
    late = name == "confirm" and person.expires_at and person.expires_at <= timezone.now()
    if person.state != state or late:
        return _say(request, event, text(f"event_refused_{name}"), status=410)
    if request.method == "GET":
        return show(request, name, text(f"event_{name}_title"), event, {"event": event})
    try:
        action(person)
    except Refused as refused:
        return _say(request, event, text(refused.key), status=410)
    return _say(request, event, text(f"event_{name}_done"), title=text(f"event_{name}_done_title"))


@public
@require_GET
@cache_control(public=True, max_age=300)
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    event = _event(request, slug)
    return _file(calendar(entries_of([event]), event.title), f"{event.slug}.ics")


@public
@require_GET
@cache_control(public=True, max_age=300)
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """The next twelve months, for programs that subscribe."""
    locale = Locale.objects.get_for_language(request.LANGUAGE_CODE)
    index = get_object_or_404(EventIndex.objects.visible(locale).order_by("pk")[:1])
    events = index.items().filter(starts_at__lt=timezone.now() + YEAR)
    return _file(calendar(entries_of(events), index.title), "calendar.ics")


def _file(content: bytes, name: str) -> HttpResponse:
    said = {"Content-Disposition": content_disposition_header(as_attachment=False, filename=name)}
    return HttpResponse(content, content_type=TYPE, headers=said)


def _event(request: HttpRequest, slug: str) -> EventPage:
    locale = Locale.objects.get_for_language(request.LANGUAGE_CODE)
    return get_object_or_404(EventPage.objects.visible(locale).select_related("locale"), slug=slug)


def _say(request: HttpRequest, event: EventPage, message: str, *, title: str = "", status: int = 200) -> HttpResponse:
    return show(request, "said", title or event.title, event, {"event": event, "message": message}, status=status)
