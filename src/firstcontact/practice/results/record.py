"""run.json: what was run, with which numbers, how well they are known, and how exact the answer is."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import scipy

from firstcontact import __version__
from firstcontact.practice.draws.mcse import draws_needed
from firstcontact.practice.draws.table import DrawTable
from firstcontact.practice.engine.guard import Residuals
from firstcontact.practice.population.model import Population
from firstcontact.practice.results.layout import ALL
from firstcontact.practice.scenario.hashes import run_hashes
from firstcontact.practice.scenario.model import Scenario
from firstcontact.practice.scenario.standing import (
    MANY_ASSUMED,
    assumed_values,
    share_assumed,
    source_titles,
    used_values,
)

SCHEMA = "firstcontact.practice/1"
FEW_DRAWS = 200
WIDE_MCSE = 0.01
WATCHED = ("gross_revenue_usd", "operating_net_usd", "net_after_relief_usd", "end_cash_usd", "visits")


def run_record(
    scenario: Scenario,
    population: Population,
    table: DrawTable,
    dtype: str,
    residuals: Residuals,
    warnings: Sequence[str],
    tables: Mapping[str, pa.Table | None],
    timings: Mapping[str, float],
) -> dict[str, Any]:
    """Everything but `created` and `timings` is the same for the same run."""
    used = sorted({*scenario.used, *population.parameters})
    return {
        "scenario": _head(scenario),
        "schema": SCHEMA,
        "hashes": run_hashes(scenario, population, dtype),
        "seed": scenario.seed,
        "draws": scenario.draws,
        "dtype": dtype,
        "versions": {"firstcontact": __version__, "numpy": np.__version__, "scipy": scipy.__version__},
        "row_counts": _row_counts(population, tables),
        "warnings": list(warnings),
        "parameters": [_parameter(scenario, table, name) for name in used],
        "sources": source_titles(scenario, population),
        "used_values": [_value(v) for v in used_values(scenario, population)],
        "assumed": [_value(v) for v in assumed_values(scenario, population)],
        "share_assumed": share_assumed(scenario, population),
        "pay_rules": _pay_rules(scenario, population),
        "reference": vars(scenario.reference),
        "outputs": {"practice_rows": scenario.outputs.practice_rows, "by": [list(b) for b in scenario.outputs.by]},
        "invariants": vars(residuals),
        "merged_scenario": dict(scenario.data),
        "timings": dict(timings),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def run_warnings(
    scenario: Scenario, population: Population, table: DrawTable, summary: pa.Table, bound: bool
) -> list[str]:
    """Sentences for the screen and for run.json."""
    found = [*scenario.warnings, *table.warnings]
    if bound and scenario.shock is not None and scenario.shock.kind == "realised":
        found.append("W-CAPACITY: capacity limits visits under a series of realised visits, which already had limits.")
    part = share_assumed(scenario, population)
    if part > MANY_ASSUMED:
        found.append(f"W-ASSUMED: {part:.0%} of the values used are assumed.")
    if scenario.draws < FEW_DRAWS:
        found.append(f"W-DRAWS: {scenario.draws} draws are few; intervals need at least {FEW_DRAWS}.")
    return found + _wide_means(summary, scenario.draws)


def _wide_means(summary: pa.Table, draws: int) -> list[str]:
    """Means of all practices whose Monte Carlo error is more than 1 % of them."""
    rows = (r for r in summary.to_pylist() if r["by"] == ALL and r["outcome"] in WATCHED)
    wide = [r for r in rows if r["mcse"] and r["mean"] and r["mcse"] > WIDE_MCSE * abs(r["mean"])]
    return [
        f"W-MCSE: {r['outcome']}: the Monte Carlo error is {r['mcse'] / abs(r['mean']):.1%} of the mean; "
        f"{draws_needed(r['mean'], r['mcse'], draws):,} draws would bring it to 1%."
        for r in wide
    ]


def _head(scenario: Scenario) -> dict[str, Any]:
    return {
        "id": scenario.id,
        "title": scenario.title,
        "description": scenario.description,
        "start": scenario.start.isoformat(),
        "weeks": scenario.weeks,
    }


def _row_counts(population: Population, tables: Mapping[str, pa.Table | None]) -> dict[str, int]:
    counts = {
        "practices": population.n,
        "practice_payers": int(population.has_payer.sum()),
        "practice_staff": int((population.fte > 0).sum()),
    }
    return counts | {name: t.num_rows for name, t in tables.items() if t is not None}


def _parameter(scenario: Scenario, table: DrawTable, name: str) -> dict[str, Any]:
    """A parameter with the distribution fitted to it."""
    row, fit = scenario.parameters[name], table.fits.get(name)
    fitted = {"dist": row.dist, "fitted": None, "fit_error": None, "truncated": None}
    if fit is not None and row.drawn:
        fitted = {"dist": fit.dist, "fitted": list(fit.p), "fit_error": fit.error, "truncated": fit.truncated}
    stated = {k: getattr(row, k) for k in ("name", "value", "low", "high", "level", "unit", "price_year", "layer")}
    return {**stated, **fitted, "status": row.status, "source_id": row.source_id}


def _value(value: Any) -> dict[str, Any]:
    return {"path": value.path, "value": value.value, "status": value.status, "source": value.source}


def _pay_rules(scenario: Scenario, population: Population) -> dict[str, str]:
    """The rule of each setting in words: without it insolvency cannot be read."""
    rules = {str(s): scenario.pay_rule(str(s)) for s in sorted(set(population.setting))}
    return {s: _rule(r.rule, r.share.value) for s, r in rules.items() if r is not None}


def _rule(rule: str, share: Any) -> str:
    return rule if rule == "fixed" else f"{rule}, share {share:g}"
