from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.engine.number import Number, add_exact


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
