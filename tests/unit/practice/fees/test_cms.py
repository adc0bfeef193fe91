"""The reader of CMS's yearly files: README 2.5."""

import csv
import json
import zipfile
from datetime import date
from decimal import Decimal
from io import StringIO

import openpyxl
import pytest

from firstcontact.errors import FirstContactError
from firstcontact.practice import fees
from firstcontact.practice.problems import ScenarioError

HEADER = [
    ["2020 National Fee Schedule Relative Value File"],
    ["Released in a month, with a notice"],
    ["", "", "", "", "NOT USED", "", "NON-FAC", "", "FACILITY", "", "", "NON-"],
    ["", "", "", "STATUS", "FOR MEDICARE", "WORK", "PE", "NON-FAC", "PE", "FACILITY", "MP", "FACILITY", "CONV"],
    ["HCPCS ", "MOD", "DESCRIPTION", "CODE", "PAYMENT", "RVU", "RVU", "NA", "RVU", "NA", "RVU", "TOTAL", "FACTOR"],
]
WORDS = "words that must never reach a file"


def line(code, status="A", modifier="", work="0.97", pe="1.06", facility="0.40", mp="0.08", factor="36.0896"):
    return [code, modifier, WORDS, status, "", work, pe, "", facility, "", mp, "2.11", factor]


LINES = [
    line("99213"),
    line("99213", modifier="26", work="0.5"),
    line("99381", status="N", factor="36.0896"),
    line("00100", status="J", factor="22.2016"),
]
GPCI = [
    ["ADDENDUM E. GEOGRAPHIC PRACTICE COST INDICES BY STATE AND LOCALITY"],
    [],
    [
        "Medicare Administrative Contractor (MAC)",
        "State",
        "Locality Number",
        "Locality Name",
        "2020 PW GPCI (with 1.0 Floor)",
        "2020 PE GPCI",
        "2020 MP GPCI",
    ],
    ["14212", "MA", "1", "Metropolitan Boston**", "1.041", "1.191", "0.952"],
    ["14212", "MA", "99", "Rest of Massachusetts", "1.023", "1.064", "0.952"],
    ["1112", "CA", "05", "San Francisco*", "1.08", "1.37", "0.5"],
    ["* A footnote about the floor.", "", "", "", "", "", ""],
]


def text(rows):
    out = StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def zipped(folder, lines=LINES, names=("PPRRVU20_JAN.csv",), header=HEADER):
    path = folder / "rvu20.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "about")
        for name in names:
            archive.writestr(name, text([*header, *lines]))
    return path


def indices(folder, rows=GPCI):
    path = folder / "gpci.csv"
    path.write_text(text(rows), encoding="utf-8")
    return path


def loaded(folder, year=2020, **changes):
    run = fees.load(zipped(folder, **changes), indices(folder), year, folder / "out")
    return run, folder / "out"


def test_the_loaded_tables_give_the_known_amounts(tmp_path):
    _, out = loaded(tmp_path)
    tables = fees.read_folder(out)
    assert fees.allowed("99213", date(2020, 6, 1), tables=tables) == Decimal("76.15")
    assert fees.allowed("99213", date(2020, 6, 1), "14212-01", tables=tables) == Decimal("84.75")
    assert fees.allowed("99213", date(2020, 6, 1), "14212-99", tables=tables) == Decimal("79.26")
    assert fees.allowed("99213", date(2020, 6, 1), setting="facility", tables=tables) == Decimal("52.33")


def test_descriptions_never_reach_a_file(tmp_path):
    _, out = loaded(tmp_path)
    assert all(WORDS.encode() not in path.read_bytes() for path in out.iterdir())


def test_the_output_has_the_columns_of_the_shipped_tables_and_the_status_code(tmp_path):
    _, out = loaded(tmp_path)
    with (out / "rvu.csv").open(encoding="utf-8") as f:
        rows = {row["hcpcs"]: row for row in csv.DictReader(f)}
    assert list(rows["99213"]) == [
        "valid_from", "valid_to", "hcpcs", "family", "work_rvu", "pe_rvu_nonfacility", "pe_rvu_facility", "mp_rvu",
        "status", "source_id", "note", "status_code", "payable",
    ]  # fmt: skip
    assert (rows["99213"]["family"], rows["99213"]["work_rvu"]) == ("office_established", "0.97")
    assert {code: row["payable"] for code, row in rows.items()} == {"00100": "false", "99213": "true", "99381": "false"}
    assert not fees.read_folder(out).payable("99381", date(2020, 6, 1))


def test_localities_are_named_by_contractor_and_number_with_footnotes_left_out(tmp_path):
    _, out = loaded(tmp_path)
    with (out / "gpci.csv").open(encoding="utf-8") as f:
        rows = [(row["locality"], row["name"]) for row in csv.DictReader(f)]
    assert rows == [
        ("01112-05", "San Francisco"),
        ("14212-01", "Metropolitan Boston"),
        ("14212-99", "Rest of Massachusetts"),
        ("national", "National (no geographic adjustment)"),
    ]


