import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from firstcontact.engine.reader import plain, results, to_csv, to_json, write_results
from firstcontact.engine.run import Run
from firstcontact.errors import FirstContactError, UsageError
from firstcontact.workspace import Workspace


def table(**columns: list) -> pa.Table:
    given = {
        "measure": ["x"],
        "group_id": ["=1+2"],
        "numerator": pa.array([Decimal("12.500000000000")], pa.decimal128(38, 12)),
    }
    return pa.table({**given, **columns})


def test_csv_has_no_formula_and_no_trailing_zeros() -> None:
    assert to_csv(table()) == "measure,group_id,numerator\nx,'=1+2,12.5\n"


@pytest.mark.parametrize("text", ["+1", "-1", "@x", "\tx", "=x"])
def test_text_that_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert "'" + text in to_csv(table(group_id=[text]))


@pytest.mark.parametrize(
    ("value", "words"), [("12.500", "12.5"), ("10", "10"), ("0E-12", "0"), ("1E+3", "1000"), ("-3.20", "-3.2")]
)
def test_exact_numbers_as_text(value: str, words: str) -> None:
    assert plain(Decimal(value)) == words


def test_json_keeps_exact_numbers_as_text() -> None:
    assert json.loads(to_json(table()))[0]["numerator"] == "12.5"


def test_a_part_of_the_results(whole_run: tuple[Workspace, Run]) -> None:
    ws, run = whole_run
    found = results(ws, "visit_volume", "area")
    assert set(found["group_kind"].to_pylist()) == {"area"}
    assert set(found["measure"].to_pylist()) == {
        "visit_volume.all",
        "visit_volume.in_person",
        "visit_volume.telehealth",
    }
    assert results(ws, run=run.run_id).num_rows == run.rows


def test_types_of_the_results_table(whole_run: tuple[Workspace, Run]) -> None:
    ws, _ = whole_run
    schema = results(ws, "visit_volume.all").schema
    assert schema.field("numerator").type == pa.decimal128(38, 12)
    assert schema.field("value").type == pa.float64()
    assert schema.field("period_start").type == pa.date32()
    assert schema.names[-1] == "run_id"


def test_written_to_a_file(whole_run: tuple[Workspace, Run], tmp_path: Path) -> None:
    found = results(whole_run[0], "telehealth_share", "region")
    write_results(found, "parquet", tmp_path / "x.parquet")
    assert pq.read_table(tmp_path / "x.parquet").num_rows == found.num_rows
    write_results(found, "csv", tmp_path / "x.csv")
    assert len((tmp_path / "x.csv").read_text().splitlines()) == found.num_rows + 1


def test_written_to_the_terminal(whole_run: tuple[Workspace, Run], capsys: pytest.CaptureFixture) -> None:
    write_results(results(whole_run[0], "telehealth_share", "region"), "json")
    rows = json.loads(capsys.readouterr().out)
    assert rows[0]["period_start"] == str(date(2023, 1, 1))


def test_wrong_words_are_named(whole_run: tuple[Workspace, Run], workspace: Workspace) -> None:
    ws, _ = whole_run
    with pytest.raises(FirstContactError, match="There are no results in"):
        results(workspace)
    with pytest.raises(UsageError, match="There is no run 'r0'"):
        results(ws, run="r0")
    with pytest.raises(UsageError, match="--group: 'planet' is not one of region, area"):
        results(ws, group="planet")
    with pytest.raises(UsageError, match="has no rows of 'nothing'"):
        results(ws, "nothing")
    with pytest.raises(UsageError, match="--format: 'xml' is not one of csv, json, parquet"):
        write_results(table(), "xml")
    with pytest.raises(UsageError, match="--format parquet needs a file"):
        write_results(table(), "parquet")
