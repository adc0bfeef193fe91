"""A tile: some practices in some draws, computed together as arrays (practices, draws)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from firstcontact.practice.draws.table import DrawTable
from firstcontact.practice.population.model import Population
from firstcontact.practice.scenario.model import Scenario
from firstcontact.practice.scenario.quantity import Quantity
from firstcontact.practice.scenario.where import Where

Lanes = np.ndarray | float  # a number, or an array that broadcasts to (practices, draws)
WIDE = 256  # below this many draws, arrays by practice are spread out: short inner loops are slow


@dataclass(frozen=True)
class Tile:
    """`population` holds the tile's practices only; `draws` the tile's draws only.

    `first_draw` is the number of the tile's first draw, `n` the number of its draws.
    """

    scenario: Scenario
    population: Population
    draws: Mapping[str, np.ndarray]
    first_draw: int
    n: int
    dtype: np.dtype

    @property
    def shape(self) -> tuple[int, int]:
        return self.population.n, self.n

    def value(self, quantity: Quantity) -> Lanes:
        """A quantity of the scenario: a number, or an array (1, draws) where it differs between draws."""
        x = quantity.of(self.draws)
        if not isinstance(x, np.ndarray):
            return float(x)
        if x.size > self.n:
            x = x[self.first_draw : self.first_draw + self.n]
        name = quantity.parameter
        if name is not None and not self.scenario.parameters[name].drawn and (x == x[0]).all():
            return float(x[0])
        return x[None, :]

    def column(self, name: str, index: int | None = None) -> np.ndarray:
        """A column of the population: (practices, 1), or (practices, draws) where it moves with a parameter."""
        x = getattr(self.population, name)
        x = (x if index is None else x[:, index]).astype(float)[:, None]
        for scaling in self.population.scalings:
            if (scaling.column, scaling.index) == (name, index) and scaling.mask.any():
                point = self.scenario.parameters[scaling.parameter].value
                x = np.where(scaling.mask[:, None], x * (self.draws[scaling.parameter] / point), x)
        return x

    def where(self, where: Where) -> np.ndarray:
        """Mask of the practices, (practices, 1)."""
        return where.mask(self.population)[:, None]

    def spread(self, x: Lanes) -> Lanes:
        """The form in which a constant enters the weekly steps: the run's dtype, full size when draws are few."""
        if not isinstance(x, np.ndarray):
            return float(x)
        x = x.astype(self.dtype)
        return np.ascontiguousarray(np.broadcast_to(x, self.shape)) if self.n < WIDE else x

    def full(self, x: Lanes, dtype: type | np.dtype = np.float64) -> np.ndarray:
        """A new array of the tile's size."""
        return np.full(self.shape, x, dtype=dtype)


def make_tile(
    scenario: Scenario, population: Population, table: DrawTable, rows: slice, draws: slice, dtype: np.dtype
) -> Tile:
    part = rows_of(population, rows)
    return Tile(scenario, part, table.rows(draws.start, draws.stop), draws.start, draws.stop - draws.start, dtype)


def rows_of(population: Population, rows: slice) -> Population:
    """The same population with some of its practices."""
    arrays = {f.name: getattr(population, f.name) for f in fields(population)}
    cut = {name: x[rows] for name, x in arrays.items() if isinstance(x, np.ndarray)}
    scalings = tuple(replace(s, mask=s.mask[rows]) for s in population.scalings)
    return replace(population, **cut, scalings=scalings)
