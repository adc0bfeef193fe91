"""A number of a scenario that may be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Quantity:
    """A number, or the name of a parameter.

    `value` is the number, the parameter's point value, or (while a lever is being solved for each draw) an array
    with one number per draw. When `parameter` is set, the draws of that parameter are used in its place.
    """

    value: float | np.ndarray
    parameter: str | None = None

    def of(self, draws: Mapping[str, np.ndarray]) -> float | np.ndarray:
        """The value in every draw: an array (n,) where the quantity is drawn, else the number."""
        return draws.get(self.parameter, self.value) if self.parameter else self.value


ZERO = Quantity(0.0)
ONE = Quantity(1.0)
