"""Every row of a file is accounted for, and what does not fit is said in a sentence."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstcontact.errors import FirstContactError
from firstcontact.survey.importers import make_import, read_outcomes
from firstcontact.survey.importers.mapping import ImportMap
from firstcontact.survey.instrument import find

PATIENT = find("patient_experience_short")
MAP = """\
format: firstcontact-import/1
source: plain_csv
instrument: {instrument_id: patient_experience_short, version: 1}
case_column: case
response_column: id
completed_column: {name: done, true_values: ["1"]}
drop_if: {test: ["1"]}
time_columns: {started: began, time_zone: America/New_York}
items:
  seen: {column: Q1}
  clear: {column: Q2, values: {"a": "4", "b": "3"}}
  rating: {column: Q3}
"""
HEADER = ["id", "case", "done", "test", "began", "Q1", "Q2", "Q3"]
GOOD = ["r1", "k1", "1", "0", "2027-03-09 10:00", "1", "a", "9"]


def brought(folder, *rows, mapping=MAP, header=HEADER):
    held = io.StringIO()
    csv.writer(held).writerows([header, *rows])
    (folder / "answers.csv").write_text(held.getvalue(), encoding="utf-8")
    (folder / "map.yaml").write_text(mapping, encoding="utf-8")
    return make_import(folder, folder / "answers.csv", folder / "map.yaml")


def changed(**values):
    return [values.get(name, old) for name, old in zip(HEADER, GOOD, strict=True)]


@pytest.mark.parametrize(
    ("row", "action", "reason"),
    [
        (GOOD[:-1], "quarantined", "the row has 7 cells, the header 8"),
        (changed(case=" "), "quarantined", "case is blank: the response belongs to no case"),
        (changed(id=""), "quarantined", "id is blank: the response has no id"),
        (changed(began="9 March"), "quarantined", "began is not a date and time such as 2027-03-09 10:00:00"),
        (changed(test="1"), "dropped", "test = 1"),
        (changed(done=""), "loaded", "not finished: stays a partial"),
        (changed(Q3="many"), "loaded with 1 value removed", "Q3 = 'many' is not a number with at most 4 decimals"),
        (
            changed(Q2="<b>", Q3="1e400000"),
            "loaded with 2 values removed",
            "Q2 = '&lt;b&gt;' is not in the value map; Q3 = '1e400000' is not a number with at most 4 decimals",
        ),
        (GOOD, "loaded", ""),
    ],
)
def test_each_row_says_what_became_of_it(tmp_path, row, action, reason):
    outcome = brought(tmp_path, row).outcomes[0]
    assert (outcome.action, outcome.reason) == (action, reason)


def test_a_cell_that_looks_like_a_formula_is_data(tmp_path):
    outcome = brought(tmp_path, changed(Q3="=1+1")).outcomes[0]
    assert outcome.reason.startswith("Q3 = '=1+1' is not a number")


def test_a_response_id_that_stands_twice_is_loaded_once(tmp_path):
    result = brought(tmp_path, GOOD, changed(case="k2"))
    assert [(o.action, o.reason) for o in result.outcomes] == [
        ("loaded", ""),
        ("duplicate", "same response id as row 2"),
    ]


def test_a_later_response_that_says_much_more_takes_the_place_of_the_first(tmp_path):
    result = brought(tmp_path, changed(Q2="", Q3=""), changed(id="r2"))
    assert [o.action for o in result.outcomes] == ["duplicate", "loaded"]
    assert result.outcomes[0].reason == "same case as row 3, 1 answers against 3: the later is kept"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "column: Q3",
            "column: QID7",
            r"the map names column 'QID7' for item 'rating', but the file has no such column",
        ),
        ("case_column: case", "case_column: kase", r"the map names column 'kase' for case_column"),
        ("  rating:", "  ratng:", r"the map names item 'ratng', .* Did you mean 'rating'\?"),
        ('"a": "4"', '"a": "5"', r"items.clear: '5' is not an option of clear \(4, 3, 2, 1\)"),
        ("  rating: {column: Q3}", "  rating: {columns: {x: Q3}}", r"columns is for multi items; 'rating' is rating"),
        ("source: plain_csv", "source: excel", r"map\.yaml line 2: source: 'excel' is not one of plain_csv"),
        ("time_zone: America/New_York", "time_zone: Boston", r"map\.yaml line 8: .*time_zone 'Boston' is not known"),
        ("drop_if:", "drop:", r"map\.yaml line 7: drop: is not a key here"),
        ("items:", "unmapped_columns: error\nitems:", r"does not name column"),
        ("version: 1", "version: 9", r"There is no patient_experience_short version 9 in this workspace"),
    ],
)
def test_a_map_that_does_not_fit_is_refused_in_words(tmp_path, old, new, words):
    mapping = MAP.replace(old, new)
    header = [*HEADER, "extra"] if "error" in new else HEADER
    row = [*GOOD, ""] if "error" in new else GOOD
    with pytest.raises(FirstContactError, match=words):
        brought(tmp_path, row, mapping=mapping, header=header)


def test_a_file_that_is_not_utf8_names_the_byte(tmp_path):
    (tmp_path / "answers.csv").write_bytes(b"id,case\nr\xe9,k\n")
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    with pytest.raises(FirstContactError, match=r"answers\.csv is not UTF-8: the byte at position 9 \(0xe9\)"):
        make_import(tmp_path, tmp_path / "answers.csv", tmp_path / "map.yaml")


def test_a_mark_at_the_beginning_of_utf8_does_no_harm(tmp_path):
    result = brought(tmp_path, GOOD)
    file = tmp_path / "marked.csv"
    file.write_bytes(b"\xef\xbb\xbf" + (tmp_path / "answers.csv").read_bytes())
    mapping = ImportMap.model_validate(
        {
            "format": "firstcontact-import/1",
            "source": "plain_csv",
            "instrument": {"instrument_id": PATIENT.instrument_id, "version": 1},
            "response_column": "id",
            "items": {"seen": {"column": "Q1"}},
        }
    )
    again = read_outcomes(file, mapping, PATIENT, "x")
    assert again[0].response_id == result.outcomes[0].response_id == "r1"


cell = st.sampled_from(["", "1", "0", "a", "b", "9", "99", "k1", "k2", "=1", "<i>", "é"])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(cell, min_size=6, max_size=9), max_size=12))
def test_rows_in_are_always_the_sum_of_what_became_of_them(tmp_path, rows):
    file = tmp_path / "many.csv"
    with file.open("w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows([HEADER, *rows])
    (tmp_path / "map.yaml").write_text(MAP.replace("time_columns: {started: began, time_zone: America/New_York}\n", ""))
    from firstcontact.survey.importers import read_map

    outcomes = read_outcomes(file, read_map(tmp_path / "map.yaml"), PATIENT, "x")
    kinds = [o.kind for o in outcomes]
    assert len(outcomes) == len(rows)
    assert all(k in ("loaded", "dropped", "duplicate", "quarantined") for k in kinds)
    assert kinds.count("loaded") == sum(o.response is not None for o in outcomes)
    loaded = [o.case_id for o in outcomes if o.response]
    assert len(loaded) == len(set(loaded))
    assert all(o.reason for o in outcomes if o.kind != "loaded")
