"""Whether the rank correlations that a scenario asks for can hold together."""

from collections.abc import Sequence

import numpy as np


def positive_definite(pairs: Sequence[tuple[str, str, float]]) -> bool:
    """The matrix with 1 on the diagonal, the given entries and 0 elsewhere has a Cholesky factor."""
    names = sorted({name for a, b, _ in pairs for name in (a, b)})
    matrix = np.eye(len(names))
    for a, b, rank in pairs:
        i, j = names.index(a), names.index(b)
        if i == j:
            return False
        matrix[i, j] = matrix[j, i] = rank
    try:
        np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return False
    return True
