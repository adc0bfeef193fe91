"""Who is covered by which plan in which month: gaps, switches, births, deaths and second coverage."""

from dataclasses import dataclass

import numpy as np

from firstcontact.example.assumptions import (
    LINES_OF_BUSINESS,
    MEDICAID_FFS,
    MEDICARE_FFS,
    UNINSURED,
    assumptions,
    by_deprivation,
    column,
    flags,
    table,
)
from firstcontact.example.calendar import Calendar
from firstcontact.example.people import ALIVE, People
from firstcontact.example.streams import Streams, choose

FIRST, SECOND, BESIDE = range(3)
MEDICARE = np.array([lob.startswith("medicare") or lob == "dual_integrated" for lob in LINES_OF_BUSINESS] + [False])


class Products:
    """The rows of data/payers.csv: one product is a payer's plan in one line of business."""

    def __init__(self) -> None:
        rows = table("payers")
        self.payers = sorted({r["payer"] for r in rows})
        self.payer = np.array([self.payers.index(r["payer"]) for r in rows], dtype=np.int8)
        self.plans = [r["plan"] for r in rows]
        self.line = np.array([LINES_OF_BUSINESS.index(r["line_of_business"]) for r in rows], dtype=np.int8)
        self.weight = column(rows, "weight")
        self.reports_allowed = flags(rows, "reports_allowed")
        self.reports_cost_share = flags(rows, "reports_cost_share")
        self.capitates = flags(rows, "capitates")
        self.pharmacy_share = column(rows, "pharmacy_share")

    def pick(self, line: np.ndarray, u: np.ndarray) -> np.ndarray:
        """A product of each line of business; -1 for the uninsured."""
        weights = np.where(self.line[None, :] == np.arange(UNINSURED + 1)[:, None], self.weight[None, :], 0.0)
        weights[UNINSURED] = 1.0
        return np.where(line == UNINSURED, -1, choose(u, weights[line])).astype(np.int8)


PRODUCTS = Products()


@dataclass
class Coverage:
    """product: people x 3 slots (first, second, beside), -1 none. covered: people x slots x months.

    care_product: people x months, the product that a claim of the month names, also where there is no coverage
    (`care`: people x months, does care happen). pharmacy: people x slots.
    """

    product: np.ndarray
    covered: np.ndarray
    care: np.ndarray
    care_product: np.ndarray
    pharmacy: np.ndarray
    secondary: np.ndarray

    @property
    def main(self) -> np.ndarray:
        """people x months: covered by the coverage that speaks for the person."""
        return self.covered[:, FIRST] | self.covered[:, SECOND]


def make_coverage(people: People, calendar: Calendar, streams: Streams) -> Coverage:
    n, months = len(people), calendar.months
    first, second, switch, gap = _plans(people, calendar, streams)
    month = np.arange(months)
    present = _present(people, calendar, streams)
    covered = np.zeros((n, 3, months), dtype=bool)
    covered[:, FIRST] = present & (month < switch[:, None]) & (first >= 0)[:, None]
    covered[:, SECOND] = present & (month >= (switch + gap)[:, None]) & (second >= 0)[:, None]
    beside, is_secondary = _beside(people, first, second, streams)
    medicare = np.where(month < switch[:, None], _is_medicare(first)[:, None], _is_medicare(second)[:, None])
    covered[:, BESIDE] = (covered[:, FIRST] | covered[:, SECOND]) & medicare & (beside >= 0)[:, None]
    product = np.column_stack([first, second, beside])
    care_product = np.where(month < switch[:, None], first[:, None], second[:, None])
    leak = streams("coverage.leak").random((n, months)) < assumptions()["coverage"]["care_without_coverage"]
    main = covered[:, FIRST] | covered[:, SECOND]
    care = (main | leak & _alive(people, calendar)) & (care_product >= 0)
    pharmacy = streams("coverage.pharmacy").random((n, 3)) < np.r_[PRODUCTS.pharmacy_share, 0.0][product]
    return Coverage(product, covered, care, care_product, pharmacy, is_secondary)


