"""Which estimates a wave's instrument asks for: every measure, for the region and for each level of the domains."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firstcontact.survey.estimate.spec import Asked, Mean, Proportion, Quantile, Ratio, Total
from firstcontact.survey.estimate.wave_answers import RATIO
from firstcontact.survey.instrument.measure import Measure

MEDIAN = 0.5
SUFFIX = {"ratio": ".ratio", "total": ".total", "quantile": ".q50"}
YES = "1"


@dataclass(frozen=True)
class Planned:
    """One estimate of a measure. name: measure id with the suffix of a statistic that is no mean or share."""

    measure: Measure
    asked: Asked
    name: str


def plan(measures: Sequence[Measure], domains: Sequence[str]) -> list[Planned]:
    """In the order of the measures; each first for the region, then by each domain column."""
    return [p for m in measures for by in (None, *domains) for p in _of_measure(m, by)]


def _of_measure(measure: Measure, by: str | None) -> Iterator[Planned]:
    for word in measure.estimate or ("mean",):
        asked = _asked(measure, word, by)
        yield Planned(measure, asked, measure.measure_id + SUFFIX.get(asked.statistic, ""))


def _asked(measure: Measure, word: str, by: str | None) -> Asked:
    name = measure.measure_id
    common = {"id": f"{name}:{word}:{by or ''}", "by": by, "statistic": "ratio" if word == RATIO else word}
    match word:
        case "mean":
            return Mean(**common, variable=name)
        case "total":
            return Total(**common, variable=name)
        case "proportion":
            return Proportion(**common, variable=name, equals=YES)
        case "quantile":
            return Quantile(**common, variable=name, p=MEDIAN)
        case _:
            return Ratio(**common, numerator=f"{name}:numerator", denominator=f"{name}:denominator")
