"""A made-up release input: public rows of a fictitious region, with hidden cells, gaps and awkward names.

Rows here are public already (what disclosure hands over), so tests of pages need no engine.
"""

import json
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import yaml

from firstcontact.release.columns import NAMES
from firstcontact.release.inputs import ReleaseInput, Settings
from firstcontact.release.numbers import round_half_up

MEASURES = Path(__file__).parents[2] / "src" / "firstcontact" / "measures"
YEARS = ("2022", "2023", "2024")
LANGUAGES = ("en", "es", "pt")
FIRST = (
    "Harbor",
    "Oak Street",
    "Hillside",
    "Mill Pond",
    "São José",
    "Cedar",
    "North Bridge",
    "Lakeview",
    "St. Brigid",
    "Willow",
)
LAST = ("Family Medicine", "Health Center", "Pediatrics, PC", "Primary Care", "Internal Medicine", "Community Clinic")
AREAS = (
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elm",
    "Fir",
    "Hazel",
    "Juniper",
    "Larch",
    "Maple",
    "Oak",
    "Pine",
    "Rowan",
    "Willow",
)
STRATA = {
    "age_band": ("0-17", "18-44", "45-64", "65-74", "75+"),
    "sex": ("female", "male", "unknown"),
    "race_ethnicity": (
        "american_indian",
        "asian",
        "black",
        "hispanic",
        "middle_eastern",
        "multiple",
        "pacific_islander",
        "unknown",
        "white",
    ),
    "line_of_business": (
        "commercial",
        "medicare_ffs",
        "medicare_advantage",
        "medicaid_ffs",
        "medicaid_managed",
        "dual_integrated",
        "self_pay",
    ),
    "deprivation_quintile": ("1", "2", "3", "4", "5"),
    "payer": ("plan_a", "plan_b", "plan_c"),
}
PRACTICE_STRATA = ("age_band", "sex", "race_ethnicity", "line_of_business")
CENTRE = {
    "ratio": 58,
    "rate_per_1000": 410,
    "rate_per_100000": 820,
    "mean": Decimal("0.66"),
    "pmpm": 42,
    "index": 97,
}
SPREAD = {"index": Decimal("0.01"), "mean": Decimal("0.3")}
DECIMALS = {"pmpm": 2, "mean": 2, "rate_per_100000": 1, "index": 1}


def definitions(only: tuple[str, ...] = ()) -> list[dict]:
    """Built-in definitions with their SQL, as the engine writes them beside results."""
    found = []
    for path in sorted(MEASURES.glob("*/*.yaml")):
        definition = yaml.safe_load(path.read_text(encoding="utf-8"))
        sql = path.with_suffix(".sql")
        if sql.exists():
            definition["sql"] = sql.read_text(encoding="utf-8")
        if not only or definition["id"] in only:
            found.append(json.loads(json.dumps(definition, default=str)))
    return found


def region_input(
    only: tuple[str, ...] = (),
    practices: int = 60,
    languages: tuple[str, ...] = LANGUAGES,
    seed: int = 1,
    release: str = "2024-r1",
) -> ReleaseInput:
    """A whole release input; same arguments, same input."""
    measures = definitions(only)
    groups = _groups(practices)
    rows = list(_rows(measures, groups, random.Random(seed), release))
    settings = Settings(
        release,
        "Example Region",
        languages,
        "2026-11-21T12:00:00Z",
        "https://creativecommons.org/licenses/by/4.0/",
        "data office of the region",
    )
    run = {
        "run_id": "r0123456789ab",
        "inputs": [{"name": "claims-2024", "sha256": "ab" * 32, "rows": 120000}],
        "cautions": [{"measure": "telehealth_share", "words": "Rules of billing changed in 2020."}],
    }
    return ReleaseInput(
        _table(rows), pa.Table.from_pylist(groups), _strata(), measures, run, settings, area_geojson=_geojson()
    )


def _table(rows: list[dict]) -> pa.Table:
    columns = {name: pa.array([r.get(name) for r in rows], pa.string()) for name in NAMES}
    return pa.table(columns)


