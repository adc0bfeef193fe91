"""Team documentation: extra patients or visits that pay for a scribe or an advanced team (V06-V10, M01)."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from firstcontact.practice.draws.streams import stream_uniforms
from firstcontact.practice.fit import fit
from firstcontact.practice.parameters import load_parameters
from firstcontact.practice.validate.settings import whole

MONTHS = 12
TEAM_FTE = 2  # medical assistants per physician in the advanced team
PMPM = "capitation_pmpm_national"
SHIFTED = ("wage_loaded_scribe", PMPM)  # the other inputs are drawn from normal distributions
Values = dict[str, float] | dict[str, np.ndarray]


@dataclass(frozen=True)
class Spread:
    """Mean and the ends of the 95% interval over the draws."""

    mean: float
    low: float
    high: float


def scribe_cost(v: Values) -> np.ndarray | float:
    """USD a year: the wage and what turnover costs."""
    return v["wage_loaded_scribe"] + MONTHS * v["turnover_per_month_scribe"] * v["turnover_cost_per_event"]


def team_cost(v: Values) -> np.ndarray | float:
    """USD a year for the medical assistants that are missing to two per physician."""
    added = TEAM_FTE - v["ma_fte_per_md_baseline"]
    return added * (v["wage_loaded_ma"] + MONTHS * v["turnover_per_month_ma"] * v["turnover_cost_per_event"])


def patients(cost: np.ndarray | float, v: Values) -> np.ndarray | float:
    """Extra capitated patients that pay the cost."""
    return cost / (MONTHS * v[PMPM])


def visits(cost: float, v: Values) -> float:
    """Extra capitated visits that come with those patients."""
    return patients(cost, v) * v["visits_per_patient_year_capitated"]


def slots(cost: float, v: Values) -> float:
    """Extra fee-for-service slots that pay the cost."""
    return cost / (v["revenue_per_visit_all_payer"] * (1 - v["no_show_share_new_visits"]))


@cache
def point() -> Values:
    """Every parameter at its value."""
    return {name: p.value for name, p in load_parameters().rows.items() if p.value is not None}


@cache
def drawn() -> Values:
    """Draws of the inputs; the turnover cost stays at its value."""
    names = (*SHIFTED, "turnover_per_month_scribe", "wage_loaded_ma", "turnover_per_month_ma", "ma_fte_per_md_baseline")
    fixed = {"turnover_cost_per_event": point()["turnover_cost_per_event"]}
    return fixed | {name: _draws(name) for name in names}


def _draws(name: str) -> np.ndarray:
    p = load_parameters()[name]
    fitted = fit(p.value, p.low, p.high, p.level, "shifted_lognormal" if name in SHIFTED else "normal")
    return fitted.quantile(stream_uniforms(whole("seed"), name, whole("draws")))


def spread(values: np.ndarray) -> Spread:
    low, high = np.quantile(values, [0.025, 0.975])
    return Spread(float(values.mean()), float(low), float(high))
