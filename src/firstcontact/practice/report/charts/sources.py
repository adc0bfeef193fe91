"""Charts of money by source and of staff time by role."""

import altair as alt

from firstcontact.practice.report.charts.style import COUNT, USD, WIDTH, Rows, colour, layer, scale, svg

SOURCES = {"claims": "blue", "prospective": "orange", "performance": "green", "relief": "pink"}
BAR = 26


def revenue(rows: Rows) -> str:
    """C8. rows: run (before, after), source, usd per practice; stacked bars."""
    runs = list(dict.fromkeys(row["run"] for row in rows))
    ordered = [row | {"order": list(SOURCES).index(row["source"])} for row in rows]
    axis = alt.Axis(format=USD, tickCount=5)
    x = alt.X("usd:Q", stack="zero", title="USD per practice over the run", axis=axis)
    hue = alt.Color("source:N", scale=scale(list(SOURCES), list(SOURCES.values())))
    y = alt.Y("run:N", sort=runs, title=None)
    bars = layer("rows").mark_bar().encode(x=x, y=y, color=hue, order="order:Q")
    return svg(bars.properties(width=WIDTH - 90, height=2 * BAR * len(runs)), rows=ordered)


def staff(rows: Rows) -> str:
    """C9. rows: role, weeks (FTE-weeks lost per practice); horizontal bars."""
    roles = [row["role"] for row in rows]
    x = alt.X("weeks:Q", title="FTE-weeks lost per practice", axis=alt.Axis(format=COUNT, tickCount=5))
    y = alt.Y("role:N", sort=roles, title=None)
    bars = layer("rows").mark_bar(color=colour("orange")).encode(x=x, y=y)
    return svg(bars.properties(width=WIDTH - 110, height=BAR * len(roles)), rows=rows)
