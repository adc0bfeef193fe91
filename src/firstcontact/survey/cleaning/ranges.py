"""Rule C2: an answer out of range, or none of the options.

Source: specs/surveys/README.md 9; limits: instrument-format.md 2.4.
"""

from datetime import date

from firstcontact.survey.answers import Cell
from firstcontact.survey.instrument.model import NUMBER_TYPES, Item
from firstcontact.survey.missing import Missing


def fits(item: Item, cell: Cell, today: date) -> bool:
    """True for any missing cell. today: what `today` means as a limit of a date, the day of the response."""
    if isinstance(cell, Missing):
        return not cell.chosen or str(int(cell)) in item.option_by_code
    if item.type == "single":
        return cell in item.option_by_code
    if item.type == "multi":
        return cell <= item.option_by_code.keys()
    if item.type in NUMBER_TYPES:
        return _between(cell, item.min, item.max) and (item.type == "decimal" or cell == cell.to_integral_value())
    if item.type == "date":
        return _between(cell, _day(item.min_date, today), _day(item.max_date, today))
    return True


def _between(value, low, high) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _day(limit: str | None, today: date) -> date | None:
    if limit is None:
        return None
    return today if limit == "today" else date.fromisoformat(limit)
