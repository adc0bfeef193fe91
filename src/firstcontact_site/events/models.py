"""Page types and rows of this room, one file a family."""

from firstcontact_site.events.application import Application, ApplicationFile, Review
from firstcontact_site.events.book import EventBook, Registration
from firstcontact_site.events.event import EventPage
from firstcontact_site.events.event_index import EventIndex
from firstcontact_site.events.programme import ProgrammePage
from firstcontact_site.events.programme_index import ProgrammeIndex

__all__ = [
    "Application",
    "ApplicationFile",
    "EventBook",
    "EventIndex",
    "EventPage",
    "ProgrammeIndex",
    "ProgrammePage",
    "Registration",
    "Review",
]
