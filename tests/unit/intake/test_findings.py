"""The findings as table, CSV and page: neutral for spreadsheets, escaped for browsers, silent about people."""

import csv
import io
import re

from rich.console import Console

from firstcontact.intake.findings import HIDDEN, Finding, Findings, neutral, shown

SCRIPT = "<script>alert(1)</script>"


def finding(**facts):
    base = {"file": "a.csv", "line": 2, "column": "plan", "rule": "form", "severity": "flag", "value": "x"}
    return Finding(**base | {"count": 1, "message": "a.csv line 2: wrong."} | facts)


def test_formulas_are_neutral_in_csv(tmp_path):
    findings = Findings([finding(value=start + "cmd") for start in "=+-@\t\r"])
    findings.write_csv(tmp_path / "f.csv")
    with (tmp_path / "f.csv").open(newline="") as file:
        assert {row["value"][0] for row in csv.DictReader(file)} == {"'"}


def test_a_plain_cell_stays_as_it_is():
    assert neutral("E119") == "E119"


def test_the_page_escapes_every_cell(tmp_path):
    row = finding(file=SCRIPT, column=SCRIPT, rule=SCRIPT, value=SCRIPT, message=SCRIPT)
    Findings([row]).write_html(tmp_path / "f.html")
    page = (tmp_path / "f.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 5


def test_the_page_fetches_nothing_and_names_its_language(tmp_path):
    Findings([finding()]).write_html(tmp_path / "f.html")
    page = (tmp_path / "f.html").read_text(encoding="utf-8")
    assert not re.search(r"(src|href)=|https?://|@import", page)
    assert '<html lang="en">' in page
    assert page.count('scope="col"') == 8
    assert "<caption>" in page


def test_the_page_says_whether_the_files_can_be_loaded(tmp_path):
    Findings([finding(severity="reject_file")]).write_html(tmp_path / "bad.html")
    Findings().write_html(tmp_path / "good.html")
    assert "The files would be refused." in (tmp_path / "bad.html").read_text(encoding="utf-8")
    assert "Nothing was found." in (tmp_path / "good.html").read_text(encoding="utf-8")


def test_the_table_shows_markup_as_text():
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(Findings([finding(message="[red]x[/red]")]).table())
    assert "[red]x[/red]" in console.export_text()


def test_severe_findings_come_first():
    rows = [finding(severity=s) for s in ("info", "flag", "reject_file", "quarantine_row")]
    assert [r.severity for r in Findings(rows).sorted()] == ["reject_file", "quarantine_row", "flag", "info"]


def test_values_are_cut_and_control_characters_named():
    assert shown("x" * 60) == "x" * 39 + "…"
    assert shown("a\x00b") == "aU+0000b"
    assert shown("Jane Doe", personal=True) == HIDDEN
    assert shown(None) == ""


def test_the_table_fits_a_terminal_of_80_columns_without_cutting_words():
    console = Console(width=80, record=True, file=io.StringIO())
    message = "medical_claim.csv line 9, column claim_end_date: '2017-09-11' is before claim_start_date."
    console.print(Findings([finding(severity="quarantine_row", rule="date_order", message=message)]).table())
    text = console.export_text()
    assert all(word in text for word in ("quarantine_row", "date_order", *message.split()))
