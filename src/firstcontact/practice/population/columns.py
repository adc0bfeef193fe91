"""Columns of the population files, and how a column of a file is named in the arrays."""

PRACTICES_REQUIRED = (
    "practice_id",
    "region",
    "setting",
    "specialty",
    "overhead_usd_year",
    "physician_pay_usd_year",
)
ATTRIBUTES = ("practice_id", "region", "setting", "specialty", "size_class", "locality")
PRACTICE_NUMBERS = (
    "weight",
    "overhead_usd_year",
    "variable_cost_per_visit_usd",
    "physician_pay_usd_year",
    "cash_start_usd",
    "employees",
)
PRACTICES = (*ATTRIBUTES, *PRACTICE_NUMBERS, "exit_eligible")
PAYERS_REQUIRED = ("practice_id", "payer", "panel", "visits_per_patient_year")
PAYERS_TABLE = (*PAYERS_REQUIRED, "risk", "ar_lag_weeks")
STAFF_REQUIRED = ("practice_id", "role", "fte")
STAFF = (*STAFF_REQUIRED, "wage_loaded_usd_year")

COLUMNS = {"practices": PRACTICES, "payers": PAYERS_TABLE, "staff": STAFF}
REQUIRED = {"practices": PRACTICES_REQUIRED, "payers": PAYERS_REQUIRED, "staff": STAFF_REQUIRED}
KEYS = {"practices": ("practice_id",), "payers": ("practice_id", "payer"), "staff": ("practice_id", "role")}

PAYER_NUMBERS = ("panel", "visits_per_patient_year", "risk", "ar_lag_weeks")
STAFF_NUMBERS = ("fte", "wage_loaded_usd_year")
NUMERIC_COLUMNS = {"practices": PRACTICE_NUMBERS, "payers": PAYER_NUMBERS, "staff": STAFF_NUMBERS}
# what `where` of an override may name: the table's own keys and the practice's attributes
JOINED_COLUMNS = {"practices": ATTRIBUTES, "payers": (*ATTRIBUTES, "payer"), "staff": (*ATTRIBUTES, "role")}

# allowed range of each number, both ends included
RANGES = {
    "weight": (1e-12, 1e12),
    "panel": (0.0, 1e9),
    "visits_per_patient_year": (0.0, 60.0),
    "risk": (0.0, 100.0),
    "ar_lag_weeks": (0, 26),
    "fte": (0.0, 1e6),
    "employees": (0, 10_000_000),
}
MONEY_RANGE = (0.0, 1e12)
CASH_RANGE = (-1e12, 1e12)
WHOLE = ("ar_lag_weeks", "employees")
