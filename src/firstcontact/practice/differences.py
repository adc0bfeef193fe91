"""When an outcome is better than another: which way is good, and how small a difference is none."""

SAME_USD, SAME_UNIT = 0.005, 1e-9
FEWEST_DRAWS = 40  # for an interval over draws
LOWER_IS_BETTER = frozenset(
    {
        "cost_excl_physician_usd",
        "weeks_below_zero",
        "lost_visits",
        "backlog_end",
        "staff_fte_weeks_lost",
        "ever_below_zero",
    }
)


def same_within(outcome: str) -> float:
    """Differences up to this are no difference, in the unit of the outcome."""
    return SAME_USD if outcome.endswith("_usd") else SAME_UNIT
