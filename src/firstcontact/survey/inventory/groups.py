"""Groups of practices: size class, ownership, region, as the frame has them."""

import json
from typing import Any

import numpy as np
import pyarrow as pa

from firstcontact.survey.compare_groups import UNKNOWN, with_groups
from firstcontact.survey.estimate.wave_table import WEIGHT, beside, response_rows
from firstcontact.survey.wave import Wave

SIZE, GROUPS = "size_class", ("size_class", "ownership", "region")
CLASSES = ((2, "1-2"), (5, "3-5"), (10, "6-10"))
LARGEST = "11+"


def size_class(clinicians: float | None) -> str:
    if clinicians is None or np.isnan(clinicians):
        return UNKNOWN
    return next((name for most, name in CLASSES if clinicians <= most), LARGEST)


def practice_rows(wave: Wave) -> tuple[pa.Table, list[str]]:
    """Kept responses with weight (1 where the wave has none) and groups of the frame; the names of the groups."""
    rows = response_rows(wave) if wave.has("weights", "weight") else _unweighted(wave)
    if "size_measure" in rows.column_names:
        sizes = [None if v is None else float(v) for v in rows["size_measure"].to_pylist()]
        column = pa.array([size_class(v) for v in sizes])
        held = [n for n in rows.column_names if n != SIZE]
        rows = rows.select(held).append_column(SIZE, column)
    names = [g for g in GROUPS if g in rows.column_names]
    return with_groups(rows, names), names


def _unweighted(wave: Wave) -> pa.Table:
    clean = wave.read("disposition", "response_clean")
    rows = clean.filter(clean["kept"]).select(["response_id", "case_id", "language", "mode"])
    if wave.has("sample", "sample_case"):
        rows = beside(rows, wave.read("sample", "sample_case").select(["case_id", "unit_id", "practice_id"]), "case_id")
    if wave.has("sample", "frame_unit") and "unit_id" in rows.column_names:
        rows = beside(rows, wave.read("sample", "frame_unit"), "unit_id")
    rows = rows.select([name for name in rows.column_names if name != "stratum"])  # no design without weights
    return rows.append_column(WEIGHT, pa.array(np.ones(rows.num_rows)))


def lonely_of(wave: Wave) -> dict[str, Any]:
    """What `survey estimate` was told about strata with one sampled practice; by default they are an error."""
    path = wave.folder / "estimates" / "run.json"
    asked = json.loads(path.read_text(encoding="utf-8"))["parameters"] if path.exists() else {}
    return {"lonely_psu": asked.get("lonely_psu", "error"), "merge": asked.get("merge") or {}}
