"""The worked exports of the specification: the wide CSV, its codebook rows and the FHIR response."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from firstcontact.survey.answers import Response, answer_table, read_responses, response_table
from firstcontact.survey.cleaning import clean
from firstcontact.survey.exporters.formats import csv_files, fhir_files
from firstcontact.survey.exporters.read import Export
from firstcontact.survey.exporters.wide import ExportRow
from firstcontact.survey.instrument import load
from firstcontact.survey.missing import Missing
from firstcontact.survey.wave import Wave
from support.shared import SHARED, needs_specs

WORKED = SHARED / "specs" / "surveys" / "worked" / "instrument"
DAY = datetime(2027, 3, 9, tzinfo=UTC)
pytestmark = needs_specs


def collected() -> list[Response]:
    number = Decimal
    given = [
        ("resp-0001", "en", True, {"seen": "1", "n_visits": number(4), "clear": "4", "heard": "3", "had_test": "0",
         "ways": frozenset({"office", "video"}), "video_ok": "1", "mark": number(9), "health": Missing(-7),
         "last_date": date(2027, 3, 2)}),
        ("resp-0002", "es", True, {"seen": "1", "n_visits": number(1), "clear": "2", "had_test": "1", "told": "4",
         "ways": Missing(-8), "mark": number(6), "health": "3", "last_date": date(2027, 2, 20), "note": "Gracias"}),
        ("resp-0003", "en", False, {"seen": "0"}),
        ("resp-0004", "en", False, {"seen": "1", "n_visits": number(2), "clear": "3", "heard": "4",
         "ways": frozenset({"phone"})}),
    ]  # fmt: skip
    return [
        Response(i, f"case-{i}", lang, "web", "submitted" if done else "closed_partial", cells, submitted_at=DAY)
        for i, lang, done, cells in given
    ]


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    instrument = load(WORKED / "clinic_checkin.yaml")
    cleaned = clean(instrument, collected())
    printed = {r["response_id"]: r for r in wide_rows()}
    rows = [
        ExportRow(
            c.response.with_cells(c.cells.cells),
            printed[c.response.response_id]["unit_id"],
            c.disposition,
            float(w) if (w := printed[c.response.response_id]["weight"]) else None,
        )
        for c in cleaned
    ]
    wave = Wave.at(tmp_path_factory.mktemp("w"), "checkin-2027")
    return Export(wave, instrument, rows, answer_table(instrument, [r.response for r in rows]))


def wide_rows() -> list[dict[str, str]]:
    with (WORKED / "export_wide.csv").open(encoding="utf-8") as f:
        return list(csv.DictReader(f))


def test_the_wide_csv_equals_the_printed_one(export):
    text = csv_files(export, "en")["checkin-2027.csv"].decode()
    found = list(csv.DictReader(io.StringIO(text)))
    printed = wide_rows()
    assert list(found[0]) == list(printed[0])
    for row, expected in zip(found, printed, strict=True):
        assert (float(row.pop("weight") or 0)) == float(expected.pop("weight") or 0)
        assert row == expected


def test_the_codebook_holds_the_printed_rows(export):
    text = csv_files(export, "en")["checkin-2027_codebook.csv"].decode()
    found = [tuple(r.values()) for r in csv.DictReader(io.StringIO(text))]
    with (WORKED / "export_codebook.csv").open(encoding="utf-8") as f:
        for row in csv.DictReader(f):
            assert tuple(row.values()) in found


def test_the_fhir_response_equals_the_printed_one(export):
    lines = fhir_files(export, "en")["checkin-2027.responses.ndjson"].decode().splitlines()
    assert json.loads(lines[0]) == json.loads((WORKED / "clinic_checkin.response.r4.json").read_text(encoding="utf-8"))


def test_responses_come_back_from_their_tables_as_they_were():
    instrument = load(WORKED / "clinic_checkin.yaml")
    given = collected()
    back = read_responses(instrument, response_table(instrument, given), answer_table(instrument, given))
    assert back == given
    assert isinstance(answer_table(instrument, given), pa.Table)
