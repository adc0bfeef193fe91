"""Small drawings as SVG: estimates with intervals, bars, stacked shares, many practices in order of their score."""

from firstcontact.survey.report.charts.bars import Bar, bars
from firstcontact.survey.report.charts.caterpillar import caterpillar
from firstcontact.survey.report.charts.dots import Dot, dots
from firstcontact.survey.report.charts.stacks import Stack, stacks

__all__ = ["Bar", "Dot", "Stack", "bars", "caterpillar", "dots", "stacks"]
