"""Raked and post-stratified designs against the slow twin: weights, Taylor residuals, jackknife."""

import math
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from firstcontact.errors import FirstContactError
from firstcontact.survey.estimate import estimates
from firstcontact.survey.estimate.read_spec import as_spec
from firstcontact.survey.estimate.spec import CalibrationSpec
from firstcontact.survey.weighting.margins import Margin
from support import slow_estimate as slow
from support.survey_designs import as_table, sample

SEEDS = st.integers(0, 2**32 - 1)
CHECK = settings(max_examples=60, derandomize=True)
DESIGNS = {
    "no fpc": {"cluster": "psu"},
    "fpc": {"cluster": "psu", "fpc": "N1"},
    "two stages": {"cluster": ["psu", "ssu"], "fpc": ["N1", "N2"]},
}
MEAN = {"statistic": "mean", "variable": "y"}
ASKED = [MEAN, {"statistic": "total", "variable": "y"}, MEAN | {"where": {"group": ["a"]}}]
Targets = dict[str, dict[str, float]]


def known_totals(rows: list[dict], seed: int) -> Targets:
    """Totals of sex and age of a population like the sample, with one sum."""
    rng = random.Random(seed)
    shares = {c: {v: rng.uniform(0.5, 1.5) for v in sorted({r[c] for r in rows})} for c in ("sex", "age")}
    return {c: {v: 1000 * s / sum(held.values()) for v, s in held.items()} for c, held in shares.items()}


def margin(name: str, targets: dict[str, float]) -> Margin:
    return Margin(name, tuple(targets), np.array(list(targets.values())), ("margins.csv row 2",) * len(targets))


def made(rows: list[dict], design: dict, method: str, targets: Targets, **more):
    document = {"format": "firstcontact-estimates/1", "weight": "w0", "strata": "stratum", **design, **more}
    spec = as_spec(document | {"estimates": [{"id": str(i), **a} for i, a in enumerate(ASKED)]})
    margins = tuple(margin(c, t) for c, t in targets.items())
    return estimates(as_table(rows), replace(spec, calibrate=CalibrationSpec(method, margins)))


def twin_rows(rows: list[dict], method: str, targets: Targets) -> list[dict]:
    columns = [[r[c] for r in rows] for c in targets]
    base = [r["w0"] for r in rows]
    weights = calibrated(base, columns, method, targets)
    numbers = {"y": 0.0}
    return [
        r | {k: r[k] or v for k, v in numbers.items()} | {"w": w, "answered": r["y"] is not None}
        for r, w in zip(rows, weights, strict=True)
    ]


def calibrated(base: list[float], columns: list[list[str]], method: str, targets: Targets) -> list[float]:
    if method == "rake":
        return slow.rake(base, columns, list(targets.values()))
    return slow.poststratify(base, columns[0], next(iter(targets.values())))


def residual(rows: list[dict], u: list[float], method: str, targets: Targets) -> list[float]:
    x = [r["w"] * v for r, v in zip(rows, u, strict=True)]
    if method == "rake":
        return slow.raked_residual(rows, x, list(targets))
    return slow.poststratified_residual(rows, x, next(iter(targets)))


def can_be_raked(rows: list[dict]) -> bool:
    """Every combination is there, so raking converges."""
    pairs = {(r["sex"], r["age"]) for r in rows}
    return len(pairs) == len({r["sex"] for r in rows}) * len({r["age"] for r in rows})


@pytest.mark.parametrize("kind", DESIGNS)
@pytest.mark.parametrize("method", ["rake", "poststratify"])
@CHECK
@given(seed=SEEDS)
def test_the_residuals_follow_the_convention_of_the_specification(kind, method, seed):
    rows = sample(seed, two_stages=kind == "two stages", fpc=kind != "no fpc", zero_weights=False)
    assume(can_be_raked(rows))
    targets = known_totals(rows, seed)
    targets = targets if method == "rake" else {"age": targets["age"]}
    found = made(rows, DESIGNS[kind], method, targets)
    twin = twin_rows(rows, method, targets)
    assert found.engine.design.weight.tolist() == pytest.approx([r["w"] for r in twin], rel=1e-10)
    everyone = [r["answered"] for r in twin]
    group = [r["answered"] and r["group"] == "a" for r in twin]
    kinds = (slow.mean, slow.total, slow.mean)
    for row, d, statistic in zip(found.table.to_pylist(), (everyone, everyone, group), kinds, strict=True):
        if not any(d):
            assert row["status"] == "not_applicable"
            continue
        value, u = statistic(twin, d, "y")
        se = math.sqrt(slow.variance(twin, residual(twin, u, method, targets)))
        scale = max(abs(value), max(abs(r["w"] * v) for r, v in zip(twin, u, strict=True)))
        assert row["estimate"] == pytest.approx(value, rel=1e-9, abs=1e-9 * scale)
        assert row["se"] == pytest.approx(se, rel=1e-9, abs=1e-9 * scale)
        assert row["method"].endswith(method)


@pytest.mark.parametrize("method", ["rake", "poststratify"])
@settings(max_examples=25, derandomize=True)
@given(seed=SEEDS)
def test_every_replicate_is_calibrated_anew(method, seed):
    rows = sample(seed, zero_weights=False, missing=False, most_rows=40)
    targets = known_totals(rows, seed)
    targets = targets if method == "rake" else {"sex": targets["sex"]}
    without = [[r for r in rows if (r["stratum"], r["psu"]) != p] for p in {(r["stratum"], r["psu"]) for r in rows}]
    levels = {c: len(t) for c, t in targets.items()}
    assume(all(len({r[c] for r in kept}) == n for kept in without for c, n in levels.items()))
    assume(method == "poststratify" or all(can_be_raked(kept) for kept in without))
    found = made(rows, DESIGNS["fpc"], method, targets, replicates="jkn")
    twin = twin_rows(rows, method, targets)
    columns = [[r[c] for r in rows] for c in targets]

    def mean(weights: list[float]) -> float:
        return sum(w * r["y"] for w, r in zip(weights, twin, strict=True)) / sum(weights)

    def again(weights: list[float]) -> list[float]:
        kept = [i for i, w in enumerate(weights) if w > 0]
        part = calibrated([weights[i] for i in kept], [[c[i] for i in kept] for c in columns], method, targets)
        full = [0.0] * len(weights)
        for i, w in zip(kept, part, strict=True):
            full[i] = w
        return full

    wanted = math.sqrt(slow.jackknife(twin, mean, "full", again))
    assert found.table.to_pylist()[0]["se"] == pytest.approx(wanted, rel=1e-8, abs=1e-8)


def test_a_cell_that_one_psu_fills_cannot_be_jackknifed():
    rows = [
        {"stratum": "s", "psu": p, "sex": sex, "group": "a", "y": y, "w0": 2.0}
        for p, sex, y in (("1", "F", 1), ("1", "M", 2), ("2", "F", 3), ("3", "F", 4))
    ]
    with pytest.raises(FirstContactError, match="replicate without PSU '1': sex = 'M' has no row"):
        made(rows, DESIGNS["no fpc"], "poststratify", {"sex": {"F": 6.0, "M": 2.0}}, replicates="jkn")


def test_rows_without_weight_need_no_margin_and_take_no_part():
    rows = sample(7, zero_weights=False, missing=False)
    targets = {"sex": {"F": 600.0, "M": 400.0}}
    silent = rows[0] | {"w0": 0.0, "sex": "", "y": 1e6}
    plain, more = (made(r, DESIGNS["no fpc"], "poststratify", targets).table for r in (rows, [*rows, silent]))
    assert more.to_pylist() == plain.to_pylist()
