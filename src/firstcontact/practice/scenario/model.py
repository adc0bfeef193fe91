"""A scenario with everything resolved: what the engine reads.

Every number that a scenario may draw is a Quantity. Dates stay dates; `Scenario.active` turns them into weeks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from firstcontact.practice.parameters.model import ParameterTable
from firstcontact.practice.scenario.payment_model import PaymentPeriod
from firstcontact.practice.scenario.quantity import Quantity
from firstcontact.practice.scenario.visits_model import Capacity, Demand, Shock, Telemedicine
from firstcontact.practice.scenario.where import Where


@dataclass(frozen=True)
class Prices:
    """Preset `per_visit` or `fee_schedule`. A payer absent from `payer_multiplier` has the multiplier 1.

    `visit_mix`: {mode: {hcpcs: units per visit}}, empty for `per_visit`; video already carries the office mix
    where the file gave none.
    """

    preset: str
    base_amount: Quantity | None
    payer_multiplier: Mapping[str, Quantity]
    collection_rate: Quantity
    patient_share: Quantity
    phone_ratio: Quantity
    sequestration: bool
    visit_mix: Mapping[str, Mapping[str, float]]
    allow_non_payable: frozenset[str]


@dataclass(frozen=True)
class PayerShift:
    """From `start`, over `ramp_weeks` equal steps, `share` of the starting panel of one payer moves to another."""

    from_payer: str
    to_payer: str
    share: Quantity
    start: date
    ramp_weeks: int


@dataclass(frozen=True)
class ProgrammeCost:
    """A one-time cost in the week that holds `day`, for the practices of `where`."""

    day: date
    amount_usd: Quantity
    where: Where


@dataclass(frozen=True)
class Costs:
    """`turnover`: monthly probability by role; a role that is absent has none."""

    turnover: Mapping[str, Quantity]
    turnover_cost: Quantity
    rehire_share: Quantity
    furlough_paid_share: Quantity
    programme: tuple[ProgrammeCost, ...]


@dataclass(frozen=True)
class StaffChange:
    """From a date a role has `add_fte` more, or `fte_per_fte_md` times the practice's FTE MD: exactly one is set."""

    role: str
    first: date
    fte_per_fte_md: Quantity | None
    add_fte: Quantity | None
    where: Where


@dataclass(frozen=True)
class Staffing:
    """`floor`, `down`, `up` by role. A role absent from `down` and `up` has speed 0 (md, np_pa unless named)."""

    response: bool
    floor: Mapping[str, Quantity]
    down: Mapping[str, Quantity]
    up: Mapping[str, Quantity]
    changes: tuple[StaffChange, ...]


@dataclass(frozen=True)
class PayRule:
    """`fixed`, `floor` or `residual`; `share` is the part of base pay that is never touched."""

    rule: str
    share: Quantity


@dataclass(frozen=True)
class Relief:
    """One relief programme. `rules`: the shipped values of relief_rules.csv with the scenario's own laid over.

    kind: ppp, ppp_second_draw, prf (with `phase` 1, 2 or 3), medicare_advance, grant, loan.
    `demand` (medicare_advance): lump or interest. `take_up` None means everybody.
    """

    kind: str
    day: date
    where: Where
    take_up: Quantity | None
    rules: Mapping[str, Quantity]
    phase: int | None = None
    fte_rule: bool = False
    demand: str = "lump"


@dataclass(frozen=True)
class Exit:
    enabled: bool
    weeks_below: int
    weekly_hazard: Quantity
    redistribute: bool


@dataclass(frozen=True)
class Reference:
    """What the baseline run keeps. `payment` False holds the arrangement of week 0 for the whole run."""

    shock: bool = False
    relief: bool = False
    payment: bool = False


@dataclass(frozen=True)
class BreakevenAsked:
    lever: str
    target: str
    lo: float
    hi: float
    tie: Mapping[str, str]


