"""Estimates for the region and its groups, with design effects and the gap of each group to a reference.

Source: specs/surveys/README.md 11.5, 11.6.
"""

from collections import Counter, defaultdict

from firstcontact.report.blocks import Block, Figure, Section, Table, Text
from firstcontact.report.words import NONE, number, span
from firstcontact.survey.compare_groups import in_order
from firstcontact.survey.instrument.measure import Measure
from firstcontact.survey.report.charts import Dot, dots
from firstcontact.survey.report.gaps import Gap, gaps_of_wave
from firstcontact.survey.report.scales import Form, form_of, unit_words
from firstcontact.survey.report.source import Source
from firstcontact.survey.report.words import band, plain

LEAST, LEAST_DF = 30, 8
ALL = "all"
TITLES = {"ratio": "ratio of totals", "total": "total", "quantile": "median"}
CONVENIENCE = (
    "The answers are adjusted, not a probability sample: intervals are model-based, no margin of error, and those who "
    "answered are participants."
)


def region(source: Source) -> Section | None:
    """None where nothing was estimated."""
    found = by_measure(source)
    if not found:
        return None
    lead = (
        f"Estimates for all whom the survey stands for, with 95% intervals. A group with fewer than {LEAST} "
        f"respondents or {LEAST_DF} degrees of freedom is listed without its number. A design effect above 1 says "
        "how much more spread the sample has than a simple random one of the same size."
    )
    blocks: list[Block] = [Text(lead)]
    if source.wave.info.sample_kind == "convenience":
        blocks.append(Text(CONVENIENCE))
    gaps = gaps_of_wave(source)
    blocks += [_figure(source, key, rows, gaps) for key, rows in found.items()]
    return Section("region", "Estimates for the region", blocks)


def by_measure(source: Source) -> dict[tuple[str, str], list[dict]]:
    """(measure with suffix, statistic) -> rows of survey_estimate, the region first, groups in their order."""
    found: dict[tuple[str, str], list[dict]] = defaultdict(list)
    for row in source.rows("estimates", "survey_estimate"):
        found[source.name(row["measure"]), row["statistic"]].append(row)
    return {key: sorted(_compared(rows), key=_order) for key, rows in found.items()}


def _compared(rows: list[dict]) -> list[dict]:
    """Without the group of a kind that has one group only: it is the region again."""
    size = Counter(group_of(r)[0] for r in rows)
    return [r for r in rows if group_of(r)[0] == ALL or size[group_of(r)[0]] > 1]


def _order(row: dict) -> tuple:
    kind, level = group_of(row)
    return kind != ALL, kind, in_order(level)


def group_of(row: dict) -> tuple[str, str]:
    """(kind, level) of a row; (`all`, `all`) for the region."""
    if row["stratum_kind"] != ALL:
        return row["stratum_kind"], row["stratum"]
    return (ALL, ALL) if row["group_kind"] == "region" else (row["group_kind"], row["group_id"])


def is_shown(row: dict, measure: Measure) -> bool:
    least = max(LEAST, measure.report.min_respondents)
    return row["value"] is not None and row["n"] >= least and row["df"] >= LEAST_DF


def title_of(source: Source, measure: Measure, statistic: str) -> str:
    title = source.say(measure.title)
    several = len(measure.estimate) > 1 and statistic in TITLES
    return f"{title} ({TITLES[statistic]})" if several else title


def _figure(source: Source, key: tuple[str, str], rows: list[dict], gaps: dict) -> Figure:
    name, statistic = key
    measure = source.instrument.measure_by_id[name.partition(".")[0]]
    form, title = form_of(measure, statistic), title_of(source, measure, statistic)
    whole = rows[0]
    found = {group_of(r): gaps.get((measure.measure_id, statistic, *group_of(r))) for r in rows}
    marks = [_dot(r, measure, found[group_of(r)]) for r in rows]
    has_gaps = any(g is not None and g.value is not None for g in found.values())
    header = ["Group", "Estimate", "95% interval", "Respondents", "Design effect"]
    return Figure(
        title=title,
        svg=dots(marks, form, whole["value"] if is_shown(whole, measure) else None),
        summary=_summary(whole, measure, form, statistic),
        legend="Dashed: region."
        + (" Square: differs from its reference group by more than chance." if any(m.marked for m in marks) else ""),
        table=Table(
            title,
            [*header, "Difference from reference", "its 95% interval"] if has_gaps else header,
            [_row(r, measure, form, found[group_of(r)], has_gaps) for r in rows],
            wide=has_gaps,
        ),
    )


def _summary(whole: dict, measure: Measure, form: Form, statistic: str) -> str:
    if not is_shown(whole, measure):
        return f"{unit_words(measure, statistic)}. Too few respondents; the number is not shown."
    interval = span(form(whole["lower"]), form(whole["upper"]))
    words, value = unit_words(measure, statistic), form(whole["value"])
    return f"{words}: {value} (95% interval {interval}), {whole['n']:,} respondents."


def label_of(row: dict) -> str:
    kind, level = group_of(row)
    return "region" if kind == ALL else f"{plain(kind)}: {plain(level)}"


def _dot(row: dict, measure: Measure, gap: Gap | None) -> Dot:
    if not is_shown(row, measure):
        return Dot(label_of(row), None, words="too few")
    return Dot(label_of(row), row["value"], row["lower"], row["upper"], bool(gap and gap.differs))


def _row(row: dict, measure: Measure, form: Form, gap: Gap | None, has_gaps: bool) -> list[str]:
    if not is_shown(row, measure):
        return [label_of(row), "too few", NONE, band(row["n"]), NONE, *([NONE, NONE] if has_gaps else [])]
    cells = [
        label_of(row),
        form(row["value"]),
        span(form(row["lower"]), form(row["upper"])),
        f"{row['n']:,}" if group_of(row)[0] == ALL else band(row["n"]),
        number(row["deff"]),
    ]
    return [*cells, *_gap_cells(gap, form)] if has_gaps else cells


def _gap_cells(gap: Gap | None, form: Form) -> list[str]:
    if gap is None:
        return [NONE, NONE]
    if gap.is_reference:
        return ["reference", NONE]
    if gap.value is None:
        return ["too few", NONE]
    words = " (differs)" if gap.differs else ""
    return [form(gap.value) + words, span(form(gap.lower), form(gap.upper))]
