"""Each command of the practice model as one call that writes a folder: tables, report, run.json."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from firstcontact import outputs
from firstcontact.practice import arrangement_file, report
from firstcontact.practice.engine.fee_amounts import fee_amounts
from firstcontact.practice.population.from_core import CorePopulation, population_from_tables
from firstcontact.practice.population.model import Population
from firstcontact.practice.problems import Problem, ScenarioError
from firstcontact.practice.results import Results, simulate
from firstcontact.practice.scenario.load import load_scenario
from firstcontact.practice.scenario.model import Scenario
from firstcontact.practice.solve.asked import asked_tables, labelled
from firstcontact.practice.solve.breakeven import breakeven
from firstcontact.practice.solve.compare import compare
from firstcontact.practice.solve.rank_correlation import rank_correlation
from firstcontact.practice.solve.record import solver_record
from firstcontact.practice.solve.sobol import sobol
from firstcontact.practice.solve.tornado import tornado
from firstcontact.practice.validate import validate
from firstcontact.progress import QUIET, Reporter


def require_new(folder: Path, overwrite: bool) -> None:
    """Raise ScenarioError PM002 where the folder holds files and `overwrite` is False."""
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir()) and not overwrite):
        message = f"{folder} is not empty. Name a new or empty folder, or add --overwrite."
        raise ScenarioError(Problem("PM002", message))


def open_scenario(
    path: Path, draws: int | None = None, seed: int | None = None, strict_sources: bool = False
) -> tuple[Scenario, Population]:
    """The scenario, with other draws or seed where given, and its population. Raises ScenarioError."""
    scenario = load_scenario(path, strict_sources)
    scenario = scenario if draws is None else scenario.with_draws(draws)
    scenario = scenario if seed is None else scenario.with_seed(seed)
    return scenario, Population.load(scenario)


def check(path: Path, strict_sources: bool = False) -> tuple[Scenario, Population]:
    """Everything that a run would refuse before its first week, fees included. Raises PracticeError."""
    scenario, population = open_scenario(path, strict_sources=strict_sources)
    fee_amounts(scenario, sorted(set(population.locality)))
    return scenario, population


def run(
    path: Path,
    out: Path,
    *,
    draws: int | None = None,
    seed: int | None = None,
    dtype: str = "float64",
    strict_sources: bool = False,
    pdf: bool = True,
    overwrite: bool = False,
    reporter: Reporter = QUIET,
) -> Results:
    """One run with its baseline, and what the scenario asks for under `outputs`. Returns the results."""
    require_new(out, overwrite)
    scenario, population = open_scenario(path, draws, seed, strict_sources)
    results = simulate(scenario, population, dtype=dtype, reporter=reporter)
    extra = asked_tables(scenario, population, reporter)
    with reporter.step("report"):
        files = report.build({**results.tables(), **extra}, results.run, pdf)
        results.write(out, overwrite, files, extra)
    return results


def compare_runs(a: Path, b: Path, out: Path, *, pdf: bool = True, overwrite: bool = False) -> pa.Table:
    """The comparison of two run folders. Returns its table."""
    require_new(out, overwrite)
    found = compare(a, b)
    _write(out, {"comparison": found.table}, found.run, pdf)
    return found.table


def break_even(
    path: Path,
    out: Path,
    lever: str,
    target: str,
    *,
    bounds: tuple[float, float] | None = None,
    per: str = "all",
    reference: str = "baseline",
    draws: int | None = None,
    pdf: bool = True,
    overwrite: bool = False,
    reporter: Reporter = QUIET,
) -> pa.Table:
    """Where a lever breaks even. Without `bounds` the scenario's own entry for the lever gives range and ties."""
    require_new(out, overwrite)
    scenario, population = open_scenario(path, draws)
    entry = next((e for e in scenario.outputs.breakeven if e.lever == lever), None)
    bounds = bounds or ((entry.lo, entry.hi) if entry else _no_bounds())
    tie = entry.tie if entry else None
    with reporter.step(f"break-even of {lever}", total=33) as advance:
        found = breakeven(scenario, population, lever, target, bounds, per, reference, tie, advance)
    tables = {"breakeven": found.table, "breakeven_curve": labelled(found.curve, "lever", lever)}
    asked = {"lever": lever, "target": target, "bounds": bounds, "per": per, "reference": reference, "tie": tie}
    asked["unsolved_draws"] = found.unsolved
    _write(out, tables, solver_record(scenario, population, "breakeven", tables, asked, _unsolved(found.unsolved)), pdf)
    return found.table


