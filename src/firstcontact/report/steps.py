"""Round steps of an axis."""

import math

STEPS = (1, 2, 2.5, 5, 10)
SLACK = 1e-9  # what rounding may add to a step that is round already


def round_step(least: float) -> float:
    """The smallest round number that is not below `least`, which is above 0."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(s * power for s in STEPS if s * power * (1 + SLACK) >= least)
