"""Random designs against the package svy, an independent implementation.

Compared to 1e-9: means, totals, ratios, proportions, domains, quantiles with their Woodruff limits, linear regression;
one and two stages, with and without population sizes, post-stratified and raked; the jackknife without population
sizes. Not comparable:
- rows of weight 0 (svy refuses or drops them; here they stay in the design and out of every domain);
- proportions at 0 or 1 (svy gives no interval) and domains without rows (svy has no row for them);
- the jackknife with population sizes (svy leaves them out) and its degrees of freedom (svy: of the whole design);
- logistic regression closer than 1e-6 (svy stops its iterations earlier);
- p of a coefficient whose standard error is 0 (svy: 1; here NULL);
- the option `adjust` (svy centers a lonely PSU at the mean of all PSUs, here it is not centered);
- open Woodruff limits (svy gives the smallest or greatest value in their place).
"""

import math
import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from firstcontact.survey.estimate import estimates
from firstcontact.survey.estimate.read_spec import as_spec
from firstcontact.survey.estimate.spec import CalibrationSpec
from firstcontact.survey.weighting.margins import Margin
from support.survey_designs import as_table, sample

pl = pytest.importorskip("polars")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    svy = pytest.importorskip("svy")

SEEDS = st.integers(0, 2**32 - 1)
CHECK = settings(max_examples=25, derandomize=True)
KINDS = {
    "no fpc": ({"cluster": "psu"}, {"psu": "psu"}),
    "fpc": ({"cluster": "psu", "fpc": "N1"}, {"psu": "psu", "pop_size": "N1"}),
    "two stages": (
        {"cluster": ["psu", "ssu"], "fpc": ["N1", "N2"]},
        {"psu": "psu", "ssu": "ssu", "pop_size": svy.PopSize(psu="N1", ssu="N2")},
    ),
}
MEAN, TOTAL = ({"statistic": s, "variable": "y"} for s in ("mean", "total"))
RATIO = {"statistic": "ratio", "numerator": "y", "denominator": "x"}
SHARE = {"statistic": "proportion", "variable": "yes", "equals": "1"}
AGES, SEXES = {"18-44": 400.0, "45-64": 350.0, "65+": 250.0}, {"F": 520.0, "M": 480.0}


def drawn(kind: str, seed: int, most_rows: int = 8) -> list[dict]:
    return sample(
        seed,
        two_stages=kind == "two stages",
        fpc=kind != "no fpc",
        zero_weights=False,
        missing=False,
        most_rows=most_rows,
    )


def theirs(rows: list[dict], kind: str):
    data = pl.DataFrame(rows).with_columns(pl.col("yes").cast(pl.Float64))
    return svy.Sample(data, svy.Design(stratum="stratum", wgt="w0", **KINDS[kind][1]))


def ours(rows: list[dict], kind: str, *asked: dict, margins: dict | None = None, **more) -> list[dict]:
    document = {"format": "firstcontact-estimates/1", "weight": "w0", "strata": "stratum", **KINDS[kind][0], **more}
    spec = as_spec(document | {"estimates": [{"id": str(i), **a} for i, a in enumerate(asked)]})
    if margins:
        known = [Margin(c, tuple(t), np.array(list(t.values())), ("m.csv row 2",) * len(t)) for c, t in margins.items()]
        spec = replace(spec, calibrate=CalibrationSpec("rake" if len(known) > 1 else "poststratify", tuple(known)))
    return estimates(as_table(rows), spec).table.to_pylist()


def same(mine: dict, other: dict, tolerance: float = 1e-9) -> None:
    scale = max(abs(mine["estimate"]), mine["se"])
    assert mine["estimate"] == pytest.approx(other["est"], rel=tolerance, abs=tolerance * scale)
    assert mine["se"] == pytest.approx(other["se"], rel=tolerance, abs=tolerance * scale)


def same_with_interval(mine: dict, other: dict) -> None:
    same(mine, other)
    assert mine["df"] == other["df"]
    if mine["df"] >= 1:
        scale = abs(mine["lower"]) + abs(mine["upper"])
        assert (mine["lower"], mine["upper"]) == pytest.approx((other["lci"], other["uci"]), rel=1e-9, abs=1e-9 * scale)


@pytest.mark.parametrize("kind", KINDS)
@CHECK
@given(seed=SEEDS)
def test_means_totals_ratios_and_domains(kind, seed):
    rows = drawn(kind, seed)
    estimation = theirs(rows, kind).estimation
    mean, total, ratio, *by_group = ours(rows, kind, MEAN, TOTAL, RATIO, MEAN | {"by": "group"})
    same_with_interval(mean, estimation.mean("y").to_polars().to_dicts()[0])
    same_with_interval(total, estimation.total("y").to_polars().to_dicts()[0])
    same_with_interval(ratio, estimation.ratio("y", "x").to_polars().to_dicts()[0])
    for mine, other in zip(by_group, estimation.mean("y", by="group").to_polars().to_dicts(), strict=True):
        assert mine["level"] == other["group"]
        same_with_interval(mine, other)


