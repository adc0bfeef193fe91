"""A few rows that intake must set aside, each for one reason, in files of their own."""

import csv
import io
from collections import Counter

from firstcontact.example.assumptions import table

# table: a row without fault
CLEAN = {
    "medical_claim": {
        "claim_id": "D{n:05d}",
        "claim_line_number": "1",
        "claim_type": "professional",
        "data_source": "{source}",
        "person_id": "P9{n:08d}",
        "payer": "Medicare",
        "plan": "parts_a_b",
        "line_of_business": "medicare_ffs",
        "claim_status": "final",
        "claim_start_date": "{year}-06-03",
        "claim_end_date": "{year}-06-03",
        "paid_date": "{year}-07-01",
        "place_of_service_code": "11",
        "hcpcs_code": "99213",
        "paid_amount": "0.00",
        "allowed_amount": "0.00",
        "charge_amount": "0.00",
        "diagnosis_code_type": "icd-10-cm",
        "diagnosis_code_1": "I10",
    },
    "pharmacy_claim": {
        "claim_id": "D{n:05d}",
        "claim_line_number": "1",
        "data_source": "{source}",
        "person_id": "P9{n:08d}",
        "payer": "Medicare",
        "plan": "parts_a_b",
        "line_of_business": "medicare_ffs",
        "claim_status": "final",
        "dispensing_date": "{year}-06-03",
        "ndc_code": "99999010130",
        "quantity": "30",
        "days_supply": "30",
        "paid_amount": "0.00",
        "allowed_amount": "0.00",
        "paid_date": "{year}-06-10",
    },
    "eligibility": {
        "person_id": "P9{n:08d}",
        "member_id": "M9{n:08d}",
        "data_source": "{source}",
        "payer": "Medicare",
        "plan": "parts_a_b",
        "line_of_business": "medicare_ffs",
        "enrollment_start_date": "{year}-01-01",
        "enrollment_end_date": "{year}-12-31",
        "birth_date": "1950-05-05",
        "gender": "female",
    },
}
TABLES = tuple(CLEAN)


def faults(name: str) -> list[tuple[str, str]]:
    """Column and value of each fault of a table."""
    return [(r["column"], r["value"]) for r in table("faults") if r["table"] == name]


def dirty_file(name: str, year: int, source: str) -> str:
    """CSV text: one row per fault. Amounts that can be read are all zero."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(CLEAN[name]), lineterminator="\n")
    writer.writeheader()
    for n, (column, value) in enumerate(faults(name), start=1):
        row = {field: text.format(n=n, year=year, source=source) for field, text in CLEAN[name].items()}
        writer.writerow(row | {column: value})
    return out.getvalue()


def expected(name: str) -> dict[str, int]:
    """Rows set aside by the column at fault."""
    return dict(sorted(Counter(column for column, _ in faults(name)).items()))
