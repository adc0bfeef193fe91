"""Pure statistics: intervals, standardisation, funnels, reliability, inequality, continuity; no tables, no engine."""

from firstcontact.stats.errors import NotApplicable, StatisticsError
from firstcontact.stats.funnel import (
    BANDS,
    Funnel,
    bands,
    funnel_proportion,
    funnel_rate,
    overdispersion,
    proportion_funnel,
    rate_funnel,
)
from firstcontact.stats.intervals import (
    Z95,
    byar,
    count_interval,
    exact_poisson,
    newcombe_difference,
    ratio_log,
    ratio_log_rates,
    t_interval,
    wilson,
    z_value,
)
from firstcontact.stats.quantiles import quantile
from firstcontact.stats.reliability import BetaBinomial, fit_beta_binomial, reliability, shrunk_rate
from firstcontact.stats.resampling import bootstrap, draw_interval, generator
from firstcontact.stats.slope import Slope, slope_index
from firstcontact.stats.standardise import directly_standardised

__all__ = [
    "BANDS",
    "Z95",
    "BetaBinomial",
    "Funnel",
    "NotApplicable",
    "Slope",
    "StatisticsError",
    "bands",
    "bootstrap",
    "byar",
    "count_interval",
    "directly_standardised",
    "draw_interval",
    "exact_poisson",
    "fit_beta_binomial",
    "funnel_proportion",
    "funnel_rate",
    "generator",
    "newcombe_difference",
    "overdispersion",
    "proportion_funnel",
    "quantile",
    "rate_funnel",
    "ratio_log",
    "ratio_log_rates",
    "reliability",
    "shrunk_rate",
    "slope_index",
    "t_interval",
    "wilson",
    "z_value",
]
