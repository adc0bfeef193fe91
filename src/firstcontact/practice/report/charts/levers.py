"""Charts of one lever, and of all assumptions in turn."""

import altair as alt

from firstcontact.practice.report.charts.style import (
    COUNT,
    LINE,
    ONE,
    SHARE,
    USD,
    WIDTH,
    Rows,
    colour,
    layer,
    scale,
    svg,
    zero_line,
)

BAR = 24
MAX_BARS = 15
NAME_WIDTH = 215  # of the names of assumptions


def breakeven(rows: Rows, value: float | None, lever: str) -> str:
    """C5. rows: lever_value, mean, lo, hi, prob_better; `value` is marked in both panels; `lever` names the axis."""
    mark = layer("mark").mark_rule(color=colour("red"), strokeDash=[5, 4], strokeWidth=1.8).encode(x="at:Q")
    money = alt.Y("mean:Q", title="difference of net, USD", axis=alt.Axis(format=USD))
    mean = layer("rows").mark_line(color=colour("blue"), strokeWidth=LINE).encode(x=_lever(None), y=money)
    band = layer("band").mark_area(color=colour("sky"), opacity=0.45).encode(x=_lever(None), y="lo:Q", y2="hi:Q")
    sure = alt.Y("prob_better:Q", title="probability", axis=alt.Axis(format=SHARE), scale=alt.Scale(domain=[0, 1]))
    curve = layer("rows").mark_line(color=colour("ink"), strokeWidth=LINE).encode(x=_lever(lever), y=sure)
    upper = (band + mean + zero_line() + mark).properties(width=WIDTH, height=190)
    chart = alt.vconcat(upper, (curve + mark).properties(width=WIDTH, height=110))
    known = [row for row in rows if row["lo"] is not None]
    return svg(chart, rows=rows, band=known, mark=[] if value is None else [{"at": value}])


def _lever(title: str | None) -> alt.X:
    scale_of_lever = alt.Scale(zero=False, nice=False)
    return alt.X("lever_value:Q", title=title, axis=alt.Axis(tickCount=6), scale=scale_of_lever)


def tornado(rows: Rows, base: float, unit: str, money: bool) -> str:
    """C7. rows: parameter, at (low, high), outcome, in the order of rank; bars leave the base in both directions."""
    names = list(dict.fromkeys(row["parameter"] for row in rows))
    axis = alt.Axis(format=USD if money else COUNT, tickCount=4)
    x = alt.X("base:Q", title=unit, axis=axis, scale=alt.Scale(zero=False))
    y = alt.Y("parameter:N", sort=names, title=None, axis=alt.Axis(labelLimit=NAME_WIDTH))
    ends = alt.Color("at:N", scale=scale(["low", "high"], ["orange", "blue"]))
    bars = layer("rows").mark_bar(height=BAR * 0.6).encode(x=x, x2="outcome:Q", y=y, color=ends)
    rule = layer(ONE).mark_rule(color=colour("ink")).encode(x=alt.datum(base))
    chart = (bars + rule).properties(width=WIDTH - NAME_WIDTH + 40, height=BAR * len(names))
    return svg(chart, rows=[row | {"base": base} for row in rows])
