"""Makes the rows of every result of a run and hands them on, with the derived rows over them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from firstcontact.engine.cautions import Watch
from firstcontact.engine.count import Counts, sets_of
from firstcontact.engine.derived import derive
from firstcontact.engine.derivedrows import Surroundings, headline
from firstcontact.engine.frame import Frame, Labels
from firstcontact.engine.groups import stratum_order
from firstcontact.engine.job import Job
from firstcontact.engine.periods import periods_of
from firstcontact.engine.rows import Floors, Rows, result_rows
from firstcontact.engine.selection import MONTHS, Result
from firstcontact.engine.sums import Sums, labels_of, sums_of


@dataclass
class RowMaker:
    job: Job
    counts: Counts
    frames: dict[tuple, Frame] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What all results share is made before they are made side by side. `around`: what derived measures look at."""
        parameters = self.job.inputs.parameters
        self.watch = Watch(parameters)
        self.labels: Labels = labels_of(self.counts, self.job.ws.config.region.id)
        per_day = parameters.get("per_working_day", "false") == "true"
        event, order = headline(self.job.ws.config.events), stratum_order(self.counts.con)
        most_unknown = float(parameters.get("max_unknown_specialty_share", "0.3"))
        self.around = Surroundings(self.job.rules, event, order, per_day, most_unknown)

    def all_of(self, result: Result) -> list[tuple[str, pa.Table]]:
        """Rows as `make` gives them, all of them made."""
        return list(self.make(result))

    def make(self, result: Result) -> Iterator[tuple[str, pa.Table]]:
        """Rows of one result, and of the derived measures over it, each with its id."""
        frame = self._frame(result)
        if not len(frame):
            return
        rows = self._rows(result, frame)
        self.watch.see(result.id, rows.table)
        if result.id in self.job.selection.wanted:
            yield result.id, self._in_wanted_periods(rows.table)
        for definition in self.job.selection.derived:
            if {result.id, result.meta.id} & set(definition.meta.over):
                for derived_id, table in derive(definition, rows, result.meta, self._whole(result), self.around):
                    yield derived_id, self._in_wanted_periods(table)

    def _rows(self, result: Result, frame: Frame) -> Rows:
        sums = Sums.empty(len(frame)) if result.reason else sums_of(self.counts, result, frame)
        return result_rows(result, frame, sums, self._floors(result, frame), self._whole(result), self.job.rules)

    def _frame(self, result: Result) -> Frame:
        """Frame of a result; results with the same groups and periods share one."""
        key = (result.kinds, tuple(result.meta.rows), result.meta.window)
        if key not in self.frames:
            sets = {k: sets_of(result, self.job.groups, k) for k in result.meta.rows}
            periods = periods_of(result.meta.rows, result.meta.window, self.job.years, self.job.inputs.data_through)
            self.frames[key] = Frame.make(sets, periods, self.labels)
        return self.frames[key]

    def _floors(self, result: Result, frame: Frame) -> Floors | None:
        months = next((r for r in self.job.counted if r.id == MONTHS), None)
        if not result.needs_months or result.reason or months is None:
            return None
        sums = sums_of(self.counts, months, frame)
        return Floors(sums.x, sums.people)

    def _whole(self, result: Result) -> bool:
        """Every unit's numerator is a whole number."""
        parts = self.counts.plan.parts.get(result.id, [])
        return bool(parts) and all(self.counts.number(p.numerator).whole for p in parts)

    def _in_wanted_periods(self, table: pa.Table) -> pa.Table:
        if not self.job.wanted:
            return table
        start, end = (table[c].to_numpy().astype("datetime64[D]") for c in ("period_start", "period_end"))
        kept = np.zeros(len(start), bool)
        for first, last in self.job.wanted:
            kept |= (start == np.datetime64(first)) & (end == np.datetime64(last))
        return table.filter(pa.array(kept))
