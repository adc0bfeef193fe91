"""The folder of a wave."""

from datetime import date

import pyarrow as pa
import pytest

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.survey.instrument import find
from firstcontact.survey.wave import Wave, WaveInfo, waves


def test_what_is_written_is_read_back(tmp_path):
    wave = Wave.at(tmp_path, "exp-2027").updated(population="patient", closes_on=date(2027, 4, 1))
    wave.write("scores", {"survey_score": pa.table({"unit": ["a"]})}, {"command": "x"})
    again = Wave.open(tmp_path, "survey/exp-2027")
    assert again.info == wave.info
    assert again.read("scores", "survey_score").to_pylist() == [{"unit": "a"}]
    assert [w.info.wave_id for w in waves(tmp_path)] == ["exp-2027"]


def test_a_simulated_wave_marks_its_tables_and_its_files(tmp_path):
    wave = Wave(tmp_path / "w", WaveInfo("w", is_simulated=True))
    folder = wave.write("x", {"t": pa.table({"a": [1]})}, {}, {"simulated_f.txt": b"", "g.txt": b""})
    assert sorted(p.name for p in folder.iterdir()) == [
        "run.json",
        "simulated_f.txt",
        "simulated_g.txt",
        "simulated_t.csv",
        "simulated_t.parquet",
    ]
    assert wave.read("x", "t")["is_simulated"].to_pylist() == [True]


@pytest.mark.parametrize("name", ["frames", "instruments", "../x", "A", ""])
def test_names_that_no_wave_can_have_are_wrong_usage(tmp_path, name):
    with pytest.raises(UsageError, match="cannot name a wave"):
        Wave.at(tmp_path, name)


def test_one_wave_has_one_version_of_its_instrument(tmp_path):
    wave = Wave.at(tmp_path, "w").with_instrument(find("practice_impact_pulse"))
    assert wave.instrument().instrument_id == "practice_impact_pulse"
    with pytest.raises(FirstContactError, match="wave w asks practice_impact_pulse version 1, not patient_"):
        wave.with_instrument(find("patient_experience_short"))


def test_a_stage_that_was_not_run_is_named(tmp_path):
    with pytest.raises(FirstContactError, match="wave w has no sample/sample_case"):
        Wave.at(tmp_path, "w").read("sample", "sample_case")
