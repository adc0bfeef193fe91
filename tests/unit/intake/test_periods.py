"""Until when the data go: dates far in the future are mistakes, not data."""

from dataclasses import dataclass, field
from datetime import date

from firstcontact.intake.periods import data_through, measured_years


@dataclass
class File:
    years: dict = field(default_factory=dict)
    data_through: str | None = None


def year(lines, latest):
    return {"lines": lines, "latest": latest}


def test_the_last_day_of_the_month_of_the_latest_date():
    files = [File({"2023": year(500, "2023-12-30"), "2024": year(500, "2024-02-03")})]
    assert data_through(files) == date(2024, 2, 29)


def test_a_year_with_less_than_one_percent_of_the_lines_is_left_out():
    files = [File({"2024": year(995, "2024-06-10"), "2033": year(5, "2033-01-01")})]
    assert data_through(files) == date(2024, 6, 30)
    assert measured_years(files) == [2024]


def test_a_paid_date_after_the_last_service_year_does_not_count():
    files = [File({"2024": year(100, "2024-12-31"), "2025": year(0, "2025-03-01")})]
    assert data_through(files) == date(2024, 12, 31)


def test_lines_add_up_over_files():
    files = [File({"2023": year(98, "2023-05-05")}), File({"2024": year(2, "2024-01-15")})]
    assert data_through(files) == date(2024, 1, 31)


def test_a_manifest_decides():
    files = [File({"2024": year(100, "2024-12-31")}, "2024-09-30"), File(data_through="2024-10-31")]
    assert data_through(files) == date(2024, 10, 31)
    assert measured_years(files) == [2024]


def test_no_claims_no_date():
    assert data_through([File()]) is None
    assert measured_years([File()]) == []
