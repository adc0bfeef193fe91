"""The system an attacker would write down: cells, who knows them, and the relations between them."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from firstcontact.disclosure.cells import NOT_OWNERS, Axes, Cells, RowCells, build_cells
from firstcontact.disclosure.errors import RelationError
from firstcontact.disclosure.relations import KINDS, Frame, Relations, build_relations, frame_of
from firstcontact.disclosure.rows import Rows, combine, read_rows


@dataclass
class System:
    """Rows of one run with their cells and relations. Values are the true ones: internal, never released."""

    rows: Rows
    axes: Axes
    frame: Frame
    cells: Cells
    row_cells: RowCells
    relations: Relations

    def check(self) -> None:
        """Raise RelationError for the first sum that must hold and does not (disclosure-control.md 5.3)."""
        bad = np.flatnonzero(~self.relations.holds)
        bad = bad[self._must_hold(bad)]
        if bad.size:
            raise RelationError(self._sentence(bad[0], len(bad)))

    def all_own(self, cell: int, owner: int) -> bool:
        """The cell counts nobody but the people of the practice `owner`, who knows that the other practices show 0."""
        c = self.cells
        same = (c.what == c.what[cell]) & (c.period == c.period[cell]) & (c.stratum == c.stratum[cell])
        mine = np.flatnonzero(same & (c.group == owner))
        return bool(mine.size) and bool(c.value[mine[0]] == c.value[cell])

    def _must_hold(self, relations: np.ndarray) -> np.ndarray:
        """Which of these relations are sums that must agree.

        People may stand in two practices or age bands within a year, so sums of people of months need not hold.
        Neither need money, part of which an organization gets as such, nor lines of business, of which one is left out.
        """
        cells, found = self.cells, self.relations
        loose = ~cells.whole | (self.frame.stratum_kind[cells.stratum] == "line_of_business")
        may_differ = (abs(found.matrix[relations]) @ loose.astype(float)) > 0
        may_differ |= np.isin(np.array(KINDS)[found.kind[relations]], ("E4", "E6"))
        released, of_months = self._cells_of_rows()
        whole = found.whole[relations]
        return ~may_differ & released[whole] & ~of_months[whole]

    def _cells_of_rows(self) -> tuple[np.ndarray, np.ndarray]:
        """Masks over cells: counts of a row; counts of a row over people and not over a year."""
        specs = [d.spec for d in self.rows.definitions]
        counts_months = np.array([s.get("window") != "year" and s.get("denominator_unit") == "people" for s in specs])
        months = counts_months[self.rows.measure.code]
        released, of_months = np.zeros(self.cells.size, dtype=bool), np.zeros(self.cells.size, dtype=bool)
        for cell in (self.row_cells.d, self.row_cells.n):
            released[cell[cell >= 0]] = True
            of_months[cell[(cell >= 0) & months]] = True
        return released, of_months

    def _sentence(self, i: int, count: int) -> str:
        cells, frame, whole = self.cells, self.frame, self.relations.whole[i]
        line = self.relations.matrix[i]
        parts = float((line.data * cells.value[line.indices])[line.data > 0].sum())
        group, stratum = cells.group[whole], cells.stratum[whole]
        where = f"{cells.labels[cells.what[whole]]} {frame.year[cells.period[whole]]}"
        more = f" {count - 1} more do not add up." if count > 1 else ""
        return (
            f"relation {KINDS[self.relations.kind[i]]} {where} {frame.group_id[group]} "
            f"{frame.stratum_kind[stratum]} {frame.stratum[stratum]}: parts {parts:.12g}, "
            f"whole {cells.value[whole]:.12g}.{more} Numbers that do not add up cannot be protected; "
            "correct the roster or the measure and run again."
        )


def build_system(results: pa.Table, groups: pa.Table | None, measures: list[dict]) -> System:
    """System of a results table (DESIGN.md section 4), groups.parquet and measures.json of the same run."""
    rows = read_rows(results, measures)
    axes = Axes.of(rows)
    cells, row_cells = build_cells(rows, axes)
    frame = frame_of(rows, axes, groups)
    _own_single(cells, frame)
    cells, row_cells = merge_equal(cells, row_cells, frame)
    return System(rows, axes, frame, cells, row_cells, build_relations(cells, row_cells, frame))


def _own_single(cells: Cells, frame: Frame) -> None:
    """The only practice of an organization knows the organization's cells as its own."""
    children: dict[int, list[int]] = {}
    for child, parent in frame.parent.items():
        if frame.group_kind[child] == "practice":
            children.setdefault(parent, []).append(child)
    for parent, members in children.items():
        if len(members) == 1 and frame.group_id[members[0]] not in NOT_OWNERS:
            cells.owner[cells.group == parent] = members[0]


