"""Charts of who gains and who loses between practices."""

import math
from collections.abc import Sequence

import altair as alt

from firstcontact.practice.report.charts.style import ONE, SHARE, USD, WIDTH, Rows, colour, layer, scale, svg
from firstcontact.report.steps import round_step

BINS = 24
SIDES = {"worse": "red", "same": "neutral", "better": "blue"}
BAR = 26


def change(values: Sequence[float]) -> str:
    """C3. values: change of net per FTE MD (USD a year) of each practice; histogram above, cumulative share below."""
    bars = histogram(values)
    domain = alt.Scale(domain=[bars[0]["from"], bars[-1]["to"]], nice=False)
    upper = _counts(domain).properties(width=WIDTH, height=150)
    lower = _cumulative(domain, bars[0]["to"] - bars[0]["from"]).properties(width=WIDTH, height=110)
    return svg(alt.vconcat(upper, lower), bars=bars, line=[{"to": bars[0]["from"], "share": 0.0}, *bars])


def _counts(domain: alt.Scale) -> alt.Chart:
    side = alt.Color("side:N", scale=scale(["loses", "gains"], ["red", "blue"]))
    x = alt.X("from:Q", scale=domain, title=None, axis=alt.Axis(format=USD, tickCount=5))
    y = alt.Y("practices:Q", title="practices")
    return layer("bars").mark_bar(stroke=None).encode(x=x, x2="to:Q", y=y, y2=alt.datum(0), color=side)


def _cumulative(domain: alt.Scale, step: float) -> alt.LayerChart:
    title = f"change of net per FTE MD, USD (bars of {step:,.0f})"
    x = alt.X("to:Q", scale=domain, title=title, axis=alt.Axis(format=USD, tickCount=5))
    y = alt.Y("share:Q", title="share at or below", axis=alt.Axis(format=SHARE), scale=alt.Scale(domain=[0, 1]))
    line = layer("line").mark_line(color=colour("ink"), strokeWidth=2).encode(x=x, y=y)
    zero = layer(ONE).mark_rule(color=colour("ink"), strokeDash=[3, 3]).encode(x=alt.datum(0))
    return line + zero


def histogram(values: Sequence[float]) -> Rows:
    """Bars of a round width with an edge at 0: from, to, practices, share (cumulative), side."""
    lowest, highest = min(*values, 0), max(*values, 0)
    step = round_step((highest - lowest) / BINS) if highest > lowest else 1.0
    first, last = math.floor(lowest / step), math.ceil(highest / step)
    last = max(last, first + 1)
    found = [0] * (last - first)
    for value in values:
        found[min(max(math.ceil(value / step) - 1 - first, 0), len(found) - 1)] += 1
    rows, seen = [], 0
    for i, count in enumerate(found):
        seen += count
        begin = (first + i) * step
        side = "loses" if begin < 0 else "gains"
        rows.append({"from": begin, "to": begin + step, "practices": count, "share": seen / len(values), "side": side})
    return rows


def sides(rows: Rows) -> str:
    """C6. rows: group, side (worse, same, better), share; one bar per group in the order given."""
    groups = list(dict.fromkeys(row["group"] for row in rows))
    ordered = [row | {"order": list(SIDES).index(row["side"])} for row in rows]
    axis = alt.Axis(format=SHARE)
    x = alt.X("share:Q", stack="zero", title="share of practices", axis=axis, scale=alt.Scale(domain=[0, 1]))
    hue = alt.Color("side:N", scale=scale(list(SIDES), list(SIDES.values())))
    bars = layer("rows").mark_bar().encode(x=x, y=_names("group", groups), color=hue, order="order:Q")
    return svg(bars.properties(width=WIDTH - 110, height=BAR * len(groups)), rows=ordered)


def dollars(rows: Rows) -> str:
    """C10. rows: group, usd; horizontal bars."""
    groups = [row["group"] for row in rows]
    x = alt.X("usd:Q", title="USD to make up every loss", axis=alt.Axis(format=USD, tickCount=4))
    bars = layer("rows").mark_bar(color=colour("blue")).encode(x=x, y=_names("group", groups))
    return svg(bars.properties(width=WIDTH - 110, height=BAR * len(groups)), rows=rows)


def _names(field: str, order: Sequence[str]) -> alt.Y:
    return alt.Y(f"{field}:N", sort=list(order), title=None)
