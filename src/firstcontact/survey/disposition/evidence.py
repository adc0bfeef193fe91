"""Gathers what a wave folder knows of each case.

Source: specs/surveys/README.md 8.
"""

import csv
from datetime import date
from pathlib import Path

import pyarrow as pa

from firstcontact.errors import FirstContactError
from firstcontact.survey.cleaning import CaseFacts, Cleaned
from firstcontact.survey.cleaning.clean import DUPLICATE
from firstcontact.survey.csv_text import check_header, decode
from firstcontact.survey.disposition.codes import DISPOSITIONS
from firstcontact.survey.disposition.decide import BY_PERSON, Decision, Evidence
from firstcontact.survey.disposition.tables import UNKNOWN
from firstcontact.survey.wave import Wave

FRAME_COLUMNS = ("unit_id", "age_years", "preferred_language")


def gather(
    wave: Wave, cases: pa.Table, cleaned: list[Cleaned], stated: dict[str, list[Decision]]
) -> dict[str, Evidence]:
    """Evidence of each sampled case, in the order of `cases`."""
    found = {case_id: Evidence() for case_id in cases["case_id"].to_pylist()}
    for one in cleaned:
        evidence = found.get(one.response.case_id or "")
        if evidence is not None and one.disposition != DUPLICATE:
            evidence.responses.append(one.disposition)
    _from_site(wave, found)
    for case_id, decisions in stated.items():
        found[case_id].stated = decisions
    return found


def _from_site(wave: Wave, found: dict[str, Evidence]) -> None:
    if wave.has("fielding", "case_state"):
        for row in wave.read("fielding", "case_state").to_pylist():
            if row["case_id"] in found:
                found[row["case_id"]].state = row["state"]
    for row in events(wave):
        if row["case_id"] in found:
            found[row["case_id"]].outcomes.setdefault(row["mode"], []).append(row["outcome"])


def events(wave: Wave) -> list[dict]:
    """The messages of the wave in the order of their steps."""
    if not wave.has("fielding", "contact_event"):
        return []
    return sorted(wave.read("fielding", "contact_event").to_pylist(), key=lambda r: (r["case_id"], r["step"]))


def case_facts(wave: Wave, cases: pa.Table, stated: dict[str, list[Decision]]) -> dict[str, CaseFacts]:
    """Age as the frame knows it and deaths as stated, by case."""
    ages = {r["unit_id"]: r.get("age_years") for r in _frame(wave)}
    return {
        case_id: CaseFacts(_whole(ages.get(unit)), any(d.disposition == "deceased" for d in stated.get(case_id, [])))
        for case_id, unit in zip(cases["case_id"].to_pylist(), cases["unit_id"].to_pylist(), strict=True)
    }


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


def groups(wave: Wave, cases: pa.Table, cleaned: list[Cleaned]) -> dict[str, dict[str, str]]:
    """stratum, mode and language of each case: as it was asked, else as it answered, else `unknown`."""
    asked_in = {}
    for row in events(wave):
        asked_in.setdefault(row["case_id"], row)
    preferred = {r["unit_id"]: r.get("preferred_language") for r in _frame(wave)}
    answered = {c.response.case_id: c.response for c in reversed(cleaned)}
    found = {}
    for row in cases.select(["case_id", "unit_id", "stratum"]).to_pylist():
        case_id, response = row["case_id"], answered.get(row["case_id"])
        event = asked_in.get(case_id, {})
        found[case_id] = {
            "stratum": row["stratum"],
            "mode": event.get("mode") or (response.mode if response else UNKNOWN),
            "language": event.get("language")
            or preferred.get(row["unit_id"])
            or (response.language if response else UNKNOWN),
        }
    return found


def _frame(wave: Wave) -> list[dict]:
    """unit_id and, where the frame has them, age_years and preferred_language."""
    if not wave.has("sample", "frame_unit"):
        return []
    held = wave.read("sample", "frame_unit")
    return held.select([n for n in FRAME_COLUMNS if n in held.column_names]).to_pylist()


def read_decisions(path: Path, cases: frozenset[str]) -> dict[str, list[Decision]]:
    """Dispositions that a person decided: a CSV with case_id, disposition and, if wanted, decided_on and note.

    Raises FirstContactError for an unknown case, an unknown disposition or a date that is none.
    """
    reader = csv.DictReader(decode(path).splitlines())
    check_header(list(reader.fieldnames or []), path.name)
    missing = [n for n in ("case_id", "disposition") if n not in (reader.fieldnames or [])]
    if missing:
        raise FirstContactError(f"{path.name} has no column {missing[0]}. It names case_id and disposition.")
    found: dict[str, list[Decision]] = {}
    for number, row in enumerate(reader, start=2):
        found.setdefault(row["case_id"], []).append(_decision(row, cases, f"{path.name} row {number}"))
    return found


def _decision(row: dict, cases: frozenset[str], where: str) -> Decision:
    if row["case_id"] not in cases:
        raise FirstContactError(f"{where}: its case_id is not in the sample of the wave. Correct it.")
    if row["disposition"] not in DISPOSITIONS:
        raise FirstContactError(f"{where}: '{row['disposition']}' is not one of {', '.join(DISPOSITIONS)}.")
    try:
        day = date.fromisoformat(row["decided_on"]) if row.get("decided_on") else None
    except ValueError:
        raise FirstContactError(f"{where}: decided_on is not a date such as 2027-03-09.") from None
    return Decision(row["disposition"], "stated", BY_PERSON, day, row.get("note") or None)
