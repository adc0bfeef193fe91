"""Stored files that are cut off end in a sentence, not in a traceback."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from firstcontact import damaged


def read(engine: str, file: Path) -> None:
    if engine == "duckdb":
        duckdb.connect().execute(f"SELECT * FROM read_parquet('{file}')")
    else:
        pq.read_table(file)


@pytest.mark.parametrize("engine", ["duckdb", "pyarrow"])
@pytest.mark.parametrize("content", [b"", b"hello", b"PAR1" + bytes(100)])
@pytest.mark.parametrize(
    ("place", "way"),
    [
        ("store/core/1/visit", "it is built anew"),
        ("store/batches/1/eligibility", "into a new workspace"),
        ("results/r1", "measure again"),
    ],
)
def test_a_damaged_file_is_named_with_what_to_do(engine, content, place, way, tmp_path):
    file = tmp_path / place / "0000.parquet"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    with pytest.raises(Exception, match="0000") as broken:
        read(engine, file)
    said = damaged.sentence(broken.value)
    assert said.startswith(f"'{file}' cannot be read")
    assert way in said


def test_other_errors_are_left_alone():
    with pytest.raises(duckdb.CatalogException) as broken:
        duckdb.connect().execute("SELECT * FROM nowhere")
    assert damaged.sentence(broken.value) is None
    assert damaged.sentence(ValueError("'a.parquet'")) is None
