"""The form of the results table, in which the engine and the surveys hand over numbers.

Closed lists of what a row is about, and the columns in their order.
"""

from typing import Literal

import pyarrow as pa

GroupKind = Literal["region", "area", "organization", "practice", "clinician"]
StratumKind = Literal[
    "payer",
    "line_of_business",
    "age_band",
    "sex",
    "race_ethnicity",
    "language",
    "disability",
    "deprivation_quintile",
    "rurality",
    "practice_type",
]
EXACT = pa.decimal128(38, 12)
SCHEMA = pa.schema(
    [
        ("measure", pa.string()),
        ("version", pa.string()),
        ("definition_pack", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("group_kind", pa.string()),
        ("group_id", pa.string()),
        ("stratum_kind", pa.string()),
        ("stratum", pa.string()),
        ("numerator", EXACT),
        ("denominator", EXACT),
        ("numerator_unit", pa.string()),
        ("people", pa.int64()),
        ("people_numerator", pa.int64()),
        ("top2_share", pa.float64()),
        ("sources", pa.int64()),
        ("universe", pa.string()),
        ("value", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("confidence", pa.float64()),
        ("method", pa.string()),
        ("status", pa.string()),
    ]
)
WITH_RUN = SCHEMA.append(pa.field("run_id", pa.string()))
