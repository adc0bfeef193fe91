"""Beta-binomial reliability of provider rates."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, digamma, gammaln

from firstcontact.stats.errors import NotApplicable, whole_counts

LEAST_PROVIDERS = 10
BOUNDS = (1e-3, 1e6)


@dataclass(frozen=True)
class BetaBinomial:
    """Distribution of true rates between providers, Beta(a, b), with the log likelihood at the maximum."""

    a: float
    b: float
    log_likelihood: float

    @property
    def between_variance(self) -> float:
        total = self.a + self.b
        return self.a * self.b / ((total + 1) * total**2)


def fit_beta_binomial(x: ArrayLike, n: ArrayLike, at_least: int = LEAST_PROVIDERS, measure: str = "x") -> BetaBinomial:
    """Maximum likelihood of a, b over providers with x of n. Raises NotApplicable with fewer than `at_least`
    providers or without convergence. Source: Adams, RAND TR-653; specs/measures/statistics.md "Formulas".
    """
    from scipy.optimize import minimize  # slow to import, and few who import this room fit anything

    x, n = whole_counts(x, "Reliability", measure), whole_counts(n, "Reliability", measure)
    x, n = x[n > 0], n[n > 0]
    if x.size < at_least:
        raise NotApplicable(f"fewer than {at_least} providers")
    constant = float((gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)).sum())
    found = minimize(
        _negative_log_likelihood,
        np.log(_moments(x, n)),
        args=(x, n),
        jac=True,
        method="L-BFGS-B",
        bounds=[tuple(np.log(BOUNDS))] * 2,
        options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 500},
    )
    if not np.isfinite(found.fun) or found.status == 1:
        raise NotApplicable("the between-provider variance did not converge")
    a, b = np.exp(found.x)
    return BetaBinomial(float(a), float(b), constant - float(found.fun))


def reliability(x: ArrayLike, n: ArrayLike, fit: BetaBinomial) -> np.ndarray:
    """R per provider, 0..1, NaN where n is 0. A provider at 0 or 100 % takes its shrunk rate in the within term."""
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    size = np.where(n > 0, n, np.nan)
    rate = np.where((x == 0) | (x == n), shrunk_rate(x, n, fit), x / size)
    return fit.between_variance / (fit.between_variance + rate * (1 - rate) / size)


def shrunk_rate(x: ArrayLike, n: ArrayLike, fit: BetaBinomial) -> np.ndarray:
    """(x + a) / (n + a + b): the provider's rate pulled towards the mean of all."""
    return (np.asarray(x, dtype=float) + fit.a) / (np.asarray(n, dtype=float) + fit.a + fit.b)


def _moments(x: np.ndarray, n: np.ndarray) -> np.ndarray:
    """A start inside the bounds, from mean and variance of the rates."""
    mean = np.clip(x.sum() / n.sum(), 1e-3, 1 - 1e-3)
    variance = max(float(np.var(x / n)), 1e-6)
    size = max(mean * (1 - mean) / variance - 1, 0.1)
    return np.clip(np.array([mean * size, (1 - mean) * size]), BOUNDS[0] * 2, BOUNDS[1] / 2)


def _negative_log_likelihood(log_ab: np.ndarray, x: np.ndarray, n: np.ndarray) -> tuple[float, np.ndarray]:
    a, b = np.exp(log_ab)
    value = (betaln(x + a, n - x + b) - betaln(a, b)).sum()
    common = digamma(a + b) - digamma(n + a + b)
    slope_a = (digamma(x + a) - digamma(a) + common).sum()
    slope_b = (digamma(n - x + b) - digamma(b) + common).sum()
    return -value, -np.array([slope_a * a, slope_b * b])