@dataclass(frozen=True)
class TornadoAsked:
    """`parameters` empty means all."""

    outcome: str
    parameters: tuple[str, ...]


@dataclass(frozen=True)
class Outputs:
    """`by` lists the groupings of the summary; () is all practices together."""

    by: tuple[tuple[str, ...], ...]
    weekly: bool
    practice_rows: bool
    breakeven: tuple[BreakevenAsked, ...]
    tornado: tuple[TornadoAsked, ...]
    rank_correlation: tuple[str, ...]


@dataclass(frozen=True)
class Override:
    """A change of one numeric population column: `set` or `multiply`, exactly one."""

    table: str
    column: str
    where: Mapping[str, tuple[str, ...]]
    set: Quantity | None
    multiply: Quantity | None


@dataclass(frozen=True)
class Generate:
    """Arguments of the generated population; shares sum to 1."""

    n: int
    region: str
    settings: Mapping[str, float]
    specialty: Mapping[str, float]
    locality: str
    payer_mix: Mapping[str, float]
    visits_per_patient_year: Mapping[str, Quantity]
    overhead_usd_per_fte_md: Quantity
    physician_pay_usd_year: Quantity
    wages: Mapping[str, Quantity]


@dataclass(frozen=True)
class PopulationAsked:
    """Exactly one of `files` ({practices, payers, staff}: path) and `generate`."""

    files: Mapping[str, Path] | None
    generate: Generate | None
    overrides: tuple[Override, ...]


@dataclass(frozen=True)
class SourcedValue:
    """A value of the scenario with its standing, for the list of assumed numbers."""

    path: str
    value: Any
    status: str
    source: str


@dataclass(frozen=True)
class Scenario:
    """One scenario, frozen.

    `data` is the merged scenario as plain data with presets expanded (what is hashed), `written` the same with the
    presets as they were written (what levers change). `parameters` holds all
    rows; `used` names those that this scenario reads. `files`: input file by role, for the hashes.
    `warnings` are sentences for run.json and the screen.
    """

    id: str
    title: str
    description: str
    start: date
    weeks: int
    seed: int
    draws: int
    population: PopulationAsked
    parameters: ParameterTable
    used: tuple[str, ...]
    correlations: tuple[tuple[str, str, float], ...]
    vary_given: tuple[str, ...]
    prices: Prices
    demand: Demand
    shock: Shock | None
    telemedicine: Telemedicine
    capacity: tuple[Capacity, ...]
    payment: tuple[PaymentPeriod, ...]
    payer_shift: tuple[PayerShift, ...]
    costs: Costs
    staffing: Staffing
    physician_pay: Mapping[str, PayRule]
    relief: tuple[Relief, ...]
    exit: Exit
    reference: Reference
    outputs: Outputs
    sourced: tuple[SourcedValue, ...] = ()
    warnings: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    written: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)
    folder: Path = Path()

    @property
    def week_starts(self) -> tuple[date, ...]:
        return tuple(self.start + timedelta(days=7 * t) for t in range(self.weeks))

    def active(self, first: date | None, until: date | None) -> np.ndarray:
        """Mask over weeks: the rule is active on the first day of the week; both dates included, None is open."""
        starts = np.array(self.week_starts, dtype="datetime64[D]")
        mask = np.ones(self.weeks, dtype=bool)
        if first is not None:
            mask &= starts >= np.datetime64(first)
        if until is not None:
            mask &= starts <= np.datetime64(until)
        return mask

    def week_of(self, day: date) -> int | None:
        """The week that holds the day; None outside the run."""
        week = (day - self.start).days // 7
        return week if 0 <= week < self.weeks else None

    def pay_rule(self, setting: str) -> PayRule | None:
        return self.physician_pay.get(setting, self.physician_pay.get("default"))

    def with_draws(self, draws: int) -> "Scenario":
        return replace(self, draws=draws)

    def with_seed(self, seed: int) -> "Scenario":
        return replace(self, seed=seed)
