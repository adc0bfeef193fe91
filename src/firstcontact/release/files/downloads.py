"""What the data pages say about each file: its size, its rows, its digest."""

from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from pyarrow import csv

FOLDERS = ("data", "feeds")


@dataclass(frozen=True)
class Download:
    """A file of the release. `rows`: records below the column names of a CSV, None for other formats."""

    size: int
    rows: int | None
    sha256: str


def downloads(folder: Path) -> dict[str, Download]:
    """Public address -> facts of each file below data/ and feeds/ of a release that is being written."""
    files = (path for name in FOLDERS for path in (folder / name).rglob("*") if path.is_file())
    return {f"/{path.relative_to(folder).as_posix()}": _facts(path) for path in files}


def permalink(address: str, release: str) -> str:
    """Where the file stays when a later release is live."""
    _, place, name = address.split("/", 2)
    return f"/{place}/releases/{release}/{name}"


def _facts(path: Path) -> Download:
    with path.open("rb") as handle:
        digest = file_digest(handle, "sha256").hexdigest()
    return Download(path.stat().st_size, _rows(path) if path.suffix == ".csv" else None, digest)


def _rows(path: Path) -> int:
    with csv.open_csv(path, parse_options=csv.ParseOptions(newlines_in_values=True)) as reader:
        return sum(batch.num_rows for batch in reader)
