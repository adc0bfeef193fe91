"""Small input files that state only what matters, and a workspace to load them into."""

import csv
import io
from pathlib import Path

from firstcontact.intake import import_batch
from firstcontact.intake.db import connect
from firstcontact.intake.store import LiveStore
from firstcontact.workspace import Workspace

CLAIM = {
    "claim_id": "C1",
    "claim_line_number": "1",
    "claim_type": "professional",
    "data_source": "test",
    "person_id": "0001",
    "payer": "Plan A",
    "claim_start_date": "2024-03-05",
    "claim_end_date": "2024-03-05",
    "place_of_service_code": "11",
    "rendering_npi": "1234567893",
    "diagnosis_code_type": "icd-10-cm",
    "diagnosis_code_1": "E119",
    "paid_amount": "80.00",
    "allowed_amount": "100.00",
    "charge_amount": "120.00",
}
SPAN = {
    "person_id": "0001",
    "member_id": "0001",
    "data_source": "test",
    "payer": "Plan A",
    "plan": "gold",
    "payer_type": "commercial",
    "enrollment_start_date": "2024-01-01",
    "enrollment_end_date": "2024-12-31",
    "birth_date": "1980-02-29",
    "gender": "female",
}


def workspace(folder: Path) -> Workspace:
    """An empty workspace with an inputs folder."""
    ws = Workspace(folder)
    ws.inputs.mkdir(parents=True, exist_ok=True)
    return ws


def claim(number: int = 1, **columns: str) -> dict[str, str]:
    """One claim line of its own claim."""
    return CLAIM | {"claim_id": f"C{number}"} | columns


def claims(count: int) -> list[dict[str, str]]:
    return [claim(n) for n in range(1, count + 1)]


def span(**columns: str) -> dict[str, str]:
    return SPAN | columns


def csv_text(rows: list[dict[str, str]], delimiter: str = ",", end: str = "\n") -> str:
    """Header and rows; the header has every column that any row names."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write_csv(path: Path, rows: list[dict[str, str]], **style: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(csv_text(rows, **style).encode())
    return path


def write_manifest(folder: Path, file_name: str = "medical_claim.csv", more: str = "", **facts: object) -> None:
    """manifest.toml with one [[file]]; texts are quoted, numbers are not."""
    lines = [f"{key} = {value if isinstance(value, int) else repr(value)}" for key, value in facts.items()]
    text = "\n".join(["[[file]]", f"file_name = {file_name!r}", *lines, more])
    (folder / "manifest.toml").write_text(text.replace("'", '"') + "\n", encoding="utf-8")


def loaded(folder: Path, rows: list[dict[str, str]], table: str = "medical_claim", manifest: dict | None = None):
    """Import one CSV of `rows` into a new workspace; (workspace, report)."""
    ws = workspace(folder)
    write_csv(ws.inputs / f"{table}.csv", rows)
    if manifest is not None:
        write_manifest(ws.inputs, f"{table}.csv", **manifest)
    return ws, import_batch(ws)


def rows_of(ws: Workspace, sql: str) -> list[tuple]:
    """A query over the views in_<table> of the live store."""
    con = connect(ws)
    try:
        LiveStore.open(ws).create_views(con)
        return con.execute(sql).fetchall()
    finally:
        con.close()
