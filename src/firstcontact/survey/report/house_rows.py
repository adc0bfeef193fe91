"""Rows of the house results table and measures.json of a whole wave: scores and estimates together.

Source: specs/surveys/README.md 11.1.
"""

import json
from typing import Any

import pyarrow as pa

from firstcontact.outputs import to_json
from firstcontact.survey.report.source import Source
from firstcontact.survey.wave import simulated_name

STAGES = ("scores", "estimates")
TABLES = ("result", "survey_result_detail")
FILE = "measures.json"


def house_tables(source: Source) -> dict[str, pa.Table]:
    """result of both stages, and survey_result_detail, as far as they were written."""
    found = {}
    for name in TABLES:
        held = [t for s in STAGES if (t := source.table(s, name)) is not None]
        if held:
            found[name] = pa.concat_tables(held)
    return found


def house_measures(source: Source) -> dict[str, bytes]:
    """One definition per result id; one that both stages define is for the groups of both."""
    found: dict[str, dict[str, Any]] = {}
    for stage in STAGES:
        for definition in _definitions(source, stage):
            held = found.setdefault(definition["id"], definition)
            held["groups"] = list(dict.fromkeys([*held["groups"], *definition["groups"]]))
            held["publish_if"] = definition["publish_if"] | held["publish_if"]
    return {FILE: to_json(list(found.values())).encode()} if found else {}


def _definitions(source: Source, stage: str) -> list[dict[str, Any]]:
    name = simulated_name(FILE) if source.wave.info.is_simulated else FILE
    path = source.wave.folder / stage / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
