"""Gaps of the groups of a wave: group minus the largest group, with the interval of the difference."""

from dataclasses import dataclass

import numpy as np

from firstcontact.survey.compare_groups import answer, asked_differences, with_columns, with_groups
from firstcontact.survey.estimate.rows import Row
from firstcontact.survey.estimate.wave_answers import WaveAnswers, measure_columns
from firstcontact.survey.estimate.wave_design import wave_design
from firstcontact.survey.estimate.wave_table import RESPONSE, response_rows
from firstcontact.survey.report.source import Source

LEAST, LEAST_DF, ALPHA = 30, 8, 0.05
KINDS = ("mean", "proportion")


@dataclass(frozen=True)
class Gap:
    """value None: too few respondents in one of the groups. is_reference: the group that others are compared with."""

    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    p: float | None = None
    is_reference: bool = False

    @property
    def differs(self) -> bool:
        return self.p is not None and self.p < ALPHA


def gaps_of_wave(source: Source) -> dict[tuple[str, str, str, str], Gap]:
    """(measure, statistic, kind of group, group) -> gap, of means and proportions, over the groups of the estimates."""
    asked = source.run("estimates").get("parameters", {})
    kinds = list(asked.get("by", []))
    measures = [m for m in source.instrument.measures if not m.estimate or set(m.estimate) & set(KINDS)]
    if not kinds or not measures:
        return {}
    where = f"wave {source.wave.info.wave_id}"
    rows = response_rows(source.wave)
    design = wave_design(rows, where, asked.get("lonely_psu", "error"), asked.get("merge"))
    answers = WaveAnswers(source.instrument, rows[RESPONSE], source.wave.read("disposition", "answer_clean"))
    values = {m.measure_id: measure_columns(answers, m)[m.measure_id] for m in measures}
    rows = with_columns(with_groups(rows, kinds), values)
    found = {}
    for kind in kinds:
        levels = np.array(rows[kind].to_pylist(), dtype=object)
        for measure_id, column in values.items():
            found |= _of_kind(rows, design, where, measure_id, kind, levels[~np.isnan(column)])
    statistics = {m.measure_id: [s for s in (m.estimate or ("mean",)) if s in KINDS] for m in measures}
    return {(m, s, kind, level): gap for (m, kind, level), gap in found.items() for s in statistics[m]}


def _of_kind(rows, design, where: str, measure_id: str, kind: str, levels: np.ndarray) -> dict:
    """Gaps of one measure over the groups of one kind; nothing where there is one group only."""
    names, counts = np.unique(levels.astype(str), return_counts=True)
    if len(names) < 2:
        return {}
    reference = str(names[np.argmax(counts)])
    n = dict(zip(map(str, names), counts.tolist(), strict=True))
    pairs = [(level, reference) for level in n if level != reference]
    made = answer(rows, design, asked_differences([measure_id], kind, pairs), where)
    found = {
        (measure_id, kind, a): _gap(made[f"{measure_id}|{kind}|{a}|{reference}"], n[a], n[reference]) for a, _ in pairs
    }
    return found | {(measure_id, kind, reference): Gap(is_reference=True)}


def _gap(row: Row, n: int, of_reference: int) -> Gap:
    if min(n, of_reference) < LEAST or row.df < LEAST_DF or row.estimate is None:
        return Gap()
    return Gap(row.estimate, row.lower, row.upper, row.p)
