"""Dated, sourced values: the shipped CSV files and the reader of a user's own."""

from firstcontact.practice.parameters.load import load_parameters
from firstcontact.practice.parameters.model import Parameter, ParameterTable
from firstcontact.practice.parameters.rates import rate_on
from firstcontact.practice.parameters.shipped import builtin, shipped

__all__ = ["Parameter", "ParameterTable", "builtin", "load_parameters", "rate_on", "shipped"]
