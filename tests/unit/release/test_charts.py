import re
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from firstcontact.release.charts import (
    bars_group,
    boundary_map,
    dot_interval,
    funnel,
    histogram,
    line_trend,
    ranked_dots,
    tile_map,
)
from firstcontact.release.charts.groups import GroupRow
from firstcontact.release.charts.maps import class_borders, class_of, grid_tiles
from firstcontact.release.charts.practices import Limits
from firstcontact.release.ticks import fixed_axis, nice_axis
from support.public_cells import cell, year

TICKS = fixed_axis(Decimal(0), Decimal(100))
YEARS = [year(2022, "40", "35", "45"), year(2023, "50", "44", "56"), year(2024, "61", "55", "66")]
HIDDEN_YEARS = [YEARS[0], year(2023, None), YEARS[2]]
MEMBERS = [
    cell(str(40 + n), str(35 + n), str(45 + n), group_id=f"P{n}", denominator=str(50 + 10 * n), comparison=word)
    for n, word in enumerate(("better", "same", "lower", "same", "same", "better"))
]
GROUPS = [GroupRow(f"Group {n}", c) for n, c in enumerate(MEMBERS)]
LIMITS = Limits([50, 100], [30, 35], [60, 55], [20, 25], [70, 65])
SQUARES = {"A1": [[(0, 0), (10, 0), (10, 10), (0, 10)]], "A2": [[(10, 0), (20, 0), (20, 10), (10, 10)]]}
DRAWINGS = {
    "trend": lambda: line_trend(YEARS, TICKS),
    "dots": lambda: dot_interval(GROUPS, TICKS, Decimal(50)),
    "bars": lambda: bars_group(GROUPS, TICKS, Decimal(50)),
    "funnel": lambda: funnel(MEMBERS, Decimal(50), LIMITS, TICKS),
    "ranked": lambda: ranked_dots(MEMBERS, Decimal(50), TICKS),
    "histogram": lambda: histogram([c.number for c in MEMBERS], Decimal(43)),
    "map": lambda: boundary_map(SQUARES, {"A1": 2}),
    "tiles": lambda: tile_map(grid_tiles(["A1", "A2", "A3"]), {"A1": 1, "A2": 5}),
}


def fill(kind, value):
    return f"{kind}={value}"


def svg_of(name):
    return DRAWINGS[name]().svg(fill, "What it is", "What it says & <more>")


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_chart_has_a_text_alternative_and_hidden_marks(name):
    root = ET.fromstring(svg_of(name))
    title, description, marks = list(root)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert (title.text, description.text) == ("What it is", "What it says & <more>")
    assert marks.get("aria-hidden") == "true"


@pytest.mark.parametrize("name", DRAWINGS)
def test_colours_are_classes_and_coordinates_have_two_decimals(name):
    text = svg_of(name)
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgb|style=|font-family|fill=\"|stroke=\"(?!none)", text)
    assert not re.search(r"\d\.\d{3,}", text)
    assert re.search(r'class="[fs]-', text)


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_same_rows_give_the_same_bytes(name):
    assert svg_of(name) == svg_of(name)


@pytest.mark.promise("P02")
def test_a_hidden_year_leaves_a_gap_and_no_mark():
    shown, hidden = line_trend(YEARS, TICKS).body, line_trend(HIDDEN_YEARS, TICKS).body
    assert hidden.count('class="f-main"') == shown.count('class="f-main"') - 1
    line = re.search(r'<path class="s-main" d="([^"]*)"', hidden).group(1)
    assert line.count("M") == 2


@pytest.mark.promise("P02")
@pytest.mark.parametrize("draw", [dot_interval, bars_group])
def test_a_hidden_group_keeps_its_name_and_gets_no_mark(draw):
    rows = [*GROUPS[:2], GroupRow("Hidden one", cell(None))]
    body = draw(rows, TICKS).body
    assert "Hidden one" in body
    assert body.count("[[n:") == len(TICKS) + 2


@pytest.mark.promise("P02")
def test_hidden_practices_are_in_no_practice_chart():
    with_hidden = [*MEMBERS, cell(None, group_id="P99", denominator="990")]
    assert funnel(with_hidden, Decimal(50), LIMITS, TICKS) == funnel(MEMBERS, Decimal(50), LIMITS, TICKS)
    assert ranked_dots(with_hidden, Decimal(50), TICKS) == ranked_dots(MEMBERS, Decimal(50), TICKS)


