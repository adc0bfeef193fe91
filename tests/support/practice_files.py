"""Small scenarios and populations on disk: tests state only the keys that matter."""

from pathlib import Path
from typing import Any

import yaml

from firstcontact.practice.problems import PracticeError
from firstcontact.practice.scenario.load import load_scenario
from firstcontact.practice.scenario.model import Scenario

PRACTICES = """practice_id,region,setting,specialty,overhead_usd_year,physician_pay_usd_year,locality
A,north,independent,family,26000,104000,14212-01
B,south,system,family,52000,104000,14212-01
"""
PAYERS = """practice_id,payer,panel,visits_per_patient_year,ar_lag_weeks
A,commercial,520,2,1
B,medicare,1040,3,2
"""
STAFF = """practice_id,role,fte,wage_loaded_usd_year
A,md,1,
A,ma,1,52000
B,md,2,
B,ma,2,
"""
SERIES = """series,week_start,visit_factor,telemedicine_share_of_baseline,kind,provenance,status,source_id
fall,2020-03-01,1,0,demand,assumed,assumed,spec
fall,2020-03-08,0.5,0.1,demand,assumed,assumed,spec
fall,2020-03-15,0.75,0.1,demand,assumed,assumed,spec
fall,2020-03-22,1,0,demand,assumed,assumed,spec
"""
FEES = [{"payers": ["medicare", "commercial"], "from": "2020-01-01", "components": [{"kind": "ffs"}]}]


def small(**changes: Any) -> dict[str, Any]:
    """A complete scenario as plain data, with some top-level keys changed; None takes a key out."""
    data: dict[str, Any] = {
        "schema": "firstcontact.practice/1",
        "id": "small",
        "title": "Two practices",
        "start": "2020-03-01",
        "weeks": 4,
        "seed": 7,
        "draws": 1,
        "population": {"files": {"practices": "practices.csv", "payers": "payers.csv", "staff": "staff.csv"}},
        "prices": {"preset": "per_visit", "base_amount": 100, "collection_rate": 1},
        "payment": FEES,
        "physician_pay": {"default": {"rule": "fixed"}},
        **changes,
    }
    return {key: value for key, value in data.items() if value is not None}


def write_scenario(folder: Path, data: dict[str, Any], name: str = "s.yaml", **tables: str) -> Path:
    """The scenario and its population files; `tables` replaces practices, payers, staff or adds other CSV files."""
    for table, text in {"practices": PRACTICES, "payers": PAYERS, "staff": STAFF, "series": SERIES, **tables}.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    path = folder / name
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return path


def read(folder: Path, data: dict[str, Any], **tables: str) -> Scenario:
    return load_scenario(write_scenario(folder, data, **tables))


def problems_of(call: Any, *args: Any, **kwargs: Any) -> list[str]:
    """The sentences with which the call is refused; [] where it is not."""
    try:
        call(*args, **kwargs)
    except PracticeError as e:
        return [str(p) for p in e.problems]
    return []
