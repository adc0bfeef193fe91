"""What stands beside the rows of a run: groups, strata, definitions, and how the run was made."""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from firstcontact import __version__
from firstcontact.engine.count import Counts
from firstcontact.engine.definitions import Definition
from firstcontact.engine.groups import groups_table, strata_table
from firstcontact.engine.job import Job
from firstcontact.engine.rowmaker import RowMaker
from firstcontact.engine.spec_cases import spec_of


def tables(job: Job, counts: Counts) -> dict[str, pa.Table]:
    """groups and strata."""
    region = job.ws.config.region
    return {"groups": groups_table(counts.con, region.id, region.name), "strata": strata_table(counts.con)}


def documents(job: Job, rows: RowMaker, run_id: str) -> dict[str, Any]:
    """measures.json and run.json."""
    return {"measures": [as_json(d, job.ws.definitions) for d in _written(job)], "run": about(job, rows, run_id)}


def _written(job: Job) -> list[Definition]:
    """Definitions of the written results, and the bases that derived ones stand on."""
    ids = {r.meta.id for r in job.selection.results} | {d.id for d in job.selection.derived}
    return [d for d in job.inputs.definitions if d.id in ids]


def as_json(definition: Definition, workspace_definitions: Path) -> dict[str, Any]:
    """One full definition: its keys, SQL and worked cases."""
    keys = definition.meta.model_dump(mode="json", by_alias=True, exclude_none=True)
    spec = spec_of(definition, workspace_definitions)
    return (
        keys
        | ({"sql": definition.sql} if definition.sql else {})
        | ({"spec": spec} if spec else {})
        | {"built_in": definition.built_in}
    )


def _only(job: Job) -> list[str]:
    """The ids that --only named; empty where the run has all results."""
    everything = {i for d in job.inputs.definitions for i in d.variants}
    return sorted(job.selection.wanted) if everything - job.selection.wanted else []


def about(job: Job, rows: RowMaker, run_id: str) -> dict[str, Any]:
    """How the run was made: inputs, code, engine, parameters, packs, timings, ledgers and cautions."""
    inputs = job.inputs
    places = job.rules.places
    cautions = [
        {"measure": m, "words": w} | ({"places": places[m, w]} if (m, w) in places else {})
        for m, words in sorted(job.rules.cautions.items())
        for w in words
    ]
    return {
        "run_id": run_id,
        "code_version": __version__,
        "engine": {"name": job.ws.config.engine, "version": duckdb.__version__},
        "region": job.ws.config.region.model_dump(),
        "years": job.years,
        "data_through": inputs.data_through,
        "periods": [f"{start}/{end}" for start, end in job.wanted],
        "only": _only(job),
        "parameters": {n: [r.value for r in found] for n, found in sorted(inputs.parameters.rows.items())},
        "packs": {
            b: {"id": p.id, "version": p.version, "complete": p.complete, "lists": p.lists}
            for b, p in sorted(inputs.packs.items())
        },
        "events": [e.model_dump(by_alias=True) for e in job.ws.config.events],
        "cautions": cautions,
        "comparisons": sorted(
            (c for c in rows.around.comparisons if c["period_start"][5:] == "01-01" and c["period_end"][5:] == "12-31"),
            key=lambda c: tuple(c.values()),
        ),
        "timings": {name: round(seconds, 3) for name, seconds in job.reporter.timings.items()},
        **inputs.about,
    }
