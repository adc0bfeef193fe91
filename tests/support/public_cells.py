"""Short ways to make public cells in tests."""

from firstcontact.release.cells import Cell


def cell(value: str | None = "50", low: str | None = None, high: str | None = None, **other: str | int | None) -> Cell:
    """A published practice row of 2024; without a value a hidden one."""
    given = {
        "line": 2,
        "measure": "any_primary_care_visit",
        "start": "2024-01-01",
        "end": "2024-12-31",
        "group_kind": "practice",
        "group_id": "P1",
        "group_name": "Practice 1",
        "stratum_kind": "all",
        "stratum": "all",
        "numerator": None,
        "denominator": "200",
        "comparison": None,
        "status": "published" if value else "suppressed",
        "held": "0",
        "note_id": None if value else "hidden_small",
    }
    return Cell(**{**given, "value": value, "lower": low, "upper": high, **other})


def year(number: int, value: str | None, low: str | None = None, high: str | None = None, **other: str) -> Cell:
    """A region row of one year."""
    place = {"group_kind": "region", "group_id": "example", "start": f"{number}-01-01", "end": f"{number}-12-31"}
    return cell(value, low, high, **{**place, **other})
