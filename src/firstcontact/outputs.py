"""A folder of results of one command: every table as CSV and Parquet, and one run.json with the inputs' hashes.

The folder appears whole or not at all.
"""

import csv
import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from firstcontact.errors import FirstContactError


def sha256(path: Path) -> str:
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def require_new(folder: Path, overwrite: bool = False) -> None:
    """Raise FirstContactError when the folder holds files and `overwrite` is False."""
    if folder.is_file():
        raise FirstContactError(f"{folder} is a file. Name a new or empty folder for the results.")
    if folder.is_dir() and any(folder.iterdir()) and not overwrite:
        raise FirstContactError(f"{folder} is not empty. Name a new or empty folder, or add --overwrite.")


def write_folder(
    folder: Path, tables: dict[str, pa.Table], run: dict[str, Any], files: dict[str, bytes] | None = None
) -> None:
    """Write <name>.csv and <name>.parquet for each table, `files` by name, and run.json. Replaces the folder."""
    building = folder.parent / f".{folder.name}.building-{os.getpid()}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    for name, table in tables.items():
        write_csv(table, building / f"{name}.csv")
        pq.write_table(table, building / f"{name}.parquet")
    for name, content in (files or {}).items():
        (building / name).parent.mkdir(parents=True, exist_ok=True)
        (building / name).write_bytes(content)
    (building / "run.json").write_text(to_json(run), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(building, folder)


def write_csv(table: pa.Table, path: Path) -> None:
    """UTF-8, header, \\n line ends, NULL as an empty field, numbers as they round-trip."""
    with path.open("w", newline="", encoding="utf-8") as f:
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(table.column_names)
        for batch in table.to_batches(max_chunksize=65_536):
            writer.writerows(zip(*(_cells(column) for column in batch.columns), strict=True))


def _cells(column: pa.Array) -> list:
    """Values as the csv module should write them; it writes None as an empty field and numbers as they round-trip."""
    values = column.to_pylist()
    if pa.types.is_boolean(column.type):
        return [None if v is None else str(v).lower() for v in values]
    return values


def to_json(document: Any) -> str:
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False, default=str) + "\n"
