"""Simulated waves: near the published margins, the same for the same seed, and marked everywhere."""

import pyarrow.parquet as pq
import pytest

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.survey.answers import is_substantive
from firstcontact.survey.disposition import make_disposition
from firstcontact.survey.exporters import make_export
from firstcontact.survey.instrument import find
from firstcontact.survey.simulate import simulate
from firstcontact.survey.simulate.aims import aims_of, published_values, target
from firstcontact.survey.simulate.draw_answers import binomial_shares
from firstcontact.survey.wave import Wave

TOLERANCE = 3.0  # percentage points


def cleaned(workspace, result):
    held: dict[str, list] = {}
    for one in make_disposition(workspace, result.wave.info.wave_id).cleaned:
        if one.kept:
            for link_id, cell in one.cells.cells.items():
                if is_substantive(cell):
                    held.setdefault(link_id, []).append(cell)
    return held


def test_scores_of_patients_lie_within_three_points_of_the_published_ones(tmp_path):
    instrument = find("patient_experience_short")
    result = simulate(tmp_path, instrument, "a seed", practices_n=12, per_practice=60)
    cells = cleaned(tmp_path, result)
    for measure_id, aim in result.aims.measures.items():
        measure = instrument.measure_by_id[measure_id]
        low, high = float(measure.scale_min), float(measure.scale_max)
        scores = []
        for link_id in measure.items:
            options = instrument.item_by_id[link_id].option_by_code
            mean = sum(float(options[c].score) for c in cells[link_id]) / len(cells[link_id])
            scores.append(100 * (mean - low) / (high - low))
        assert abs(sum(scores) / len(scores) - aim) <= TOLERANCE, measure_id


def test_shares_of_practices_lie_within_three_points_of_the_published_ones(tmp_path):
    result = simulate(tmp_path, find("practice_impact_pulse"), "a seed", practices_n=200)
    cells = cleaned(tmp_path, result)
    for link_id, aim in result.aims.shares.items():
        assert abs(100 * cells[link_id].count("1") / len(cells[link_id]) - aim) <= TOLERANCE, link_id


def test_every_aim_is_a_published_row_within_three_points():
    rows = published_values()
    for name in ("patient_experience_short", "practice_impact_pulse"):
        aims = aims_of(name)
        for key, aim in {**aims.measures, **aims.shares}.items():
            row = rows[aims.rows[key]]
            low = float(row["value"])
            high = float(row["value_high"] or low)
            assert low - TOLERANCE <= aim <= high + TOLERANCE


@pytest.mark.parametrize(("bound", "aim"), [("=", 60), (">", 61.5), ("about", 60), ("between", 70)])
def test_a_bound_is_aimed_at_from_the_right_side(bound, aim):
    assert target({"value": "60", "value_high": "80", "bound": bound}) == aim


def test_shares_of_a_scale_have_the_mean_aimed_at():
    shares = binomial_shares(4, 0.9)
    assert sum(shares) == pytest.approx(1)
    assert sum(i * s for i, s in enumerate(shares)) / 3 == pytest.approx(0.9)


@pytest.mark.parametrize("name", ["patient_experience_short", "practice_impact_pulse", "patient_engagement_inventory"])
def test_every_table_and_file_says_that_it_is_simulated(tmp_path, name):
    wave = simulate(tmp_path, find(name), "s", practices_n=6, per_practice=8).wave
    make_disposition(tmp_path, wave.info.wave_id)
    make_export(tmp_path, wave.info.wave_id, "csv")
    make_export(tmp_path, wave.info.wave_id, "parquet")
    assert wave.info.wave_id == f"simulated_{name}"
    about = {"run.json", "wave.json", "instrument.json"}
    files = [p for p in wave.folder.rglob("*") if p.is_file() and p.name not in about]
    assert files
    assert all(p.name.startswith("simulated_") for p in files)
    for path in (p for p in files if p.suffix == ".parquet"):
        assert set(pq.read_table(path)["is_simulated"].to_pylist()) <= {True, "true"}, path.name
    assert all("Not about real practices or patients" in p.read_text() for p in wave.folder.rglob("run.json"))


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path):
    instrument = find("practice_impact_pulse")

    def answers(seed):
        wave = simulate(tmp_path, instrument, seed, practices_n=20).wave
        return (wave.folder / "responses" / "simulated" / "simulated_answer.parquet").read_bytes()

    first = answers("one")
    assert answers("one") == first
    assert answers("two") != first


def test_no_text_and_no_contact_is_made_up(tmp_path):
    wave = simulate(tmp_path, find("patient_engagement_inventory"), "s", practices_n=20).wave
    answers = wave.read_batches("responses", "answer")
    assert answers["value_text"].null_count == answers.num_rows


def test_a_real_wave_is_never_replaced(tmp_path):
    instrument = find("practice_impact_pulse")
    Wave.at(tmp_path, "simulated_practice_impact_pulse").with_instrument(instrument)
    with pytest.raises(FirstContactError, match="holds a real wave"):
        simulate(tmp_path, instrument, "s")


def test_one_practice_is_too_few(tmp_path):
    with pytest.raises(UsageError, match="--practices must be at least 2"):
        simulate(tmp_path, find("practice_impact_pulse"), "s", practices_n=1)
