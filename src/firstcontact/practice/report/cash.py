"""Visits and cash over the weeks: charts C1, C2 and C4."""

import math

from firstcontact.practice.report import charts
from firstcontact.practice.report.front import pay_rules
from firstcontact.practice.report.source import Row, Source
from firstcontact.practice.report.words import count, share, usd
from firstcontact.report.blocks import LONG, Block, Figure, Section, Table, Text
from firstcontact.report.words import NONE

MODES = ("office", "video", "phone")
BAND = "The band is the uncertainty of the estimate: 5th to 95th percentile over the draws of the mean of a practice."
NO_SPREAD = "The lines are means over practices and draws; no spread is drawn."
SHARE_LAYER = (
    "A share of practices (between practices), as a mean over the draws. Below zero is a need for money, no closure."
)
FOUR_WEEKS = 4
MOST_ROWS = LONG - 1  # of a weekly table, with the last week one more: it stands beside its chart


def cash(source: Source) -> Section | None:
    """None where the run wrote no weekly rows."""
    rows = source.weekly()
    if not rows:
        return None
    usual = source.weekly(baseline=True)
    blocks: list[Block] = [_visits(rows, usual)]
    blocks += [_cash(rows, source) if _has_band(rows) else Text("The run is too large for weekly quantiles of cash.")]
    blocks.append(_below_zero(rows, usual))
    return Section("cash", "Visits and cash, week by week", blocks)


def _visits(rows: list[Row], usual: list[Row]) -> Figure:
    stacked = [
        {"week_start": _day(row), "mode": mode, "visits": row[f"visits_{mode}"]} for row in rows for mode in MODES
    ]
    line = [{"week_start": _day(row), "visits": row["visits_mean"]} for row in usual]
    words = _visit_words(rows, usual)
    header = ("Week of", "All", *MODES, "Without the shock")
    table = Table("Visits per week and practice", header, _visit_rows(rows, usual), note=_note(rows))
    return Figure("Weekly visits by mode", charts.visits(stacked, line), words, NO_SPREAD, table, "C1")


def _visit_words(rows: list[Row], usual: list[Row]) -> str:
    lowest = min(rows, key=lambda row: row["visits_mean"])
    last = count(rows[-1]["visits_mean"])
    if count(lowest["visits_mean"]) == count(max(row["visits_mean"] for row in rows)):
        return f"Visits stay at {last} a week per practice."
    return (
        f"Visits are lowest in the week of {_day(lowest)}, with {count(lowest['visits_mean'])} per practice"
        f"{_against(lowest, usual)}, and stand at {last} in the last week."
    )


def _against(lowest: Row, usual: list[Row]) -> str:
    same = next((row["visits_mean"] for row in usual if row["week"] == lowest["week"]), None)
    if not same:
        return ""
    return f" against {count(same)} in the baseline ({share(lowest['visits_mean'] / same - 1)})"


def _visit_rows(rows: list[Row], usual: list[Row]) -> list[tuple[str, ...]]:
    baseline = {row["week"]: row["visits_mean"] for row in usual}
    return [
        (
            _day(row),
            count(row["visits_mean"]),
            *(count(row[f"visits_{mode}"]) for mode in MODES),
            count(baseline.get(row["week"])),
        )
        for row in _some(rows)
    ]


def _cash(rows: list[Row], source: Source) -> Figure:
    band = [
        {"week_start": _day(row), "low": row["cash_p5"], "middle": row["cash_p50"], "high": row["cash_p95"]}
        for row in rows
    ]
    band = [{k: v if k == "week_start" else float(v) for k, v in row.items()} for row in band]
    below = next((row["week_start"] for row in band if row["low"] < 0), None)
    first = f"The lower end is below zero from the week of {below}" if below else "The lower end stays above zero"
    words = (
        f"{first}; the median is {usd(band[0]['middle'])} in the first week and {usd(band[-1]['middle'])} in the last."
    )
    cells = [(_day(r), *(usd(r[f"cash_{c}"]) for c in ("p5", "p50", "p95", "mean"))) for r in _some(rows)]
    table = Table("Cash, USD per practice", ("Week of", "P5", "Median", "P95", "Mean"), cells, note=_note(rows))
    layer = f"{BAND} Pay rule: {pay_rules(source) or NONE}."
    return Figure("Weekly cash: median and 5-95% band", charts.cash(band), words, layer, table, "C2")


def _below_zero(rows: list[Row], usual: list[Row]) -> Figure:
    runs = {"this scenario": rows, "baseline": usual}
    lines = [
        {"week_start": _day(row), "share": float(row["share_below_zero"] or 0), "scenario": name}
        for name, found in runs.items()
        for row in found
    ]
    worst = max(rows, key=lambda row: row["share_below_zero"] or 0)
    words = (
        f"At most {share(worst['share_below_zero'])} of practices have cash below zero, in the week of {_day(worst)}; "
        f"in the last week {share(rows[-1]['share_below_zero'])}."
    )
    baseline = {row["week"]: row["share_below_zero"] for row in usual}
    cells = [(_day(r), share(r["share_below_zero"]), share(baseline.get(r["week"]))) for r in _some(rows)]
    header = ("Week of", "This scenario", "Baseline")
    table = Table("Practices below zero cash", header, cells, note=_note(rows))
    title = "Share of practices with cash below zero"
    return Figure(title, charts.below_zero(lines), words, SHARE_LAYER, table, "C4")


def _has_band(rows: list[Row]) -> bool:
    return all(row["cash_p5"] is not None for row in rows)


def _step(rows: list[Row]) -> int:
    """Every fourth week, or a multiple of four where that would be too many."""
    return FOUR_WEEKS * math.ceil(len(rows) / (FOUR_WEEKS * MOST_ROWS))


def _some(rows: list[Row]) -> list[Row]:
    return [row for i, row in enumerate(rows) if i % _step(rows) == 0 or i == len(rows) - 1]


def _note(rows: list[Row]) -> str:
    return f"Every {_step(rows)} weeks and the last; all weeks are in weekly.csv."


def _day(row: Row) -> str:
    return str(row["week_start"])
