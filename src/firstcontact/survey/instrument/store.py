"""A folder of frozen versions: one read-only JSON file each, named by id, version and hash, and a table of them.

The table is `instrument_version.csv` (specs/surveys/README.md 2); the canonical text is in the files.
"""

import csv
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from firstcontact.outputs import to_json

TABLE = "instrument_version.csv"


@dataclass(frozen=True)
class Version:
    instrument_id: str
    version: int
    content_hash: str
    status: str
    frozen_on: str
    file: str


class Store:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def versions(self, instrument_id: str | None = None) -> list[Version]:
        """Frozen versions in order of id and version."""
        table = self.folder / TABLE
        if not table.is_file():
            return []
        with table.open(newline="", encoding="utf-8") as f:
            rows = [Version(**{**row, "version": int(row["version"])}) for row in csv.DictReader(f)]
        chosen = (r for r in rows if instrument_id in (None, r.instrument_id))
        return sorted(chosen, key=lambda r: (r.instrument_id, r.version))

    def file(self, instrument_id: str, version: str = "") -> Path | None:
        """The file of a version; without one, of the last."""
        found = [v for v in self.versions(instrument_id) if version in ("", str(v.version))]
        return self.folder / found[-1].file if found else None

    def names(self) -> list[str]:
        return [f"{v.instrument_id}@{v.version}" for v in self.versions()]

    def add(self, document: Mapping[str, Any], content_hash: str, on: date) -> Version:
        """Write a version that is not there yet, the file first, the table last."""
        name = f"{document['instrument_id']}.v{document['version']}.{content_hash[:8]}.json"
        added = Version(document["instrument_id"], document["version"], content_hash, "final", on.isoformat(), name)
        self.folder.mkdir(parents=True, exist_ok=True)
        _write(self.folder / name, to_json(document))
        (self.folder / name).chmod(0o444)
        self._table([*self.versions(), added])
        return added

    def _table(self, rows: list[Version]) -> None:
        building = self.folder / f".{TABLE}.building-{os.getpid()}"
        with building.open("w", newline="", encoding="utf-8") as f:
            writer = csv.DictWriter(f, [c.name for c in fields(Version)], lineterminator="\n")
            writer.writeheader()
            writer.writerows(asdict(r) for r in sorted(rows, key=lambda r: (r.instrument_id, r.version)))
        os.replace(building, self.folder / TABLE)


def _write(file: Path, text: str) -> None:
    building = file.with_name(f".{file.name}.building-{os.getpid()}")
    building.write_text(text, encoding="utf-8")
    os.replace(building, file)
