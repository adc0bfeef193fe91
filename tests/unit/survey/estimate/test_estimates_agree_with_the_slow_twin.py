"""Random designs: the arrays and the plain Python of the twin give the same estimates and standard errors."""

import math
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from firstcontact.survey.estimate import estimate
from support import slow_estimate as slow
from support.survey_designs import as_table, sample

SEEDS = st.integers(0, 2**32 - 1)
CHECK = settings(max_examples=60, derandomize=True)
DESIGN = {"format": "firstcontact-estimates/1", "weight": "w0", "strata": "stratum", "cluster": "psu"}
WITH_N = DESIGN | {"fpc": "N1"}
TWO_STAGES = DESIGN | {"cluster": ["psu", "ssu"], "fpc": ["N1", "N2"]}


def answers(rows: list[dict], design: dict, *asked: dict) -> list[dict]:
    spec = design | {"estimates": [{"id": f"e{i}", **a} for i, a in enumerate(asked)]}
    return estimate(as_table(rows), spec).to_pylist()


def prepared(rows: list[dict]) -> list[dict]:
    """The rows as the twin takes them: final weight w, answers as numbers."""
    return [
        r | {"w": r["w0"], "y": r["y"] or 0.0, "answered": r["y"] is not None, "yes": float(r["yes"])} for r in rows
    ]


def domain(rows: list[dict], test: Callable[[dict], bool]) -> list[bool]:
    return [r["w"] > 0 and test(r) for r in rows]


def same(got: float | None, wanted: float, scale: float = 1.0) -> bool:
    return got is not None and math.isclose(got, wanted, rel_tol=1e-9, abs_tol=1e-9 * abs(scale))


def agree(row: dict, rows: list[dict], d: list[bool], estimated: tuple[float, list[float]], lonely="certainty") -> None:
    value, u = estimated
    x = [r["w"] * v for r, v in zip(rows, u, strict=True)]
    se = math.sqrt(slow.variance(rows, x, lonely, d))
    assert same(row["estimate"], value, 1)
    assert same(row["se"], se, abs(value) + 1)
    assert row["df"] == slow.degrees(rows, d)


@pytest.mark.parametrize("design", [DESIGN, WITH_N, TWO_STAGES], ids=["no fpc", "fpc", "two stages"])
@CHECK
@given(seed=SEEDS)
def test_means_totals_and_ratios_of_all_rows_and_of_domains(design, seed):
    rows = sample(seed, two_stages=design is TWO_STAGES, fpc=design is not DESIGN)
    twin = prepared(rows)
    asked = (
        {"statistic": "mean", "variable": "y"},
        {"statistic": "total", "variable": "y"},
        {"statistic": "ratio", "numerator": "y", "denominator": "x", "where": {"group": ["a", "b"]}},
        {"statistic": "mean", "variable": "y", "by": "group"},
    )
    found = answers(rows, design, *asked)
    d = domain(twin, lambda r: r["answered"])
    assume(any(d))
    agree(found[0], twin, d, slow.mean(twin, d, "y"))
    agree(found[1], twin, d, slow.total(twin, d, "y"))
    two = domain(twin, lambda r: r["answered"] and r["group"] in "ab")
    if any(two):
        agree(found[2], twin, two, slow.ratio(twin, two, "y", "x"))
    else:
        assert found[2]["status"] == "not_applicable"
    assert [r["level"] for r in found[3:]] == sorted({r["group"] for r in rows})
    for row in found[3:]:
        inside = domain(twin, lambda r, level=row["level"]: r["answered"] and r["group"] == level)
        if any(inside):
            agree(row, twin, inside, slow.mean(twin, inside, "y"))
        else:
            assert (row["estimate"], row["se"], row["n"], row["status"]) == (None, None, 0, "not_applicable")


@CHECK
@given(seed=SEEDS)
def test_proportions_and_differences(seed):
    rows = sample(seed, missing=False)
    twin = prepared(rows)
    asked = (
        {"statistic": "proportion", "variable": "yes", "equals": "1"},
        {"statistic": "difference", "variable": "y", "by": "group", "levels": ["b", "a"]},
    )
    share, gap = answers(rows, WITH_N, *asked)
    d = domain(twin, lambda r: True)
    agree(share, twin, d, slow.mean(twin, d, "yes"))
    b, a = (domain(twin, lambda r, g=g: r["group"] == g) for g in "ba")
    if any(a) and any(b):
        first, second = slow.mean(twin, b, "y"), slow.mean(twin, a, "y")
        u = [v - w for v, w in zip(first[1], second[1], strict=True)]
        agree(gap, twin, [p or q for p, q in zip(a, b, strict=True)], (first[0] - second[0], u))
    else:
        assert gap["status"] == "not_applicable"


