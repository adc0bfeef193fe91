"""Every worked case of every measure runs; every base measure has at least three."""

from functools import cache
from pathlib import Path

import pytest

from firstcontact.engine.definitions import Definition, base_measures, catalogue
from support.spec_case import Case, all_cases, expected, run_case

MEASURES = Path(__file__).parent / "measures"
CASES = list(all_cases(MEASURES))


@cache
def definitions() -> dict[str, Definition]:
    return {d.id: d for d in catalogue()}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    assert run_case(case, definitions()[case.measure]) == expected(case)


def test_every_base_measure_has_three_cases_at_its_own_path() -> None:
    for definition in base_measures(list(definitions().values())):
        path = MEASURES / definition.domain / f"{definition.id}.yaml"
        own = [c for c in CASES if c.file == path and c.measure == definition.id]
        assert len(own) >= 3, f"{definition.id} has {len(own)} worked cases in {path.name}"


def test_names_of_cases_are_sentences_that_differ() -> None:
    names = [str(c) for c in CASES]
    assert len(names) == len(set(names))
    assert all(len(c.name.split()) >= 3 for c in CASES)
