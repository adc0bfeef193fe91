"""What identifies a run. Source: specs/practice-model/scenario-format.md 4."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from firstcontact import __version__
from firstcontact.outputs import sha256
from firstcontact.practice.parameters.model import ParameterTable
from firstcontact.practice.population.model import Population
from firstcontact.practice.scenario.model import Scenario

NOT_OF_THE_ROW = ("file", "line")


def run_hashes(scenario: Scenario, population: Population, dtype: str) -> dict[str, Any]:
    """SHA-256 of the merged scenario, each input file, the population, the parameters used, and the whole `run`."""
    used = sorted({*scenario.used, *population.parameters})
    parts: dict[str, Any] = {
        "scenario": _digest(canonical(scenario.data)),
        "files": {role: sha256(path) for role, path in sorted(scenario.files.items())},
        "population": population.hash,
        "parameters": _digest(canonical(parameter_rows(scenario.parameters, used))),
    }
    lines = [parts["scenario"], *parts["files"].values(), parts["population"], parts["parameters"]]
    lines += [__version__, dtype, str(scenario.draws), str(scenario.seed)]
    return {**parts, "run": _digest("\n".join(lines))}


def parameter_rows(table: ParameterTable, names: Iterable[str]) -> list[dict[str, Any]]:
    """The named rows as plain data, without the place where they stand."""
    rows = (asdict(table[name]) for name in names)
    return [{k: v for k, v in row.items() if k not in NOT_OF_THE_ROW} for row in rows]


def canonical(data: Any) -> str:
    """JSON with sorted keys and no spaces; numbers as their shortest form, so that 1 and 1.0 are the same."""
    return json.dumps(_plain(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {str(k): _plain(v) for k, v in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(v) for v in data]
    if isinstance(data, date):
        return data.isoformat()
    if isinstance(data, float) and data.is_integer():
        return int(data)
    return data


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
