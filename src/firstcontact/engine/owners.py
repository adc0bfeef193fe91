"""Who owns a unit's attributes: the table that carries cell_key for the unit and period."""

from dataclasses import dataclass

PERSON_UNITS = {"person", "coverage", "visit", "stay", "ed_visit", "fill"}
ALONE = "1"  # weight of a unit that stands for itself
EVENT_UNITS = {"visit", "stay", "ed_visit", "fill"}


@dataclass(frozen=True)
class Owner:
    """`keys`: columns that match unit_id and period; events have the unit only. `condition` picks one row."""

    table: str
    keys: tuple[str, ...]
    condition: str | None = None
    cell: str = "cell_key"
    weight: str = ALONE


def owner_of(unit: str, window: str) -> Owner:
    """The owner of a unit's attributes in a window (month, year or two_years)."""
    if unit == "person" and window == "month":
        return Owner("person_month", ("person_id", "month"), "is_primary")
    if unit == "coverage" and window == "month":
        return Owner("person_month", ("coverage_id", "month"))
    return _BY_UNIT[unit]


# Capacity units count themselves (weight 1), the attributed people of a practice, or the people of an area.
_BY_UNIT = {
    "person": Owner("person_year", ("person_id", "year_start")),
    "coverage": Owner("coverage_year", ("coverage_id", "year_start")),
    "visit": Owner("visit", ("visit_id",)),
    "ed_visit": Owner("ed_visit", ("ed_visit_id",)),
    "stay": Owner("stay", ("stay_id",)),
    "fill": Owner("rx_fill", ("fill_id",)),
    "practice": Owner("practice_year", ("practice_id", "year_start"), weight="attributed_people"),
    "area": Owner("area_year", ("area_id", "year_start"), weight="COALESCE(population, 0)"),
    "clinician": Owner("clinician_year", ("npi", "year_start"), cell="{clinician_cell}"),
    "payment": Owner("payment", ("payment_id",)),
}


def unit_of(driver: str, declared: str) -> str:
    """Unit of one branch: payments are payments; what is not a payment in a measure of payments is coverage."""
    if driver == "payment":
        return "payment"
    return "coverage" if declared == "payment" else declared
