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
        return self.follow(kind, (cells // multiplier) % cardinality)

    def follow(self, kind: str, key: np.ndarray) -> np.ndarray:
        """Keys of a kind from the keys of its attribute."""
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

    def split(self, stride: int) -> tuple[np.ndarray, np.ndarray]:
        """Rows that are their person's only one in the period, and the others. Person keys are `stride` apart."""
        if not len(self):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        first = int(self.period.min())
        code = self.who.astype(np.int64) // stride * (int(self.period.max()) - first + 1) + (self.period - first)
        code -= code.min()
        alone = np.bincount(code)[code] == 1
        return np.flatnonzero(alone), np.flatnonzero(~alone)

    def pieces(self, rows: np.ndarray) -> Iterator["Batch"]:
        """Some of the rows as small batches in the order of practices, so that each touches few groups."""
        practice = self.key("practice")[rows]
        small = self.keys.size("practice") <= 1 << 16  # 16 bits are sorted by counting
        order = rows[np.argsort(practice.astype(np.uint16 if small else np.int32), kind="stable")]
        for start in range(0, len(order), SIZE):
            yield self.take(order[start : start + SIZE])
