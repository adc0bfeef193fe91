"""Area boundaries small enough for a page: coordinates on a common grid, so that shared borders stay shared."""

import json

MAX_BYTES = 40_000
GRIDS = (4000, 2000, 1000, 700, 500, 350, 250, 180, 120, 80)


def simplify(geojson: dict, max_bytes: int = MAX_BYTES) -> dict[str, list[list[tuple[int, int]]]]:
    """Rings of each area_id on the finest grid whose JSON has at most `max_bytes`; y points down."""
    rings = {_area_id(f): _rings(f["geometry"]) for f in geojson["features"] if f.get("geometry")}
    box = _box(rings)
    for cells in GRIDS:
        snapped = {area: _kept([_snap(ring, box, cells) for ring in found]) for area, found in sorted(rings.items())}
        if len(json.dumps(snapped)) <= max_bytes:
            return snapped
    return snapped


def _area_id(feature: dict) -> str:
    return str(feature.get("properties", {}).get("area_id", feature.get("id")))


def _rings(geometry: dict) -> list[list[tuple[float, float]]]:
    if geometry["type"] == "Polygon":
        return geometry["coordinates"]
    if geometry["type"] == "MultiPolygon":
        return [ring for polygon in geometry["coordinates"] for ring in polygon]
    return []


def _box(rings: dict) -> tuple[float, float, float]:
    """(least x, greatest y, span) over all areas."""
    xs = [p[0] for found in rings.values() for ring in found for p in ring]
    ys = [p[1] for found in rings.values() for ring in found for p in ring]
    return min(xs), max(ys), max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0


def _snap(ring: list, box: tuple[float, float, float], cells: int) -> list[tuple[int, int]]:
    left, top, span = box
    points = [(round((p[0] - left) / span * cells), round((top - p[1]) / span * cells)) for p in ring]
    return [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]


def _kept(rings: list[list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """Rings that still enclose something."""
    return [ring for ring in rings if len(set(ring)) >= 3]