def merge_equal(cells: Cells, row_cells: RowCells, frame: Frame) -> tuple[Cells, RowCells]:
    """Two counts that agree in every cell they share are one variable: hiding one hides the other (E5)."""
    twin = np.arange(len(cells.labels))
    keys = combine([cells.period, cells.group, cells.stratum])
    of_one_row = _of_one_row(cells, row_cells)
    for alike in _alike(cells, frame):
        for i, what in enumerate(alike):
            for other in (o for o in alike[:i] if twin[o] == o):
                members = np.flatnonzero(twin == other).tolist()
                apart = any((min(m, what), max(m, what)) in of_one_row for m in members)
                if not apart and _equal(cells, keys, what, other):
                    twin[what] = other
                    break
    if (twin == np.arange(len(twin))).all():
        return cells, row_cells
    what = twin[cells.what]
    key = combine([what, cells.period, cells.group, cells.stratum])
    _, first, dense = np.unique(key, return_index=True, return_inverse=True)
    picked = {name: getattr(cells, name)[first] for name in ("value", "period", "group", "stratum", "owner", "whole")}
    merged = Cells(what=what[first], labels=cells.labels, **picked)

    def moved(a: np.ndarray) -> np.ndarray:
        return np.where(a >= 0, dense[a], -1)

    return merged, RowCells(moved(row_cells.d), moved(row_cells.n), moved(row_cells.c))


def _of_one_row(cells: Cells, row_cells: RowCells) -> set[tuple[int, int]]:
    """Counts that stand in one row, such as all people and those seen: equal by chance, when everybody is seen."""
    at = np.flatnonzero(row_cells.c >= 0)
    d, n, c = (cells.what[a[at]] for a in (row_cells.d, row_cells.n, row_cells.c))
    pairs = np.unique(np.concatenate([np.stack(p, axis=1) for p in ((d, n), (d, c), (n, c))]), axis=0)
    return {(min(p), max(p)) for p in pairs.tolist()}


def _alike(cells: Cells, frame: Frame) -> list[list[int]]:
    """Candidates: counts with the same, not tiny, values in the whole region in every year."""
    region = (frame.group_kind[cells.group] == "region") & (frame.stratum_kind[cells.stratum] == "all")
    at = np.flatnonzero(region & (frame.months[cells.period] == 12))
    signature: dict[int, list] = {}
    for i in at[np.lexsort((cells.period[at], cells.what[at]))]:
        signature.setdefault(int(cells.what[i]), []).append((int(cells.period[i]), float(cells.value[i])))
    found: dict[tuple, list[int]] = {}
    for what, values in signature.items():
        if max(v for _, v in values) > 10:
            found.setdefault(tuple(values), []).append(what)
    return [whats for whats in found.values() if len(whats) > 1]


def _equal(cells: Cells, keys: np.ndarray, one: int, other: int) -> bool:
    a, b = np.flatnonzero(cells.what == one), np.flatnonzero(cells.what == other)
    _, in_a, in_b = np.intersect1d(keys[a], keys[b], return_indices=True)
    return bool(in_a.size) and bool((cells.value[a[in_a]] == cells.value[b[in_b]]).all())
