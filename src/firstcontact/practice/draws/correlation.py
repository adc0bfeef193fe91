"""Rank correlation between parameters by Iman and Conover's reordering."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from firstcontact.practice.draws.streams import stream_uniforms


def score_orders(seed: int, names: Sequence[str], draws: int) -> NDArray[np.int64]:
    """Positions of the scores of each parameter, shape (draws, names): stable argsort of its `corr:` stream."""
    columns = [np.argsort(stream_uniforms(seed, f"corr:{name}", draws), kind="stable") for name in names]
    return np.column_stack(columns)


def target_scores(orders: ArrayLike, target: ArrayLike) -> NDArray[np.float64]:
    """Normal scores at `orders` (draws, q), turned so that their Pearson correlation is `target` (q, q) exactly."""
    orders = np.asarray(orders)
    n = len(orders)
    scores = ndtri(np.arange(1, n + 1) / (n + 1))[orders]
    present = np.linalg.cholesky(np.atleast_2d(np.corrcoef(scores, rowvar=False)))
    wanted = np.linalg.cholesky(np.asarray(target, dtype=float))
    return scores @ np.linalg.inv(present).T @ wanted.T


def reorder(values: ArrayLike, orders: ArrayLike, target: ArrayLike) -> NDArray[np.float64]:
    """`values` (draws, q) with each column placed in the order of its target scores.

    Each column keeps its set of values. Raises numpy.linalg.LinAlgError where `target` is not positive definite.
    Source: Iman & Conover 1982; specs/practice-model/uncertainty.md 8.
    """
    turned = target_scores(orders, target)
    ranks = np.argsort(np.argsort(turned, axis=0, kind="stable"), axis=0, kind="stable")
    return np.take_along_axis(np.sort(np.asarray(values, dtype=float), axis=0), ranks, axis=0)
