"""Estimate, standard error and interval of one statistic in one design."""

from dataclasses import dataclass, field

import numpy as np

from firstcontact.stats.proportions import clopper_pearson, logit_interval, t_p_value, t_quantile
from firstcontact.survey.estimate.design import Design
from firstcontact.survey.estimate.jackknife import Replicates
from firstcontact.survey.estimate.statistics import Statistic
from firstcontact.survey.estimate.taylor import covariance
from firstcontact.survey.weighting.effects import n_kish

LEAST_DF, PUBLISHED_DF = 1, 8


@dataclass(frozen=True)
class Counts:
    """Rows with an answer in the domain, PSUs and strata with such a row, sum and effective number of their weights."""

    n: int
    n_psu: int
    n_strata: int
    weighted_n: float
    n_kish: float | None

    @property
    def df(self) -> int:
        return self.n_psu - self.n_strata


@dataclass(frozen=True)
class Interval:
    """Limits that are None do not exist."""

    lower: float | None = None
    upper: float | None = None


@dataclass
class Engine:
    """notes: what a reader of the results should know, in sentences."""

    design: Design
    replicates: Replicates | None = None
    confidence: float = 0.95
    notes: list[str] = field(default_factory=list)

    @property
    def method(self) -> str:
        """Such as `taylor;fpc2;rake`."""
        parts = ["jkn", self.replicates.center] if self.replicates else ["taylor"]
        corrected = min(self.design.corrected_stages, 1) if self.replicates else self.design.corrected_stages
        parts += {0: [], 1: ["fpc"]}.get(corrected, [f"fpc{corrected}"])
        parts += [self.design.calibration.method] if self.design.calibration else []
        return ";".join(parts)

    def counts(self, rows: np.ndarray) -> Counts:
        weight = self.design.weight[rows & (self.design.weight > 0)]
        effective = n_kish(weight) if weight.size else None
        return Counts(weight.size, *self.design.counts(rows), float(weight.sum()), effective)

    def covariance(self, statistic: Statistic, point: np.ndarray) -> np.ndarray | None:
        if self.replicates:
            return self.replicates.covariance(statistic, point)
        return covariance(self.design, statistic.linearised(self.design.weight), statistic.rows)

    def standard_errors(self, statistic: Statistic, point: np.ndarray) -> list[float | None]:
        variance = self.covariance(statistic, point)
        return [None] * point.size if variance is None else np.sqrt(np.diag(variance)).tolist()

    def t(self, df: int) -> float:
        return float(t_quantile(self.confidence, df))

    def around(self, estimate: float, se: float | None, df: int) -> Interval:
        """estimate ± t(df) · se."""
        if se is None or df < LEAST_DF:
            return Interval()
        half = self.t(df) * se
        return Interval(estimate - half, estimate + half)

    def of_proportion(self, p: float, se: float | None, df: int, weight: np.ndarray) -> Interval:
        """On the logit scale; at 0 and 1 Clopper-Pearson with the effective number of rows. weight: of the domain."""
        if se is None or df < LEAST_DF:
            return Interval()
        if 0 < p < 1:
            limits = logit_interval(p, se, df, self.confidence)
        else:
            effective = min(n_kish(weight), float(weight.size))
            limits = clopper_pearson(p * effective, effective, self.confidence)
        return Interval(*map(float, limits))


def p_value(t: float | None, df: int) -> float | None:
    return None if t is None or df < LEAST_DF else float(t_p_value(t, df))


def status(counts: Counts, estimate: float | None, df: int) -> str:
    if counts.n == 0 or estimate is None:
        return "not_applicable"
    if df < LEAST_DF:
        return "no_interval"
    return "low_df" if df < PUBLISHED_DF else "ok"
