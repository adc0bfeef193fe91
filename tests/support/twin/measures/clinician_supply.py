"""pcp_per_100k: roster clinicians at mid-year over the population of areas."""

from datetime import date
from decimal import Decimal

from support.twin.core import Core
from support.twin.units import FACTORS, Measure, Unit

VARIANTS = {
    "all": lambda c: Decimal(1),
    "physician": lambda c: Decimal(c["class"] == "physician"),
    "np_pa": lambda c: Decimal(c["class"] in ("np", "pa")),
    "fte": lambda c: c["fte"],
}


def measures(core: Core) -> list[Measure]:
    return [
        Measure(
            f"pcp_per_100k.{name}",
            _units(core, weight),
            "rate_per_100000",
            unit="area",
            factor=FACTORS["rate_per_100000"],
            groups=["region", "area"],
            strata=["deprivation_quintile"],
            people_at_least=0,
            missing=not core.tables["area"],
        )
        for name, weight in VARIANTS.items()
    ]


def _units(core: Core, weight) -> list[Unit]:
    units = []
    for year in core.settings.years:
        supply = {area: Decimal(0) for area in (*core.areas.rows, None)}
        for clinician in roster(core, year):
            supply[area_of(core, clinician)] += weight(clinician)
        for area, amount in supply.items():
            people = 0 if area is None else population(core, area, year)
            units.append(Unit(date(year, 1, 1), amount, people, _attributes(core, area), population=people or 0))
    return units


def roster(core: Core, year: int) -> list[dict]:
    return [c for (_, y), c in core.clinician_years.items() if y == year and c["on_roster_mid_year"]]


def area_of(core: Core, clinician: dict) -> str | None:
    practice = core.practices.rows.get(clinician["practice"])
    return core.areas.of(practice) if practice else None


def population(core: Core, area: str, year: int) -> int | None:
    rows = [r for r in core.tables["area_population"] if r["area_id"] == area and r["year"] == year]
    whole = [r for r in rows if r["sex"] == r["age_band"] == r["race_ethnicity"] == r["income_group"] == "all"]
    return whole[0]["population"] if whole else None


def _attributes(core: Core, area: str | None) -> dict[str, str]:
    return {"area": area or "unknown", "deprivation_quintile": core.areas.quintile(area)}
