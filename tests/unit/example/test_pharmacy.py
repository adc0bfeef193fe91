import numpy as np
import pytest

from firstcontact.example.arrow import NO_MONEY
from firstcontact.example.codes import STATUSES
from firstcontact.example.coverage import FIRST, SECOND
from firstcontact.example.pharmacy import pharmacy_lines, pharmacy_table
from firstcontact.example.versions import DENIED, DUPLICATE, KEPT, PAIRED, SUPERSEDED


@pytest.fixture(scope="module")
def fills(scene):
    return pharmacy_lines(scene)


def test_people_without_pharmacy_coverage_fill_nothing(scene, fills):
    rows, _ = fills
    coverage = scene.coverage
    has = np.zeros_like(coverage.main)
    for slot in (FIRST, SECOND):
        has |= coverage.covered[:, slot] & coverage.pharmacy[:, slot, None]
    assert has[rows["person"], rows["month"]].all()


def test_outcomes_pair_up(fills):
    rows, outcome = fills
    reversal = rows["status"] == STATUSES("reversal")
    assert 2 * reversal.sum() == (outcome == PAIRED).sum()
    replacement = rows["status"] == STATUSES("replacement")
    assert replacement.sum() == (outcome == SUPERSEDED).sum()
    assert set(rows["paid"][outcome == DENIED].tolist()) == {0}
    assert set(outcome.tolist()) == {KEPT, PAIRED, SUPERSEDED, DENIED, DUPLICATE}


def test_final_fills_have_a_positive_quantity(fills):
    rows, outcome = fills
    assert (rows["quantity"][outcome == KEPT] > 0).all()
    assert (rows["quantity"][rows["status"] == STATUSES("reversal")] < 0).all()
    assert set(rows["days"].tolist()) == {10, 30, 90}


def test_paid_and_copayment_are_the_allowed_amount(fills):
    rows, outcome = fills
    whole = (rows["allowed"] != NO_MONEY) & (rows["copayment"] != NO_MONEY) & (outcome == KEPT) & (rows["version"] == 0)
    assert np.array_equal((rows["paid"] + rows["copayment"])[whole], rows["allowed"][whole])


def test_ninety_day_supplies_cost_more_than_thirty(fills):
    rows, outcome = fills
    known = (outcome == KEPT) & (rows["allowed"] != NO_MONEY) & (rows["drug"] == 0)
    mean = {days: rows["allowed"][known & (rows["days"] == days)].mean() for days in (30, 90)}
    assert mean[90] > 2 * mean[30]


def test_the_table_holds_every_row(scene, fills):
    rows, _ = fills
    table = pharmacy_table(scene, rows, scene.world.directory.numbers(), "s")
    assert table.num_rows == len(rows["claim"])
    assert table["ndc_code"].null_count == 0
    assert all(len(code) == 11 for code in table["ndc_code"].unique().to_pylist())
