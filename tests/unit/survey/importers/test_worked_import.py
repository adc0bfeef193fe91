"""The worked Qualtrics import of the specification: five rows, each with its fate."""

import csv

import pytest

from firstcontact.errors import FirstContactError
from firstcontact.survey.cleaning.log import text
from firstcontact.survey.importers import make_import
from firstcontact.survey.instrument import freeze
from support.shared import SHARED, needs_specs

FIELDING = SHARED / "specs" / "surveys" / "worked" / "fielding"
INSTRUMENT = SHARED / "specs" / "surveys" / "worked" / "instrument" / "clinic_checkin.yaml"
FILE, MAP = FIELDING / "import_qualtrics.csv", FIELDING / "import_mapping.yaml"
pytestmark = needs_specs


@pytest.fixture
def result(tmp_path):
    return make_import(tmp_path, FILE, MAP, instrument_file=INSTRUMENT)


def expected() -> list[dict[str, str]]:
    with (FIELDING / "import_expected.csv").open(encoding="utf-8") as f:
        return list(csv.DictReader(f))


def test_every_row_has_the_printed_action_and_reason(result):
    found = result.wave.read(f"responses/{result.import_id}", "import_row").to_pylist()
    printed = [(int(r["source_row"]), r["response_id"], r["case_id"], r["action"], r["reason"]) for r in expected()]
    names = ("response_id", "case_id", "action", "reason")
    assert [(r["source_row"], *(r[n] or "" for n in names)) for r in found] == printed


def test_the_loaded_rows_hold_the_printed_answers(result):
    cells = {o.row: o.response.cells for o in result.outcomes if o.response}
    printed = {int(r["source_row"]): r for r in expected() if r["seen"]}
    assert cells.keys() == printed.keys()
    for row, held in cells.items():
        assert {k: text(held[k]).removesuffix(".0000") for k in ("seen", "clear", "heard", "mark")} == {
            k: printed[row][k] for k in ("seen", "clear", "heard", "mark")
        }


def test_rows_in_are_the_sum_of_what_became_of_them(result):
    ledger = result.ledger()
    assert ledger == {"rows_in": 5, "loaded": 3, "dropped": 1, "duplicate": 1, "quarantined": 0}
    assert result.said == ["5 rows in = 3 loaded + 1 dropped + 1 duplicate + 0 quarantined."]


def test_items_that_the_map_does_not_name_are_not_in_the_form(result):
    answers = result.wave.read(f"responses/{result.import_id}", "answer").to_pylist()
    assert {r["missing_code"] for r in answers if r["link_id"] == "had_test"} == {-5}


def test_languages_and_times_are_taken_over_in_their_zone(result):
    rows = result.wave.read(f"responses/{result.import_id}", "response").to_pylist()
    assert [r["language"] for r in rows] == ["en", "es", "en"]
    assert rows[0]["started_at"].isoformat() == "2027-03-09T15:00:00+00:00"
    assert [r["state"] for r in rows] == ["submitted", "closed_partial", "submitted"]


def test_the_same_file_is_refused_the_second_time(tmp_path, result):
    with pytest.raises(FirstContactError, match=r"import_qualtrics\.csv was already imported"):
        make_import(tmp_path, FILE, MAP, instrument_file=INSTRUMENT)


def test_the_instrument_is_found_among_the_frozen_versions_of_the_workspace(tmp_path):
    instrument = tmp_path / "clinic_checkin.yaml"
    instrument.write_text(INSTRUMENT.read_text(encoding="utf-8"), encoding="utf-8")
    freeze(instrument, tmp_path / "survey" / "instruments")
    made = make_import(tmp_path, FILE, MAP)
    assert made.wave.info.wave_id == "clinic_checkin_v3"
    assert made.wave.instrument().content_hash.startswith("81fcc4a0")
