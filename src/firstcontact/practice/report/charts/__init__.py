"""The charts of a report: plain rows in, one SVG out. Ids C1 to C10 are those of the specification."""

from firstcontact.practice.report.charts.gains import change, dollars, histogram, sides
from firstcontact.practice.report.charts.levers import MAX_BARS, breakeven, tornado
from firstcontact.practice.report.charts.sources import revenue, staff
from firstcontact.practice.report.charts.weekly import below_zero, cash, visits

__all__ = [
    "MAX_BARS",
    "below_zero",
    "breakeven",
    "cash",
    "change",
    "dollars",
    "histogram",
    "revenue",
    "sides",
    "staff",
    "tornado",
    "visits",
]
