"""The full grid of rows of a measure: every group, stratum and period it has, in the order of the results table."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import duckdb
import numpy as np
import pyarrow as pa

from firstcontact.engine.cells import RowSet
from firstcontact.engine.periods import Period


@dataclass(frozen=True)
class Labels:
    """Ids of the keys of each kind, and which strata the region has. `region`: the one id of the workspace."""

    region: str
    ids: dict[str, list[str]]
    present: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def read(cls, con: duckdb.DuckDBPyConnection, region: str) -> "Labels":
        ids: dict[str, list[str]] = {}
        for kind, key, text in con.execute("SELECT kind, key, id FROM group_value ORDER BY kind, key").fetchall():
            known = ids.setdefault(kind, [])
            known.extend([""] * (key + 1 - len(known)))
            known[key] = text
        return cls(region, ids)

    def group_keys(self, kind: str) -> list[int]:
        """Keys of a group kind in the order of their ids."""
        return [0] if kind == "region" else _by_id(range(len(self.ids[kind])), self.ids[kind])

    def group_ids(self, kind: str) -> list[str]:
        return [self.region] if kind == "region" else self.ids[kind]

    def stratum_keys(self, kind: str) -> list[int]:
        """Keys of the strata that the region has, in the order of their ids."""
        return [0] if kind == "all" else _by_id(self.present.get(kind, []), self.ids[kind])

    def stratum_ids(self, kind: str) -> list[str]:
        return ["all"] if kind == "all" else self.ids[kind]


def _by_id(keys: Iterable[int], ids: list[str]) -> list[int]:
    return sorted((k for k in keys if ids[k]), key=lambda k: ids[k])


@dataclass
class Grid:
    """Rows of one period. `positions`: set number -> position of (group key, stratum key), -1 where there is no row."""

    set_number: np.ndarray
    group_key: np.ndarray
    stratum_key: np.ndarray
    positions: dict[int, np.ndarray]

    def __len__(self) -> int:
        return len(self.set_number)


def make_grid(sets: tuple[RowSet, ...], labels: Labels) -> Grid:
    """Rows sorted by group kind, group id, stratum kind, stratum."""
    rows = []
    for kind in sorted({s.group for s in sets}):
        ordered = sorted((s for s in sets if s.group == kind), key=lambda s: s.stratum)
        block = [(s.number, k) for s in ordered for k in labels.stratum_keys(s.stratum)]
        rows += [(number, g, k) for g in labels.group_keys(kind) for number, k in block]
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    positions = {}
    for s in sets:
        size = (len(labels.group_ids(s.group)), len(labels.stratum_ids(s.stratum)))
        positions[s.number] = np.full(size, -1, dtype=np.int64)
        own = np.flatnonzero(table[:, 0] == s.number)
        positions[s.number][table[own, 1], table[own, 2]] = own
    return Grid(table[:, 0], table[:, 1], table[:, 2], positions)


@dataclass
class Frame:
    """All rows of one result: the grids of its periods one after the other. Results with the same groups share one.

    spots: places of its rows in tallies of one shape, kept for all columns (see sums).
    """

    periods: list[Period]
    sets: dict[str, tuple[RowSet, ...]]
    labels: Labels
    grids: dict[str, Grid]
    starts: np.ndarray
    spots: dict[tuple, list] = field(default_factory=dict)

    @classmethod
    def make(cls, sets: dict[str, tuple[RowSet, ...]], periods: list[Period], labels: Labels) -> "Frame":
        grids = {kind: make_grid(s, labels) for kind, s in sets.items()}
        sizes = [len(grids[p.rows]) for p in periods]
        return cls(periods, sets, labels, grids, np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64))

    def __len__(self) -> int:
        return int(self.starts[-1])

    def period_index(self) -> np.ndarray:
        """Index into `periods` of each row."""
        return np.repeat(np.arange(len(self.periods)), np.diff(self.starts))

    def per_period(self, values: dict[str, np.ndarray]) -> np.ndarray:
        """Values given for the grid of each kind of rows, repeated for its periods."""
        parts = [values[p.rows] for p in self.periods]
        return np.concatenate(parts) if parts else np.empty(0)

    @cached_property
    def columns(self) -> dict[str, pa.Array]:
        """period_start, period_end, group_kind, group_id, stratum_kind, stratum."""
        index = self.period_index()
        days = {"period_start": [p.start for p in self.periods], "period_end": [p.end for p in self.periods]}
        made = {n: pa.array(v, pa.date32()).take(pa.array(index)) for n, v in days.items()}
        group, stratum = self._texts("group"), self._texts("stratum")
        return made | {"group_kind": group[0], "group_id": group[1], "stratum_kind": stratum[0], "stratum": stratum[1]}

    def _texts(self, side: str) -> tuple[pa.Array, pa.Array]:
        """Kind and id of group or stratum, as dictionary arrays."""
        words: dict[str, int] = {}
        kind_codes, id_codes = {}, {}
        for rows, grid in self.grids.items():
            by_number = {s.number: getattr(s, side) for s in self.sets[rows]}
            kinds = {n: words.setdefault(k, len(words)) for n, k in by_number.items()}
            kind_codes[rows] = (
                np.vectorize(kinds.get, otypes=[np.int32])(grid.set_number) if len(grid) else np.empty(0, np.int32)
            )
            id_codes[rows] = self._id_codes(grid, by_number, side, words)
        dictionary = pa.array(list(words), pa.string())
        return tuple(
            pa.DictionaryArray.from_arrays(pa.array(self.per_period(c), pa.int32()), dictionary)
            for c in (kind_codes, id_codes)
        )

    def _id_codes(self, grid: Grid, by_number: dict[int, str], side: str, words: dict[str, int]) -> np.ndarray:
        codes = np.zeros(len(grid), dtype=np.int32)
        keys = grid.group_key if side == "group" else grid.stratum_key
        for number, kind in by_number.items():
            ids = self.labels.group_ids(kind) if side == "group" else self.labels.stratum_ids(kind)
            lookup = np.array([words.setdefault(i, len(words)) for i in ids], dtype=np.int32)
            own = grid.set_number == number
            codes[own] = lookup[keys[own]]
        return codes
