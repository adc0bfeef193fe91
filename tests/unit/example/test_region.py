import csv
import io
import json
from itertools import pairwise

import numpy as np
import pytest

from firstcontact.example.region import Region, area_table, boundaries, travel_time_table, zip_area_table


@pytest.fixture(scope="module")
def region():
    return Region()


def polygons() -> dict[str, np.ndarray]:
    features = json.loads(boundaries())["features"]
    return {f["properties"]["area_id"]: np.array(f["geometry"]["coordinates"][0]) for f in features}


def area_of(ring: np.ndarray) -> float:
    x, y = ring.T
    return 0.5 * float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def holds(ring: np.ndarray, point: np.ndarray) -> bool:
    x, y = ring.T
    crosses = (y[:-1] > point[1]) != (y[1:] > point[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x[:-1] + (point[1] - y[:-1]) / (y[1:] - y[:-1]) * (x[1:] - x[:-1])
    return bool(np.sum(crosses & (point[0] < at)) % 2)


def test_fourteen_areas_hold_everybody(region):
    assert len(region.ids) == 14
    assert region.share.sum() == pytest.approx(1)
    assert region.ids == sorted(region.ids)


def test_quintile_one_is_the_most_deprived_fifth(region):
    means = [region.deprivation[region.quintile == q].mean() for q in range(1, 6)]
    assert means == sorted(means, reverse=True)
    shares = [region.share[region.quintile == q].sum() for q in range(1, 6)]
    assert all(0.12 <= share <= 0.28 for share in shares)


def test_every_area_has_a_polygon_and_its_middle_lies_in_it(region):
    shapes = polygons()
    assert sorted(shapes) == region.ids
    for i, area in enumerate(region.ids):
        assert np.array_equal(shapes[area][0], shapes[area][-1])
        assert holds(shapes[area], region.points[i])


def test_the_polygons_tile_without_overlap():
    """A border inside the region is walked once in each direction; the outer edge once."""
    edges: dict[tuple, int] = {}
    for ring in polygons().values():
        points = [tuple(p) for p in ring]
        for a, b in pairwise(points):
            edges[a, b] = edges.get((a, b), 0) + 1
    assert set(edges.values()) == {1}
    outer = [edge for edge in edges if (edge[1], edge[0]) not in edges]
    follow = dict(outer)
    assert len(follow) == len(outer)
    start, at, ring = outer[0][0], outer[0][1], [outer[0][0]]
    while at != start:
        ring.append(at)
        at = follow[at]
    assert len(ring) == len(outer)
    whole = area_of(np.array([*ring, start]))
    assert whole == pytest.approx(sum(area_of(r) for r in polygons().values()), rel=1e-9)


def test_the_map_stays_small():
    assert len(boundaries()) < 40_000


def test_zip_weights_add_to_one(region):
    table = zip_area_table(region).to_pylist()
    totals: dict[str, float] = {}
    for row in table:
        totals[row["zip_code"]] = totals.get(row["zip_code"], 0) + row["weight"]
    assert len(totals) == 42
    assert all(abs(total - 1) < 1e-6 for total in totals.values())
    assert len(table) == 43
    assert all(zip_code.startswith("000") and len(zip_code) == 5 for zip_code in totals)


def test_the_area_table_holds_the_region_and_its_areas(region):
    rows = area_table(region).to_pylist()
    assert [r["area_kind"] for r in rows] == ["region"] + ["service_area"] * 14
    assert {r["parent_area_id"] for r in rows[1:]} == {rows[0]["area_id"]}
    assert {r["rurality_code"] for r in rows[1:]} == {"urban", "large_rural", "small_rural", "isolated"}


def test_travel_times_are_the_same_both_ways_and_include_the_own_area(region):
    minutes = {
        (r["origin_area_id"], r["destination_area_id"]): r["minutes"] for r in travel_time_table(region).to_pylist()
    }
    assert len(minutes) == 14 * 14
    assert all(minutes[a, b] == minutes[b, a] for a, b in minutes)
    assert all(0 < minutes[a, a] < 30 for a in region.ids)
    assert max(minutes.values()) > 60


def test_area_names_are_plain_ascii(region):
    text = io.StringIO()
    csv.writer(text).writerow(region.names)
    assert text.getvalue().isascii()
    assert '"' not in text.getvalue()
