"""A frame from a CSV file: every column as text, blanks as NULL."""

from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv

from firstcontact.errors import FirstContactError
from firstcontact.survey.csv_text import check_header, decode, records


def read_frame_file(path: Path) -> pa.Table:
    """The file as a table of text columns. Raises FirstContactError for encoding, header and ragged rows."""
    text = decode(path)
    header = next((cells for _, cells in records(text, path.name)), None)
    if header is None:
        raise FirstContactError(f"{path.name} is empty. A frame has a header row and one row for each unit.")
    check_header(header, path.name)
    if "unit_id" not in header:
        raise FirstContactError(
            f"{path.name} has no column unit_id (it has {', '.join(header)}). "
            f"A frame has one row for each unit and names it there."
        )
    return _read(text, header, path.name)


def _read(text: str, header: list[str], where: str) -> pa.Table:
    ragged: list[tuple[int | None, int]] = []

    def set_aside(row: pacsv.InvalidRow) -> str:
        ragged.append((row.number, row.actual_columns))
        return "skip"

    table = pacsv.read_csv(
        pa.py_buffer(text.encode()),
        read_options=pacsv.ReadOptions(use_threads=False),
        parse_options=pacsv.ParseOptions(newlines_in_values=True, invalid_row_handler=set_aside),
        convert_options=pacsv.ConvertOptions(
            column_types={name: pa.string() for name in header}, strings_can_be_null=True, null_values=[""]
        ),
    )
    if ragged:
        number, cells = ragged[0]
        raise FirstContactError(
            f"{where} row {number}: {cells} cells, but the header has {len(header)}. "
            f"Correct the row ({len(ragged)} such rows)."
        )
    return table
