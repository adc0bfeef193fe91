import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.report.steps import round_step


@pytest.mark.parametrize(
    ("least", "step"), [(1, 1), (1.2, 2), (2.1, 2.5), (3, 5), (5.1, 10), (0.03, 0.05), (1000, 1000)]
)
def test_a_step_is_the_next_round_number(least, step):
    assert round_step(least) == pytest.approx(step)


@given(st.floats(1e-6, 1e9))
def test_a_step_is_not_below_what_is_asked_and_at_most_twice_as_long(least):
    assert least * (1 - 1e-8) <= round_step(least) <= 2 * least * (1 + 1e-8)
