"""What identifies a run."""

from pathlib import Path
from typing import Any

from firstcontact.practice.population.model import Population
from firstcontact.practice.scenario.hashes import run_hashes
from firstcontact.practice.scenario.standing import assumed_values, share_assumed, source_titles
from support.practice_files import PAYERS, read, small


def hashes(folder: Path, dtype: str = "float64", payers: str = PAYERS, **changes: Any) -> dict:
    scenario = read(folder, small(**changes), payers=payers)
    return run_hashes(scenario, Population.load(scenario), dtype)


def test_the_same_inputs_have_the_same_hashes(tmp_path: Path) -> None:
    assert hashes(tmp_path) == hashes(tmp_path)
    assert list(hashes(tmp_path)["files"]) == ["population.payers", "population.practices", "population.staff"]


def test_each_input_moves_its_own_hash_and_that_of_the_run(tmp_path: Path) -> None:
    first = hashes(tmp_path)
    for changed, same, moved in (
        (hashes(tmp_path, title="Other"), "population", "scenario"),
        (hashes(tmp_path, payers=PAYERS.replace("520", "521")), "scenario", "population"),
        (hashes(tmp_path, parameters={"set": {"collection_rate": 0.9}}, prices={"preset": "per_visit"}), "population",
         "parameters"),
    ):  # fmt: skip
        assert changed[same] == first[same]
        assert changed[moved] != first[moved]
        assert changed["run"] != first["run"]


def test_seed_draws_and_dtype_are_part_of_the_run(tmp_path: Path) -> None:
    runs = {hashes(tmp_path, **c)["run"] for c in ({}, {"seed": 8}, {"draws": 2}, {"dtype": "float32"})}
    assert len(runs) == 4


def test_a_sourced_value_and_a_file_with_another_layout_say_the_same_population(tmp_path: Path) -> None:
    rows = PAYERS.strip().split("\n")
    turned = "\n".join([rows[0], *reversed(rows[1:])]) + "\n"
    assert hashes(tmp_path, payers=turned)["population"] == hashes(tmp_path)["population"]


def test_assumed_values_and_sources_are_listed(tmp_path: Path) -> None:
    amount = {"value": 90, "status": "assumed", "source": "own guess"}
    scenario = read(tmp_path, small(prices={"preset": "per_visit", "base_amount": amount, "collection_rate": 1}))
    population = Population.load(scenario)
    assert "prices.base_amount" in [v.path for v in assumed_values(scenario, population)]
    assert 0 < share_assumed(scenario, population) < 1
    titles = source_titles(scenario, population)
    assert titles["own guess"] == "own guess"
    assert titles["spec"].startswith("This specification")
