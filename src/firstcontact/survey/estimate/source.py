"""The rows behind an estimate: values, levels and domains of the table's columns, each read once."""

from functools import cache

import numpy as np
import pyarrow as pa

from firstcontact.survey.estimate.spec import Asked
from firstcontact.survey.weighting.columns import Labels, labels, numbers, require_column


class Source:
    """alive: rows with a positive weight; others are in the design and in no domain."""

    def __init__(self, table: pa.Table, missing: tuple[str, ...], alive: np.ndarray) -> None:
        self.table, self.missing, self.alive = table, missing, alive
        self._labels = cache(lambda name: labels(table, name, missing))
        self._numbers = cache(lambda name, where: numbers(table, name, where, missing))

    def labels(self, name: str, where: str) -> Labels:
        require_column(self.table, name, where)
        return self._labels(name)

    def numbers(self, name: str, where: str) -> np.ndarray:
        """NaN where missing."""
        require_column(self.table, name, where)
        return self._numbers(name, where)

    def domain(self, asked: Asked, where: str) -> np.ndarray:
        """Rows with a weight that the `where` of the estimate keeps."""
        kept = self.alive
        for name, levels in asked.where.items():
            kept = kept & self.labels(name, where).is_one_of(levels)
        return kept

    def domains(self, asked: Asked, where: str) -> list[tuple[str | None, np.ndarray]]:
        """(level, rows) for each level of `by` in the file, in code-point order; (None, rows) without `by`."""
        base = self.domain(asked, where)
        if asked.by is None:
            return [(None, base)]
        by = self.labels(asked.by, where)
        return [(level, base & (by.codes == i)) for i, level in enumerate(by.levels)]


def filled(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The values of the rows, 0 elsewhere: a missing answer is outside the domain, never dropped from the design."""
    return np.where(rows, values, 0.0)
