"""Indices, counts at a threshold, strategy items, and words of levels."""

import numpy as np
import pytest

from firstcontact.survey.score import count_at_least, index_score, least_answers, level_words, strategy_use

NAN = float("nan")
LEVELS = [4, 2, NAN, 3, NAN, 1]


def test_the_worked_index():
    assert index_score(LEVELS, least=least_answers(6)).tolist() == [62.5]


def test_the_worked_count_at_a_threshold():
    assert count_at_least(LEVELS, 3).tolist() == [0.5]


def test_too_few_answers_give_no_index():
    assert np.isnan(index_score([[4, NAN, NAN, NAN], [NAN] * 4], least=2)).all()
    assert np.isnan(count_at_least([[NAN, NAN]], 3)).all()


@pytest.mark.parametrize(("items", "least"), [(1, 1), (5, 3), (6, 3)])
def test_an_index_needs_half_of_its_items(items, least):
    assert least_answers(items) == least


def test_the_four_worked_practices():
    found = strategy_use([0, 1, 1, 0], [NAN, 20, 60, NAN])
    assert (found.n, found.considered, found.likelihood, found.expected) == (4, 0.5, 40, pytest.approx(0.2))


def test_a_likelihood_left_blank_is_in_no_mean_of_likelihoods():
    found = strategy_use([1, 1, NAN], [50, NAN, NAN])
    assert (found.n, found.considered, found.likelihood, found.expected) == (2, 1.0, 50, 0.5)


def test_nobody_who_answered_gives_nothing_and_nobody_who_considered_no_likelihood():
    assert strategy_use([NAN], [NAN]) is None
    assert strategy_use([0, 0], [NAN, NAN]).likelihood is None


def test_where_lower_is_better_the_words_swap_and_the_numbers_stay():
    assert [level_words(i) for i in (1, 2, 3)] == [
        "below the average",
        "not different from the average",
        "above the average of practices",
    ]
    assert level_words(3, "lower_is_better") == level_words(1)
    assert level_words(2, "lower_is_better") == level_words(2)
