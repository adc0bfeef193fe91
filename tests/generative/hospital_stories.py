"""Hospital and emergency care: transfers, interim bills, chains of days, stays that primary care can avert."""

from datetime import date, timedelta

from generative import roster
from generative.draft import Person

DAY = timedelta(days=1)
ED_CODES = ["H92.09", "l509", "L0390", "S61219A", "F1020", "U071", "A084", ""]
PRINCIPALS = [
    "E10.10",
    "E1021",
    "J449",
    "J45901",
    "I10",
    "I5023",
    "J189",
    "N390",
    "E1165",
    "E1152",
    "I129",
    "Z0000",
    "",
]
OTHER = ["D5700", "E840", "N110", "B20", "S78011A", "E1010", "I129", ""]
PROCEDURES = ["0Y620ZZ", "0210083", "031509D", "02YA0Z0", "", "", ""]


def stay_claim(person: Person, start: date, end: date, facility: str = roster.HOSPITAL_1, **more: str) -> dict:
    row = {
        "admission_date": str(start), "discharge_date": str(end), "claim_start_date": str(start),
        "claim_end_date": str(end), "revenue_center_code": "0120", "facility_npi": facility,
        "admit_source_code": "1", "discharge_disposition_code": "01", "drg_code": "194", "drg_code_type": "ms-drg",
    }  # fmt: skip
    return person.facility(start, "0111", **(row | more))


def avertable(person: Person, day: date) -> None:
    random = person.draft.random
    stay_claim(
        person, day, day + random.randrange(5) * DAY, admit_source_code=random.choice(["1", "1", "1", "4", "5"]),
        diagnosis_code_1=random.choice(PRINCIPALS), diagnosis_code_2=random.choice(OTHER),
        diagnosis_code_7=random.choice(OTHER), procedure_code_type="icd-10-pcs",
        procedure_code_1=random.choice(PROCEDURES), procedure_code_3=random.choice(PROCEDURES),
        drg_code=random.choice(["194", "999", "", "7"]),
    )  # fmt: skip


def adult_asthma(person: Person, day: date) -> None:
    """Forty on the day of admission, or a day before it."""
    birthday = date(day.year - 40, day.month, min(day.day, 28))
    person.facts["birth_date"] = str(birthday)
    for span in person.draft.tables.get("eligibility", []):
        if span["person_id"] == person.id:
            span["birth_date"] = str(birthday)
    admitted = date(day.year, birthday.month, birthday.day) - DAY * person.draft.random.randrange(2)
    stay_claim(person, admitted, admitted + DAY, diagnosis_code_1="J45901")


def transfer(person: Person, day: date) -> None:
    """As in the worked example: two claims, another hospital on the last day, a new episode after a gap."""
    stay_claim(person, day, day + 4 * DAY, diagnosis_code_1="I5023")
    stay_claim(person, day + 4 * DAY, day + 8 * DAY, discharge_disposition_code="02", diagnosis_code_1="J189")
    stay_claim(person, day + 8 * DAY, day + 11 * DAY, roster.HOSPITAL_2, diagnosis_code_1="I5023")
    stay_claim(person, day + 13 * DAY, day + 14 * DAY, roster.HOSPITAL_2, diagnosis_code_1="N390")


def interim_bills(person: Person, day: date) -> None:
    stay_claim(person, day, day + 9 * DAY, discharge_disposition_code="30", discharge_date="", diagnosis_code_1="J449")
    stay_claim(
        person,
        day + 10 * DAY,
        day + 15 * DAY,
        admission_date=str(day),
        diagnosis_code_1="I5023",
        diagnosis_code_2="E840",
    )
    stay_claim(
        person, day + 17 * DAY, day + 18 * DAY, facility="", billing_npi=roster.HOSPITAL_1, diagnosis_code_1="N390"
    )


def not_acute(person: Person, day: date) -> None:
    stay_claim(person, day, day + DAY, revenue_center_code="0250", drg_code="", diagnosis_code_1="N390")
    person.facility(day, "181", revenue_center_code="0120", diagnosis_code_1="N390")


def emergency(person: Person, day: date) -> None:
    """A facility claim, its physician, and sometimes a second day of the same claim or another hospital."""
    random = person.draft.random
    code = random.choice(ED_CODES)
    first = ed_claim(person, day, diagnosis_code_1=code, discharge_disposition_code=random.choice(["01", "20", "1"]))
    person.office(day, "cardiologist", "99284", "23", diagnosis_code_1=random.choice(ED_CODES))
    if random.random() < 0.4:
        next_day = {
            "claim_start_date": str(day),
            "claim_end_date": str(day + DAY),
            "claim_line_start_date": str(day + DAY),
            "discharge_disposition_code": first.get("discharge_disposition_code", ""),
        }
        ed_claim(person, day, claim_id=first["claim_id"], claim_line_number="2", diagnosis_code_1=code, **next_day)
    if random.random() < 0.3:
        ed_claim(person, day + random.randrange(2) * DAY, facility_npi=roster.HOSPITAL_2)


def ed_claim(person: Person, day: date, **more: str) -> dict:
    return person.facility(day, "131", **({"revenue_center_code": "450", "hcpcs_code": "99283"} | more))


def emergency_chain(person: Person, day: date) -> None:
    """A visit on each of four days: new facility claims, then physicians only."""
    for n in range(2):
        ed_claim(person, day + n * DAY, diagnosis_code_1=person.draft.random.choice(ED_CODES))
    person.office(day + 2 * DAY, "cardiologist", "99283", "23", diagnosis_code_1="L509")
    person.office(day + 3 * DAY, "internist", "99283", "23", diagnosis_code_1="H9209")


def emergency_to_bed(person: Person, day: date) -> None:
    ed_claim(person, day)
    later = person.draft.random.choice([0, 1, 2])
    stay_claim(person, day + later * DAY, day + (later + 3) * DAY, diagnosis_code_1="J189")


def observation(person: Person, day: date) -> None:
    """Observation on one date or on two."""
    first = ed_claim(person, day, claim_end_date=str(day + DAY))
    for n in range(person.draft.random.choice([1, 2])):
        person.facility(
            day, "131", claim_id=first["claim_id"], claim_line_number=str(n + 2), revenue_center_code="0762",
            claim_line_start_date=str(day + n * DAY), claim_end_date=str(day + DAY),
        )  # fmt: skip


STORIES = [
    avertable, avertable, adult_asthma, transfer, interim_bills, not_acute,
    emergency, emergency, emergency_chain, emergency_to_bed, observation,
]  # fmt: skip
