"""Count cells: what is counted x period x group x stratum. Rows that count the same people share a cell."""

from dataclasses import dataclass

import numpy as np

from firstcontact.disclosure.rows import SHOWN, Rows, combine

NOT_OWNERS = ("unattributed", "unknown")


@dataclass
class Cells:
    """One entry a cell. `what` codes the universe, numerator or complement with its version; `owner` is the practice
    that knows the cell (-1: none); `whole` is False for money, scores and fractions."""

    value: np.ndarray
    what: np.ndarray
    period: np.ndarray
    group: np.ndarray
    stratum: np.ndarray
    owner: np.ndarray
    whole: np.ndarray
    labels: list[str]

    @property
    def size(self) -> int:
        return len(self.value)


@dataclass(frozen=True)
class Axes:
    """Per row: codes of period, group (kind and id) and stratum (kind and value); -1 owner unless a practice."""

    period: np.ndarray
    group: np.ndarray
    stratum: np.ndarray
    owner: np.ndarray

    @classmethod
    def of(cls, rows: Rows) -> "Axes":
        period = _dense([rows.start.code, rows.end.code])
        group = _dense([rows.group_kind.code, rows.group_id.code])
        stratum = _dense([rows.stratum_kind.code, rows.stratum.code])
        practice = rows.group_kind.is_("practice") & ~rows.group_id.is_(*NOT_OWNERS)
        return cls(period, group, stratum, np.where(practice, group, -1))


def _dense(codes: list[np.ndarray]) -> np.ndarray:
    return np.unique(combine(codes), return_inverse=True)[1]


@dataclass(frozen=True)
class RowCells:
    """Cell index of the denominator, numerator and complement of each row; -1 where the row has none."""

    d: np.ndarray
    n: np.ndarray
    c: np.ndarray


def build_cells(rows: Rows, axes: Axes) -> tuple[Cells, RowCells]:
    """Cells of all rows that count people. Rows without eligible people are cells of value 0, known to everybody."""
    used = _rows_with_cells(rows)
    denominator, numerator = np.nan_to_num(rows.denominator), np.nan_to_num(rows.numerator)
    share = used & _is_share(rows)
    parts = (
        (used, _denominator_names(rows, used, axes), denominator),
        (used, [f"N:{m}" for m in rows.measure.names], numerator),
        (share, [f"C:{m}" for m in rows.measure.names], denominator - numerator),
    )
    labels = sorted({name for _, names, _ in parts for name in set(names)}, key=lambda n: ("UNC".index(n[0]), n))
    code = {name: i for i, name in enumerate(labels)}
    index, what, value, source = [], [], [], []
    for which, (mask, names, values) in enumerate(parts):
        name_code = np.array([code[n] for n in names], dtype=np.int64)
        at = np.flatnonzero(mask)
        index.append(at)
        what.append(name_code[rows.measure.code[at]] if len(names) == len(rows.measure.names) else name_code[at])
        value.append(values[at])
        source.append(np.full(at.size, which))
    return _distinct(rows, axes, labels, *(np.concatenate(a) for a in (index, what, value, source)))


def _rows_with_cells(rows: Rows) -> np.ndarray:
    """Rows with numbers, and rows that say nobody is eligible; a row without a denominator was not computed."""
    covered = rows.by_measure(lambda d: d.counts_people)
    zero = rows.status.is_("not_applicable") & (rows.denominator == 0)
    return covered & (rows.status.is_(*SHOWN) | zero)


def _is_share(rows: Rows) -> np.ndarray:
    """Numerator and denominator count the same thing in whole units, so that their difference is a cell too."""
    same = rows.by_measure(lambda d: d.spec.get("numerator_unit", "") == d.spec.get("denominator_unit"))
    same &= rows.by_measure(lambda d: d.spec.get("numerator_unit") != "money")
    return same & ~(rows.numerator > rows.denominator)


def _denominator_names(rows: Rows, used: np.ndarray, axes: Axes) -> list[str]:
    """`U:<universe>` per row; a universe whose rows disagree anywhere is split by measure."""
    universe = rows.universe.code
    key = combine([universe, rows.version.code, axes.period, axes.group, axes.stratum])[used]
    value = np.nan_to_num(rows.denominator)[used]
    order = np.lexsort((value, key))
    same = key[order][1:] == key[order][:-1]
    differs = same & (value[order][1:] != value[order][:-1])
    split = set(universe[used][order][1:][differs].tolist())
    names = [f"U:{u}" for u in rows.universe.names]
    labels = np.array([*names, "U:"], dtype=object)[universe]
    for code in sorted(split):
        at = universe == code
        labels[at] = [f"{names[code]}/{rows.measure.names[m]}" for m in rows.measure.code[at]]
    return labels.tolist()


def _distinct(rows, axes, labels, index, what, value, source) -> tuple[Cells, RowCells]:
    version = rows.version.code[index]
    names = combine([what, version])
    _, first_name, name_code = np.unique(names, return_index=True, return_inverse=True)
    key = combine([name_code, axes.period[index], axes.group[index], axes.stratum[index]])
    _, first, cell = np.unique(key, return_index=True, return_inverse=True)
    at = index[first]
    cells = Cells(
        value=value[first],
        what=name_code[first],
        period=axes.period[at],
        group=axes.group[at],
        stratum=axes.stratum[at],
        owner=axes.owner[at],
        whole=np.ones(len(first), dtype=bool),
        labels=[labels[w] for w in what[first_name]],
    )
    _mark_amounts(cells, rows, cell, index, source)
    found = []
    for which in range(3):
        column = np.full(rows.size, -1, dtype=np.int64)
        column[index[source == which]] = cell[source == which]
        found.append(column)
    return cells, RowCells(*found)


def _mark_amounts(cells: Cells, rows: Rows, cell: np.ndarray, index: np.ndarray, source: np.ndarray) -> None:
    """Money, scores and fractions: a whole `what` is an amount as soon as one of its cells is."""

    def unit(name):
        return rows.by_measure(lambda d: d.spec.get(name) in ("money", "score"))

    amount = np.where(source == 0, unit("denominator_unit")[index], unit("numerator_unit")[index])
    amount |= cells.value[cell] != np.rint(cells.value[cell])
    odd = np.unique(cells.what[cell[amount]])
    cells.whole = ~np.isin(cells.what, odd)
