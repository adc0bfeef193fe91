import numpy as np
import pytest

from firstcontact.example.npi import is_valid, npis, spoil


@pytest.mark.parametrize("number", ["1234567893", "1003011404", "1003811290"])
def test_known_numbers_are_valid(number):
    assert is_valid(number)


@pytest.mark.parametrize("number", ["1234567890", "2000000008", "3234567893", "123456789", "12345678X3", ""])
def test_known_faults_are_not_valid(number):
    assert not is_valid(number)


def test_made_numbers_are_valid_distinct_and_in_a_range_that_is_not_issued():
    numbers = npis(5_000)
    assert len(set(numbers.tolist())) == 5_000
    assert all(is_valid(str(n)) and str(n)[0] == "2" for n in numbers)


def test_a_later_start_goes_on_where_the_earlier_one_ended():
    assert npis(10).tolist()[4:] == npis(6, start=4).tolist()


def test_spoiled_numbers_keep_ten_digits_and_lose_the_check():
    spoiled = spoil(npis(200))
    assert not any(is_valid(str(n)) for n in spoiled)
    assert np.all((spoiled >= 10**9) & (spoiled < 10**10))
