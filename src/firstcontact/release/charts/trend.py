"""Values over time: a line with its interval band, gaps where a value is hidden."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

import altair as alt

from firstcontact.release.charts.drawing import Drawing, number_token, period_token
from firstcontact.release.charts.spec import (
    FONT_SIZE,
    WIDTH,
    axis_up,
    colour,
    draw,
    layer,
    place,
    specify,
    tick_rows,
    x,
    y,
)

PADDING = {"left": 64, "right": 66, "top": 14, "bottom": 34}
HEIGHT = 230
FEW = 12


def line_trend(points: Sequence, ticks: Sequence[Decimal]) -> Drawing:
    """`points`: cells in order of time, hidden ones included (they leave a gap). `ticks`: values of the y axis."""
    last = max(len(points) - 1, 1)
    rows = [_row(round(n / last, 6), cell, ticks) for n, cell in enumerate(points)]
    shown = [r for r in rows if r["value"] is not None]
    data = {
        "ticks": tick_rows(ticks),
        "line": rows,
        "band": rows,
        "dots": shown if len(rows) <= FEW else shown[-1:],
        "end": shown[-1:],
        "periods": _periods(points, last),
    }
    return draw(_spec(), data, "trend")


@cache
def _spec() -> dict:
    band = layer("band").mark_area(clip=True).encode(x=x("at"), y=y("low"), y2="high:Q", fill=colour("band"))
    line = layer("line").mark_line(strokeWidth=2.5, strokeJoin="round", strokeCap="round", clip=True)
    dots = layer("dots").mark_circle(size=64, opacity=1)
    ends = layer("end").mark_text(align="left", dx=10, baseline="middle", fontSize=FONT_SIZE, fontWeight="bold")
    periods = layer("periods").mark_text(baseline="top", dy=12, fontSize=FONT_SIZE)
    layers = [
        *axis_up(),
        band,
        line.encode(x=x("at"), y=y("value"), stroke=colour("main")),
        dots.encode(x=x("at"), y=y("value"), fill=colour("main")),
        ends.encode(x=x("at"), y=y("value"), text="label:N", fill=colour("ink")),
        periods.encode(x=x("at"), y=alt.value(HEIGHT), text="label:N", fill=colour("soft")),
    ]
    return specify(layers, WIDTH - PADDING["left"] - PADDING["right"], HEIGHT, PADDING)


def _row(at: float, cell, ticks: Sequence[Decimal]) -> dict:
    if not cell.shown:
        return {"at": at, "value": None, "low": None, "high": None, "label": ""}
    low, high = (place(v, ticks) for v in cell.interval) if cell.interval else (None, None)
    return {"at": at, "value": place(cell.number, ticks), "low": low, "high": high, "label": number_token(cell.value)}


def _periods(points: Sequence, last: int) -> list[dict]:
    """Every year; of months each January, named by its year."""
    months = len(points) > FEW
    wanted = [n for n, c in enumerate(points) if not months or c.start[5:7] == "01"]
    names = [points[n].start[:4] if months else points[n].period for n in wanted]
    return [{"at": round(n / last, 6), "label": period_token(name)} for n, name in zip(wanted, names, strict=True)]
