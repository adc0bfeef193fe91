import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.report.words import number, percent, span


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [(None, 2, "–"), (-0.001, 2, "0.00"), (-1234.5, 1, "−1,234.5"), (0, 0, "0"), (-0.5, 0, "0"), (99.994, 2, "99.99")],
)
def test_numbers_are_written_with_commas_and_without_a_negative_zero(value, digits, words):
    assert number(value, digits) == words


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_a_written_number_is_read_back_within_its_rounding(value, digits):
    back = float(number(value, digits).replace(",", "").replace("−", "-"))
    assert back == pytest.approx(value, abs=0.5 * 10**-digits + 1e-6)


@pytest.mark.parametrize(
    ("share", "digits", "words"), [(0.005, 0, "0%"), (None, 0, "–"), (-0.1234, 1, "−12.3%"), (1.0, 0, "100%")]
)
def test_shares_are_percent(share, digits, words):
    assert percent(share, digits) == words


def test_a_range_without_an_end_is_a_dash():
    assert span(number(None), number(3.0)) == "–"
    assert span(number(-2.0, 0), number(3.0, 0)) == "−2 to 3"
