"""The run folder: rows per result in a scratch folder, then one sorted table under a name made from its content."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from firstcontact.engine.ahead import ahead
from firstcontact.outputs import to_json
from firstcontact.progress import QUIET, Reporter
from firstcontact.results_table import SCHEMA

IN_MEMORY = 2_000_000  # rows kept before they go to files
ROW_GROUP = 250_000
CODED = pa.dictionary(pa.int32(), pa.string())
# Words stay codes on their way into the file, in which they are plain strings: nothing is looked up twice.
STORED = pa.schema([pa.field(f.name, CODED if pa.types.is_string(f.type) else f.type) for f in SCHEMA])
WITH_RUN = STORED.append(pa.field("run_id", CODED))
WORDS = [f.name for f in WITH_RUN if f.type == CODED]
# Days and counts repeat, other numbers hardly do: a dictionary of them would be begun and given up.
REPEATED = [*WORDS, "period_start", "period_end", "people", "people_numerator", "sources", "confidence"]
LOOKED_UP = ["measure", "period_start", "period_end", "group_kind", "group_id", "stratum_kind", "stratum", "status"]


@dataclass
class Scratch:
    """Rows made so far; in memory, and in files of `folder` when there are many."""

    folder: Path
    sizes: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    kept: dict[str, pa.Table] = field(default_factory=dict)

    def add(self, result_id: str, table: pa.Table) -> None:
        """Keep the rows of one result id, in their order."""
        self.kept[result_id] = _stored(table)
        self.sizes[result_id] = table.num_rows
        for word, number in _counts(table["status"]).items():
            self.statuses[word] = self.statuses.get(word, 0) + number
        if sum(t.num_rows for t in self.kept.values()) > IN_MEMORY:
            self._flush()

    def run_id(self, cores: int = 1) -> str:
        """Name of the run: the same rows give the same name, whatever the files they came from."""
        found = "".join(ahead(digest, self._row_groups(), cores))
        return "r" + hashlib.sha256(found.encode()).hexdigest()[:12]

    def write(self, path: Path, run_id: str) -> None:
        """All rows in the order of the result ids, with the run's name beside them."""
        with pq.ParquetWriter(
            path,
            WITH_RUN,
            compression="zstd",
            compression_level=1,
            use_dictionary=REPEATED,
            write_statistics=LOOKED_UP,
            store_schema=False,
        ) as writer:
            for rows in self._row_groups():
                named = pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows.num_rows, np.int32)), pa.array([run_id]))
                writer.write_table(rows.append_column("run_id", named), row_group_size=ROW_GROUP)

    def _row_groups(self) -> Iterator[pa.Table]:
        """Rows in order, by row group of the file; where they were kept changes nothing."""
        return ahead(_joined, self._in_order())

    def _in_order(self) -> Iterator[list[pa.Table]]:
        """Tables by result id, small ones together."""
        group: list[pa.Table] = []
        for result_id in sorted(self.sizes):
            kept = self.kept.get(result_id)
            group.append(_stored(pq.read_table(self._path(result_id))) if kept is None else kept)
            if sum(t.num_rows for t in group) >= ROW_GROUP:
                yield group
                group = []
        if group:
            yield group

    def _flush(self) -> None:
        for result_id, table in self.kept.items():
            pq.write_table(table, self._path(result_id), compression="snappy", store_schema=False)
        self.kept.clear()

    def _path(self, result_id: str) -> Path:
        return self.folder / f"{result_id}.parquet"


def _stored(table: pa.Table) -> pa.Table:
    return table if table.schema.equals(STORED) else table.cast(STORED)


def _joined(tables: list[pa.Table]) -> pa.Table:
    return pa.concat_tables(tables).unify_dictionaries()


def _counts(column: pa.ChunkedArray) -> dict[str, int]:
    return {c["values"]: c["counts"] for c in column.combine_chunks().value_counts().to_pylist()}


def digest(table: pa.Table) -> str:
    """sha256 over the rows, column by column; equal rows have equal digests however they are stored."""
    total = hashlib.sha256()
    for name in SCHEMA.names:
        column = table[name].combine_chunks()
        total.update(name.encode())
        total.update(_column_bytes(column))
    return total.hexdigest()


def _column_bytes(column: pa.Array) -> bytes:
    if pa.types.is_string(column.type):
        return _column_bytes(column.dictionary_encode())
    if isinstance(column, pa.DictionaryArray):
        words = sorted(w for w in pc.unique(column).to_pylist() if w is not None)
        place = pc.index_in(column.dictionary, pa.array(words, pa.string()))
        return json.dumps(words).encode() + _column_bytes(place.take(column.indices))
    if column.null_count:
        zero = pa.scalar(0, pa.int32()).cast(column.type)
        return _column_bytes(column.is_valid().cast(pa.int8())) + _column_bytes(column.fill_null(zero))
    width = column.type.bit_width // 8
    return column.buffers()[1][column.offset * width : (column.offset + len(column)) * width].to_pybytes()


def write_run(
    results: Path,
    scratch: Scratch,
    tables: dict[str, pa.Table],
    documents: dict[str, Any],
    run_id: str,
    files: dict[str, Path],
    reporter: Reporter = QUIET,
) -> bool:
    """Make results/<run_id> in one step and point `latest` at it. False when the run is there already."""
    path = results / run_id
    new = not (path / "run.json").exists()
    if new:
        building = results / f".building-{os.getpid()}"
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        with reporter.step("measure: writing rows"):
            scratch.write(building / "results.parquet", run_id)
        for name, table in tables.items():
            pq.write_table(table, building / f"{name}.parquet", compression="snappy")
        for name, document in documents.items():
            (building / f"{name}.json").write_text(to_json(document), encoding="utf-8")
        for name, source in files.items():
            shutil.copyfile(source, building / name)
        shutil.rmtree(path, ignore_errors=True)
        os.replace(building, path)
    point_latest(results, run_id)
    return new


def point_latest(results: Path, run_id: str) -> None:
    temporary = results / f".latest-{os.getpid()}"
    temporary.write_text(run_id + "\n", encoding="utf-8")
    os.replace(temporary, results / "latest")
