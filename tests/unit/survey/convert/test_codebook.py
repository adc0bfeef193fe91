import csv

import pytest

from firstcontact.survey.convert.codebook import COLUMNS, codebook
from firstcontact.survey.instrument import load, shipped
from support.shared import SHARED, needs_specs

WORKED = SHARED / "specs" / "surveys" / "worked" / "instrument"


def rows_of(rows, column):
    return [r for r in rows if r["column"] == column]


@needs_specs
def test_the_worked_rows_are_in_the_codebook_in_their_order():
    rows = codebook(load(WORKED / "clinic_checkin.yaml"), "en")
    with (WORKED / "export_codebook.csv").open(newline="", encoding="utf-8") as f:
        reader = csv.DictReader(f)
        expected = list(reader)
    assert reader.fieldnames == COLUMNS
    places = [rows.index(r) for r in expected]
    assert places == sorted(places)


def test_every_option_and_every_missing_code_of_an_item_has_a_row(small):
    rows = codebook(small, "en")
    assert [r["value"] for r in rows_of(rows, "told")] == ["3", "2", "1", "-1", "-2", "-3", "-4", "-5", "-6"]
    assert [r["value"] for r in rows_of(rows, "health")] == ["1", "2", "-2", "-3", "-4", "-5", "-6", "-7"]
    assert [r["is_missing_code"] for r in rows_of(rows, "health")] == ["0", "0", "1", "1", "1", "1", "1", "1"]


def test_each_option_of_a_multi_item_is_a_column_and_what_is_missing_another(small):
    rows = codebook(small, "es")
    columns = list(dict.fromkeys(r["column"] for r in rows if r["link_id"] == "ways"))
    assert columns == ["ways_phone", "ways_video", "ways_other", "ways_missing", "ways_other_text"]
    assert rows_of(rows, "ways_phone")[0]["text"] == "¿De qué maneras? [Teléfono]"
    assert rows_of(rows, "ways_missing")[-1]["value_label"] == "Ninguna"


def test_ranges_are_told_in_words(small):
    labels = {r["column"]: r["value_label"] for r in codebook(small, "en") if r["value"] == ""}
    assert labels["mark"] == "0 Worst ... 10 Best"
    assert labels["visits"] == "0 ... 99 visits"
    assert labels["first_day"] == "2020-01-01 ... today"
    assert labels["note"] == ""


def test_texts_without_an_answer_have_no_row(small):
    assert not rows_of(codebook(small, "en"), "thanks")


@pytest.mark.parametrize("name", shipped())
def test_positions_follow_the_instrument(name):
    instrument = load(shipped()[name])
    positions = {r["link_id"]: int(r["position"]) for r in codebook(instrument, "en")}
    assert list(positions) == [i.link_id for i in instrument.items]
    assert list(positions.values()) == list(range(3, len(positions) + 3))
