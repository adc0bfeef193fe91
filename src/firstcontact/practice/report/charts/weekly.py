"""Charts over the weeks of a run: visits by mode, cash, practices below zero."""

import altair as alt

from firstcontact.practice.report.charts.style import (
    COUNT,
    LINE,
    SHARE,
    USD,
    WIDTH,
    Rows,
    colour,
    layer,
    scale,
    svg,
    weeks,
    zero_line,
)

MODES = {"office": "blue", "video": "orange", "phone": "green"}
DASHES = [[1, 0], [6, 4], [2, 3]]
TOPS = (0.1, 0.25, 0.5, 1.0)


def visits(rows: Rows, usual: Rows) -> str:
    """C1. rows: week_start, mode, visits; usual: week_start, visits without the shock (may be empty)."""
    kind = alt.Color("mode:N", scale=scale(list(MODES), list(MODES.values())))
    ordered = [row | {"order": list(MODES).index(row["mode"])} for row in rows]
    x, axis = weeks(rows), alt.Axis(format=COUNT)
    y = alt.Y("visits:Q", stack="zero", title="visits per week and practice", axis=axis)
    areas = layer("rows").mark_area(opacity=0.9).encode(x=x, y=y, color=kind, order="order:Q")
    line = layer("usual").mark_line(color=colour("ink"), strokeDash=[6, 4], strokeWidth=1.8).encode(x=x, y="visits:Q")
    return svg((areas + line).properties(width=WIDTH, height=220), rows=ordered, usual=usual)


def cash(rows: Rows) -> str:
    """C2. rows: week_start, low, middle, high (USD per practice); the band is of one layer only."""
    x = weeks(rows)
    y = alt.Y("low:Q", title="cash, USD per practice", axis=alt.Axis(format=USD))
    band = layer("rows").mark_area(color=colour("sky"), opacity=0.45).encode(x=x, y=y, y2="high:Q")
    line = layer("rows").mark_line(color=colour("blue"), strokeWidth=LINE).encode(x=x, y="middle:Q")
    return svg((band + line + zero_line()).properties(width=WIDTH, height=240), rows=rows)


def below_zero(rows: Rows) -> str:
    """C4. rows: week_start, share (0..1), scenario; one line per scenario."""
    names = list(dict.fromkeys(row["scenario"] for row in rows))
    y = alt.Y("share:Q", title="share of practices", axis=alt.Axis(format=SHARE), scale=_share_scale(rows))
    hue = alt.Color("scenario:N", scale=scale(names, ["red", "blue", "green"][: len(names)]))
    dash = alt.StrokeDash("scenario:N", scale=alt.Scale(domain=names, range=DASHES[: len(names)]))
    lines = layer("rows").mark_line(strokeWidth=LINE).encode(x=weeks(rows), y=y, color=hue, strokeDash=dash)
    return svg(lines.properties(width=WIDTH, height=200), rows=rows)


def _share_scale(rows: Rows) -> alt.Scale:
    """From 0 to a round share above the largest, so that small shares are not blown up to the whole height."""
    largest = max((row["share"] for row in rows), default=0)
    return alt.Scale(domain=[0, next(top for top in TOPS if largest <= top)])
