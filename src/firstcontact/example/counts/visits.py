"""Visits: one per person, clinician and day; and what decides who is a hospitalist."""

import numpy as np

from firstcontact.example.codes import BILL_TYPES, INSTITUTIONAL, MODIFIERS, PLACES, SERVICES
from firstcontact.example.counts.base import PERSON, QUINTILES, Tally, count, in_list, where
from firstcontact.example.lines import Columns
from firstcontact.example.scene import Scene

NOT_A_VISIT_PLACE = PLACES.all("21", "23", "41", "81")


def clinician_of(scene: Scene, rows: Columns) -> np.ndarray:
    """Position in the directory, -1 for nobody: rendering when valid, else attending of institutions."""
    directory = scene.world.directory

    def valid(who: np.ndarray) -> np.ndarray:
        return (who >= 0) & (who < directory.individuals) | (who >= directory.unlisted) & (who < directory.wrong)

    attending = np.where((rows["kind"] == INSTITUTIONAL) & valid(rows["attending"]), rows["attending"], -1)
    return np.where(valid(rows["rendering"]), rows["rendering"], attending)


def tally_visits(scene: Scene, rows: Columns) -> Tally:
    centre = rows["bill_type"] == BILL_TYPES("771")
    place = (rows["kind"] != INSTITUTIONAL) & ~np.isin(rows["place"], NOT_A_VISIT_PLACE)
    rows = where(rows, in_list(rows["service"], SERVICES, "visit_primary_care") & (place | centre))
    who = clinician_of(scene, rows)
    key = (rows["person"].astype(np.int64) * PERSON + rows["day"]) * PERSON + who + 1
    order = np.argsort(key, kind="stable")
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    visit = (
        {name: np.logical_or.reduceat(flag[order], first) for name, flag in _flags(rows).items()}
        if len(key)
        else _flags(rows)
    )
    visit |= {"who": who[order][first], "month": rows["month"][order][first], "person": rows["person"][order][first]}
    return _visit_counts(scene, visit)


def _flags(rows: Columns) -> dict[str, np.ndarray]:
    """What a visit is when any of its lines is."""
    remote = np.isin(rows["modifier"], MODIFIERS.all("95", "93")) | np.isin(rows["place"], PLACES.all("02", "10"))
    return {
        "remote": remote | (rows["service"] == SERVICES("99442")),
        "centre": (rows["bill_type"] == BILL_TYPES("771")) | (rows["place"] == PLACES("50")),
        "well": in_list(rows["service"], SERVICES, "wellness_visit"),
        "in_month": rows["in_month"],
    }


def _visit_counts(scene: Scene, visit: Columns) -> Tally:
    """Visits to hospitalists are kept apart: what they are depends on their year as a whole."""
    world, months = scene.world, scene.calendar.months
    known = world.workforce.is_primary_care(scene.calendar)
    who, year = visit["who"], visit["month"] // 12
    listed = (who >= 0) & (who < len(known))
    primary = np.where(listed, known[np.where(listed, who, 0), year], (who < 0) & visit["centre"])
    quintile = scene.people.quintile[visit["person"]] - 1
    start, hospitalists = world.directory.start["hospitalist"], world.directory.count["hospitalist"]
    theirs = (who >= start) & (who < start + hospitalists)
    ours, remote = primary & visit["in_month"], primary & visit["in_month"] & visit["remote"]
    return {
        "visits": count((visit["month"],), (months,)),
        "primary_care_visits": count((visit["month"][primary],), (months,)),
        "primary_care_visits_covered": count((quintile[ours], visit["month"][ours]), (QUINTILES, months)),
        "telehealth_visits_covered": count((visit["month"][remote],), (months,)),
        "wellness_visits": count((visit["month"][visit["well"]],), (months,)),
        "hospitalist_visits": count(
            (who[theirs] - start, quintile[theirs], visit["month"][theirs], visit["in_month"][theirs]),
            (hospitalists, QUINTILES, months, 2),
        ),
    }


def tally_rounds(scene: Scene, rows: Columns) -> Tally:
    """Lines of hospitalists that decide whether a year makes them one: hospitalist x year x (inpatient, outpatient)."""
    directory, years = scene.world.directory, scene.calendar.years
    start, many = directory.start["hospitalist"], directory.count["hospitalist"]
    theirs = where(rows, (rows["rendering"] >= start) & (rows["rendering"] < start + many))
    totals = []
    for name in ("em_inpatient", "em_outpatient"):
        hit = in_list(theirs["service"], SERVICES, name)
        totals.append(count((theirs["rendering"][hit] - start, theirs["month"][hit] // 12), (many, years)))
    return {"hospitalist_lines": np.stack(totals, axis=-1)}
