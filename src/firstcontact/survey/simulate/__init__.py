"""A made-up wave near published margins, to try everything out; every table and file says that it is simulated."""

from firstcontact.survey.simulate.make_simulation import SimulationResult, simulate

__all__ = ["SimulationResult", "simulate"]
