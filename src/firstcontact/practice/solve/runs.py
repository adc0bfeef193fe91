"""What a comparison needs of a run, from memory or from its folder."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from firstcontact.practice.problems import refuse

RUN = "run.json"


@dataclass(frozen=True)
class RunTables:
    """`practice`: practice_results. `groups`: by, group_id, outcome and the mean of each draw in a list. `lanes`:
    practice_id, weight and net_after_relief_usd of each draw in a list. `run`: run.json.
    """

    practice: pa.Table
    groups: pa.Table
    lanes: pa.Table
    run: Mapping[str, Any]


def tables_of(source: Any) -> RunTables:
    """From Results, or from the folder that a run has written. Raises PracticeError where it is neither."""
    if not isinstance(source, str | Path):
        return RunTables(source.practice, source.paired_groups, source.paired_practices, source.run)
    folder = Path(source)
    names = ("practice_results", "paired_groups", "paired_practices")
    missing = [f for f in (RUN, *(f"{n}.parquet" for n in names)) if not (folder / f).is_file()]
    if missing:
        raise refuse("PM003", f"{folder} is not the folder of a run: {missing[0]} is missing. Run it again.")
    run = json.loads((folder / RUN).read_text(encoding="utf-8"))
    return RunTables(*(pq.read_table(folder / f"{n}.parquet") for n in names), run)
