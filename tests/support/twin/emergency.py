"""ed_visit: emergency lines joined to visits, with fractional weights of the principal diagnosis."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from support.twin import codes
from support.twin.dates import month_of
from support.twin.lines import has_code, has_revenue

Rows = list[dict]
DAY = timedelta(days=1)
UNCLASSIFIED = {name: Decimal(name == "unclassified") for name in codes.WEIGHTS}


def is_emergency(line: dict) -> bool:
    if line["claim_type"] == "institutional":
        return has_revenue(line, "ed_revenue") or has_code(line, "ed_service")
    if line["claim_type"] == "professional":
        return has_code(line, "ed_service") and line["pos_group"] == "emergency"
    return False


def ed_visits(lines: Rows, stays: Rows) -> Rows:
    of_day: dict[str, dict] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        if is_emergency(line):
            of_day[line["person_id"]][line["service_date"]].append(line)
    found = []
    for person in sorted(of_day):
        mine = [line for line in lines if line["person_id"] == person]
        admissions = {s["start"] for s in stays if s["person_id"] == person}
        found += [_visit(days, mine, admissions) for days in _join_days(of_day[person])]
    return found


def _join_days(days: dict) -> list[Rows]:
    """A row joins the row of the day before when it brings no new facility claim and names no other facility."""
    joined: list[Rows] = []
    last_day = None
    for day in sorted(days):
        row = days[day]
        if joined and day == last_day + DAY and _continues(joined[-1], row):
            joined[-1] = joined[-1] + row
        else:
            joined.append(row)
        last_day = day
    return joined


def _continues(before: Rows, row: Rows) -> bool:
    new = {c["claim_key"] for c in _facility_lines(row)} - {c["claim_key"] for c in _facility_lines(before)}
    return not new and _facility(row) in (None, _facility(before))


def _facility_lines(rows: Rows) -> Rows:
    return [line for line in rows if line["claim_type"] == "institutional"]


def _facility(rows: Rows) -> str | None:
    claims = _facility_lines(rows)
    return min(claims, key=lambda line: line["line_key"])["facility_npi"] if claims else None


def _visit(rows: Rows, mine: Rows, admissions: set) -> dict:
    day = min(line["service_date"] for line in rows)
    institutional = _facility_lines(rows)
    head = min(institutional or rows, key=lambda line: line["line_key"])
    soon = (day, day + DAY)
    admitted = any(start in soon for start in admissions)
    died = any(codes.on_list("discharge_died", line["discharge_disposition_code"]) for line in institutional)
    weights = codes.emergency_weights().get(_principal(head, rows), UNCLASSIFIED)
    return {
        "person_id": head["person_id"],
        "service_date": day,
        "month": month_of(day),
        "line_of_business": head["line_of_business"],
        "payer": head["payer"],
        "treat_and_release": not admitted and not died and _observation_days(mine, soon) < 2,
        **weights,
    }


def _principal(head: dict, rows: Rows) -> str | None:
    """Of the facility claim; where that has none, of the smallest professional line."""
    professional = sorted((r for r in rows if r["claim_type"] != "institutional"), key=lambda line: line["line_key"])
    return next((r["diagnosis_code_1"] for r in [head, *professional[:1]] if r["diagnosis_code_1"]), None)


def _observation_days(mine: Rows, soon: tuple) -> int:
    dates = {
        line["service_date"]
        for line in mine
        if line["claim_start_date"] in soon and has_revenue(line, "observation_revenue")
    }
    return len(dates)
