"""What a fall in visits, or a change of payment, does to primary care practices."""

from firstcontact.practice import arrangement, fees, fit, panel, shock, surplus
from firstcontact.practice.breakeven_line import breakeven_line
from firstcontact.practice.population.from_core import population_from_tables
from firstcontact.practice.population.model import Population
from firstcontact.practice.problems import PracticeError, Problem, ScenarioError
from firstcontact.practice.results import Results, simulate
from firstcontact.practice.scale import scale_to_total
from firstcontact.practice.scenario.load import load_scenario
from firstcontact.practice.scenario.model import Scenario
from firstcontact.practice.solve.breakeven import breakeven
from firstcontact.practice.solve.compare import compare
from firstcontact.practice.solve.sobol import sobol
from firstcontact.practice.solve.tornado import tornado
from firstcontact.practice.validate import validate

__all__ = [
    "Population",
    "PracticeError",
    "Problem",
    "Results",
    "Scenario",
    "ScenarioError",
    "arrangement",
    "breakeven",
    "breakeven_line",
    "compare",
    "fees",
    "fit",
    "load_scenario",
    "panel",
    "population_from_tables",
    "scale_to_total",
    "shock",
    "simulate",
    "sobol",
    "surplus",
    "tornado",
    "validate",
]
