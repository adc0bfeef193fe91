"""The practices of each group of an answer."""

import numpy as np

from firstcontact.practice.population.model import Population
from firstcontact.practice.problems import refuse

PER = ("all", "region", "practice")


def groups_of(population: Population, per: str) -> dict[str, np.ndarray]:
    """{group_id: mask over practices}, sorted by id: all, by region, or every practice alone."""
    if per == "all":
        return {"all": np.ones(population.n, dtype=bool)}
    if per not in PER:
        raise refuse("PM003", f"{per!r} is not known. Allowed: {', '.join(PER)}.", "per")
    ids = population.region if per == "region" else population.practice_id
    return {str(name): ids == name for name in sorted(set(ids))}
