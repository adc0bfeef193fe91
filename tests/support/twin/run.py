"""An input folder to all result rows."""

from pathlib import Path

from support.twin.core import Core, build
from support.twin.derived import gaps_and_ratios, indices
from support.twin.grouping import Key, Row, result_rows
from support.twin.groups import Groups
from support.twin.measures import all_measures
from support.twin.settings import Settings


def measure_folder(folder: Path, settings: Settings) -> dict[Key, Row]:
    return measure_core(build(folder, settings))


def measure_core(core: Core) -> dict[Key, Row]:
    groups, rows = Groups(core), {}
    for measure in all_measures(core):
        rows |= result_rows(groups, measure)
    return rows | gaps_and_ratios(rows) | indices(core, rows)
