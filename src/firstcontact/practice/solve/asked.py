"""The break-evens, tornados and rank correlations that a scenario asks for under `outputs`."""

import pyarrow as pa

from firstcontact.practice.population.model import Population
from firstcontact.practice.scenario.model import Scenario
from firstcontact.practice.solve.breakeven import breakeven
from firstcontact.practice.solve.rank_correlation import rank_correlation
from firstcontact.practice.solve.tornado import tornado
from firstcontact.progress import QUIET, Reporter


def asked_tables(scenario: Scenario, population: Population, reporter: Reporter = QUIET) -> dict[str, pa.Table]:
    """breakeven and breakeven_curve (with a column lever), tornado and rank_correlation (with a column outcome).

    Tables that the scenario does not ask for are absent.
    """
    outputs = scenario.outputs
    found: dict[str, list[pa.Table]] = {"breakeven": [], "breakeven_curve": [], "tornado": [], "rank_correlation": []}
    for ask in outputs.breakeven:
        with reporter.step(f"break-even of {ask.lever}", total=33) as advance:
            bounds = (ask.lo, ask.hi)
            result = breakeven(scenario, population, ask.lever, ask.target, bounds, tie=ask.tie, advance=advance)
        found["breakeven"].append(result.table)
        found["breakeven_curve"].append(labelled(result.curve, "lever", ask.lever))
    for ask in outputs.tornado:
        with reporter.step(f"tornado of {ask.outcome}"):
            table = tornado(scenario, population, ask.outcome, ask.parameters)
        found["tornado"].append(labelled(table, "outcome", ask.outcome))
    for outcome in outputs.rank_correlation:
        with reporter.step(f"rank correlation with {outcome}"):
            table = rank_correlation(scenario, population, outcome)
        found["rank_correlation"].append(labelled(table, "outcome", outcome))
    return {name: pa.concat_tables(tables) for name, tables in found.items() if tables}


def labelled(table: pa.Table, column: str, value: str) -> pa.Table:
    """The table with one more column that has the same value in every row."""
    return table.append_column(column, pa.array([value] * table.num_rows, pa.string()))
