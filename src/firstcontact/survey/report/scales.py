"""How the values of a measure are written."""

from collections.abc import Callable

from firstcontact.report.words import number, percent
from firstcontact.survey.instrument.measure import Measure

INDEX_KINDS = ("index", "count_at_least")
Form = Callable[[float | None], str]
WORDS = {
    "percent": "percent",
    "percent_chance": "percent chance",
    "share": "share",
}


def form_of(measure: Measure, statistic: str = "mean") -> Form:
    """Shares as whole percents, scores with two decimals, other units with one."""
    if statistic == "proportion" or measure.unit == "share" or measure.kind == "count_at_least":
        return percent
    if measure.unit in ("percent", "percent_chance") and statistic != "ratio":
        return _with_sign
    digits = 2 if statistic == "ratio" or (measure.scale_max is not None and measure.kind != "index") else 1
    return lambda value: number(value, digits)


def _with_sign(value: float | None) -> str:
    text = number(value, 1)
    return text if value is None else f"{text}%"


def unit_words(measure: Measure, statistic: str = "mean") -> str:
    """What the numbers are, for the text under a chart."""
    if statistic == "proportion" or measure.kind == "count_at_least":
        return "Share of those who answered"
    if statistic == "ratio":
        return "Ratio of two weighted totals"
    if statistic == "total":
        return "Weighted total"
    of = "Median" if statistic == "quantile" else "Mean"
    if measure.kind == "index":
        return f"{of} on a scale from 0 to 100"
    if measure.scale_min is not None and measure.scale_max is not None:
        return f"{of} on a scale from {measure.scale_min} to {measure.scale_max}"
    if measure.kind == "single" and measure.boxes:
        return f"{of} of the answers"
    return f"{of}, {WORDS.get(measure.unit, measure.unit)}" if measure.unit else of
