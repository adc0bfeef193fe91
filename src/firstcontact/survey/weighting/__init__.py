"""Weights of a wave: base, unknown eligibility, nonresponse, calibration to margins, trimming."""

from firstcontact.survey.weighting.command import Weighted, weight_wave
from firstcontact.survey.weighting.config import Weights, read_weights
from firstcontact.survey.weighting.margins import Margin, read_margins
from firstcontact.survey.weighting.weigh import weigh

__all__ = ["Margin", "Weighted", "Weights", "read_margins", "read_weights", "weigh", "weight_wave"]
