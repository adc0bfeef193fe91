"""Rank correlation: case M7 and what reordering keeps."""

import csv

import numpy as np
import pytest
from scipy.stats import spearmanr

from firstcontact.practice.draws.correlation import reorder, target_scores
from firstcontact.practice.draws.table import draw_parameters
from firstcontact.practice.parameters import load_parameters
from firstcontact.practice.problems import PracticeError
from support.shared import SHARED, needs_specs

M7 = SHARED / "specs" / "practice-model" / "examples" / "m7_iman_conover_expected.csv"
A, B, C = "wage_loaded_ma", "turnover_per_month_ma", "capitation_pmpm_national"


def columns(rows, *names):
    return np.array([[float(row[name]) for name in names] for row in rows])


@needs_specs
def test_the_worked_case_is_met():
    with M7.open(newline="", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    orders = columns(rows, "score_index1", "score_index2").astype(int)
    target = [[1, 0.7], [0.7, 1]]
    scores = target_scores(orders, target)
    assert scores == pytest.approx(columns(rows, "target_score1", "target_score2"), abs=5e-7)
    assert np.corrcoef(scores, rowvar=False)[0, 1] == pytest.approx(0.7, abs=1e-12)
    placed = reorder(columns(rows, "x1", "x2"), orders, target)
    assert (placed == columns(rows, "y1", "y2")).all()
    assert spearmanr(*placed.T).statistic == pytest.approx(0.738095, abs=5e-7)


def test_each_parameter_keeps_its_values_and_the_others_are_not_moved():
    table = load_parameters()
    apart = draw_parameters(table, [A, B, C], 9, 500).values
    joined = draw_parameters(table, [A, B, C], 9, 500, [(A, B, 0.6)]).values
    for name in (A, B):
        assert (np.sort(apart[name]) == np.sort(joined[name])).all()
    assert (apart[C] == joined[C]).all()
    assert spearmanr(joined[A], joined[B]).statistic == pytest.approx(0.6, abs=0.05)


def test_correlations_that_contradict_each_other_are_refused():
    impossible = [(A, B, 0.9), (B, C, 0.9), (A, C, -0.9)]
    with pytest.raises(PracticeError, match="PM012"):
        draw_parameters(load_parameters(), [A, B, C], 9, 100, impossible)


def test_few_draws_are_not_correlated_and_the_run_says_so():
    few = draw_parameters(load_parameters(), [A, B], 9, 19, [(A, B, 0.6)])
    assert (few.values[A] == draw_parameters(load_parameters(), [A], 9, 19).values[A]).all()
    assert any("Correlations need 20 draws" in words for words in few.warnings)
