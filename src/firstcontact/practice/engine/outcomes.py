"""What a run has come to in each lane."""

import numpy as np

from firstcontact.practice.engine.algebra import Lanes, add_all, product, ratio
from firstcontact.practice.engine.tile_run import TileRun
from firstcontact.practice.names import OUTCOMES, ROLES

EVER_BELOW, LOSS = "ever_below_zero", "operating_loss"
BY_ROLE = {role: f"staff_fte_weeks_lost.{role}" for role in ROLES}
LANE_OUTCOMES = (*OUTCOMES, EVER_BELOW, LOSS, *BY_ROLE.values())
HALF_A_CENT = 0.005


def outcomes(lanes: TileRun) -> np.ndarray:
    """float64, (practices, outcomes, draws), order of LANE_OUTCOMES; first_week_below_zero is NaN where never."""
    values = _values(lanes)
    out = np.empty((lanes.tile.shape[0], len(LANE_OUTCOMES), lanes.tile.shape[1]))
    for i, name in enumerate(LANE_OUTCOMES):
        out[:, i, :] = values[name]
    return out


def _values(lanes: TileRun) -> dict[str, Lanes]:
    totals, s = lanes.totals, lanes.totals.sum
    gross = s["claims"] + s["prospective"] + s["performance"]
    net = gross - s["cost"] - s["pay"]
    md = lanes.tile.population.fte_md[:, None]
    return {
        "gross_revenue_usd": gross,
        "claims_usd": s["claims"],
        "prospective_usd": s["prospective"],
        "performance_usd": s["performance"],
        "relief_recognised_usd": s["recognised"],
        "cost_excl_physician_usd": s["cost"],
        "physician_pay_usd": s["pay"],
        "operating_net_usd": net,
        "net_after_relief_usd": net + s["recognised"] - s["interest"],
        "min_cash_usd": totals.min_cash,
        "min_cash_weeks": ratio(totals.min_cash, lanes.opening.weekly_cost, 0.0),
        "end_cash_usd": lanes.cash,
        "first_week_below_zero": np.where(totals.ever_below, totals.weeks_before, np.nan),
        "weeks_below_zero": totals.weeks_below,
        "visits": s["visits"],
        "lost_visits": s["lost"],
        "backlog_end": lanes.visits.backlog,
        "staff_fte_weeks_lost": add_all(totals.fte_lost),
        "gross_per_fte_md_usd": gross / md,
        "net_per_fte_md_usd": net / md,
        EVER_BELOW: totals.ever_below,
        LOSS: net < -HALF_A_CENT,
        **_lost_by_role(lanes),
    }


def _lost_by_role(lanes: TileRun) -> dict[str, Lanes]:
    """FTE-weeks not at work: a group's, divided by the full staff of its roles."""
    lost: dict[str, Lanes] = {}
    groups = lanes.staff.groups
    for group, weeks, heads in zip(
        groups, lanes.totals.fte_lost or [0.0] * len(groups), lanes.staff.heads, strict=True
    ):
        for role in group.roles:
            part = ratio(lanes.staff.full[role], heads, 0.0)
            lost[BY_ROLE[role]] = product(weeks, part) if np.any(part) else 0.0
    return lost
