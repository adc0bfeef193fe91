"""Many practices at once: funnel, ranked dots, histogram. No names: the table beside holds them."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import altair as alt

from firstcontact.release.charts.clean import COLOURS
from firstcontact.release.charts.drawing import Drawing, count_token, word_token
from firstcontact.release.charts.spec import (
    FONT_SIZE,
    MAX_MARKS,
    WIDTH,
    axis_up,
    colour,
    draw,
    layer,
    place,
    roles,
    specify,
    tick_rows,
    x,
    y,
)
from firstcontact.release.ticks import nice_axis

# A number below the end of the axis is centred on it: half of it stands in the padding.
PADDING = {"left": 64, "right": 30, "top": 14, "bottom": 40}
HEIGHT = 260
PLOT = WIDTH - PADDING["left"] - PADDING["right"]
ROLES = ("better", "lower", "same")
SHAPES = ("triangle-up", "triangle-down", "circle")
CURVES = (("low95", "limit"), ("high95", "limit"), ("low998", "outer"), ("high998", "outer"))


class Limits(NamedTuple):
    """Funnel limits at the sizes `at`; all in the units of the value axis."""

    at: Sequence[float]
    low95: Sequence[float]
    high95: Sequence[float]
    low998: Sequence[float]
    high998: Sequence[float]


def funnel(cells: Sequence, region: Decimal, limits: Limits, ticks: Sequence[Decimal]) -> Drawing:
    """Shown practices by people (x, rounded) and value (y) with the 95 % and 99.8 % limits around the region value."""
    shown = [c for c in cells if c.shown and c.denominator][:MAX_MARKS]
    across = nice_axis(Decimal(0), max(Decimal(c.denominator) for c in shown), ticks=3)
    curves = {
        name: [
            {"at": place(a, across), "y": place(b, ticks)}
            for a, b in zip(limits.at, getattr(limits, name), strict=True)
        ]
        for name, _ in CURVES
    }
    points = [_point(c, place(Decimal(c.denominator), across), ticks) for c in shown]
    data = {
        "ticks": tick_rows(ticks),
        "across": tick_rows(across, count_token),
        "region": [{"at": place(region, ticks)}],
        "points": points,
    }
    return draw(_funnel_spec(), data | curves, "funnel")


def ranked_dots(cells: Sequence, region: Decimal | None, ticks: Sequence[Decimal]) -> Drawing:
    """Shown practices from the lowest to the highest value, with intervals where there are any."""
    shown = sorted((c for c in cells if c.shown), key=lambda c: (c.number, c.group_id))[:MAX_MARKS]
    points = [_point(c, round((n + 0.5) / len(shown), 6), ticks) for n, c in enumerate(shown)]
    line = [{"at": place(region, ticks)}] if region is not None else []
    words = [{"at": 0.5, "label": word_token("chart_ranked_axis")}]
    return draw(
        _ranked_spec(), {"ticks": tick_rows(ticks), "across": words, "region": line, "points": points}, "ranked"
    )


def histogram(values: Sequence[Decimal], marked: Decimal | None = None, classes: int = 10) -> Drawing:
    """Practices per class of value; `marked` gets a line. Class borders are round numbers that cover the values."""
    borders = nice_axis(min(values), max([*values, *([marked] if marked is not None else [])]), ticks=classes)
    pairs = list(pairwise(borders))
    counts = [sum(a <= v < b or v == b == borders[-1] for v in values) for a, b in pairs]
    ticks = nice_axis(Decimal(0), Decimal(max(counts)), ticks=4)
    bars = [
        {"a": place(a, borders), "b": place(b, borders), "n": place(n, ticks), "zero": 0}
        for (a, b), n in zip(pairs, counts, strict=True)
    ]
    labels = [row for n, row in enumerate(tick_rows(borders)) if n % max(1, len(borders) // 5) == 0]
    line = [{"at": place(marked, borders)}] if marked is not None else []
    return draw(
        _histogram_spec(),
        {"ticks": tick_rows(ticks, count_token), "across": labels, "bars": bars, "region": line},
        "histogram",
    )


def _point(cell, at: float, ticks: Sequence[Decimal]) -> dict:
    low, high = cell.interval or (cell.number, cell.number)
    role = cell.comparison if cell.comparison in ROLES else "same"
    return {
        "at": at,
        "y": place(cell.number, ticks),
        "low": place(low, ticks),
        "high": place(high, ticks),
        "role": role,
    }


def _points() -> alt.Chart:
    """Shape and colour tell the same: up better, down not as good, round about the same."""
    mark = layer("points").mark_point(size=70, filled=True, opacity=1, strokeWidth=1)
    shape = alt.Shape("role:N", scale=alt.Scale(domain=list(ROLES), range=list(SHAPES)), legend=None)
    return mark.encode(x=x("at"), y=y("y"), shape=shape, fill=roles("role", ROLES), stroke=colour("paper"))


def _labels() -> alt.Chart:
    mark = layer("across").mark_text(baseline="top", dy=10, fontSize=FONT_SIZE)
    return mark.encode(x=x("at"), y=alt.value(HEIGHT), text="label:N", fill=colour("soft"))


def _region() -> alt.Chart:
    return layer("region").mark_rule(strokeWidth=1.5, strokeDash=[5, 4]).encode(y=y("at"), stroke=colour("region"))


@cache
def _funnel_spec() -> dict:
    layers = []
    for name, role in CURVES:
        mark = layer(name).mark_line(strokeWidth=1.5, clip=True, strokeDash=[1, 0] if role == "limit" else [2, 3])
        layers.append(mark.encode(x=x("at"), y=y("y"), stroke=colour(role)))
    return specify([*axis_up(), *layers, _region(), _points(), _labels()], PLOT, HEIGHT, PADDING)


@cache
def _ranked_spec() -> dict:
    whiskers = layer("points").mark_rule(strokeWidth=2, clip=True)
    whiskers = whiskers.encode(x=x("at"), y=y("low"), y2="high:Q", stroke=colour("band"))
    return specify([*axis_up(), whiskers, _region(), _points(), _labels()], PLOT, HEIGHT, PADDING)


@cache
def _histogram_spec() -> dict:
    bars = layer("bars").mark_rect(strokeWidth=1.5, stroke=COLOURS["paper"])
    line = layer("region").mark_rule(strokeWidth=2.5, strokeDash=[5, 4]).encode(x=x("at"), stroke=colour("region"))
    layers = [*axis_up(), bars.encode(x=x("a"), x2="b:Q", y=y("n"), y2="zero:Q", fill=colour("main")), line, _labels()]
    return specify(layers, PLOT, HEIGHT, PADDING)
