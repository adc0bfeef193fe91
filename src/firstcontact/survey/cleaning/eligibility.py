"""Rule C1: who should not have been asked.

Source: specs/surveys/README.md 9.
"""

from dataclasses import dataclass

from firstcontact.survey.answers import Cells
from firstcontact.survey.cleaning.conditions import Shown, met
from firstcontact.survey.instrument.model import Exit, Instrument

CLOSED = "eligible_closed"
NO = "0"


@dataclass(frozen=True)
class CaseFacts:
    """What the frame knows of a case; None where it does not know."""

    age_years: int | None = None
    deceased: bool | None = None


@dataclass(frozen=True)
class Ruling:
    """disposition of a response that left at an exit or is not eligible; page: where it left, None for facts."""

    disposition: str
    page: str | None = None

    @property
    def eligible(self) -> bool:
        """A closed practice is a finding, not an ineligible case."""
        return self.disposition == CLOSED


def ruling(instrument: Instrument, cells: Cells, facts: CaseFacts, min_age: int) -> Ruling | None:
    """The first exit that applies, then an eligibility item answered no, then the facts of the frame; None: eligible.

    min_age: in years, for instruments that patients answer.
    """
    left = _exit(instrument, cells)
    if left:
        return Ruling(left.disposition, left.after_page)
    if _says_no(instrument, cells):
        return Ruling("ineligible_not_seen")
    if instrument.population == "patient" and facts.age_years is not None and facts.age_years < min_age:
        return Ruling("ineligible_under_age")
    return Ruling("deceased") if facts.deceased else None


def _exit(instrument: Instrument, cells: Cells) -> Exit | None:
    items = instrument.item_by_id
    return next((e for e in instrument.exits if met(e.when, items, cells, ()) is Shown.YES), None)


def _says_no(instrument: Instrument, cells: Cells) -> bool:
    """An eligibility item without an exit of its own, answered with code 0."""
    decided = {clause.item for e in instrument.exits for clause in e.when.clauses}
    return any(cells.get(i.link_id) == NO for i in instrument.with_role("eligibility") if i.link_id not in decided)
