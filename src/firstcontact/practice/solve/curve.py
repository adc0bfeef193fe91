"""The curve of a lever: what each value brings, and how surely."""

import numpy as np
import pyarrow as pa

from firstcontact.practice.differences import FEWEST_DRAWS, SAME_USD
from firstcontact.practice.solve.scan import Scan

COLUMNS = pa.schema(
    [
        ("lever_value", pa.float64()),
        ("mean", pa.float64()),
        ("lo", pa.float64()),
        ("hi", pa.float64()),
        ("prob_better", pa.float64()),
        ("share_practices_better", pa.float64()),
    ]
)


def curve_table(scan: Scan) -> pa.Table:
    """One row per point: mean over draws of the mean over all practices, its 95% interval, share of draws above zero,
    weighted share of practices above zero. The interval is NULL with fewer than 40 draws.
    """
    return pa.Table.from_pylist([_row(scan, i) for i in range(len(scan.points))], COLUMNS)


def _row(scan: Scan, i: int) -> dict[str, float | None]:
    draws = scan.all[i]
    low, high = np.quantile(draws, (0.025, 0.975)) if len(draws) >= FEWEST_DRAWS else (None, None)
    better = scan.practices[i] > SAME_USD
    return {
        "lever_value": float(scan.points[i]),
        "mean": float(draws.mean()),
        "lo": low,
        "hi": high,
        "prob_better": float((draws > SAME_USD).mean()),
        "share_practices_better": float(scan.weight[better].sum() / scan.weight.sum()),
    }
