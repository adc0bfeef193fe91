"""The measure file of an instrument: the same scoring for a fielded wave as for a plain CSV."""

from collections.abc import Mapping
from typing import Any

from firstcontact.errors import FirstContactError
from firstcontact.survey.instrument.measure import Adjuster, Measure
from firstcontact.survey.instrument.model import Instrument
from firstcontact.survey.instrument.model import Item as Question
from firstcontact.survey.score.measure_file import from_mapping
from firstcontact.survey.score.spec import FORMAT, MeasureFile

KINDS = {"composite": "adjusted", "single": "adjusted", "item_mean": "item_mean"}
UNIT, RESPONSE = "practice_id", "response_id"


def measure_file_of(instrument: Instrument) -> MeasureFile:
    """Measures that compare practices (composite, single, item_mean) as a measure file over a wave's answers.

    Its columns are the link_ids with codes or numbers as text, practice_id and response_id. Raises FirstContactError
    for an instrument without such a measure.
    """
    measures = [m for m in instrument.measures if m.kind in KINDS]
    if not measures:
        raise FirstContactError(
            f"{instrument.instrument_id} version {instrument.version} has no measure of kind composite, single or "
            "item_mean, so there is nothing in which practices could be compared. Use 'survey estimate'."
        )
    items: dict[str, dict] = {}
    written = [_measure(instrument, measure, items) for measure in measures]
    used = {name for m in measures for name in m.adjusters}
    adjusters = {a.adjuster_id: _adjuster(instrument, a) for a in instrument.adjusters if a.adjuster_id in used}
    document = {"format": FORMAT, "unit": UNIT, "response_id": RESPONSE, "items": items, "adjusters": adjusters}
    return from_mapping(document | {"measures": written}, instrument.instrument_id)


def _measure(instrument: Instrument, measure: Measure, items: dict[str, dict]) -> dict[str, Any]:
    """One measure; adds its items to `items`."""
    keys = {
        "measure": measure.measure_id,
        "kind": KINDS[measure.kind],
        "items": [_place(instrument, measure, link_id, items) for link_id in measure.items],
        "adjusters": list(measure.adjusters) if measure.kind != "item_mean" else [],
        "min_items_answered": measure.min_items_answered or 1,
        "boxes": _boxes(instrument, measure),
        "direction": measure.direction,
        "min_respondents": measure.report.min_respondents,
        "min_reliability": float(measure.report.min_reliability),
    }
    return keys if measure.kind == "item_mean" else keys | {"item_weights": _item_weights(measure, keys["items"])}


def _place(instrument: Instrument, measure: Measure, link_id: str, items: dict[str, dict]) -> str:
    """Name of the item; one that two measures score differently gets a second name."""
    item = _item(instrument.item_by_id[link_id], measure)
    name = link_id if items.get(link_id, item) == item else f"{link_id}.{measure.measure_id}"
    items[name] = item
    return name


def _item(question: Question, measure: Measure) -> dict[str, Any]:
    low, high = _scale(question, measure)
    return {
        "column": question.link_id,
        "min": low,
        "max": high,
        "recode": {o.code: None if o.score is None else float(o.score) for o in question.options if not o.missing},
        "reverse": question.link_id in measure.reverse,
    }


def _scale(question: Question, measure: Measure) -> tuple[int, int]:
    if measure.scale_min is not None and measure.scale_max is not None:
        return int(measure.scale_min), int(measure.scale_max)
    if question.type == "rating":
        return int(question.min or 0), int(question.max or 10)
    scores = [o.score for o in question.options if o.score is not None]
    return int(min(scores)), int(max(scores))


def _boxes(instrument: Instrument, measure: Measure) -> dict[str, list[int]] | None:
    """Ranges of scores from the codes of each box."""
    if not measure.boxes:
        return None
    question = instrument.item_by_id[measure.items[0]]
    scores = {o.code: int(o.score) for o in question.options if o.score is not None}
    low, high = _scale(question, measure)
    ranges = {}
    for box in measure.boxes:
        held = [scores[c] if question.options else int(c) for c in box.codes]
        if question.link_id in measure.reverse:
            held = [low + high - s for s in held]
        ranges[box.box] = [min(held), max(held)]
    return ranges


def _item_weights(measure: Measure, names: list[str]) -> Any:
    if isinstance(measure.item_weights, Mapping):
        given = measure.item_weights
        return {"fixed": {n: float(given[link]) for n, link in zip(names, measure.items, strict=True)}}
    return {"k": float(measure.k)} if measure.item_weights == "k" else measure.item_weights


def _adjuster(instrument: Instrument, adjuster: Adjuster) -> dict[str, Any]:
    """A number is the recoded code, else the score, else the code; levels of dummies are codes."""
    question = instrument.item_by_id[adjuster.item]
    recode = {str(code): float(number) for code, number in (adjuster.recode or {}).items()}
    keys: dict[str, Any] = {"column": adjuster.item, "coding": adjuster.coding}
    if adjuster.coding == "dummies":
        reference = str(adjuster.reference)
        return keys | {"reference": f"{recode[reference]:g}" if reference in recode else reference, "recode": recode}
    codes = [o for o in question.options if o.missing is None and o.code not in recode]
    return keys | {"recode": recode | {o.code: float(o.code if o.score is None else o.score) for o in codes}}
