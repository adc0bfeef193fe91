"""stay: hospital claims joined into stays, stays joined into episodes."""

from collections import defaultdict
from datetime import timedelta

from support.twin import codes
from support.twin.dates import age_on, month_of
from support.twin.lines import has_revenue

Rows = list[dict]
DAY = timedelta(days=1)
STILL_PATIENT = "30"
DIAGNOSES = tuple(f"diagnosis_code_{n}" for n in range(1, 26))
PROCEDURES = tuple(f"procedure_code_{n}" for n in range(1, 26))


def claims_of(lines: Rows) -> dict[str, Rows]:
    found = defaultdict(list)
    for line in sorted(lines, key=lambda line: line["line_key"]):
        found[line["claim_key"]].append(line)
    return found


def stays(lines: Rows, people: dict[str, dict]) -> Rows:
    of_person = defaultdict(list)
    for claim in claims_of(lines).values():
        if _is_acute(claim):
            of_person[claim[0]["person_id"]].append(_claim(claim))
    return [stay for person in sorted(of_person) for stay in _person_stays(of_person[person], people[person])]


def _is_acute(claim: Rows) -> bool:
    head = claim[0]
    if head["claim_type"] != "institutional" or head["tob_group"] != "inpatient":
        return False
    return any(has_revenue(line, "room_and_board_revenue") or line["drg_code"] for line in claim)


def _claim(claim: Rows) -> dict:
    head = claim[0]
    return {
        "person_id": head["person_id"],
        "claim_key": head["claim_key"],
        "facility": head["facility_npi"] or head["billing_npi"] or "none",
        "start": head["admission_date"] or head["claim_start_date"],
        "end": head["discharge_date"] or head["claim_end_date"],
        "head": head,
        "diagnoses": {line[c] for line in claim for c in DIAGNOSES if line[c]},
        "procedures": {line[c] for line in claim for c in PROCEDURES if line[c]},
    }


def _person_stays(claims: Rows, person: dict) -> Rows:
    found = []
    for facility in sorted({c["facility"] for c in claims}):
        same = sorted((c for c in claims if c["facility"] == facility), key=_order)
        found += [_stay(part, person) for part in _touching(same)]
    found.sort(key=lambda s: (s["start"], s["end"], s["facility"]))
    for episode in _touching(found):
        for stay in episode:
            stay["is_first_of_episode"] = stay is episode[0]
    return found


def _order(claim: dict) -> tuple:
    return (claim["start"], claim["end"], claim["claim_key"])


def _touching(rows: Rows) -> list[Rows]:
    """Rows in order, cut where one starts more than a day after everything before it has ended."""
    parts: list[Rows] = []
    for row in rows:
        if parts and row["start"] <= max(r["end"] for r in parts[-1]) + DAY:
            parts[-1].append(row)
        else:
            parts.append([row])
    return parts


def _stay(claims: Rows, person: dict) -> dict:
    first, last = claims[0]["head"], claims[-1]["head"]
    start = claims[0]["start"]
    return {
        "person_id": first["person_id"],
        "facility": claims[0]["facility"],
        "start": start,
        "end": max(c["end"] for c in claims),
        "month": month_of(start),
        "line_of_business": first["line_of_business"],
        "payer": first["payer"],
        "principal": first["diagnosis_code_1"],
        "diagnoses": set().union(*(c["diagnoses"] for c in claims)),
        "procedures": set().union(*(c["procedures"] for c in claims)),
        "drg": last["drg_code"],
        "transfer_in": codes.on_list("admit_source_transfer", first["admit_source_code"]),
        "age": age_on(start, person["birth_date"]),
        "sex": person["sex"],
    }
