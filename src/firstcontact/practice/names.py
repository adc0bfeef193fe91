"""The closed lists of the practice model, in the fixed order of every array."""

PAYERS = ("medicare", "medicare_advantage", "medicaid", "commercial", "uninsured")
MODES = ("office", "video", "phone")
ROLES = ("md", "np_pa", "rn", "lpn", "ma", "care_manager", "bh", "admin")
SETTINGS = ("independent", "system", "fqhc")
SPECIALTIES = ("adult_primary_care", "pediatrics", "family")
SIZE_CLASSES = ("le2", "2_4", "4_7", "7_13", "gt13")
SUPPORT_ROLES = ("rn", "lpn", "ma", "admin")

OUTCOMES = (
    "gross_revenue_usd",
    "claims_usd",
    "prospective_usd",
    "performance_usd",
    "relief_recognised_usd",
    "cost_excl_physician_usd",
    "physician_pay_usd",
    "operating_net_usd",
    "net_after_relief_usd",
    "min_cash_usd",
    "min_cash_weeks",
    "end_cash_usd",
    "first_week_below_zero",
    "weeks_below_zero",
    "visits",
    "lost_visits",
    "backlog_end",
    "staff_fte_weeks_lost",
    "gross_per_fte_md_usd",
    "net_per_fte_md_usd",
)
OUTCOME_NAMES = (*OUTCOMES, "ever_below_zero")
GROUP_KEYS = ("region", "setting", "size_class", "specialty")
