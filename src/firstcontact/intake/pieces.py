"""What a file is read into: a view `source` over rows that have the right form, and what was wrong with the rest."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class SetAside:
    """A row that is no row: `value` is never a person-level value. `rows` physical rows are concerned."""

    line: int
    column: str
    value: str
    rule: str
    code: str
    message: str
    rows: int = 1


@dataclass
class Piece:
    """A part of a file, small enough for memory or readable in one stream.

    `columns`: contract (or x_) name -> how the source holds it: text, as_text (read through its text) or typed.
    The database has the view `source` with these columns and `line BIGINT` while the piece is current.
    `rows`: rows of the view; `set_aside`: rows that are not in it.
    `whole_file`: a Parquet file that holds these columns under these names and nothing else.
    """

    columns: dict[str, str]
    rows: int
    set_aside: list[SetAside] = field(default_factory=list)
    whole_file: Path | None = None
