"""Claim rows for core tests: state what matters, the rest is a plain professional claim of one person."""

from support.core_case import rows_of

PLAIN = {
    "claim_type": "professional",
    "claim_line_number": "1",
    "data_source": "s",
    "person_id": "p1",
    "payer": "A",
    "line_of_business": "commercial",
    "claim_start_date": "2024-03-01",
    "paid_amount": "0.00",
}
COVERED = {
    "person_id": "p1",
    "member_id": "p1",
    "data_source": "s",
    "payer": "A",
    "plan": "x",
    "line_of_business": "commercial",
    "enrollment_start_date": "2024-01-01",
    "enrollment_end_date": "2024-12-31",
}
# Valid numbers of fictitious clinicians and facilities.
NPI = {
    "P1": "1000000004",
    "P2": "1000000012",
    "N1": "1000000020",
    "C1": "1000000038",
    "F1": "1000000046",
    "A1": "1000000053",
    "H1": "1000000061",
}


def claims(table: str, **fixed: str) -> list[dict]:
    """Rows of a text table over the plain claim; the end date is the start date unless given."""
    rows = [{**PLAIN, **fixed, **{k: v for k, v in row.items() if v is not None}} for row in rows_of(table)]
    for row in rows:
        row.setdefault("claim_end_date", row["claim_start_date"])
    return [{k: NPI.get(v, v) if k.endswith("npi") else v for k, v in row.items()} for row in rows]


def spans(*people: str, **fixed: str) -> list[dict]:
    """One year of commercial coverage for each person."""
    return [{**COVERED, **fixed, "person_id": p, "member_id": p} for p in people]


def providers(table: str) -> list[dict]:
    """Provider rows; npi by short name, individual unless said."""
    rows = rows_of(table)
    return [{"entity_type": "individual", "data_source": "roster", **row, "npi": NPI[row["npi"]]} for row in rows]
