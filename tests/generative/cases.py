"""Short ways to write rows for the worked examples: every column is there, most are empty."""

from datetime import date
from decimal import Decimal

from support.twin import columns, read
from support.twin.fill import fill_eligibility


def rows(table: str, *given: dict) -> list[dict]:
    """Typed rows of an input table from text cells."""
    kinds = columns.kinds(table)
    return [read.typed({name: str(cell) for name, cell in row.items()}, kinds) for row in given]


def table(text: str) -> list[dict[str, str]]:
    """A small text table with `|` between cells and its names in the first line."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [dict(zip(lines[0], cells, strict=True)) for cells in lines[1:]]


def spans(text: str) -> list[dict]:
    found = rows("eligibility", *table(text))
    fill_eligibility(found, set())
    return found


def day(text: str) -> date:
    return date.fromisoformat(text)


def stay(**facts) -> dict:
    """A stay that passes every shared condition of the indicators."""
    base = {"is_first_of_episode": True, "transfer_in": False, "sex": "female", "drg": "194", "procedures": set()}
    return base | {"diagnoses": {facts["principal"], *facts.pop("other", ())}} | facts


def visit(person: str, clinician: str, when: str, **more) -> dict:
    facts = {"person_id": person, "clinician": clinician, "service_date": day(when), "year": day(when).year}
    return facts | {"is_primary_care": True, "practice": None, "allowed": Decimal(1)} | more
