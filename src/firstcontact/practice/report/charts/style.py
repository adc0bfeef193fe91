"""What all charts share: size, type, colours by name, and the way to SVG."""

import re
from collections.abc import Sequence

import altair as alt
import vl_convert

from firstcontact.report.palette import FONT, PALETTE

WIDTH = 380
SIZE = 13
LINE = 2.5
ONE = "one"  # a layer of a single mark
USD = "$,.3~s"
SHARE = ".0%"
COUNT = ",.3~s"
Rows = Sequence[dict]
# Names of marks for scripts and for screen readers, which hear the summary instead.
_BARE = re.compile(r' (?:role|class|aria-[a-z]+|xmlns:xlink|version)="[^"]*"')


def layer(name: str) -> alt.Chart:
    """A layer whose rows are filled in by `svg`: Altair copies and checks inline rows again and again."""
    return alt.Chart(alt.NamedData(name))


def colour(name: str) -> str:
    return PALETTE[name]


def scale(names: Sequence[str], colours: Sequence[str]) -> alt.Scale:
    """Colours of named series, in a fixed order."""
    return alt.Scale(domain=list(names), range=[PALETTE[c] for c in colours])


def weeks(rows: Rows) -> alt.X:
    """Time axis of weekly rows; labels fit the length of the run."""
    long = len({row["week_start"] for row in rows}) > 80
    axis = alt.Axis(title=None, format="%b %Y" if long else "%d %b %Y", tickCount=5, labelFlush=False)
    return alt.X("week_start:T", axis=axis)


def zero_line() -> alt.Chart:
    """A line at zero, which the axis then always holds."""
    return layer(ONE).mark_rule(color=colour("ink"), strokeWidth=1.2).encode(y=alt.datum(0))


def svg(chart: alt.TopLevelMixin, **rows: Rows) -> str:
    """The chart as one SVG element, its marks without names; `rows` by the names of its layers."""
    datasets = {name: list(values) for name, values in rows.items()}
    spec = _configured(chart).to_dict(validate=False) | {"datasets": datasets | {ONE: [{}]}}
    return _BARE.sub("", vl_convert.vegalite_to_svg(spec))


def _configured(chart: alt.TopLevelMixin) -> alt.TopLevelMixin:
    labels = {"labelFontSize": SIZE, "titleFontSize": SIZE, "labelColor": colour("ink"), "titleColor": colour("ink")}
    return (
        chart.configure(font=FONT, background="transparent", padding={"left": 4, "right": 12, "top": 4, "bottom": 4})
        .configure_view(stroke=None)
        .configure_axis(
            **labels,
            titleFontWeight="normal",
            gridColor=colour("grid"),
            domainColor=colour("soft"),
            tickColor=colour("soft"),
            labelLimit=190,
        )
        .configure_legend(**labels, orient="top", title=None, symbolStrokeWidth=LINE, labelLimit=240, columnPadding=14)
        .configure_header(labelFontSize=SIZE, labelColor=colour("ink"))
        .configure_title(fontSize=SIZE, color=colour("ink"), fontWeight="normal", anchor="start")
    )
