"""Which cells are sums of which: complements, parts of the region, strata, months and quarters."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from scipy.sparse import csr_matrix

from firstcontact.disclosure.cells import Axes, Cells, RowCells
from firstcontact.disclosure.rows import Rows, combine

KINDS = ("E1", "E2 practices", "E2 organizations", "E2 areas", "E2 organization", "E2 area", "E3", "E4", "E6")
OUTSIDE = ("unattributed", "unknown")
LEFT_OUT = {("line_of_business", "commercial_partial")}


@dataclass
class Relations:
    """Rows of `matrix` (relation x cell) are +1 for parts and -1 for the whole; matrix @ value = 0 where `holds`."""

    matrix: csr_matrix
    kind: np.ndarray
    whole: np.ndarray
    holds: np.ndarray


@dataclass
class Frame:
    """Lookups from codes back to what they mean: one entry a distinct group, stratum or period."""

    group_kind: np.ndarray
    group_id: np.ndarray
    stratum_kind: np.ndarray
    stratum: np.ndarray
    months: np.ndarray
    year: np.ndarray
    quarter: np.ndarray
    parent: dict[int, int] = field(default_factory=dict)
    linked: dict[int, int] = field(default_factory=dict)


def frame_of(rows: Rows, axes: Axes, groups: pa.Table | None) -> Frame:
    """Meaning of the codes, and the parent group of each practice, organization and area."""

    def first(codes):
        return np.unique(codes, return_index=True)[1]

    def texts(coded, at):
        return np.array([coded.names[c] for c in coded.code[at]], dtype=object)

    g, s, p = first(axes.group), first(axes.stratum), first(axes.period)
    start, end = texts(rows.start, p), texts(rows.end, p)
    month = np.array([int(v[5:7]) for v in start], dtype=int)
    year = np.array([int(v[:4]) for v in start], dtype=int)
    span = np.array([(int(e[:4]) * 12 + int(e[5:7])) for e in end], dtype=int) - (year * 12 + month) + 1
    frame = Frame(
        texts(rows.group_kind, g), texts(rows.group_id, g), texts(rows.stratum_kind, s), texts(rows.stratum, s),
        span, year, year * 4 + (month - 1) // 3,
    )  # fmt: skip
    _add_parents(frame, groups)
    return frame


def _add_parents(frame: Frame, groups: pa.Table | None) -> None:
    code = {(k, i): c for c, (k, i) in enumerate(zip(frame.group_kind, frame.group_id, strict=True))}
    stratum = {(k, s): c for c, (k, s) in enumerate(zip(frame.stratum_kind, frame.stratum, strict=True))}
    for row in groups.to_pylist() if groups is not None else []:
        me = code.get((row["group_kind"], row["group_id"]))
        if me is None:
            continue
        if row["group_kind"] == "practice":
            parent = code.get(("organization", row.get("organization_id") or "unattributed"))
            label = ("practice_type", row.get("practice_type"))
        elif row["group_kind"] == "area":
            parent = code.get(("area", row.get("parent_id")))
            label = ("deprivation_quintile", str(row.get("deprivation_quintile")))
        else:
            continue
        if parent is not None and parent != me:
            frame.parent[me] = parent
        frame.linked[me] = stratum.get(label, stratum.get((label[0], "unknown"), -1))


def build_relations(cells: Cells, row_cells: RowCells, frame: Frame) -> Relations:
    """Every relation of one cell system that can be declared from the rows; `holds` says where the values agree."""
    parts = [_shares(row_cells), *_sums(cells, frame)]
    row_index, column, sign, kind, whole, start = [], [], [], [], [], 0
    for code, whole_cell, part_cell, relation in parts:
        _, first, dense = np.unique(relation, return_index=True, return_inverse=True)
        wholes = whole_cell[first]
        row_index += [start + dense, start + np.arange(len(wholes))]
        column += [part_cell, wholes]
        sign += [np.ones(len(part_cell)), -np.ones(len(wholes))]
        kind.append(np.full(len(wholes), code))
        whole.append(wholes)
        start += len(wholes)
    where = (np.concatenate(row_index), np.concatenate(column))
    matrix = csr_matrix((np.concatenate(sign), where), shape=(start, cells.size))
    residual = np.abs(matrix @ cells.value)
    scale = np.maximum(1.0, np.abs(cells.value[np.concatenate(whole)])) if start else residual
    return Relations(matrix, np.concatenate(kind), np.concatenate(whole), residual <= 1e-9 * scale + 1e-6)


def _shares(rc: RowCells) -> tuple:
    """E1: n + c = d."""
    at = np.flatnonzero(rc.c >= 0)
    unique = np.unique(np.stack([rc.d[at], rc.n[at], rc.c[at]], axis=1), axis=0) if at.size else np.zeros((0, 3), int)
    d, n, c = unique.T
    return 0, np.concatenate([d, d]), np.concatenate([n, c]), np.concatenate([np.arange(len(d))] * 2)


def _sums(cells: Cells, frame: Frame) -> list[tuple]:
    lookup = Lookup(cells)
    every = np.arange(cells.size)
    kind = frame.group_kind[cells.group]
    found = []
    region = np.flatnonzero(frame.group_kind == "region")
    if region.size:
        for code, child in ((1, "practice"), (2, "organization"), (3, "area")):
            top = ~np.isin(cells.group, [g for g in frame.parent if child == "area" and frame.group_kind[g] == "area"])
            found.append(_to(lookup, every[(kind == child) & top], code, group=region[0], by=0))
    for code, child in ((4, "practice"), (5, "area")):
        at = every[(kind == child) & np.isin(cells.group, list(frame.parent))]
        parents = np.array([frame.parent[g] for g in cells.group[at]], dtype=int)
        found.append(_to(lookup, at, code, group=parents, by=0))
    found += _strata(lookup, frame)
    found += _times(lookup, frame)
    found += _linked(lookup, frame, region)
    return found


def _strata(lookup: "Lookup", frame: Frame) -> list[tuple]:
    """E3. Money leaves partial coverage out of its totals, other counts do not: both sums are tried."""
    cells = lookup.cells
    whole = np.flatnonzero(frame.stratum_kind == "all")
    if not whole.size:
        return []
    names = enumerate(zip(frame.stratum_kind, frame.stratum, strict=True))
    partial = [i for i, name in names if name in LEFT_OUT]
    kinds = np.unique(frame.stratum_kind, return_inverse=True)[1]
    found = []
    for left_out in ([], partial) if partial else ([],):
        at = np.flatnonzero(~np.isin(cells.stratum, [*whole, *left_out]))
        if left_out:
            at = at[frame.stratum_kind[cells.stratum[at]] == "line_of_business"]
        found.append(_to(lookup, at, 6, stratum=whole[0], by=kinds[cells.stratum[at]]))
    return found


def _times(lookup: "Lookup", frame: Frame) -> list[tuple]:
    """E4: months and quarters of a year, months of a quarter."""
    cells, found = lookup.cells, []
    months = frame.months[cells.period]
    for short, long, same in ((1, 12, frame.year), (3, 12, frame.year), (1, 3, frame.quarter)):
        target = {same[p]: p for p in np.flatnonzero(frame.months == long)}
        at = np.flatnonzero(months == short)
        period = np.array([target.get(same[p], -1) for p in cells.period[at]], dtype=int)
        found.append(_to(lookup, at[period >= 0], 7, period=period[period >= 0], by=short))
    return found


def _linked(lookup: "Lookup", frame: Frame, region: np.ndarray) -> list[tuple]:
    """Strata of the region that are made of whole areas or practices: deprivation quintile and practice type."""
    cells = lookup.cells
    if not region.size:
        return []
    stratum = np.array([frame.linked.get(g, -1) for g in range(len(frame.group_kind))], dtype=int)[cells.group]
    plain = frame.stratum_kind[cells.stratum] == "all"
    at = np.flatnonzero((stratum >= 0) & plain)
    return [_to(lookup, at, 8, group=region[0], stratum=stratum[at], by=0)]


def _to(lookup: "Lookup", at: np.ndarray, code: int, by, **changed) -> tuple:
    """Relations from the cells `at` to the whole that has the same key but for `changed`; parts with `by` apart."""
    whole = lookup.find(at, **changed)
    at, whole = at[whole >= 0], whole[whole >= 0]
    by = np.broadcast_to(by, at.shape) if np.ndim(by) == 0 else by[lookup.kept]
    return code, whole, at, combine([whole, by.astype(np.int64)]) if at.size else whole


class Lookup:
    """Cell index by (what, period, group, stratum)."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.sizes = [int(a.max(initial=0)) + 1 for a in (cells.period, cells.group, cells.stratum)]
        self.keys = self._key(cells.what, cells.period, cells.group, cells.stratum)
        self.order = np.argsort(self.keys, kind="stable")
        self.sorted = self.keys[self.order]
        self.kept = np.zeros(0, dtype=bool)

    def _key(self, what, period, group, stratum) -> np.ndarray:
        p, g, s = self.sizes
        return ((what.astype(np.int64) * p + period) * g + group) * s + stratum

    def find(self, at: np.ndarray, **changed) -> np.ndarray:
        """Index of the cell with the key of `at` but for the changed axes; -1 where there is none."""
        c = self.cells
        axes = {name: changed.get(name, getattr(c, name)[at]) for name in ("period", "group", "stratum")}
        key = self._key(c.what[at], *(np.broadcast_to(a, at.shape) for a in axes.values()))
        place = np.minimum(np.searchsorted(self.sorted, key), len(self.sorted) - 1)
        found = np.full(at.shape, -1)
        if len(self.sorted):
            found = np.where(self.sorted[place] == key, self.order[place], -1)
        self.kept = found >= 0
        return found
