"""Months of coverage, and how the rows of a claim table ended."""

import numpy as np

from firstcontact.example.assumptions import LINES_OF_BUSINESS
from firstcontact.example.counts.base import QUINTILES, Tally, count
from firstcontact.example.coverage import PRODUCTS
from firstcontact.example.population import count_residents
from firstcontact.example.scene import Scene
from firstcontact.example.versions import OUTCOMES


def tally_people(scene: Scene) -> Tally:
    coverage, years = scene.coverage, scene.calendar.years
    person, slot, month = np.nonzero(coverage.covered)
    product = coverage.product[person, slot]
    main_person, main_month = np.nonzero(coverage.main)
    quintile = scene.people.quintile[main_person] - 1
    pharmacy = coverage.pharmacy[person, slot].astype(float)
    lines, products = len(LINES_OF_BUSINESS), len(PRODUCTS.plans)
    return {
        "coverage_months": count((PRODUCTS.line[product], month // 12), (lines, years)),
        "pharmacy_months": count((PRODUCTS.line[product], month // 12), (lines, years), pharmacy),
        "product_months": count((product, month // 12), (products, years)),
        "person_months_by_month": count((main_month,), (12 * years,)),
        "person_months_by_quintile": count((quintile, main_month // 12), (QUINTILES, years)),
        "person_months_by_group": count((scene.people.group[main_person], main_month // 12), (9, years)),
        "residents": count_residents(scene),
        "people_covered": np.array([int(coverage.main.any(axis=1).sum())]),
    }


def tally_rows(name: str, outcome: np.ndarray) -> Tally:
    return {f"{name}_outcomes": np.bincount(outcome, minlength=len(OUTCOMES))}
