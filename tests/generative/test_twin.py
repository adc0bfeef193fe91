"""The program and the slow twin agree on every result row of small nasty regions.

Small here; larger on demand: FIRSTCONTACT_TWIN_SEEDS=1,2,3 FIRSTCONTACT_TWIN_PEOPLE=500, and
FIRSTCONTACT_TWIN_EXAMPLES=200 for the random search.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings

from generative import production
from generative.compare import differences, sentence
from generative.regions import Region, regions, small_region, write
from support.twin.run import measure_folder

SEEDS = [int(s) for s in os.environ.get("FIRSTCONTACT_TWIN_SEEDS", "2,3,4").split(",")]
PEOPLE = int(os.environ.get("FIRSTCONTACT_TWIN_PEOPLE", "120"))
EXAMPLES = int(os.environ.get("FIRSTCONTACT_TWIN_EXAMPLES", "3"))


def check(region: Region, folder: Path, years: list[int]) -> None:
    source = write(region, folder / "source")
    program = production.measure(source, folder / "workspace", years)
    found = differences(program.rows, measure_folder(source, production.settings(region, years)))
    if found:
        pytest.fail(sentence(found), pytrace=False)


def test_every_row_of_a_small_region_is_the_same(tmp_path: Path):
    check(small_region(1, 60), tmp_path, [2023, 2024])


@pytest.mark.slow
@pytest.mark.parametrize("number", SEEDS)
def test_every_row_of_a_larger_region_is_the_same(number: int, tmp_path: Path):
    check(small_region(number, PEOPLE), tmp_path, [2023, 2024])


@pytest.mark.slow
def test_three_measured_years_give_the_trend_its_baseline(tmp_path: Path):
    check(small_region(77, PEOPLE), tmp_path, [2022, 2023, 2024])


@pytest.mark.slow
@seed(20240229)
@hypothesis_settings(
    max_examples=EXAMPLES,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(regions())
def test_stories_of_a_few_people_are_counted_alike(region: Region):
    with TemporaryDirectory() as folder:
        check(region, Path(folder), [2023, 2024])
