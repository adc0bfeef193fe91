"""measures.json beside the region estimates: what a release needs to know of each.

Source: specs/surveys/README.md 11.
"""

from collections.abc import Sequence
from typing import Any

from firstcontact.survey.definition import definition_of
from firstcontact.survey.estimate.region_rows import LEAST_DF
from firstcontact.survey.estimate.wave_plan import Planned
from firstcontact.survey.instrument.formula import leaves, parse
from firstcontact.survey.instrument.measure import Measure
from firstcontact.survey.instrument.model import Instrument

METHOD = "Design-weighted estimate with its interval; specs/surveys/design-estimation.md"
WORDS = {
    "mean": "Sum of the respondents' values: estimate times respondents.",
    "proportion": "Respondents with the answer, not weighted.",
    "ratio": "Weighted total of the numerator.",
    "total": "Weighted total.",
    "quantile": "Weighted median.",
}


def estimate_definitions(instrument: Instrument, planned: Sequence[Planned]) -> list[dict[str, Any]]:
    """One definition per result id, in the order of the measures. Keys are those of a measure's YAML."""
    first = {p.name: p for p in reversed(planned)}
    return [_definition(instrument, first[name]) for name in dict.fromkeys(p.name for p in planned)]


def _definition(instrument: Instrument, plan: Planned) -> dict[str, Any]:
    measure, statistic = plan.measure, plan.asked.statistic
    is_share = statistic == "proportion"
    return definition_of(instrument, measure, plan.name, METHOD, _items(measure)) | {
        "numerator": WORDS[statistic],
        "denominator": "Respondents with an answer.",
        "value": "ratio" if is_share else "mean",
        "numerator_unit": "people" if is_share else "score",
        "groups": ["region"],
        "publish_if": {"people_at_least": measure.report.min_respondents, "df_at_least": LEAST_DF},
        "unit": measure.unit,
    }


def _items(measure: Measure) -> list[str]:
    """Items of the measure in the order in which it names them."""
    named = list(measure.items)
    texts = [measure.formula, *([measure.ratio.numerator, measure.ratio.denominator] if measure.ratio else [])]
    for text in filter(None, texts):
        named += [leaf.item for leaf in leaves(parse(text))]
    return list(dict.fromkeys(named))
