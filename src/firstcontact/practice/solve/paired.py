"""The practices and draws of two runs, side by side."""

from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.practice.differences import FEWEST_DRAWS, LOWER_IS_BETTER, SAME_USD, same_within
from firstcontact.practice.draws.mcse import mean_mcse
from firstcontact.practice.solve.runs import RunTables

NET = "net_after_relief_usd"


class Paired:
    """Practices in the order of practice_id; `groups` lists (by, group_id) in the order of the first run."""

    def __init__(self, a: RunTables, b: RunTables) -> None:
        self.a, self.b = a, b
        keys = zip(a.groups["by"].to_pylist(), a.groups["group_id"].to_pylist(), strict=True)
        self.groups = list(dict.fromkeys(keys))
        first = _one_outcome(a.practice, NET)
        self.practices = {name: np.array(first[name].to_pylist(), dtype=object) for name in first.column_names}

    @cached_property
    def lanes(self) -> np.ndarray:
        """Difference of net after relief, (practices, draws)."""
        return _matrix(self.b.lanes) - _matrix(self.a.lanes)

    @cached_property
    def weight(self) -> np.ndarray:
        return self.a.lanes.sort_by("practice_id")["weight"].to_numpy()

    def mask(self, by: str, group: str) -> np.ndarray:
        """Practices of the group: `setting+size_class` and `independent/le2` name one value for each key."""
        if by == "all":
            return np.ones(len(self.practices["practice_id"]), dtype=bool)
        keys = [self.practices[key] for key in by.split("+")]
        return np.array(["/".join(values) == group for values in zip(*keys, strict=True)])

    def outcomes(self, by: str, group: str) -> list[str]:
        chosen = self.a.groups.filter(_is_group(self.a.groups, by, group))
        return list(dict.fromkeys(chosen["outcome"].to_pylist()))

    def means(self, by: str, group: str, outcome: str) -> dict[str, float | None]:
        """Means over draws, and the interval of the difference over draws (NULL with fewer than 40)."""
        one, two = (_by_draw(run.groups, by, group, outcome) for run in (self.a, self.b))
        diff = two - one
        enough = len(diff) >= FEWEST_DRAWS and not np.isnan(diff).any()
        lo, hi = np.quantile(diff, (0.025, 0.975)) if enough else (None, None)
        found = {"a_mean": one.mean(), "b_mean": two.mean(), "diff": diff.mean(), "diff_mcse": mean_mcse(diff)}
        return {name: _number(value) for name, value in {**found, "diff_lo": lo, "diff_hi": hi}.items()}

    def dollars_to_neutralise(self, mask: np.ndarray) -> float:
        loss = np.maximum(0.0, -self.lanes[mask].mean(axis=1))
        return float((loss * self.weight[mask]).sum())

    def shares_of_lanes(self, mask: np.ndarray) -> dict[str, float | None]:
        """Weighted share of practices, averaged over draws, that net more, less and the same."""
        diff, weight = self.lanes[mask], self.weight[mask]
        return _shares((diff > SAME_USD).mean(axis=1), (diff < -SAME_USD).mean(axis=1), weight)

    def shares_of_means(self, outcome: str, mask: np.ndarray) -> dict[str, float | None]:
        """The same from the mean of each practice; NULL for an outcome that practice_results does not hold."""
        one, two = (_one_outcome(run.practice, outcome)["mean"] for run in (self.a, self.b))
        if len(one) != len(mask):
            return {"share_better": None, "share_worse": None, "share_same": None}
        diff = (_floats(two) - _floats(one))[mask] * (-1 if outcome in LOWER_IS_BETTER else 1)
        same = same_within(outcome)
        return _shares(diff > same, diff < -same, self.weight[mask])


def _shares(better: np.ndarray, worse: np.ndarray, weight: np.ndarray) -> dict[str, float | None]:
    more, less = (float((share * weight).sum() / weight.sum()) for share in (better, worse))
    return {"share_better": more, "share_worse": less, "share_same": max(0.0, 1.0 - more - less)}


def _one_outcome(practice: pa.Table, outcome: str) -> pa.Table:
    return practice.filter(pc.equal(practice["outcome"], outcome)).sort_by("practice_id")


def _matrix(lanes: pa.Table) -> np.ndarray:
    """(practices, draws), practices in the order of practice_id."""
    return np.array(lanes.sort_by("practice_id")["values"].to_pylist(), dtype=float)


def _is_group(table: pa.Table, by: str, group: str) -> pa.ChunkedArray:
    return pc.and_(pc.equal(table["by"], by), pc.equal(table["group_id"], group))


def _by_draw(groups: pa.Table, by: str, group: str, outcome: str) -> np.ndarray:
    """One mean per draw, NaN where the outcome did not happen in a draw."""
    chosen = groups.filter(pc.and_(_is_group(groups, by, group), pc.equal(groups["outcome"], outcome)))
    return np.array(chosen["values"].to_pylist()[0], dtype=float)


def _floats(column: pa.ChunkedArray) -> np.ndarray:
    """Numbers with NaN for NULL."""
    return np.array([np.nan if v is None else float(v) for v in column.to_pylist()])


def _number(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else float(value)
