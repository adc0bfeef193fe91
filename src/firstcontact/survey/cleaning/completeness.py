"""Rule C6: is a response complete, partial, or nothing that can be used?

Source: specs/surveys/README.md 9.
"""

from dataclasses import dataclass

from firstcontact.survey.answers import Cells, is_answered, is_substantive
from firstcontact.survey.instrument.model import Instrument
from firstcontact.survey.missing import Missing


@dataclass(frozen=True)
class Completeness:
    """disposition: complete, partial_used or break_off; rule: '' for complete, else what C6 says."""

    disposition: str
    key_answered: int
    key_total: int
    reportable_answered: int
    rule: str


def completeness(instrument: Instrument, cells: Cells, hidden: set[str]) -> Completeness:
    """Key items that were screened out or not in the form leave the denominator; items not reached stay in it."""
    key = [i.link_id for i in instrument.with_role("key") if _counts(i.link_id, cells, hidden)]
    answered = sum(is_answered(cells[k]) for k in key)
    reportable = sum(is_substantive(cells.get(i.link_id)) for i in instrument.with_role("reportable"))
    enough_key = answered >= instrument.completeness.key_share * len(key)
    if reportable < max(1, instrument.completeness.min_reportable):
        link = "but" if enough_key else "and"
        rule = f"C6 (key {answered} of {len(key)} {link} nothing reportable)"
        return Completeness("break_off", answered, len(key), reportable, rule)
    disposition, rule = ("complete", "") if enough_key else ("partial_used", "C6")
    return Completeness(disposition, answered, len(key), reportable, rule)


def _counts(link_id: str, cells: Cells, hidden: set[str]) -> bool:
    return link_id not in hidden and cells.get(link_id, Missing.NOT_IN_FORM) is not Missing.NOT_IN_FORM
