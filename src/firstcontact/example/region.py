"""Places of the example region: fourteen areas, their zip codes, and how far they are apart."""

from dataclasses import dataclass
from functools import cached_property
from importlib import resources

import numpy as np
import pyarrow as pa

from firstcontact.example.assumptions import column, table

ZIPS_PER_AREA = 3
FIRST_ZIP = 10  # 00010 and up: five digits that no post office uses
REGION_ID = "example_region"
SHARED_ZIP = {"mill_district": ("north_valley", 0.8)}  # the last zip of an area, shared with a neighbour
MINUTES_PER_DEGREE = 75.0


@dataclass(frozen=True)
class Region:
    """The areas in order of their ids."""

    @cached_property
    def ids(self) -> list[str]:
        return [r["area_id"] for r in table("areas")]

    @property
    def names(self) -> list[str]:
        return [r["area_name"] for r in table("areas")]

    @cached_property
    def share(self) -> np.ndarray:
        return column(table("areas"), "share")

    @cached_property
    def deprivation(self) -> np.ndarray:
        return column(table("areas"), "deprivation_index")

    @cached_property
    def quintile(self) -> np.ndarray:
        """1 most deprived .. 5; an area belongs to the fifth that holds its middle inhabitant."""
        order = np.argsort(-self.deprivation, kind="stable")
        middle = np.cumsum(self.share[order]) - self.share[order] / 2
        quintile = np.empty(len(order), dtype=np.int8)
        quintile[order] = np.minimum(5, 1 + np.floor(5 * middle)).astype(np.int8)
        return quintile

    @cached_property
    def points(self) -> np.ndarray:
        """Longitude and latitude of the middle of each area."""
        return np.column_stack([column(table("areas"), "longitude"), column(table("areas"), "latitude")])

    @cached_property
    def radius(self) -> np.ndarray:
        """Degrees around the middle that lie wholly inside the area."""
        return column(table("areas"), "radius")

    @property
    def zips(self) -> list[str]:
        return [f"{FIRST_ZIP + i:05d}" for i in range(len(self.ids) * ZIPS_PER_AREA)]

    @cached_property
    def minutes(self) -> np.ndarray:
        """Driving minutes between the middles; within an area, across half of it."""
        apart = np.hypot(*(self.points[:, None, :] - self.points[None, :, :]).transpose(2, 0, 1))
        apart = apart + np.diag(self.radius / 2)
        return np.round(apart * MINUTES_PER_DEGREE, 1)


def area_table(region: Region) -> pa.Table:
    rows = table("areas")
    whole = {"area_id": [REGION_ID], "area_kind": ["region"], "area_name": ["Example Region"], "parent_area_id": [None]}
    nothing = [None]
    return pa.table(
        {
            "area_id": whole["area_id"] + region.ids,
            "area_kind": whole["area_kind"] + ["service_area"] * len(rows),
            "area_name": whole["area_name"] + region.names,
            "parent_area_id": pa.array(whole["parent_area_id"] + [REGION_ID] * len(rows), pa.string()),
            "deprivation_index": pa.array(nothing + region.deprivation.tolist(), pa.float64()),
            "deprivation_quintile": pa.array(nothing + region.quintile.tolist(), pa.int32()),
            "index_name": pa.array(nothing + ["example index, edition 1"] * len(rows), pa.string()),
            "rurality_code": pa.array(nothing + [r["rurality"] for r in rows], pa.string()),
            "latitude": pa.array(nothing + region.points[:, 1].tolist(), pa.float64()),
            "longitude": pa.array(nothing + region.points[:, 0].tolist(), pa.float64()),
        }
    )


def zip_area_table(region: Region) -> pa.Table:
    rows = []
    for i, zip_code in enumerate(region.zips):
        area = region.ids[i // ZIPS_PER_AREA]
        last = i % ZIPS_PER_AREA == ZIPS_PER_AREA - 1
        neighbour, weight = SHARED_ZIP[area] if last and area in SHARED_ZIP else (None, 1.0)
        rows.append((zip_code, area, weight))
        if neighbour:
            rows.append((zip_code, neighbour, round(1.0 - weight, 6)))
    codes, areas, weights = zip(*rows, strict=True)
    return pa.table({"zip_code": codes, "area_id": areas, "weight": pa.array(weights, pa.float64())})


def travel_time_table(region: Region) -> pa.Table:
    n = len(region.ids)
    origin, destination = np.divmod(np.arange(n * n), n)
    return pa.table(
        {
            "origin_area_id": [region.ids[i] for i in origin],
            "destination_area_id": [region.ids[i] for i in destination],
            "minutes": region.minutes.ravel(),
            "mode": ["drive"] * (n * n),
        }
    )


def boundaries() -> bytes:
    """The polygons of the areas, made for this example; they lie in the open sea near 0 N 0 E."""
    return resources.files("firstcontact.example").joinpath("data", "area.geojson").read_bytes()
