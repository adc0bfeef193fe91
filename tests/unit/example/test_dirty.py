import csv
import io

import pytest

from firstcontact.example import dirty


@pytest.mark.parametrize("table", dirty.TABLES)
def test_each_row_has_one_fault(table):
    rows = list(csv.DictReader(io.StringIO(dirty.dirty_file(table, 2025, "s"))))
    faults = dirty.faults(table)
    assert len(rows) == len(faults) == sum(dirty.expected(table).values())
    for n, (row, (column, value)) in enumerate(zip(rows, faults, strict=True), start=1):
        clean = {k: v.format(n=n, year=2025, source="s") for k, v in dirty.CLEAN[table].items()}
        assert {k for k in row if row[k] != clean[k]} == {column}
        assert row[column] == value


@pytest.mark.parametrize("table", dirty.TABLES)
def test_so_few_rows_that_no_file_is_refused(table):
    assert len(dirty.faults(table)) <= 20


def test_amounts_that_can_be_read_are_zero():
    for table in ("medical_claim", "pharmacy_claim"):
        paid = {row["paid_amount"] for row in csv.DictReader(io.StringIO(dirty.dirty_file(table, 2025, "s")))}
        assert not [p for p in paid if p.replace(".", "").isdigit() and float(p) != 0]