@pytest.mark.parametrize("kind", KINDS)
@CHECK
@given(seed=SEEDS)
def test_proportions_with_their_logit_interval(kind, seed):
    rows = drawn(kind, seed)
    assume(len({r["yes"] for r in rows}) == 2)
    share = theirs(rows, kind).estimation.prop("yes").to_polars().to_dicts()[1]
    same_with_interval(ours(rows, kind, SHARE)[0], share)


@pytest.mark.parametrize("kind", KINDS)
@CHECK
@given(seed=SEEDS)
def test_post_stratified_and_raked_estimates(kind, seed):
    rows = drawn(kind, seed, most_rows=20)
    assume(len({(r["sex"], r["age"]) for r in rows}) == 6)
    plain = theirs(rows, kind)
    cells = plain.weighting.poststratify(controls=AGES, cells="age", wgt_name="made")
    raked = plain.weighting.rake(controls={"age": AGES, "sex": SEXES}, wgt_name="made", tol=1e-13)
    for margins, other in (({"age": AGES}, cells), ({"age": AGES, "sex": SEXES}, raked)):
        mean, total, *by_group = ours(rows, kind, MEAN, TOTAL, MEAN | {"by": "group"}, margins=margins)
        same(mean, other.estimation.mean("y").to_polars().to_dicts()[0])
        same(total, other.estimation.total("y").to_polars().to_dicts()[0])
        for mine, their in zip(by_group, other.estimation.mean("y", by="group").to_polars().to_dicts(), strict=True):
            same(mine, their)


@CHECK
@given(seed=SEEDS)
def test_quantiles_with_their_woodruff_limits(seed):
    rows = drawn("fpc", seed, most_rows=20)
    mine = ours(rows, "fpc", {"statistic": "quantile", "variable": "y", "p": 0.4})[0]
    other = theirs(rows, "fpc").estimation.quantile("y", p=0.4).to_polars().to_dicts()[0]
    assert mine["estimate"] == other["est"]
    assert mine["lower"] in (None, other["lci"])
    assert mine["upper"] in (None, other["uci"])
    if mine["se"] is not None:
        assert mine["se"] == pytest.approx(other["se"], rel=1e-9, abs=1e-12)


@CHECK
@given(seed=SEEDS)
def test_regressions(seed):
    rows = drawn("fpc", seed, most_rows=20)
    assume(len(rows) > 20 and len({r["sex"] for r in rows}) == 2)
    predictors = ["x", {"column": "sex", "reference": "F"}]
    asked = {"statistic": "regression", "predictors": predictors}
    model = theirs(rows, "fpc").glm
    for family, outcome, tolerance in (("gaussian", "y", 1e-9), ("binomial", "yes", 1e-6)):
        fitted = model.fit(y=outcome, x=["x", svy.Cat("sex", ref="F")], family=family).to_polars().to_dicts()
        for mine, other in zip(ours(rows, "fpc", asked | {"family": family, "outcome": outcome}), fitted, strict=True):
            same(mine, {"est": other["estimate"], "se": other["std_err"]}, tolerance)
            if mine["p"] is not None:
                assert mine["p"] == pytest.approx(other["p_value"], rel=1e-5, abs=1e-9)


@CHECK
@given(seed=SEEDS)
def test_the_jackknife_without_population_sizes(seed):
    rows = drawn("no fpc", seed)
    made = theirs(rows, "no fpc").weighting.create_jk_wgts()
    for center, word in (("full", "estimate"), ("replicates", "rep_mean")):
        mine = ours(rows, "no fpc", RATIO, replicates="jkn", center=center)[0]
        other = made.estimation.ratio("y", "x", method="replication", variance_center=word).to_polars().to_dicts()[0]
        assert math.isclose(mine["se"], other["se"], rel_tol=1e-9)


@pytest.mark.parametrize(("option", "word"), [("certainty", "skip"), ("average", "scale")])
@CHECK
@given(seed=SEEDS)
def test_lonely_strata(option, word, seed):
    rows = [r for r in drawn("no fpc", seed) if r["stratum"] != "s1" or r["psu"] == "p0"]
    assume(any(r["stratum"] == "s1" for r in rows))
    data = pl.DataFrame(rows)
    design = svy.Design(stratum="stratum", wgt="w0", psu="psu", singleton=word)
    other = svy.Sample(data, design).estimation.total("y").to_polars().to_dicts()[0]
    same(ours(rows, "no fpc", TOTAL, lonely_psu=option)[0], other)
