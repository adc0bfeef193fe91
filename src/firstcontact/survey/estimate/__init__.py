"""Design-based estimates: means, totals, ratios, proportions, quantiles, differences, regression."""

from firstcontact.survey.estimate.command import EstimatedFile, estimate_file
from firstcontact.survey.estimate.read_spec import read_spec
from firstcontact.survey.estimate.run import Estimates, estimate, estimates
from firstcontact.survey.estimate.spec import EstimateSpec
from firstcontact.survey.estimate.wave_estimates import WaveEstimates, estimate_wave

__all__ = [
    "EstimateSpec",
    "EstimatedFile",
    "Estimates",
    "WaveEstimates",
    "estimate",
    "estimate_file",
    "estimate_wave",
    "estimates",
    "read_spec",
]
