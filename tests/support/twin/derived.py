"""gap and ratio between strata of the region, and the monthly index of the shock monitor."""

from collections import defaultdict
from datetime import date
from statistics import mean

from support.twin.core import Core
from support.twin.dates import last_of_month
from support.twin.grouping import Key, Row
from support.twin.settings import Event

ORDERED = {"deprivation_quintile": ("1", "5")}
STRATIFIERS = ("race_ethnicity", "payer", "deprivation_quintile")
INDEX_OF = {"visit_volume.all": "visit_volume_index", "prescription_volume.fills": "prescription_volume_index"}
NO_ROW = Row(applies=False)


def gaps_and_ratios(rows: dict[Key, Row]) -> dict[Key, Row]:
    """One row for each base row of the region that has strata of the stratifier."""
    strata: dict = defaultdict(dict)
    for (name, start, end, group_kind, group, kind, stratum), row in rows.items():
        if group_kind == "region" and kind in STRATIFIERS:
            strata[name, start, end, group_kind, group, kind][stratum] = row
    found = {}
    for (name, *place, kind), of_stratum in strata.items():
        high, low = _pair(kind, of_stratum)
        usable = high.applies and low.applies and high.enough and low.enough
        gap = high.value - low.value if usable else None
        ratio = high.value / low.value if usable and low.value != 0 else None
        for form, value in (("gap", gap), ("ratio", ratio)):
            people = min(high.people, low.people)
            found[(f"{form}.{name}", *place, kind, "all")] = Row(people=people, value=value, applies=value is not None)
    return found


def _pair(kind: str, strata: dict[str, Row]) -> tuple[Row, Row]:
    """Ordered: most advantaged and least advantaged. Not ordered: highest and lowest of those with 30 people."""
    if kind in ORDERED:
        least, most = ORDERED[kind]
        return strata.get(most, NO_ROW), strata.get(least, NO_ROW)
    known = [r for s, r in sorted(strata.items()) if s != "unknown" and r.applies and r.people >= 30]
    if len(known) < 2:
        return NO_ROW, NO_ROW
    return max(known, key=lambda r: r.value), min(known, key=lambda r: r.value)


def indices(core: Core, rows: dict[Key, Row]) -> dict[Key, Row]:
    """100 x the month over its baseline, for each month row of the base."""
    event = core.settings.event
    if event is None:
        return {}
    series: dict = defaultdict(dict)
    for (name, start, end, *place), row in rows.items():
        if name in INDEX_OF and end.month == start.month:
            series[name, tuple(place)][start] = row
    found = {}
    for (name, place), months in series.items():
        for month, row in months.items():
            for variant, baseline in BASELINES.items():
                key = (f"{INDEX_OF[name]}.{variant}", month, last_of_month(month), *place)
                found[key] = _index(row, month, months, baseline, event)
    return found


def _index(row: Row, month: date, months: dict[date, Row], baseline, event: Event) -> Row:
    usual = {m: r for m, r in months.items() if event.baseline_from <= m <= event.baseline_to}
    if baseline is _same_month:
        usual = {m: r for m, r in usual.items() if m.month == month.month}
    inputs = [row, *usual.values()]
    if not all(r.applies and r.enough for r in inputs):
        return Row(applies=False)
    expected = baseline({m: r.value for m, r in usual.items()}, month)
    if not expected or expected < 0:  # a trend may fall below zero, and nothing is a share of that
        return Row(applies=False)
    return Row(people=min(r.people for r in inputs), value=100 * row.value / expected)


def _mean(usual: dict[date, float], month: date) -> float | None:
    return mean(usual.values()) if len(usual) >= 6 else None


def _same_month(usual: dict[date, float], month: date) -> float | None:
    same = [value for m, value in usual.items() if m.month == month.month]
    return mean(same) if same else None


def _trend(usual: dict[date, float], month: date) -> float | None:
    """A least squares line on the month number, calendar-month means of both removed: seasons leave growth alone."""
    if len(usual) < 24 or month.month not in {m.month for m in usual}:
        return None
    number = {m: m.year * 12 + m.month for m in usual}
    season = {m.month: _same_month(usual, m) for m in usual}
    middle = {m.month: _same_month(number, m) for m in usual}
    apart = {m: number[m] - middle[m.month] for m in usual}
    slope = sum(apart[m] * (v - season[m.month]) for m, v in usual.items()) / sum(a * a for a in apart.values())
    return season[month.month] + slope * (month.year * 12 + month.month - middle[month.month])


BASELINES = {"mean": _mean, "same_month": _same_month, "trend": _trend}
