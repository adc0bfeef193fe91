"""How sources correct themselves: versions, voids, reversals, adjustments, duplicates, denied and pending lines."""

from datetime import date, timedelta

from generative.draft import AMOUNTS as AMOUNT_COLUMNS
from generative.draft import Person, Row


def again(person: Person, line: Row, sign: int = 1, **more: str) -> Row:
    """The same line once more, with its amounts as they are or turned around."""
    row = dict(line)
    for column in AMOUNT_COLUMNS:
        if sign < 0 and column in row:
            row[column] = row[column][1:] if row[column].startswith("-") else f"-{row[column]}"
    return person.draft.add("medical_claim", row | more)


def replaced(person: Person, day: date) -> None:
    line = person.office(day, claim_status="original")
    again(person, line, claim_status="replacement", claim_version="1", paid_amount="80.00", hcpcs_code="99215")


def replaced_under_new_id(person: Person, day: date) -> None:
    line = person.office(day, claim_status="original")
    second = again(
        person, line, claim_id=person.draft.next_id("c"), prior_claim_id=line["claim_id"], paid_amount="81.00"
    )
    if person.draft.random.random() < 0.5:
        again(
            person,
            second,
            -1,
            claim_id=person.draft.next_id("c"),
            prior_claim_id=second["claim_id"],
            claim_status="void",
        )


def voided(person: Person, day: date) -> None:
    version = person.draft.random.choice(["", "1"])
    again(person, person.office(day, claim_status="original"), -1, claim_status="void", claim_version=version)


def voided_and_replaced(person: Person, day: date) -> None:
    """In one version: the void and its replacement equal the replacement alone."""
    line = person.office(day, claim_status="original")
    again(person, line, -1, claim_status="void")
    again(person, line, claim_status="replacement", paid_amount="42.00", paid_date=str(day + timedelta(days=30)))


def reversed_in_part(person: Person, day: date) -> None:
    """Two equal lines of one number, one reversed; the other line of the claim stays."""
    line = person.office(day, paid_date=str(day))
    again(person, line, paid_date=str(day + timedelta(days=9)), file_name="other")
    again(person, line, -1, claim_status="reversal", paid_date=str(day + timedelta(days=20)))
    again(person, line, claim_line_number="2", hcpcs_code="90471")


def orphan(person: Person, day: date) -> None:
    person.office(day, claim_status="reversal", paid_amount="-40.00", allowed_amount="", copayment_amount="")
    person.office(day, claim_status="void", paid_amount="-41.00", allowed_amount="", copayment_amount="")


def adjusted(person: Person, day: date) -> None:
    line = person.office(day, claim_status="final")
    again(person, line, -1, claim_status="adjustment", hcpcs_code="99213")
    lone = person.office(day, "internist", claim_status="adjustment")
    again(person, lone, claim_line_number="2", claim_status="denied")


def not_paid(person: Person, day: date) -> None:
    person.office(day, "internist", claim_status="denied", paid_amount="0.00")
    person.office(day, "family", claim_status="pending")


def twice(person: Person, day: date) -> None:
    line = person.office(day, paid_date=str(day))
    again(person, line, file_name="second.csv", file_date="2024-01-05")
    again(person, line, paid_date=str(day + timedelta(days=3)), paid_amount="12.34")


def fills_corrected(person: Person, day: date) -> None:
    line = person.fill(day)
    person.draft.add("pharmacy_claim", dict(line))
    minus = {c: f"-{line[c]}" for c in (*AMOUNT_COLUMNS, "quantity") if c in line}
    kind = person.draft.random.choice(["reversal", "void"])
    person.draft.add("pharmacy_claim", line | minus | {"claim_status": kind})
    if person.draft.random.random() < 0.5:
        person.draft.add(
            "pharmacy_claim", line | {"claim_status": "replacement", "claim_version": "1", "days_supply": "60"}
        )


def fills_adjusted(person: Person, day: date) -> None:
    """An adjustment takes back a part of a fill, or all of it; one of units alone has no dollars."""
    line = person.fill(day, claim_status="final")
    units = person.draft.random.choice(["-10", "-30", "-31.5"])
    person.draft.add("pharmacy_claim", line | {"claim_status": "adjustment", "quantity": units, "paid_amount": "-1.00"})
    person.fill(day, claim_status="adjustment", quantity="")


STORIES = [
    replaced, replaced_under_new_id, voided, voided_and_replaced, reversed_in_part, orphan, adjusted, not_paid, twice,
    fills_corrected, fills_adjusted,
]  # fmt: skip
