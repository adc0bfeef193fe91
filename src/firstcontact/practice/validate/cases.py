"""What the model computes for each target: one small function per target, by id."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy import special

from firstcontact.practice import fees, panel, shock
from firstcontact.practice.parameters import load_parameters
from firstcontact.practice.scale import scale_to_total
from firstcontact.practice.validate import team
from firstcontact.practice.validate.settings import number, text, whole

MONTHS = 12
SERIES = "all_specialties"


@dataclass(frozen=True)
class Computed:
    """The model's number; `low`, `high`: its interval, where the target has one to compare; `note` for the reader."""

    value: float
    low: float | None = None
    high: float | None = None
    note: str = ""


def _fee() -> Computed:
    return Computed(float(fees.allowed("99213", date(2020, 6, 1))))


def _panel(preventive: float, chronic: float) -> Callable[[], Computed]:
    def case() -> Computed:
        p = load_parameters()
        loads = {name: p[f"time_{name}_h_per_patient_year"].value for name in ("preventive", "chronic", "acute")}
        hours = p["physician_clinical_hours_per_year"].value
        return Computed(panel.size(hours, loads, {"preventive": preventive, "chronic": chronic}))

    return case


def _extra_patients(cost: Callable) -> Callable[[], Computed]:
    def case() -> Computed:
        found = team.spread(team.patients(cost(team.drawn()), team.drawn()))
        note = f"{whole('draws'):,} draws; 95% interval {found.low:.1f} to {found.high:.1f}"
        return Computed(found.mean, found.low, found.high, note)

    return case


def _at_point(measure: Callable, cost: Callable) -> Callable[[], Computed]:
    return lambda: Computed(float(measure(cost(team.point()), team.point())))


def _advanced_slots() -> Computed:
    note = "a term is missing in the published inputs; the size of the miss is asserted"
    return Computed(float(team.slots(team.team_cost(team.point()), team.point())), note=note)


def _care_management(target: str) -> Callable[[], Computed]:
    def case() -> Computed:
        cost = number(f"{target}.staff_cost")
        return Computed(MONTHS * number("ccm_amount") - cost, note=f"fitted: staff cost {cost:,.2f} USD per enrollee")

    return case


def _patients_that_pay_a_nurse() -> Computed:
    cost = number("C17.rn_cost")
    return Computed(cost / (MONTHS * number("ccm_amount")), note=f"fitted: RN cost {cost:,.2f} USD")


def _revenue_2020() -> Computed:
    """Fall of revenue per FTE MD; the ends are the quartiles over practices (between practices, not uncertainty)."""
    recovery = {"from": date.fromisoformat(text("C06.recovery_from")), "weeks": whole("C06.recovery_weeks"), "to": 1}
    loss = shock.annual_loss_share(shock.load("builtin:shock_weekly_2020")[SERIES], recovery=recovery)
    mean = -float(scale_to_total(number("C06.baseline_revenue"), loss))
    log_sd = np.sqrt(np.log1p(number("C06.practice_cv") ** 2))
    lower, upper = mean * np.exp(log_sd * special.ndtri([0.75, 0.25]) - log_sd**2 / 2)
    note = f"fitted: baseline revenue, recovery, spread; middle half of practices {lower:,.0f} to {upper:,.0f}"
    return Computed(mean, float(lower), float(upper), note)


def _telemedicine_direction() -> Computed:
    """How many times larger the loss of 2020 is when telemedicine visits are not paid."""
    series = shock.load("builtin:shock_weekly_2020")[SERIES]
    paid = shock.annual_loss_share(series)
    unpaid = paid + float(series.telemedicine.sum()) / shock.WEEKS_PER_YEAR
    return Computed(
        unpaid / paid, note="loss without telemedicine payment over loss with it; only the direction counts"
    )


CASES: dict[str, Callable[[], Computed]] = {
    "V01": _fee,
    "V02": _panel(0, 0),
    "V03": _panel(0.77, 0.47),
    "V04": _panel(0.60, 0.30),
    "V05": _panel(0.50, 0.25),
    "V06": _extra_patients(team.scribe_cost),
    "V07": _extra_patients(team.team_cost),
    "V08": _at_point(team.visits, team.scribe_cost),
    "V09": _at_point(team.visits, team.team_cost),
    "V10": _at_point(team.slots, team.scribe_cost),
    "M01": _advanced_slots,
    "C03": _care_management("C03"),
    "C04": _care_management("C04"),
    "C05": _care_management("C05"),
    "C06": _revenue_2020,
    "C17": _patients_that_pay_a_nurse,
    "D01": _telemedicine_direction,
}