def _groups(practices: int) -> list[dict]:
    """One region, 14 areas, 8 organisations, practices; one is closed, one has markup in its name."""
    made = [{"group_kind": "region", "group_id": "example", "group_name": "Example Region"}]
    for i, name in enumerate(AREAS):
        made.append(
            {
                "group_kind": "area",
                "group_id": f"A{i + 1:02d}",
                "group_name": f"{name} County",
                "population": 8000 + 731 * i,
                "deprivation_quintile": i % 5 + 1,
            }
        )
    for i in range(8):
        made.append({"group_kind": "organization", "group_id": f"O{i + 1}", "group_name": f"{FIRST[i]} Health Group"})
    for i in range(practices):
        made.append(_practice(i))
    made += [
        {"group_kind": "practice", "group_id": "unattributed", "group_name": None},
        {"group_kind": "area", "group_id": "unknown", "group_name": None},
    ]
    keys = (
        "organization_id",
        "area_id",
        "parent_id",
        "place",
        "zip_code",
        "practice_type",
        "accepting_new_patients",
        "clinicians",
        "closed_on",
        "latitude",
        "longitude",
        "deprivation_quintile",
        "population",
    )
    return [{**dict.fromkeys(keys), **g} for g in made]


def _practice(i: int) -> dict:
    area = i % len(AREAS)
    name = "=<b>Formula & Sons</b>" if i == 7 else f"{FIRST[i % 10]} {LAST[i // 10 % 6]}"
    return {
        "group_kind": "practice",
        "group_id": f"P{i + 1:03d}",
        "group_name": name,
        "organization_id": f"O{i % 8 + 1}" if i % 5 else None,
        "area_id": f"A{area + 1:02d}",
        "place": AREAS[area],
        "zip_code": f"0{1001 + area}",
        "practice_type": "independent" if i % 3 else "health_centre",
        "accepting_new_patients": ("yes", "no", "limited")[i % 3],
        "clinicians": i % 9 + 1,
        "closed_on": "2024-06-30" if i == 3 else None,
    }


def _strata() -> pa.Table:
    names = {"plan_a": "Plan A", "plan_b": "Plan B", "plan_c": "Plan C"}
    rows = [
        {"stratum_kind": k, "stratum": s, "name": names.get(s, s), "sort_order": n}
        for k, all_ in STRATA.items()
        for n, s in enumerate(all_)
    ]
    return pa.Table.from_pylist(rows)


