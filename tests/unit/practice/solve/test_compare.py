"""Two runs of the same practices, paired by practice and draw."""

from pathlib import Path
from typing import Any

import pytest

from firstcontact.practice.population.model import Population
from firstcontact.practice.results import simulate
from firstcontact.practice.solve.compare import compare
from support.practice_files import problems_of, read, small


def run(folder: Path, **changes: Any) -> Any:
    scenario = read(folder, small(**changes))
    return simulate(scenario, Population.load(scenario))


def paid(pmpm: float) -> list[dict]:
    components = [{"kind": "ffs"}, {"kind": "care_management", "pmpm": pmpm}]
    return [{"payers": ["medicare", "commercial"], "from": "2020-01-01", "components": components}]


def row(table: Any, by: str, group: str, outcome: str) -> dict:
    (found,) = [r for r in table.to_pylist() if (r["by"], r["group_id"], r["outcome"]) == (by, group, outcome)]
    return found


def test_the_difference_is_b_less_a(tmp_path: Path) -> None:
    a, b = run(tmp_path, payment=paid(5)), run(tmp_path, payment=paid(7), id="more")
    found = row(compare(a, b).table, "all", "all", "gross_revenue_usd")
    assert (found["a_scenario_id"], found["b_scenario_id"], found["n_practices"]) == ("small", "more", 2)
    assert found["diff"] == pytest.approx(2 * (520 + 1040) / 2 * 12 / 52 * 4)
    assert found["diff"] == pytest.approx(found["b_mean"] - found["a_mean"])
    assert found["diff_lo"] is None


def test_who_gains_and_what_would_neutralise_the_losses(tmp_path: Path) -> None:
    a, b = run(tmp_path, payment=paid(7)), run(tmp_path, payment=paid(5))
    table = compare(a, b).table
    lost = row(table, "all", "all", "net_after_relief_usd")
    assert (lost["share_better"], lost["share_worse"], lost["share_same"]) == (0, 1, 0)
    assert lost["dollars_to_neutralise_usd"] == pytest.approx(2 * 1560 * 12 / 52 * 4)
    same = row(compare(a, a).table, "all", "all", "net_after_relief_usd")
    assert (same["share_better"], same["share_worse"], same["share_same"], same["diff"]) == (0, 0, 1, 0)


def test_groups_are_those_of_the_runs(tmp_path: Path) -> None:
    a, b = run(tmp_path, payment=paid(5)), run(tmp_path, payment=paid(7))
    found = row(compare(a, b).table, "setting", "system", "visits")
    assert (found["n_practices"], found["share_same"]) == (1, 1)
    assert row(compare(a, b).table, "setting", "system", "prospective_usd")["share_better"] == 1


def test_an_interval_of_the_difference_is_paired(tmp_path: Path) -> None:
    prices = {"preset": "per_visit", "base_amount": "revenue_per_visit_all_payer"}
    a, b = (run(tmp_path, payment=paid(pmpm), prices=prices, draws=50) for pmpm in (5, 7))
    found = row(compare(a, b).table, "all", "all", "gross_revenue_usd")
    assert found["diff_hi"] - found["diff_lo"] == pytest.approx(0, abs=1e-6)


def test_a_comparison_of_folders_is_that_of_the_runs(tmp_path: Path) -> None:
    a, b = run(tmp_path, payment=paid(5)), run(tmp_path, payment=paid(7))
    a.write(tmp_path / "a")
    b.write(tmp_path / "b")
    one, two = compare(tmp_path / "a", tmp_path / "b").table, compare(a, b).table
    assert one.column("diff").to_pylist() == two.column("diff").to_pylist()
    assert one.column_names == two.column_names


def test_pm040_lists_what_differs(tmp_path: Path) -> None:
    a, b = run(tmp_path), run(tmp_path, seed=8, weeks=5)
    assert problems_of(compare, a, b) == [
        "PM040: the runs differ in seed, weeks, so their draws are not pairs. Run both again with the same."
    ]


def test_overrides_do_not_break_the_pair(tmp_path: Path) -> None:
    override = {"table": "payers", "column": "visits_per_patient_year", "multiply": 1.1}
    population = small()["population"] | {"overrides": [override]}
    found = compare(run(tmp_path), run(tmp_path, population=population)).table
    assert row(found, "all", "all", "visits")["share_better"] == 1


def test_a_folder_that_holds_no_run_is_refused(tmp_path: Path) -> None:
    (said,) = problems_of(compare, tmp_path, tmp_path)
    assert said.endswith("is not the folder of a run: run.json is missing. Run it again.")
