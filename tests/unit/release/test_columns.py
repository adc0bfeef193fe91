import csv
import io
import json

import pyarrow as pa
import pytest

from firstcontact.release.columns import NAMES, csv_lines, json_rows, public_text, safe_cell

CASES = [
    ("=1+1", "'=1+1"),
    ("+1", "'+1"),
    ("-5", "'-5"),
    ("@x", "'@x"),
    ("\r=1", "'\r=1"),
    ("\t=1", "'\t=1"),
    (" =1", "' =1"),
    ("Smith-Jones", "Smith-Jones"),
    ("'=1", "'=1"),
    ("ok", "ok"),
    ("", ""),
]


@pytest.mark.promise("P14")
@pytest.mark.parametrize(("given", "safe"), CASES)
def test_no_cell_starts_with_a_formula_sign(given, safe):
    assert safe_cell(given) == safe


def table(**columns):
    size = len(next(iter(columns.values())))
    return pa.table({n: pa.array(columns.get(n, [None] * size), pa.string()) for n in NAMES})


def awkward():
    names = ["=SUM(A1)", 'He said "no", twice', "São\nJosé", "plain"]
    values = ["33.0", "-4.5", None, "0"]
    return public_text(table(measure=["a", "b", "c", "d"], group_name=names, value=values, status=["published"] * 4))


def test_csv_is_read_back_as_it_was_but_for_formula_signs():
    text = ",".join(NAMES) + "\n" + "".join(csv_lines(awkward()).to_pylist())
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [r["group_name"] for r in rows] == ["'=SUM(A1)", 'He said "no", twice', "São\nJosé", "plain"]
    assert [r["value"] for r in rows] == ["33.0", "-4.5", "", "0"]
    assert "\r" not in text


def test_json_holds_numbers_as_numbers_and_absent_values_as_null():
    rows = [json.loads(text) for text in json_rows(awkward()).to_pylist()]
    assert [r["value"] for r in rows] == [33.0, -4.5, None, 0]
    assert rows[0]["group_name"] == "=SUM(A1)"
    assert "release" not in rows[0]


def test_rows_come_in_byte_order_of_their_key():
    rows = public_text(table(measure=["b", "B", "a"], group_id=["1", "1", "1"]))
    assert rows["measure"].to_pylist() == ["B", "a", "b"]


def test_doubles_and_empty_texts_are_written_plainly():
    columns = {n: pa.array([None], pa.string()) for n in NAMES} | {
        "value": pa.array([33.0]),
        "comparison": pa.array([""]),
    }
    texts = public_text(pa.table(columns))
    assert texts["value"].to_pylist() == ["33"]
    assert texts["comparison"].to_pylist() == [None]
