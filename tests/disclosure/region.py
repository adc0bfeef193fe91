"""A made-up region as result rows: people with a practice, an area and traits are counted in every group."""

from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa

KINDS = {
    "line_of_business": ("commercial", "medicaid_managed", "medicare_ffs", "self_pay"),
    "age_band": ("0-17", "18-44", "45-64", "65-74", "75+", "unknown"),
    "sex": ("female", "male", "unknown"),
    "race_ethnicity": ("asian", "black", "hispanic", "white", "multiple", "unknown"),
    "deprivation_quintile": ("1", "2", "3", "4", "5"),
}
WEIGHTS = {
    "line_of_business": (0.5, 0.25, 0.2, 0.05),
    "age_band": (0.2, 0.3, 0.3, 0.12, 0.07, 0.01),
    "sex": (0.51, 0.485, 0.005),
    "race_ethnicity": (0.06, 0.1, 0.12, 0.6, 0.04, 0.08),
}
PRACTICE_KINDS = ("line_of_business", "age_band", "sex", "race_ethnicity")
DECIMAL = pa.decimal128(38, 12)


def measure(id_: str, **spec) -> dict:
    """A definition with the keys that disclosure control reads."""
    plain = {"id": id_, "version": "1", "unit_of_count": "person", "value": "ratio", "numerator_unit": "people"}
    return {**plain, "denominator_unit": "people", "direction": "higher_is_better", "window": "year", **spec}


MEASURES = [
    measure("seen", universe="everybody"),
    measure("rare", universe="everybody"),
    measure("stays", value="rate_per_1000", numerator_unit="events", denominator_unit="person_years", window="month"),
    measure("cost", value="pmpm", numerator_unit="money", denominator_unit="person_months", window="month"),
]


class Region:
    """`people` people over `practices` practices of about four to an organization, one period."""

    def __init__(self, people: int = 4000, practices: int = 12, seed: int = 1) -> None:
        rng = np.random.default_rng(seed)
        size = rng.lognormal(0, 0.9, practices)
        chance = np.append(size / size.sum() * 0.9, 0.1)
        self.practice = rng.choice(practices + 1, people, p=chance)
        self.organizations = np.arange(practices) // 4
        areas = 14 if people >= 2000 else 3
        self.area = rng.choice(areas, people)
        self.quintile = np.arange(areas) % 5
        self.traits = {k: rng.choice(len(KINDS[k]), people, p=w) for k, w in WEIGHTS.items()}
        self.traits["deprivation_quintile"] = self.quintile[self.area]
        self.counts = {
            "seen": (rng.random(people) < 0.7).astype(int),
            "rare": (rng.random(people) < 0.02).astype(int),
            "stays": rng.poisson(0.05, people),
            "cost": rng.gamma(2, 500, people).round(2),
        }
        self.months = rng.integers(6, 13, people)
        self.practices = practices
        self.areas = areas

    def group_codes(self):
        """(kind, id of each code, code of each person)."""
        names = [f"P{i:03}" for i in range(self.practices)] + ["unattributed"]
        orgs = [f"O{i:03}" for i in range(self.organizations.max() + 1)] + ["unattributed"]
        org = np.append(self.organizations, len(orgs) - 1)[self.practice]
        yield "region", ["R"], np.zeros(len(self.practice), dtype=int)
        yield "area", [f"A{i:02}" for i in range(self.areas)], self.area
        yield "organization", orgs, org
        yield "practice", names, self.practice

    def groups(self) -> pa.Table:
        rows = []
        for kind, names, _ in self.group_codes():
            for i, name in enumerate(names):
                is_practice = kind == "practice" and name != "unattributed"
                org = f"O{self.organizations[i]:03}" if is_practice else None
                quintile = int(self.quintile[i]) + 1 if kind == "area" else None
                rows.append(
                    {
                        "group_kind": kind,
                        "group_id": name,
                        "group_name": name,
                        "organization_id": org,
                        "parent_id": None,
                        "practice_type": None,
                        "deprivation_quintile": quintile,
                    }
                )
        return pa.Table.from_pylist(rows)

    def results(self, measures=MEASURES) -> pa.Table:
        rows = []
        for spec in measures:
            for kind, names, code in self.group_codes():
                kinds = KINDS if kind == "region" else PRACTICE_KINDS if kind == "practice" else ()
                rows += self._rows(spec, kind, names, code, "all", ("all",), np.zeros(len(code), dtype=int))
                for k in kinds:
                    rows += self._rows(spec, kind, names, code, k, KINDS[k], self.traits[k])
        return table(rows)

    def _rows(self, spec, kind, names, group, stratum_kind, strata, stratum):
        size = len(strata)
        cell = group * size + stratum
        total = len(names) * size
        amount = self.counts[spec["id"]]
        months = self.months if spec["denominator_unit"] != "people" else np.ones(len(cell))
        people = np.bincount(cell, minlength=total)
        denominator = np.bincount(cell, months, minlength=total)
        numerator = np.bincount(cell, amount, minlength=total).round(2)
        behind = np.bincount(cell, amount > 0, minlength=total)
        unit = spec["numerator_unit"]
        for i in range(total):
            yield row(
                spec["id"],
                kind,
                names[i // size],
                stratum_kind,
                strata[i % size],
                float(numerator[i]),
                float(denominator[i]),
                people=int(people[i]),
                people_numerator=None if unit == "people" else int(behind[i]),
                numerator_unit=unit,
                universe=spec.get("universe", spec["id"]),
                top2_share=0.1 if unit == "money" else None,
                sources=3 if unit == "money" else None,
            )


def row(measure_id, group_kind, group_id, stratum_kind="all", stratum="all", n=0.0, d=0.0, year=2026, **extra) -> dict:
    """One result row; status and value follow from the counts unless given."""
    status = "published" if d > 0 else "not_applicable"
    plain = {
        "measure": measure_id,
        "version": "1",
        "definition_pack": None,
        "period_start": date(year, 1, 1),
        "period_end": date(year, 12, 31),
        "group_kind": group_kind,
        "group_id": group_id,
        "stratum_kind": stratum_kind,
        "stratum": stratum,
        "numerator": n,
        "denominator": d,
        "numerator_unit": "people",
        "people": int(d),
        "people_numerator": None,
        "top2_share": None,
        "sources": None,
        "universe": measure_id,
        "value": n / d if d and n is not None else None,
        "lower": None,
        "upper": None,
        "confidence": None,
        "method": "none",
        "status": status,
        "run_id": "r0",
    }
    return {**plain, **extra}


SCHEMA = pa.schema(
    [
        *((n, pa.string()) for n in ("measure", "version", "definition_pack")),
        *((n, pa.date32()) for n in ("period_start", "period_end")),
        *((n, pa.string()) for n in ("group_kind", "group_id", "stratum_kind", "stratum")),
        *((n, DECIMAL) for n in ("numerator", "denominator")),
        ("numerator_unit", pa.string()),
        *((n, pa.int64()) for n in ("people", "people_numerator")),
        ("top2_share", pa.float64()),
        ("sources", pa.int64()),
        ("universe", pa.string()),
        *((n, pa.float64()) for n in ("value", "lower", "upper", "confidence")),
        *((n, pa.string()) for n in ("method", "status", "run_id")),
    ]
)


def table(rows) -> pa.Table:
    """Rows as a results table."""
    rows = [dict(r) for r in rows]
    for r in rows:
        for name in ("numerator", "denominator"):
            r[name] = None if r[name] is None else Decimal(str(r[name]))
    return pa.Table.from_pylist(rows, schema=SCHEMA)
