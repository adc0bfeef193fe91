"""The frame: every unit that could be asked, in scope or excluded with its reason.

Source: specs/surveys/README.md 2 (frame_unit) and 3.
"""

import calendar
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.errors import FirstContactError
from firstcontact.survey.sampling.exclusions import REASONS, Scope, ages, beyond_one_per_household, reasons
from firstcontact.survey.sampling.frame_columns import CONTACT, FACTS, SIZE, Columns

FIXED = ("frame_id", "unit_id", "kind", "practice_id", "household_key", "in_scope", "exclusion")
AGE = "age_years"
SCOPE = Scope()
AFTER_STRATA = ("size_measure", *CONTACT, "preferred_language", "as_of")


@dataclass(frozen=True)
class Frame:
    """units: one row per unit, sorted by unit_id; not_seen: rows left out because their last visit is too old."""

    units: pa.Table
    not_seen: int

    def counts(self) -> pa.Table:
        """Rows by reason: `in_scope` first, then every reason that occurs."""
        found = pc.fill_null(self.units["exclusion"], "in_scope")
        number = {v["values"]: v["counts"] for v in pc.value_counts(found).to_pylist()}
        names = [r for r in ("in_scope", *REASONS) if r in number or r == "in_scope"]
        return pa.table({"exclusion": names, "units": pa.array([number.get(r, 0) for r in names], pa.int64())})

    def ledger(self) -> dict[str, int]:
        """Rows in = in scope + excluded + not seen."""
        excluded = self.units.num_rows - pc.sum(self.units["in_scope"]).as_py() if self.units.num_rows else 0
        rows = self.units.num_rows + self.not_seen
        return {
            "rows_in": rows,
            "in_scope": self.units.num_rows - excluded,
            "excluded": excluded,
            "not_seen_in_window": self.not_seen,
        }


def build_frame(
    table: pa.Table,
    kind: str,
    as_of: date,
    frame_id: str,
    *,
    scope: Scope = SCOPE,
    recent: frozenset[str] = frozenset(),
    household_seed: str | None = None,
    where: str = "the frame",
) -> Frame:
    """The frame of a table of units: at least `unit_id`; known columns are typed, all others become strata as text.

    kind: practice, patient or clinician. recent: units sampled in earlier waves. household_seed: None leaves
    households alone. Raises FirstContactError where a column cannot be read or a unit stands twice.
    """
    columns = Columns(table, where)
    _require_ids(columns, kind)
    seen = _seen(columns, as_of, scope.visit_months)
    columns = Columns(table.filter(pa.array(seen)), where)
    found = reasons(columns, kind, as_of, scope, recent)
    _check_reasons(found, where)
    units = _assemble(columns, kind, as_of, frame_id, found)
    if household_seed is not None:
        units = keep_one_per_household(units, household_seed)
    return Frame(units.sort_by("unit_id"), int((~seen).sum()))


def keep_one_per_household(units: pa.Table, seed: str) -> pa.Table:
    """Excludes, of those in scope, all but the one with the lowest permanent random number per household, practice."""
    inside = np.flatnonzero(units["in_scope"].to_numpy(zero_copy_only=False))
    names = ("unit_id", "household_key", "practice_id")
    held = [np.array(units[n].to_pylist(), dtype=object)[inside] for n in names]
    out = np.zeros(units.num_rows, dtype=bool)
    out[inside[beyond_one_per_household(*held, seed)]] = True
    mask = pa.array(out)
    exclusion = pc.if_else(mask, "household", units["exclusion"])
    in_scope = pc.and_(units["in_scope"], pc.invert(mask))
    return _replaced(_replaced(units, "exclusion", exclusion), "in_scope", in_scope)


def _replaced(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, values)


def _require_ids(columns: Columns, kind: str) -> None:
    ids = columns.text("unit_id")
    if ids is None:
        raise FirstContactError(f"{columns.where} has no column unit_id. A frame has one row for each unit.")
    rows: dict[str, int] = {}
    for row, unit in enumerate(ids, start=2):
        if unit is None:
            raise FirstContactError(f"{columns.where} row {row}: unit_id is blank. Every unit needs an id.")
        if unit in rows:
            raise FirstContactError(
                f"{columns.where} row {row}: its unit_id already stands on row {rows[unit]}. One unit has one row, "
                f"else it could be drawn twice; remove the row, or give it an id of its own and fill duplicate_of."
            )
        rows[unit] = row


def _seen(columns: Columns, as_of: date, months: int) -> np.ndarray:
    """A patient frame holds people with a visit in the window; without `last_visit` every row is one of them."""
    last = columns.date("last_visit")
    if last is None:
        return np.ones(columns.table.num_rows, dtype=bool)
    return ~np.isnat(last) & (last > np.datetime64(months_before(as_of, months))) & (last <= np.datetime64(as_of))


def months_before(day: date, months: int) -> date:
    """The same day of the month `months` earlier, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _check_reasons(found: np.ndarray, where: str) -> None:
    unknown = sorted({r for r in found if r is not None and r not in REASONS})
    if unknown:
        raise FirstContactError(f"{where}: exclusion '{unknown[0]}' is not one of {', '.join(REASONS)}.")


def _assemble(columns: Columns, kind: str, as_of: date, frame_id: str, found: np.ndarray) -> pa.Table:
    table, rows = columns.table, columns.table.num_rows
    stated = columns.truth("in_scope", default=True)
    if stated is not None and (~stated & np.equal(found, None)).any():
        raise FirstContactError(
            f"{columns.where}: a row has in_scope false and no exclusion. Write the reason: {', '.join(REASONS)}."
        )
    known = {*FIXED, *AFTER_STRATA, *FACTS}
    strata = [n for n in table.column_names if n not in known]
    practice = "unit_id" if kind == "practice" else "practice_id"
    size = columns.number("size_measure")
    return pa.table(
        {
            "frame_id": pa.array([frame_id] * rows, pa.string()),
            "unit_id": table["unit_id"].cast(pa.string()),
            "kind": pa.array([kind] * rows, pa.string()),
            "practice_id": _text(columns, practice),
            "household_key": _text(columns, "household_key"),
            "in_scope": pa.array(np.equal(found, None)),
            "exclusion": pa.array(found, pa.string()),
            **{name: columns.strings(name) for name in strata},
            **_age(columns, as_of),
            "size_measure": pa.nulls(rows, SIZE) if size is None else size,
            **{name: _flag(columns, name) for name in CONTACT},
            "preferred_language": _text(columns, "preferred_language"),
            "as_of": pa.array([as_of] * rows, pa.date32()),
        }
    )


def _text(columns: Columns, name: str) -> pa.Array | pa.ChunkedArray:
    held = columns.has(name)
    return columns.strings(name) if held else pa.nulls(columns.table.num_rows, pa.string())


def _age(columns: Columns, as_of: date) -> dict[str, pa.Array]:
    """The age in place of the date of birth."""
    years = ages(columns, as_of) if columns.has("birth_date") else None
    if years is None or columns.has(AGE):
        return {}
    return {AGE: pa.array([None if np.isnan(y) else str(int(y)) for y in years], pa.string())}


def _flag(columns: Columns, name: str) -> pa.Array:
    held = columns.truth(name)
    return pa.array(np.zeros(columns.table.num_rows, dtype=bool) if held is None else held)
