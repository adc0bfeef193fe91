"""The worked draws of the specification, to the printed digits."""

import csv
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from firstcontact.survey.sampling.design import Design
from firstcontact.survey.sampling.draw import draw
from firstcontact.survey.sampling.frame import build_frame
from firstcontact.survey.sampling.random_numbers import permanent
from firstcontact.survey.sampling.select import positions, proportional_to_size
from support.shared import SHARED, needs_specs

WORKED = SHARED / "specs" / "surveys" / "worked" / "design"
pytestmark = needs_specs


def rows(name: str) -> list[dict[str, str]]:
    with Path(WORKED / name).open(encoding="utf-8") as f:
        return list(csv.DictReader(f))


def design(**changes) -> Design:
    plain = {"format": "firstcontact-design/1", "wave_id": "exp-2027", "seed": "wave-2027a"}
    return Design.model_validate(plain | changes)


def frame(table: dict[str, list], kind: str):
    return build_frame(pa.table(table), kind, date(2027, 1, 31), "f").units


def drawn(sample) -> dict[str, dict]:
    return {r["unit_id"]: r for r in sample.cases.to_pylist()}


def test_permanent_random_numbers_equal_the_printed_ones():
    for row in rows("prn_sample.csv"):
        assert permanent("wave-2027a", row["unit_id"]) == pytest.approx(float(row["prn"]), abs=1e-12)


def test_the_stratified_sample_of_practices_takes_the_printed_ones_with_their_weights():
    printed = rows("prn_sample.csv")
    columns = {name: [r[name] for r in printed] for name in ("unit_id", "region", "size")}
    stage = {
        "unit": "practice",
        "strata": ["region", "size"],
        "n_per_stratum": {"north|large": 1, "north|small": 2, "south|large": 1, "south|small": 2},
    }
    sample = draw(design(frame={"kind": "practice", "file": "f.csv"}, stages=[stage]), frame(columns, "practice"))
    cases = drawn(sample)
    assert sorted(cases) == sorted(r["unit_id"] for r in printed if r["selected"] == "1")
    for row in printed:
        if row["selected"] == "1":
            case = cases[row["unit_id"]]
            assert case["stratum"] == row["stratum"]
            assert (case["stage1_n"], case["stage1_N"]) == (int(row["sample_n"]), int(row["frame_n"]))
            assert float(case["probability"]) == pytest.approx(float(row["probability"]), abs=1e-12)
            assert float(case["base_weight"]) == pytest.approx(float(row["base_weight"]), abs=1e-9)
            assert float(case["prn"]) == pytest.approx(float(row["prn"]), abs=1e-12)


def test_a_stratum_that_gives_one_of_several_is_named_in_a_warning():
    printed = rows("prn_sample.csv")
    columns = {name: [r[name] for r in printed] for name in ("unit_id", "size")}
    stage = {"unit": "practice", "strata": ["size"], "n_per_stratum": {"large": 1, "small": 6}}
    sample = draw(design(frame={"kind": "practice", "file": "f.csv"}, stages=[stage]), frame(columns, "practice"))
    assert len(sample.warnings) == 1
    assert "stratum 'large' gives 1 of 4 units" in sample.warnings[0]


def test_a_stratum_that_holds_fewer_than_asked_for_is_taken_whole_and_named():
    printed = rows("prn_sample.csv")
    columns = {name: [r[name] for r in printed] for name in ("unit_id", "size")}
    stage = {"unit": "practice", "strata": ["size"], "n_per_stratum": {"large": 9, "small": 6}}
    sample = draw(design(frame={"kind": "practice", "file": "f.csv"}, stages=[stage]), frame(columns, "practice"))
    assert sample.cases.num_rows == 10
    assert sample.warnings == [
        "design exp-2027: stratum 'large' holds 4 units, fewer than the 9 asked for; all are taken."
    ]


