"""What is known not to match; the present size of the miss is asserted (validation.md 3)."""

import pytest

from firstcontact.practice.validate import validate


@pytest.fixture(scope="module")
def rows():
    return {row["id"]: row for row in validate("misses").to_pylist()}


def test_the_advanced_team_still_misses_the_published_slots_by_the_asserted_amount(rows):
    assert rows["M01"]["verdict"] == "documented_miss"
    assert rows["M01"]["computed"] == pytest.approx(552.56, abs=0.5)
    assert rows["M01"]["difference"] == pytest.approx(552.56 - 720, abs=0.5)


def test_the_loss_of_2020_is_larger_without_payment_for_telemedicine(rows):
    assert rows["D01"]["verdict"] == "direction_ok"
    assert rows["D01"]["computed"] > 1
