from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.region import measure
from firstcontact.disclosure.measures import Catalogue
from firstcontact.disclosure.public_row import count_text, round_half_up, round_public, shape

ROUNDED = {0: 0, 11: 15, 12: 15, 17: 15, 18: 20, 22: 20, 23: 25, 27: 25, 100: 100, 102: 100, 103: 105, 1234: 1235}


@pytest.mark.parametrize(("x", "shown"), ROUNDED.items())
def test_counts_are_rounded_as_in_the_worked_table(x, shown):
    assert round_public(x) == shown


@given(st.integers(0, 100_000))
def test_no_public_count_is_small_or_off_the_grid(x):
    shown = round_public(x)
    assert shown % 5 == 0
    assert shown == 0 if x == 0 else shown >= 15


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("0.5", 0, "1"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("-0.04", 1, "0.0"),
        ("1.005", 2, "1.01"),
        ("99.95", 1, "100.0"),
    ],
)
def test_halves_go_away_from_zero_on_the_decimal_value(value, decimals, text):
    assert f"{round_half_up(Decimal(value), decimals):f}" == text


CASES = [
    (measure("m"), 0.145, 999, "15"),
    (measure("m"), 0.145, 1000, "14.5"),
    (measure("m", numerator_unit="money", denominator_unit="money"), 0.0675, 50, "6.8"),
    (measure("m", value="rate_per_1000", domain="performance"), 12.5, 100, "13"),
    (measure("m", value="rate_per_1000", domain="performance"), 12.25, 5000, "12.3"),
    (measure("m", value="rate_per_100000", domain="capacity"), 61.25, 100, "61.3"),
    (measure("m", value="pmpm", numerator_unit="money"), 31.005, 100, "31.01"),
    (measure("m", value="mean", numerator_unit="score"), 0.6789, 100, "0.68"),
    (measure("m", value="mean", numerator_unit="score"), 0.6789, 1000, "0.679"),
    (measure("panel_size", value="mean"), 1234.5, 9000, "1235"),
    (measure("m", value="index"), 98.76, 100, "98.8"),
    (measure("panel_balance", value="index"), 1.234, 100, "1.23"),
]


@pytest.mark.parametrize(("spec", "value", "people", "text"), CASES)
def test_each_kind_of_value_has_its_digits(spec, value, people, text):
    assert shape(Catalogue([spec])[spec["id"]]).text(value, people) == text


DERIVED = {"version": "1", "over": ["seen", "pmpm"], "value": "index", "direction": "context_only"}


@pytest.mark.parametrize(
    ("id_", "form", "value", "text"),
    [
        ("gap.seen.all", "gap", 0.0825, "8"),
        ("gap.pmpm", "gap", -3.456, "-3.46"),
        ("ratio.seen.all", "ratio", 1.236, "1.24"),
        ("theil.seen.all", "theil", 6.752, "6.75"),
        ("visit_index.mean", "baseline_index", 87.65, "87.7"),
    ],
)
def test_derived_values_take_the_digits_of_their_form_or_base(id_, form, value, text):
    specs = [measure("seen"), measure("pmpm", value="pmpm", numerator_unit="money")]
    derived = {**DERIVED, "id": id_.split(".")[0], "formula": form}
    assert shape(Catalogue([*specs, derived])[id_]).text(value, 500) == text


@pytest.mark.parametrize(
    ("x", "unit", "exact", "shown"),
    [
        (44, "people", False, 45),
        (44, "person_months", False, 45),
        (44.5, "events", False, None),
        (44, "money", False, None),
        (44, "score", False, None),
        (7, "people", True, 7),
        (7, "clinicians", False, 7),
    ],
)
def test_counts_are_shown_by_their_unit(x, unit, exact, shown):
    assert count_text(x, unit, exact) == shown