def test_the_systematic_sample_takes_the_printed_patients_at_the_printed_positions():
    printed = rows("systematic_sample.csv")
    columns = {
        "unit_id": sorted(r["patient_id"] for r in printed),
        "practice_id": ["p03"] * len(printed),
    }
    by_id = {r["patient_id"]: r for r in printed}
    columns |= {name: [by_id[u][name] for u in columns["unit_id"]] for name in ("age_group", "sex")}
    stage = {"unit": "patient", "method": "systematic", "sort": ["age_group", "sex"], "n": 4}
    made = design(frame={"kind": "patient", "file": "f.csv", "min_frame": 0}, stages=[stage])
    cases = drawn(draw(made, frame(columns, "patient")))
    assert sorted(cases) == sorted(r["patient_id"] for r in printed if r["selected"] == "1")
    assert all(float(cases[u]["prn"]) == pytest.approx(float(by_id[u]["prn"]), abs=1e-12) for u in cases)
    assert {float(c["base_weight"]) for c in cases.values()} == {2.25}


def test_the_interval_of_nine_over_four_hits_positions_one_four_six_and_eight():
    start = permanent("wave-2027a|p03", "start")
    assert start == pytest.approx(0.342088665990, abs=1e-12)
    assert (positions(9, 4, start) + 1).tolist() == [1, 4, 6, 8]


def test_the_sample_in_proportion_to_size_hits_the_printed_practices():
    printed = rows("pps_sample.csv")
    start = permanent("wave-2027a|pps", "start")
    selection = proportional_to_size([float(r["clinicians"]) for r in printed], 3, start)
    assert start == pytest.approx(0.457919953339, abs=1e-12)
    assert selection.taken.tolist() == [i for i, r in enumerate(printed) if r["hits"] == "1"]
    assert selection.probability == pytest.approx([float(r["pi"]) for r in printed], abs=1e-12)


def test_a_design_in_proportion_to_size_draws_the_same_practices_without_a_population_number():
    printed = rows("pps_sample.csv")
    columns = {"unit_id": [r["unit_id"] for r in printed], "size_measure": [r["clinicians"] for r in printed]}
    stage = {"unit": "practice", "method": "pps_systematic", "n": 3}
    cases = drawn(draw(design(frame={"kind": "practice", "file": "f.csv"}, stages=[stage]), frame(columns, "practice")))
    assert sorted(cases) == ["p03", "p05", "p08"]
    assert all(c["stage1_N"] is None and c["stage1_n"] == 3 for c in cases.values())
    assert float(cases["p03"]["probability"]) == pytest.approx(0.608108108108, abs=1e-12)


def test_two_stages_multiply_their_probabilities_to_the_printed_weights():
    printed = rows("two_stage_patients.csv")
    practices = {r["practice_id"]: r for r in printed}
    small = {p for p, r in practices.items() if r["stratum"] == "small"}
    frame_n = {p: int(r["frame_patients"]) for p, r in practices.items()}
    frame_n |= {f"small{i:02d}": 5 for i in range(17)} | {f"large{i}": 5 for i in range(6)}
    columns = {"unit_id": [], "practice_id": [], "stratum": []}
    for p, n in frame_n.items():
        for i in range(n):
            columns["unit_id"].append(f"{p}-{i:03d}")
            columns["practice_id"].append(p)
            columns["stratum"].append("small" if p in small or p.startswith("small") else "large")
    stages = [
        {"unit": "practice", "strata": ["stratum"], "n_per_stratum": {"small": 3, "large": 3}},
        {"unit": "patient", "method": "systematic", "n": 3},
    ]
    made = design(frame={"kind": "patient", "file": "f.csv", "min_frame": 0}, stages=stages)
    sample = draw(made, frame(columns, "patient"))
    assert sample.cases.num_rows == 18
    for case in sample.cases.to_pylist():
        total = {"small": 20, "large": 9}[case["stratum"]]
        n = frame_n[case["practice_id"]]
        assert (case["stage1_n"], case["stage1_N"]) == (3, total)
        assert (case["stage2_n"], case["stage2_N"]) == (3, n)
        assert (case["psu"], case["ssu"]) == (case["practice_id"], case["unit_id"])
        assert float(case["base_weight"]) == pytest.approx(total / 3 * n / 3, abs=1e-9)
    for row in printed:
        weight = int(row["frame_practices"]) / int(row["sample_practices"])
        weight *= int(row["frame_patients"]) / int(row["sample_patients"])
        assert weight == pytest.approx(float(row["base_weight"]), abs=1e-9)
