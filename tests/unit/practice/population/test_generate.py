"""Practices drawn from published distributions."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from firstcontact.practice.draws.hashing import uniform
from firstcontact.practice.names import PAYERS, ROLES
from firstcontact.practice.population.model import Population
from support.practice_files import problems_of, read, small

ASKED = {
    "n": 600,
    "region": "example",
    "settings": {"independent": 0.6, "system": 0.3, "fqhc": 0.1},
    "specialty": {"adult_primary_care": 0.7, "pediatrics": 0.3},
    "locality": "14212-01",
    "payer_mix": {"medicare": 0.4, "commercial": 0.6},
    "visits_per_patient_year": {"medicare": 3, "commercial": 2},
    "overhead_usd_per_fte_md": 110000,
    "physician_pay_usd_year": 220000,
    "wages": {"np_pa": 130000, "lpn": 65000, "ma": "wage_loaded_ma", "care_manager": 85000, "admin": 50000},
}


def generated(folder: Path, seed: int = 11, **changes: Any) -> Population:
    return Population.load(read(folder, small(seed=seed, population={"generate": {**ASKED, **changes}})))


def test_the_first_practices_of_a_larger_population_are_the_same(tmp_path: Path) -> None:
    few, many = generated(tmp_path, n=20), generated(tmp_path, n=600)
    assert few.practice_id.tolist() == many.practice_id[:20].tolist()
    for column in ("panel", "fte", "setting", "size_class", "overhead_usd_year"):
        np.testing.assert_array_equal(getattr(few, column), getattr(many, column)[:20])


def test_the_same_seed_gives_the_same_practices_and_another_does_not(tmp_path: Path) -> None:
    assert generated(tmp_path).hash == generated(tmp_path).hash
    assert generated(tmp_path).hash != generated(tmp_path, seed=12).hash


def test_shares_are_those_that_were_published_or_asked_for(tmp_path: Path) -> None:
    population = generated(tmp_path, n=4000)
    sizes = {size: float((population.size_class == size).mean()) for size in set(population.size_class)}
    assert sizes["le2"] == pytest.approx(0.435, abs=0.03)
    assert sizes["gt13"] == pytest.approx(0.018, abs=0.01)
    assert (population.setting == "fqhc").mean() == pytest.approx(0.1, abs=0.02)
    per_md = population.total_panel / population.fte_md
    assert ((per_md >= 1000) & (per_md < 1500)).mean() == pytest.approx(0.367 / 0.999, abs=0.03)
    assert (population.fte[:, ROLES.index("ma")] > 0).mean() == pytest.approx(0.885, abs=0.02)


def test_numbers_stay_inside_their_classes(tmp_path: Path) -> None:
    population = generated(tmp_path, n=2000)
    per_md = population.total_panel / population.fte_md
    assert population.fte_md.min() >= 0.5
    assert population.fte_md.max() <= 25
    assert (per_md.min(), per_md.max()) == (pytest.approx(300, abs=10), pytest.approx(3500, abs=50))
    small_ones = population.fte_md[population.size_class == "le2"]
    assert small_ones.max() <= 2


def test_a_panel_is_the_bin_that_holds_the_hash_of_the_id(tmp_path: Path) -> None:
    """A slow twin of the first practice, straight from the published bins."""
    population = generated(tmp_path)
    bins = [(300, 500, 0.06), (500, 1000, 0.226), (1000, 1500, 0.367), (1500, 2000, 0.165), (2000, 2500, 0.091)]
    bins.append((2500, 3500, 0.09))
    u = uniform(11, "panel_bin", "G000001")
    ends = np.cumsum([share for _, _, share in bins]) / 0.999
    low, high, _ = bins[int(np.argmax(u < ends))]
    expected = low + uniform(11, "panel_per_fte", "G000001") * (high - low)
    assert population.total_panel[0] / population.fte_md[0] == pytest.approx(expected, rel=1e-12)


def test_payers_share_the_panel_and_absent_payers_have_no_row(tmp_path: Path) -> None:
    population = generated(tmp_path)
    medicare, commercial = population.panel[:, 0], population.panel[:, PAYERS.index("commercial")]
    np.testing.assert_allclose(medicare * 0.6, commercial * 0.4)
    assert not population.has_payer[:, PAYERS.index("medicaid")].any()


def test_a_wage_that_names_a_parameter_moves_with_its_draws(tmp_path: Path) -> None:
    population = generated(tmp_path)
    assert "wage_loaded_ma" in population.parameters
    assert population.wage_loaded_usd_year[0, ROLES.index("ma")] == 41360


def test_a_role_without_published_value_is_absent(tmp_path: Path) -> None:
    assert (generated(tmp_path).fte[:, ROLES.index("rn")] == 0).all()


def test_shares_that_do_not_add_to_one_are_refused(tmp_path: Path) -> None:
    said = problems_of(generated, tmp_path, payer_mix={"medicare": 0.4, "commercial": 0.5})
    assert said == ["PM003 s.yaml:20 population.generate.payer_mix: the shares add to 0.9, not to 1. Correct them."]


def test_a_payer_of_the_mix_needs_its_use(tmp_path: Path) -> None:
    said = problems_of(generated, tmp_path, visits_per_patient_year={"medicare": 3})
    assert said == [
        "PM004 s.yaml:23 population.generate.visits_per_patient_year: has no value for commercial, "
        "which is in payer_mix. Add it."
    ]
