"""Answers collected elsewhere: files of survey programs, read through a map, every row accounted for."""

from firstcontact.survey.importers.make_import import ImportResult, make_import, read_outcomes
from firstcontact.survey.importers.mapping import ImportMap, read_map

__all__ = ["ImportMap", "ImportResult", "make_import", "read_map", "read_outcomes"]
