"""CSV files as text: encoding and header are checked, nothing is guessed or evaluated."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from firstcontact.errors import FirstContactError


def decode(path: Path) -> str:
    """The text of a UTF-8 file, with or without a mark. Raises FirstContactError naming the byte position."""
    try:
        content = path.read_bytes()
    except OSError:
        raise FirstContactError(f"{path} cannot be read. Name a file that exists.") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise FirstContactError(
            f"{path.name} is not UTF-8: the byte at position {e.start} (0x{content[e.start]:02x}) does not fit. "
            f"Save the file as UTF-8, or use 'firstcontact convert'."
        ) from None


def records(text: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """(number of the record from 1, cells) of each record that is not empty."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if cells:
                yield number, cells
    except csv.Error as e:
        raise FirstContactError(f"{where} row {number + 1}: {e}. Correct the quotes there.") from None


def check_header(header: list[str], where: str) -> None:
    """Raises FirstContactError where a column name is blank or stands twice."""
    blank = [i for i, name in enumerate(header, start=1) if not name.strip()]
    if blank:
        raise FirstContactError(f"{where} row 1: column {blank[0]} has no name. Give every column a name.")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise FirstContactError(f"{where} row 1: the column {twice[0]} stands twice. Rename one of them.")
