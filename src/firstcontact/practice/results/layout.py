"""The groups of a summary: which practices stand together under which name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

ALL = "all"
BETWEEN_KEYS, BETWEEN_VALUES = "+", "/"


@dataclass(frozen=True)
class Group:
    """`by`: `all`, or keys joined by + (`setting+size_class`). `group_id`: their values joined by /.

    `mask`: boolean, (practices,).
    """

    by: str
    group_id: str
    mask: np.ndarray


def groups(attributes: Mapping[str, np.ndarray], n: int, by: Sequence[Sequence[str]]) -> list[Group]:
    """All groups of each grouping, ids sorted. `attributes`: {region, setting, size_class, specialty: (n,)}."""
    found = []
    for keys in by:
        if not keys:
            found.append(Group(ALL, ALL, np.ones(n, dtype=bool)))
            continue
        rows = list(zip(*(map(str, attributes[key]) for key in keys), strict=True))
        for values in sorted(set(rows)):
            mask = np.array([row == values for row in rows])
            found.append(Group(BETWEEN_KEYS.join(keys), BETWEEN_VALUES.join(values), mask))
    return found
