"""Exact duplicates are counted once, however the work is cut."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from firstcontact.contract import input_tables
from firstcontact.intake import duplicates
from firstcontact.intake.judge import Totals

COLUMNS = ["claim_id", "claim_line_number", "paid_amount", "hcpcs_code"]
FIRST = [("a", "5.00", "1"), ("a", "5.00", "1"), ("b", "2.00", "1"), ("b", "3.00", "1"), ("c", "1.00", "1")]
SECOND = [("c", "1.00", "1"), ("c", "1.00", "2"), ("a", "5.00", "1"), ("d", "7.00", "1")]


def part(con: duckdb.DuckDBPyConnection, path: Path, rows: list[tuple]) -> Path:
    values = ", ".join(f"('{c}', 1, CAST({p} AS DECIMAL(18,2)), '{h}', {i})" for i, (c, p, h) in enumerate(rows, 1))
    con.execute(f"COPY (SELECT * FROM (VALUES {values}) AS v({', '.join(COLUMNS)}, line)) TO '{path}' (FORMAT parquet)")
    return path


@pytest.mark.parametrize("rows_per_slice", [1, 2, 100])
def test_a_row_that_stands_again_is_a_duplicate_and_one_that_differs_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows_per_slice: int
) -> None:
    monkeypatch.setattr(duplicates, "ROWS_PER_SLICE", rows_per_slice)
    monkeypatch.setattr(duplicates, "WIDE_ROWS_PER_SLICE", rows_per_slice)
    with duckdb.connect() as con:
        files = [
            ([part(con, tmp_path / f"{i}.parquet", rows)], COLUMNS, False) for i, rows in enumerate((FIRST, SECOND))
        ]
        found = duplicates.count_duplicates(con, input_tables()["medical_claim"], files)
    assert found == [Totals(1, Decimal("5.00"), None), Totals(2, Decimal("6.00"), None)]


def test_a_table_without_repeated_keys_has_none(tmp_path: Path) -> None:
    with duckdb.connect() as con:
        files = [([part(con, tmp_path / "0.parquet", SECOND[1:])], COLUMNS, False)]
        assert duplicates.count_duplicates(con, input_tables()["medical_claim"], files) == [Totals()]
