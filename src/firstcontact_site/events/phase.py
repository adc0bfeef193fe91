"""Where an event stands at a moment, as its page tells it."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum


class Phase(StrEnum):
    """`open` and `full` take registrations (full: for the waiting list)."""

    CALLED_OFF = "called_off"
    PAST = "past"
    RUNNING = "running"
    NO_FORM = "no_form"
    EARLY = "early"
    CLOSED = "closed"
    FULL = "full"
    OPEN = "open"


OPEN_PHASES = (Phase.OPEN, Phase.FULL)


def phase(event, now: datetime, book: Callable) -> Phase:
    """The first that holds. Registration closes when the event begins, if not before."""
    if event.called_off:
        return Phase.CALLED_OFF
    if event.ends_at <= now:
        return Phase.PAST
    if event.starts_at <= now:
        return Phase.RUNNING
    if event.registration != "here":
        return Phase.NO_FORM
    if event.opens_at and now < event.opens_at:
        return Phase.EARLY
    if event.closes_at and event.closes_at <= now:
        return Phase.CLOSED
    return Phase.FULL if is_full(event.capacity, book()) else Phase.OPEN


def is_full(capacity: int | None, book) -> bool:
    """Nobody passes those who wait: free places that are owed to the waiting list are not free."""
    return capacity is not None and book.taken() + book.waiting() >= capacity
