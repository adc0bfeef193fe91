"""Measures: loads definitions, checks their SQL, plans, counts on the core tables, and writes a run of results."""

from firstcontact.engine.definitions import Definition, catalogue, due
from firstcontact.engine.linter import lint
from firstcontact.engine.reader import results, write_results
from firstcontact.engine.run import Run, measure
from firstcontact.engine.trial import preview
from firstcontact.engine.words import new_measure, show

__all__ = [
    "Definition",
    "Run",
    "catalogue",
    "due",
    "lint",
    "measure",
    "new_measure",
    "preview",
    "results",
    "show",
    "write_results",
]
