"""Charts as clean SVG text: public rows in, a language-neutral drawing out, words filled in per language."""

from firstcontact.release.charts.drawing import Drawing
from firstcontact.release.charts.groups import bars_group, dot_interval
from firstcontact.release.charts.maps import boundary_map, tile_map
from firstcontact.release.charts.practices import funnel, histogram, ranked_dots
from firstcontact.release.charts.trend import line_trend

__all__ = [
    "Drawing",
    "bars_group",
    "boundary_map",
    "dot_interval",
    "funnel",
    "histogram",
    "line_trend",
    "ranked_dots",
    "tile_map",
]
