"""Every number of the worked design files, to the digits that they state."""

import csv
import math

import pyarrow as pa
import pytest

from firstcontact.survey.estimate import estimate, estimate_file, estimates
from firstcontact.survey.estimate.csv_data import read_csv
from firstcontact.survey.estimate.read_spec import as_spec
from support.shared import SHARED, needs_specs

FOLDER = SHARED / "specs" / "surveys" / "worked" / "design"
pytestmark = needs_specs

PRACTICES = {"weight": "base_weight", "strata": "stratum"}
CORRECTED = PRACTICES | {"fpc": "frame_n"}
PATIENTS = {"weight": "base_weight", "strata": "stratum", "cluster": "practice_id"}
ONE_STAGE = PATIENTS | {"fpc": "frame_practices"}
TWO_STAGES = PATIENTS | {"cluster": ["practice_id", "patient_id"], "fpc": ["frame_practices", "frame_patients"]}
LONELY = {"weight": "weight", "strata": "stratum"}
CHANGE, SCORE = {"statistic": "mean", "variable": "revenue_change_pct"}, {"statistic": "mean", "variable": "score"}
VISITS = {"statistic": "total", "variable": "visits_now"}
NOW_TO_BEFORE = {"statistic": "ratio", "numerator": "visits_now", "denominator": "visits_before"}
RAKE = {"calibrate": {"method": "rake", "margins": ["margins.csv"]}}
BY_AGE = {"calibrate": {"method": "poststratify", "margins": ["age.csv"]}}
JKN = {"replicates": "jkn", "center": "full"}
JKN_OWN = {"replicates": {"method": "jkn", "center": "replicates"}}
INDEPENDENT, AFFILIATED = ({"where": {"ownership": [v]}} for v in ("independent", "affiliated"))
WOMEN = {"where": {"sex": ["F"]}}
YOUNG_OF_SMALL = {"where": {"stratum": ["small"], "age_group": ["18-44"]}}
Y_MEAN, Y_TOTAL = ({"statistic": s, "variable": "y"} for s in ("mean", "total"))

CASES = {
    "P1_mean_fpc": (CORRECTED, CHANGE),
    "P1b_mean_fpc_deff_wr": (CORRECTED, CHANGE),
    "P2_mean_nofpc": (PRACTICES, CHANGE),
    "P3_total_visits_now_fpc": (CORRECTED, VISITS),
    "P4_ratio_now_to_before_fpc": (CORRECTED, NOW_TO_BEFORE),
    "P5_prop_close_fpc_logit": (CORRECTED, {"statistic": "proportion", "variable": "would_close", "equals": 1}),
    "P6_domain_mean_independent": (CORRECTED, CHANGE | INDEPENDENT),
    "P7_domain_total_independent": (CORRECTED, VISITS | INDEPENDENT),
    "P6_domain_mean_affiliated": (CORRECTED, CHANGE | AFFILIATED),
    "P7_domain_total_affiliated": (CORRECTED, VISITS | AFFILIATED),
    "T1_mean_two_stage": (TWO_STAGES, SCORE),
    "T2_mean_one_stage_nofpc": (PATIENTS, SCORE),
    "T3_mean_one_stage_fpc": (ONE_STAGE, SCORE),
    "T4_total_two_stage": (TWO_STAGES, SCORE | {"statistic": "total"}),
    "T5_domain_women_two_stage": (TWO_STAGES, SCORE | WOMEN),
    "T6_domain_small_18_44_two_stage": (TWO_STAGES, SCORE | YOUNG_OF_SMALL),
    "W1_poststrat_mean_nofpc": (PATIENTS | BY_AGE, SCORE),
    "W2_poststrat_total_nofpc": (PATIENTS | BY_AGE, SCORE | {"statistic": "total"}),
    "W3_rake_mean_nofpc": (PATIENTS | RAKE, SCORE),
    "W4_rake_total_nofpc": (PATIENTS | RAKE, SCORE | {"statistic": "total"}),
    "W5_rake_domain_women_nofpc": (PATIENTS | RAKE, SCORE | WOMEN),
    "W1_poststrat_mean_two_stage": (TWO_STAGES | BY_AGE, SCORE),
    "W2_poststrat_total_two_stage": (TWO_STAGES | BY_AGE, SCORE | {"statistic": "total"}),
    "W3_rake_mean_two_stage": (TWO_STAGES | RAKE, SCORE),
    "W4_rake_total_two_stage": (TWO_STAGES | RAKE, SCORE | {"statistic": "total"}),
    "J1_jkn_mean_nofpc": (PRACTICES | JKN, CHANGE),
    "J2_jkn_ratio_centre_full_nofpc": (PRACTICES | JKN, NOW_TO_BEFORE),
    "J3_jkn_ratio_centre_replicates_nofpc": (PRACTICES | JKN_OWN, NOW_TO_BEFORE),
    "J1_jkn_mean_fpc": (CORRECTED | JKN, CHANGE),
    "J2_jkn_ratio_centre_full_fpc": (CORRECTED | JKN, NOW_TO_BEFORE),
    "J3_jkn_ratio_centre_replicates_fpc": (CORRECTED | JKN_OWN, NOW_TO_BEFORE),
    "L_mean_certainty": (LONELY | {"lonely_psu": "certainty"}, Y_MEAN),
    "L_total_certainty": (LONELY | {"lonely_psu": "certainty"}, Y_TOTAL),
    "L_mean_adjust": (LONELY | {"lonely_psu": "adjust"}, Y_MEAN),
    "L_total_adjust": (LONELY | {"lonely_psu": "adjust"}, Y_TOTAL),
    "L_mean_average": (LONELY | {"lonely_psu": "average"}, Y_MEAN),
    "L_total_average": (LONELY | {"lonely_psu": "average"}, Y_TOTAL),
    "L_mean_merge_c_into_b": (LONELY | {"lonely_psu": {"merge": {"c": "b"}}}, Y_MEAN),
}
NOT_OFFERED = {"L_mean_remove", "L_total_remove"}  # R's word for certainty


