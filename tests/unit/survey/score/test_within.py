"""The regression within groups keeps its digits where adjusters are awkward."""

from fractions import Fraction
from random import Random

import numpy as np
import pytest

from firstcontact.survey.score.within import Rows, Within
from support.score_twin.models import item_model


def people(count: int = 60, groups: int = 4) -> list[dict]:
    random = Random(3)
    return [
        {"unit": f"P{i % groups}", "group": "", "weight": Fraction(random.randint(1, 4), 2), "y": random.randint(1, 4)}
        | {"age": random.randint(18, 90), "year": random.randint(1930, 2008), "tiny": random.randint(0, 3)}
        for i in range(count)
    ]


def both(columns: dict, weighted: bool = True):
    """The fast and the exact fit of y on the columns (name -> function of a person)."""
    rows = people()
    for p in rows:
        p["weight"] = p["weight"] if weighted else Fraction(1)
        p["filled"] = {name: Fraction(make(p)) for name, make in columns.items()}
    x = np.array([[float(p["filled"][c]) for p in rows] for c in columns]).reshape(len(columns), len(rows))
    code = np.array([int(p["unit"][1:]) for p in rows])
    weight = np.array([float(p["weight"]) for p in rows]) if weighted else None
    shifted = x - x.mean(axis=1, keepdims=True)
    fit = Within(Rows(code, 4, weight), shifted, np.abs(x).max(axis=1)).adjust(
        np.array([[p["y"] for p in rows]], float)
    )
    return fit, item_model(rows, list(columns), lambda p: p["y"])


def assert_equal(fit, exact: dict, rel: float = 1e-12) -> None:
    for slope, b in zip(fit.slopes[0], exact["b"].values(), strict=True):
        assert np.isnan(slope) if b is None else slope == pytest.approx(float(b), rel=rel)
    assert fit.mean[0] == pytest.approx([float(a) for a in exact["adjusted"].values()], rel=rel)
    assert fit.r2[0] == pytest.approx(float(exact["r2"]), rel=rel)


@pytest.mark.parametrize("weighted", [True, False])
def test_slopes_adjusted_means_and_r2_are_exact(weighted):
    assert_equal(*both({"age": lambda p: p["age"], "tiny": lambda p: p["tiny"]}, weighted))


def test_years_and_numbers_of_very_different_size_keep_their_digits():
    columns = {"year": lambda p: p["year"], "income": lambda p: p["age"] * 10**9, "share": lambda p: p["tiny"] / 2**40}
    assert_equal(*both(columns))


def test_age_with_its_square_and_cube_keeps_its_digits():
    columns = {"age": lambda p: p["age"], "square": lambda p: p["age"] ** 2, "cube": lambda p: p["age"] ** 3}
    assert_equal(*both(columns), rel=1e-10)


def test_nearly_the_same_adjuster_twice_still_gives_nine_digits():
    columns = {"age": lambda p: p["age"], "again": lambda p: p["age"] + Fraction(p["tiny"], 10**4)}
    assert_equal(*both(columns), rel=1e-9)


def test_an_adjuster_that_the_earlier_ones_explain_is_dropped():
    columns = {"age": lambda p: p["age"], "months": lambda p: 12 * p["age"], "tiny": lambda p: p["tiny"]}
    fit, exact = both(columns)
    assert np.isnan(fit.slopes[0]).tolist() == [False, True, False]
    assert_equal(fit, exact)


def test_an_adjuster_that_differs_only_between_groups_is_dropped():
    columns = {"size": lambda p: 1000 * int(p["unit"][1:]) + 7, "age": lambda p: p["age"]}
    fit, exact = both(columns)
    assert np.isnan(fit.slopes[0]).tolist() == [True, False]
    assert_equal(fit, exact)


def test_without_adjusters_means_stay_as_they_are():
    fit, exact = both({})
    assert fit.mean[0] == pytest.approx(fit.raw[0], rel=0, abs=0)
    assert float(exact["r2"]) == fit.r2[0] == 0


def test_many_rows_in_blocks_give_the_fit_of_one_matrix():
    random = np.random.default_rng(5)
    code = random.integers(0, 7, 20_000)
    x = random.normal(size=(2, code.size)) + code
    y = 1.5 * x[0] - x[1] + random.normal(size=code.size)
    fit = Within(Rows(code, 7, None), x, np.abs(x).max(axis=1)).adjust(y[None])
    dummies = np.eye(7)[code]
    whole = np.linalg.lstsq(np.column_stack([x.T, dummies]), y, rcond=None)[0]
    assert fit.slopes[0] == pytest.approx(whole[:2], rel=1e-11)


def test_an_outcome_without_spread_has_no_r2():
    fit = Within(Rows(np.array([0, 0, 1, 1]), 2, None), np.array([[0.0, 1, 0, 1]]), np.ones(1)).adjust(
        np.full((1, 4), 3.0)
    )
    assert np.isnan(fit.r2[0])
    assert fit.slopes[0] == pytest.approx(0)