@pytest.mark.promise("P02")
def test_hidden_areas_look_the_same_on_the_map():
    body = boundary_map(SQUARES, {"A1": 2}).body
    assert body.count("f-none") == 1
    assert body.count("<text") == 1


def test_shape_and_colour_tell_better_from_not_as_good():
    body = ranked_dots(MEMBERS, Decimal(50), TICKS).body
    shapes = {
        role: re.search(rf'class="f-{role} s-paper" d="([^"]*)"', body).group(1) for role in ("better", "same", "lower")
    }
    assert len(set(shapes.values())) == 3


def test_months_are_labelled_by_their_year():
    months = [year(2024, "50", start=f"2024-{m:02d}-01", end=f"2024-{m:02d}-28") for m in range(1, 13)]
    more = [year(2025, "50", start=f"2025-{m:02d}-01", end=f"2025-{m:02d}-28") for m in range(1, 7)]
    assert re.findall(r"\[\[p:([^\]]*)\]\]", line_trend(months + more, TICKS).body) == ["2024", "2025"]


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        ("0", "100", "0 25 50 75 100"),
        ("0", "958", "0 250 500 750 1000"),
        ("-3", "7", "-5 -2.5 0 2.5 5 7.5"),
        ("0", "0", "0 0.25 0.5 0.75 1"),
    ],
)
def test_axes_end_at_round_numbers(low, high, ticks):
    assert [format(t, "f") for t in nice_axis(Decimal(low), Decimal(high))] == ticks.split()


def test_a_fixed_axis_keeps_the_range_of_the_definition():
    assert fixed_axis(Decimal(0), Decimal(20)) == [0, 5, 10, 15, 20]
    assert fixed_axis(Decimal(0), Decimal(1)) == [0, Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), 1]


def test_map_classes_are_five_of_equal_width():
    borders = class_borders([Decimal(v) for v in (10, 20, 60)])
    assert borders == [20, 30, 40, 50, 60]
    assert [class_of(Decimal(v), borders) for v in (10, 20, 21, 60)] == [1, 1, 2, 5]
    assert class_of(Decimal(5), class_borders([Decimal(5), Decimal(5)])) == 1


def test_names_with_markup_stay_text():
    text = dot_interval([GroupRow("<b>Formula & Sons</b>", MEMBERS[0])], TICKS).svg(fill, "t", "d")
    assert "&lt;b&gt;Formula &amp; Sons" in text
    ET.fromstring(text)


def test_the_last_number_below_a_funnel_is_not_cut():
    """Numbers are centred on their tick; a letter of our size is at most 9 units wide."""
    drawing = DRAWINGS["funnel"]()
    places = [float(x) for x in re.findall(r'translate\(([\d.]+),[^>]*text-anchor="middle"', drawing.body)]
    left = float(re.match(r'<g transform="translate\(([\d.]+),', drawing.body).group(1))
    assert left + max(places) + len("10,000") * 9 / 2 <= drawing.width


def reach(text):
    """Left and right end of a drawing."""
    left, width = (float(n) for n in (re.search(r'viewBox="([-\d.]+) 0 ([\d.]+)', text).groups()))
    return left, left + width


@pytest.mark.parametrize("money", ["${}", "US$\u00a0{}.00"])
def test_long_numbers_widen_the_drawing_and_are_not_cut(money):
    """The label at the end of the line was cut to another number."""
    plain = DRAWINGS["trend"]().svg(lambda kind, value: value, "t", "d")
    long = DRAWINGS["trend"]().svg(
        lambda kind, value: money.format(value + "468.8") if kind == "n" else value, "t", "d"
    )
    assert reach(plain) == (0, 420)
    left, right = reach(long)
    assert right >= 354 + 10 + 8.5 * len(money.format("61468.8"))
    assert left <= 64 - 8 - 7.5 * len(money.format("100468.8"))


def test_a_chart_with_short_labels_keeps_its_size():
    assert all(reach(svg_of_numbers(name)) == (0, 420) for name in ("funnel", "ranked", "histogram"))


def svg_of_numbers(name):
    return DRAWINGS[name]().svg(lambda kind, value: value[:4], "t", "d")