@pytest.mark.parametrize("lonely", ["certainty", "adjust", "average"])
@CHECK
@given(seed=SEEDS)
def test_lonely_strata(lonely, seed):
    rows = [r for r in sample(seed) if r["stratum"] != "s1" or r["psu"] == "p0"]
    twin = prepared(rows)
    d = domain(twin, lambda r: r["answered"])
    assume(any(d))
    row = answers(rows, WITH_N | {"lonely_psu": lonely}, {"statistic": "total", "variable": "y"})[0]
    if math.isnan(slow.variance(twin, [0.0] * len(twin), lonely, d)):
        assert (row["se"], row["lower"], row["status"]) == (None, None, "no_interval")
    else:
        agree(row, twin, d, slow.total(twin, d, "y"), lonely)


@CHECK
@given(seed=SEEDS)
def test_quantiles(seed):
    rows = sample(seed)
    twin = prepared(rows)
    d = domain(twin, lambda r: r["answered"])
    assume(any(d))
    for row, p in zip(
        answers(rows, DESIGN, *({"statistic": "quantile", "variable": "y", "p": p} for p in (0.1, 0.5, 0.9))),
        (0.1, 0.5, 0.9),
        strict=True,
    ):
        assert row["estimate"] == slow.quantile(twin, d, "y", p)


@CHECK
@given(seed=SEEDS)
def test_regressions(seed):
    rows = sample(seed)
    twin = prepared(rows)
    d = domain(twin, lambda r: r["answered"])
    assume(sum(d) > 4)
    found = answers(rows, WITH_N, {"statistic": "regression", "outcome": "y", "predictors": ["x", "z"]})
    beta, u = slow.least_squares(twin, d, "y", ["x", "z"])
    for k, row in enumerate(found):
        se = math.sqrt(slow.variance(twin, [r["w"] * v[k] for r, v in zip(twin, u, strict=True)]))
        assert math.isclose(row["estimate"], beta[k], rel_tol=1e-7, abs_tol=1e-7)
        assert math.isclose(row["se"], se, rel_tol=1e-7, abs_tol=1e-7)
        assert row["df"] == slow.degrees(twin, d) - 2


@CHECK
@given(seed=SEEDS)
def test_design_effects(seed):
    rows = sample(seed)
    twin = prepared(rows)
    d = domain(twin, lambda r: r["answered"])
    assume(len({r["y"] for r, inside in zip(twin, d, strict=True) if inside}) > 1)
    asked = ({"statistic": s, "variable": "y"} for s in ("mean", "total"))
    for row, is_total in zip(answers(rows, WITH_N, *asked), (False, True), strict=True):
        with_replacement, without = slow.effects(twin, d, "y", row["se"] ** 2, is_total)
        assert same(row["deff"], with_replacement)
        assert without < 0 or same(row["deff_without"], without)


@pytest.mark.parametrize("center", ["full", "replicates"])
@CHECK
@given(seed=SEEDS)
def test_jackknife_of_ratios(center, seed):
    rows = sample(seed)
    twin = [r | {"yx": r["y"] * r["x"]} for r in prepared(rows)]
    d = domain(twin, lambda r: r["answered"] and r["group"] != "c")
    assume(any(d))
    asked = {"statistic": "ratio", "numerator": "y", "denominator": "x", "where": {"group": ["a", "b"]}}
    row = answers(rows, WITH_N | {"replicates": "jkn", "center": center}, asked)[0]

    def quotient(weights: list[float]) -> float:
        below = sum(w * r["x"] for w, r, inside in zip(weights, twin, d, strict=True) if inside)
        above = sum(w * r["y"] for w, r, inside in zip(weights, twin, d, strict=True) if inside)
        return above / below if below else math.nan

    wanted = math.sqrt(slow.jackknife(twin, quotient, center, lambda weights: weights))
    assert same(row["se"], wanted, abs(row["estimate"]) + 1)
    assert row["method"] == f"jkn;{center};fpc"
