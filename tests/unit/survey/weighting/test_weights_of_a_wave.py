"""`survey weight` on a small census wave: the steps, what they sum to, and what stops them."""

import json
from decimal import Decimal

import numpy as np
import pyarrow.parquet as pq
import pytest

from firstcontact.errors import FirstContactError
from firstcontact.survey.weighting import weight_wave
from support.practice_wave import WAVE, practice_wave

CLASSES = "unknown_eligibility: {cells: [stratum]}\nnonresponse: {cells: [stratum], min_cell: 5}\n"
MARGINS = "margin,level,target\nownership,independent,30\nownership,affiliated,15\n"


@pytest.fixture
def files(tmp_path):
    practice_wave(tmp_path)

    def write(weights: str, margins: str = MARGINS):
        (tmp_path / "margins.csv").write_text(margins, encoding="utf-8")
        path = tmp_path / "weights.yaml"
        path.write_text(weights, encoding="utf-8")
        return weight_wave(tmp_path, WAVE, path)

    return write


def test_weight_goes_from_unknown_and_silent_practices_to_those_that_answered(files):
    made = files(CLASSES)
    weight = {r["case_id"]: r["weight"] for r in made.weight.to_pylist()}
    assert weight["small-01"] == pytest.approx(30 / 27 * 24 / 16, rel=1e-14)
    assert sum(weight.values()) == pytest.approx(30 / 27 * 24 + 20 / 18 * 16)
    assert made.said[0] == "50 cases in = 27 weighted + 23 without a usable response."


def test_every_step_is_a_row_of_its_case(files):
    made = files(CLASSES + "calibrate: {method: rake, margins: [margins.csv]}\n")
    steps = pq.read_table(made.folder / "weight_step.parquet").to_pylist()
    assert [(s["step"], s["name"]) for s in steps if s["case_id"] == "small-01"] == [
        (1, "base"),
        (2, "unknown_eligibility"),
        (3, "nonresponse"),
        (4, "rake"),
    ]
    silent = [s for s in steps if s["case_id"] == "small-00"]
    assert [(s["name"], s["factor"], s["cell"]) for s in silent] == [
        ("base", Decimal(1), None),
        ("unknown_eligibility", Decimal("1.111111111111"), "small"),
        ("nonresponse", Decimal(0), "small"),
    ]
    ineligible = [s["factor"] for s in steps if s["case_id"] == "small-09"]
    assert ineligible == [Decimal(1), Decimal("1.111111111111"), Decimal(1)]


def test_calibrated_weights_agree_with_the_margins_and_remember_their_cells(files):
    made = files(CLASSES + "calibrate: {method: rake, margins: [margins.csv]}\n")
    rows = made.weight.to_pylist()
    independent = sum(r["weight"] for r in rows if r["rake:ownership"] == "independent")
    assert (independent, sum(r["weight"] for r in rows)) == pytest.approx((30, 45))
    run = json.loads((made.folder / "run.json").read_text(encoding="utf-8"))
    assert set(run["inputs"]) == {"weights.yaml", "margins.csv"}
    assert run["ledger"] == {"cases": 50, "weighted": 27, "set_aside": 23}


def test_the_same_files_give_the_same_tables(files):
    first = (files(CLASSES).folder / "weight.parquet").read_bytes()
    assert (files(CLASSES).folder / "weight.parquet").read_bytes() == first


def test_a_thin_class_is_merged_with_its_neighbor_and_that_is_told(files):
    made = files("nonresponse: {cells: [stratum], min_cell: 12}\n")
    (merged,) = made.chain.notes
    assert merged == "nonresponse: 'large' has 11 respondents, fewer than 12; merged with 'small'."
    assert {s for s in made.chain.steps[1].cell if s} == {"large + small"}


def test_a_class_that_is_still_too_thin_when_all_are_merged_stops_the_run(files):
    with pytest.raises(
        FirstContactError, match=r"all classes are merged and still fail \(27 respondents, fewer than 40\)"
    ):
        files("nonresponse: {cells: [stratum], min_cell: 40}\n")


TRIMMED = CLASSES + "calibrate: {method: rake, margins: [margins.csv]}\ntrim: {cap: 1.5}\n"


def test_trimming_and_calibration_take_turns_until_caps_and_margins_hold(files):
    crossed = (
        "margin,level,target\nstratum,small,24\nstratum,large,21\nownership,independent,29\nownership,affiliated,16\n"
    )
    made = files(TRIMMED.replace("1.5", "1.3"), crossed)
    names = [s.name for s in made.chain.steps[3:]]
    assert names[:3] == ["rake", "trim", "rake"]
    rows = made.weight.to_pylist()
    assert sum(r["weight"] for r in rows if r["rake:ownership"] == "independent") == pytest.approx(29)


def test_a_cap_that_the_margins_do_not_allow_keeps_the_calibrated_weights_and_warns(files):
    made = files(TRIMMED, "margin,level,target\nownership,independent,100\nownership,affiliated,5\n")
    assert made.chain.notes[-1].startswith("trim: caps and margins do not both hold within 5 rounds")
    independent = sum(r["weight"] for r in made.weight.to_pylist() if r["rake:ownership"] == "independent")
    assert independent == pytest.approx(100)


def test_trimming_without_calibration_keeps_the_sum(files):
    made = files(CLASSES + "trim: {cap: 1.05}\n")
    plain = files(CLASSES)
    assert made.chain.weight.sum() == pytest.approx(plain.chain.weight.sum())
    used = plain.chain.weight[plain.chain.weight > 0]
    assert made.chain.weight.max() <= 1.05 * np.median(used) * (1 + 1e-12)


def test_an_unknown_key_names_line_and_allowed_keys(files):
    with pytest.raises(FirstContactError, match=r"weights.yaml line 1: .*Allowed keys: .*nonresponse"):
        files("nonrespons: {cells: [stratum]}\n")


def test_a_class_column_that_the_frame_lacks_is_named(files):
    with pytest.raises(
        FirstContactError, match=r"nonresponse: the data have no column 'ownershp'. The nearest name is ownership"
    ):
        files("nonresponse: {cells: [ownershp]}\n")


def test_a_convenience_wave_takes_calibration_alone(tmp_path):
    practice_wave(tmp_path, sample_kind="convenience")
    (tmp_path / "w.yaml").write_text(CLASSES, encoding="utf-8")
    with pytest.raises(FirstContactError, match="no sample was drawn in this wave"):
        weight_wave(tmp_path, WAVE, tmp_path / "w.yaml")
    (tmp_path / "m.csv").write_text(MARGINS, encoding="utf-8")
    (tmp_path / "w.yaml").write_text("calibrate: {method: poststratify, margins: [m.csv]}\n", encoding="utf-8")
    made = weight_wave(tmp_path, WAVE, tmp_path / "w.yaml")
    assert made.chain.weight.sum() == pytest.approx(45)
