"""Cleaned answers of a wave as arrays, one place per response, and the values of the instrument's measures.

Source: specs/surveys/instrument-format.md 2.9, 2.10; scoring.md 9.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.survey.instrument.formula import AnyOf, Name, leaves, parse
from firstcontact.survey.instrument.formula_values import evaluate
from firstcontact.survey.instrument.measure import Measure
from firstcontact.survey.instrument.model import Instrument
from firstcontact.survey.score.index import count_at_least, index_score, least_answers

RATIO = "ratio_of_totals"


class WaveAnswers:
    """responses: the response ids that count; answers: the table answer_clean."""

    def __init__(self, instrument: Instrument, responses: pa.ChunkedArray, answers: pa.Table) -> None:
        self.instrument, self.size = instrument, len(responses)
        place = pc.index_in(answers["response_id"], value_set=responses.combine_chunks())
        self.answers = answers.append_column("place", place).filter(pc.is_valid(place))

    def number(self, link_id: str) -> np.ndarray:
        """The number given, of a single item its score; NaN where missing or without a score."""
        rows = self._rows(link_id).filter(pc.field("option_code") == "")
        values = np.full(self.size, np.nan)
        if self.instrument.item_by_id[link_id].options:
            options = self.instrument.item_by_id[link_id].option_by_code.values()
            scores = {o.code: np.nan if o.score is None else float(o.score) for o in options}
            given = [scores.get(code, np.nan) for code in rows["value_code"].to_pylist()]
        else:
            given = pc.cast(rows["value_number"], pa.float64()).to_numpy()
        values[rows["place"].to_numpy()] = given
        return values

    def marks(self, link_id: str) -> dict[str, np.ndarray]:
        """Option code -> 1 where marked, 0 where not, NaN where the item was not answered."""
        rows = self._rows(link_id).filter(pc.field("option_code") != "")
        places, codes = rows["place"].to_numpy(), np.array(rows["option_code"].to_pylist(), dtype=object)
        item = self.instrument.item_by_id[link_id]
        answered = np.full(self.size, np.nan)
        answered[places[np.isin(codes, item.answer_codes)]] = 0.0
        found = {}
        for option in item.options:
            marked = answered.copy()
            marked[places[codes == option.code]] = 1.0
            found[option.code] = np.where(np.isnan(answered), np.nan, marked)
        return found

    def formula(self, text: str) -> np.ndarray:
        """Value of a formula for each response, NaN where it is NULL."""
        node = parse(text)
        named = list(leaves(node))
        numbers = {n.item: self.number(n.item) for n in named if isinstance(n, Name)}
        marks = {n.item: self.marks(n.item) for n in named if isinstance(n, AnyOf)}
        return np.broadcast_to(evaluate(node, numbers, marks), (self.size,)).astype(float)

    def _rows(self, link_id: str) -> pa.Table:
        return self.answers.filter(pc.field("link_id") == link_id)


def measure_columns(answers: WaveAnswers, measure: Measure) -> dict[str, np.ndarray]:
    """Columns behind a measure's estimates: `<id>`, and for a ratio `<id>:numerator` and `<id>:denominator`."""
    found = {measure.measure_id: _value(answers, measure)}
    if measure.ratio and RATIO in measure.estimate:
        found[f"{measure.measure_id}:numerator"] = answers.formula(measure.ratio.numerator)
        found[f"{measure.measure_id}:denominator"] = answers.formula(measure.ratio.denominator)
    if measure.domain:
        inside = answers.formula(measure.domain) == 1
        found = {name: np.where(inside, column, np.nan) for name, column in found.items()}
    return found


def _value(answers: WaveAnswers, measure: Measure) -> np.ndarray:
    if measure.kind == "derived":
        return answers.formula(measure.formula or "")
    if measure.kind == "value":
        return answers.number(measure.items[0])
    levels = np.stack([_level(answers, measure, link_id) for link_id in measure.items], axis=1)
    if measure.kind == "index":
        least = measure.min_items_answered or least_answers(len(measure.items))
        return index_score(levels, least, _end(measure.scale_min, 0), _end(measure.scale_max, 4))
    least = measure.min_items_answered or 1
    if measure.kind == "count_at_least":
        return count_at_least(levels, float(measure.threshold or 0), least)
    return _mean_of_answered(levels, least)


def _mean_of_answered(levels: np.ndarray, least: int) -> np.ndarray:
    answered = (~np.isnan(levels)).sum(axis=1)
    enough = answered >= max(least, 1)
    return np.divide(np.nansum(levels, axis=1), answered, out=np.full(len(levels), np.nan), where=enough)


def _end(given: object, default: float) -> float:
    return default if given is None else float(str(given))


def _level(answers: WaveAnswers, measure: Measure, link_id: str) -> np.ndarray:
    score = answers.number(link_id)
    if measure.scale_min is None or measure.scale_max is None:
        return score
    low, high = float(measure.scale_min), float(measure.scale_max)
    score = np.where((score >= low) & (score <= high), score, np.nan)
    return low + high - score if link_id in measure.reverse else score
