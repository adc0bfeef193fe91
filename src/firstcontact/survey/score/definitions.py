"""measures.json beside the rows: what a release needs to know of each survey measure. Made from the instrument."""

from collections.abc import Iterator
from typing import Any

from firstcontact.survey.definition import definition_of
from firstcontact.survey.instrument.measure import Measure
from firstcontact.survey.instrument.model import Instrument
from firstcontact.survey.score.from_instrument import KINDS

BOX_WORDS = {"bottom": "the lowest box", "middle": "the middle box", "top": "the highest box"}
METHOD = (
    "Practices are compared after allowing for the answers' mix of respondents (adjusted practice comparison); "
    "specs/surveys/scoring.md"
)


def measure_definitions(instrument: Instrument) -> list[dict[str, Any]]:
    """One definition per result id: each score, and each of its boxes. Keys are those of a measure's YAML."""
    return [d for m in instrument.measures if m.kind in KINDS for d in _definitions(instrument, m)]


def _definitions(instrument: Instrument, measure: Measure) -> Iterator[dict[str, Any]]:
    yield _definition(instrument, measure, "", "score")
    for box in measure.boxes:
        yield _definition(instrument, measure, f".{box.box}", "people" if len(measure.items) == 1 else "score")


def _definition(instrument: Instrument, measure: Measure, box: str, numerator_unit: str) -> dict[str, Any]:
    words = f"Answers in {BOX_WORDS[box[1:]]}" if box else "Sum of the adjusted scores"
    found = definition_of(instrument, measure, f"{measure.measure_id}{box}", METHOD, measure.items)
    return found | {
        "numerator": f"{words}.",
        "denominator": "Respondents who answered the measure's items.",
        "value": "ratio" if box else "mean",
        "numerator_unit": numerator_unit,
        "direction": "context_only" if box in (".bottom", ".middle") else measure.direction,
        "groups": ["practice"],
        "publish_if": {
            "people_at_least": measure.report.min_respondents,
            "reliability_at_least": float(measure.report.min_reliability),
        },
        "axis": {"from": 0, "to": 100} if box else _axis(measure),
    }


def _axis(measure: Measure) -> dict[str, float] | None:
    if measure.scale_min is None or measure.scale_max is None:
        return None
    return {"from": float(measure.scale_min), "to": float(measure.scale_max)}
