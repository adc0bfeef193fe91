"""The live store as the next rooms read it: one view per contract table."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from firstcontact.contract import input_tables
from firstcontact.errors import FirstContactError
from firstcontact.intake.live import Live, LiveFile, read_live
from firstcontact.intake.periods import data_through, measured_years
from firstcontact.intake.relation import parts_sql, union_sql
from firstcontact.workspace import Workspace


@dataclass(frozen=True)
class LiveStore:
    """What the last import made live. `file_key` of a view's row is the position of its file in `files`, from 1."""

    root: Path
    live: Live

    @classmethod
    def open(cls, ws: Workspace) -> "LiveStore":
        live = read_live(ws.store)
        if not live.files:
            raise FirstContactError(
                f"The workspace '{ws.root}' has no data yet, so there is nothing to measure. "
                f"Put files into its inputs folder and run 'firstcontact import', or name a folder with --source DIR."
            )
        return cls(ws.store, live)

    @property
    def digest(self) -> str:
        return self.live.digest

    @property
    def tables(self) -> set[str]:
        return {f.table for f in self.live.files}

    @property
    def data_through(self) -> date | None:
        """The manifests' latest data_through; without one, the last day of the month of the latest claim date."""
        return data_through(self.live.files)

    @property
    def years(self) -> list[int]:
        """Calendar years that hold at least 1 % of the claim lines, up to the year of data_through."""
        return measured_years(self.live.files)

    @property
    def files(self) -> list[dict]:
        """For run.json: the ledger of every live file."""
        return [ledger_row(f) for f in self.live.files]

    @property
    def geojson(self) -> Path | None:
        path = self.root / "area.geojson"
        return path if path.exists() else None

    def create_views(self, con: duckdb.DuckDBPyConnection) -> None:
        """Views in_<table>: every contract column typed, absent ones NULL, absent tables empty; file_key, line."""
        for name, table in input_tables().items():
            selects = [
                parts_sql(table, self._parts(file), file.columns, file.is_kept, key)
                for key, file in enumerate(self.live.files, start=1)
                if file.table == name and file.parts
            ]
            con.execute(f"CREATE OR REPLACE VIEW in_{name} AS {union_sql(table, selects)}")

    def _parts(self, file: LiveFile) -> list[Path]:
        return [self.root / "batches" / file.batch / part for part in file.parts]


def ledger_row(file: LiveFile) -> dict:
    """rows = loaded + quarantined + deduplicated; amounts in and out as decimals (None: no such column)."""
    amounts = {k: None if v is None else Decimal(v) for k, v in file.amounts.items()}
    return {
        "name": file.name,
        "table": file.table,
        "sha256": file.sha256,
        "rows": file.rows,
        "loaded": file.loaded,
        "quarantined": file.quarantined,
        "deduplicated": file.deduplicated,
        "paid_total": amounts["paid_in"],
        **amounts,
    }
