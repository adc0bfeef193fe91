"""Runs the steps: each part is written under a temporary name and renamed; a finished part is not built again."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import duckdb

from firstcontact.core.steps import Step, load_steps
from firstcontact.progress import QUIET, Reporter

DONE = "complete.json"
ROW_GROUP = 122_880
ROWS_WAITING = 500_000  # rows of a partitioned write that a thread may hold, over all buckets
PARQUET = "FORMAT parquet, COMPRESSION snappy"
WORD = re.compile(r"\w+")


@dataclass
class CoreStore:
    """The built tables. `connect()` opens a database with a view per table; with `bucket=k` it shows that part only.
    With `reading=sql` it has only the tables that the SQL names: every view costs a look into a file.

    `scopes`: table -> once or bucket. `views`: table -> SELECT of a step that is not stored. `macros`: name -> value,
    for what every step may ask (data_through()). `sql`: table -> SELECT as run.
    `types`: name -> words of a closed list, which sort and store as one byte.
    """

    root: Path
    buckets: int
    scopes: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    views: dict[str, str] = field(default_factory=dict)
    macros: dict[str, str] = field(default_factory=dict)
    sql: dict[str, str] = field(default_factory=dict)
    types: dict[str, list[str]] = field(default_factory=dict)

    def add_steps(self, steps: list[Step], rewrite: dict[str, Callable[[str], str]]) -> None:
        """Know the tables of the steps; `rewrite` fills what definition packs decide into a SELECT."""
        for step in steps:
            self.scopes[step.table] = "once" if step.scope == "once" else "bucket"
            self.sql[step.table] = rewrite.get(step.table, str)(step.sql).strip().rstrip(";")
            if step.scope == "view":
                self.views[step.table] = self.sql[step.table]

    def part(self, table: str, bucket: int | None = None) -> Path:
        name = "all.parquet" if self.scopes[table] == "once" else f"{bucket:04d}.parquet"
        return self.root / table / name

    def connect(self, bucket: int | None = None, reading: str | None = None) -> duckdb.DuckDBPyConnection:
        con = duckdb.connect(config=self.settings)
        con.execute("SET enable_progress_bar = false")
        self.create_views(con, bucket, self.scopes if reading is None else self._named_in(reading))
        return con

    def _named_in(self, sql: str) -> set[str]:
        """Tables that the SQL names, and those behind the views among them, which read earlier steps only."""
        named = set(WORD.findall(sql))
        for view in (v for v in reversed(self.views) if v in named):
            named |= set(WORD.findall(self.views[view]))
        return named

    def create_views(self, con: duckdb.DuckDBPyConnection, bucket: int | None, tables: Collection[str]) -> None:
        """A view per table that is built so far, in the order of the steps."""
        own = {"current_bucket": "NULL" if bucket is None else str(bucket), "bucket_count": str(self.buckets)}
        for name, value in {**self.macros, **own}.items():
            con.execute(f"CREATE OR REPLACE MACRO {name}() AS {value}")
        for name, words in self.types.items():
            quoted = ", ".join(f"'{w}'" for w in words)
            con.execute(f"CREATE OR REPLACE TYPE {name} AS ENUM ({quoted})")
        for table in (t for t in self.scopes if t in tables):
            self.create_view(con, table, bucket)

    def create_view(self, con: duckdb.DuckDBPyConnection, table: str, bucket: int | None) -> None:
        if table in self.views:
            select = self.views[table]
        elif source := self._source(table, bucket):
            select = f"SELECT * FROM read_parquet('{source}')"
        else:
            return
        try:
            con.execute(f"CREATE OR REPLACE VIEW {table} AS {select}")
        except duckdb.CatalogException:
            if table not in self.views:  # a view step whose inputs are not built yet
                raise

    def _source(self, table: str, bucket: int | None) -> str | None:
        if self.scopes[table] == "bucket" and bucket is None:
            folder = self.root / table
            return str(folder / "*.parquet") if any(folder.glob("*.parquet")) else None
        path = self.part(table, bucket)
        return str(path) if path.exists() else None


@dataclass
class Build:
    """What a build needs: where to, how many buckets, a prepared connection, and SQL that depends on settings.

    `prepare(con)` registers the inputs (views in_<table>, reference tables) for steps over all rows;
    `rewrite[table](sql)` gives the SELECT that is run, from the one in the file.
    """

    store: CoreStore
    prepare: Callable[[duckdb.DuckDBPyConnection], None]
    rewrite: dict[str, Callable[[str], str]] = field(default_factory=dict)
    reporter: Reporter = QUIET

    def run(self, until: str | None = None) -> CoreStore:
        """Build all tables, or those of the steps up to a table."""
        steps = load_steps()
        steps = steps[: 1 + next((n for n, s in enumerate(steps) if s.table == until), len(steps))]
        self._clear_leftovers()
        self.store.add_steps(steps, self.rewrite)
        if is_complete(self.store.root) and all(self._is_built(s) for s in steps):
            return self.store
        with self.store.connect(self._only_bucket) as whole:
            self.prepare(whole)
            for by_bucket, group in groupby(steps, key=lambda s: s.scope in ("bucket", "view")):
                if by_bucket:
                    self._run_buckets(whole, list(group))
                else:
                    self._run_once(whole, list(group))
        if until is None:
            _write_atomic(self.store.root / DONE, json.dumps({"buckets": self.store.buckets}))
        return self.store

    def _clear_leftovers(self) -> None:
        """What a killed build left under temporary names."""
        for path in [*self.store.root.glob("*.tmp"), *self.store.root.glob("*/*.tmp")]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    @property
    def _only_bucket(self) -> int | None:
        """One bucket is the whole: one connection then serves all steps."""
        return 0 if self.store.buckets == 1 else None

    def _run_once(self, con: duckdb.DuckDBPyConnection, steps: list[Step]) -> None:
        for step in steps:
            if not self._is_built(step):
                with self.reporter.step(f"core {step.number} {step.table}"):
                    self._partition(con, step) if step.scope == "partition" else self._write(con, step, None)
            self.store.create_view(con, step.table, self._only_bucket)

    def _run_buckets(self, whole: duckdb.DuckDBPyConnection, steps: list[Step]) -> None:
        """All steps of one bucket before the next: its parts are small enough to stay in the file cache."""
        for bucket in range(self.store.buckets):
            if all(self._has_part(s, bucket) for s in steps):
                continue
            if self.store.buckets == 1:
                self._run_bucket(whole, steps, bucket)
            else:
                with self.store.connect(bucket, " ".join(self.store.sql[s.table] for s in steps)) as con:
                    self._run_bucket(con, steps, bucket)
        for step in steps:
            self.store.create_view(whole, step.table, self._only_bucket)

    def _run_bucket(self, con: duckdb.DuckDBPyConnection, steps: list[Step], bucket: int) -> None:
        for step in steps:
            if not self._has_part(step, bucket):
                with self.reporter.step(f"core {step.number} {step.table}"):
                    self._write(con, step, bucket)
            self.store.create_view(con, step.table, bucket)

    def _has_part(self, step: Step, bucket: int) -> bool:
        return step.scope == "view" or self.store.part(step.table, bucket).exists()

    def _is_built(self, step: Step) -> bool:
        if step.scope == "partition":
            return (self.store.root / step.table).exists()
        if step.scope == "once":
            return self.store.part(step.table).exists()
        return all(self._has_part(step, b) for b in range(self.store.buckets))

    def _write(self, con: duckdb.DuckDBPyConnection, step: Step, bucket: int | None) -> None:
        path = self.store.part(step.table, bucket)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        con.execute(f"COPY ({self.store.sql[step.table]}) TO '{temporary}' ({PARQUET})")
        os.replace(temporary, path)

    def _partition(self, con: duckdb.DuckDBPyConnection, step: Step) -> None:
        """Rows of all buckets in one pass, by the column `bucket`; the folder appears when every part is written.

        The threshold counts the rows of each bucket: with the default, many buckets spill the whole table to disk.
        """
        folder = self.store.root / step.table
        temporary = self.store.root / f"{step.table}.{os.getpid()}.tmp"
        buckets = self.store.buckets
        con.execute(f"SET partitioned_write_max_open_files = {buckets + 1}")
        con.execute("SET preserve_insertion_order = false")
        group = min(ROW_GROUP, max(8192, ROWS_WAITING // buckets // 2048 * 2048))
        con.execute(f"SET partitioned_write_flush_threshold = {group}")
        con.execute(
            f"COPY ({self.store.sql[step.table]}) TO '{temporary}'"
            f" ({PARQUET}, PARTITION_BY (bucket), ROW_GROUP_SIZE {group}, OVERWRITE)"
        )
        con.execute("SET preserve_insertion_order = true")
        for bucket in range(buckets):
            self._collect_part(con, step, temporary, bucket)
        os.replace(temporary, folder)

    def _collect_part(self, con: duckdb.DuckDBPyConnection, step: Step, folder: Path, bucket: int) -> None:
        """bucket=7/data_0.parquet becomes 0007.parquet; a bucket without rows gets an empty part."""
        written = sorted((folder / f"bucket={bucket}").glob("*.parquet"))
        target = folder / f"{bucket:04d}.parquet"
        if len(written) == 1:
            os.replace(written[0], target)
        else:
            rows = (
                f"read_parquet({[str(f) for f in written]})"
                if written
                else f"({self.store.sql[step.table]}) WHERE false"
            )
            columns = "*" if written else "* EXCLUDE (bucket)"
            con.execute(f"COPY (SELECT {columns} FROM {rows}) TO '{target}' ({PARQUET})")
        shutil.rmtree(folder / f"bucket={bucket}", ignore_errors=True)


def digest_of(*parts: str) -> str:
    """Name of a build: same inputs, settings and SQL give the same folder."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def is_complete(root: Path) -> bool:
    return (root / DONE).exists()


def read_complete(root: Path) -> int:
    """The number of buckets of a finished build."""
    return json.loads((root / DONE).read_text(encoding="utf-8"))["buckets"]


def forget_others(root: Path) -> None:
    """Remove earlier builds; they can be made again from the batches."""
    for other in root.parent.iterdir():
        if other != root:
            shutil.rmtree(other, ignore_errors=True)


def _write_atomic(path: Path, text: str) -> None:
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)
