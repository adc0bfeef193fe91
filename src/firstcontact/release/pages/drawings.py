"""Which chart stands on which page: cells in, one shared drawing out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from firstcontact.release.cells import Cell
from firstcontact.release.charts import (
    Drawing,
    bars_group,
    boundary_map,
    dot_interval,
    funnel,
    histogram,
    line_trend,
    ranked_dots,
)
from firstcontact.release.charts.drawing import stratum_token
from firstcontact.release.charts.groups import GroupRow
from firstcontact.release.charts.maps import class_borders, class_of, tile_map
from firstcontact.release.charts.practices import Limits
from firstcontact.release.indicators import Indicator
from firstcontact.release.site import Site
from firstcontact.stats import funnel_proportion, overdispersion

FUNNEL_STEPS = 50
LEAST_FUNNEL = 5
LEAST_HISTOGRAM = 8
WIDEN_FROM = 2.0


@dataclass(frozen=True)
class AreaMap:
    drawing: Drawing
    borders: tuple[Decimal, ...]
    lowest: Decimal


@dataclass(frozen=True)
class PracticeChart:
    drawing: Drawing
    is_funnel: bool
    widened: bool = False


def trend(site: Site, measure: str, points: Sequence[Cell], kind: str) -> Drawing | None:
    """`kind` tells years from months."""
    if len(points) < 2 or not any(c.shown for c in points):
        return None
    axis = site.indicators.of(measure).axis(points)
    return site.drawing(("trend", measure, kind), lambda: line_trend(points, axis.ticks).about(measure))


def area_map(site: Site, measure: str, cells: Sequence[Cell]) -> AreaMap | None:
    shown = {c.group_id: c.number for c in cells if c.shown and ("area", c.group_id) in site.groups}
    if len(shown) < 2:
        return None
    borders = class_borders(list(shown.values()))
    classes = {area: class_of(value, borders) for area, value in shown.items()}

    def make() -> Drawing:
        drawn = boundary_map(site.outline, classes) if site.outline else tile_map(site.tiles, classes)
        return drawn.about(measure)

    return AreaMap(site.drawing(("map", measure), make), tuple(borders), min(shown.values()))


def practices(site: Site, indicator: Indicator, measure: str, cells: Sequence[Cell]) -> PracticeChart | None:
    """Funnel for shares of people or events, else ranked dots."""
    members = [c for c in cells if ("practice", c.group_id) in site.groups]
    shown = [c for c in members if c.shown]
    if len(shown) < 2:
        return None
    region = site.region(measure)
    axis = indicator.axis([*shown, region])
    if region and region.shown and _has_funnel(indicator, shown):
        limits, widened = _limits(shown, region.number)
        key = ("practices", measure)
        drawn = site.drawing(key, lambda: funnel(shown, region.number, limits, axis.ticks).about(measure))
        return PracticeChart(drawn, True, widened)
    line = region.number if region and region.shown else None
    return PracticeChart(
        site.drawing(("practices", measure), lambda: ranked_dots(shown, line, axis.ticks).about(measure)), False
    )


def _has_funnel(indicator: Indicator, shown: Sequence[Cell]) -> bool:
    share = indicator.definition["value"] == "ratio" and indicator.definition.get("numerator_unit") in (
        "people",
        "events",
    )
    return share and len(shown) >= LEAST_FUNNEL and all(c.denominator for c in shown)


def _limits(shown: Sequence[Cell], region: Decimal) -> tuple[Limits, bool]:
    """Limits in percent around the region value, from public (rounded) numbers of people only."""
    sizes = np.array([float(c.denominator) for c in shown])
    values = np.array([float(c.number) / 100 for c in shown])
    p = min(max(float(region) / 100, 1e-6), 1 - 1e-6)
    phi = overdispersion((values - p) / np.sqrt(p * (1 - p) / sizes))
    stretch = np.sqrt(phi) if phi > WIDEN_FROM else 1.0
    at = np.linspace(sizes.min(), sizes.max(), FUNNEL_STEPS)
    curves = [*funnel_proportion(p, at, 0.025), *funnel_proportion(p, at, 0.001)]
    wide = [np.clip(p + (c - p) * stretch, 0, 1) * 100 for c in curves]
    return Limits(at.tolist(), *(c.tolist() for c in wide)), phi > WIDEN_FROM


def strata(
    site: Site, indicator: Indicator, measure: str, kind: str, cells: Sequence[Cell], bars: bool = False
) -> Drawing | None:
    if not any(c.shown for c in cells):
        return None
    region = site.region(measure)
    axis = indicator.axis([*cells, region])
    rows = [GroupRow(stratum_token(c.stratum_kind, c.stratum), c) for c in cells if c.status != "not_applicable"]
    line = region.number if region and region.shown else None
    draw = bars_group if bars else dot_interval
    return site.drawing(("strata", measure, kind, bars), lambda: draw(rows, axis.ticks, line).about(measure))


def practice_histogram(site: Site, measure: str, cells: Sequence[Cell]) -> Drawing | None:
    shown = [c.number for c in cells if c.shown and ("practice", c.group_id) in site.groups]
    region = site.region(measure)
    if len(shown) < LEAST_HISTOGRAM or min(shown) == max(shown):
        return None
    line = region.number if region and region.shown else None
    return site.drawing(("histogram", measure), lambda: histogram(shown, line).about(measure))
