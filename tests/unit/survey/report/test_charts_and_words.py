"""Drawings and words of the report."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.report.words import number
from firstcontact.survey.report.charts import Bar, Dot, Stack, bars, caterpillar, dots, stacks
from firstcontact.survey.report.charts.svg import ticks
from firstcontact.survey.report.words import band, p_value

NUMBER = st.floats(-1e6, 1e6).map(lambda v: round(v, 3))


@given(NUMBER, NUMBER)
def test_the_marks_of_an_axis_enclose_the_numbers_and_are_few(a, b):
    low, high = sorted((a, b))
    marks = ticks(low, high)
    assert marks[0] <= low + 1e-6
    assert marks[-1] >= high - 1e-6
    assert 2 <= len(marks) <= 7
    assert marks == sorted(set(marks))


@pytest.mark.parametrize(
    ("n", "words"),
    [(0, "under 30"), (29, "under 30"), (30, "30–49"), (49, "30–49"), (99, "50–99"), (199, "100–199"), (500, "500+")],
)
def test_respondents_stand_in_bands(n, words):
    assert band(n) == words


@pytest.mark.parametrize(
    ("p", "words"), [(None, "–"), (0.0004, "< 0.001"), (0.001, "0.001"), (0.0385, "0.038"), (1.0, "1.000")]
)
def test_a_p_value_is_never_zero(p, words):
    assert p_value(p) == words


@pytest.mark.parametrize(
    "svg",
    [
        dots([Dot("a & b", 1.0, 0.5, 1.5), Dot("c" * 80, None)], number, 1.2),
        dots([Dot("nothing", None)], number),
        bars([Bar("<b>", 3, "3"), Bar("none", None, "too few")]),
        stacks([Stack("x", [0.2, 0.3, 0.5]), Stack("y", None)], ["low", "middle", "high"]),
        caterpillar([Dot(str(i), i / 10, i / 10 - 1, i / 10 + 1, i > 90) for i in range(100)], number, 5.0),
    ],
)
def test_every_drawing_is_well_formed_and_inside_its_frame(svg):
    root = ET.fromstring(svg)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for element in root:
        places = [float(element.attrib[k]) for k in ("x", "x1", "x2", "cx") if k in element.attrib]
        assert all(-1 <= v <= width + 1 for v in places)
        assert all(-1 <= float(element.attrib[k]) <= height + 1 for k in ("y", "y1", "y2", "cy") if k in element.attrib)


def test_a_row_without_a_number_says_so_and_draws_no_mark():
    svg = dots([Dot("hidden", None, words="too few"), Dot("shown", 2.0)], number)
    assert svg.count("<circle") == 1
    assert "too few" in svg
