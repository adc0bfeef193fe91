"""visit: a person and a clinician on a day."""

from collections import defaultdict
from decimal import Decimal

from support.twin.lines import has_code, is_health_centre, is_telehealth

Rows = list[dict]
NOT_VISIT_PLACES = {"inpatient", "emergency", "surgical_centre", "ancillary"}


def makes_visit(line: dict) -> bool:
    professional = line["claim_type"] == "professional"
    centre = line["claim_type"] == "institutional" and line["tob_group"] in ("health_centre", "rural_health")
    place = line["pos_group"] not in NOT_VISIT_PLACES
    return (professional or centre) and place and has_code(line, "visit_primary_care")


def visits(lines: Rows) -> Rows:
    """All visits; whether they are primary care is set when the clinicians of the year are known."""
    together = defaultdict(list)
    for line in lines:
        if makes_visit(line):
            together[line["person_id"], line["clinician"] or "", line["service_date"]].append(line)
    return [_visit(together[key]) for key in sorted(together)]


def _visit(lines: Rows) -> dict:
    first = lines[0]
    most = max(line["spend"] for line in lines)
    top = [line for line in lines if line["spend"] == most]
    practices = [line["practice"] for line in top if line["practice"] is not None]
    return {
        "person_id": first["person_id"],
        "clinician": first["clinician"],
        "service_date": first["service_date"],
        "month": first["month"],
        "year": first["service_date"].year,
        "practice": min(practices, default=None),
        "line_of_business": min(line["line_of_business"] for line in top),
        "payer": min(line["payer"] for line in top),
        "allowed": sum((line["spend"] for line in lines), Decimal(0)),
        "is_wellness": any(has_code(line, "wellness_visit") for line in lines),
        "is_new_patient": any(has_code(line, "new_patient_visit") for line in lines),
        "is_telehealth": any(is_telehealth(line) for line in lines),
        "is_health_centre": any(is_health_centre(line) for line in lines),
    }


def mark_primary_care(visits: Rows, clinician_years: dict[tuple[str, int], dict]) -> None:
    """A visit to a health centre without a known clinician is primary care too."""
    for visit in visits:
        if visit["clinician"] is None:
            visit["is_primary_care"] = visit["is_health_centre"]
        else:
            year = clinician_years.get((visit["clinician"], visit["year"]))
            visit["is_primary_care"] = bool(year and year["is_primary_care"])
