"""Scores as rows of the house results table, and beside them what is no value. Source: specs/surveys/README.md 11."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pyarrow as pa

from firstcontact.results_table import SCHEMA, WITH_RUN
from firstcontact.survey.score.box_shares import COMPOSITE
from firstcontact.survey.score.scores import Scores
from firstcontact.survey.score.spec import Measure, MeasureFile

Z = 1.96
CONFIDENCE = 0.95
LEAST_CLINICIANS = 3
PLACES = Decimal("1e-12")
KEYS = list(SCHEMA)[: SCHEMA.get_field_index("numerator")]  # what a row is about
DETAIL = pa.schema([*KEYS, ("name", pa.string()), ("number", pa.float64()), ("run_id", pa.string())])
OF_UNIT = ("difference", "stars", "t", "p", "reliability", "se", "n_all", "mean_unadjusted")
OF_BOX = ("share_unadjusted", "share_adjusted")


@dataclass(frozen=True)
class WaveFacts:
    """What the results table says of a wave besides its scores.

    first_day, last_day: of fielding, where known; clinicians: of each practice by the frame; one that is not known
    counts as too few, because nobody could tell whom the answers describe. group_kind: practice or clinician.
    """

    instrument_id: str
    version: int
    wave_id: str
    first_day: date | None
    last_day: date | None
    run_id: str
    clinicians: Mapping[str, int] = field(default_factory=dict)
    group_kind: str = "practice"
    least_clinicians: int = LEAST_CLINICIANS


def result_rows(scores: Scores, file: MeasureFile, facts: WaveFacts) -> pa.Table:
    """mean_adjusted of every measure and practice, and its boxes; no number is hidden, rows below a floor say so."""
    boxes = _boxes_by_unit(scores)
    rows = []
    for measure, found in _scored(scores, file):
        rows.append(_score_row(measure, found, facts))
        rows += [_box_row(measure, found, box, facts) for box in boxes.get((measure.measure, found["unit"]), [])]
    return pa.Table.from_pylist(rows, schema=WITH_RUN)


def result_detail(scores: Scores, file: MeasureFile, facts: WaveFacts) -> pa.Table:
    """What is not a value of its own: differences, tests, reliability, raw means, shares before they are clamped."""
    boxes = _boxes_by_unit(scores)
    rows = []
    for measure, found in _scored(scores, file):
        rows += _detail(measure.measure, found, OF_UNIT, facts)
        for box in boxes.get((measure.measure, found["unit"]), []):
            rows += _detail(f"{measure.measure}.{box['box']}", box, OF_BOX, facts)
    return pa.Table.from_pylist(rows, schema=DETAIL)


def _scored(scores: Scores, file: MeasureFile) -> Iterator[tuple[Measure, dict]]:
    by_name = {m.measure: m for m in file.measures}
    return ((by_name[row["measure"]], row) for row in scores.score.to_pylist())


def _boxes_by_unit(scores: Scores) -> dict[tuple[str, str], list[dict]]:
    """Boxes of the whole measure: of the composite, or of the only item."""
    items: dict[str, set[str]] = {}
    rows = scores.box_share.to_pylist()
    for row in rows:
        items.setdefault(row["measure"], set()).add(row["item"])
    found: dict[tuple[str, str], list[dict]] = {}
    for row in rows:
        if row["item"] == COMPOSITE or len(items[row["measure"]]) == 1:
            found.setdefault((row["measure"], row["unit"]), []).append(row)
    return found


def _score_row(measure: Measure, found: dict, facts: WaveFacts) -> dict:
    mean, n = found["mean_adjusted"], found["n_used"]
    half = None if mean is None else Z * found["variance"] ** 0.5
    return _common(measure.measure, found["unit"], facts) | {
        "numerator": None if mean is None else _exact(mean, n),
        "denominator": Decimal(n),
        "numerator_unit": "score",
        "people": n,
        "universe": _universe(facts, measure.measure),
        "value": mean,
        "lower": None if half is None else mean - half,
        "upper": None if half is None else mean + half,
        "confidence": None if half is None else CONFIDENCE,
        "method": "adjusted_linearized" if measure.adjusters else "linearized",
        "status": _status(measure, found, facts),
    }


def _box_row(measure: Measure, found: dict, box: dict, facts: WaveFacts) -> dict:
    whole = box["item"] == COMPOSITE
    n = found["n_used"] if whole else box["n"]
    count = _exact(box["share_shown"], n) if whole else Decimal(round(box["share_unadjusted"] * n))
    return _common(f"{measure.measure}.{box['box']}", found["unit"], facts) | {
        "numerator": count,
        "denominator": Decimal(n),
        "numerator_unit": "score" if whole else "people",
        "people": n,
        "universe": _universe(facts, measure.measure if whole else box["item"]),
        "value": box["share_shown"],
        "method": "adjusted_boxes",
        "status": _status(measure, found, facts),
    }


def _status(measure: Measure, found: dict, facts: WaveFacts) -> str:
    """Too few respondents or clinicians, then too little reliability to compare."""
    clinicians = facts.clinicians.get(found["unit"], 0)
    if found["status"] == "too_few" or found["n_used"] < measure.min_respondents:
        return "too_few"
    if clinicians < facts.least_clinicians:
        return "too_few"
    return "preview" if found["reliability"] < measure.min_reliability else "published"


def _common(name: str, unit: str, facts: WaveFacts) -> dict:
    return {
        "measure": f"survey.{facts.instrument_id}.{name}",
        "version": str(facts.version),
        "period_start": facts.first_day,
        "period_end": facts.last_day,
        "group_kind": facts.group_kind,
        "group_id": unit,
        "stratum_kind": "all",
        "stratum": "all",
        "sources": facts.clinicians.get(unit),
        "run_id": facts.run_id,
    }


def _universe(facts: WaveFacts, name: str) -> str:
    return f"survey:{facts.wave_id}:{name}:answered"


def _exact(value: float, n: int) -> Decimal:
    """value x n to 12 decimals."""
    return (Decimal(repr(value)) * n).quantize(PLACES)


def _detail(name: str, found: dict, numbers: Iterable[str], facts: WaveFacts) -> list[dict]:
    keys = _common(name, found["unit"], facts)
    return [keys | {"name": n, "number": float(found[n])} for n in numbers if found[n] is not None]
