"""One input file, and the small questions asked of it before it is read."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from firstcontact.intake.dialect import Dialect
from firstcontact.intake.manifest import FileEntry

SUFFIXES = (".csv.gz", ".csv", ".parquet")
BLOCK = 1 << 22


@dataclass(frozen=True)
class SourceFile:
    """`name` is relative to the source folder, e.g. medical_claim/part-1.csv; it is the file's identity."""

    table: str
    name: str
    path: Path
    dialect: Dialect
    entry: FileEntry | None = None

    @property
    def is_parquet(self) -> bool:
        return self.name.endswith(".parquet")

    @property
    def expects_no_rows(self) -> bool:
        return self.entry is not None and self.entry.row_count == 0


def stem(name: str) -> str | None:
    """The name without a suffix that intake reads; None for any other file."""
    lower = name.lower()
    return next((name[: -len(s)] for s in SUFFIXES if lower.endswith(s)), None)


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
