"""`survey estimate WAVE`: measures of the instrument, for the region and its domains, as rows for the results table."""

import json
from decimal import Decimal

import numpy as np
import pytest

from firstcontact.errors import FirstContactError
from firstcontact.survey.estimate import estimate_wave
from firstcontact.survey.weighting import weight_wave
from support.practice_wave import WAVE, practice_wave

WEIGHTS = "unknown_eligibility: {cells: [stratum]}\nnonresponse: {cells: [stratum], min_cell: 5}\n"
RAKE = WEIGHTS + "calibrate: {method: rake, margins: [margins.csv]}\n"
MARGINS = "margin,level,target\nownership,independent,30\nownership,affiliated,15\n"
PREFIX = "survey.practice_impact_pulse."


def weighted(folder, weights: str = WEIGHTS):
    (folder / "margins.csv").write_text(MARGINS, encoding="utf-8")
    (folder / "weights.yaml").write_text(weights, encoding="utf-8")
    return weight_wave(folder, WAVE, folder / "weights.yaml")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wave")
    practice_wave(folder)
    weights = weighted(folder).weight
    return weights, estimate_wave(folder, WAVE, by=["ownership"])


def find(table, measure: str, **keys) -> dict:
    held = [r for r in table.to_pylist() if r["measure"] == PREFIX + measure]
    (row,) = [r for r in held if all(r[k] == v for k, v in keys.items())]
    return row


def test_a_derived_measure_is_a_weighted_mean_over_practices_with_all_its_parts(made):
    weights, estimates = made
    number = np.array([int(c[-2:]) for c in weights["case_id"].to_pylist()])
    w = weights["weight"].to_numpy()
    row = find(estimates.table, "visit_change_pct", stratum_kind="all", group_kind="region")
    assert row["value"] == pytest.approx((w @ (number - 40)) / w.sum())
    assert (row["n"], row["statistic"], row["method"]) == (27, "mean", "taylor;fpc")
    ratio = find(estimates.table, "visit_change_pct.ratio", stratum_kind="all", group_kind="region")
    assert ratio["value"] == pytest.approx((w @ (60 + number)) / (100 * w.sum()))


def test_nonrespondents_count_as_a_random_part_of_the_census(made):
    _, estimates = made
    assert find(estimates.table, "visit_change_pct", stratum_kind="all", group_kind="region")["se"] > 0


def test_a_share_counts_people_and_a_mean_counts_a_score(made):
    _, estimates = made
    share = find(estimates.results, "considered_close", group_kind="region", stratum_kind="all")
    assert (share["numerator_unit"], share["denominator"], share["people"]) == ("people", Decimal(27), 27)
    assert share["numerator"] == share["numerator"].to_integral_value()
    mean = find(estimates.results, "visit_change_pct", group_kind="region", stratum_kind="all")
    assert mean["numerator"] == pytest.approx(Decimal(repr(mean["value"])) * 27, abs=Decimal("1e-11"))
    assert (mean["numerator_unit"], mean["universe"]) == ("score", f"survey:{WAVE}:visit_change_pct:answered")
    ratio = find(estimates.results, "visit_change_pct.ratio", group_kind="region", stratum_kind="all")
    assert ratio["numerator"] is None


def test_a_domain_formula_keeps_those_who_considered_it(made):
    weights, estimates = made
    odd = sum(int(c[-2:]) % 2 for c in weights["case_id"].to_pylist())
    assert find(estimates.table, "likelihood_close", stratum_kind="all", group_kind="region")["n"] == odd


def test_multi_items_left_blank_are_out_of_the_share(made):
    weights, estimates = made
    answered = sum(int(c[-2:]) % 5 != 0 for c in weights["case_id"].to_pylist())
    assert find(estimates.table, "any_staff_cut", stratum_kind="all", group_kind="region")["n"] == answered


def test_few_respondents_are_too_few_and_keep_their_numbers(made):
    _, estimates = made
    row = find(estimates.results, "visit_change_pct", group_kind="region", stratum_kind="all")
    assert row["status"] == "too_few"
    assert row["value"] is not None


def test_areas_are_groups_with_unknown_for_what_the_frame_lacks(made):
    _, estimates = made
    levels = {r["group_id"] for r in estimates.results.to_pylist() if r["group_kind"] == "area"}
    assert levels == {"south", "unknown"}  # the northern practices are those that did not answer


def test_domains_outside_the_closed_list_stay_in_survey_estimate(made):
    _, estimates = made
    assert "ownership" in {r["stratum_kind"] for r in estimates.table.to_pylist()}
    assert "ownership" not in {r["stratum_kind"] for r in estimates.results.to_pylist()}


def test_clinicians_of_responding_practices_are_the_sources(made):
    weights, estimates = made
    clinicians = sum(2 + int(c[-2:]) % 5 for c in weights["case_id"].to_pylist())
    row = find(estimates.results, "visit_change_pct", group_kind="region", stratum_kind="all")
    assert row["sources"] == clinicians


def test_every_result_id_has_its_definition(made):
    _, estimates = made
    held = json.loads((estimates.folder / "measures.json").read_text(encoding="utf-8"))
    assert {d["id"] for d in held} == set(estimates.table["measure"].to_pylist())
    close = next(d for d in held if d["id"] == PREFIX + "expected_close")
    assert set(close["wording"]) == {"st_close_con", "st_close_lik"}


def test_calibrated_weights_enter_the_variance_by_their_cells(tmp_path):
    practice_wave(tmp_path)
    weighted(tmp_path, RAKE)
    row = find(estimate_wave(tmp_path, WAVE).table, "visit_change_pct", stratum_kind="all", group_kind="region")
    assert row["method"] == "taylor;fpc;rake"
    assert row["weighted_n"] == Decimal("45.0000")


def test_a_drawn_sample_without_weights_is_refused(tmp_path):
    practice_wave(tmp_path)
    with pytest.raises(FirstContactError, match=r"is a census sample without weights. Run 'survey weight' first"):
        estimate_wave(tmp_path, WAVE)


def test_a_convenience_wave_says_that_it_is_no_probability_sample(tmp_path):
    practice_wave(tmp_path, sample_kind="convenience")
    made = estimate_wave(tmp_path, WAVE)
    assert any("not a probability sample" in s for s in made.said)
    assert find(made.table, "visit_change_pct", stratum_kind="all", group_kind="region")["method"] == "taylor"


def test_a_simulated_wave_is_marked_in_names_and_rows(tmp_path):
    practice_wave(tmp_path, simulated=True)
    weighted(tmp_path)
    made = estimate_wave(tmp_path, WAVE)
    assert (made.folder / "simulated_survey_estimate.csv").exists()
    assert set(made.table["is_simulated"].to_pylist()) == {True}
