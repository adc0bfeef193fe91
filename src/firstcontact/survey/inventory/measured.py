"""What practices answered to an inventory, measured for all of them and for each group."""

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa

from firstcontact.survey.compare_groups import ALL, answer, in_order, with_columns
from firstcontact.survey.estimate.design import Design
from firstcontact.survey.estimate.rows import Row
from firstcontact.survey.estimate.spec import Asked, Mean, Proportion
from firstcontact.survey.estimate.wave_answers import WaveAnswers, measure_columns
from firstcontact.survey.estimate.wave_design import wave_design
from firstcontact.survey.inventory.levels import Activity, any_regular, domain_score, index_measures


class Measured:
    """Levels and scores of the practices, and the estimates over them.

    Variables are `<link_id>:any`, `:regular`, `:level` and `index:<domain>`; values: one number per practice, NaN where
    there is none; groups: kind -> group of each practice; `all` is the kind and the group of everybody.
    """

    def __init__(
        self, rows: pa.Table, kinds: list[str], held: list[Activity], answers: WaveAnswers, where: str, lonely: dict
    ) -> None:
        self.activities, self.where = held, where
        self.kinds = [ALL, *kinds]
        self.values = _values(held, answers)
        self.rows = with_columns(rows, self.values)
        self.design: Design = wave_design(self.rows, where, **lonely)
        self.groups = {k: self._groups(k) for k in self.kinds}
        self.found = self._estimates()

    @property
    def domains(self) -> list[str]:
        return [v.removeprefix("index:") for v in self.values if v.startswith("index:")]

    def _groups(self, kind: str) -> np.ndarray:
        if kind == ALL:
            return np.full(self.rows.num_rows, ALL, dtype=object)
        return np.array(self.rows[kind].to_pylist(), dtype=object)

    def names(self, kind: str) -> list[str]:
        return sorted(set(self.groups[kind]), key=in_order)

    def places(self) -> Iterator[tuple[str, str]]:
        """(kind, group) of everybody and of every group."""
        return ((kind, group) for kind in self.kinds for group in self.names(kind))

    def n(self, variable: str, kind: str, group: str) -> int:
        return int((~np.isnan(self.values[variable]) & (self.groups[kind] == group)).sum())

    def row(self, variable: str, kind: str, group: str) -> Row | None:
        return self.found.get(f"{kind}|{variable}" if kind == ALL else f"{kind}|{variable}|{group}")

    def _estimates(self) -> Mapping[str, Row]:
        asked = [_asked(variable, kind) for kind in self.kinds for variable in self.values]
        return answer(self.rows, self.design, asked, self.where)


def _asked(variable: str, kind: str) -> Asked:
    common = {"id": f"{kind}|{variable}", "variable": variable, "by": None if kind == ALL else kind}
    if variable.endswith((":any", ":regular")):
        return Proportion(**common, statistic="proportion", equals="1")
    return Mean(**common, statistic="mean")


def _values(held: list[Activity], answers: WaveAnswers) -> dict[str, np.ndarray]:
    found: dict[str, np.ndarray] = {}
    for activity in held:
        level = answers.number(activity.link_id)
        any_, regular = any_regular(level)
        names = (f"{activity.link_id}:{part}" for part in ("any", "regular", "level"))
        found |= dict(zip(names, (any_, regular, level), strict=True))
    return found | {f"index:{d}": score for d, score in _scores(held, answers, found).items()}


def _scores(held: list[Activity], answers: WaveAnswers, found: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Score 0-100 of each domain: by the instrument's index measure where it has one."""
    scores = {}
    for domain in dict.fromkeys(a.domain for a in held):
        levels = [found[f"{a.link_id}:level"] for a in held if a.domain == domain]
        scores[domain] = domain_score(np.stack(levels, axis=1))
    measures = index_measures(answers.instrument, held)
    return scores | {d: measure_columns(answers, m)[m.measure_id] for d, m in measures.items()}
