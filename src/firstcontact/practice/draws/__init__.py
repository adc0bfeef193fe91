"""Numbers drawn for a run: parameter streams, practice streams, rank correlation, Monte Carlo standard errors."""

from firstcontact.practice.draws.table import DrawTable, draw_parameters, point_values, with_values

__all__ = ["DrawTable", "draw_parameters", "point_values", "with_values"]
