"""A run folder as the engine leaves it, for tests of the release: one measure, counts that add up everywhere."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from firstcontact.results_table import WITH_RUN
from firstcontact.stats import wilson
from firstcontact.workspace import Workspace
from support.public_region import definitions

MEASURE = "any_primary_care_visit"
YEARS = (2023, 2024)
AREAS = ("north", "south", "west")
SEXES = ("female", "male")
PRACTICES = {"P1": "O1", "P2": "O1", "P3": "O1", "P4": "O2", "P5": "O2", "P6": "O2"}
Key = tuple[str, str, str, str]


def workspace(root: Path, mode: str = "open", languages: tuple[str, ...] = ("en",)) -> Workspace:
    """A workspace with settings only."""
    root.mkdir(parents=True, exist_ok=True)
    listed = ", ".join(f'"{code}"' for code in languages)
    settings = (
        f'[region]\nid = "example"\nname = "Example Region"\n[release]\nmode = "{mode}"\nlanguages = [{listed}]\n'
    )
    (root / "firstcontact.toml").write_text(settings, encoding="utf-8")
    return Workspace.open(root)


def write_run(ws: Workspace, seed: int = 1, run_id: str = "r000000000001") -> str:
    """results/<run_id>/ and results/latest; another seed gives other numbers."""
    folder = ws.results / run_id
    folder.mkdir(parents=True)
    rows = [row for year in YEARS for row in _year(year, random.Random(seed * 1000 + year), run_id)]
    pq.write_table(pa.Table.from_pylist(rows, WITH_RUN), folder / "results.parquet")
    pq.write_table(_groups(), folder / "groups.parquet")
    pq.write_table(_strata(), folder / "strata.parquet")
    run = {
        "run_id": run_id,
        "code_version": "test",
        "inputs": [{"name": "claims", "sha256": "ab" * 32, "rows": 1200}],
        "cautions": [],
    }
    (folder / "measures.json").write_text(json.dumps(definitions((MEASURE,))), encoding="utf-8")
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    (ws.results / "latest").write_text(f"{run_id}\n", encoding="utf-8")
    return run_id


def _year(year: int, rng: random.Random, run_id: str) -> Iterator[dict]:
    """Counts of people by practice, area and sex, summed to every row of the table."""
    seen, people = Counter(), Counter()
    for practice in (*PRACTICES, "unattributed"):
        for area in (*AREAS, "unknown"):
            for sex in SEXES:
                size = rng.randint(40, 260) if area != "unknown" else rng.randint(35, 60)
                visits = round(size * rng.uniform(0.5, 0.8))
                for key in _keys(practice, area, sex):
                    people[key] += size
                    seen[key] += visits
    for key in sorted(people):
        yield _row(year, key, seen[key], people[key], run_id)


def _keys(practice: str, area: str, sex: str) -> Iterator[Key]:
    groups = [
        ("region", "example"),
        ("area", area),
        ("practice", practice),
        ("organization", PRACTICES.get(practice, "unattributed")),
    ]
    for kind, id_ in groups:
        yield kind, id_, "all", "all"
        if kind in ("region", "practice"):
            yield kind, id_, "sex", sex


def _row(year: int, key: Key, numerator: int, denominator: int, run_id: str) -> dict:
    lower, upper = wilson([numerator], [denominator])
    names = dict(zip(("group_kind", "group_id", "stratum_kind", "stratum"), key, strict=True))
    return names | {
        "measure": MEASURE,
        "version": "1",
        "period_start": date(year, 1, 1),
        "period_end": date(year, 12, 31),
        "numerator": Decimal(numerator),
        "denominator": Decimal(denominator),
        "numerator_unit": "people",
        "people": denominator,
        "universe": "people_11_months",
        "value": numerator / denominator,
        "lower": float(lower[0]),
        "upper": float(upper[0]),
        "confidence": 0.95,
        "method": "wilson",
        "status": "published",
        "run_id": run_id,
    }


def _groups() -> pa.Table:
    rows = [{"group_kind": "region", "group_id": "example", "group_name": "Example Region"}]
    rows += [
        {"group_kind": "area", "group_id": a, "group_name": f"{a.title()} County", "population": 9000}
        for a in (*AREAS, "unknown")
    ]
    rows += [
        {"group_kind": "organization", "group_id": o, "group_name": f"Group {o}"} for o in ("O1", "O2", "unattributed")
    ]
    for n, (practice, organization) in enumerate({**PRACTICES, "unattributed": None}.items()):
        rows.append(
            {
                "group_kind": "practice",
                "group_id": practice,
                "group_name": f"Practice {practice}",
                "organization_id": organization,
                "parent_id": organization,
                "area_id": AREAS[n % 3],
            }
        )
    texts = (
        "group_kind",
        "group_id",
        "group_name",
        "organization_id",
        "area_id",
        "parent_id",
        "place",
        "zip_code",
        "practice_type",
        "accepting_new_patients",
    )
    schema = pa.schema(
        [
            *((t, pa.string()) for t in texts),
            ("clinicians", pa.int64()),
            ("closed_on", pa.date32()),
            ("latitude", pa.float64()),
            ("longitude", pa.float64()),
            ("deprivation_quintile", pa.int64()),
            ("population", pa.int64()),
        ]
    )
    return pa.Table.from_pylist(rows, schema)


def _strata() -> pa.Table:
    rows = [
        {"stratum_kind": "sex", "stratum": s, "name": s, "sort_order": n} for n, s in enumerate((*SEXES, "unknown"))
    ]
    return pa.Table.from_pylist(rows)
