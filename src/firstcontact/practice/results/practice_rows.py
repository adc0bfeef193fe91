"""`practice_results`: what a run means for each practice, with the uncertainty of the estimate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from firstcontact.practice.differences import FEWEST_DRAWS, LOWER_IS_BETTER, same_within
from firstcontact.practice.draws.mcse import mean_mcse
from firstcontact.practice.engine.outcomes import EVER_BELOW
from firstcontact.practice.names import OUTCOMES
from firstcontact.practice.population.model import Population
from firstcontact.practice.results.quantiles import over_draws

REPORTED = (*OUTCOMES, EVER_BELOW)
QUANTILES = {"p2_5": 0.025, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p97_5": 0.975}
KEYS = ("scenario_id", "practice_id", "region", "setting", "size_class", "specialty")
NUMBERS = ("mean", *QUANTILES, "mcse", "baseline_mean", "diff_mean", "diff_mcse", "prob_better")


@dataclass(frozen=True)
class PracticeStats:
    """Arrays (practices, outcomes of REPORTED) for each of NUMBERS; NaN where there is no number."""

    numbers: dict[str, np.ndarray]


def practice_stats(here: np.ndarray, baseline: np.ndarray) -> PracticeStats:
    """From outcomes (practices, LANE_OUTCOMES, draws) of a run and its baseline."""
    here, baseline = here[:, : len(REPORTED)], baseline[:, : len(REPORTED)]
    draws = here.shape[-1]
    difference = here - baseline
    numbers = {"mean": mean(here), "mcse": standard_error(here)}
    at = over_draws(here, tuple(QUANTILES.values())) if draws >= FEWEST_DRAWS else None
    for i, name in enumerate(QUANTILES):
        numbers[name] = np.full(here.shape[:2], np.nan) if at is None else at[..., i]
    numbers |= {"baseline_mean": mean(baseline), "diff_mean": mean(difference), "diff_mcse": standard_error(difference)}
    return PracticeStats(numbers | {"prob_better": _better(difference)})


def join(parts: Sequence[PracticeStats]) -> PracticeStats:
    return PracticeStats({name: np.concatenate([p.numbers[name] for p in parts]) for name in NUMBERS})


def practice_table(scenario_id: str, population: Population, stats: PracticeStats, draws: int) -> pa.Table:
    """One row per practice and outcome, unrounded."""
    outcomes = len(REPORTED)
    columns: dict[str, pa.Array] = {"scenario_id": pa.array([scenario_id] * population.n * outcomes)}
    for key in KEYS[1:]:
        columns[key] = pa.array(np.repeat(getattr(population, key).astype(str), outcomes), pa.string())
    columns["outcome"] = pa.array(list(REPORTED) * population.n)
    for name in NUMBERS[:7]:
        columns[name] = numbers(stats.numbers[name].ravel())
    columns["layer"] = pa.array(["parameter"] * population.n * outcomes)
    for name in NUMBERS[7:]:
        columns[name] = numbers(stats.numbers[name].ravel())
    status = "ok" if draws >= FEWEST_DRAWS else "few_draws"
    columns["status"] = pa.array([status] * population.n * outcomes)
    return pa.table(columns)


def numbers(values: np.ndarray) -> pa.Array:
    """DOUBLE, NULL where NaN."""
    return pa.array(values, pa.float64(), mask=np.isnan(values))


def mean(values: np.ndarray) -> np.ndarray:
    """Mean along the last axis over what is not NaN; NaN where nothing is left."""
    means = np.asarray(values.mean(axis=-1))
    holed = np.isnan(means)
    if holed.any():
        means[holed] = _each(values[holed], lambda x: x.mean() if len(x) else np.nan)
    return means


def standard_error(values: np.ndarray) -> np.ndarray:
    """sd(ddof=1)/sqrt(n) along the last axis over what is not NaN; NaN where fewer than two are left."""
    errors = np.asarray(mean_mcse(values))
    holed = np.isnan(errors)
    if holed.any() and values.shape[-1] > 1:
        errors[holed] = _each(values[holed], lambda x: mean_mcse(x) if len(x) else np.nan)
    return errors


def _each(rows: np.ndarray, of: Callable) -> list[float]:
    """A number for each row, from those of its values that are not NaN."""
    return [float(of(row[~np.isnan(row)])) for row in rows]


def _better(difference: np.ndarray) -> np.ndarray:
    """Share of draws in which the outcome is better than in the baseline run; NaN where no draw has both."""
    better = np.empty(difference.shape[:2])
    for i, name in enumerate(REPORTED):
        gain = -difference[:, i] if name in LOWER_IS_BETTER else difference[:, i]
        better[:, i] = mean(np.where(np.isnan(gain), np.nan, gain > same_within(name)))
    return better