def _lines(age: np.ndarray, quintile: np.ndarray, u: np.ndarray) -> np.ndarray:
    facts = assumptions()["coverage"]
    shares = np.stack([by_deprivation(**_bounds(facts[k])) for k in ("child", "adult", "older")])
    stage = np.searchsorted([19, 65], age, side="right")
    return choose(u, shares[stage, quintile - 1])


def _bounds(facts: dict) -> dict:
    return {"most": facts["most_deprived"], "least": facts["least_deprived"]}


def _plans(people: People, calendar: Calendar, streams: Streams) -> tuple[np.ndarray, ...]:
    """First and second product, the month of the switch (after the end: none) and the months without cover then."""
    n, facts = len(people), assumptions()["coverage"]
    age = np.maximum(people.age(calendar.first_day), 0)
    line = _lines(age, people.quintile, streams("coverage.line").random(n))
    first = PRODUCTS.pick(line, streams("coverage.product").random(n))
    u = streams("coverage.switch").random((n, 3))
    switch = np.where(
        u[:, 0] < facts["switch_per_year"] * calendar.years,
        1 + np.floor(u[:, 1] * (calendar.months - 1)),
        calendar.months,
    )
    turns_65 = np.floor((65 - age) * 12)
    ages_in = (turns_65 > 0) & (turns_65 < calendar.months) & ~MEDICARE[line]
    switch = np.where(ages_in, turns_65, switch).astype(np.int64)
    later = _lines(np.where(ages_in, 65, age), people.quintile, streams("coverage.line2").random(n))
    second = PRODUCTS.pick(later, streams("coverage.product2").random(n))
    waits = ~ages_in & (u[:, 2] < facts["gap_at_switch"]) & (second != first)
    gap = np.where(waits, 1 + np.floor(streams("coverage.wait").random(n) * 4), 0).astype(np.int64)
    return first, second, switch, gap


def _is_medicare(product: np.ndarray) -> np.ndarray:
    lines = np.where(product >= 0, PRODUCTS.line[product], UNINSURED)
    return np.isin(lines, [MEDICARE_FFS, MEDICARE_FFS + 1])


def _beside(people: People, first: np.ndarray, second: np.ndarray, streams: Streams) -> tuple[np.ndarray, np.ndarray]:
    """Coverage beside Medicare: Medicaid that pays second, or an employer plan. Returns product and is-secondary."""
    facts, u = assumptions()["coverage"], streams("coverage.beside").random(len(people))
    medicaid = int(np.flatnonzero(PRODUCTS.line == MEDICAID_FFS)[0])
    product = np.where(u < facts["second_medicaid"], medicaid, np.where(u > 1 - facts["second_commercial"], 0, -1))
    clash = (product == first) | (product == second)
    product = np.where(clash, -1, product).astype(np.int8)
    return product, product == medicaid


def _alive(people: People, calendar: Calendar) -> np.ndarray:
    month = np.arange(calendar.months)
    born = np.where(people.birth < calendar.first_day, 0, calendar.month(people.birth))
    died = np.where(people.death == ALIVE, calendar.months, calendar.month(people.death))
    return (month >= born[:, None]) & (month <= died[:, None])


def _present(people: People, calendar: Calendar, streams: Streams) -> np.ndarray:
    """people x months: alive, in the region, and not in a gap."""
    n, facts, months = len(people), assumptions()["coverage"], calendar.months
    u = streams("coverage.presence").random((n, 6))
    enters = np.where(u[:, 0] < facts["enters_late"], np.floor(u[:, 1] * months), 0)
    leaves = np.where(u[:, 2] < facts["leaves_early"], np.floor(u[:, 3] * months), months)
    gap = np.where(u[:, 4] < facts["gap_anywhere"], np.floor(u[:, 5] * months), months)
    length = 1 + np.floor(streams("coverage.gap").random(n) * 4)
    month = np.arange(months)
    away = (month >= gap[:, None]) & (month < (gap + length)[:, None])
    return _alive(people, calendar) & (month >= enters[:, None]) & (month <= leaves[:, None]) & ~away
