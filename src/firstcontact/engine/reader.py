"""Reads results of a run back, and writes them for people and programs."""

import csv
import io
import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from firstcontact.engine.cells import GROUP_KINDS
from firstcontact.errors import FirstContactError, UsageError
from firstcontact.workspace import Workspace

FORMATS = ("csv", "json", "parquet")


def run_folder(ws: Workspace, run: str | None = None) -> Path:
    """Folder of a run; the newest when none is named."""
    latest = ws.results / "latest"
    if run is None and not latest.exists():
        raise FirstContactError(
            f"There are no results in '{ws.results}'. Make them with 'firstcontact measure -w {ws.root}'."
        )
    path = ws.results / (run or latest.read_text(encoding="utf-8").strip())
    if not (path / "results.parquet").exists():
        known = ", ".join(sorted(p.name for p in ws.results.glob("r*") if (p / "results.parquet").exists())) or "none"
        raise UsageError(f"There is no run '{path.name}' in '{ws.results}'. Runs there: {known}.")
    return path


def results(ws: Workspace, measure: str | None = None, group: str | None = None, run: str | None = None) -> pa.Table:
    """Rows of a run, all or of one measure (with or without its variant) and one group kind."""
    if group is not None and group not in GROUP_KINDS:
        raise UsageError(f"--group: '{group}' is not one of {', '.join(GROUP_KINDS)}.")
    path = run_folder(ws, run) / "results.parquet"
    condition = pc.field("group_kind") == group if group else None
    if measure is not None:
        ids = [i for i in _measures(path) if i == measure or i.startswith(f"{measure}.")]
        if not ids:
            raise UsageError(
                f"Run '{path.parent.name}' has no rows of '{measure}'. 'firstcontact measures list' prints the ids."
            )
        of_measure = pc.field("measure").isin(ids)
        condition = of_measure if condition is None else condition & of_measure
    return pq.read_table(path, filters=condition)


def _measures(path: Path) -> list[str]:
    found = pq.read_table(path, columns=["measure"], read_dictionary=["measure"])["measure"]
    return sorted(pc.unique(found).to_pylist()) if len(found) else []


def write_results(table: pa.Table, fmt: str = "csv", out: Path | None = None) -> None:
    """Write rows as csv, json or parquet, to a file or the terminal. Parquet needs a file."""
    if fmt not in FORMATS:
        raise UsageError(f"--format: '{fmt}' is not one of {', '.join(FORMATS)}.")
    if fmt == "parquet":
        if out is None:
            raise UsageError("--format parquet needs a file: name it with -o FILE.")
        pq.write_table(table, out)
        return
    text = to_csv(table) if fmt == "csv" else to_json(table)
    if out is None:
        sys.stdout.write(text)
    else:
        Path(out).write_text(text, encoding="utf-8")


def as_text(table: pa.Table) -> pa.Table:
    """Exact numbers without trailing zeros, and text that no spreadsheet takes for a formula."""
    columns = []
    for name in table.column_names:
        column = table[name]
        if pa.types.is_decimal(column.type):
            column = pa.chunked_array(
                [pa.array([None if v is None else plain(v) for v in column.to_pylist()], pa.string())]
            )
        elif pa.types.is_string(column.type) or pa.types.is_dictionary(column.type):
            column = neutral(column.cast(pa.string()))
        columns.append(column)
    return pa.table(columns, names=table.column_names)


def plain(value: object) -> str:
    """A decimal without exponent or trailing zeros: 12.500 is 12.5, 10 is 10."""
    words = f"{value:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def neutral(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text that begins like a formula gets an apostrophe before it."""
    risky = pc.or_kleene(pc.match_substring_regex(column, r"^[=+\-@\t\r]"), pa.scalar(False))
    return pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)


def to_csv(table: pa.Table) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.column_names)
    for batch in as_text(table).to_batches():
        writer.writerows(zip(*(column.to_pylist() for column in batch.columns), strict=True))
    return buffer.getvalue()


def to_json(table: pa.Table) -> str:
    """A list of rows; exact numbers as text, dates as text."""
    rows = table.to_pylist()
    for row in rows:
        for key in ("numerator", "denominator"):
            if row.get(key) is not None:
                row[key] = plain(row[key])
    return json.dumps(rows, indent=2, ensure_ascii=False, default=str) + "\n"
