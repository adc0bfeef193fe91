"""From rows of text to the arrays of a draft, with every problem of every row."""

import numpy as np

from firstcontact.practice import suggest
from firstcontact.practice.csv_rows import Row
from firstcontact.practice.names import PAYERS, ROLES, SETTINGS, SIZE_CLASSES, SPECIALTIES
from firstcontact.practice.population.columns import (
    CASH_RANGE,
    MONEY_RANGE,
    PAYER_NUMBERS,
    PRACTICE_NUMBERS,
    RANGES,
    STAFF_NUMBERS,
    WHOLE,
)
from firstcontact.practice.population.draft import (
    Draft,
    empty,
    size_class_of,
)

LONGEST_ID = 64
CLOSED = {"setting": SETTINGS, "specialty": SPECIALTIES, "size_class": SIZE_CLASSES}
NEVER_NULL = (
    "region",
    "setting",
    "specialty",
    "overhead_usd_year",
    "physician_pay_usd_year",
    "panel",
    "visits_per_patient_year",
    "fte",
)


def draft_from_rows(practices: list[Row], payers: list[Row], staff: list[Row]) -> Draft:
    """A draft with practices sorted by practice_id; `.problems` lists what is wrong."""
    first_rows: dict[str, Row] = {}
    doubles = [row for row in practices if first_rows.setdefault(row["practice_id"], row) is not row]
    ids = sorted(first_rows)
    draft = empty(ids)
    for row in doubles:
        message = f"{row['practice_id']} stands twice. Keep one row for each practice."
        draft.problems.append(row.problem("PM020", "practice_id", message))
    for i, practice_id in enumerate(ids):
        _take_practice(draft, i, first_rows[practice_id])
    index = {practice_id: i for i, practice_id in enumerate(ids)}
    _take_keyed(draft, index, payers, "payer", PAYERS, draft.has_payer, PAYER_NUMBERS)
    _take_keyed(draft, index, staff, "role", ROLES, draft.has_role, STAFF_NUMBERS)
    _finish(draft, [first_rows[i] for i in ids])
    return draft


def _take_practice(draft: Draft, i: int, row: Row) -> None:
    name = row["practice_id"]
    if not 1 <= len(name) <= LONGEST_ID or name != name.strip():
        message = f"{name!r} must have 1 to {LONGEST_ID} characters and no space at its ends."
        draft.problems.append(row.problem("PM003", "practice_id", message))
    for column in ("region", "setting", "specialty", "size_class", "locality"):
        draft[column][i] = _text(draft, row, column)
    for column in PRACTICE_NUMBERS:
        draft[column][i] = _number(draft, row, column)
    draft.exit_eligible[i] = _flag(draft, row, "exit_eligible")


def _take_keyed(
    draft: Draft,
    index: dict[str, int],
    rows: list[Row],
    key: str,
    allowed: tuple[str, ...],
    has: np.ndarray,
    numbers: tuple[str, ...],
) -> None:
    """Fill the columns of a table whose rows are practice x payer, or practice x role."""
    for row in rows:
        i = index.get(row["practice_id"])
        if i is None:
            message = f"{row['practice_id']!r} is not in the practices table. Add it there or drop the row."
            draft.problems.append(row.problem("PM003", "practice_id", message))
        if row[key] not in allowed:
            message = suggest.unknown(row[key], allowed, f"{row[key]!r} is not known")
            draft.problems.append(row.problem("PM003", key, message))
        if i is None or row[key] not in allowed:
            continue
        j = allowed.index(row[key])
        if has[i, j]:
            message = f"{row['practice_id']} has two rows for {row[key]}. Keep one."
            draft.problems.append(row.problem("PM020", key, message))
        has[i, j] = True
        for column in numbers:
            draft[column][i, j] = _number(draft, row, column)
        _refuse_wage_of_md(draft, row)


def _refuse_wage_of_md(draft: Draft, row: Row) -> None:
    if row["role"] == "md" and row["wage_loaded_usd_year"]:
        message = "md has no wage here: pay follows physician_pay_usd_year and the pay rule. Leave it empty."
        draft.problems.append(row.problem("PM003", "wage_loaded_usd_year", message))


def _finish(draft: Draft, rows: list[Row]) -> None:
    """Practices without payers or physician; absent roles have 0 FTE; the size class where none was given."""
    md = draft["fte"][:, ROLES.index("md")]
    for row, has_payer, fte in zip(rows, draft.has_payer.any(axis=1), md, strict=True):
        name = row["practice_id"]
        if not has_payer:
            message = f"{name} has no row in the payers table. Add one; a panel of 0 is allowed."
            draft.problems.append(row.problem("PM023", "practice_id", message))
        if not fte > 0:
            message = f"{name} has no physician. Give the role md an FTE above 0 in the staff table."
            draft.problems.append(row.problem("PM024", "practice_id", message))
    draft["fte"][~draft.has_role] = 0.0
    given = draft["size_class"] != ""
    draft.columns["size_class"] = np.where(given, draft["size_class"], size_class_of(np.nan_to_num(md, nan=1.0)))


def _text(draft: Draft, row: Row, column: str) -> str:
    text = row[column]
    if not text and column in NEVER_NULL:
        draft.problems.append(row.problem("PM003", column, "is empty. Every practice needs it."))
    elif text and column in CLOSED and text not in CLOSED[column]:
        message = suggest.unknown(text, CLOSED[column], f"{text!r} is not known")
        draft.problems.append(row.problem("PM003", column, message))
    return text


def _number(draft: Draft, row: Row, column: str) -> float:
    """The number; NaN where the cell is empty, or wrong and noted."""
    text = row[column]
    if not text.strip():
        if column in NEVER_NULL:
            draft.problems.append(row.problem("PM003", column, "is empty. Every row needs it."))
        return np.nan
    lo, hi = RANGES.get(column, CASH_RANGE if column == "cash_start_usd" else MONEY_RANGE)
    try:
        value = float(text)
    except ValueError:
        value = np.nan
    if not lo <= value <= hi or (column in WHOLE and not value.is_integer()):
        kind = "whole number" if column in WHOLE else "number"
        message = f"{text!r} is not a {kind} from {lo:g} to {hi:g}."
        draft.problems.append(row.problem("PM003", column, message))
        return np.nan
    return value


def _flag(draft: Draft, row: Row, column: str) -> bool:
    text = row[column].strip().lower()
    if text not in ("", "true", "false"):
        draft.problems.append(row.problem("PM003", column, f"{row[column]!r} is not true or false."))
    return text != "false"
