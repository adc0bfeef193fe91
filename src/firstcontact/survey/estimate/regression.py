"""Design-weighted regression: linear and logistic. Source: specs/surveys/design-estimation.md 11."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from firstcontact.errors import FirstContactError

STEPS, SMALLEST_STEP, DEPENDENT = 50, 1e-12, 1e-9


@dataclass(frozen=True)
class Regression:
    """terms: names of the columns of x, the intercept first. x and y are 0 outside `rows`. what: begins errors."""

    terms: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray
    rows: np.ndarray
    family: str
    what: str

    def point(self, weight: np.ndarray) -> np.ndarray:
        used = self.rows & (weight > 0)
        w, x, y = weight[used], self.x[used], self.y[used]
        if self.family == "gaussian":
            return self._squares(w, x).solve(w * y)
        return self._newton(w, x, y)

    def linearised(self, weight: np.ndarray) -> np.ndarray:
        used = self.rows & (weight > 0)
        w, x, y = weight[used], self.x[used], self.y[used]
        linear = x @ self.point(weight)
        fitted = linear if self.family == "gaussian" else expit(linear)
        curvature = w if self.family == "gaussian" else w * fitted * (1 - fitted)
        full = np.zeros_like(self.x)
        full[used] = (x * (y - fitted)[:, None]) @ self._squares(curvature, x).inverse()
        return full

    def _newton(self, w: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        self._squares(w, x)
        beta = np.zeros(x.shape[1])
        for _ in range(STEPS):
            fitted = expit(x @ beta)
            squares = _Squares.of(w * fitted * (1 - fitted), x)
            if squares.dependent() is not None:
                break
            step = squares.solve(w * (y - fitted))
            beta = beta + step
            if np.abs(step).max() < SMALLEST_STEP:
                return beta
        raise FirstContactError(
            f"{self.what}: the logistic regression did not settle in {STEPS} steps. A predictor separates the outcomes "
            "completely, or nearly so; leave it out or join its levels."
        )

    def _squares(self, curvature: np.ndarray, x: np.ndarray) -> "_Squares":
        """Raises FirstContactError that names a column which the ones before it make up."""
        squares = _Squares.of(curvature, x)
        dependent = squares.dependent()
        if dependent is not None:
            raise FirstContactError(
                f"{self.what}: the predictor {self.terms[dependent]} depends on the others (or is constant) in these "
                "rows, so it has no coefficient of its own. Leave it out."
            )
        return squares


@dataclass(frozen=True)
class _Squares:
    """M = sum of c x x', by the QR decomposition of sqrt(c) x with columns scaled to at most 1."""

    root: np.ndarray
    q: np.ndarray
    r: np.ndarray
    scale: np.ndarray

    @classmethod
    def of(cls, curvature: np.ndarray, x: np.ndarray) -> "_Squares":
        largest = np.abs(x).max(axis=0, initial=0.0)
        scale = np.where(largest > 0, largest, 1.0)
        root = np.sqrt(curvature)
        q, r = np.linalg.qr(root[:, None] * (x / scale))
        return cls(root, q, r, scale)

    def dependent(self) -> int | None:
        """Position of the first column without a direction of its own, None where all have one."""
        norms, own = np.linalg.norm(self.r, axis=0), np.zeros(self.scale.size)
        own[: self.r.shape[0]] = np.abs(np.diag(self.r))
        found = np.flatnonzero(own <= DEPENDENT * norms)
        return int(found[0]) if found.size else None

    def solve(self, score: np.ndarray) -> np.ndarray:
        """M⁻¹ times the sum of score · x; score is 0 where the curvature is."""
        right = np.divide(score, self.root, out=np.zeros_like(score), where=self.root > 0)
        return np.linalg.solve(self.r, self.q.T @ right) / self.scale

    def inverse(self) -> np.ndarray:
        inverse = np.linalg.inv(self.r)
        return (inverse @ inverse.T) / np.outer(self.scale, self.scale)
