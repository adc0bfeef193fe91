"""`survey score` on a plain CSV: files, ledger, sentences."""

import csv
import json

import pyarrow.parquet as pq
import pytest

from firstcontact.errors import FirstContactError
from firstcontact.survey.score import score_file

SPEC = """\
format: firstcontact-measures/1
unit: unit
items: {q1: {min: 1, max: 4}}
measures:
  - {measure: m, items: [q1], boxes: {bottom: [1, 2], top: [3, 4]}}
"""
ROWS = "unit,q1,note\nA,1,x\nA,2,x\nA,4,x\nB,4,x\nB,3,x\nC,4,\n"


@pytest.fixture
def files(tmp_path):
    def write(rows: str = ROWS, spec: str = SPEC, encoding: str = "utf-8"):
        (tmp_path / "answers.csv").write_bytes(rows.encode(encoding))
        (tmp_path / "measures.yaml").write_text(spec, encoding="utf-8")
        return tmp_path / "answers.csv", tmp_path / "measures.yaml", tmp_path / "out"

    return write


def refused(paths) -> str:
    with pytest.raises(FirstContactError) as e:
        score_file(*paths)
    assert not paths[2].exists()
    return str(e.value)


def test_every_table_is_written_as_csv_and_parquet_with_the_account_of_the_rows(files):
    answers, spec, out = files()
    done = score_file(answers, spec, out)
    names = ("score", "measure_test", "coefficient", "box_share")
    assert sorted(p.name for p in out.iterdir()) == sorted(
        [f"{n}.{kind}" for n in names for kind in ("csv", "parquet")] + ["run.json"]
    )
    run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert run["ledger"] | {"rows": 6, "used": 5, "unit too small": 1} == run["ledger"]
    assert set(run["inputs"]) == {"answers.csv", "measures.yaml"}
    assert done.said[0] == "6 responses = 5 used + 1 not used (1 unit too small)."
    assert done.said[1].startswith("m: 2 practices, 5 responses, F(1, 3) = ")


def test_numbers_in_the_csv_read_back_to_the_same_double(files):
    score_file(*files())
    out = files()[2]
    with (out / "score.csv").open(encoding="utf-8") as f:
        written = list(csv.DictReader(f))
    for text, row in zip(written, pq.read_table(out / "score.parquet").to_pylist(), strict=True):
        for name, value in row.items():
            assert text[name] == ("" if value is None else str(value))


def test_the_same_input_gives_the_same_bytes(files):
    answers, spec, out = files()
    score_file(answers, spec, out)
    first = {p.name: p.read_bytes() for p in out.iterdir() if p.name != "run.json"}
    score_file(answers, spec, out, overwrite=True)
    assert first == {p.name: p.read_bytes() for p in out.iterdir() if p.name != "run.json"}


def test_a_mark_at_the_beginning_and_quoted_cells_are_read(files):
    quoted = ROWS.replace("A,1,x", 'A,1,"a, b\nc"')
    answers, spec, out = files(quoted, encoding="utf-8-sig")
    assert score_file(answers, spec, out).scores.ledger["rows"] == 6


def test_an_empty_note_does_not_make_a_row(files):
    answers, spec, out = files(ROWS + "\n\n")
    assert score_file(answers, spec, out).scores.ledger["rows"] == 6


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("", "answers.csv is empty. It needs a header"),
        ("unit,q1\n", "has a header but no row, so there is nothing to score."),
        (
            "unit,q2\nA,1\n",
            "answers.csv: the measure file names column 'q1' (items.q1), but the file has no such column",
        ),
        ("unit,q1,q1\nA,1,2\n", "answers.csv line 1: column 'q1' stands twice."),
        ("unit,q1\nA,1\nA,2,3\n", "answers.csv row 3 has 3 columns, the header 2 (1 such rows)."),
        ("unit,q1\nA,1\nA\n", "answers.csv row 3 has 1 columns, the header 2"),
        ("unit,q1\nA,often\n", "column 'q1' row 1 (the header not counted) holds a text that is no number"),
        ("unit,q1\nA,1\nA,2\n", "1 of 1 practices have 2 or more usable responses."),
    ],
)
def test_a_file_that_cannot_be_scored_is_a_sentence(files, rows, sentence):
    assert sentence in refused(files(rows))


def test_a_file_that_is_not_utf8_is_named_with_its_byte(files):
    answers, spec, out = files()
    answers.write_bytes(b"unit,q1\nA,1\nB\xe9,2\n")
    assert "answers.csv is not UTF-8 (byte 14)" in refused((answers, spec, out))
    answers.write_bytes(b"un\xe9t,q1\nA,1\n")
    assert "answers.csv is not UTF-8 (byte 3)" in refused((answers, spec, out))


def test_a_folder_with_files_is_not_overwritten(files):
    answers, spec, out = files()
    score_file(answers, spec, out)
    with pytest.raises(FirstContactError, match="is not empty"):
        score_file(answers, spec, out)


def test_a_file_that_is_absent_is_a_sentence(files, tmp_path):
    _, spec, out = files()
    assert "There is no file" in refused((tmp_path / "none.csv", spec, out))
