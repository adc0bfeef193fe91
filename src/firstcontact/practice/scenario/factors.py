"""The visit factor and the telemedicine share of each week, in every draw."""

from collections.abc import Mapping

import numpy as np

from firstcontact.practice.scenario.model import Scenario
from firstcontact.practice.scenario.visits_model import Recovery

Draws = Mapping[str, np.ndarray]


def visit_factor(scenario: Scenario, specialty: str, draws: Draws) -> np.ndarray:
    """f_t: (weeks, 1), or (weeks, n) where scale, an override or the recovery is drawn. 1 without a shock.

    Order: the series, its depth times `scale` (never below 0), overrides, recovery.
    """
    shock = scenario.shock
    if shock is None or specialty not in shock.by_specialty:
        return np.ones((scenario.weeks, 1))
    depth = 1.0 - shock.by_specialty[specialty].visit_factor[:, None]
    factor = np.maximum(0.0, 1.0 - shock.scale.of(draws) * depth)
    for override in shock.overrides:
        weeks = scenario.active(override.first, override.until)[:, None]
        factor = np.where(weeks, override.factor.of(draws), factor)
    return factor if shock.recovery is None else _recovered(scenario, shock.recovery, factor, draws)


def _recovered(scenario: Scenario, recovery: Recovery, factor: np.ndarray, draws: Draws) -> np.ndarray:
    """Weeks after that of `first` lie on a straight line from its factor to `to`."""
    first = (recovery.first - scenario.start).days // 7
    if first >= scenario.weeks:
        return factor
    begin = factor[first] if first >= 0 else np.ones(1)
    steps = np.arange(scenario.weeks) - first
    along = np.clip(steps / recovery.weeks, 0.0, 1.0)[:, None]
    line = begin + (recovery.to.of(draws) - begin) * along
    return np.where((steps > 0)[:, None], line, factor)


def telemedicine_share(scenario: Scenario, specialty: str, draws: Draws) -> np.ndarray:
    """tau_t, share of BASELINE visits: (weeks, 1) or (weeks, n)."""
    telemedicine = scenario.telemedicine
    if telemedicine.share is not None:
        return np.zeros((scenario.weeks, 1)) + telemedicine.share.of(draws)
    if telemedicine.weekly is not None:
        return telemedicine.weekly.get(specialty, np.zeros(scenario.weeks))[:, None]
    if scenario.shock is None or specialty not in scenario.shock.by_specialty:
        return np.zeros((scenario.weeks, 1))
    return scenario.shock.by_specialty[specialty].telemedicine[:, None]
