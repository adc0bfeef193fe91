"""Every number is the same in pages, interface, tables and workbook; hidden rows carry nothing anywhere."""

import csv
import json
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from firstcontact.release.columns import NAMES, NUMBERS
from support.html import parse

PUBLISHED = ("published", "provisional")
KEY = ("measure", "version", "period_start", "period_end", "group_kind", "group_id", "stratum_kind", "stratum")
NUMERIC = ("numerator_rounded", "denominator_rounded", "value", "lower", "upper")
SPOKEN = {"en": (".", ","), "es": (".", ","), "pt": (",", ".")}


def line(rows, number):
    return rows[int(number) - 2]


def parsed(words: str, code: str) -> Decimal:
    """The number that a person reads."""
    point, thousands = SPOKEN[code]
    text = re.sub(r"[^\d,.\-]", "", words.replace("US$", "").replace("points", "")).strip(".,")
    return Decimal(text.replace(thousands, "").replace(point, "."))


@pytest.mark.promise("P25")
def test_every_value_of_every_page_equals_its_row(pages, rows):
    seen = set()
    for name, text in pages.items():
        for value, number, words in re.findall(r'<data value="([^"]*)" data-line="(\d+)">([^<]*)</data>', text):
            row = line(rows, number)
            assert row["value"] == value, name
            assert parsed(words, name[:2]) == Decimal(value), (name, words)
            seen.add(number)
    assert len(seen) > 1000


@pytest.mark.promise("P25")
def test_every_interval_of_every_page_equals_its_row(pages, rows):
    for name, text in pages.items():
        for number, low, high in re.findall(r'data-line="(\d+)" data-low="([^"]*)" data-high="([^"]*)"', text):
            assert (line(rows, number)["lower"], line(rows, number)["upper"]) == (low, high), name


@pytest.mark.promise("P25")
def test_every_group_shows_its_newest_value_somewhere(pages, rows):
    """Whole-year rows of everybody, newest year: each stands on a page with its value or its words."""
    text = "".join(t for n, t in pages.items() if n.startswith("en/"))
    drawn = {int(n) for n in re.findall(r'data-line="(\d+)"', text)}
    wanted = [
        n
        for n, r in enumerate(rows, 2)
        if r["stratum_kind"] == "all" and r["period_start"] == "2024-01-01" and r["period_end"] == "2024-12-31"
    ]
    assert [n for n in wanted if n not in drawn] == []


@pytest.mark.promise("P25")
def test_the_interface_holds_the_same_rows_in_the_same_order(built, rows):
    found = []
    for base in sorted({r["measure"].partition(".")[0] for r in rows}):
        page = f"/api/v1/results/{base}/page-1.json"
        while page:
            part = json.loads((built / page.lstrip("/")).read_text())
            assert len(part["data"]) <= 1000
            found += part["data"]
            page = part["links"]["next"]
    assert len(found) == len(rows)
    by_key = {tuple(r[k] for k in KEY): r for r in rows}
    for row in found:
        same = by_key[tuple(row[k] for k in KEY)]
        assert all(
            (None if same[k] == "" else Decimal(same[k])) == (None if row[k] is None else Decimal(str(row[k])))
            for k in NUMERIC
        )
        assert (same["status"], same["comparison"] or None) == (row["status"], row["comparison"])


@pytest.mark.promise("P25")
def test_files_of_groups_hold_their_rows_of_whole_years(built, rows):
    practice = json.loads((built / "api/v1/groups/practice/p002.json").read_text())
    wanted = [
        r
        for r in rows
        if (r["group_kind"], r["group_id"]) == ("practice", "P002")
        and r["period_end"].endswith("-12-31")
        and r["period_start"].endswith("-01-01")
    ]
    assert [r["measure"] for r in practice["data"]] == [r["measure"] for r in wanted]
    assert practice["group"]["group_name"] == "Oak Street Family Medicine"


