"""The tables and the run.json of a results folder, asked in the report's terms."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from firstcontact.errors import FirstContactError

ALL = "all"
TABLES = (
    "practice_results",
    "summary",
    "weekly",
    "breakeven",
    "breakeven_curve",
    "tornado",
    "rank_correlation",
    "sobol",
    "comparison",
)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    """What a report is made from; nothing else is read."""

    tables: Mapping[str, pa.Table]
    run: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path) -> "Source":
        """Raises FirstContactError where the folder holds no results."""
        if not (folder / "run.json").is_file():
            raise FirstContactError(f"{folder} has no run.json. Name a folder that a practice command wrote.")
        paths = {name: folder / f"{name}.parquet" for name in TABLES}
        tables = {name: pq.read_table(path) for name, path in paths.items() if path.is_file()}
        return cls(tables, json.loads((folder / "run.json").read_text(encoding="utf-8")))

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        return {name: table.to_pylist() for name, table in self.tables.items()}

    def rows(self, table: str) -> list[Row]:
        """Rows of a table, none where it is absent."""
        return self._rows.get(table, [])

    @property
    def scenario(self) -> Mapping[str, Any]:
        return self.run.get("scenario", {})

    @property
    def id(self) -> str:
        return self.scenario.get("id", "")

    def summary(self, by: str = ALL) -> dict[tuple[str, str], Row]:
        """Rows of the summary for one grouping, by group and outcome, in file order."""
        rows = [row for row in self.rows("summary") if row["by"] == by]
        return {(row["group_id"], row["outcome"]): row for row in rows}

    def weekly(self, baseline: bool = False) -> list[Row]:
        """Weekly rows of all practices: of the scenario, or of its baseline run (where written)."""
        wanted = f"{self.id}.baseline" if baseline else self.id
        return [r for r in self.rows("weekly") if r["by"] == ALL and r["scenario_id"] == wanted]

    def practices(self, outcome: str) -> list[Row]:
        return [row for row in self.rows("practice_results") if row["outcome"] == outcome]

    @property
    def foot(self) -> str:
        """What stands under every chart: scenario, first 12 characters of the run's hash, version."""
        mark = str(self.run.get("hashes", {}).get("run", ""))[:12]
        version = self.run.get("versions", {}).get("firstcontact", "")
        return f"Source: scenario {self.id}, run {mark}, firstcontact {version}."
