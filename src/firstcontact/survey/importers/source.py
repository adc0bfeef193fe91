"""A file of answers as rows of text, whatever program wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from firstcontact.errors import FirstContactError
from firstcontact.survey.csv_text import check_header, decode, records
from firstcontact.survey.instrument.model import Item

NAMED = 8  # columns listed in an error


@dataclass(frozen=True)
class SourceRow:
    """number: of the record in the file, from 1; problem: why the row cannot be read, then it has no cells."""

    number: int
    cells: Mapping[str, str]
    problem: str | None = None


@dataclass(frozen=True)
class SourceFile:
    """columns as the file names them; aliases: other names under which a map may know a column."""

    name: str
    columns: list[str]
    rows: list[SourceRow]
    aliases: Mapping[str, list[str]] = field(default_factory=dict)

    def column(self, name: str, what: str) -> str:
        """The column as the file names it. Raises FirstContactError; `what` says what the map needs it for."""
        found = self.find(name)
        if found is not None:
            return found
        shown = ", ".join(self.columns[:NAMED]) + (", …" if len(self.columns) > NAMED else "")
        raise FirstContactError(
            f"{self.name}: the map names column '{name}' for {what}, but the file has no such column "
            f"(it has {shown}). Correct the map or the file."
        )

    def find(self, name: str) -> str | None:
        """The column of this name or alias, None where there is none. Raises FirstContactError for two of one alias."""
        if name in self.columns:
            return name
        known = self.aliases.get(name, [])
        if len(known) > 1:
            raise FirstContactError(
                f"{self.name}: '{name}' could be the column {known[0]} or {known[1]}. Name the whole column in the map."
            )
        return known[0] if known else None


def read_csv(path: Path, header_rows: int = 1) -> SourceFile:
    """A CSV file: names on its first row, answers after `header_rows` rows; ragged rows carry a problem."""
    held = list(records(decode(path), path.name))
    if not held:
        raise FirstContactError(f"{path.name} is empty. A header row and one row for each response are needed.")
    header = [name.strip() for name in held[0][1]]
    check_header(header, path.name)
    return SourceFile(path.name, header, [_row(n, cells, header) for n, cells in held[header_rows:]])


def _row(number: int, cells: list[str], header: list[str]) -> SourceRow:
    if len(cells) != len(header):
        return SourceRow(number, {}, f"the row has {len(cells)} cells, the header {len(header)}")
    return SourceRow(number, dict(zip(header, cells, strict=True)))


def option_columns(item: Item, source: SourceFile, pattern: str) -> dict[str, str]:
    """Option code -> column, for the options of a multi item that have one. pattern: with {item} and {code}."""
    found = {o.code: source.find(pattern.format(item=item.link_id, code=o.code)) for o in item.options}
    return {code: column for code, column in found.items() if column is not None}
