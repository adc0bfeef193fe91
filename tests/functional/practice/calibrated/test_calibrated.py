"""The model fitted to the very number: it can represent it, which proves nothing (validation.md 2)."""

import pytest

from firstcontact.practice.validate import validate


@pytest.fixture(scope="module")
def rows():
    return {row["id"]: row for row in validate("calibrated").to_pylist()}


@pytest.mark.parametrize(
    ("target", "computed"), [("C03", 332), ("C04", 372), ("C05", 385), ("C17", 131), ("C06", -67_774)]
)
def test_a_fitted_number_is_still_represented(rows, target, computed):
    assert rows[target]["verdict"] == "calibrated"
    assert rows[target]["computed"] == pytest.approx(computed, abs=0.005)
    assert rows[target]["note"].startswith("fitted: ")


def test_no_fitted_number_counts_as_passed(rows):
    assert "pass" not in {row["verdict"] for row in rows.values()}
