"""What a run returns."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from firstcontact.outputs import require_new, write_folder
from firstcontact.practice.results import practice_rows, summary_rows
from firstcontact.practice.results.rounding import round_by_outcome, round_money

WEEKLY_MONEY = ("gross_mean", "cash_mean", "cash_p5", "cash_p50", "cash_p95")
SUMMARY_MIXED = ("mean", "mean_lo", "mean_hi", "mcse", *summary_rows.HETEROGENEITY, "baseline_mean", "diff_mean")
SUMMARY_MIXED = (*SUMMARY_MIXED, "diff_mcse")
PRACTICE_MIXED = tuple(n for n in practice_rows.NUMBERS if n != "prob_better")


@dataclass(frozen=True)
class Results:
    """Tables of one run and its baseline, unrounded; `write` rounds money to cents.

    `practice`, `summary`, `weekly`: README 5 of the practice model's specification; `weekly` is None where the
    scenario does not ask for it. `run` becomes run.json.
    `paired_groups` (by, group_id, outcome, values: one mean per draw) and `paired_practices` (practice_id, weight,
    values: net_after_relief_usd in each draw) are what a comparison of two runs pairs.
    """

    practice: pa.Table
    summary: pa.Table
    weekly: pa.Table | None
    paired_groups: pa.Table
    paired_practices: pa.Table
    run: Mapping[str, Any]

    def tables(self) -> dict[str, pa.Table]:
        """The tables as they are written: money in cents."""
        found = {
            "practice_results": round_by_outcome(self.practice, PRACTICE_MIXED),
            "summary": round_money(round_by_outcome(self.summary, SUMMARY_MIXED), ("dollars_to_neutralise_usd",)),
        }
        if self.weekly is not None:
            found["weekly"] = round_money(self.weekly, WEEKLY_MONEY)
        return found

    def write(
        self,
        folder: str | Path,
        overwrite: bool = False,
        files: Mapping[str, bytes] | None = None,
        tables: Mapping[str, pa.Table] | None = None,
    ) -> None:
        """Write every table (and further `tables`) as CSV and Parquet, the paired values as Parquet, `files` by name,
        and run.json.

        Raises FirstContactError where the folder holds files and `overwrite` is False.
        """
        folder = Path(folder)
        require_new(folder, overwrite)
        paired = {"paired_groups": self.paired_groups, "paired_practices": self.paired_practices}
        extra = {f"{name}.parquet": _parquet(table) for name, table in paired.items()}
        write_folder(folder, {**self.tables(), **(tables or {})}, dict(self.run), {**extra, **(files or {})})


def _parquet(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()
