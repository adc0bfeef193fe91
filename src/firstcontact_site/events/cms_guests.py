"""Who comes to an event, inside the editor: list, marks, export."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from firstcontact_site.accounts.audit import actor_of, record
from firstcontact_site.accounts.rules import needs
from firstcontact_site.config.guard import csv_response
from firstcontact_site.events.actions import registrations
from firstcontact_site.events.book import ATTENDED, CANCELLED, CONFIRMED, NO_SHOW, STATES, EventBook, Registration
from firstcontact_site.events.event import EventPage
from firstcontact_site.events.refused import Refused
from firstcontact_site.words import text

PAGE_SIZE = 50
MARKS = {ATTENDED: "event_cms_came", NO_SHOW: "event_cms_not_came", CANCELLED: "event_cms_cancel"}
COLUMNS = ("state", "asked_at", "name", "email", "organisation", "needs", "language")


@needs("events.manage")
@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """Every event once, newest first, with how many are in each state: by the oldest of its pages that are left."""
    alike = EventPage.objects.filter(translation_key=OuterRef("translation_key")).order_by("pk")
    found = EventPage.objects.filter(pk=Subquery(alike.values("pk")[:1])).select_related("locale")
    page = Paginator(found.order_by("-starts_at", "title", "id"), PAGE_SIZE).get_page(request.GET.get("page"))
    books = _counted([e.translation_key for e in page])
    rows = [(event, *books[event.translation_key]) for event in page]
    said = {"page": page, "rows": rows, "states": _states()}
    return render(request, "events/cms/events.html", said, using="django")


def _counted(keys: list[UUID]) -> dict[UUID, tuple[int, list[int]]]:
    """Key of an event -> its number and people in each state, in one query; the erased ones are counted with them."""
    sums = {s: Count("registrations", filter=Q(registrations__state=s)) for s in STATES}
    found = EventBook.objects.filter(event_key__in=keys).annotate(**{f"in_{s}": n for s, n in sums.items()})
    return {b.event_key: (b.number, [getattr(b, f"in_{s}") + b.counts.get(s, 0) for s in STATES]) for b in found}


@needs("events.manage")
@require_GET
def guests(request: HttpRequest, number: int) -> HttpResponse:
    book = get_object_or_404(EventBook, number=number)
    chosen = request.GET.get("state", "")
    found = book.registrations.filter(state=chosen) if chosen in STATES else book.registrations.all()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    counts = book.state_counts()
    said = {
        "event": _event(book),
        "book": book,
        "page": page,
        "chosen": chosen,
        "counts": [(state, name, counts.get(state, 0)) for state, name in _states()],
        "marks": [(state, text(key)) for state, key in MARKS.items()],
        "may_be_marked": CONFIRMED,
    }
    return render(request, "events/cms/guests.html", said, using="django")


@needs("events.manage")
@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Registration.objects.select_related("book"), pk=pk)
    state = request.POST.get("state", "")
    step = registrations.cancel if state == CANCELLED else registrations.mark
    facts = {} if state == CANCELLED else {"state": state}
    try:
        step(person, actor=actor_of(request.user), **facts)
    except Refused as refused:
        messages.error(request, text(refused.key))
    else:
        messages.success(request, text("event_cms_marked", name=person.name))
    return HttpResponseRedirect(reverse("event_guests", args=[person.book.number]))


@needs("events.export", fresh=True)
@require_POST
def export(request: HttpRequest, number: int) -> HttpResponse:
    book = get_object_or_404(EventBook, number=number)
    record("registration.exported", f"event:{book.number}", actor=actor_of(request.user))
    rows = ([str(getattr(person, name)) for name in COLUMNS] for person in book.registrations.all())
    return csv_response(f"event-{book.number}-registrations", COLUMNS, rows)


def _states() -> list[tuple[str, str]]:
    return [(state, text(f"event_state_{state}")) for state in STATES]


def _event(book: EventBook) -> EventPage | None:
    return EventPage.objects.filter(translation_key=book.event_key).order_by("pk").first()
