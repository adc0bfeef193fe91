"""truth.json: what was planted and the counts a reader can hold against the engine's."""

import json
from pathlib import Path

import numpy as np

from firstcontact.example import dirty
from firstcontact.example.assumptions import LINES_OF_BUSINESS, assumptions
from firstcontact.example.counts.base import Tally
from firstcontact.example.counts.hospital import COMPOSITES, INDICATORS
from firstcontact.example.counts.spending import PARTS
from firstcontact.example.people import GROUP_NAMES
from firstcontact.example.scene import World
from firstcontact.example.versions import OUTCOMES
from firstcontact.example.write import Written, dollars

HOSPITALIST_SHARE, HOSPITALIST_LINES = 0.90, 100
INTERNIST = "207R00000X"


def make_truth(world: World, total: Tally, files: list[Written], seed: int, fmt: str) -> dict:
    _settle_hospitalists(world, total)
    return {
        "arguments": {"people": world.people, "years": world.calendar.years, "seed": seed, "fmt": fmt},
        "region": _region(world),
        "files": {f.name: {"table": f.table, "rows": f.rows, "sha256": f.sha256} for f in files},
        "rows": _rows_by_table(files),
        "outcomes": {
            t: dict(zip(OUTCOMES, total[f"{t}_outcomes"].tolist(), strict=True))
            for t in ("medical_claim", "pharmacy_claim")
        },
        "set_aside": {table: dirty.expected(table) for table in dirty.TABLES},
        "people_covered": int(total["people_covered"][0]),
        "coverage_months": _by_line(world, total["coverage_months"]),
        "pharmacy_months": _by_line(world, total["pharmacy_months"]),
        "by_month": _by_month(world, total),
        "by_year": _by_year(world, total),
        "by_quintile": _by_quintile(world, total),
        "spend": _spend(world, total),
        "shock": _shock(world),
        "planted": {
            "inequity": assumptions()["inequity"],
            "growth": _growth(),
            "claims": assumptions()["claims"],
            "pharmacy": assumptions()["pharmacy"],
            "roster": assumptions()["roster"],
        },
    }


def write_truth(path: Path, truth: dict) -> None:
    path.write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")


def _region(world: World) -> dict:
    directory = world.directory
    return {
        "areas": len(world.region.ids),
        "quintile_of_area": dict(zip(world.region.ids, world.region.quintile.tolist(), strict=True)),
        "practices": len(world.practices),
        "primary_care_clinicians": len(world.workforce),
        "hospitalists": directory.count["hospitalist"],
        "individuals": directory.individuals,
        "providers": directory.listed,
        "residents_per_person": assumptions()["region"]["residents_per_person"],
    }


def _settle_hospitalists(world: World, total: Tally) -> None:
    """Add the office visits of internists who are no hospitalists in that year to primary care."""
    inpatient, outpatient = total["hospitalist_lines"][..., 0], total["hospitalist_lines"][..., 1]
    lines = inpatient + outpatient
    judged = (lines >= HOSPITALIST_LINES) & (inpatient >= HOSPITALIST_SHARE * lines)
    start = world.directory.start["hospitalist"]
    internist = np.array([world.directory.taxonomy[start + i] == INTERNIST for i in range(len(lines))])
    total["hospitalist_years"] = np.where(internist[:, None], judged, False).sum(axis=0)
    counts = np.repeat(internist[:, None] & ~judged, 12, axis=1)
    theirs = total.pop("hospitalist_visits") * counts[:, None, :, None]
    total["primary_care_visits"] = total["primary_care_visits"] + theirs.sum(axis=(0, 1, 3))
    total["primary_care_visits_covered"] = total["primary_care_visits_covered"] + theirs[..., 1].sum(axis=0)


def _rows_by_table(files: list[Written]) -> dict[str, int]:
    rows: dict[str, int] = {}
    for file in files:
        rows[file.table] = rows.get(file.table, 0) + file.rows
    return rows


