"""What calendars and guests are told of an event, in each language, and what its languages share."""

from firstcontact_site.events.book import EventBook
from firstcontact_site.events.event import EventPage

SHARED = (
    "starts_at", "ends_at", "time_zone", "kind", "link", "capacity", "registration", "registration_link", "opens_at",
    "closes_at", "asks_organisation", "asks_needs", "called_off", "recording", "slides",
)  # fmt: skip
FOR_GUESTS = ("starts_at", "ends_at", "time_zone", "place", "link", "called_off")
FOR_CALENDARS = ("title", "lead", *FOR_GUESTS)


def pages_of(book: EventBook) -> dict[str, EventPage]:
    """The event's live pages by language; the first language stands first."""
    pages = EventPage.objects.filter(translation_key=book.event_key, live=True).select_related("locale")
    return {p.locale.language_code: p for p in sorted(pages, key=lambda p: (p.pk != book.number, p.pk))}


def page_for(pages: dict[str, EventPage], language: str) -> EventPage | None:
    """In the reader's language, else in the event's first one."""
    return pages.get(language) or next(iter(pages.values()), None)


def share(pages: dict[str, EventPage]) -> None:
    """Times, places and registration of the first language count in all of them."""
    first, *others = pages.values()
    values = {name: getattr(first, name) for name in SHARED}
    EventPage.objects.filter(pk__in=[p.pk for p in others]).update(**values)
    for page in others:
        for name, value in values.items():
            setattr(page, name, value)


def facts(page: EventPage) -> dict[str, str]:
    found = {name: getattr(page, name) for name in FOR_CALENDARS}
    return {name: v.isoformat() if hasattr(v, "isoformat") else str(v) for name, v in found.items()}


def differs(old: dict, new: dict, names: tuple[str, ...]) -> bool:
    return bool(old) and any(old.get(name) != new[name] for name in names)
