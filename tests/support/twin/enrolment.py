"""person_month: day by day, never a month twice for a person and line of business."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from support.twin.dates import age_band, age_on, days_between, last_of_month, month_of
from support.twin.settings import rank

Rows = list[dict]
PLACES = ("census_tract", "zip_code", "county_fips")


def person_months(spans: Rows, people: dict[str, dict], data_through: date, area_of: Callable) -> Rows:
    days: dict[tuple, dict[date, Rows]] = defaultdict(lambda: defaultdict(list))
    for span in spans:
        for day in _covered_days(span, people[span["person_id"]]["death_date"], data_through):
            days[span["person_id"], month_of(day), span["line_of_business"]][day].append(span)
    rows = [_row(key, days[key], people[key[0]]) for key in sorted(days)]
    areas = _areas_of_years(days, area_of)
    for row in rows:
        row["area"] = areas.get((row["person_id"], row["month"].year))
    _mark_primary(rows)
    return rows


def _areas_of_years(days: dict[tuple, dict[date, Rows]], area_of: Callable) -> dict[tuple[str, int], str | None]:
    """person_area: the area of the last covered zip, tract or county of the year; spans without any say nothing."""
    covering: dict[tuple[str, int], dict[date, Rows]] = defaultdict(lambda: defaultdict(list))
    for (person, month, _), of_day in days.items():
        for day, spans in of_day.items():
            placed = [s for s in spans if any(s[name] for name in PLACES)]
            if placed:
                covering[person, month.year][day] += placed
    return {key: area_of(_last_span(of_day[max(of_day)])) for key, of_day in covering.items()}


def _covered_days(span: dict, death: date | None, data_through: date) -> list[date]:
    ends = [d for d in (span["enrollment_end_date"], death, data_through) if d is not None]
    return days_between(span["enrollment_start_date"], min(ends))


def _row(key: tuple, days: dict[date, Rows], person: dict) -> dict:
    person_id, month, line_of_business = key
    spans = [span for day in days.values() for span in day]
    age = age_on(month, person["birth_date"])
    return {
        "person_id": person_id,
        "month": month,
        "line_of_business": line_of_business,
        "payer": _main_payer(days),
        "covered_days": len(days),
        "medical": any(s["medical_coverage_flag"] for s in spans),
        "pharmacy": any(s["pharmacy_coverage_flag"] for s in spans),
        "secondary": all(s["is_secondary_coverage"] for s in spans),
        "age": age,
        "age_band": age_band(age),
    }


def _main_payer(days: dict[date, Rows]) -> str:
    """Most covered days, then the smallest name."""
    covered: dict[str, int] = defaultdict(int)
    for spans in days.values():
        for payer in {s["payer"] for s in spans}:
            covered[payer] += 1
    return min(covered, key=lambda payer: (-covered[payer], payer))


def _last_span(spans: Rows) -> dict:
    return min(spans, key=lambda s: (-s["enrollment_start_date"].toordinal(), s["payer"]))


def _mark_primary(rows: Rows) -> None:
    """One row per person and month: real coverage before secondary, then the priority of lines of business."""
    of_month = defaultdict(list)
    for row in rows:
        row["is_primary"] = False
        of_month[row["person_id"], row["month"]].append(row)
    for same in of_month.values():
        min(same, key=lambda r: (r["secondary"], rank(r["line_of_business"])))["is_primary"] = True


def month_rule(row_days: set[date], month: date, rule: str) -> bool:
    """Is the month counted under a rule? `any_day` is the default everywhere else in the twin."""
    every = set(days_between(month, last_of_month(month)))
    return {
        "any_day": bool(row_days),
        "first_day": month in row_days,
        "mid_month": month.replace(day=15) in row_days,
        "full_month": row_days == every,
    }[rule]
