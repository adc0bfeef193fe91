"""What all charts share: size, axes, and the way through the renderer.

Altair writes the specification of a kind of chart once; its data are named and filled in for each chart, already
placed between 0 and 1. Building a specification costs ten times as much as rendering it.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import altair as alt
import vl_convert

from firstcontact.release.charts.clean import COLOURS, clean
from firstcontact.release.charts.drawing import Drawing, number_token

WIDTH = 420
FONT = "DejaVu Sans"
FONT_SIZE = 15
MAX_MARKS = 500
UNIT = alt.Scale(domain=[0, 1], nice=False, zero=False)
Rows = list[dict]


def plain(value: Decimal) -> str:
    """Decimal without an exponent."""
    return format(value.normalize() + 0, "f")


def place(value: Decimal | float, ticks: Sequence[Decimal]) -> float:
    """Place of a value on an axis: 0 at its first tick, 1 at its last."""
    low, high = float(ticks[0]), float(ticks[-1])
    return round((float(value) - low) / (high - low), 6)


def tick_rows(ticks: Sequence[Decimal], token=number_token) -> Rows:
    return [{"at": place(t, ticks), "label": token(plain(t))} for t in ticks]


def colour(role: str) -> dict:
    return alt.value(COLOURS[role])


def roles(field: str, names: Sequence[str]) -> alt.Fill:
    """Fill by a field that holds role names."""
    scale = alt.Scale(domain=list(names), range=[COLOURS[n] for n in names])
    return alt.Fill(f"{field}:N", scale=scale, legend=None)


def x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=UNIT, axis=None)


def y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=UNIT, axis=None)


def layer(name: str) -> alt.Chart:
    """A layer whose rows are filled in later."""
    return alt.Chart(alt.NamedData(name))


def axis_across(height: int) -> list[alt.Chart]:
    """Grid and numbers of an axis along the bottom; rows `ticks`."""
    numbers = layer("ticks").mark_text(baseline="top", fontSize=FONT_SIZE, dy=8)
    grid = layer("ticks").mark_rule(strokeWidth=1).encode(x=x("at"), stroke=colour("grid"))
    return [grid, numbers.encode(x=x("at"), y=alt.value(height), text="label:N", fill=colour("soft"))]


def axis_up() -> list[alt.Chart]:
    """Grid and numbers of an axis on the left; rows `ticks`."""
    numbers = layer("ticks").mark_text(align="right", baseline="middle", fontSize=FONT_SIZE, dx=-8)
    grid = layer("ticks").mark_rule(strokeWidth=1).encode(y=y("at"), stroke=colour("grid"))
    return [grid, numbers.encode(y=y("at"), x=alt.value(0), text="label:N", fill=colour("soft"))]


def specify(layers: Sequence[alt.Chart], width: int, height: int, padding: Mapping[str, int]) -> dict:
    """Specification of a kind of chart; `width`, `height` are those of the plot, padding is added around it."""
    chart = alt.layer(*layers).properties(width=width, height=height, padding=dict(padding))
    chart = chart.configure(font=FONT, autosize=alt.AutoSizeParams(type="none")).configure_view(stroke=None)
    return chart.to_dict(validate=False)


def draw(spec: dict, datasets: Mapping[str, Rows], kind: str) -> Drawing:
    """Fill in the named data and render."""
    svg = vl_convert.vegalite_to_svg({**spec, "datasets": dict(datasets)})
    padding = spec["padding"]
    width = spec["width"] + padding["left"] + padding["right"]
    return Drawing(clean(svg), width, spec["height"] + padding["top"] + padding["bottom"], kind)
