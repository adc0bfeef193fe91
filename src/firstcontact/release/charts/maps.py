"""Areas on a map in five classes: real boundaries when there are any, else one hexagon an area."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from math import ceil, sqrt

from firstcontact.release.charts.drawing import Drawing
from firstcontact.release.charts.spec import FONT_SIZE, WIDTH, colour, draw, layer, roles, specify, x, y

CLASSES = 5
PADDING = {"left": 4, "right": 4, "top": 4, "bottom": 4}
HEX = 34
MAX_HEIGHT = 460
# One scale for shapes and numbers: layers of a chart share theirs.
FILLS = [*(f"class{n}" for n in range(1, CLASSES + 1)), *(f"on{n}" for n in range(1, CLASSES + 1)), "none"]


def class_borders(values: Sequence[Decimal]) -> list[Decimal]:
    """Upper borders of five classes of equal width over the shown values; one class when all are equal."""
    low, high = min(values), max(values)
    if low == high:
        return [high]
    return [low + (high - low) * i / CLASSES for i in range(1, CLASSES + 1)]


def class_of(value: Decimal, borders: Sequence[Decimal]) -> int:
    """Class 1 (least) .. 5 (greatest)."""
    return next(i for i, border in enumerate(borders, 1) if value <= border)


def boundary_map(rings: Mapping[str, list], classes: Mapping[str, int]) -> Drawing:
    """`rings`: area_id -> rings from `simplify`; `classes`: area_id -> class, absent where hidden."""
    points = [p for found in rings.values() for ring in found for p in ring]
    across, down = max(p[0] for p in points) or 1, max(p[1] for p in points) or 1
    corners = [
        {"ring": f"{area}-{r}", "n": n, "x": p[0] / across, "y": 1 - p[1] / down, "role": _role(classes.get(area))}
        for area in sorted(rings)
        for r, ring in enumerate(rings[area])
        for n, p in enumerate(ring)
    ]
    labels = []
    for area in sorted(a for a in rings if rings[a] and classes.get(a)):
        middle = _middle(rings[area])
        labels.append(
            {
                "x": middle[0] / across,
                "y": 1 - middle[1] / down,
                "label": str(classes[area]),
                "role": f"on{classes[area]}",
            }
        )
    height = min(round((WIDTH - PADDING["left"] - PADDING["right"]) * down / across), MAX_HEIGHT)
    return draw(_spec(height), {"corners": corners, "labels": labels}, "map")


def _role(number: int | None) -> str:
    return f"class{number}" if number else "none"


@cache
def _spec(height: int) -> dict:
    shapes = layer("corners").mark_line(filled=True, strokeWidth=1.5, strokeJoin="round", interpolate="linear-closed")
    texts = layer("labels").mark_text(baseline="middle", fontSize=FONT_SIZE, fontWeight="bold")
    layers = [
        shapes.encode(
            x=x("x"), y=y("y"), order="n:Q", detail="ring:N", fill=roles("role", FILLS), stroke=colour("paper")
        ),
        texts.encode(x=x("x"), y=y("y"), text="label:N", fill=roles("role", FILLS)),
    ]
    return specify(layers, WIDTH - PADDING["left"] - PADDING["right"], height, PADDING)


def tile_map(tiles: Mapping[str, tuple[int, int]], classes: Mapping[str, int]) -> Drawing:
    """`tiles`: area_id -> (column, row) of its hexagon."""
    rings = {area: [_hexagon(*place)] for area, place in tiles.items()}
    return boundary_map(rings, classes)


def grid_tiles(area_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Tiles in order of area_id, about as wide as high."""
    columns = max(1, ceil(sqrt(len(area_ids))))
    return {area: (i % columns, i // columns) for i, area in enumerate(sorted(area_ids))}


def _hexagon(column: int, row: int) -> list[tuple[int, int]]:
    x, y = column * 2 * HEX + (row % 2) * HEX + HEX, row * 60 + 40
    return [
        (x, y - 40),
        (x + HEX, y - 20),
        (x + HEX, y + 20),
        (x, y + 40),
        (x - HEX, y + 20),
        (x - HEX, y - 20),
        (x, y - 40),
    ]


def _middle(rings: list) -> tuple[float, float]:
    """Centre of the largest ring by area; the mean of its corners when it has none."""
    ring = max(rings, key=lambda r: abs(_doubled_area(r)))
    area = _doubled_area(ring)
    if area == 0:
        return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * area)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * area)
    return x, y


def _doubled_area(ring: list) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))
