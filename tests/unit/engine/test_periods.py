from datetime import date

import pytest

from firstcontact.engine.periods import is_open, make_period, month_end, parse_period, periods_of
from firstcontact.errors import UsageError


def test_months_and_years_in_order_up_to_the_last_day_of_the_data() -> None:
    found = periods_of(["month", "year"], "month", [2023, 2024], date(2024, 2, 29))
    assert [p.text for p in found[:3]] == ["2023-01", "2023", "2023-02"]
    assert [p.text for p in found[-3:]] == ["2024-01", "2024", "2024-02"]
    assert found == sorted(found)


def test_quarters_and_two_years() -> None:
    assert [p.text for p in periods_of(["quarter"], "month", [2024], None)] == [
        "2024-Q1",
        "2024-Q2",
        "2024-Q3",
        "2024-Q4",
    ]
    (two,) = periods_of(["year"], "two_years", [2023], None)
    assert (two.start, two.end) == (date(2023, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_periods_as_people_write_them(text: str, start: date, end: date) -> None:
    assert parse_period(text) == (start, end)


@pytest.mark.parametrize("text", ["2024-13", "24", "2024-Q5", "March", "", "2024-1"])
def test_other_words_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a period"):
        parse_period(text)


def test_a_period_is_open_until_its_run_out_is_over() -> None:
    year = make_period(date(2024, 1, 1), 12, "year")
    assert is_open(year, date(2025, 6, 29), 6)
    assert not is_open(year, date(2025, 6, 30), 6)
    assert is_open(year, None, 0)


def test_the_end_of_a_month_is_a_last_day_however_long_the_month() -> None:
    assert month_end(date(2024, 8, 31), 6) == date(2025, 2, 28)
    assert month_end(date(2023, 12, 31), 2) == date(2024, 2, 29)
