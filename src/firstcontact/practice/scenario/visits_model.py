"""What decides the visits of a week: demand, shock, telemedicine, capacity."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from firstcontact.practice.scenario.quantity import Quantity
from firstcontact.practice.scenario.where import Where


@dataclass(frozen=True)
class Demand:
    """`season`: factor for each week of the run. Backlog: rho, phi and lambda of the model."""

    season: np.ndarray
    return_rate: Quantity
    deferred_share: Quantity
    leak: Quantity


@dataclass(frozen=True)
class WeekSeries:
    """One shock series laid over the weeks of the run: arrays (weeks,). NaN nowhere."""

    visit_factor: np.ndarray
    telemedicine: np.ndarray


@dataclass(frozen=True)
class FactorOverride:
    """Replaces the visit factor in the weeks whose first day lies in first..until (both included)."""

    first: date
    until: date | None
    factor: Quantity


@dataclass(frozen=True)
class Recovery:
    """After `first`, a straight line over `weeks` weeks to `to`, which then holds."""

    first: date
    weeks: int
    to: Quantity


@dataclass(frozen=True)
class Shock:
    """`kind`: demand or realised. `practice.scenario.factors.visit_factor` gives f_t with scale, overrides, recovery.

    A specialty absent from `by_specialty` has no shock.
    """

    kind: str
    by_specialty: Mapping[str, WeekSeries]
    scale: Quantity
    overrides: tuple[FactorOverride, ...]
    recovery: Recovery | None


@dataclass(frozen=True)
class Parity:
    """Ratio to the office price for one payer and mode from `first` to `until` (included; None is open)."""

    payer: str
    mode: str
    ratio: Quantity
    first: date | None
    until: date | None


@dataclass(frozen=True)
class Telemedicine:
    """tau_t as share of BASELINE visits. Exactly one source: the shock's series, one quantity, or a weekly series."""

    from_shock: bool
    share: Quantity | None
    weekly: Mapping[str, np.ndarray] | None
    video_share: Quantity
    parity: tuple[Parity, ...]


@dataclass(frozen=True)
class Capacity:
    """Rule `none`, `rate` or `time` for the practices of `where`; the last entry that fits a practice holds."""

    where: Where
    rule: str
    days: Quantity
    visits_per_day: Quantity
    headroom: Quantity
    hours_week: Quantity
    nonvisit: Quantity
    npp_rel: Quantity
    minutes: Mapping[str, Quantity]
    alpha: Quantity
