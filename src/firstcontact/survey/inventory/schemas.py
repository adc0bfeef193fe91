"""Columns of the tables of an inventory. Source: specs/surveys/README.md 19."""

import pyarrow as pa

KEYS = [("domain", pa.string()), ("strategy_id", pa.string())]
GROUP = [("group_kind", pa.string()), ("group_id", pa.string()), ("n", pa.int64())]
LIMITS = [("lower", pa.float64()), ("upper", pa.float64())]
STATUS = [("status", pa.string())]
ACTIVITY = pa.schema(
    [
        *KEYS,
        ("link_id", pa.string()),
        *GROUP,
        *((name, pa.float64()) for name in ("share_any", "share_regular", "mean_level")),
        *LIMITS,
        *STATUS,
    ]
)
DOMAIN = pa.schema([("domain", pa.string()), *GROUP, ("score", pa.float64()), *LIMITS, *STATUS])
GAP = pa.schema(
    [
        *KEYS,
        *((name, pa.string()) for name in ("group_kind", "group_a", "group_b")),
        *((name, pa.float64()) for name in ("value_a", "value_b", "gap", "lower", "upper", "p")),
        *STATUS,
    ]
)
