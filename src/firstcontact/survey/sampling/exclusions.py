"""Who of a frame is out of scope, and why: the first reason that applies.

Source: specs/surveys/README.md 3.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from firstcontact.survey.sampling.frame_columns import CONTACT, Columns
from firstcontact.survey.sampling.random_numbers import permanent_all

PRACTICE_REASONS = ("closed", "not_primary_care", "duplicate")
PERSON_REASONS = ("deceased", "under_age", "opted_out", "no_contact", "sampled_recently", "household")
REASONS = (*PRACTICE_REASONS, *PERSON_REASONS)


@dataclass(frozen=True)
class Scope:
    """min_age in years on the date of the frame; visit_months: how far back a visit counts; recent_months: how long a
    sampled person is left in peace; all_practices: practices outside primary care are in scope."""

    min_age: int = 18
    visit_months: int = 12
    recent_months: int = 12
    all_practices: bool = False


def reasons(columns: Columns, kind: str, as_of: date, scope: Scope, recent: frozenset[str]) -> np.ndarray:
    """The reason of each unit, objects: str or None; reasons that the table states already come first."""
    decided = columns.text("exclusion")
    found = np.full(columns.table.num_rows, None, dtype=object) if decided is None else decided.copy()
    rules = _practice_rules(columns, scope) if kind == "practice" else _person_rules(columns, as_of, scope, recent)
    for reason, applies in rules.items():
        if applies is not None:
            found[np.equal(found, None) & applies] = reason
    return found


def _practice_rules(columns: Columns, scope: Scope) -> dict[str, np.ndarray | None]:
    primary_care = None if scope.all_practices else columns.truth("primary_care", default=True)
    repeats = columns.text("duplicate_of")
    return {
        "closed": columns.truth("closed"),
        "not_primary_care": None if primary_care is None else ~primary_care,
        "duplicate": None if repeats is None else np.not_equal(repeats, None),
    }


def _person_rules(columns: Columns, as_of: date, scope: Scope, recent: frozenset[str]) -> dict[str, np.ndarray | None]:
    return {
        "deceased": columns.truth("deceased"),
        "under_age": _under_age(columns, as_of, scope.min_age),
        "opted_out": columns.truth("opted_out"),
        "no_contact": _no_contact(columns),
        "sampled_recently": _sampled_recently(columns, recent),
    }


def ages(columns: Columns, as_of: date) -> np.ndarray | None:
    """Years completed on `as_of`, NaN where unknown; of birth_date, else of age_years; None without either."""
    born = columns.date("birth_date")
    if born is None:
        return columns.whole("age_years")
    months = born.astype("datetime64[M]")
    years = as_of.year - (months.astype("datetime64[Y]").astype(int) + 1970)
    month = months.astype(int) % 12 + 1
    day = (born - months).astype(int) + 1
    years = years - ((month > as_of.month) | ((month == as_of.month) & (day > as_of.day)))
    return np.where(np.isnat(born), np.nan, years)


def _under_age(columns: Columns, as_of: date, min_age: int) -> np.ndarray | None:
    years = ages(columns, as_of)
    return None if years is None else years < min_age


def _no_contact(columns: Columns) -> np.ndarray | None:
    """None where the table does not say how anyone can be reached."""
    known = [columns.truth(name) for name in CONTACT if columns.has(name)]
    return ~np.logical_or.reduce(known) if known else None


def _sampled_recently(columns: Columns, recent: frozenset[str]) -> np.ndarray | None:
    stated = columns.truth("sampled_recently")
    units = columns.text("unit_id")
    drawn = np.array([u in recent for u in units], dtype=bool)
    return drawn if stated is None else drawn | stated


def beyond_one_per_household(units: np.ndarray, households: np.ndarray, practices: np.ndarray, seed: str) -> np.ndarray:
    """Bool of each unit: another person of its household and practice has a lower permanent random number.

    units, households, practices: objects, shape (n,), of the units in scope; household None: never excluded.
    """
    out = np.zeros(len(units), dtype=bool)
    together = np.flatnonzero(np.not_equal(households, None))
    prn = permanent_all(seed, units[together])
    best: dict[tuple, tuple] = {}
    for i, u in zip(together, prn, strict=True):
        key, rank = (households[i], practices[i]), (u, units[i], i)
        loser = max(rank, best.get(key, rank)) if key in best else None
        best[key] = min(rank, best.get(key, rank))
        if loser:
            out[loser[2]] = True
    return out
