"""The rows that a wave is estimated from: kept responses with weight, place in the design, and domains."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.errors import FirstContactError
from firstcontact.survey.estimate.spec import DesignColumns
from firstcontact.survey.wave import Wave

WEIGHT, BEFORE, RESPONSE = "weight", "weight_before", "response_id"
METHODS = ("rake", "poststratify")


def response_rows(wave: Wave) -> pa.Table:
    """One row per response that cleaning kept: response_id, language, mode, and where the wave has them the columns of
    sample_case, of the frame, and of `weight`. Without weights every response counts 1.

    Raises FirstContactError where a drawn sample has no weights yet.
    """
    clean = wave.read("disposition", "response_clean")
    rows = clean.filter(clean["kept"]).select([RESPONSE, "case_id", "language", "mode"])
    if not rows.num_rows:
        raise FirstContactError(f"wave {wave.info.wave_id} has no usable response, so there is nothing to estimate.")
    if wave.has("sample", "sample_case"):
        rows = beside(rows, wave.read("sample", "sample_case"), "case_id")
    if wave.has("sample", "frame_unit") and "unit_id" in rows.column_names:
        rows = beside(rows, wave.read("sample", "frame_unit"), "unit_id")
    if wave.has("weights", "weight"):
        return _known_weights(beside(rows, wave.read("weights", "weight"), "case_id"), wave)
    if wave.info.sample_kind == "convenience":
        return rows.append_column(WEIGHT, pa.array(np.ones(rows.num_rows)))
    raise FirstContactError(
        f"wave {wave.info.wave_id} is a {wave.info.sample_kind} sample without weights. Run 'survey weight' first; "
        "unweighted answers of a drawn sample describe nobody."
    )


def beside(left: pa.Table, right: pa.Table, key: str) -> pa.Table:
    """The columns of `right` that `left` lacks, by key; NULL where `right` has no row."""
    place = pc.index_in(left[key], value_set=right[key].combine_chunks())
    new = [name for name in right.column_names if name not in left.column_names]
    found = right.select(new).take(place.combine_chunks() if isinstance(place, pa.ChunkedArray) else place)
    for name in new:
        left = left.append_column(name, found[name])
    return left


def _known_weights(rows: pa.Table, wave: Wave) -> pa.Table:
    absent = rows[WEIGHT].null_count
    if absent:
        raise FirstContactError(
            f"wave {wave.info.wave_id}: {absent} usable responses have no weight. Run 'survey weight' again; the "
            "answers or dispositions have changed since."
        )
    return rows


def design_columns(rows: pa.Table, lonely_psu: str, merge: dict[str, str]) -> DesignColumns:
    """Strata, PSUs and population sizes as the sample has them; a wave without a sample is one stratum of responses.

    A stage-1 correction without the one of stage 2 would make errors too small, so then neither is used.
    """
    if "stratum" not in rows.column_names:
        return DesignColumns(WEIGHT, lonely_psu=lonely_psu)
    two = _given(rows, "ssu")
    fpc = [name for name in ("stage1_N", "stage2_N")[: 1 + two] if _given(rows, name)]
    return DesignColumns(
        BEFORE if BEFORE in rows.column_names else WEIGHT,
        strata="stratum",
        cluster=("psu", "ssu") if two else ("psu",),
        fpc=tuple(fpc) if len(fpc) == 1 + two else (),
        lonely_psu=lonely_psu,
        merge=merge,
    )


def _given(rows: pa.Table, name: str) -> bool:
    return name in rows.column_names and rows[name].null_count < rows.num_rows


def calibrated_by(rows: pa.Table) -> tuple[str, list[str]] | None:
    """(method, its columns) of the weights' last calibration, None where they were not calibrated."""
    for method in METHODS:
        columns = [name for name in rows.column_names if name.startswith(f"{method}:")]
        if columns:
            return method, columns
    return None
