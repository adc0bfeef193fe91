"""Values side by side: one row a group, its name above its mark, so that long names fit a phone."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import altair as alt

from firstcontact.release.charts.drawing import Drawing, number_token
from firstcontact.release.charts.spec import (
    FONT_SIZE,
    WIDTH,
    axis_across,
    colour,
    draw,
    layer,
    place,
    specify,
    tick_rows,
    x,
    y,
)

ROW = 46
NAME, MARK, HALF_BAR = 14, 33, 8
PADDING = {"left": 18, "right": 28, "top": 6, "bottom": 36}
PLOT = WIDTH - PADDING["left"] - PADDING["right"]


class GroupRow(NamedTuple):
    """`label`: token or name; `cell`: public row. Rows that are hidden keep their name and get no mark."""

    label: str
    cell: object


def dot_interval(groups: Sequence[GroupRow], ticks: Sequence[Decimal], region: Decimal | None = None) -> Drawing:
    """A point and its interval for each group, the region as a dashed line."""
    return draw(_dots_spec(len(groups)), _data(groups, ticks, region), "dots")


def bars_group(groups: Sequence[GroupRow], ticks: Sequence[Decimal], region: Decimal | None = None) -> Drawing:
    """Bars from zero with an interval whisker."""
    return draw(_bars_spec(len(groups)), _data(groups, ticks, region), "bars")


def _data(groups: Sequence[GroupRow], ticks: Sequence[Decimal], region: Decimal | None) -> dict[str, list[dict]]:
    height = len(groups) * ROW
    names = [{"label": g.label, "y": 1 - (n * ROW + NAME) / height} for n, g in enumerate(groups)]
    marks = [_mark(n, g.cell, ticks, height) for n, g in enumerate(groups) if g.cell.shown]
    line = [{"at": place(region, ticks)}] if region is not None else []
    return {"ticks": tick_rows(ticks), "names": names, "marks": marks, "region": line}


def _mark(n: int, cell, ticks: Sequence[Decimal], height: int) -> dict:
    low, high = cell.interval or (cell.number, cell.number)
    middle = n * ROW + MARK
    places = {
        "zero": place(max(ticks[0], Decimal(0)), ticks),
        "value": place(cell.number, ticks),
        "low": place(low, ticks),
        "high": place(high, ticks),
    }
    heights = {
        "y": 1 - middle / height,
        "top": 1 - (middle - HALF_BAR) / height,
        "foot": 1 - (middle + HALF_BAR) / height,
    }
    return places | heights | {"name_y": 1 - (n * ROW + NAME) / height, "words": number_token(cell.value)}


@cache
def _dots_spec(rows: int) -> dict:
    whiskers = layer("marks").mark_rule(strokeWidth=5, strokeCap="round", clip=True)
    dots = layer("marks").mark_circle(size=110, opacity=1, clip=True)
    marks = [
        whiskers.encode(x=x("low"), x2="high:Q", y=y("y"), stroke=colour("band")),
        dots.encode(x=x("value"), y=y("y"), fill=colour("main")),
    ]
    return _frame(rows, marks)


@cache
def _bars_spec(rows: int) -> dict:
    bars = layer("marks").mark_rect(clip=True)
    whiskers = layer("marks").mark_rule(strokeWidth=2, clip=True)
    marks = [
        bars.encode(x=x("zero"), x2="value:Q", y=y("top"), y2="foot:Q", fill=colour("band")),
        whiskers.encode(x=x("low"), x2="high:Q", y=y("y"), stroke=colour("main")),
    ]
    return _frame(rows, marks)


def _frame(rows: int, marks: list[alt.Chart]) -> dict:
    """Axis, region line, marks, then names and values above the marks."""
    region = layer("region").mark_rule(strokeWidth=1.5, strokeDash=[5, 4]).encode(x=x("at"), stroke=colour("region"))
    names = layer("names").mark_text(align="left", baseline="middle", fontSize=FONT_SIZE)
    values = layer("marks").mark_text(align="right", baseline="middle", fontSize=FONT_SIZE, fontWeight="bold")
    texts = [
        names.encode(x=alt.value(0), y=y("y"), text="label:N", fill=colour("ink")),
        values.encode(x=alt.value(PLOT), y=y("name_y"), text="words:N", fill=colour("ink")),
    ]
    return specify([*axis_across(rows * ROW), region, *marks, *texts], PLOT, rows * ROW, PADDING)
