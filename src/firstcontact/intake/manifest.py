"""manifest.toml: what the sender says about each file. Closed: an unknown key is an error."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from firstcontact.contract import input_tables
from firstcontact.errors import FirstContactError
from firstcontact.intake.dialect import Dialect
from firstcontact.refusals import TOML_HINT, toml_sentence

NAME = "manifest.toml"
Closed = ConfigDict(extra="forbid", populate_by_name=True)


class FileEntry(BaseModel):
    """One [[file]]. Control totals that are not given are not compared."""

    model_config = Closed
    file_name: str
    table: str | None = None
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-fA-F]{64}$")
    row_count: int | None = Field(default=None, ge=0)
    encoding: Literal["utf-8", "latin-1", "utf-16"] = "utf-8"
    delimiter: Literal[",", "|", ";", "\t"] = ","
    date_format: Literal["%Y-%m-%d", "%m/%d/%Y", "%Y%m%d", "%d-%b-%Y"] | None = None
    paid_total: Decimal | None = None
    data_through: date | None = None
    data_source: str | None = None
    money_style: Literal["plain", "accounting"] = "plain"
    max_bytes: int | None = Field(default=None, gt=0)


class Manifest(BaseModel):
    """`columns`: the source's name -> the contract's name, for all tables or under [columns.<table>].
    `values`: the source's words for one column, e.g. [values.gender] F = "female"."""

    model_config = Closed
    file: list[FileEntry] = Field(default_factory=list)
    columns: dict[str, str | dict[str, str]] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)

    def entry(self, name: str) -> FileEntry | None:
        return next((f for f in self.file if f.file_name == name), None)

    def renames(self, table: str) -> dict[str, str]:
        everywhere = {k: v for k, v in self.columns.items() if isinstance(v, str)}
        own = self.columns.get(table)
        return {**everywhere, **(own if isinstance(own, dict) else {})}

    def dialect(self, name: str, table: str) -> Dialect:
        entry = self.entry(name) or FileEntry(file_name=name)
        return Dialect(
            encoding=entry.encoding,
            delimiter=entry.delimiter,
            date_format=entry.date_format or "%Y-%m-%d",
            date_format_declared=entry.date_format is not None,
            money_style=entry.money_style,
            data_source=entry.data_source,
            data_through=entry.data_through.isoformat() if entry.data_through else None,
            renames=tuple(sorted(self.renames(table).items())),
            values=tuple(sorted((c, tuple(sorted(words.items()))) for c, words in self.values.items())),
        )


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a source folder; an empty one where there is none."""
    path = folder / NAME
    if not path.exists():
        return Manifest()
    try:
        text = path.read_text(encoding="utf-8")
        manifest = Manifest(**tomllib.loads(text))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        wrong = f"{NAME}: {e}. {TOML_HINT} Nothing was loaded. Correct the line and run again."
        raise FirstContactError(wrong) from None
    except ValidationError as e:
        wrong = f"{toml_sentence(e, NAME, text, Manifest)} Nothing was loaded. Correct it and run again."
        raise FirstContactError(wrong) from None
    _check_tables(manifest)
    return manifest


def _check_tables(manifest: Manifest) -> None:
    for entry in manifest.file:
        if entry.table is not None and entry.table not in input_tables():
            raise FirstContactError(
                f"{NAME}: file {entry.file_name}: table '{entry.table}' is not a table of the contract "
                f"({', '.join(input_tables())}). Nothing was loaded. Correct the name and run again."
            )
