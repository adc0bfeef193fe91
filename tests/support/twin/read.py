"""The input folder as lists of dictionaries of typed values; rows that the contract sets aside are not there."""

import csv
import tomllib
from datetime import date
from pathlib import Path

from support.twin import columns, values

Rows = list[dict]


def read_folder(folder: Path) -> dict[str, Rows]:
    return {table: _read_table(folder, table) for table in columns.TABLES}


def data_through(folder: Path) -> date:
    manifest = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
    return max(date.fromisoformat(str(f["data_through"])) for f in manifest["file"])


def _read_table(folder: Path, table: str) -> Rows:
    files = [p for p in (folder / f"{table}.csv",) if p.exists()] + sorted((folder / table).glob("*.csv"))
    rows = [row for path in files for row in _read_file(path, table)]
    return [row for row in rows if _accepted(table, row)]


def _read_file(path: Path, table: str) -> Rows:
    kinds = columns.kinds(table)
    with path.open(encoding="utf-8", newline="") as file:
        return [typed(row, kinds) for row in csv.DictReader(file)]


def typed(cells: dict[str, str], kinds: dict[str, str]) -> dict:
    return {name: values.value_of(kind, cells.get(name)) for name, kind in kinds.items()}


def _accepted(table: str, row: dict) -> bool:
    """The quarantine rules that a small region can break: an end before its start."""
    if table == "eligibility":
        return _in_order(row["enrollment_start_date"], row["enrollment_end_date"])
    if table == "medical_claim":
        return _in_order(row["claim_start_date"], row["claim_end_date"])
    return True


def _in_order(start: date, end: date | None) -> bool:
    return end is None or start <= end