def test_every_row_is_accounted_for(tmp_path):
    run, out = loaded(tmp_path)
    assert run["rows"] == {
        "PPRRVU20_JAN.csv": {"kept": 3, "set_aside_with_modifier": 1},
        "gpci.csv": {"kept": 3, "set_aside_without_indices": 1},
    }
    assert json.loads((out / "run.json").read_text())["conversion_factor"] == "36.0896"


def test_the_same_files_give_the_same_bytes(tmp_path):
    zip_file, gpci = zipped(tmp_path), indices(tmp_path)
    for name in ("a", "b"):
        fees.load(zip_file, gpci, 2020, tmp_path / name)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_columns_are_found_by_their_header_not_by_position(tmp_path):
    def turned(row):
        return [row[0], *reversed([*row, *[""] * (13 - len(row))][1:])]

    header = [*HEADER[:2], *(turned(row) for row in HEADER[2:])]
    _, out = loaded(tmp_path, header=header, lines=[turned(row) for row in LINES])
    assert fees.allowed("99213", date(2020, 6, 1), tables=fees.read_folder(out)) == Decimal("76.15")


def test_a_revision_beside_the_plain_member_is_left(tmp_path):
    run, _ = loaded(tmp_path, names=("rvu/PPRRVU20_JAN_V0215.csv", "rvu/pprrvu20_jan.CSV"))
    assert "pprrvu20_jan.CSV" in run["rows"]


def test_the_addendum_may_be_a_spreadsheet_with_the_floor_in_two_columns(tmp_path):
    book = openpyxl.Workbook()
    names = "Contractor,State,Locality Number,Locality Name,PW GPCI without floor,PW GPCI with floor,PE GPCI,MP GPCI"
    book.active.append(names.split(","))
    book.active.append([14212, "MA", 1, "Boston", 0.99, 1.0, 1.191, 0.952])
    book.save(tmp_path / "gpci.xlsx")
    book.close()
    fees.load(zipped(tmp_path), tmp_path / "gpci.xlsx", 2020, tmp_path / "out")
    with (tmp_path / "out" / "gpci.csv").open(encoding="utf-8") as f:
        row = next(csv.DictReader(f))
    assert (row["locality"], row["work_gpci"]) == ("14212-01", "1.0")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"names": ("other.csv",)}, "PM031 rvu20.zip:1: the zip should hold one PPRRVU*.csv, but holds: none."),
        ({"names": ("PPRRVU20_JAN.csv", "PPRRVU20_APR.csv")}, "but holds: PPRRVU20_APR.csv, PPRRVU20_JAN.csv."),
        ({"header": HEADER[:4]}, "PM031 PPRRVU20_JAN.csv:1: no line begins with HCPCS."),
        ({"header": [["HCPCS", "MOD"]]}, "no column is headed CODE STATUS."),
        ({"lines": []}, "no code stands below the header."),
        ({"lines": [line("1", work="1000")]}, "PM032 PPRRVU20_JAN.csv:6 work_rvu: '1000' is not from 0 to below 1000."),
        ({"lines": [line("1", mp="-1")]}, "PM032 PPRRVU20_JAN.csv:6 mp_rvu: '-1' is not from 0"),
        ({"lines": [line("1", pe="NA")]}, "pe_rvu_nonfacility: 'NA' is not from 0"),
        ({"lines": [line("1"), line("1")]}, "PM006 PPRRVU20_JAN.csv:1 hcpcs: code 1 stands twice without a modifier."),
        (
            {"lines": [line("1"), line("2", factor="30")]},
            "should share one conversion factor above 0, but have: 30, 36.",
        ),
        ({"lines": [line("99213", work="0.98")]}, "99213 comes to 76.51 in 2020; the known amount is 76.15."),
        ({"year": 20}, "PM003 year: 20 is not a year of the fee schedule."),
    ],
)
def test_a_relative_value_file_that_is_not_right_is_refused(tmp_path, changes, sentence):
    with pytest.raises(FirstContactError) as refused:
        loaded(tmp_path, **changes)
    assert sentence in str(refused.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [*GPCI[:3], ["14212", "MA", "1", "Boston", "5", "1", "1"]],
            "PM032 gpci.csv:4 work_gpci: 5 is not from 0.3 to 3.",
        ),
        ([*GPCI[:5], GPCI[4]], "PM006 gpci.csv:6 locality: locality 14212-99 stands twice."),
        (GPCI[:3], "PM031 gpci.csv:1: no line has a contractor, a locality number and three indices."),
        ([["a", "b", "c", "d", "e"], ["1", "2", "3", "4", "5"]], "PM031 gpci.csv:1: no column is headed MAC."),
    ],
)
def test_an_addendum_that_is_not_right_is_refused(tmp_path, rows, sentence):
    with pytest.raises(ScenarioError) as refused:
        fees.load(zipped(tmp_path), indices(tmp_path, rows), 2020, tmp_path / "out")
    assert sentence in str(refused.value)


def test_a_file_that_is_no_zip_and_a_folder_that_is_full_are_refused(tmp_path):
    with pytest.raises(ScenarioError, match=r"PM031: .* is not a readable zip"):
        fees.load(indices(tmp_path), indices(tmp_path), 2020, tmp_path / "out")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("x")
    with pytest.raises(FirstContactError, match="is not empty"):
        fees.load(zipped(tmp_path), indices(tmp_path), 2020, tmp_path / "full")
