"""Published numbers that the model is held against: validation_targets.csv."""

from dataclasses import dataclass

from firstcontact.practice.csv_rows import Row, read_rows
from firstcontact.practice.parameters import shipped

COLUMNS = (
    "id",
    "suite",
    "area",
    "definition",
    "published",
    "low",
    "high",
    "tolerance",
    "tolerance_kind",
    "source_id",
)


@dataclass(frozen=True)
class Target:
    """One published number. `tolerance_kind`: abs, rel, interval, iqr, sign, or empty."""

    id: str
    suite: str
    area: str
    definition: str
    published: float | None
    low: float | None
    high: float | None
    tolerance: float | None
    tolerance_kind: str
    source_id: str

    @property
    def folder(self) -> str:
        """The suite as `--suite` names it: exact, calibrated or misses; empty for what needs a user's file."""
        return FOLDERS.get(self.suite, "")


FOLDERS = {"exact": "exact", "calibrated": "calibrated", "documented_miss": "misses", "direction": "misses"}


def targets() -> list[Target]:
    """All targets in file order."""
    return [_target(row) for row in read_rows(shipped("validation_targets"), COLUMNS)]


def _target(row: Row) -> Target:
    numbers = {name: float(row[name]) if row[name] else None for name in ("published", "low", "high", "tolerance")}
    return Target(
        id=row["id"],
        suite=row["suite"],
        area=row["area"],
        definition=row["definition"],
        tolerance_kind=row["tolerance_kind"],
        source_id=row["source_id"],
        **numbers,
    )
