"""Designs are closed: what does not fit is named with its line."""

import pytest

from firstcontact.errors import FirstContactError
from firstcontact.survey.sampling.design import read_design

DESIGN = """\
format: firstcontact-design/1
wave_id: exp-2027
seed: wave-2027a
frame: {kind: patient, as_of: 2027-01-31}
stages:
  - unit: practice
    strata: [region, size]
    method: srs
    n_per_stratum: {north|small: 2, north|large: 1}
  - unit: patient
    sort: [age_group, sex]
    method: systematic
    n: 300
"""


def read(tmp_path, text):
    file = tmp_path / "design.yaml"
    file.write_text(text, encoding="utf-8")
    return read_design(file)


def test_the_design_of_the_handbook_is_read(tmp_path):
    made = read(tmp_path, DESIGN)
    assert made.stages[0].n_per_stratum == {"north|small": 2, "north|large": 1}
    assert made.stages[1].total == 300
    assert made.frame.min_frame == 60


def test_expected_completes_are_divided_by_the_response_rate_and_rounded_up(tmp_path):
    made = read(tmp_path, DESIGN.replace("n: 300", "expected_completes: 75\n    response_rate: 0.3"))
    assert made.stages[1].total == 250


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("    n: 300", "    number: 300", 13, "stages.1.number: is not a key here. Allowed keys: unit, strata"),
        ("method: systematic", "method: lottery", 12, "'lottery' is not one of srs, systematic, pps_systematic, all"),
        ("seed: wave-2027a\n", "", 1, "seed: is missing"),
        ("wave_id: exp-2027", "wave_id: Exp 2027", 2, "'Exp 2027' may hold small letters"),
        ("    n: 300", "", 10, "exactly one of n, n_per_stratum, expected_completes"),
        ("    n: 300", "    expected_completes: 75", 10, "expected_completes and response_rate belong together"),
        ("kind: patient, as_of: 2027-01-31", "kind: patient", 4, "as_of or file is missing"),
        ("    strata: [region, size]\n", "", 6, "n_per_stratum needs strata"),
        ("firstcontact-design/1", "firstcontact-design/2", 1, "'firstcontact-design/2' is not one of"),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(tmp_path, old, new, line, words):
    with pytest.raises(FirstContactError) as error:
        read(tmp_path, DESIGN.replace(old, new))
    assert f"design.yaml line {line}" in str(error.value)
    assert words in str(error.value)


def test_a_frame_of_patients_cannot_end_in_a_stage_of_practices(tmp_path):
    cut = DESIGN[: DESIGN.index("  - unit: patient")]
    with pytest.raises(FirstContactError, match="the last stage draws practice, but the frame holds patient"):
        read(tmp_path, cut)


def test_a_file_that_is_no_yaml_is_named_with_its_line(tmp_path):
    with pytest.raises(FirstContactError, match=r"design\.yaml line 2"):
        read(tmp_path, "format: x\n  wave_id: [")
