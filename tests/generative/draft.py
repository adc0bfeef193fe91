"""A region while it is written: rows of text by table, and short ways to add a coverage span, a claim line, a fill."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from generative import roster

Row = dict[str, str]
PAYERS = ["Payer A", "Payer B", "Payer C"]
LINES_OF_BUSINESS = ["commercial", "medicare_ffs", "medicare_advantage", "medicaid_managed", "commercial_partial"]
SPECIALTIES = {"family": "08", "internist": "11", "general_np": "50", "rural_pa": "97", "cardiologist": "06"}
SPECIALTIES |= {"hospital_family": "08", "paediatrician": "37", "retired": "08"}
FIRST, LAST = date(2022, 1, 1), date(2024, 12, 31)
AMOUNTS = ("paid_amount", "allowed_amount", "copayment_amount")
EDGES = ["2022-12-31", "2023-01-01", "2023-12-31", "2024-01-01", "2024-02-29", "2024-03-01", "2024-01-31", "2024-10-31"]


@dataclass
class Draft:
    """`tables` holds the rows. A story asks `random` for its choices, so the same seed tells the same story."""

    random: Random
    tables: dict[str, list[Row]] = field(default_factory=dict)
    number: int = 0

    def add(self, table: str, row: Row) -> Row:
        self.tables.setdefault(table, []).append({k: v for k, v in row.items() if v not in (None, "")})
        return self.tables[table][-1]

    def next_id(self, kind: str) -> str:
        self.number += 1
        return f"{kind}{self.number:05d}"

    def a_day(self, first: date = FIRST, last: date = LAST) -> date:
        """Any day, but often one at an edge: month ends, leap day, ends of years."""
        edges = [edge for edge in map(date.fromisoformat, EDGES) if first <= edge <= last]
        if edges and self.random.random() < 0.15:
            return self.random.choice(edges)
        return first + timedelta(days=self.random.randrange((last - first).days + 1))


@dataclass
class Person:
    """One person of the draft with the attributes that every coverage span repeats."""

    draft: Draft
    id: str
    facts: Row
    payer: str
    line_of_business: str

    def span(self, start: str, end: str | None, **more: str) -> Row:
        row = {"person_id": self.id, "member_id": f"m-{self.id}", "data_source": "src1", "payer": self.payer}
        row |= {"plan": "plan 1", "line_of_business": self.line_of_business} | self.facts
        return self.draft.add("eligibility", row | {"enrollment_start_date": start, "enrollment_end_date": end} | more)

    def claim(self, kind: str, day: date, **more: str) -> Row:
        """One claim line with a new claim id, unless `claim_id` is given."""
        row = {
            "claim_id": self.draft.next_id("c"), "claim_line_number": "1", "claim_type": kind, "data_source": "src1",
            "person_id": self.id, "payer": self.payer, "line_of_business": self.line_of_business,
            "claim_start_date": str(day), "claim_end_date": str(day), "diagnosis_code_type": "icd-10-cm",
        }  # fmt: skip
        return self.draft.add("medical_claim", row | self.amounts() | more)

    def office(self, day: date, clinician: str = "family", code: str = "99213", place: str = "11", **more: str) -> Row:
        row = {"hcpcs_code": code, "place_of_service_code": place, "rendering_npi": roster.NPIS[clinician]}
        if more.get("data_source", "src1") == "src1":
            row["rendering_specialty_code"] = SPECIALTIES.get(clinician, "")
        row["diagnosis_code_1"] = "J06.9"
        return self.claim("professional", day, **(row | more))

    def facility(self, day: date, bill_type: str, **more: str) -> Row:
        row = {"bill_type_code": bill_type, "facility_npi": roster.HOSPITAL_1, "diagnosis_code_1": "i10"}
        return self.claim("institutional", day, **(row | more))

    def fill(self, day: date, **more: str) -> Row:
        row = {
            "claim_id": self.draft.next_id("r"), "claim_line_number": "1", "data_source": "src1",
            "person_id": self.id, "payer": self.payer, "line_of_business": self.line_of_business,
            "dispensing_date": str(day), "ndc_code": "00781150610", "quantity": "30", "days_supply": "30",
        }  # fmt: skip
        return self.draft.add("pharmacy_claim", row | self.amounts() | more)

    def amounts(self) -> Row:
        """Money in one of the forms that sources send: allowed; paid and shares; paid alone."""
        cents = self.draft.random.randrange(1, 30000)
        paid = f"{cents // 100}.{cents % 100:02d}"
        form = self.draft.random.choice(["allowed", "share", "paid"])
        if form == "allowed":
            return {"paid_amount": paid, "allowed_amount": f"{cents // 100 + 20}.{cents % 100:02d}"}
        return {"paid_amount": paid} | ({"copayment_amount": "15.00"} if form == "share" else {})


def a_person(draft: Draft) -> Person:
    random = draft.random
    facts = {
        "birth_date": str(draft.a_day(date(1930, 1, 1), date(2015, 12, 31))) if random.random() < 0.93 else "",
        "gender": random.choice(["female", "male", "male", "female", "unknown", ""]),
        "race": random.choice(["White", "White", "Black or African American", "Asian", "unknown", ""]),
        "ethnicity": random.choice(["hispanic", "not_hispanic", "not_hispanic", "unknown", ""]),
        "language": random.choice(["en", "eng", "es", "vi", ""]),
        "disability_flag": random.choice(["true", "n", "0", ""]),
        "zip_code": random.choice([*roster.ZIPS, "1", "00002-4307", ""]),
        "county_fips": random.choice([roster.COUNTY, "99003", ""]),
        "census_tract": random.choice([roster.TRACT, "", "", ""]),
    }
    if random.random() < 0.05:
        facts["birth_date"] = "1984-02-29"
    name = f"p{draft.number:05d}-{random.randrange(1000):03d}"
    draft.number += 1
    return Person(draft, name, facts, random.choice(PAYERS), random.choice(LINES_OF_BUSINESS))
