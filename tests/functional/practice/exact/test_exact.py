"""Published input and published output, nothing fitted to it: validation.md 1."""

import pytest

from firstcontact.practice.validate import validate

REFERENCE = {
    "V01": (76.15, 0),
    "V02": (983.0097, 5e-5),
    "V03": (1932.2519, 5e-5),
    "V04": (1514.5849, 5e-5),
    "V05": (1389.3654, 5e-5),
    "V06": (128.643, 128.643 * 0.005),
    "V07": (231.581, 231.581 * 0.005),
    "V08": (277.69, 0.005),
    "V09": (499.90, 0.005),
    "V10": (306.95, 0.005),
}


@pytest.fixture(scope="module")
def rows():
    return {row["id"]: row for row in validate("exact").to_pylist()}


@pytest.mark.parametrize("target", REFERENCE)
def test_the_published_number_is_reproduced(rows, target):
    assert rows[target]["verdict"] == "pass"
    reference, tolerance = REFERENCE[target]
    assert rows[target]["computed"] == pytest.approx(reference, abs=tolerance)


def test_the_draws_of_the_team_cases_are_the_same_each_time(rows):
    again = {row["id"]: row for row in validate("exact").to_pylist()}
    assert again == rows
