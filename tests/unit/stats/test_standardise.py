import pytest

from firstcontact.stats import NotApplicable, StatisticsError, directly_standardised

EVENTS = {"young": 3, "middle": 8, "old": 21}
PEOPLE = {"old": 600, "young": 900, "middle": 1100}
WEIGHTS = {"middle": 3500, "old": 1500, "young": 5000}


def test_bands_are_matched_by_name_and_give_the_worked_rate():
    value, lower, upper = directly_standardised(EVENTS, PEOPLE, WEIGHTS, factor=1000)
    assert value == pytest.approx(9.462121212, abs=6e-10)
    assert lower == pytest.approx(6.339946020, abs=6e-10)
    assert upper == pytest.approx(13.528790684, abs=6e-10)


def test_the_crude_rate_comes_back_when_the_standard_is_the_population():
    value, *_ = directly_standardised(EVENTS, PEOPLE, PEOPLE, factor=1000)
    assert value == pytest.approx(12.307692308, abs=6e-10)


def test_fewer_than_ten_events_is_not_applicable():
    with pytest.raises(NotApplicable, match="fewer than 10 events"):
        directly_standardised({"a": 9}, {"a": 100}, {"a": 1})


def test_a_weighted_band_without_people_is_not_applicable():
    with pytest.raises(NotApplicable, match="no people"):
        directly_standardised({"a": 9, "b": 9}, {"a": 100, "b": 0}, {"a": 1, "b": 1})


def test_a_band_without_weight_may_be_empty():
    value, *_ = directly_standardised({"a": 20, "b": 0}, {"a": 100, "b": 0}, {"a": 1, "b": 0})
    assert value == pytest.approx(0.2)


def test_bands_that_differ_are_named():
    with pytest.raises(StatisticsError, match=r"\['b', 'c'\]"):
        directly_standardised({"a": 9, "b": 9}, {"a": 100, "b": 9}, {"a": 1, "c": 1})
