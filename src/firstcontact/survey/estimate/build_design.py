"""Makes the design of a table from its columns; what does not fit together is an error in a sentence.

Source: specs/surveys/design-estimation.md 2, 9, 13.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from firstcontact.errors import FirstContactError
from firstcontact.survey.estimate.design import Design, Stage
from firstcontact.survey.estimate.lonely import joined_strata, refuse_lonely
from firstcontact.survey.estimate.spec import DesignColumns
from firstcontact.survey.estimate.stages import checked, parents, population, within
from firstcontact.survey.weighting.columns import Labels, labels, numbers, require_column


def build_design(table: pa.Table, columns: DesignColumns, where: str, missing: tuple[str, ...]) -> Design:
    """The design of the table's rows. Raises FirstContactError naming the row, the stratum or the PSU."""
    source = _Source(table, columns, where, missing)
    weight = source.weight()
    strata, psu = source.strata(), source.psu()
    target, joined = joined_strata(strata.levels, columns.merge, where)
    unit = within(strata.codes, psu.codes) if columns.nest else psu.codes
    stratum = target[strata.codes]
    if not columns.nest:
        source.refuse_split(unit, stratum, psu, joined)
    sizes = source.first_population(strata, target, len(joined))
    first = checked(Stage(unit, parents(unit, stratum), sizes), joined, source.fpc_name(0))
    names = tuple(psu.levels[i] for i in parents(unit, psu.codes))
    stages = (first, *source.later_stages(first, names))
    lonely = "certainty" if columns.lonely_psu == "error" else columns.lonely_psu
    design = Design(weight, weight, stages, joined, names, lonely)
    if columns.lonely_psu == "error":
        refuse_lonely(design, columns.cluster[0] if columns.cluster else None)
    return design


@dataclass(frozen=True)
class _Source:
    table: pa.Table
    columns: DesignColumns
    where: str
    missing: tuple[str, ...]

    def numbers(self, name: str) -> np.ndarray:
        require_column(self.table, name, self.where)
        return numbers(self.table, name, self.where, self.missing)

    def names(self, name: str) -> Labels:
        """A column that must be filled."""
        require_column(self.table, name, self.where)
        column = labels(self.table, name, self.missing)
        self._refuse_rows(column.codes < 0, f"column '{name}' is empty", "Every row needs its place in the design.")
        return column

    def weight(self) -> np.ndarray:
        weight = self.numbers(self.columns.weight)
        what = f"column '{self.columns.weight}' holds"
        self._refuse_rows(np.isnan(weight), f"{what} no weight", "Give every row a weight; 0 leaves it out.")
        self._refuse_rows(weight < 0, f"{what} a negative weight", "Weights are 0 or more.")
        return weight

    def strata(self) -> Labels:
        if self.columns.strata:
            return self.names(self.columns.strata)
        return Labels(np.zeros(self.table.num_rows, dtype=np.int64), ("all rows",))

    def psu(self) -> Labels:
        if self.columns.cluster:
            return self.names(self.columns.cluster[0])
        rows = np.arange(self.table.num_rows)
        return Labels(rows, tuple(f"row {i + 2}" for i in rows))

    def refuse_split(self, unit: np.ndarray, stratum: np.ndarray, psu: Labels, strata: tuple[str, ...]) -> None:
        """With nest: false a PSU lies in one stratum."""
        own = parents(unit, stratum)[unit]
        split = np.flatnonzero(own != stratum)
        if split.size:
            i = int(split[0])
            raise FirstContactError(
                f"{self.where}: PSU '{psu.levels[psu.codes[i]]}' lies in the strata '{strata[own[i]]}' and "
                f"'{strata[stratum[i]]}'. Use nest: true where names repeat in other strata, else correct the data."
            )

    def fpc_name(self, stage: int) -> str:
        return f"{self.where}: fpc column '{self.columns.fpc[stage]}'" if stage < len(self.columns.fpc) else self.where

    def first_population(self, strata: Labels, target: np.ndarray, joined: int) -> np.ndarray:
        """N of each stratum after merging: the sum over the strata that were joined."""
        if not self.columns.fpc:
            return np.full(joined, np.inf)
        values = self.numbers(self.columns.fpc[0])
        sizes = population(values, strata.codes, strata.levels, self.fpc_name(0))
        return np.array([sizes[target == h].sum() for h in range(joined)])

    def later_stages(self, stage: Stage, names: tuple[str, ...]) -> list[Stage]:
        """Stages below the first as far as their population sizes are given."""
        stages: list[Stage] = []
        for depth in range(1, len(self.columns.fpc)):
            values = self.numbers(self.columns.fpc[depth])
            if np.isnan(values).all():
                break
            self._refuse_rows(
                np.isnan(values), f"column '{self.columns.fpc[depth]}' is empty", "Fill it, or leave out fpc."
            )
            inner = self.names(self.columns.cluster[depth])
            unit = within(stage.unit, inner.codes)
            sizes = population(values, stage.unit, names, self.fpc_name(depth))
            stage = checked(Stage(unit, parents(unit, stage.unit), sizes), names, self.fpc_name(depth))
            names = tuple(inner.levels[i] for i in parents(unit, inner.codes))
            stages.append(stage)
        return stages

    def _refuse_rows(self, bad: np.ndarray, what: str, remedy: str) -> None:
        if bad.any():
            raise FirstContactError(f"{self.where}: {what} in row {int(np.argmax(bad)) + 2} of the data. {remedy}")
