"""The activities of an inventory: items with a strategy, answered on levels 0-4.

Source: specs/surveys/README.md 19; scoring.md 9.
"""

from dataclasses import dataclass

import numpy as np

from firstcontact.errors import FirstContactError
from firstcontact.survey.instrument.measure import Measure
from firstcontact.survey.instrument.model import Instrument, Item
from firstcontact.survey.inventory.strategies import strategies
from firstcontact.survey.score.index import index_score, least_answers

ANY, REGULAR, HIGHEST = 1, 3, 4
OTHER = "other"


@dataclass(frozen=True)
class Activity:
    """One item with a strategy."""

    domain: str
    strategy_id: str
    link_id: str


def activities(instrument: Instrument) -> list[Activity]:
    """In document order. Raises FirstContactError for an instrument without such items."""
    known = strategies()
    found = [
        Activity(known[i.strategy].domain if i.strategy in known else OTHER, i.strategy, i.link_id)
        for i in instrument.items
        if i.strategy and _has_levels(i)
    ]
    if not found:
        raise FirstContactError(
            f"{instrument.instrument_id} version {instrument.version} has no item with a strategy that is answered on "
            f"levels 0 to {HIGHEST}, so there is no inventory. Leave --inventory out."
        )
    return found


def _has_levels(item: Item) -> bool:
    """Answered on levels; a yes or no about a strategy is none."""
    scores = [o.score for o in item.options if o.score is not None]
    return bool(scores) and max(scores) >= REGULAR


def index_measures(instrument: Instrument, held: list[Activity]) -> dict[str, Measure]:
    """Index measures of the activities, by domain; one over several domains is named by its measure id."""
    domain = {a.link_id: a.domain for a in held}
    found: dict[str, Measure] = {}
    for measure in instrument.measures:
        domains = {domain.get(link_id) for link_id in measure.items}
        if measure.kind == "index" and None not in domains:
            found[domains.pop() if len(domains) == 1 else measure.measure_id] = measure
    return found


def domain_score(levels: np.ndarray) -> np.ndarray:
    """0-100 per practice over the activities of a domain without an index measure. levels: practices x activities."""
    return index_score(levels, least_answers(levels.shape[1]), 0, HIGHEST)


def any_regular(level: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """1 where the level is at least 1, and at least 3; NaN where it is NaN."""
    unknown = np.isnan(level)
    return np.where(unknown, np.nan, level >= ANY), np.where(unknown, np.nan, level >= REGULAR)
