"""Stays, avertable stays and emergency visits."""

import csv
import gzip
from functools import cache
from importlib import resources

import numpy as np

from firstcontact.example.calendar import completed_years
from firstcontact.example.codes import (
    ADMIT_SOURCES,
    BILL_TYPES,
    DIAGNOSES,
    DISPOSITIONS,
    INSTITUTIONAL,
    PLACES,
    PROCEDURES,
    REVENUE,
    SERVICES,
)
from firstcontact.example.counts.base import PERSON, QUINTILES, Tally, count, covered_in, in_list, where
from firstcontact.example.lines import Columns
from firstcontact.example.scene import Scene

INDICATORS = ("pqi_01", "pqi_03", "pqi_05", "pqi_07", "pqi_08", "pqi_11", "pqi_12", "pqi_14", "pqi_15", "pqi_16")
COMPOSITES = {
    "pqi_90": INDICATORS,
    "pqi_91": ("pqi_11", "pqi_12"),
    "pqi_92": ("pqi_01", "pqi_03", "pqi_05", "pqi_07", "pqi_08", "pqi_14", "pqi_15", "pqi_16"),
    "pqi_93": ("pqi_01", "pqi_03", "pqi_14", "pqi_16"),
}
MILLION = 1_000_000


@cache
def treatable_weight() -> np.ndarray:
    """Primary care treatable part of an emergency visit by diagnosis, in millionths; the last is for no code."""
    path = resources.files("firstcontact").joinpath("codelists", "ed_weights.csv.gz")
    wanted = set(DIAGNOSES.codes)
    with path.open("rb") as raw, gzip.open(raw, "rt", encoding="utf-8") as lines:
        rows = {r["code"]: r for r in csv.DictReader(lines) if r["code"] in wanted and r["code_system"] == "icd-10-cm"}
    parts = [rows[c]["primary_care_treatable"] if c in rows else "0" for c in DIAGNOSES.codes]
    return np.array([round(float(p) * MILLION) for p in parts] + [0])


def tally_hospital(scene: Scene, rows: Columns) -> Tally:
    """rows: final lines with their dates. The first line of a hospital's bill stands for the bill."""
    bills = where(rows, np.isin(rows["bill_type"], BILL_TYPES.all("111", "112", "114")) & (rows["line"] == 1))
    stays = where(bills, bills["bill_type"] != BILL_TYPES("114"))
    moved = (stays["firm"] == 1) & (stays["bill_type"] == BILL_TYPES("111"))
    first = where(stays, ~moved | (stays["disposition"] == DISPOSITIONS("02")))
    begun = scene.calendar.month(stays["admission"]) // 12
    return {
        "stays": count((begun,), (scene.calendar.years,)),
        **_averted(scene, first),
        **_emergency(scene, rows, bills),
    }


def _averted(scene: Scene, stays: Columns) -> Tally:
    """Indicator x year, then composite x year: stays of covered people, first of an episode, not transferred in."""
    month = scene.calendar.month(stays["admission"])
    covered = covered_in(scene, stays["person"], stays["product"], month)
    age = completed_years(stays["admission"], scene.people.birth[stays["person"]])
    fits = covered & (age >= 18) & (stays["admit_source"] != ADMIT_SOURCES("4"))
    hits = {name: fits & values for name, values in _indicators(stays, age).items()}
    hits |= {name: np.logical_or.reduce([hits[m] for m in members]) for name, members in COMPOSITES.items()}
    years = scene.calendar.years
    return {f"{name}_stays": count((month[hit] // 12,), (years,)) for name, hit in hits.items()}


def _indicators(stays: Columns, age: np.ndarray) -> dict[str, np.ndarray]:
    def principal(name: str) -> np.ndarray:
        return in_list(stays["dx1"], DIAGNOSES, name)

    def anywhere(name: str) -> np.ndarray:
        return principal(name) | in_list(stays["dx2"], DIAGNOSES, name) | in_list(stays["dx3"], DIAGNOSES, name)

    def done(name: str) -> np.ndarray:
        return in_list(stays["procedure"], PROCEDURES, name)

    weak = anywhere("pqi_excl_immunocompromised_dx") | done("pqi_excl_immunocompromised_px")
    kidney = anywhere("pqi_07_excl_kidney_dx") & done("pqi_07_excl_dialysis_access_px")
    return {
        "pqi_01": principal("pqi_01_dx"),
        "pqi_03": principal("pqi_03_dx"),
        "pqi_05": (age >= 40)
        & (principal("pqi_05_copd_dx") | principal("pqi_05_asthma_dx"))
        & ~anywhere("pqi_05_excl_respiratory_dx"),
        "pqi_07": principal("pqi_07_dx") & ~done("pqi_excl_cardiac_px") & ~kidney,
        "pqi_08": principal("pqi_08_dx") & ~done("pqi_excl_cardiac_px"),
        "pqi_11": principal("pqi_11_dx") & ~anywhere("pqi_11_excl_sickle_cell_dx") & ~weak,
        "pqi_12": principal("pqi_12_dx") & ~anywhere("pqi_12_excl_urinary_dx") & ~weak,
        "pqi_14": principal("pqi_14_dx"),
        "pqi_15": (age < 40) & principal("pqi_15_dx") & ~anywhere("pqi_15_excl_respiratory_dx"),
        "pqi_16": anywhere("pqi_16_diabetes_dx")
        & done("pqi_16_amputation_px")
        & ~anywhere("pqi_16_excl_trauma_dx")
        & ~principal("pqi_excl_mdc14_dx"),
    }


def _emergency(scene: Scene, rows: Columns, bills: Columns) -> Tally:
    """One visit per person and day; it ends at home when no stay begins that day or the next."""
    institutional = rows["kind"] == INSTITUTIONAL
    service = in_list(rows["service"], SERVICES, "ed_service")
    revenue = in_list(rows["revenue"], REVENUE, "ed_revenue")
    seen = where(rows, revenue | service & (institutional | (rows["place"] == PLACES("23"))))
    key = seen["person"].astype(np.int64) * PERSON + seen["day"]
    visits, at = np.unique(key, return_index=True)
    admitted = np.isin(visits, bills["person"].astype(np.int64) * PERSON + bills["admission"])
    admitted |= np.isin(visits + 1, bills["person"].astype(np.int64) * PERSON + bills["admission"])
    covered = seen["in_month"][at]
    quintile, month = scene.people.quintile[seen["person"][at]] - 1, seen["month"][at]
    home = ~admitted & covered
    weight = treatable_weight()[seen["dx1"][at]]
    shape = (QUINTILES, scene.calendar.years)
    return {
        "emergency_visits": count((month,), (scene.calendar.months,)),
        "emergency_visits_covered": count((quintile[covered], month[covered] // 12), shape),
        "emergency_home_covered": count((quintile[home], month[home] // 12), shape),
        "emergency_treatable_millionths": count((quintile[home], month[home] // 12), shape, weight[home].astype(float)),
    }
