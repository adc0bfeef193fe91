"""Folders of results: CSV, Parquet and run.json, whole or not at all."""

import json
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from firstcontact.errors import FirstContactError
from firstcontact.outputs import require_new, sha256, write_csv, write_folder

TABLE = pa.table(
    {
        "id": ["a, b", None],
        "day": [date(2024, 2, 29), None],
        "money": pa.array([Decimal("10.50"), None], pa.decimal128(18, 2)),
        "share": [0.1, None],
        "told": [True, None],
        "count": [3, None],
    }
)


def test_cells_of_a_csv(tmp_path):
    write_csv(TABLE, tmp_path / "t.csv")
    assert (
        tmp_path / "t.csv"
    ).read_text() == 'id,day,money,share,told,count\n"a, b",2024-02-29,10.50,0.1,true,3\n,,,,,\n'


def test_a_folder_holds_both_forms_and_the_run(tmp_path):
    write_folder(tmp_path / "out", {"t": TABLE}, {"seed": 7}, {"report.html": b"<p>"})
    assert pq.read_table(tmp_path / "out" / "t.parquet").equals(TABLE)
    assert json.loads((tmp_path / "out" / "run.json").read_text()) == {"seed": 7}
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["report.html", "run.json", "t.csv", "t.parquet"]
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_the_same_tables_give_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        write_folder(tmp_path / name, {"t": TABLE}, {})
    for file in ("t.csv", "t.parquet"):
        assert sha256(tmp_path / "one" / file) == sha256(tmp_path / "two" / file)


def test_a_folder_with_files_is_not_overwritten_unasked(tmp_path):
    (tmp_path / "x").write_text("mine")
    with pytest.raises(FirstContactError, match="is not empty"):
        require_new(tmp_path)
    require_new(tmp_path, overwrite=True)
    with pytest.raises(FirstContactError, match="is a file"):
        require_new(tmp_path / "x")
