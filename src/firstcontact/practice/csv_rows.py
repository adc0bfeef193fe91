"""Strict reading of the model's CSV files: closed columns, the line of each row, all problems at once."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from firstcontact.practice import suggest
from firstcontact.practice.problems import Problem, ScenarioError


@dataclass(frozen=True)
class Row:
    """Text by column, as written; an absent optional column is "". `line` counts from 1 in the file."""

    file: str
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")

    def problem(self, code: str, column: str, message: str) -> Problem:
        return Problem(code, message, self.file, self.line, column)


def read_rows(
    path: Path, required: Sequence[str], optional: Sequence[str] = (), extra_prefix: str = "", unknown: str = "PM003"
) -> list[Row]:
    """The rows of a UTF-8 CSV. Columns beginning with `extra_prefix` (where given) are let through and dropped.

    Raises ScenarioError with every problem of the header (`unknown` is the code for a column that is not known),
    or for a row whose number of cells does not fit.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as f:
            reader = csv.reader(f, strict=True)
            header = next(reader, [])
            check_header(path.name, header, required, optional, extra_prefix, unknown)
            return list(_rows(path.name, header, reader))
    except OSError as e:
        raise ScenarioError(Problem("PM003", f"{path} cannot be read ({e.strerror}). Name a CSV file.")) from None
    except (UnicodeDecodeError, csv.Error) as e:
        message = f"is not a CSV in UTF-8 ({e}). Save it as CSV, UTF-8, with commas."
        raise ScenarioError(Problem("PM003", message, path.name, 1)) from None


def check_header(
    file: str, header: Sequence[str], required: Sequence[str], optional: Sequence[str], extra_prefix: str, unknown: str
) -> None:
    """Raise ScenarioError with every problem of a header: strange, doubled and missing columns."""
    allowed = [*required, *optional]
    strange = [c for c in header if c not in allowed and not (extra_prefix and c.startswith(extra_prefix))]
    problems = [Problem(unknown, suggest.unknown(c, allowed, "unknown column"), file, 1, c) for c in strange]
    for column in sorted({c for c in header if header.count(c) > 1}):
        problems.append(Problem("PM003", "the column stands twice. Keep one of them.", file, 1, column))
    for column in [c for c in required if c not in header]:
        message = f"the column is missing. The header has: {', '.join(header) or 'nothing'}."
        problems.append(Problem("PM003", message, file, 1, column))
    if problems:
        raise ScenarioError(problems)


def _rows(file: str, header: list[str], reader: Iterable[list[str]]) -> Iterable[Row]:
    for cells in reader:
        if not cells:
            continue
        line = reader.line_num
        if len(cells) != len(header):
            message = f"has {len(cells)} cells, the header has {len(header)}. Quote cells that hold a comma."
            raise ScenarioError(Problem("PM003", message, file, line))
        yield Row(file, line, dict(zip(header, cells, strict=True)))
