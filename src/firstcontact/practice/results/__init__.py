"""Tables of a run: practices, groups, weeks, and the record of how they came about."""

from firstcontact.practice.results.model import Results
from firstcontact.practice.results.simulate import simulate

__all__ = ["Results", "simulate"]
