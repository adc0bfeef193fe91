"""Pages that the starting content does not have: a long list, an open event, a programme that takes applications, one
page with every block. Dates count from today, so that the tests do not grow old."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Page, Site

from firstcontact_site.content.base import SitePage
from firstcontact_site.content.models import HomePage, PersonPage, PostPage, StandardPage
from firstcontact_site.events.models import EventPage, ProgrammePage
from firstcontact_site.seed import media, samples
from firstcontact_site.seed.planting import Planter
from firstcontact_site.signup.models import NewsletterIssue

POSTS = 30
EVENT, COURSE, CLOSED, BLOCKS, ISSUE = "open-evening", "course", "closed-course", "every-block", "one-issue"
WORDS = "<p>Words of a test, long enough for a line.</p>"
TITLES = {
    "en": ("Note", "Open evening", "Course", "Every block"),
    "es": ("Nota", "Noche abierta", "Curso", "Cada bloque"),
    "pt": ("Nota", "Noite aberta", "Curso", "Cada bloco"),
}


def furnish() -> int:
    """How many pages were added."""
    return sum(_language(home) for home in HomePage.objects.select_related("locale").order_by("path"))


def _language(home: HomePage) -> int:
    planter = Planter(home)
    note, evening, course, blocks = TITLES[planter.code]
    _posts(planter, note)
    _event(planter, evening)
    _programmes(planter, course)
    _issue(planter)
    _every_block(planter, blocks)
    return planter.made


def _posts(planter: Planter, title: str) -> None:
    """Three on a day, so that the order within a day is seen too."""
    for number in range(POSTS):
        fields = {"kind": "insight", "date": date(2026, 1, 1) + timedelta(days=number // 3), "lead": f"{title}."}
        body = [("text", WORDS)]
        planter.page(planter.at("news"), PostPage, f"note-{number}", title=f"{title} {number}", body=body, **fields)


def _event(planter: Planter, title: str) -> None:
    starts = datetime.combine(date.today() + timedelta(days=30), time(18), ZoneInfo("America/New_York"))
    facts = {"starts_at": starts, "ends_at": starts + timedelta(hours=2), "time_zone": "America/New_York"}
    facts |= {"kind": "in_person", "place": "Main hall", "capacity": 500, "lead": f"{title}."}
    planter.page(planter.at("events"), EventPage, EVENT, title=title, body=[("text", WORDS)], **facts)


def _programmes(planter: Planter, title: str) -> None:
    parent = planter.at("programs/for-professionals")
    asked = [
        ("short", {"question": "Why this course?", "help": "", "required": True}),
        ("file", {"question": "Letter", "help": "", "required": True}),
        ("consent", {"question": "You may read my letter.", "help": "", "required": True}),
    ]
    facts = {"audience": "professionals", "takes_applications": True, "questions": asked}
    planter.page(parent, ProgrammePage, COURSE, title=title, **facts)
    over = date.today() - timedelta(days=10)
    planter.page(parent, ProgrammePage, CLOSED, title=f"{title} 2", closes_on=over, **facts)


def _issue(planter: Planter) -> None:
    body = [
        ("heading", "Read first"),
        ("text", WORDS),
        ("page", {"page": planter.at("news/welcome"), "sentence": "One sentence."}),
    ]
    where = planter.at("newsletter/archive")
    planter.page(where, NewsletterIssue, ISSUE, title="1", body=body, released_at=timezone.now())


def _every_block(planter: Planter, title: str) -> None:
    code, home = planter.code, planter.home
    film, sound = media.document("sample-film.webm", samples.film), media.document("sample-sound.wav", samples.sound)
    captions = media.document(f"sample-film-{code}.vtt", lambda: samples.captions(title))
    picture, person = media.cover(), PersonPage.objects.filter(locale=home.locale).first()
    rows = {"data": [["A", "B"], ["1", "2"]], "table_caption": title, "first_row_is_table_header": True}
    rows |= {"first_col_is_header": False, "table_header_choice": "row"}
    measured = {"measure": "any_primary_care_visit", "group_kind": "region", "group_id": "", "release_id": ""}
    shown = {"show_number": True, "show_chart": True, "show_table": True}
    body = [
        ("heading", f"{title} 1"),
        ("text", WORDS),
        ("quote", {"quote": title, "source": title, "link": ""}),
        ("callout", {"heading": title, "text": WORDS, "kind": "note"}),
        ("table", rows),
        ("picture", {"picture": _with_alt(picture, title), "caption": title}),
        ("download", {"file": film, "title": title, "text": ""}),
        ("video", {"title": title, "file": film, "captions": captions, "link": "", "transcript": WORDS}),
        ("audio", {"title": title, "file": sound, "transcript": WORDS}),
        ("result", measured | shown),
        ("finding", {"finding": _finding(), "release_id": ""}),
        ("posts", {"heading": f"{title} 2", "topic": None, "count": 2}),
        ("events", {"heading": f"{title} 3", "count": 2}),
        ("people", {"heading": f"{title} 4", "people": [person]}),
        ("form", {"heading": f"{title} 5", "text": "", "page": planter.at("contact"), "button": title}),
    ]
    planter.page(planter.at("about"), StandardPage, BLOCKS, title=title, body=body, show_contents=True)


def _with_alt(picture, alt: str):
    picture.contextual_alt_text, picture.decorative = alt, False
    return picture


def _finding() -> str:
    from firstcontact_site.results import embed

    return next(iter(embed.finding_choices()))[0]


def page_types() -> list[str]:
    """Every page type that an editor can make."""
    found = [model for model in _below(SitePage) if not model._meta.abstract]
    return sorted(model.__name__ for model in found)


def _below(model: type) -> set[type]:
    return {model, *(each for child in model.__subclasses__() for each in _below(child))}


def type_of(path: str) -> str:
    """The type of the page that answers at an address, empty when a view does."""
    request = RequestFactory().get(path)
    parts = [part for part in path.split("?")[0].strip("/").split("/") if part]
    root = Site.find_for_request(request) or Site.objects.get(is_default_site=True)
    home = HomePage.objects.filter(locale__language_code=parts[0]).first() or root.root_page
    found = Page.objects.live().filter(url_path=home.url_path + "".join(f"{part}/" for part in parts[1:])).first()
    return type(found.specific).__name__ if found else ""
