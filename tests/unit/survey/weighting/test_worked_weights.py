"""The worked weights: calibration, the nonresponse chain, trimming."""

import csv

import numpy as np
import pyarrow as pa
import pytest

from firstcontact.survey.estimate.csv_data import read_csv
from firstcontact.survey.weighting.calibrate import calibration
from firstcontact.survey.weighting.columns import numbers
from firstcontact.survey.weighting.config import Nonresponse, UnknownEligibility, Weights
from firstcontact.survey.weighting.effects import deff_kish, n_kish
from firstcontact.survey.weighting.margins import read_margins
from firstcontact.survey.weighting.trim import median_cap, trim
from firstcontact.survey.weighting.weigh import weigh
from support.shared import SHARED, needs_specs

FOLDER = SHARED / "specs" / "surveys" / "worked" / "design"
pytestmark = needs_specs
CLASS = {"complete": "I", "partial": "P", "nonresponse": "NC", "unknown": "UO", "ineligible": "NE"}


def column(file: str, name: str) -> np.ndarray:
    with (FOLDER / file).open(encoding="utf-8") as f:
        return np.array([float(row[name]) for row in csv.DictReader(f)])


@pytest.mark.parametrize(("method", "wanted"), [("rake", "raked_weight"), ("poststratify", "poststrat_weight")])
def test_the_worked_calibrated_weights_are_reproduced(method, wanted):
    table = read_csv(FOLDER / "two_stage_patients.csv")
    base = numbers(table, "base_weight", "test")
    margins = read_margins([FOLDER / "margins.csv"])
    how, merged = calibration(table, base, method, margins if method == "rake" else margins[:1])
    assert how.weights(base) == pytest.approx(column("expected_weights.csv", wanted), rel=2e-12)
    assert merged == ()


def test_the_worked_chain_moves_weight_from_unknown_and_silent_cases_to_respondents():
    cases = read_csv(FOLDER / "nonresponse_chain.csv")
    groups = [CLASS[g] for g in cases["final_group"].to_pylist()]
    cases = cases.append_column("region", cases["class"]).drop_columns(["class"])
    cases = cases.append_column("class", pa.array(groups))
    config = Weights(
        unknown_eligibility=UnknownEligibility(cells=["region"]), nonresponse=Nonresponse(cells=["region"], min_cell=1)
    )
    chain = weigh(cases, config)
    unknown, silent = chain.steps[1], chain.steps[2]
    assert unknown.factor.tolist() == column("nonresponse_chain.csv", "f_unknown").tolist()
    assert unknown.weight_after.tolist() == column("nonresponse_chain.csv", "w_known").tolist()
    after = column("nonresponse_chain.csv", "w_respondent")
    assert silent.weight_after.tolist() == after.tolist()
    respondents = np.isin(groups, ["I", "P"])
    assert chain.weight.tolist() == np.where(respondents, after, 0).tolist()
    assert chain.weight.sum() == 137.5


def test_the_worked_weights_are_trimmed_in_two_rounds():
    weight = column("trim.csv", "weight")
    trimmed = trim(weight, median_cap(weight))
    assert trimmed == pytest.approx(column("trim.csv", "trimmed"), rel=1e-11)
    assert trimmed.sum() == pytest.approx(160, rel=1e-14)
    assert (deff_kish(weight), deff_kish(trimmed)) == pytest.approx((2.083047, 1.142243), abs=5e-7)
    assert n_kish(weight) == pytest.approx(3.360, abs=5e-4)
