"""An event in three languages, and how to write another."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

NOON = datetime(2027, 7, 19, 16, tzinfo=UTC)
TITLES = {"en": "How to read your practice report", "es": "Cómo leer el informe", "pt": "Como ler o relatório"}


@pytest.fixture
def indexes(homes):
    """The list of events of each language."""
    from firstcontact_site.events.models import EventIndex

    made, key = {}, {}
    for code, home in homes.items():
        index = EventIndex(title={"en": "Events"}.get(code, "Eventos"), slug="events", locale=home.locale, **key)
        made[code] = home.add_child(instance=index)
        key = {"translation_key": made["en"].translation_key}
    return made


@pytest.fixture
def make_event(indexes):
    """Makes an event in all languages, in an hour from tomorrow unless said otherwise. Answers the English page."""
    from firstcontact_site.events.models import EventPage

    def make(slug="reading-your-report", codes=("en", "es", "pt"), **facts):
        starts = facts.pop("starts_at", timezone.now().replace(microsecond=0) + timedelta(days=7))
        said = {"starts_at": starts, "ends_at": starts + timedelta(hours=1), "time_zone": "America/New_York"}
        said |= {"place": "Example Hall"} | facts
        made = None
        for code in codes:
            key = {"translation_key": made.translation_key} if made else {}
            title = {"title": TITLES[code]}
            page = EventPage(slug=slug, locale=indexes[code].locale, **title | said | key)
            indexes[code].add_child(instance=page)
            made = made or page
        return made

    return make


@pytest.fixture
def event(make_event):
    return make_event()


@pytest.fixture
def register():
    """Asks for a place. Answers the row."""
    from firstcontact_site.events.actions import registrations
    from firstcontact_site.events.models import Registration

    def ask(event, email="guest@example.org", **more):
        said = {"name": "A guest", "language": "en"} | more
        registrations.register(event, email=email, **said)
        return Registration.objects.filter(book=event.book, email=email.lower()).last()

    return ask


@pytest.fixture
def mails():
    """What waits in the outbox, oldest first, as subject and text."""
    from firstcontact_site.mail.letters import Letter
    from firstcontact_site.mail.models import OutgoingMail
    from firstcontact_site.mail.seal import unseal

    def read(part=""):
        rows = OutgoingMail.objects.filter(key__contains=part).order_by("pk")
        return [Letter(**unseal(row.letter)) for row in rows]

    return read
