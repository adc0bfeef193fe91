"""The list of downloads: what a reader checks a file by."""

import csv
import hashlib
import re

import pytest

from firstcontact.release.reader import Reader

ROW = re.compile(
    r'<th scope="row"><a href="(?P<address>[^"]+)" download>.*?</th><td>(?P<format>\w+)</td>'
    r'<td class="num">(?P<size>[^<]*)</td><td class="num">(?P<rows>[^<]*)</td>'
    r'<td><a href="(?P<stays>[^"]+)".*?<code class="digest">(?P<sha256>\w*)</code>'
)


def listed(pages, name):
    return [m.groupdict() for m in ROW.finditer(pages[name])]


@pytest.mark.parametrize("code", ["en", "es", "pt"])
def test_each_file_stands_with_its_size_rows_digest_and_permalink(built, pages, code):
    rows = listed(pages, f"{code}/data/index.html")
    assert {r["address"] for r in rows} >= {
        f"/data/{p.name}" for p in (built / "data").glob("*.*") if p.suffix in (".csv", ".xlsx", ".json")
    }
    reader = Reader(built.parent)
    for row in rows:
        path = built / row["address"].lstrip("/")
        assert row["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert reader.resolve(row["stays"]).path.read_bytes() == path.read_bytes()
        assert reader.resolve(row["stays"]).immutable
        with path.open(encoding="utf-8", newline="", errors="replace") as handle:
            count = sum(1 for _ in csv.reader(handle)) - 1 if path.suffix == ".csv" else None
        assert row["rows"].replace(",", "").replace(".", "") == ("" if count is None else str(count))


def test_a_size_is_said_in_the_numbers_of_the_language(built, pages):
    kilo = (built / "data" / "groups.csv").stat().st_size / 1000
    for code, said in (("en", f"{kilo:.1f}\u00a0kB"), ("pt", f"{kilo:.1f}\u00a0kB".replace(".", ","))):
        found = {r["address"]: r["size"] for r in listed(pages, f"{code}/data/index.html")}
        assert found["/data/groups.csv"] == said


def test_the_page_of_the_workbook_has_its_facts(pages):
    (row,) = listed(pages, "en/databook/index.html")
    assert (row["address"], row["format"], row["stays"]) == (
        "/data/databook.xlsx", "XLSX", "/data/releases/2024-r1/databook.xlsx",
    )  # fmt: skip
    assert len(row["sha256"]) == 64
