from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from firstcontact.engine import write
from firstcontact.engine.write import Scratch, digest, write_run
from firstcontact.results_table import SCHEMA


def rows(measure: str, *values: float | None) -> pa.Table:
    same = {
        "measure": measure,
        "version": "1",
        "period_start": date(2024, 1, 1),
        "numerator": Decimal("1.5"),
        "status": "published",
    }
    return pa.Table.from_pylist([{**same, "value": v} for v in values], schema=SCHEMA)


def coded(table: pa.Table) -> pa.Table:
    """The same rows with dictionary columns."""
    columns = [
        table[n].dictionary_encode() if pa.types.is_string(table[n].type) else table[n] for n in table.column_names
    ]
    return pa.table(columns, names=table.column_names)


def test_equal_rows_have_equal_digests_however_they_are_stored() -> None:
    assert digest(rows("a", 1.0, None)) == digest(coded(rows("a", 1.0, None)))
    assert digest(rows("a", 1.0)) != digest(rows("a", 2.0))
    assert digest(rows("a", None)) != digest(rows("a", 0.0))
    assert digest(rows("a", 1.0)) != digest(rows("b", 1.0))


def test_the_run_is_named_by_its_rows_whatever_their_order_of_arrival(tmp_path: Path) -> None:
    one, other = Scratch(tmp_path), Scratch(tmp_path)
    one.add("a", rows("a", 1.0))
    one.add("b", rows("b", 2.0))
    other.add("b", rows("b", 2.0))
    other.add("a", rows("a", 1.0))
    assert one.run_id() == other.run_id()
    assert one.run_id().startswith("r")
    assert len(one.run_id()) == 13


def test_rows_in_files_give_the_same_table_as_rows_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, name in ((1_000, "memory"), (0, "files")):
        monkeypatch.setattr(write, "IN_MEMORY", limit)
        scratch = Scratch(tmp_path / name)
        scratch.folder.mkdir()
        scratch.add("b", coded(rows("b", 2.0, None)))
        scratch.add("a", rows("a", 1.0))
        scratch.write(tmp_path / f"{name}.parquet", "r1")
    assert (tmp_path / "memory.parquet").read_bytes() == (tmp_path / "files.parquet").read_bytes()
    table = pq.read_table(tmp_path / "files.parquet")
    assert table["measure"].to_pylist() == ["a", "b", "b"]
    assert set(table["run_id"].to_pylist()) == {"r1"}


def test_a_run_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = Scratch(tmp_path / "scratch")
    scratch.folder.mkdir()
    scratch.add("a", rows("a", 1.0))
    results = tmp_path / "results"

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(write, "to_json", stop)
        with pytest.raises(KeyboardInterrupt):
            write_run(results, scratch, {}, {"run": {}}, "r1", {})
    assert not (results / "r1").exists()
    assert not (results / "latest").exists()
    assert write_run(results, scratch, {}, {"run": {}}, "r1", {}) is True
    assert write_run(results, scratch, {}, {"run": {}}, "r1", {}) is False
    assert (results / "latest").read_text() == "r1\n"
    assert [p.name for p in results.iterdir()].count("r1") == 1
