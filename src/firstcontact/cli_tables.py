"""Tables on the screen: for people, or as CSV or JSON for other programs."""

import csv
import sys
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    import pyarrow as pa

Format = StrEnum("Format", ["table", "csv", "json"])
As = Annotated[Format, typer.Option("--format", help="How the table is shown.")]
WIDE = 200  # columns where the screen is a file or another program
console = Console(soft_wrap=True, width=None if sys.stdout.isatty() else WIDE)


def say(text: str) -> None:
    console.print(text, markup=False, highlight=False)


def show(table: "pa.Table", form: Format = Format.table, title: str = "") -> None:
    """A table on the screen, or as CSV or JSON for other programs."""
    if form is Format.json:
        from firstcontact import outputs  # loads the table engine, which --help does not need

        sys.stdout.write(outputs.to_json(table.to_pylist()))
    elif form is Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([table.column_names, *(list(row.values()) for row in table.to_pylist())])
    else:
        console.print(_rich(table, title))


def _rich(table: "pa.Table", title: str) -> Table:
    shown = Table(title=title or None, title_justify="left")
    for field in table.schema:
        shown.add_column(field.name, justify="left" if str(field.type) == "string" else "right", overflow="fold")
    for row in table.to_pylist():
        shown.add_row(*(_cell(value) for value in row.values()))
    return shown


def _cell(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:,}"
    if not isinstance(value, float):
        return "" if value is None else str(value)
    return f"{value:,.2f}" if abs(value) >= 1000 else f"{value:.6g}"


def say_written(out: Path | None, form: Format = Format.table) -> None:
    """Where the results are; not where the screen is read by a program."""
    if out is not None and form is Format.table:
        say(f"Written to {out}.")
