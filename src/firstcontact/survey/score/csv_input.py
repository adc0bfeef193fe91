"""Reads a response file: UTF-8 CSV with a header; every cell stays text until the measure file says what it is."""

import csv
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.csv

from firstcontact.errors import FirstContactError

BLOCK = 16 << 20  # bytes read at a time


def read_responses(path: Path, columns: dict[str, str]) -> pa.Table:
    """The named columns as text, no cell NULL. `columns`: column -> the key of the measure file that names it.

    Raises FirstContactError for a file that is absent, not UTF-8, without rows, ragged, or lacks a column.
    """
    header = _header(path)
    require_columns(header, columns, path.name)
    ragged: list[tuple[int, int]] = []

    def note(row: pyarrow.csv.InvalidRow) -> str:
        ragged.append((row.number or 0, row.actual_columns))
        return "skip"

    try:
        table = pyarrow.csv.read_csv(
            path,
            read_options=pyarrow.csv.ReadOptions(use_threads=False, block_size=BLOCK),
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=note),
            convert_options=pyarrow.csv.ConvertOptions(
                include_columns=list(columns),
                column_types=dict.fromkeys(columns, pa.string()),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        raise FirstContactError(_unreadable(path)) from None
    if ragged:
        row, width = ragged[0]
        raise FirstContactError(
            f"{path.name} row {row} has {width} columns, the header {len(header)} ({len(ragged)} such rows). A cell "
            "with a comma or a line break needs quotes; correct the file."
        )
    return table


def require_columns(present: list[str], columns: dict[str, str], where: str) -> None:
    """Raise FirstContactError for the first column that is named but absent."""
    for column, key in columns.items():
        if column not in present:
            has = ", ".join(present[:12]) + (", ..." if len(present) > 12 else "")
            raise FirstContactError(
                f"{where}: the measure file names column '{column}' ({key}), but the file has no such column (it has "
                f"{has}). Correct the measure file or the header."
            )


def _header(path: Path) -> list[str]:
    if not path.is_file():
        raise FirstContactError(f"There is no file {path}. Name the responses with --responses.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            header = next(csv.reader(f), [])
    except UnicodeDecodeError:
        raise FirstContactError(_unreadable(path)) from None
    if not header:
        raise FirstContactError(f"{path.name} is empty. It needs a header and one row for each response.")
    twice = [name for name, times in Counter(header).items() if times > 1]
    if twice:
        raise FirstContactError(f"{path.name} line 1: column '{twice[0]}' stands twice. Rename or remove one of them.")
    return header


def _unreadable(path: Path) -> str:
    """Why the file cannot be read: the first byte that is not UTF-8, else its form."""
    position = 0
    with path.open("rb") as f:
        while block := f.readline():
            try:
                block.decode("utf-8")
            except UnicodeDecodeError as e:
                at = position + e.start + 1
                return f"{path.name} is not UTF-8 (byte {at}). Save it as UTF-8; 'firstcontact convert' does it."
            position += len(block)
    return f"{path.name} is not a CSV file with one header line. Export it again as CSV with commas."