def test_the_tables_of_single_measures_are_the_whole_table(built, rows):
    parts = []
    for path in sorted((built / "data" / "results").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            part = list(csv.DictReader(handle))
        assert {r["measure"].partition(".")[0] for r in part} == {path.stem}
        parts += part
    assert sorted(map(str, parts)) == sorted(map(str, rows))


@pytest.fixture(scope="module")
def book(built):
    return openpyxl.load_workbook(built / "data" / "databook.xlsx", read_only=True)


@pytest.mark.promise("P25")
def test_the_workbook_holds_the_same_numbers(book, rows):
    by_key = {tuple(r[k] for k in KEY): r for r in rows}
    found = 0
    for name in ("Finance", "Capacity", "Performance", "Equity", "Practices", "Practice strata"):
        lines = book[name].iter_rows(values_only=True)
        head = next(lines)
        for values in lines:
            row = dict(zip(head, values, strict=True))
            same = by_key[tuple(str(row[k]) for k in KEY)]
            for column in NUMERIC:
                assert (row[column] is None) == (same[column] == ""), (name, row)
                assert row[column] is None or Decimal(str(row[column])) == Decimal(same[column])
            assert row["status"] == same["status"]
            found += 1
    assert found > 2000


@pytest.mark.promise("P14")
def test_the_workbook_has_no_formula_and_its_sheets_are_named(built, book):
    with zipfile.ZipFile(built / "data" / "databook.xlsx") as packed:
        sheets = [n for n in packed.namelist() if n.startswith("xl/worksheets/")]
        assert not any(re.search(rb"<f[ >]", packed.read(n)) for n in sheets)
        assert {i.date_time for i in packed.infolist()} == {(1980, 1, 31, 0, 0, 0)}
    assert book.sheetnames[:3] == ["About", "Contents", "Measures"]
    names = {r[0] for r in book["Contents"].iter_rows(min_row=2, values_only=True)}
    assert names <= set(book.sheetnames)
    risky = [
        c
        for s in book.worksheets
        for r in s.iter_rows(values_only=True)
        for c in r
        if isinstance(c, str) and c.startswith(("=", "+", "@"))
    ]
    assert risky == []


@pytest.mark.promise("P14")
def test_no_table_holds_a_text_that_a_spreadsheet_would_run(built):
    for path in built.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.reader(handle):
                assert not any(c.startswith(("=", "+", "@", "\t", "\r")) for c in row), path


def test_tables_are_plain_rfc_4180(built):
    content = (built / "data" / "results.csv").read_bytes()
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.split(b"\n")[0].decode() == ",".join(NAMES)


@pytest.mark.promise("P02")
def test_hidden_rows_carry_nothing_in_tables_and_interface(rows, built):
    hidden = [r for r in rows if r["status"] not in PUBLISHED]
    assert len(hidden) > 100
    assert all(r[k] == "" for r in hidden for k in ("value", "lower", "upper", "comparison"))
    assert set(NUMERIC) <= NUMBERS


@pytest.mark.promise("P02")
def test_hidden_rows_carry_nothing_on_pages(pages, rows):
    """Their table row holds the fixed words and no number, mark, comparison or colour."""
    seen = 0
    for name, text in pages.items():
        for element in parse(text).all("span"):
            if element.attributes.get("class") == "hid":
                row = line(rows, element.attributes["data-line"])
                assert row["status"] not in PUBLISHED, name
                holder = element.parent
                assert not holder.all("data", "svg"), name
                assert "cmp_" not in holder.attributes.get("class", "")
                seen += 1
    assert seen > 500


@pytest.mark.promise("P02")
def test_two_hidden_practices_differ_in_names_and_places_only(pages, rows):
    """Side channel: what stands for a hidden value is the same, whatever the value."""
    words = {name[:2]: set() for name in pages}
    for name, text in pages.items():
        for number, said in re.findall(r'<span class="hid" data-line="(\d+)">([^<]*)</span>', text):
            if line(rows, number)["status"] == "suppressed":
                words[name[:2]].add(said)
    assert words["en"] == {
        "Not shown: too few people for a sound number, or showing it would reveal another small number.",
        "Not shown",
    }
    assert all(len(said) == 2 for said in words.values())


@pytest.mark.promise("P02")
def test_charts_hold_as_many_marks_as_rows_are_shown(pages, rows):
    root = parse(pages["en/measure/any_primary_care_visit/index.html"])
    charts = {
        s.attributes["class"].split()[-1]: s
        for s in root.all("svg")
        if "chart" in s.attributes.get("class", "").split()
    }
    newest = [
        r
        for r in rows
        if r["measure"] == "any_primary_care_visit" and r["period_start"] == "2024-01-01" and r["stratum_kind"] == "all"
    ]
    practices = [r for r in newest if r["group_kind"] == "practice" and r["group_id"] != "unattributed"]
    shown = sum(r["status"] in PUBLISHED for r in practices)
    assert shown < len(practices)
    marks = [p for p in charts["chart-funnel"].all("path") if "s-paper" in p.attributes.get("class", "")]
    assert len(marks) == shown
    areas = [r for r in newest if r["group_kind"] == "area" and r["group_id"] != "unknown"]
    filled = [p for p in charts["chart-map"].all("path") if "f-none" in p.attributes["class"]]
    assert len(filled) == sum(r["status"] not in PUBLISHED for r in areas)


@pytest.mark.promise("P02")
def test_a_planted_leak_is_found(pages, rows):
    """The test above must be able to fail: a hidden row drawn as a value is seen."""
    text = pages["en/measure/any_primary_care_visit/index.html"]
    number = re.search(r'<span class="hid" data-line="(\d+)">', text).group(1)
    leaked = text.replace(
        f'<span class="hid" data-line="{number}">', f'<data value="5" data-line="{number}">5%</data><span>', 1
    )
    found = re.findall(r'<data value="([^"]*)" data-line="(\d+)">', leaked)
    assert any(line(rows, n)["status"] not in PUBLISHED for _, n in found)
