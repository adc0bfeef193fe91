"""Scores of all measures of a measure file: `score(table, spec)`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from firstcontact.progress import QUIET, Reporter
from firstcontact.survey.score.analysis import analysis_of
from firstcontact.survey.score.measure_file import from_mapping, load_measures
from firstcontact.survey.score.measure_score import MeasureScore, score_measure
from firstcontact.survey.score.responses import REASONS, USED, Responses, read_table
from firstcontact.survey.score.spec import Measure, MeasureFile
from firstcontact.survey.score.tables import box_share_table, coefficient_table, measure_test_table, score_table

MAKERS = {
    "score": score_table,
    "measure_test": measure_test_table,
    "coefficient": coefficient_table,
    "box_share": box_share_table,
}


@dataclass(frozen=True)
class Scores:
    """Results of all measures of a file; columns as in specs/surveys/scoring.md 12.3.

    `ledger`: rows, used, and the rest by reason; `warnings`: sentences for the method note.
    """

    score: pa.Table
    measure_test: pa.Table
    coefficient: pa.Table
    box_share: pa.Table
    ledger: dict[str, int]
    warnings: list[str]

    @property
    def tables(self) -> dict[str, pa.Table]:
        return {name: getattr(self, name) for name in MAKERS}

    @property
    def account(self) -> str:
        """Rows in = used + not used, in one sentence."""
        reasons = ", ".join(f"{self.ledger[why]} {why}" for why in REASONS.values() if self.ledger[why])
        unused = self.ledger["rows"] - self.ledger["used"]
        sentence = f"{self.ledger['rows']:,} responses = {self.ledger['used']:,} used + {unused:,} not used"
        return f"{sentence} ({reasons})." if reasons else f"{sentence}."


def score(table: pa.Table, spec: MeasureFile | Mapping[str, Any] | Path | str, reporter: Reporter = QUIET) -> Scores:
    """Score every measure of `spec` (a measure file, its path, or plain data with its keys) on a response table.

    table: one row per response; cells are text or numbers. Raises FirstContactError in a sentence where the file or
    the data cannot be scored. Source: specs/surveys/scoring.md.
    """
    file = _as_file(spec)
    with reporter.step("read the answers"):
        data = read_table(table, file)
    reason = data.reason.copy()
    parts: dict[str, list[pa.Table]] = {name: [] for name in MAKERS}
    warnings = list(data.warnings)
    for measure in file.measures:
        with reporter.step(f"score {measure.measure}"):
            found = _score(data, file, measure, reason)
        warnings += found.warnings
        for name, make in MAKERS.items():
            parts[name].append(make(found))
    return Scores(**{n: pa.concat_tables(p) for n, p in parts.items()}, ledger=_ledger(reason), warnings=warnings)


def _as_file(spec: MeasureFile | Mapping[str, Any] | Path | str) -> MeasureFile:
    if isinstance(spec, MeasureFile):
        return spec
    return from_mapping(spec) if isinstance(spec, Mapping) else load_measures(Path(spec))


def _score(data: Responses, file: MeasureFile, measure: Measure, reason: np.ndarray) -> MeasureScore:
    """One measure; notes in `reason` (per row of the file) how far each response came in any measure."""
    analysis = analysis_of(data, measure)
    reason[data.rows] = np.maximum(reason[data.rows], analysis.stage)
    return score_measure(analysis, file.scale(measure))


def _ledger(reason: np.ndarray) -> dict[str, int]:
    counts = np.bincount(reason, minlength=USED + 1)
    found = {"rows": int(counts.sum()), "used": int(counts[USED])}
    return found | {why: int(counts[code]) for code, why in REASONS.items()}
