"""Draws a sample: frame + design -> one case for each unit taken, with its probability and weight.

Source: specs/surveys/README.md 2 (sample_case) and 4; design-estimation.md 1.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from firstcontact.errors import FirstContactError
from firstcontact.survey.sampling.cases import Case, case_table
from firstcontact.survey.sampling.design import Design, Stage
from firstcontact.survey.sampling.frame import keep_one_per_household
from firstcontact.survey.sampling.stage import draw_stratum
from firstcontact.survey.sampling.strata import Units, column, joined, numbers
from firstcontact.survey.sampling.warn import capped_warnings, deff_warnings, single_unit_warnings


@dataclass(frozen=True)
class Sample:
    """cases: the table sample_case; frame: the frame with the exclusions of the draw; warnings: sentences."""

    cases: pa.Table
    frame: pa.Table
    warnings: list[str]


def draw(design: Design, frame: pa.Table) -> Sample:
    """The sample of a design. frame: a table frame_unit. The same design and frame give the same sample.

    Raises FirstContactError where a stratum is not named, a column is missing or blank, or no unit is in scope.
    """
    frame = keep_one_per_household(frame, design.seed)
    units = frame.filter(frame["in_scope"])
    if not units.num_rows:
        raise FirstContactError(f"design {design.wave_id}: no unit of the frame is in scope, so nobody can be drawn.")
    cases, warnings = _two_stages(design, units) if len(design.stages) == 2 else _one_stage(design, units)
    return Sample(case_table(design, cases), frame, warnings)


def _one_stage(design: Design, table: pa.Table) -> tuple[list[Case], list[str]]:
    stage = design.stages[0]
    per_practice = design.frame.kind != "practice" and not stage.strata
    units = _units(design, stage, table, within_practice=per_practice)
    strata = units.strata()
    sizes = {s: rows.size for s, rows in strata.items()}
    wanted = _in_full(numbers(design, stage, sizes), sizes, design) if per_practice else numbers(design, stage, sizes)
    practices = table["practice_id"].to_pylist()
    cases = [
        Case(
            str(units.ids[d.index]), practices[d.index], s, psu=str(units.ids[d.index]), ssu=None, first=d, second=None
        )
        for s, rows in strata.items()
        for d in draw_stratum(units, rows, s, stage, wanted[s], design.seed)
    ]
    return cases, capped_warnings(design, sizes) + single_unit_warnings(design, sizes, wanted)


def _two_stages(design: Design, table: pa.Table) -> tuple[list[Case], list[str]]:
    first, second = design.stages
    patients = _units(design, second, table, within_practice=True)
    by_practice = patients.strata()
    practices = _practices(design, first, patients, table, by_practice)
    strata = practices.strata()
    sizes = {s: rows.size for s, rows in strata.items()}
    wanted = numbers(design, first, sizes)
    taken = [
        (s, d) for s, rows in strata.items() for d in draw_stratum(practices, rows, s, first, wanted[s], design.seed)
    ]
    frame_n = {p: rows.size for p, rows in by_practice.items()}
    within = _in_full(numbers(design, second, frame_n), frame_n, design)
    cases = [
        Case(str(patients.ids[d.index]), practice, s, psu=practice, ssu=str(patients.ids[d.index]), first=p, second=d)
        for s, p in taken
        for practice in [str(practices.ids[p.index])]
        for d in draw_stratum(patients, by_practice[practice], practice, second, within[practice], design.seed)
    ]
    per_practice = [within[str(practices.ids[p.index])] for _, p in taken]
    warnings = capped_warnings(design, sizes) + single_unit_warnings(design, sizes, wanted)
    return cases, warnings + deff_warnings(design, per_practice)


def _in_full(wanted: dict[str, int], frame_n: dict[str, int], design: Design) -> dict[str, int]:
    """A practice with fewer than min_frame people in scope is asked in full."""
    return {p: frame_n[p] if frame_n[p] < design.frame.min_frame and n else n for p, n in wanted.items()}


def _units(design: Design, stage: Stage, table: pa.Table, within_practice: bool) -> Units:
    """The units of a stage; their stratum is the practice, or the joined columns of `strata`."""
    held = {name: column(table, name, design) for name in {*stage.sort, *stage.strata, *_size(stage)}}
    strata = [column(table, "practice_id", design)] if within_practice else [held[n] for n in stage.strata]
    ids = np.array(table["unit_id"].to_pylist(), dtype=object)
    return Units(ids, joined(strata, table.num_rows), held)


def _size(stage: Stage) -> tuple[str, ...]:
    return (stage.size,) if stage.method == "pps_systematic" else ()


def _practices(
    design: Design, stage: Stage, patients: Units, table: pa.Table, by_practice: dict[str, np.ndarray]
) -> Units:
    """The practices of a frame of people: their strata and size must be the same for all people of a practice.

    A size column that the frame leaves empty is the number of people in scope.
    """
    names = {*stage.strata, *stage.sort}
    held = {n: _of_practice(design, n, column(table, n, design), by_practice) for n in names}
    if stage.method == "pps_systematic":
        held[stage.size] = _practice_size(design, stage, table, by_practice)
    ids = np.array(list(by_practice), dtype=object)
    return Units(ids, joined([held[n] for n in stage.strata], ids.size), held)


def _practice_size(design: Design, stage: Stage, table: pa.Table, by_practice: dict[str, np.ndarray]) -> np.ndarray:
    if stage.size in table.column_names and table[stage.size].null_count < table.num_rows:
        return _of_practice(design, stage.size, column(table, stage.size, design), by_practice)
    return np.array([rows.size for rows in by_practice.values()], dtype=object)


def _of_practice(design: Design, name: str, values: np.ndarray, by_practice: dict[str, np.ndarray]) -> np.ndarray:
    for practice, rows in by_practice.items():
        if len(set(values[rows])) > 1:
            raise FirstContactError(
                f"design {design.wave_id}: column '{name}' has {len(set(values[rows]))} values within practice "
                f"{practice}. The first stage draws practices, so a practice needs one value."
            )
    return np.array([values[rows[0]] for rows in by_practice.values()], dtype=object)
