"""Residents of each area by year, sex and age: the people of the example, scaled up from the sample they are."""

import numpy as np
import pyarrow as pa

from firstcontact.example.assumptions import assumptions
from firstcontact.example.scene import Scene, World

BANDS = [f"{a}-{a + 4}" for a in range(0, 85, 5)] + ["85+"]


def count_residents(scene: Scene) -> np.ndarray:
    """areas x years x (male, female) x age bands: alive on 1 July."""
    people, calendar = scene.people, scene.calendar
    shape = (len(scene.world.region.ids), calendar.years, 2, len(BANDS))
    counts = np.zeros(shape, dtype=np.int64)
    for year, day in enumerate(calendar.starts[6::12]):
        alive = np.flatnonzero((people.birth <= day) & (people.death >= day))
        band = np.minimum(np.floor(people.age(day)[alive] / 5).astype(int), len(BANDS) - 1)
        np.add.at(counts, (people.area[alive], year, people.female[alive].astype(int), band), 1)
    return counts


def area_population_table(world: World, residents: np.ndarray) -> pa.Table:
    """One row per area, year, sex and band, and the total of each area and year."""
    scaled = residents * assumptions()["region"]["residents_per_person"]
    areas, years = scaled.shape[:2]
    area, year, sex, band = (index.ravel() for index in np.indices(scaled.shape))
    whole = scaled.sum(axis=(2, 3)).ravel()
    total_area, total_year = (index.ravel() for index in np.indices((areas, years)))
    count = len(area) + len(total_area)
    ids, first = world.region.ids, world.calendar.first_year
    return pa.table(
        {
            "area_id": [ids[a] for a in np.r_[area, total_area]],
            "year": pa.array(first + np.r_[year, total_year], pa.int32()),
            "sex": [("male", "female")[s] for s in sex] + ["all"] * len(total_area),
            "age_band": [BANDS[b] for b in band] + ["all"] * len(total_area),
            "race_ethnicity": ["all"] * count,
            "income_group": ["all"] * count,
            "population": pa.array(np.r_[scaled.ravel(), whole], pa.int64()),
            "source": ["example"] * count,
        }
    )