def _no_bounds() -> tuple[float, float]:
    message = "the range is missing. Give --lo and --hi, or write the lever under outputs.breakeven of the scenario."
    raise ScenarioError(Problem("PM004", message))


def _unsolved(unsolved: Mapping[str, Mapping[str, int]]) -> list[str]:
    return [
        f"{group}: {count} draws are not in the interval, because in the range searched the lever is {status} enough."
        for group, counts in unsolved.items()
        for status, count in counts.items()
    ]


def swings(
    path: Path,
    out: Path,
    outcome: str,
    parameters: Sequence[str] = (),
    *,
    draws: int | None = None,
    pdf: bool = True,
    overwrite: bool = False,
) -> pa.Table:
    """The tornado of an outcome, with rank correlations from the scenario's draws. Returns the tornado."""
    require_new(out, overwrite)
    scenario, population = open_scenario(path, draws)
    found = labelled(tornado(scenario, population, outcome, parameters), "outcome", outcome)
    ranks = labelled(rank_correlation(scenario, population, outcome), "outcome", outcome)
    tables = {"tornado": found, "rank_correlation": ranks}
    asked = {"outcome": outcome, "parameters": list(parameters)}
    _write(out, tables, solver_record(scenario, population, "tornado", tables, asked), pdf)
    return found


def sobol_indices(path: Path, out: Path, outcome: str, n: int, *, overwrite: bool = False) -> pa.Table:
    """Sobol indices of an outcome."""
    require_new(out, overwrite)
    scenario, population = open_scenario(path)
    table = sobol(scenario, population, outcome, n)
    asked = {"outcome": outcome, "n": n}
    outputs.write_folder(out, {"sobol": table}, solver_record(scenario, population, "sobol", {"sobol": table}, asked))
    return table


def arrangements(path: Path, out: Path | None = None, *, overwrite: bool = False) -> pa.Table:
    """The closed-form year of two arrangements; written where `out` is given."""
    if out is not None:
        require_new(out, overwrite)
    asked = arrangement_file.read(path)
    table = arrangement_file.table(asked)
    write_table(out, "arrangement", table, {"id": asked.id, "files": {"arrangement": outputs.sha256(path)}})
    return table


def validation(suite: str = "all", out: Path | None = None, *, overwrite: bool = False) -> pa.Table:
    """The validation suites; written where `out` is given."""
    if out is not None:
        require_new(out, overwrite)
    table = validate(suite)
    write_table(out, "validation", table, {"suite": suite})
    return table


def write_table(out: Path | None, name: str, table: pa.Table, run: Mapping[str, Any]) -> None:
    """One table and its run.json, where a folder is given."""
    if out is not None:
        outputs.write_folder(out, {name: table}, {"command": name, **run})


def write_small(out: Path | None, name: str, table: pa.Table, overwrite: bool = False) -> None:
    """A closed form's table, where a folder is given."""
    if out is not None:
        require_new(out, overwrite)
        write_table(out, name, table, {})


def population(tables: Mapping[str, pa.Table], first: date, last: date, out: Path) -> CorePopulation:
    """The three population files of a region's own data, and practices.todo with what the user has to fill.

    Raises ScenarioError where no practice has members on the last day.
    """
    found = population_from_tables(**tables, first=first, last=last)
    if not found.practices.num_rows:
        message = f"no practice has attributed members in the month of {last}. Choose days that the data hold."
        raise ScenarioError(Problem("PM003", message))
    files = {
        "practices": found.practices,
        "practice_payers": found.payers,
        "practice_staff": found.staff,
        "practices.todo": found.todo,
    }
    counts = {name: table.num_rows for name, table in files.items()}
    run = {"command": "population", "from": first, "to": last, "row_counts": counts, "set_aside": found.set_aside}
    outputs.write_folder(out, files, run)
    return found


def _write(out: Path, tables: Mapping[str, pa.Table], run: Mapping[str, Any], pdf: bool) -> None:
    outputs.write_folder(out, dict(tables), dict(run), report.build(tables, run, pdf))
