"""The sums of one result, laid out on its frame of rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from firstcontact.engine.cells import RowSet
from firstcontact.engine.collapse import SQUARE
from firstcontact.engine.count import Counts, sets_of
from firstcontact.engine.frame import Frame, Labels
from firstcontact.engine.number import Number, add_exact
from firstcontact.engine.plan import Part
from firstcontact.engine.selection import Result
from firstcontact.engine.tally import Tally
from firstcontact.results_table import EXACT


@dataclass
class Sums:
    """Arrays over the rows of a frame. numerator, denominator: exact; x, n: the same as DOUBLE; the rest by name."""

    numerator: pa.Array
    denominator: pa.Array
    x: np.ndarray
    n: np.ndarray
    people: np.ndarray
    people_numerator: np.ndarray
    top2_share: np.ndarray
    sources: np.ndarray
    square: np.ndarray

    @classmethod
    def empty(cls, size: int) -> "Sums":
        nothing, zeros, nan = pa.nulls(size, EXACT), np.zeros(size, np.int64), np.full(size, np.nan)
        return cls(nothing, nothing, np.zeros(size), np.zeros(size), zeros, zeros, nan, zeros, nan)


Place = tuple[Tally, int, np.ndarray, np.ndarray]  # tally, number of its row set, rows there, rows of the frame


def sums_of(counts: Counts, result: Result, frame: Frame) -> Sums:
    """Numbers of a result for every row of the frame; 0 where nothing was counted."""
    parts = [_part(counts, result, part, frame) for part in counts.plan.parts[result.id]]
    total = parts[0]
    for other in parts[1:]:
        total = _add(total, other)
    return total.finished()


@dataclass
class _PartSums:
    """Sums of one part of a result before they are finished: money is still in its smallest unit."""

    sums: Sums
    first: np.ndarray
    second: np.ndarray
    positive: np.ndarray
    payers: np.ndarray

    def finished(self) -> Sums:
        with np.errstate(invalid="ignore", divide="ignore"):
            share = (self.first + self.second) / self.positive
        self.sums.top2_share = np.where(self.positive > 0, share, np.nan)
        self.sums.sources = np.bitwise_count(self.payers).sum(axis=0).astype(np.int64)
        return self.sums


def _part(counts: Counts, result: Result, part: Part, frame: Frame) -> _PartSums:
    size = len(frame)
    n_places, d_places = (_places(counts, result, c, frame) for c in (part.numerator, part.denominator))
    x, n = counts.number(part.numerator), counts.number(part.denominator)
    numerator, denominator = _columns(n_places, x, size), _columns(d_places, n, size)
    square = counts.numbers[part.numerator[0]].get(x.name + SQUARE)
    squares = square.as_double(_columns(n_places, square, size)) if square else np.zeros(size)
    people = _gather(d_places, size, lambda t: t.people(n.name)).astype(np.int64)
    people_numerator = _gather(n_places, size, lambda t: t.people(x.name)).astype(np.int64)
    sums = Sums(
        x.as_exact(numerator),
        n.as_exact(denominator),
        x.as_double(numerator),
        n.as_double(denominator),
        people,
        people_numerator,
        np.empty(0),
        np.empty(0),
        squares,
    )
    return _with_money(sums, n_places, x, size)


def _with_money(sums: Sums, places: list[Place], x: Number, size: int) -> _PartSums:
    first, second, positive = np.zeros(size), np.zeros(size), np.zeros(size)
    if not x.money:
        return _PartSums(sums, first, second, positive, np.zeros((1, size), np.int64))
    words = next(iter(places[0][0].tops.values())).payers.shape[1] if places else 1
    payers = np.zeros((words, size), np.int64)
    positive = _gather(places, size, lambda t: t.positive(x.name))
    for tally, number, source, target in places:
        i, tops = [n.name for n in tally.money_numbers].index(x.name), tally.tops[number]
        first[target], second[target] = tops.first[i][source], tops.second[i][source]
        payers[:, target] = tops.payers[i][:, source]
    return _PartSums(sums, first, second, positive, payers)


def _add(one: _PartSums, other: _PartSums) -> _PartSums:
    """Two parts of a result, such as claims and payments."""
    a, b = one.sums, other.sums
    sums = Sums(
        add_exact(a.numerator, b.numerator),
        add_exact(a.denominator, b.denominator),
        a.x + b.x,
        a.n + b.n,
        a.people + b.people,
        a.people_numerator + b.people_numerator,
        a.top2_share,
        a.sources,
        a.square + b.square,
    )
    best = np.sort(np.stack([one.first, one.second, other.first, other.second]), axis=0)
    return _PartSums(sums, best[3], best[2], one.positive + other.positive, one.payers | other.payers)


def _places(counts: Counts, result: Result, column: tuple[int, str], frame: Frame) -> list[Place]:
    """Where the rows of the frame stand in the tallies of a column."""
    return [place for rows in frame.sets for place in _places_of(counts, result, column, frame, rows)]


def _places_of(counts: Counts, result: Result, column: tuple[int, str], frame: Frame, rows: str) -> Iterator[Place]:
    own = sets_of(result, counts.groups, rows)
    tally = counts.find(column, rows, own, result.meta.money)
    key = (rows, own, *tally.periods)
    if key not in frame.spots:
        frame.spots[key] = list(_spots(tally, own, frame, rows))
    for spot in frame.spots[key]:
        yield (tally, *spot)


def _spots(
    tally: Tally, own: Iterable[RowSet], frame: Frame, rows: str
) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Number of each row set, its places in the tally, and the rows of the frame that they give."""
    by_name = {(s.group, s.stratum): s for s in own}
    grid = frame.grids[rows]
    which = [(i, p) for i, p in enumerate(frame.periods) if p.rows == rows]
    index = np.array([tally.periods.index(p.start.year * 12 + p.start.month - 1) for _, p in which], dtype=np.int64)
    begins = np.array([frame.starts[i] for i, _ in which], dtype=np.int64)
    for framed in frame.sets[rows]:
        counted = by_name.get((framed.group, framed.stratum))
        if counted is None or not which:
            continue
        at = np.flatnonzero(grid.set_number == framed.number)
        _, periods, strata = tally.shape(counted)
        source = (grid.group_key[at] * periods + index[:, None]) * strata + grid.stratum_key[at]
        yield counted.number, source.reshape(-1), (begins[:, None] + at).reshape(-1)


def _columns(places: list[Place], number: Number, size: int) -> list[np.ndarray]:
    return [_gather(places, size, lambda t, i=i: t.parts(number.name)[i]) for i in range(number.width)]


def _gather(places: list[Place], size: int, column) -> np.ndarray:
    """One column of the tallies over the rows of the frame."""
    values = np.zeros(size)
    for tally, number, source, target in places:
        values[target] = tally.data[number][source, column(tally)]
    return values


def labels_of(counts: Counts, region: str) -> Labels:
    """Labels of a run, with the strata that the region has: those with any number in anything counted."""
    labels = Labels.read(counts.con, region)
    seen: dict[str, set[int]] = {}
    for tally in (t for found in counts.tallies.values() for t in found):
        for s in (s for s in tally.sets if s.group == "region" and s.stratum != "all"):
            filled = tally.data[s.number].any(axis=1).reshape(tally.shape(s)).any(axis=(0, 1))
            seen.setdefault(s.stratum, set()).update(np.flatnonzero(filled).tolist())
    labels.present.update({kind: sorted(keys) for kind, keys in seen.items()})
    return labels
