"""How much practices differ: factors and values that belong to a practice and are the same in every draw."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from firstcontact.practice.draws.hashing import uniform_by_practice
from firstcontact.practice.draws.table import fitted
from firstcontact.practice.parameters.model import Parameter, ParameterTable

CV_SUFFIX = "_cv"


def factors(seed: int, name: str, practice_ids: Sequence[str], cv: float) -> NDArray[np.float64]:
    """exp(s z - s^2/2) with s^2 = ln(1 + cv^2): mean 1, shape (practices,). Source: uncertainty.md 1."""
    if cv == 0:
        return np.ones(len(practice_ids))
    variance = math.log1p(cv * cv)
    z = ndtri(uniform_by_practice(seed, name, practice_ids))
    return np.exp(math.sqrt(variance) * z - variance / 2)


def values(seed: int, parameter: Parameter, practice_ids: Sequence[str]) -> NDArray[np.float64]:
    """A parameter of the heterogeneity layer in each practice: its distribution read between practices."""
    return fitted(parameter).quantile(uniform_by_practice(seed, parameter.name, practice_ids))


def spread_of(name: str | None, table: ParameterTable) -> float:
    """The coefficient of variation between practices that is stated for a parameter; 0 where none is.

    `revenue_per_visit_cv` speaks of every parameter whose name begins with `revenue_per_visit`.
    """
    stems = [c.removesuffix(CV_SUFFIX) for c in table.rows if c.endswith(CV_SUFFIX)]
    fitting = [stem for stem in stems if name == stem or (name or "").startswith(stem + "_")]
    return float(table[max(fitting, key=len) + CV_SUFFIX].value or 0.0) if fitting else 0.0
