"""The parts of a system that are solved on their own: one count in one year, with its two-way tables."""

from collections.abc import Iterator

import numpy as np

from firstcontact.disclosure.relations import KINDS
from firstcontact.disclosure.system import System
from firstcontact.disclosure.tables import Table
from firstcontact.disclosure.witness import Unit


def fine_cells(system: System) -> np.ndarray:
    """Strata of single groups in months and quarters. They are never shown and stay out of the programmes."""
    frame, cells = system.frame, system.cells
    short = frame.months[cells.period] < 12
    single = frame.group_kind[cells.group] != "region"
    return short & single & (frame.stratum_kind[cells.stratum] != "all")


def units(system: System) -> Iterator[Unit]:
    """Every (count, year) with its relations, in order of label and year."""
    cells, relations = system.cells, system.relations
    used = ~fine_cells(system)
    year = system.frame.year[cells.period]
    order = np.lexsort((year, cells.what))
    order = order[used[order]]
    edge = np.flatnonzero((np.diff(cells.what[order]) != 0) | (np.diff(year[order]) != 0)) + 1
    sums = np.flatnonzero(relations.holds & (relations.kind != KINDS.index("E1")))
    by_unit = _relations_by_cell(system, sums)
    for at in np.split(order, edge):
        mine = by_unit(at)
        matrix = relations.matrix[mine][:, at]
        full = np.diff(relations.matrix[mine].indptr) == np.diff(matrix.indptr)
        yield Unit(at, matrix[full], cells.owner[at])


def split(system: System, unit: Unit, hidden: np.ndarray) -> list[Unit]:
    """Areas apart from the rest, as long as the region's totals are shown: nothing then passes between the two."""
    frame, cells, at = system.frame, system.cells, unit.cells
    kind, stratum_kind = frame.group_kind[cells.group[at]], frame.stratum_kind[cells.stratum[at]]
    total = (kind == "region") & (stratum_kind == "all")
    if hidden[at[total]].any():
        return [unit]
    linked = (kind == "area") | ((kind == "region") & (stratum_kind == "deprivation_quintile"))
    return [_part(unit, mask) for mask in (linked, ~linked & ~total) if mask.any()]


def _part(unit: Unit, mask: np.ndarray) -> Unit:
    return Unit(unit.cells[mask], unit.matrix[:, mask], unit.owner[mask])


def _relations_by_cell(system: System, sums: np.ndarray):
    """A function from cells to the relations whose whole is one of them."""
    whole = system.relations.whole[sums]
    order = np.argsort(whole, kind="stable")
    ordered = whole[order]

    def find(at: np.ndarray) -> np.ndarray:
        left, right = np.searchsorted(ordered, at), np.searchsorted(ordered, at, side="right")
        spans = [order[a:b] for a, b in zip(left, right, strict=True) if b > a]
        return sums[np.sort(np.concatenate(spans))] if spans else np.zeros(0, dtype=int)

    return find


def strata_tables(system: System, unit: Unit) -> list[Table]:
    """Practices x strata of the year, one table a stratum kind; column totals are the region's."""
    frame, cells, at = system.frame, system.cells, unit.cells
    year = (frame.group_kind[cells.group[at]] == "practice") & (frame.months[cells.period[at]] == 12)
    practices = at[year & (frame.stratum_kind[cells.stratum[at]] != "all")]
    names = frame.stratum_kind[cells.stratum[practices]].astype(str)
    parts = [practices[names == name] for name in np.unique(names)]
    return [_table(system, part, cells.group[part], cells.stratum[part], None) for part in parts]


def month_tables(system: System, unit: Unit) -> Iterator[Table]:
    """Groups x months and region strata x months; row totals are the year's, column totals the parent's."""
    frame, cells, at = system.frame, system.cells, unit.cells
    kind = frame.group_kind[cells.group[at]]
    stratum_kind = frame.stratum_kind[cells.stratum[at]]
    months = frame.months[cells.period[at]]
    if (months == 3).any():
        return  # a quarter ties its months together; the programme takes over
    for name in ("practice", "organization", "area"):
        part = at[(kind == name) & (months == 1) & (stratum_kind == "all")]
        if part.size:
            yield _table(system, part, cells.group[part], cells.period[part], frame.parent)
    region = at[(kind == "region") & (months == 1) & (stratum_kind != "all")]
    names = frame.stratum_kind[cells.stratum[region]]
    for name in np.unique(names.astype(str)):
        part = region[names == name]
        yield _table(system, part, cells.stratum[part], cells.period[part], None)


def month_parents(system: System, unit: Unit, table: Table) -> Iterator[Table]:
    """Months of the organizations above a table of practices."""
    if (table.parent >= 0).any():
        for other in month_tables(system, unit):
            group = system.cells.group[other.cell[0][other.cell[0] >= 0][0]]
            if system.frame.group_kind[group] == "organization":
                yield other


def _table(system: System, part: np.ndarray, row: np.ndarray, column: np.ndarray, parents: dict | None) -> Table:
    rows, r = np.unique(row, return_inverse=True)
    columns, c = np.unique(column, return_inverse=True)
    cell = np.full((rows.size, columns.size), -1, dtype=np.int64)
    cell[r, c] = part
    owner = np.full(rows.size, -1, dtype=np.int64)
    owner[r] = system.cells.owner[part]
    parent = np.array([parents.get(g, -1) for g in rows]) if parents is not None else np.zeros(rows.size, dtype=int)
    return Table(cell, parent, owner)
