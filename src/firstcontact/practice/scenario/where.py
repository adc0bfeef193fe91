"""Which practices an entry of a scenario speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from firstcontact.practice.population.model import Population

KEYS = ("setting", "size_class", "region", "specialty", "practice_id")


@dataclass(frozen=True)
class Where:
    """All keys must hold; a key holds when the practice's value is in its list. No key means every practice."""

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def mask(self, population: "Population") -> np.ndarray:
        """Boolean array over the practices."""
        mask = np.ones(population.n, dtype=bool)
        for key, allowed in self.lists.items():
            mask &= np.isin(getattr(population, key), allowed)
        return mask


EVERYWHERE = Where()