def _years(world: World) -> list[str]:
    return [str(world.calendar.first_year + y) for y in range(world.calendar.years)]


def _by_line(world: World, values: np.ndarray) -> dict:
    return {lob: dict(zip(_years(world), values[i].tolist(), strict=True)) for i, lob in enumerate(LINES_OF_BUSINESS)}


def _by_month(world: World, total: Tally) -> dict:
    months = [world.calendar.month_name(m) for m in range(world.calendar.months)]
    series = {
        "person_months": total["person_months_by_month"],
        "visits": total["visits"],
        "primary_care_visits": total["primary_care_visits"],
        "primary_care_visits_covered": total["primary_care_visits_covered"].sum(axis=0),
        "telehealth_visits_covered": total["telehealth_visits_covered"],
        "wellness_visits": total["wellness_visits"],
        "fills": total["fills"],
        "days_supplied": total["days_supplied"],
        "emergency_visits": total["emergency_visits"],
    }
    return {name: dict(zip(months, values.tolist(), strict=True)) for name, values in series.items()}


def _by_year(world: World, total: Tally) -> dict:
    years = _years(world)
    series = {name: total[f"{name}_stays"] for name in (*INDICATORS, *COMPOSITES)}
    series |= {"stays": total["stays"], "hospitalists": total["hospitalist_years"]}
    result = {name: dict(zip(years, values.tolist(), strict=True)) for name, values in series.items()}
    groups = total["person_months_by_group"]
    result["person_months_by_race_ethnicity"] = {
        n: dict(zip(years, groups[i].tolist(), strict=True)) for i, n in enumerate(GROUP_NAMES)
    }
    return result


def _by_quintile(world: World, total: Tally) -> dict:
    """Quintile 1 most deprived. Visits and emergency visits are those in months with coverage."""
    visits = total["primary_care_visits_covered"].reshape(5, world.calendar.years, 12).sum(axis=2)
    series = {
        "person_months": total["person_months_by_quintile"],
        "primary_care_visits": visits,
        "emergency_visits": total["emergency_visits_covered"],
        "emergency_visits_home": total["emergency_home_covered"],
        "emergency_treatable_millionths": total["emergency_treatable_millionths"],
    }
    return {
        name: {str(q + 1): dict(zip(_years(world), values[q].tolist(), strict=True)) for q in range(5)}
        for name, values in series.items()
    }


def _spend(world: World, total: Tally) -> dict:
    """Dollars of final lines of payers that pay first: in months with coverage, and outside them."""
    medical, pharmacy = total["medical_spend"], total["pharmacy_spend"]
    return {
        "covered": {part: _dollars(world, medical[i, :, :, 1]) for i, part in enumerate(PARTS)}
        | {"pharmacy": _dollars(world, pharmacy)},
        "without_coverage": {part: dollars(int(medical[i, :, :, 0].sum())) for i, part in enumerate(PARTS)},
    }


def _dollars(world: World, cents: np.ndarray) -> dict:
    return {
        lob: dict(zip(_years(world), [dollars(int(c)) for c in cents[i]], strict=True))
        for i, lob in enumerate(LINES_OF_BUSINESS)
    }


def _shock(world: World) -> dict:
    facts, calendar = assumptions()["shock"], world.calendar
    start = 12 * calendar.shock_year

    def named(factors: dict[int, float]) -> dict[str, float]:
        return {calendar.month_name(start + month - 1): factor for month, factor in factors.items()}

    families = ("office", "preventive", "emergency", "planned", "prescriptions")
    return {
        "start_month": calendar.month_name(start + 2),
        "end_month": calendar.month_name(start + 4),
        "factors": {family: named(facts[family]) for family in families},
        "telehealth_share": named(facts["telehealth"]),
    }


def _growth() -> dict:
    facts = assumptions()["prices"]
    return {"primary_care_prices": facts["primary_care_growth"], "other_prices": facts["other_growth"]}
