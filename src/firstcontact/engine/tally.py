"""Adds rows of people up by group: dense arrays per row set, filled bucket by bucket.

Why not SQL: twenty groupings of a hundred columns are one sparse product per set here; sums of whole numbers in DOUBLE
are exact, so neither order nor threads can change a bit.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from scipy.sparse import csc_matrix

from firstcontact.engine.batch import Batch, Keys
from firstcontact.engine.cells import PARTIAL, RowSet
from firstcontact.engine.number import Number
from firstcontact.engine.rollup import places, sources

BITS = 62


@dataclass
class Tops:
    """For one set: the two largest positive sums of single people per group and money column, and all positive sums."""

    first: np.ndarray
    second: np.ndarray
    payers: np.ndarray

    @classmethod
    def make(cls, columns: int, groups: int, words: int) -> "Tops":
        return cls(
            np.zeros((columns, groups)), np.zeros((columns, groups)), np.zeros((columns, words, groups), np.int64)
        )


@dataclass
class Tally:
    """Sums of the columns of a slice for its row sets. `periods`: month numbers in order.

    data[set number]: array (groups x periods x strata, columns): parts of each number, then people behind each number,
    then positive money. singles: rows of people with one cell, in the fine sets only, until `finish`.
    """

    sets: tuple[RowSet, ...]
    money: bool
    numbers: tuple[Number, ...]
    periods: list[int]
    keys: Keys
    data: dict[int, np.ndarray] = field(default_factory=dict)
    tops: dict[int, Tops] = field(default_factory=dict)
    singles: "Tally | None" = None

    def __post_init__(self) -> None:
        for s in self.sets:
            groups = int(np.prod(self.shape(s)))
            self.data[s.number] = np.zeros((groups, self.width))
            if self.money_numbers:
                self.tops[s.number] = Tops.make(
                    len(self.money_numbers), groups, max(1, -(-(self.keys.size("payer") - 1) // BITS))
                )

    def shape(self, s: RowSet) -> tuple[int, int, int]:
        return self.keys.size(s.group), len(self.periods), self.keys.size(s.stratum)

    @property
    def money_numbers(self) -> list[Number]:
        return [n for n in self.numbers if n.money]

    @property
    def width(self) -> int:
        return sum(n.width for n in self.numbers) + len(self.numbers) + len(self.money_numbers)

    def parts(self, name: str) -> list[int]:
        """Columns of the data that hold a number's exact parts."""
        at = 0
        for n in self.numbers:
            if n.name == name:
                return list(range(at, at + n.width))
            at += n.width
        raise KeyError(name)

    def people(self, name: str) -> int:
        """Column of the people behind a number."""
        return sum(n.width for n in self.numbers) + [n.name for n in self.numbers].index(name)

    def positive(self, name: str) -> int:
        """Column of the sum of positive money of a number."""
        return self.width - len(self.money_numbers) + [n.name for n in self.money_numbers].index(name)

    def add(self, batch: Batch) -> None:
        """Add rows of which each stands for all that its `who` has in the period; they count after `finish`."""
        if not len(batch):
            return
        if self.singles is None:
            fine = tuple(s for s, source in sources(self.sets, self.money) if s == source)
            self.singles = Tally(fine, self.money, self.numbers, self.periods, self.keys)
        self.singles._add_single(batch)

    def finish(self) -> None:
        """Let the rows of single people count in every set."""
        for s, source in sources(self.sets, self.money) if self.singles else ():
            self._roll_up(s, source, self.singles)
        self.singles = None

    def _add_single(self, batch: Batch) -> None:
        matrix = self._matrix(batch)
        for s in self.sets:
            place, rows = self._place(batch, s), self._counted(batch, s)
            self._add_rows(s, place, matrix, batch, rows)
            self._payers(s, place, batch, rows)

    def add_several(self, batch: Batch) -> None:
        """Add rows of which several may belong to one `who`: they are first added up within each group."""
        for s in self.sets if len(batch) else ():
            rows = self._counted(batch, s)
            kept = batch if rows is None else batch.take(np.flatnonzero(rows))
            if len(kept):
                place = self._place(kept, s)
                self._payers(s, place, kept, None)
                merged, place = _merge(kept, place, int(np.prod(self.shape(s))))
                self._add_rows(s, place, self._matrix(merged), merged, None)

    def _roll_up(self, s: RowSet, source: RowSet, fine: "Tally") -> None:
        place = places(s, source, self.keys, len(self.periods))
        self.data[s.number] += _summed(place, np.ones(len(place)), len(self.data[s.number]), fine.data[source.number])
        for i in range(len(self.money_numbers)):
            into, own = self.tops[s.number], fine.tops[source.number]
            self._top(into, i, place, own.first[i])
            self._top(into, i, place, own.second[i])
            for word, bits in zip(into.payers[i], own.payers[i], strict=True):
                np.bitwise_or.at(word, place, bits)

    def _matrix(self, batch: Batch) -> np.ndarray:
        """Columns of the data for each row."""
        matrix = np.empty((len(batch), self.width))
        at = 0
        for n in self.numbers:
            for part in n.columns(batch.values[n.name]):
                matrix[:, at] = part
                at += 1
        for n in self.numbers:
            counts = np.ones(len(batch), bool) if batch.all_people else batch.values[n.name] != 0
            matrix[:, at] = counts if batch.weight is None else counts * batch.weight
            at += 1
        for n in self.money_numbers:
            np.maximum(batch.values[n.name], 0, out=matrix[:, at], casting="unsafe")
            at += 1
        return matrix

    def _counted(self, batch: Batch, s: RowSet) -> np.ndarray | None:
        """Rows that count in a set, None for all. Partial commercial money counts in its own line of business only."""
        if not self.money or s.stratum == "line_of_business":
            return None
        counted = batch.key("line_of_business") != PARTIAL
        return None if counted.all() else counted

    def _place(self, batch: Batch, s: RowSet) -> np.ndarray:
        _, periods, strata = self.shape(s)
        return (batch.key(s.group) * periods + self._period_index(batch)) * strata + batch.key(s.stratum)

    def _period_index(self, batch: Batch) -> np.ndarray:
        """Place of each row's period among the periods of the tally."""
        name = f"period of {self.periods[0]}"
        if name not in batch.known:
            index = np.zeros(self.periods[-1] - self.periods[0] + 1, np.int64)
            index[np.array(self.periods) - self.periods[0]] = np.arange(len(self.periods))
            batch.known[name] = index[batch.period - self.periods[0]]
        return batch.known[name]

    def _add_rows(
        self, s: RowSet, place: np.ndarray, matrix: np.ndarray, batch: Batch, rows: np.ndarray | None
    ) -> None:
        low, size = int(place.min()), int(place.max()) - int(place.min()) + 1
        ones = np.ones(len(place)) if rows is None else rows.astype(float)
        self.data[s.number][low : low + size] += _summed(place - low, ones, size, matrix)
        for i, n in enumerate(self.money_numbers):
            values = batch.values[n.name] if rows is None else np.where(rows, batch.values[n.name], 0)
            self._top(self.tops[s.number], i, place, values)

    def _top(self, tops: Tops, i: int, place: np.ndarray, values: np.ndarray) -> None:
        """Keep the two largest values per group."""
        better = np.flatnonzero(values > tops.second[i][place])
        if not len(better):
            return
        low, high = int(place[better].min()), int(place[better].max()) + 1
        at, value = place[better] - low, values[better].astype(float)
        best, winner, next_best = np.zeros(high - low), np.zeros(high - low, np.int64), np.zeros(high - low)
        np.maximum.at(best, at, value)
        is_best = np.flatnonzero(value == best[at])
        winner[at[is_best]] = is_best
        others = np.ones(len(at), bool)
        others[winner[at]] = False
        np.maximum.at(next_best, at[others], value[others])
        first, second = tops.first[i][low:high], tops.second[i][low:high]
        second[:] = np.maximum(np.minimum(first, best), np.maximum(second, next_best))
        np.maximum(first, best, out=first)

    def _payers(self, s: RowSet, place: np.ndarray, batch: Batch, rows: np.ndarray | None) -> None:
        """One bit per payer behind the money (key 0, unknown, is no payer)."""
        if not self.money_numbers:
            return
        payer, into = batch.key("payer"), self.tops[s.number].payers
        for p in np.unique(payer[payer > 0]):
            word, bit = (int(p) - 1) // BITS, np.int64(1) << np.int64((int(p) - 1) % BITS)
            own = np.flatnonzero(payer == p if rows is None else (payer == p) & rows)
            for i, n in enumerate(self.money_numbers):
                into[i, word, place[own[batch.values[n.name][own] != 0]]] |= bit


def _summed(place: np.ndarray, weights: np.ndarray, size: int, matrix: np.ndarray) -> np.ndarray:
    """Sums of the rows of a matrix by place, 0 to size - 1."""
    return csc_matrix((weights, place, np.arange(len(place) + 1)), shape=(size, len(place))) @ matrix


def _merge(batch: Batch, place: np.ndarray, groups: int) -> tuple[Batch, np.ndarray]:
    """Rows of one `who` in one group and period become one row."""
    _, who = np.unique(batch.who, return_inverse=True)
    found, first, inverse = np.unique(who.astype(np.int64) * groups + place, return_index=True, return_inverse=True)
    values = {n: _sum_by(inverse, v, len(found)) for n, v in batch.values.items()}
    return replace(batch.take(first), values=values, known={}), place[first]


def _sum_by(groups: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    total = np.zeros(size, np.int64)
    np.add.at(total, groups, values)
    return total
