from datetime import date

import numpy as np
import pytest

from firstcontact.example.calendar import Calendar, completed_years, to_date

EPOCH = date(1970, 1, 1)


def days(*texts: str) -> np.ndarray:
    return np.array([(date.fromisoformat(t) - EPOCH).days for t in texts])


def test_months_begin_on_their_first_day():
    calendar = Calendar(2023, 3)
    assert calendar.months == 36
    assert [to_date(d).isoformat() for d in calendar.starts[[0, 14, 36]]] == ["2023-01-01", "2024-03-01", "2026-01-01"]
    assert to_date(calendar.last_day) == date(2025, 12, 31)


def test_every_day_knows_its_month():
    calendar = Calendar(2023, 3)
    assert calendar.month(days("2023-01-01", "2024-02-29", "2025-12-31")).tolist() == [0, 13, 35]


def test_days_outside_count_to_the_nearest_month():
    assert Calendar(2023, 1).month(days("2020-05-05", "2030-05-05")).tolist() == [0, 11]


@pytest.mark.parametrize(("years", "shock"), [(1, "2025-03"), (2, "2025-03"), (3, "2024-03"), (5, "2023-03")])
def test_the_shock_is_in_the_middle_year(years, shock):
    calendar = Calendar(2026 - years, years)
    factors = calendar.by_month({3: 0.5})
    assert [calendar.month_name(m) for m in np.flatnonzero(factors != 1)] == [shock]


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ("2000-06-15", "2024-06-14", 23),
        ("2000-06-15", "2024-06-15", 24),
        ("2004-02-29", "2023-02-28", 18),
        ("2004-02-29", "2023-03-01", 19),
        ("2004-02-29", "2024-02-29", 20),
        ("2024-05-01", "2024-05-01", 0),
    ],
)
def test_age_is_completed_years(birth, day, age):
    assert completed_years(days(day), days(birth)).tolist() == [age]