def rows_of(file: str) -> dict[str, dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8") as f:
        return {row["id"]: row for row in csv.DictReader(f)}


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, str]]:
    return rows_of("expected_estimates.csv")


@pytest.fixture
def margins_here(tmp_path, monkeypatch):
    """The folder of the margins files, with one of age_group alone."""
    text = (FOLDER / "margins.csv").read_text(encoding="utf-8")
    (tmp_path / "margins.csv").write_text(text, encoding="utf-8")
    kept = [line for line in text.splitlines() if line.startswith(("margin,", "age_group,"))]
    (tmp_path / "age.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def answer(file: str, design: dict, asked: dict) -> dict:
    spec = {"format": "firstcontact-estimates/1", **design, "estimates": [{"id": "x", **asked}]}
    (row,) = estimate(read_csv(FOLDER / file), spec).to_pylist()
    return row


def close(got: float, text: str) -> bool:
    return math.isclose(got, float(text), rel_tol=1e-11)


def test_every_worked_estimate_has_a_case(expected):
    assert set(CASES) | NOT_OFFERED == set(expected)


@pytest.mark.parametrize("case", CASES)
def test_a_worked_estimate_is_reproduced(case, expected, margins_here):
    wanted = expected[case]
    row = answer(wanted["input"], *CASES[case])
    for column, name in (("estimate", "estimate"), ("se", "se"), ("ci_low", "lower"), ("ci_high", "upper")):
        assert close(row[name], wanted[column]), (name, row[name], wanted[column])
    assert str(row["df"]) == wanted["df"]
    if wanted["deff"]:
        assert close(row["deff_without" if case == "P1_mean_fpc" else "deff"], wanted["deff"])


def test_the_plain_csv_command_writes_the_worked_table(tmp_path):
    estimate_file(FOLDER / "stratified_practices.csv", FOLDER / "estimates.yaml", tmp_path / "out")
    got, wanted = tmp_path / "out" / "estimate.csv", FOLDER / "cli_estimate.csv"
    rows, expected = (list(csv.reader(p.read_text(encoding="utf-8").splitlines())) for p in (got, wanted))
    assert rows[0] == expected[0]
    assert len(rows) == len(expected)
    for mine, theirs in zip(rows[1:], expected[1:], strict=True):
        for name, a, b in zip(rows[0], mine, theirs, strict=True):
            assert a == b or math.isclose(float(a), float(b), rel_tol=1e-11), (mine[0], name)
    assert pa.parquet.read_table(tmp_path / "out" / "estimate.parquet").num_rows == len(expected) - 1


QUANTILES = [
    ("visits_now", 0.75, 260, 190, 846, 144.994346721, []),
    ("revenue_change_pct", 0.5, -19, -35, -6, 6.40981105931, []),
    ("revenue_change_pct", 0.25, -30, None, -14, None, ["estimate x: interval open below"]),
]


@pytest.mark.parametrize(("variable", "p", "value", "lower", "upper", "se", "notes"), QUANTILES)
def test_a_worked_quantile_has_its_woodruff_interval(variable, p, value, lower, upper, se, notes):
    asked = {"id": "x", "statistic": "quantile", "variable": variable, "p": p}
    spec = as_spec({"format": "firstcontact-estimates/1", **CORRECTED, "estimates": [asked]})
    made = estimates(read_csv(FOLDER / "stratified_practices.csv"), spec)
    (row,) = made.table.to_pylist()
    assert (row["estimate"], row["lower"], row["upper"], list(made.notes)) == (value, lower, upper, notes)
    assert row["se"] == (None if se is None else pytest.approx(se, rel=1e-11))


def test_the_worked_logistic_regression_is_reproduced():
    """Coefficients to all digits. The printed standard errors come from a fit that stopped earlier than the rule of
    the specification (largest step below 1e-12); they agree with the rule's to 3 in ten million, no better."""
    asked = {"statistic": "regression", "family": "binomial", "outcome": "would_close", "predictors": ["visits_before"]}
    spec = {"format": "firstcontact-estimates/1", **CORRECTED, "estimates": [{"id": "x", **asked}]}
    intercept, slope = estimate(read_csv(FOLDER / "stratified_practices.csv"), spec).to_pylist()
    assert (intercept["estimate"], slope["estimate"]) == pytest.approx((1.2265843521, -0.00756904479557), rel=1e-10)
    assert (intercept["se"], slope["se"]) == pytest.approx((1.4656983367, 0.00605725674286), rel=3e-7)
    assert (intercept["df"], slope["df"], slope["status"]) == (8, 8, "ok")
    assert (intercept["p"], slope["p"]) == pytest.approx((0.426960946, 0.246770425935), rel=6e-7)


def test_the_design_effect_of_the_worked_one_stage_mean_is_reproduced():
    assert answer("two_stage_patients.csv", TWO_STAGES, SCORE)["deff"] == pytest.approx(0.883806610914, rel=1e-11)
    assert answer("two_stage_patients.csv", PATIENTS, SCORE)["deff"] == pytest.approx(1.020026204273, rel=1e-11)