def _geojson() -> dict:
    """Fourteen squares that share their borders, as a region of two rows."""
    features = []
    for i in range(len(AREAS)):
        x, y = i % 5 + (0.4 if i // 5 % 2 else 0), -(i // 5)
        ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
        features.append(
            {
                "type": "Feature",
                "properties": {"area_id": f"A{i + 1:02d}"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _rows(measures: list[dict], groups: list[dict], rng: random.Random, release: str) -> Iterator[dict]:
    for definition in measures:
        if "over" in definition and definition["domain"] == "equity":
            yield from _forms(definition, measures, rng, release)
            continue
        for measure in _ids(definition):
            for start, end, drift in _periods(definition):
                yield from _measure_rows(definition, measure, groups, start, end, drift, rng, release)


def _ids(definition: dict) -> list[str]:
    return [f"{definition['id']}.{v['id']}" for v in definition.get("variants") or []] or [definition["id"]]


def _periods(definition: dict) -> Iterator[tuple[str, str, float]]:
    monthly = "month" in (definition.get("rows") or []) or definition.get("formula") == "baseline_index"
    if definition.get("formula") != "baseline_index":
        yield from ((f"{y}-01-01", f"{y}-12-31", 1 + n * 0.06) for n, y in enumerate(YEARS))
    if monthly:
        for y in YEARS:
            for month in range(1, 13):
                last = {2: "29" if y == "2024" else "28"}.get(month, "30" if month in (4, 6, 9, 11) else "31")
                yield (
                    f"{y}-{month:02d}-01",
                    f"{y}-{month:02d}-{last}",
                    0.6 if (y, month) in (("2023", 3), ("2023", 4), ("2023", 5)) else 1.0,
                )


def _measure_rows(
    definition: dict,
    measure: str,
    groups: list[dict],
    start: str,
    end: str,
    drift: float,
    rng: random.Random,
    release: str,
) -> Iterator[dict]:
    allowed = set(definition["groups"])
    centre = Decimal(CENTRE[definition["value"]]) * Decimal(str(drift))
    centre = {
        "panel_size": Decimal(1340),
        "care_averted_stays": Decimal(900),
        "primary_care_spend_share": Decimal("6.4"),
        "telehealth_share": Decimal(11),
    }.get(definition["id"], centre)
    key = {
        "measure": measure,
        "version": definition["version"],
        "period_start": start,
        "period_end": end,
        "first_release": release,
        "changed_in": release,
        "release": release,
    }
    for group in groups:
        if group["group_kind"] not in allowed:
            continue
        people = {"region": 24000, "area": 1700, "organization": 2400}.get(
            group["group_kind"], rng.choice((24, 140, 220, 380, 610))
        )
        yield _row(definition, key, group, "all", "all", people, centre, rng)
        if group["group_kind"] in ("region", "practice"):
            for kind, strata in STRATA.items():
                whole_year = start.endswith("-01-01") and end.endswith("-12-31")
                if kind in allowed and (group["group_kind"] == "region" or (whole_year and kind in PRACTICE_STRATA)):
                    for n, stratum in enumerate(strata):
                        shifted = centre * (Decimal(1) + Decimal(n - 2) / 25)
                        yield _row(definition, key, group, kind, stratum, people // len(strata), shifted, rng)


def _row(
    definition: dict, key: dict, group: dict, kind: str, stratum: str, people: int, centre: Decimal, rng: random.Random
) -> dict:
    row = {
        **key,
        "group_kind": group["group_kind"],
        "group_id": group["group_id"],
        "group_name": group["group_name"],
        "stratum_kind": kind,
        "stratum": stratum,
        "held": "0",
    }
    if people == 0 or (group["group_id"] == "P005" and kind == "all"):
        return row | {
            "status": "not_applicable",
            "note_id": "no_eligible",
            "numerator_rounded": "0",
            "denominator_rounded": "0",
        }
    if people < 30 or rng.random() < 0.04:
        return row | {"status": "suppressed", "note_id": "hidden_small"}
    return row | _shown(definition, group, kind, people, centre, rng)


def _shown(definition: dict, group: dict, kind: str, people: int, centre: Decimal, rng: random.Random) -> dict:
    places = DECIMALS.get(definition["value"], 0 if people < 1000 else 1)
    wobble = Decimal(rng.uniform(-1, 1)).quantize(Decimal("0.0001")) * (Decimal(6) / Decimal(people).sqrt())
    value = round_half_up(centre * (1 + wobble * SPREAD.get(definition["value"], Decimal("0.5"))), places)
    value = min(value, Decimal(100)) if definition["value"] == "ratio" else value
    half = value * Decimal(1) / Decimal(people).sqrt() * 2
    low, high = (round_half_up(max(value + s * half, Decimal(0)), places) for s in (-1, 1))
    high = min(high, Decimal(100)) if definition["value"] == "ratio" else high
    made = {
        "status": "provisional" if definition.get("formula") and rng.random() < 0.1 else "published",
        "value": str(value),
        "denominator_rounded": str(round(people / 5) * 5),
    }
    if definition["value"] not in ("pmpm",) and definition.get("numerator_unit") != "money":
        made |= {"lower": str(low), "upper": str(high), "confidence": "95"}
    if definition.get("direction") != "context_only" and group["group_kind"] != "region" and kind == "all":
        made["comparison"] = (
            "better" if value > centre * Decimal("1.1") else "lower" if value < centre * Decimal("0.9") else "same"
        )
    return made


def _forms(definition: dict, measures: list[dict], rng: random.Random, release: str) -> Iterator[dict]:
    """One row a base measure, stratifier and year; one in ten hidden."""
    present = {d["id"]: d for d in measures}
    for base in definition["over"]:
        for measure in _ids(present[base])[:1] if base in present else []:
            for kind in definition["stratifier"]:
                for year in YEARS:
                    row = {
                        "release": release,
                        "measure": f"{definition['id']}.{measure}",
                        "version": definition["version"],
                        "period_start": f"{year}-01-01",
                        "period_end": f"{year}-12-31",
                        "group_kind": "region",
                        "group_id": "example",
                        "group_name": "Example Region",
                        "stratum_kind": kind,
                        "stratum": "all",
                        "held": "0",
                        "first_release": release,
                        "changed_in": release,
                    }
                    if kind not in present[base]["groups"]:
                        continue
                    if rng.random() < 0.1:
                        yield row | {"status": "suppressed", "note_id": "hidden_small"}
                    else:
                        yield row | {
                            "status": "published",
                            "value": f"{rng.uniform(1, 2):.2f}"
                            if definition["id"] == "ratio"
                            else f"{rng.uniform(3, 14):.1f}",
                        }
