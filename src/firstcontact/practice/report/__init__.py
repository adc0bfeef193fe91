"""The report of a run: one HTML file and the same as PDF, made from the tables and run.json alone."""

from firstcontact.practice.report.build import build, from_folder

__all__ = ["build", "from_folder"]
