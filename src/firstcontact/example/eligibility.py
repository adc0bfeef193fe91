"""Enrolment spans as a plan would send them: split, overlapping, open-ended."""

import numpy as np
import pyarrow as pa

from firstcontact.example.arrow import dates, ids, texts
from firstcontact.example.assumptions import LINES_OF_BUSINESS, assumptions
from firstcontact.example.calendar import NO_DAY, Calendar
from firstcontact.example.coverage import BESIDE, PRODUCTS, Coverage
from firstcontact.example.people import ALIVE, GROUP_NAMES, HISPANIC, LANGUAGES, UNKNOWN_GROUP, UNKNOWN_LANGUAGE, People
from firstcontact.example.region import Region
from firstcontact.example.streams import Streams

PAYER_TYPES = {
    "commercial": "commercial",
    "commercial_partial": "self-insured",
    "medicare_ffs": "medicare",
    "medicare_advantage": "medicare advantage",
    "medicaid_ffs": "medicaid",
    "medicaid_managed": "medicaid managed care",
    "dual_integrated": "dual eligible",
}


def spans(people: People, coverage: Coverage, calendar: Calendar, streams: Streams) -> dict[str, np.ndarray]:
    """person, slot, start and end of every span, in order of person. Every covered month is touched, no other."""
    n, slots, months = coverage.covered.shape
    padded = np.zeros((n, slots, months + 2), dtype=np.int8)
    padded[:, :, 1:-1] = coverage.covered
    change = np.diff(padded, axis=2)
    person, slot, first = np.nonzero(change == 1)
    _, _, past = np.nonzero(change == -1)
    u = streams("span.kind").random((len(person), 3))
    start, end = calendar.starts[first], calendar.starts[past] - 1
    facts = assumptions()["coverage"]
    start = np.where(u[:, 0] < facts["starts_mid_month"], start + 14, start)
    start = np.maximum(start, people.birth[person])
    end = np.minimum(end, people.death[person])
    start = np.minimum(start, end)
    return _split(person, slot, start, end, u, calendar)


def _split(person, slot, start, end, u: np.ndarray, calendar: Calendar) -> dict[str, np.ndarray]:
    """Some long spans arrive as two that overlap by three weeks; some that reach the end have none."""
    facts = assumptions()["coverage"]
    cut = (u[:, 1] < facts["split_spans"]) & (end - start > 200)
    middle = start + (end - start) // 2
    open_end = (u[:, 2] < facts["open_ended"]) & (end == calendar.last_day)
    last = np.where(open_end, NO_DAY, end)
    who = np.flatnonzero(cut)
    columns = {
        "person": np.r_[person, person[who]],
        "slot": np.r_[slot, slot[who]],
        "start": np.r_[np.where(cut, middle - 20, start), start[who]],
        "end": np.r_[last, middle[who]],
    }
    order = np.lexsort((columns["start"], columns["slot"], columns["person"]))
    return {name: values[order] for name, values in columns.items()}


def eligibility_table(
    people: People, coverage: Coverage, span: dict[str, np.ndarray], region: Region, data_source: str
) -> pa.Table:
    who, slot = span["person"], span["slot"]
    product = coverage.product[who, slot]
    line = PRODUCTS.line[product]
    group, death = people.group[who], people.death[who]
    secondary = (slot == BESIDE) & coverage.secondary[who]
    return pa.table(
        {
            "person_id": ids("P", people.number[who], 9),
            "member_id": ids("M", people.number[who] * 10 + slot, 10),
            "data_source": texts(np.zeros(len(who)), [data_source]),
            "payer": texts(PRODUCTS.payer[product], PRODUCTS.payers),
            "plan": texts(product, PRODUCTS.plans),
            "payer_type": texts(line, [PAYER_TYPES[name] for name in LINES_OF_BUSINESS]),
            "line_of_business": texts(line, list(LINES_OF_BUSINESS)),
            "enrollment_start_date": dates(span["start"]),
            "enrollment_end_date": dates(span["end"]),
            "birth_date": dates(people.birth[who]),
            "gender": texts(people.female[who].astype(np.int8), ["male", "female"]),
            "death_date": dates(np.where(death == ALIVE, NO_DAY, death)),
            "race": texts(np.where(np.isin(group, (HISPANIC, UNKNOWN_GROUP)), -1, group), list(GROUP_NAMES)),
            "ethnicity": texts(_ethnicity(group), ["hispanic", "not_hispanic"]),
            "language": texts(_language(people.language[who]), list(LANGUAGES)),
            "disability_flag": people.disabled[who],
            "zip_code": texts(people.zip[who], region.zips),
            "medical_coverage_flag": np.ones(len(who), dtype=bool),
            "pharmacy_coverage_flag": coverage.pharmacy[who, slot],
            "behavioral_coverage_flag": line != 1,
            "is_secondary_coverage": secondary,
        }
    )


def _ethnicity(group: np.ndarray) -> np.ndarray:
    return np.where(group == UNKNOWN_GROUP, -1, np.where(group == HISPANIC, 0, 1))


def _language(language: np.ndarray) -> np.ndarray:
    return np.where(language == UNKNOWN_LANGUAGE, -1, language)
