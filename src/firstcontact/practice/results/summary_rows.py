"""`summary`: groups of practices. Uncertainty of the estimate and differences between practices stay apart."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from firstcontact.practice.draws.mcse import mean_mcse
from firstcontact.practice.engine.outcomes import BY_ROLE, EVER_BELOW, LANE_OUTCOMES, LOSS
from firstcontact.practice.results.layout import Group
from firstcontact.practice.results.practice_rows import REPORTED, PracticeStats, mean, numbers, standard_error
from firstcontact.practice.results.quantiles import over_draws, over_practices

FIRST_WEEK, NET = "first_week_below_zero", "net_after_relief_usd"
SUMMARISED = (*REPORTED, *BY_ROLE.values())
HETEROGENEITY = {"het_p5": 0.05, "het_p25": 0.25, "het_p50": 0.5, "het_p75": 0.75, "het_p95": 0.95}
NUMBERS = (
    "mean",
    "mean_lo",
    "mean_hi",
    "mcse",
    *HETEROGENEITY,
    "share_loss",
    "share_loss_mcse",
    "share_below_zero",
    "share_below_zero_mcse",
    "baseline_mean",
    "diff_mean",
    "diff_mcse",
    "dollars_to_neutralise_usd",
)


@dataclass(frozen=True)
class PerDraw:
    """Weighted means over the practices of each group in each draw: (groups, LANE_OUTCOMES, draws)."""

    here: np.ndarray
    baseline: np.ndarray


def per_draw(sums: np.ndarray, weight_sums: np.ndarray) -> np.ndarray:
    """Means from weighted sums; the first week below zero over the practices in which it came."""
    means = sums / weight_sums[:, None, None]
    week, ever = LANE_OUTCOMES.index(FIRST_WEEK), LANE_OUTCOMES.index(EVER_BELOW)
    happened = sums[:, ever]
    means[:, week] = np.divide(sums[:, week], happened, out=np.full(happened.shape, np.nan), where=happened > 0)
    return means


def summary_table(
    scenario_id: str,
    groups: Sequence[Group],
    weight: np.ndarray,
    means: PerDraw,
    stats: PracticeStats,
    roles: np.ndarray,
) -> pa.Table:
    """One row per group and outcome, unrounded. `roles`: practice means of FTE-weeks lost, (practices, roles)."""
    rows = []
    values = np.concatenate([stats.numbers["mean"], roles], axis=1)
    for g, group in enumerate(groups):
        shared = _shared(means.here[g], _dollars(stats, weight, group))
        for i, outcome in enumerate(SUMMARISED):
            own = _own(means.here[g], means.baseline[g], outcome)
            spread = over_practices(values[group.mask, i], weight[group.mask], tuple(HETEROGENEITY.values()))
            row = {**own, **dict(zip(HETEROGENEITY, spread, strict=True)), **shared}
            rows.append([row[name] for name in NUMBERS])
    return _table(scenario_id, groups, weight, np.array(rows, dtype=float))


def _own(here: np.ndarray, baseline: np.ndarray, outcome: str) -> dict[str, float]:
    i = LANE_OUTCOMES.index(outcome)
    x, difference = here[i], here[i] - baseline[i]
    low, high = over_draws(x, (0.025, 0.975))
    return {
        "mean": float(mean(x)),
        "mean_lo": float(low),
        "mean_hi": float(high),
        "mcse": float(standard_error(x)),
        "baseline_mean": float(mean(baseline[i])),
        "diff_mean": float(mean(difference)),
        "diff_mcse": float(standard_error(difference)),
    }


def _shared(here: np.ndarray, dollars: float) -> dict[str, float]:
    """What is the same for every outcome of a group."""
    loss, below = here[LANE_OUTCOMES.index(LOSS)], here[LANE_OUTCOMES.index(EVER_BELOW)]
    return {
        "share_loss": float(loss.mean()),
        "share_loss_mcse": float(mean_mcse(loss)),
        "share_below_zero": float(below.mean()),
        "share_below_zero_mcse": float(mean_mcse(below)),
        "dollars_to_neutralise_usd": dollars,
    }


def _dollars(stats: PracticeStats, weight: np.ndarray, group: Group) -> float:
    """What it takes to leave no practice of the group worse off than in the baseline run."""
    change = stats.numbers["diff_mean"][group.mask, REPORTED.index(NET)]
    return math.fsum(weight[group.mask] * np.maximum(0.0, -change))


def _table(scenario_id: str, groups: Sequence[Group], weight: np.ndarray, rows: np.ndarray) -> pa.Table:
    each = len(SUMMARISED)
    repeated = [group for group in groups for _ in range(each)]
    columns = {
        "scenario_id": pa.array([scenario_id] * len(repeated)),
        "by": pa.array([group.by for group in repeated]),
        "group_id": pa.array([group.group_id for group in repeated]),
        "outcome": pa.array(list(SUMMARISED) * len(groups)),
        "n_practices": pa.array(np.repeat([int(g.mask.sum()) for g in groups], each)),
        "weight_sum": pa.array(np.repeat([math.fsum(weight[g.mask]) for g in groups], each)),
    }
    columns |= {name: numbers(rows[:, i]) for i, name in enumerate(NUMBERS)}
    return pa.table(columns | {"status": pa.array(["ok"] * len(repeated))})
