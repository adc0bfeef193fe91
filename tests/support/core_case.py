"""Builds a core from tiny tables: text or lists of rows, missing columns are NULL, types come from the contract."""

from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from firstcontact.contract import input_tables
from firstcontact.core.build import Build, CoreStore
from firstcontact.core.inputs import Inputs
from firstcontact.core.pack_model import Pack
from firstcontact.core.packs import bound_packs
from firstcontact.core.reference import Reference, load_reference
from firstcontact.workspace import Config, Workspace


class CaseLive:
    """Stands in for intake's LiveStore: the same views, from rows given in the test."""

    def __init__(self, folder: Path, tables: dict[str, list[dict]], data_through: date | None) -> None:
        self.folder, self.data_through = folder, data_through
        self.tables = set(tables)
        folder.mkdir(parents=True, exist_ok=True)
        for table, rows in tables.items():
            _write(folder / f"{table}.parquet", contract_types()[table], rows)

    def create_views(self, con: duckdb.DuckDBPyConnection) -> None:
        for table, columns in contract_types().items():
            absent = ", ".join(f'CAST(NULL AS {t}) AS "{c}"' for c, t in columns.items())
            absent = f"SELECT {absent}, CAST(NULL AS INTEGER) AS file_key, CAST(NULL AS BIGINT) AS line WHERE false"
            given = f"SELECT * FROM '{self.folder / (table + '.parquet')}'"
            con.execute(f"CREATE OR REPLACE VIEW in_{table} AS {given if table in self.tables else absent}")


@cache
def contract_types() -> dict[str, dict[str, str]]:
    """table -> column -> engine type, in contract order."""
    return {
        name: {column: c.sql_type for column, c in table.columns.items() if not c.dropped}
        for name, table in input_tables().items()
    }


def build_case(
    root: Path,
    given: dict[str, str | list[dict]],
    parameters: dict | None = None,
    data_through: date | None = date(2024, 12, 31),
    buckets: int = 1,
    until: str | None = None,
    **config: object,
) -> CoreStore:
    """The core of the given tables. `given`: table -> text table (header, then rows, cells split by |) or list of rows.

    `until`: the last table to build. `config`: settings of firstcontact.toml.
    """
    tables = {t: rows_of(v) if isinstance(v, str) else v for t, v in given.items()}
    ws = Workspace(root, Config(parameters=parameters or {}, **config))
    live = CaseLive(root / "in", tables, data_through)
    inputs = Inputs.of(ws, live) if ws.definitions.exists() or parameters or config else Inputs(ws, live, *_shipped())
    store = CoreStore(root / "core", buckets, macros=inputs.macros, types=inputs.types)
    store.root.mkdir(parents=True, exist_ok=True)
    return Build(store, inputs.register, inputs.rewrite).run(until)


@cache
def _shipped() -> tuple[Reference, dict[str, Pack]]:
    """Code lists, parameters and packs as shipped: read once for all cases."""
    ws = Workspace(Path("no-workspace"), Config())
    return load_reference(ws), bound_packs(ws)


def rows_of(text: str) -> list[dict]:
    """Rows of a text table; an empty cell is NULL."""
    lines = [line for line in text.splitlines() if line.strip()]
    header = [c.strip() for c in lines[0].split("|")]
    return [{h: c.strip() or None for h, c in zip(header, line.split("|"), strict=True)} for line in lines[1:]]


def select(store: CoreStore, sql: str) -> list[tuple]:
    with store.connect() as con:
        return con.execute(sql).fetchall()


def _write(path: Path, columns: dict[str, str], rows: list[dict]) -> None:
    unknown = {c for r in rows for c in r} - set(columns)
    assert not unknown, f"{path.stem} has no column {sorted(unknown)}"
    text = pa.table({c: pa.array([_text(r.get(c)) for r in rows], pa.string()) for c in columns})
    cast = ", ".join(f'CAST("{c}" AS {t}) AS "{c}"' for c, t in columns.items())
    with duckdb.connect() as con:
        con.register("given", text.append_column("line", pa.array(range(2, len(rows) + 2), pa.int64())))
        typed = con.sql(f"SELECT {cast}, 1 AS file_key, line FROM given").to_arrow_table()
    pq.write_table(typed, path)


def _text(value: object) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
