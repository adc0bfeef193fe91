"""The report of a wave: one HTML file and the same as PDF, made from what the other stages wrote."""

from firstcontact.survey.report.make_report import ReportMade, make_report

__all__ = ["ReportMade", "make_report"]
