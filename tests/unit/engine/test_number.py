from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.engine.number import Number, add_exact, smallest_units
from firstcontact.errors import FirstContactError


@given(st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=20), st.sampled_from([0, 2, 6, 9, 12]))
def test_sums_are_exact_at_every_scale(values: list[int], scale: int) -> None:
    number = Number("c", scale, scale == 0)
    parts = [part.astype(float).sum(keepdims=True) for part in number.columns(np.array(values, np.int64))]
    exact = Decimal(sum(values)).scaleb(-scale)
    assert number.as_exact(parts).to_pylist() == [exact]
    assert np.isclose(number.as_double(parts)[0], float(exact), rtol=1e-15, atol=0)


def test_claims_and_payments_add_up_exactly() -> None:
    cents, places = Number("a", 2, False), Number("b", 12, False)
    one = cents.as_exact([np.array([12345.0])])
    other = places.as_exact(places.columns(np.array([1], np.int64)))
    assert add_exact(one, other).to_pylist() == [Decimal("123.450000000001")]


@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=20), st.integers(1, 12), st.integers(0, 3))
def test_decimals_are_read_in_their_smallest_unit(units: list[int], scale: int, skipped: int) -> None:
    values = pa.array([Decimal(u).scaleb(-scale) for u in units], pa.decimal128(38, scale))
    column = pa.chunked_array([values.slice(skipped), values], values.type)
    assert smallest_units(column).tolist() == [*units[skipped:], *units]


def test_whole_numbers_stay_as_they_are() -> None:
    assert smallest_units(pa.chunked_array([pa.array([3, -4], pa.int32())])).tolist() == [3, -4]


def test_a_sum_that_no_64_bits_hold_is_an_error() -> None:
    column = pa.chunked_array([pa.array([Decimal("1e17")], pa.decimal128(38, 2))])
    with pytest.raises(FirstContactError, match="of its smallest unit"):
        smallest_units(column)


@pytest.mark.parametrize(
    ("number", "sql"),
    [
        (Number("c", 0, True), "CAST(SUM(c) AS BIGINT)"),
        (Number("c", 2, False), "CAST(SUM(c) AS DECIMAL(38,2))"),
        (Number("c_square", 12, False, square=True), "CAST(SUM(c) AS BIGINT)"),
    ],
)
def test_units_of_a_sum(number: Number, sql: str) -> None:
    assert number.in_units("SUM(c)") == sql
