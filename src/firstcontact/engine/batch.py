"""Rows of people on their way into tallies, with the group keys that their cells hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from firstcontact.engine.cells import root

SIZE = 50_000


@dataclass(frozen=True)
class Keys:
    """Attribute keys from cell keys. `places`: attribute -> (multiplier, cardinality); `follows`: kind -> key by key of
    its attribute (organization by practice, say); `sizes`: number of keys of each kind."""

    places: dict[str, tuple[int, int]]
    follows: dict[str, np.ndarray]
    sizes: dict[str, int]

    def size(self, kind: str) -> int:
        return 1 if kind in ("region", "all") else max(self.sizes.get(kind, 1), self.places.get(kind, (0, 1))[1])

    def of(self, kind: str, cells: np.ndarray) -> np.ndarray:
        multiplier, cardinality = self.places[root(kind)]
        key = (cells // multiplier) % cardinality
        follows = self.follows.get(kind)
        return key if follows is None else follows[np.minimum(key, len(follows) - 1)]


@dataclass
class Batch:
    """Rows to add: one per `who`, period and cell. `period`: month numbers; `values`: whole numbers by column name.

    weight: people behind a row (1 for a person), counted where the row has a number, or always when `all_people` (the
    people of a practice or an area); organization_of: for payments, which may name no practice.
    """

    who: np.ndarray
    period: np.ndarray
    cell: np.ndarray
    values: dict[str, np.ndarray]
    keys: Keys
    weight: np.ndarray | None = None
    organization_of: np.ndarray | None = None
    all_people: bool = False
    known: dict[str, np.ndarray] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.cell)

    def key(self, kind: str) -> np.ndarray:
        if kind in ("region", "all"):
            return np.zeros(len(self), np.int64)
        if kind not in self.known:
            self.known[kind] = self._key(kind)
        return self.known[kind]

    def _key(self, kind: str) -> np.ndarray:
        found = self.keys.of(kind, self.cell)
        if kind == "organization" and self.organization_of is not None:
            return np.where(self.key("practice") == 0, self.organization_of, found)
        return found

    def take(self, rows: np.ndarray) -> "Batch":
        weight = None if self.weight is None else self.weight[rows]
        organization = None if self.organization_of is None else self.organization_of[rows]
        values = {n: v[rows] for n, v in self.values.items()}
        who, period, cell = self.who[rows], self.period[rows], self.cell[rows]
        return Batch(who, period, cell, values, self.keys, weight, organization, self.all_people)

    def pieces(self) -> Iterator["Batch"]:
        """Small batches in the order of practices, so that each touches few groups."""
        order = np.argsort(self.key("practice").astype(np.int32), kind="stable")
        for start in range(0, len(order), SIZE):
            yield self.take(order[start : start + SIZE])
