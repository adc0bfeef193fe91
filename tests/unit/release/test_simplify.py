import json
from math import cos, sin

from firstcontact.release.charts.simplify import simplify


def feature(area, rings, kind="Polygon"):
    return {"type": "Feature", "properties": {"area_id": area}, "geometry": {"type": kind, "coordinates": rings}}


def test_large_boundaries_fit_the_budget_and_keep_shared_points():
    border = [[0.5 + 0.001 * sin(n), n / 5000] for n in range(5001)]
    left = [[0, 0], *border, [0, 1], [0, 0]]
    right = [[1, 0], *border, [1, 1], [1, 0]]
    made = simplify({"features": [feature("L", [left]), feature("R", [right])]})
    assert len(json.dumps(made)) <= 40_000
    shared = set(made["L"][0]) & set(made["R"][0])
    assert len(shared) > 50


def test_y_points_down_and_the_region_starts_at_zero():
    made = simplify({"features": [feature("A", [[[10, 50], [20, 50], [20, 60], [10, 60], [10, 50]]])]})
    points = made["A"][0]
    assert min(p[0] for p in points) == 0
    assert min(p[1] for p in points) == 0
    assert points[0][1] == max(p[1] for p in points)


def test_islands_that_vanish_are_left_out():
    circle = [[5 + cos(n), 5 + sin(n)] for n in range(20)]
    speck = [[0, 0], [0.0001, 0], [0.0001, 0.0001], [0, 0]]
    made = simplify(
        {"features": [feature("A", [[circle], [speck]], "MultiPolygon"), feature("B", [[[0, 0], [90, 0], [90, 90]]])]}
    )
    assert len(made["A"]) == 1
